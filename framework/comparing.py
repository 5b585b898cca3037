"""A school's figure beside others: where it lies among its sector's, and which schools are alike."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import floor, log2
from typing import Final

# A distribution of fewer figures tells whose they are, and is not shown.
FEWEST_COMPARED: Final = 5
# How many schools alike a figure is set beside (ours).
ALIKE: Final = 8
_Difference = Callable[[float, float], float]


@dataclass(frozen=True)
class Distribution:
    """The figures of one sector in one period: how many, and their 10th, 25th, 50th, 75th and 90th percentile."""

    count: int
    tenth: float
    quarter: float
    median: float
    three_quarters: float
    ninetieth: float


def distribution(values: Iterable[float]) -> Distribution | None:
    """None of fewer than five figures."""
    ordered = sorted(values)
    if len(ordered) < FEWEST_COMPARED:
        return None
    return Distribution(len(ordered), *(percentile(ordered, share) for share in (0.1, 0.25, 0.5, 0.75, 0.9)))


def percentile(ordered: Sequence[float], share: float) -> float:
    """The value below which a share of the ordered figures lies, drawn straight between two of them."""
    at = share * (len(ordered) - 1)
    low = floor(at)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (at - low)


@dataclass(frozen=True)
class Kind:
    """What makes schools alike: sector, roll, pupils from the most deprived fifth (%), urban or rural (1 to 8)."""

    sector: str
    roll: int | None = None
    deprived: float | None = None
    urban_rural: int | None = None


def apart(one: Kind, other: Kind) -> float | None:
    """How unlike two schools are: one for a roll twice as large, for 20 points of deprivation, for two classes of

    rurality. None where the sectors differ, or where nothing is known of one that is known of the other.
    """
    if one.sector != other.sector:
        return None
    parts = [
        _apart(one.roll, other.roll, lambda a, b: abs(log2((a + 10) / (b + 10)))),
        _apart(one.deprived, other.deprived, lambda a, b: abs(a - b) / 20),
        _apart(one.urban_rural, other.urban_rural, lambda a, b: abs(a - b) / 2),
    ]
    if any(part is None for part in parts):
        return None
    return sum(part for part in parts if part is not None)


def _apart(one: float | None, other: float | None, difference: _Difference) -> float | None:
    if one is None:
        return 0.0
    return None if other is None else difference(one, other)


def alike(school: int, kinds: Mapping[int, Kind], most: int = ALIKE) -> list[int]:
    """The schools most like this one, nearest first; it is not among them."""
    own = kinds[school]
    found = [(far, other) for other, kind in kinds.items() if other != school and (far := apart(own, kind)) is not None]
    return [other for _, other in sorted(found)[:most]]
