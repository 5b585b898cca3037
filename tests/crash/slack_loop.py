"""`python -m tests.crash.slack_loop`: kill `cairn run` at random moments while people write to it on Slack.

The stand-in does what Slack does: what was not acknowledged it delivers again, to whichever process runs then. In the
end every message must have been answered, and none of them twice.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from store.database import Database
from store.demo_record import make_demo
from store.migrations import prepare
from tests.bot.slack.house import CHANNELS, HEAD, OFFICER, SCHOOL, USERS, settle
from tests.bot.slack.payloads import direct, said
from tests.bot.slack.stand_in import APP_TOKEN, StandIn

ROOT = Path(__file__).parents[2]
_EACH = 3


@dataclass
class Loop:
    """One record, one stand-in, and a Cairn that is killed again and again."""

    folder: Path
    stand_in: StandIn
    chance: random.Random
    asked: int = 0
    process: subprocess.Popen[bytes] | None = None
    waiting: list[threading.Thread] = field(default_factory=list)

    def start(self) -> None:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("CAIRN_", "SLACK_"))}
        own = {"CAIRN_DATA_DIR": str(self.folder), "CAIRN_SLACK_APP_TOKEN": APP_TOKEN, "CAIRN_LOG_LEVEL": "ERROR"}
        line = [sys.executable, "-m", "bot.cli.main", "run", "--port", "0"]
        environment = kept | self.stand_in.environment | own
        quiet = subprocess.DEVNULL
        self.process = subprocess.Popen(line, cwd=ROOT, env=environment, stdout=quiet, stderr=quiet)
        self.stand_in.eventually(lambda state: state["sockets"], 120)

    def kill(self) -> None:
        assert self.process is not None
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def ask(self) -> None:
        """Somebody writes; until it is acknowledged it is delivered again, as Slack does."""
        user = HEAD if self.asked % 2 else OFFICER
        payload = direct(user, f"what tier is {SCHOOL} on?", thread_ts=f"17{self.asked:08}.000001")
        self.asked += 1
        thread = threading.Thread(target=self._until_taken, args=(payload,))
        thread.start()
        self.waiting.append(thread)

    def _until_taken(self, payload: dict[str, Any]) -> None:
        for attempt in range(400):
            if self.stand_in.control("deliver", type="events_api", payload=payload, wait=2, retry_attempt=attempt):
                return

    def run(self, kills: int) -> Counter[str]:
        """How often each message was answered, after so many kills; the last Cairn runs until all are."""
        for _ in range(kills):
            self.start()
            for _ in range(_EACH):
                self.ask()
            time.sleep(self.chance.random() * 0.6)
            self.kill()
        self.start()
        for thread in self.waiting:
            thread.join()
        self.stand_in.eventually(lambda state: len(answers(state)) >= self.asked, 240)
        # What is looked for after a lost reply waits out its lease; nothing more may come of it.
        time.sleep(1)
        found = answers(self.stand_in.state())
        self.kill()
        return found


def answers(state: dict[str, Any]) -> Counter[str]:
    """The answers by the thread that each belongs to."""
    found: Counter[str] = Counter()
    for message in (m for messages in state["messages"].values() for m in messages):
        if "Targeted" in said(message) and message.get("thread_ts"):
            found[message["thread_ts"]] += 1
    return found


def kill_loop(kills: int, seed: int, folder: Path) -> tuple[int, int, int]:
    """Messages, those that were never answered, and answers too many."""
    database = Database(f"sqlite:///{folder / 'cairn.sqlite3'}")
    prepare(database)
    make_demo(database, folder, date(2026, 11, 23))
    database.close()
    settle(database.url)
    stand_in = StandIn()
    stand_in.put(users=USERS, channels=CHANNELS)
    try:
        loop = Loop(folder, stand_in, random.Random(seed))
        found = loop.run(kills)
        return loop.asked, loop.asked - len(found), sum(number - 1 for number in found.values())
    finally:
        stand_in.stop()


def main() -> int:
    parser = argparse.ArgumentParser(description="Kill Cairn at random moments while it is written to on Slack.")
    parser.add_argument("--kills", type=int, default=34)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    given = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="cairn-slack-"))
    try:
        asked, lost, extra = kill_loop(given.kills, given.seed, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print(
        f"{given.kills} kills, {asked} messages: {lost} unanswered, {extra} answered once too often. Seed {given.seed}."
    )
    return 1 if lost or extra else 0


if __name__ == "__main__":
    sys.exit(main())
