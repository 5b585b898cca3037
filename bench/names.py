"""A school found by its name, as typed in three ways, beside rapidfuzz's own search (`process.extractOne`, WRatio)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from rapidfuzz import fuzz, process

from bench.record import school_names
from bench.rounds import interleaved, timed
from bench.table import Compared
from handlers.understanding.schools import NamedSchool, SchoolIndex

# How many times as quick, by the number of names: the goal is set for the names of a whole country.
SIZES: Final[dict[int, float | None]] = {400: None, 2_450: None, 26_000: 50.0}
ROUNDS: Final = 120


def measure(folder: Path) -> list[Compared]:
    """A line for each number of names."""
    return [_of_size(size, goal) for size, goal in SIZES.items()]


def _of_size(size: int, goal: float | None) -> Compared:
    names = school_names(size)
    index = SchoolIndex(NamedSchool(at, name, (), "", "") for at, name in enumerate(names))
    typed = [_as_typed(names, at) for at in range(ROUNDS + 10)]
    sides = {"cairn": timed(_finding(index, typed)), "peer": timed(_extracting(names, typed))}
    times = interleaved(sides, ROUNDS, warm_up=10)
    return Compared(
        f"a name among {size:,}", times["cairn"], times["peer"], "WRatio", at_least=goal, tail=True, is_rate=True
    )


def _as_typed(names: Sequence[str], at: int) -> str:
    """In turn: as it stands on record, in lower case with the usual abbreviation, and with a letter left out."""
    name = names[at * 211 % len(names)]
    short = name.replace("Primary School", "PS").replace("Academy", "Acad").lower()
    return (name, short, name[:4] + name[5:])[at % 3]


def _finding(index: SchoolIndex, typed: Sequence[str]) -> Callable[[int], object]:
    return lambda at: index.find(typed[at])


def _extracting(names: Sequence[str], typed: Sequence[str]) -> Callable[[int], object]:
    return lambda at: process.extractOne(typed[at], names, scorer=fuzz.WRatio)
