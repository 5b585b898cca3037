"""Several processes at once over one record in PostgreSQL: whatever Slack hands to whom, it has one effect."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from sqlalchemy import text

from store.database import Database
from tests.bot.slack.house import CHANNELS, HEAD, OFFICER, USERS, settle
from tests.bot.slack.payloads import buttons, direct, press, said, signed
from tests.bot.slack.stand_in import SECRET, StandIn
from tests.conftest import Server, _demo
from tests.scenarios.posting import post

ROOT = Path(__file__).parents[2]
PROCESSES, DELIVERIES = 2, 4
# While the other process plans, what is to be told waits for the next tick, half a minute later: two of them.
TICKS = 60


@dataclass
class Together:
    """Processes of `cairn run` over one record, each with its own signed entrance."""

    url: str
    folder: Path
    stand_in: StandIn
    running: list[subprocess.Popen[str]] = field(default_factory=list)
    ports: list[int] = field(default_factory=list)

    def start(self) -> None:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("CAIRN_", "SLACK_"))}
        own = {"CAIRN_DATABASE_URL": self.url, "CAIRN_CONFIG_DIR": str(self.folder / "config")}
        environment = kept | self.stand_in.environment | own | {"SLACK_SIGNING_SECRET": SECRET}
        line = [sys.executable, "-m", "bot.cli.main", "run", "--port", "0"]
        for _ in range(PROCESSES):
            self.running.append(subprocess.Popen(line, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True))
        self.ports += [self._port(one) for one in self.running]

    def _port(self, process: subprocess.Popen[str]) -> int:
        assert process.stdout is not None
        return next(int(found[1]) for said in process.stdout if (found := re.search(r"http://[^:]+:(\d+)/", said)))

    def stop(self) -> None:
        for one in self.running:
            one.terminate()
        for one in self.running:
            one.communicate(timeout=30)

    def hear_at_once(self, payload: dict, kind: str = "event") -> list[int]:
        """The same payload to every process, several times and all at once; the statuses that it was answered with."""
        body, headers = signed(payload, kind)
        with ThreadPoolExecutor(PROCESSES * DELIVERIES) as pool:
            return list(pool.map(lambda port: post(port, body, headers), self.ports * DELIVERIES))

    def number(self, query: str) -> int:
        database = Database(self.url)
        try:
            with database.read() as session:
                return int(session.execute(text(query)).scalar() or 0)
        finally:
            database.close()


@pytest.fixture
def together(postgresql_server: Server, tmp_path: Path) -> Iterator[Together]:
    url = postgresql_server.copy_of("demo", _demo, tmp_path)
    settle(url)
    stand_in = StandIn()
    stand_in.put(users=USERS, channels=CHANNELS)
    made = Together(url, tmp_path, stand_in)
    try:
        made.start()
        yield made
    finally:
        made.stop()
        faults = stand_in.state()["faults"]
        stand_in.stop()
        postgresql_server.drop(url)
    assert faults == []


def test_on_postgresql_what_every_process_hears_at_once_has_one_effect_and_one_reply(together: Together):
    stand_in = together.stand_in
    # The morning's reminders go out first, so that what follows stands in messages of its own.
    stand_in.eventually(lambda state: state["messages"].get("D0OFFICER"), TICKS)
    asked = direct(HEAD, "book a visit on 28 January at 15:00")
    assert together.hear_at_once(asked) == [200] * PROCESSES * DELIVERIES
    message = stand_in.eventually(lambda state: _with(state, "D0HEAD", "Book it"), TICKS)

    visits = together.number("SELECT count(*) FROM visit")
    booked = press(HEAD, message, "Book it", stand_in.trigger())
    assert together.hear_at_once(booked, "interactive") == [200] * PROCESSES * DELIVERIES
    proposal = stand_in.eventually(
        lambda state: next(iter(_saying(state, "D0OFFICER", "Janice Pollock-Weems proposes a visit")), None), TICKS
    )
    assert together.number("SELECT count(*) FROM visit") == visits + 1

    agreed = press(OFFICER, proposal, "Agree", stand_in.trigger())
    assert together.hear_at_once(agreed, "interactive") == [200] * PROCESSES * DELIVERIES
    stand_in.eventually(lambda state: _saying(state, "D0OFFICER", "Agreed: "), TICKS)

    # Whatever waits has been sent when the last answer is there: nothing was posted twice by the other process.
    assert together.hear_at_once(direct(HEAD, "who is my link officer?")) == [200] * PROCESSES * DELIVERIES
    stand_in.eventually(lambda state: _saying(state, "D0HEAD", "link officer is"), TICKS)
    state = stand_in.state()
    assert len(_saying(state, "D0HEAD", "link officer is")) == 1
    assert len(_saying(state, "D0OFFICER", "Agreed: ")) == 1
    assert len(_saying(state, "D0HEAD", "I am telling Niamh O'Hanrahan.")) == 1
    assert len(_saying(state, "D0OFFICER", "Janice Pollock-Weems proposes a visit")) == 1
    told = [len(_saying(state, one, "nothing was done twice")) for one in ("D0HEAD", "D0OFFICER")]
    assert told == [1, 1], "the others hear that it is done, however often the same press comes"
    deliveries = [
        m["metadata"]["event_payload"] for posts in state["messages"].values() for m in posts if m["metadata"]
    ]
    assert len(deliveries) == len({(one["delivery_id"], one.get("part", 0)) for one in deliveries})


def _with(state: dict, conversation: str, label: str) -> dict | None:
    return next((m for m in state["messages"].get(conversation, []) if label in buttons(m["blocks"])), None)


def _saying(state: dict, conversation: str, words: str) -> list[dict]:
    return [m for m in state["messages"].get(conversation, []) if words in said(m)]
