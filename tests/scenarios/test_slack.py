"""Slack from end to end: `cairn run` as one process, a stand-in for Slack as another, nothing between but sockets."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.bot.slack.house import CHANNELS, HEAD, OFFICER, SCHOOL, USERS, settle
from tests.bot.slack.payloads import buttons, command, direct, mention, press, said, signed, submit
from tests.bot.slack.stand_in import APP_TOKEN, SECRET, StandIn
from tests.conftest import Server, _demo
from tests.scenarios.posting import post

ROOT = Path(__file__).parents[2]


class Running:
    """`cairn run` over a demo record, on Slack over Socket Mode."""

    def __init__(self, url: str, folder: Path, stand_in: StandIn, **more: str) -> None:
        self.url, self.folder, self.stand_in = url, folder, stand_in
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("CAIRN_", "SLACK_"))}
        own = {"CAIRN_DATABASE_URL": url, "CAIRN_DATA_DIR": str(folder), "CAIRN_SLACK_APP_TOKEN": APP_TOKEN}
        self.environment = kept | stand_in.environment | own | {"CAIRN_CONFIG_DIR": str(folder / "config")} | more
        self.log = (folder / "log.txt").open("a")
        self.start()

    def start(self) -> None:
        line = [sys.executable, "-m", "bot.cli.main", "run", "--port", "0"]
        self.process = subprocess.Popen(line, cwd=ROOT, env=self.environment, stdout=self.log, stderr=self.log)
        self.stand_in.eventually(lambda state: state["sockets"], 60)

    def stop(self) -> int:
        self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(30)
        self.log.close()
        return code

    def deliver(self, payload: dict, kind: str = "events_api", wait: float = 20, **more) -> dict | None:
        return self.stand_in.control("deliver", type=kind, payload=payload, wait=wait, **more)


@pytest.fixture
def running(sqlite_server: Server, tmp_path: Path) -> Iterator[Running]:
    url = sqlite_server.copy_of("demo", _demo, tmp_path)
    settle(url)
    stand_in = StandIn()
    stand_in.put(users=USERS, channels=CHANNELS)
    made = Running(url, tmp_path, stand_in)
    yield made
    made.stop()
    faults = stand_in.state()["faults"]
    stand_in.stop()
    assert faults == []


def test_a_morning_on_slack_over_socket_mode(running: Running):
    stand_in = running.stand_in
    assert running.deliver(direct(HEAD, "book a visit on 28 January at 15:00"))
    asked = stand_in.eventually(lambda state: _last(state, "D0HEAD", "Change something"))
    running.deliver(press(HEAD, asked, "Change something", stand_in.trigger()), "interactive")
    view = stand_in.eventually(lambda state: next((v for v in state["views"].values() if "submit" in v), None))
    sent = running.deliver(submit(HEAD, view), "interactive")
    assert sent is not None
    assert sent["payload"] == {"response_action": "clear"}
    stand_in.eventually(lambda state: _said(state, "D0HEAD", "I am telling Niamh O'Hanrahan."))
    stand_in.eventually(lambda state: _said(state, "D0OFFICER", "Janice Pollock-Weems proposes a visit"))

    assert running.deliver(mention(OFFICER, f"what tier is {SCHOOL} on?", "C0RANDOM"))
    stand_in.eventually(lambda state: _said(state, "D0OFFICER", "has been on Targeted support"))
    stand_in.eventually(lambda state: _said(state, "C0RANDOM", "I have answered you in a direct message."))
    assert not _said(stand_in.state(), "C0RANDOM", "Targeted")

    answer = running.deliver(command(HEAD, "", "C0RANDOM"), "slash_commands")
    assert answer is not None
    assert answer["payload"]["response_type"] == "ephemeral"


def test_connections_that_end_are_replaced_and_nothing_is_answered_twice(running: Running):
    stand_in = running.stand_in
    for number, hard in enumerate((False, True, False)):
        stand_in.control("disconnect", hard=hard)
        payload = direct(HEAD, f"what tier are we on? {number}")
        for attempt in range(4):
            running.deliver(payload, wait=20, retry_attempt=attempt)
        stand_in.eventually(lambda state, number=number: len(state["messages"].get("D0HEAD", [])) > number, 30)
    time.sleep(0.5)
    texts = [post for post in stand_in.posts("D0HEAD") if "Targeted" in said(post)]
    assert len(texts) == 3


def test_a_hundred_events_at_once_are_each_acknowledged_and_answered_once(running: Running):
    payloads = [direct(HEAD if at % 2 else OFFICER, f"what tier is {SCHOOL} on?") for at in range(100)]
    with ThreadPoolExecutor(100) as pool:
        acks = list(pool.map(lambda payload: running.deliver(payload, wait=60), payloads))
    assert all(acks)
    answers = running.stand_in.eventually(
        lambda state: [m for m in _answers(state) if "Targeted" in said(m)] if len(_answers(state)) >= 100 else None, 60
    )
    assert len(answers) == 100


def test_over_signed_http_an_event_is_answered_and_a_forged_one_refused(sqlite_server: Server, tmp_path: Path):
    url = sqlite_server.copy_of("demo", _demo, tmp_path)
    settle(url)
    stand_in = StandIn()
    stand_in.put(users=USERS, channels=CHANNELS)
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("CAIRN_", "SLACK_"))}
    own = {"CAIRN_DATABASE_URL": url, "CAIRN_CONFIG_DIR": str(tmp_path / "config"), "SLACK_SIGNING_SECRET": SECRET}
    line = [sys.executable, "-m", "bot.cli.main", "run", "--port", "0"]
    environment = kept | stand_in.environment | own
    running = subprocess.Popen(line, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)
    try:
        assert running.stdout is not None
        port = next(int(found[1]) for text in running.stdout if (found := re.search(r"http://[^:]+:(\d+)/", text)))
        body, headers = signed(direct(HEAD, "what tier are we on?"), "event")
        answers = [post(port, body, headers | more) for more in ({}, {"x-slack-signature": "v0=00"}, {})]
        assert answers == [200, 401, 200]
        stand_in.eventually(lambda state: _said(state, "D0HEAD", "Targeted"))
        assert len(_said(stand_in.state(), "D0HEAD", "Targeted")) == 1
    finally:
        running.terminate()
        running.communicate(timeout=30)
        stand_in.stop()


def _answers(state: dict) -> list[dict]:
    found = [*state["messages"].get("D0HEAD", []), *state["messages"].get("D0OFFICER", [])]
    return [
        message for message in found if message["text"] == "Cairn has an answer for you." or "Targeted" in said(message)
    ]


def _last(state: dict, conversation: str, label: str) -> dict | None:
    found = [m for m in state["messages"].get(conversation, []) if label in buttons(m["blocks"])]
    return found[-1] if found else None


def _said(state: dict, conversation: str, words: str) -> list[dict]:
    return [m for m in state["messages"].get(conversation, []) if words in said(m)]
