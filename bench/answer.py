"""A whole durable answer beside the plain SQL that it needs: the same rows read, the same audit row committed.

The floor keeps one connection with its prepared statements, as little as any program could do: it understands nothing,
judges nothing and makes no card. Both commit their audit to a WAL with `synchronous` NORMAL, each in a file of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from bench.plain import Plain
from bench.record import NOW, Record, authority, make_record, officer_email, school_names
from bench.rounds import interleaved, timed
from bench.table import Compared
from handlers.answer import Answers
from handlers.request import Account, Place, Request
from handlers.understanding.record import build_vocabulary
from handlers.understanding.understand import understand
from store.database import Database

# The most that an answer may take of its floor, by the number of schools (performance goals, ours).
SIZES: Final = {60: 10.0, 400: 10.0, 2_450: 15.0}
ROUNDS: Final = 300
_STRIDE: Final = 7


def measure(folder: Path) -> list[Compared]:
    """A line for the whole answer and one for the share of understanding, for each size."""
    return [row for size, most in SIZES.items() for row in _of_size(make_record(folder, size), most)]


def _of_size(record: Record, most: float) -> list[Compared]:
    database = Database(record.url)
    sides = {
        "answer": timed(_answering(database, record)),
        "floor": timed(_reading(record)),
        "understanding": timed(_understanding(database, record)),
    }
    times = interleaved(sides, ROUNDS, warm_up=20)
    what = f"{record.schools:,} schools"
    database.close()
    whole, floor = times["answer"], times["floor"]
    return [
        Compared(f"a whole answer, {what}", whole, floor, "the same rows and audit in SQL", at_most=most, tail=True),
        Compared(f"of which understanding, {what}", times["understanding"], whole, "the whole answer", tail=True),
    ]


def _asked_about(record: Record, at: int) -> int:
    """The school of a round: all of them in turn, neighbours not one after the other."""
    return at * _STRIDE % record.schools + 1


def _answering(database: Database, record: Record) -> Callable[[int], None]:
    answers, names = Answers(database, authority()), school_names(record.schools)

    def answer(at: int) -> None:
        school = _asked_about(record, at)
        words = f"what tier is {names[school - 1]} on?"
        account = Account("operator", "", officer_email(school))
        answered = answers.answer(Request(account, Place(), NOW, words=words))
        if answered.reply.about != school or answered.action.name != "tier_of_school":
            raise RuntimeError(f"{words!r} was answered with {answered.action.name}: {answered.reply.plain()}")

    return answer


def _understanding(database: Database, record: Record) -> Callable[[int], object]:
    names, day = school_names(record.schools), NOW.date()
    with database.read() as session:
        vocabulary = build_vocabulary(session, authority(), day)
    return lambda at: understand(f"what tier is {names[_asked_about(record, at) - 1]} on?", vocabulary, day)


def _reading(record: Record) -> Callable[[int], None]:
    plain = Plain(record.copy(f"plain{record.schools}").file)

    def read(at: int) -> None:
        school = _asked_about(record, at)
        plain.answer(officer_email(school), school)

    return read
