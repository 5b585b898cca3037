"""Sending over Slack when it misbehaves: lost replies, limits, faults, recipients that are gone, dead tokens."""

from __future__ import annotations

import logging
import ssl
from dataclasses import replace
from datetime import timedelta

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse
from sqlmodel import select

from bot.app import make_delivery
from bot.outgoing import Outgoing, TransportError
from bot.slack.checking import manifest_scopes
from bot.slack.outcomes import failure_of
from bot.slack.web_client import NotReached, proxy_for, tls_context
from handlers.cards import Card, Chart, Download, Series, Text, dumps, say
from handlers.files import File
from store.clock import real_now
from store.duties import Message
from tests.bot.slack.house import HEAD, NOW, OFFICER, House
from tests.bot.slack.payloads import direct, said


class Clock:
    def __init__(self) -> None:
        self.now = real_now()

    def __call__(self):
        return self.now


@pytest.fixture
def clock(house: House) -> Clock:
    """Delivery's real time, moved by hand."""
    made = Clock()
    house.delivery = replace(make_delivery(house.cairn), clock=made)
    return made


def keep(house: House, user: str, name: str, **values) -> None:
    """An answer that waits for somebody."""
    person = {HEAD: 3, OFFICER: 75}[user]
    now = real_now() - timedelta(seconds=1)
    kept = {"kept": __import__("handlers.cards", fromlist=["dumps"]).dumps(say(name)), "recipient_id": person} | values
    with house.cairn.database.write() as session:
        session.add(Message(kind="answer", delivery_id=f"id-{name}", next_attempt_at=now, made_at=NOW, **kept))


def states(house: House) -> dict[str, str]:
    from sqlalchemy import text

    with house.cairn.database.read() as session:
        return dict(session.execute(text("SELECT delivery_id, state FROM message WHERE delivery_id LIKE 'id-%'")).all())


@pytest.mark.parametrize("fate", ["dropped", "after"])
def test_a_reply_that_is_lost_after_the_post_gives_one_message(house: House, clock: Clock, fate: str):
    keep(house, HEAD, "one")
    house.stand_in.put(fates={"chat.postMessage": [fate]})
    house.send()
    assert states(house) == {"id-one": "due"}
    clock.now += timedelta(minutes=2)
    house.send()
    assert states(house) == {"id-one": "sent"}
    assert len(house.stand_in.posts("D0HEAD")) == 1
    assert len(house.stand_in.calls("conversations.history")) == 1


def test_a_reply_lost_in_a_thread_is_found_in_the_thread(house: House, clock: Clock):
    keep(house, HEAD, "one", address="slack:D0HEAD:1700.7")
    house.stand_in.put(fates={"chat.postMessage": ["dropped"]})
    house.send()
    clock.now += timedelta(minutes=2)
    house.send()
    assert states(house) == {"id-one": "sent"}
    assert len(house.stand_in.posts("D0HEAD")) == 1
    assert house.stand_in.calls("conversations.replies")


def test_a_post_that_surely_did_not_arrive_is_made_once_more(house: House, clock: Clock):
    keep(house, HEAD, "one")
    house.stand_in.put(fates={"chat.postMessage": ["status:503"]})
    house.send()
    clock.now += timedelta(minutes=2)
    house.send()
    assert len(house.stand_in.posts("D0HEAD")) == 1


def test_a_limit_delays_its_own_channel_alone_and_nobody_sleeps(house: House, clock: Clock):
    keep(house, HEAD, "one")
    keep(house, HEAD, "two")
    keep(house, OFFICER, "three")
    house.stand_in.put(fates={"chat.postMessage": ["limited:30"]})
    before = real_now()
    house.send()
    assert (real_now() - before).total_seconds() < 20
    assert states(house) == {"id-one": "due", "id-two": "due", "id-three": "sent"}
    assert len(house.stand_in.posts("D0OFFICER")) == 1
    # The limit is real time of the process; another sender, later, finds it gone.
    later = Clock()
    later.now = real_now() + timedelta(seconds=31)
    house.cairn.slack.transport._closed.clear()
    house.delivery = replace(make_delivery(house.cairn), clock=later)
    house.send()
    assert states(house) == {"id-one": "sent", "id-two": "sent", "id-three": "sent"}
    assert len(house.stand_in.posts("D0HEAD")) == 2


@pytest.mark.parametrize(
    ("fate", "state"), [("error:is_archived", "dead"), ("error:invalid_blocks", "dead"), ("error:fatal_error", "due"),
                        ("error:token_revoked", "due"), ("error:user_not_found", "dead")],
)  # fmt: skip
def test_each_refusal_of_slacks_has_its_class(house: House, clock: Clock, fate: str, state: str):
    keep(house, HEAD, "one")
    house.stand_in.put(fates={"chat.postMessage": [fate]})
    house.send()
    assert states(house) == {"id-one": state}
    assert house.stand_in.posts("D0HEAD") == []


