"""One indexed row, as the handlers read it (a session, a prepared select), beside plain sqlite3."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from bench.plain import Plain
from bench.record import make_record
from bench.rounds import interleaved, timed
from bench.table import Compared
from store.database import Database
from store.schools import school_by_id

ROUNDS: Final = 300
_READ: Final = range(1, 21)


def measure(folder: Path) -> list[Compared]:
    """A line for one look-up of twenty in a session, its opening shared among them."""
    record = make_record(folder, 400)
    database, plain = Database(record.url), Plain(record.file)
    sides = {"cairn": timed(_cairn(database)), "plain": timed(lambda _at: plain.schools(_READ))}
    times = {name: taken.each(len(_READ)) for name, taken in interleaved(sides, ROUNDS, warm_up=20).items()}
    database.close()
    return [Compared("one school by its id", times["cairn"], times["plain"], "plain sqlite3", at_most=4)]


def _cairn(database: Database) -> Callable[[int], None]:
    def look_up(at: int) -> None:
        with database.read() as session:
            for school_id in _READ:
                school_by_id(session, school_id)

    return look_up
