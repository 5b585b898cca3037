"""A round with nothing to do, beside the same round over a hundred times as many duties that wait."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Final

from bench.record import NOW, add_duties, add_visits, authority, make_record
from bench.rounds import interleaved, timed
from bench.table import Compared
from bot.delivery import Delivery
from bot.round import run_round
from bot.web.transport import LocalTransport
from store.database import Database

SCHOOLS: Final = 400
FEW: Final = 1_000
MANY: Final = 100_000
ROUNDS: Final = 100
_RULES: Final = 4


def measure(folder: Path) -> list[Compared]:
    """A line: the larger record beside the smaller, both of 400 schools."""
    few, many = (_waiting(folder / str(count), count) for count in (FEW, MANY))
    times = interleaved({"few": timed(_idle(few)), "many": timed(_idle(many))}, ROUNDS, warm_up=5)
    few.close()
    many.close()
    what = f"an idle round, {MANY:,} duties waiting"
    return [Compared(what, times["many"], times["few"], f"with {FEW:,} waiting", at_most=1.5, tail=True)]


def _waiting(folder: Path, duties: int) -> Database:
    folder.mkdir()
    record = make_record(folder, SCHOOLS)
    opens = NOW + timedelta(days=60)
    add_visits(record, -(-duties // _RULES // SCHOOLS), opens + timedelta(days=7))
    add_duties(record, duties // _RULES, opens, opens + timedelta(days=1), _RULES)
    return Database(record.url)


def _idle(database: Database) -> Callable[[int], None]:
    delivery = Delivery(database, authority(), [LocalTransport(database)])

    def round_(at: int) -> None:
        done = run_round(delivery, NOW + timedelta(seconds=at))
        if done.leader or done.planned.laid_out or done.planned.gathered or done.delivered.attempts:
            raise RuntimeError(f"The round was not idle: {done}")

    return round_