def test_a_revoked_token_pauses_everything_and_loses_nothing(house: House, clock: Clock):
    keep(house, HEAD, "one")
    keep(house, OFFICER, "two")
    house.stand_in.put(fates={"chat.postMessage": ["error:token_revoked"]})
    house.send()
    house.send()
    assert set(states(house).values()) == {"due"}
    called = {call["channel"] for call in house.stand_in.calls("chat.postMessage")}
    assert called <= {"D0ADMIN"}, "nobody but the administrator is written to"


def test_a_card_that_is_too_long_for_one_message_goes_on_in_the_next_and_each_is_sent_once(house: House, clock: Clock):
    lines = [Text(f"Line {at}: " + "word " * 60) for at in range(120)]
    keep(house, HEAD, "long", kept=__import__("handlers.cards", fromlist=["dumps"]).dumps(Card("Long", tuple(lines))))
    house.stand_in.put(fates={"chat.postMessage": ["", "dropped"]})
    house.send()
    clock.now += timedelta(minutes=2)
    house.send()
    posts = house.stand_in.posts("D0HEAD")
    assert len(posts) > 2
    marks = [post["metadata"]["event_payload"]["part"] for post in posts]
    assert marks == list(range(posts[0]["metadata"]["event_payload"]["of"]))
    whole = "\n".join(said(post) for post in posts)
    assert all(f"Line {at}:" in whole for at in range(120))
    assert states(house) == {"id-long": "sent"}


def test_a_chart_is_uploaded_and_shown_with_its_words(house: House):
    chart = Chart(
        "bars", "Schools by tier", ("Universal",), (Series("Schools", (3.0,)),), alt="Three schools are universal."
    )
    transport = house.cairn.slack.transport
    for name in ("a", "b"):
        transport.send(Outgoing(f"id-{name}", 3, "", Card("Balance", (chart,)), NOW))
    image = next(block for block in house.stand_in.posts("D0HEAD")[0]["blocks"] if block["type"] == "image")
    assert image["alt_text"] == "Three schools are universal."
    file = house.stand_in.state()["files"][image["slack_file"]["id"]]
    assert file["complete"]
    assert file["alt"] == "Three schools are universal."
    assert len(house.stand_in.calls("files.getUploadURLExternal")) == 1, "the same picture is uploaded once"


CHART = Chart(
    "bars", "Schools by tier", ("Universal",), (Series("Schools", (3.0,)),), alt="Three schools are universal."
)


def test_without_the_scope_for_files_a_chart_is_sent_in_words_and_nothing_is_paused(house: House, clock: Clock):
    house.stand_in.put(scopes=sorted(manifest_scopes() - {"files:write"}))
    try:
        keep(house, HEAD, "chart", kept=dumps(Card("Balance", (CHART,))))
        keep(house, OFFICER, "two")
        house.send()
        house.send()
    finally:
        house.stand_in.put(scopes=sorted(manifest_scopes()))
    assert states(house) == {"id-chart": "sent", "id-two": "sent"}
    (post,) = house.stand_in.posts("D0HEAD")
    assert "Three schools are universal." in said(post)


def test_without_the_scope_for_files_who_asked_for_one_is_told(house: House):
    house.stand_in.put(fates={"files.getUploadURLExternal": ["error:missing_scope"]})
    transport = house.cairn.slack.transport
    transport.files = replace(transport.files, make=lambda _person, _wanted: File("week.csv", "text/csv", b"x"))
    transport.send(Outgoing("id-file", 3, "", Card(body=(Download("", "week", {}),), notice="A file"), NOW))
    assert "does not take files from me just now" in said(house.stand_in.posts("D0HEAD")[-1])


def test_a_picture_that_slack_still_works_through_is_shown_a_little_later(house: House, clock: Clock):
    keep(house, HEAD, "chart", kept=dumps(Card("Balance", (CHART,))))
    house.stand_in.put(fates={"chat.postMessage": ["error:invalid_blocks"] * 2})
    for _ in range(3):
        house.send()
        clock.now += timedelta(seconds=10)
    (post,) = house.stand_in.posts("D0HEAD")
    assert any("slack_file" in block for block in post["blocks"])
    assert states(house) == {"id-chart": "sent"}


def test_a_picture_that_never_comes_is_said_in_words_and_the_answer_arrives(house: House, clock: Clock):
    keep(house, HEAD, "chart", kept=dumps(Card("Balance", (CHART,))))
    house.stand_in.put(fates={"chat.postMessage": ["error:invalid_blocks"] * 4})
    for _ in range(4):
        house.send()
        clock.now += timedelta(seconds=20)
    (post,) = house.stand_in.posts("D0HEAD")
    assert "Three schools are universal." in said(post)
    assert not any("slack_file" in block for block in post["blocks"])
    keep(house, HEAD, "again", kept=dumps(Card("Balance", (CHART,))))
    house.send()
    assert len(house.stand_in.calls("files.getUploadURLExternal")) == 2, "what Slack does not show is uploaded anew"
    assert any("slack_file" in block for block in house.stand_in.posts("D0HEAD")[-1]["blocks"])


