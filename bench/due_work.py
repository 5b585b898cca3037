"""A round in which 2,000 people must each be told of a visit, beside APScheduler's own job store over as many jobs.

The peer calls a function that does nothing, and takes the job out of its store: as it comes, and with the journal of
our record. Ours gathers each duty into a message, claims it and records what became of it: first with such a function
in between, then composing each message from the record and posting it.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from apscheduler.events import EVENT_JOB_REMOVED
from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.background import BackgroundScheduler
from sqlalchemy import Engine, create_engine, event

from bench.record import NOW, Record, add_duties, add_visits, authority, make_record
from bench.rounds import Side, interleaved
from bench.table import Compared
from bot.delivery import BATCH, LEASE, Delivery
from bot.outgoing import Outgoing, Transport
from bot.round import run_round
from bot.web.transport import LocalTransport
from handlers.duties import settle
from store.clock import real_now
from store.database import Database
from store.messages import Outcome, claim, record

DUE: Final = 2_000
ROUNDS: Final = 3
_PATIENCE_SECONDS: Final = 120


@dataclass(frozen=True)
class Nowhere:
    """A platform that takes everything at once: what is left is Cairn's own work."""

    name: str = "nowhere"
    can_reconcile: bool = True

    def reaches(self, outgoing: Outgoing) -> bool:
        return True

    def send(self, outgoing: Outgoing) -> str:
        return outgoing.delivery_id

    def find(self, outgoing: Outgoing) -> str | None:
        return None


def measure(folder: Path) -> list[Compared]:
    """Lines for one due duty beside one due job, whole rounds divided by how many were due."""
    due = _due_tomorrow(folder)
    sides = {
        "outbox": _outbox_of(due),
        "page": _round_of(due, LocalTransport),
        "nowhere": _round_of(due, lambda _database: Nowhere()),
        "jobs": _jobs(folder, alike=False),
        "alike": _jobs(folder, alike=True),
    }
    times = {name: taken.each(DUE) for name, taken in interleaved(sides, ROUNDS, warm_up=1).items()}
    as_it_comes, alike = "an APScheduler job", "the same with our journal"
    return [
        # Like for like: the job does nothing either.
        Compared("a due duty, nothing to say", times["outbox"], times["jobs"], as_it_comes, at_least=20, is_rate=True),
        Compared("a due duty, composed, to no platform", times["nowhere"], times["jobs"], as_it_comes, is_rate=True),
        Compared("a due duty, composed, to the page", times["page"], times["jobs"], as_it_comes, is_rate=True),
        Compared("a due duty, nothing to say", times["outbox"], times["alike"], alike, is_rate=True),
        Compared("a due duty, composed, to no platform", times["nowhere"], times["alike"], alike, is_rate=True),
        Compared("a due duty, composed, to the page", times["page"], times["alike"], alike, is_rate=True),
    ]


def _due_tomorrow(folder: Path) -> Record:
    """A visit tomorrow at every school, of which its headteacher is to be reminded now."""
    made = make_record(folder, DUE)
    add_visits(made, 1, NOW + timedelta(days=1))
    add_duties(made, DUE, NOW - timedelta(hours=1), NOW + timedelta(hours=7))
    return made


def _round_of(due: Record, make: Callable[[Database], Transport]) -> Side:
    def side(at: int) -> float:
        database = Database(due.copy("round").url)
        delivery = Delivery(database, authority(), [make(database)])
        start = time.perf_counter()
        done = run_round(delivery, NOW)
        seconds = time.perf_counter() - start
        database.close()
        if len(done.delivered.of_state("sent")) != DUE:
            raise RuntimeError(f"{len(done.delivered.of_state('sent'))} of {DUE} messages were sent")
        return seconds

    return side


def _outbox_of(due: Record) -> Side:
    def side(at: int) -> float:
        database, rules = Database(due.copy("outbox").url), authority()
        start = time.perf_counter()
        with database.write(durable=False) as session:
            settle(session, rules, NOW)
        done = sum(iter(lambda: _batch(database), 0))
        seconds = time.perf_counter() - start
        database.close()
        if done != DUE:
            raise RuntimeError(f"{done} of {DUE} messages were recorded")
        return seconds

    return side


def _batch(database: Database) -> int:
    """Claim a batch, do nothing for each message, put them on record; returns how many there were."""
    with database.write(durable=False) as session:
        batch = claim(session, "bench", real_now(), LEASE, BATCH, answers_only=False)
    for _message in batch:
        do_nothing()
    with database.write(durable=False) as session:
        return record(session, "bench", [Outcome(message.id, "sent", sent_at=real_now()) for message in batch])


def _jobs(folder: Path, *, alike: bool) -> Side:
    def side(at: int) -> float:
        file = folder / f"jobs{at}{alike}.sqlite3"
        engine = create_engine(f"sqlite:///{file}")
        if alike:
            event.listen(engine, "connect", _journal_like_ours)
        seconds = _run_jobs(engine)
        engine.dispose()
        file.unlink()
        return seconds

    return side


def _run_jobs(engine: Engine) -> float:
    scheduler = BackgroundScheduler(jobstores={"default": SQLAlchemyJobStore(engine=engine)}, timezone="UTC")
    scheduler.start(paused=True)
    past = datetime.now(UTC) - timedelta(minutes=1)
    for _ in range(DUE):
        scheduler.add_job(do_nothing, "date", run_date=past, misfire_grace_time=None)
    removed = _Countdown(DUE)
    scheduler.add_listener(removed, EVENT_JOB_REMOVED)
    start = time.perf_counter()
    scheduler.resume()
    removed.wait()
    seconds = time.perf_counter() - start
    scheduler.shutdown()
    return seconds


class _Countdown:
    """A listener that waits for so many events."""

    def __init__(self, count: int) -> None:
        self._left = count
        self._over = threading.Event()

    def __call__(self, _event: object) -> None:
        self._left -= 1
        if not self._left:
            self._over.set()

    def wait(self) -> None:
        if not self._over.wait(_PATIENCE_SECONDS):
            raise RuntimeError(f"{self._left} jobs had not run after {_PATIENCE_SECONDS} s")


def do_nothing() -> None:
    """What every job calls; the job store keeps it by its name."""


def _journal_like_ours(connection: Any, _record: object) -> None:
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL"):
        connection.execute(f"PRAGMA {pragma}")
