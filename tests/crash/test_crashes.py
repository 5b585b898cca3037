"""Killed at every step: each message is posted exactly once, each answer is on record whole or not at all."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import pytest
from sqlmodel import select

from bot.delivery import Delivery
from config.authority import load_authority
from handlers.answer import Answers
from store.audit import AuditEntry
from store.inbox import InboxEvent
from store.visits import Visit
from tests.bot.fake_platform import Clock
from tests.crash.chat_platform import ChatPlatform
from tests.crash.chat_server import ChatServer
from tests.crash.crashing import ANSWERING_STEPS, DIED, SENDING_STEPS
from tests.crash.small_record import BOOKING, MONDAY, duties_in, fill, messages_in, put_answer, put_visit

AUTHORITY = load_authority(None)
PROJECT = Path(__file__).parents[2]


@pytest.fixture
def chat():
    server = ChatServer()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def crash(database, port, step):
    command = [sys.executable, "-m", "tests.crash.crashing", database.url, str(port), step]
    ended = subprocess.run(command, cwd=PROJECT, capture_output=True, check=False)
    assert ended.returncode == DIED, ended.stderr.decode()


def rows(database, table):
    with database.read() as session:
        return list(session.exec(select(table)))


@pytest.mark.parametrize("step", SENDING_STEPS)
def test_a_sender_killed_at_any_step_loses_nothing_and_nothing_is_posted_twice(database, chat, step):
    small = fill(database)
    for words in ("one", "two", "three"):
        put_answer(database, small.morag, words)

    crash(database, chat.server_address[1], step)
    clock = Clock()
    clock.go_on(hours=1)
    Delivery(database, AUTHORITY, [ChatPlatform(chat.server_address[1])], clock=clock).round(MONDAY)

    assert chat.posts == {"answer-one": 1, "answer-two": 1, "answer-three": 1}
    assert [(message.state, message.kept) for message in messages_in(database)] == [("sent", "")] * 3
    assert [message.platform_reference for message in messages_in(database)] == [
        "ref:answer-one",
        "ref:answer-two",
        "ref:answer-three",
    ]


@pytest.mark.parametrize("step", ANSWERING_STEPS[:2])
def test_an_answer_killed_before_its_commit_leaves_nothing_and_the_same_event_does_it_once(database, step):
    fill(database)

    crash(database, 0, step)
    left = [*rows(database, InboxEvent), *rows(database, Visit), *rows(database, AuditEntry), *messages_in(database)]
    first, again = (Answers(database, AUTHORITY).answer(BOOKING) for _ in range(2))

    assert left == []
    assert (first.outcome, first.repeated, again.repeated) == ("done", False, True)
    assert len(rows(database, Visit)) == 1
    assert len([message for message in messages_in(database) if message.kind == "answer"]) == 1


def test_an_answer_killed_after_its_commit_is_sent_and_the_same_event_changes_nothing(database, chat):
    small = fill(database)

    crash(database, 0, ANSWERING_STEPS[2])
    again = Answers(database, AUTHORITY).answer(BOOKING)
    clock = Clock()
    Delivery(database, AUTHORITY, [ChatPlatform(chat.server_address[1])], clock=clock).round(MONDAY)

    assert again.repeated
    [visit] = rows(database, Visit)
    assert visit.proposed_by_id == small.morag
    [message] = messages_in(database)
    assert (message.kind, message.recipient_id, message.state) == ("answer", small.morag, "sent")
    assert chat.posts == {message.delivery_id: 1}
    assert [duty.recipient_id for duty in duties_in(database) if duty.kind == "visit_booked"] == [small.alan]


def test_a_change_that_fails_leaves_nothing_and_says_so(database, monkeypatch):
    small = fill(database)
    put_visit(database, small.kilbrannan, small.ewan, "2026-12-01 10:00")

    def breaks(*_given):
        raise RuntimeError("in the middle of the change")

    monkeypatch.setattr("handlers.booking.tell", breaks)
    answered = Answers(database, AUTHORITY).answer(BOOKING)
    monkeypatch.undo()
    again = Answers(database, AUTHORITY).answer(BOOKING)

    assert (answered.outcome, again.outcome, again.repeated) == ("failed", "done", False)
    assert len(rows(database, Visit)) == 2
