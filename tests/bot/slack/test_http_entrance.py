"""The signed HTTP entrance: what is not signed as Slack signs is answered with 401, before the kit sees it."""

from __future__ import annotations

import json
import time
from urllib.parse import urlencode

import pytest

from tests.bot.slack.house import HEAD, House
from tests.bot.slack.payloads import direct, signed, signed_body
from tests.bot.slack.stand_in import TEAM


def status(house: House, body: bytes, headers: dict[str, str]) -> int:
    sent = {name: value.encode() for name, value in headers.items()}
    return house.http.post("/slack/events", content=body, headers=sent).status_code


@pytest.mark.parametrize("stamp", ["", "x", "-1", "1e9", "١٢٣", "9" * 30, "0", "old", "early"])
def test_a_malformed_or_old_timestamp_is_answered_with_401(house: House, stamp: str):
    shifts = {"old": -400, "early": 400}
    stamp = str(int(time.time()) + shifts[stamp]) if stamp in shifts else stamp
    body, headers = signed(direct(HEAD, "help"), "event", stamp=stamp)
    if not stamp.isascii():
        headers["x-slack-request-timestamp"] = stamp
    assert status(house, body, headers) == 401
    assert house.posts("D0HEAD") == []


@pytest.mark.parametrize("signature", ["", "v0=", "v0=00", "v1=" + "0" * 64, "é"])
def test_a_wrong_signature_is_answered_with_401(house: House, signature: str):
    body, headers = signed(direct(HEAD, "help"), "event")
    headers["x-slack-signature"] = signature
    assert status(house, body, headers) == 401


def test_missing_headers_another_secret_and_a_changed_body_are_answered_with_401(house: House):
    body, headers = signed(direct(HEAD, "help"), "event")
    for name in ("x-slack-signature", "x-slack-request-timestamp"):
        assert status(house, body, {key: value for key, value in headers.items() if key != name}) == 401
    assert status(house, body + b" ", headers) == 401
    assert status(house, *signed(direct(HEAD, "help"), "event", secret="another")) == 401
    assert status(house, b"\xff\xfe", headers) == 401


def test_a_request_that_is_replayed_changes_nothing(house: House):
    body, headers = signed(direct(HEAD, "what tier are we on?"), "event")
    assert [status(house, body, headers) for _ in range(3)] == [200, 200, 200]
    assert len(house.posts("D0HEAD")) == 1


def test_slacks_own_check_of_the_address_is_answered(house: House):
    body, headers = signed({"type": "url_verification", "challenge": "abc"}, "event")
    assert "abc" in house.http.post("/slack/events", content=body, headers=headers).text


def test_what_is_too_long_and_other_methods_are_refused(house: House):
    body, headers = signed(direct(HEAD, "x" * 1_200_000), "event")
    assert status(house, body, headers) == 413
    assert house.http.get("/slack/events").status_code == 405


JSON, FORM = "application/json", "application/x-www-form-urlencoded"
BY_HEAD = {"user": {"id": HEAD, "team_id": TEAM}, "team": {"id": TEAM}}


def interaction(**payload: object) -> tuple[str, str]:
    return urlencode({"payload": json.dumps({**BY_HEAD, **payload})}), FORM


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("[]", JSON), ("null", JSON), ("not json", JSON), ("", JSON), ("3", JSON), ("[" * 5000, JSON),
        ("payload=%5B%5D", FORM), ("payload=null", FORM), ("payload=no", FORM), ("", FORM), ("x=1", FORM),
        (json.dumps({"type": "event_callback", "event": None}), JSON),
        (json.dumps({"type": "event_callback", "event": []}), JSON),
        (json.dumps({"type": "event_callback", "event": {"type": 5}}), JSON),
        (json.dumps({"type": "event_callback", "event": {"type": "message"}, "authorizations": [None]}), JSON),
        interaction(type="view_submission", view={"callback_id": "cairn:form", "state": {"values": []}}),
        interaction(type="view_closed", view={}), interaction(type="view_submission", view=None),
        interaction(type="view_closed", view=[]),
        *(interaction(type="block_actions", actions=odd) for odd in ([], None, "x", [None])),
    ],
)  # fmt: skip
def test_a_signed_body_of_no_shape_of_slacks_is_refused_in_one_line(
    house: House, caplog: pytest.LogCaptureFixture, body: str, kind: str
):
    _, headers = signed_body(body, kind)
    assert status(house, body.encode(), headers) == 400
    assert [record.exc_info for record in caplog.records if record.name.startswith("cairn")] == [None]
    assert house.posts("D0HEAD") == []


@pytest.mark.parametrize("kind", ["block_suggestion", "something_new", "block_actions"])
def test_an_interaction_that_nothing_listens_for_is_acknowledged_or_it_would_come_again(house: House, kind: str):
    assert status(house, *signed({**BY_HEAD, "type": kind}, "interactive")) == 200


@pytest.mark.parametrize(
    "event",
    [
        {"type": "app_home_opened", "view": None, "user": HEAD, "tab": "home"},
        {"type": "message", "channel_type": "im", "user": {}, "text": [], "ts": 3},
        {"type": "user_change", "user": {"id": HEAD, "profile": "x"}},
        {"type": "reaction_added", "item": None},
        {},
    ],
)
def test_an_event_whose_parts_are_odd_does_no_harm(house: House, event: dict):
    assert status(house, *signed({"type": "event_callback", "event": event}, "event")) == 200
    assert house.posts("D0HEAD") == []