def test_who_waits_for_an_answer_that_slack_refuses_is_told_once(house: House, clock: Clock):
    keep(house, HEAD, "one")
    house.stand_in.put(fates={"chat.postMessage": ["error:invalid_blocks"]})
    house.send()
    clock.now += timedelta(seconds=5)
    house.send()
    (post,) = house.stand_in.posts("D0HEAD")
    assert "could not be shown here" in said(post)
    keep(house, HEAD, "two")
    house.stand_in.put(fates={"chat.postMessage": ["error:invalid_blocks"] * 9})
    for _ in range(5):
        clock.now += timedelta(seconds=5)
        house.send()
    house.stand_in.put(fates={"chat.postMessage": []})
    with house.cairn.database.read() as session:
        assert len(session.execute(select(Message.id).where(Message.state == "dead")).all()) == 3


def test_a_file_is_shared_where_it_was_asked_for(house: House):
    transport = house.cairn.slack.transport
    transport.files = replace(transport.files, make=lambda _person, _wanted: File("week.csv", "text/csv", b"x"))
    card = Card(body=(Download("", "week", {}),), notice="A file")
    transport.send(Outgoing("id-file", 3, "", card, NOW, "slack:D0HEAD:1700.7"))
    (file,) = house.stand_in.state()["files"].values()
    assert file["shared"] == ["D0HEAD", "1700.7"]


def test_a_file_that_somebody_may_not_have_is_refused_and_not_uploaded(house: House):
    card = Card(body=(Download("", "no_such_file", {}),), notice="A file")
    house.cairn.slack.transport.send(Outgoing("id-file", 3, "", card, NOW))
    assert "not for you" in said(house.stand_in.posts("D0HEAD")[-1])
    assert house.stand_in.state()["files"] == {} or not house.stand_in.calls("files.getUploadURLExternal")


def test_the_two_of_a_pair_are_written_to_in_one_conversation(house: House):
    transport = house.cairn.slack.transport
    outgoing = Outgoing("id-pair", None, "people:3;75", say("Meet."), NOW)
    assert transport.reaches(outgoing)
    transport.send(outgoing)
    (opened,) = house.stand_in.calls("conversations.open")
    assert opened["users"] == f"{HEAD},{OFFICER}"
    assert not transport.reaches(replace(outgoing, channel="people:3;1"))


def test_nothing_that_a_person_wrote_and_no_token_stands_in_the_log(house: House, caplog: pytest.LogCaptureFixture):
    caplog.set_level(logging.DEBUG)
    house.ask(direct(HEAD, "what tier are we on? zebra-striped words"), "D0HEAD")
    logged = "\n".join(
        record.getMessage() for record in caplog.records if not record.name.startswith(("asyncio", "httpx"))
    )
    assert "zebra" not in logged
    assert "xoxb" not in logged
    assert "Targeted" not in logged


def refused(error: str, status: int = 200, headers: dict | None = None) -> SlackApiError:
    body = {"ok": False, "error": error}
    response = SlackResponse(
        client=None, http_verb="POST", api_url="", req_args={}, data=body, headers=headers or {}, status_code=status
    )
    return SlackApiError("refused", response)


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (refused("ratelimited", 429, {"Retry-After": "7"}), "replay_safe"), (refused("internal_error"), "ambiguous"),
        (refused("anything", 502), "ambiguous"), (TimeoutError(), "ambiguous"), (ConnectionResetError(), "ambiguous"),
        (NotReached("refused"), "replay_safe"), (refused("channel_not_found"), "recipient_dead"),
        (refused("account_inactive"), "credential"), (refused("missing_scope"), "bug"),
        (refused("no_permission"), "bug"), (refused("msg_too_long"), "bug"), (ValueError(), "bug"),
    ],
)  # fmt: skip
def test_the_classes_of_what_can_go_wrong(error: Exception, kind: str):
    failure = failure_of(error)
    assert isinstance(failure, TransportError)
    assert failure.kind == kind
    assert failure.retry_after == (
        7.0 if "429" in str(getattr(error, "response", None) and error.response.status_code) else None
    )


def test_the_environments_proxy_and_certificates_are_honoured(monkeypatch: pytest.MonkeyPatch):
    for name in ("HTTPS_PROXY", "HTTP_PROXY", "NO_PROXY", "https_proxy", "http_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    assert proxy_for("https://slack.com/api/") == ""
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.example:3128")
    assert proxy_for("https://slack.com/api/") == "http://proxy.example:3128"
    assert proxy_for("wss://wss-primary.slack.com/link") == "http://proxy.example:3128"
    monkeypatch.setenv("NO_PROXY", "slack.com")
    assert proxy_for("https://slack.com/api/") == ""
    assert isinstance(tls_context(), ssl.SSLContext)
