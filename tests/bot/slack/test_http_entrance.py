"""The signed HTTP entrance: what is not signed as Slack signs is answered with 401, before the kit sees it."""

from __future__ import annotations

import time

import pytest

from tests.bot.slack.house import HEAD, House
from tests.bot.slack.payloads import direct, signed


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


def test_damaged_but_signed_bodies_do_no_harm(house: House):
    for payload in (
        {},
        {"type": "event_callback"},
        {"type": "event_callback", "event": {}},
        {"type": "event_callback", "event": "x"},
    ):
        body, headers = signed(payload, "event")
        assert status(house, body, headers) in (200, 404, 500)
    assert len(house.posts("D0HEAD")) == 0
