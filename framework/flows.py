"""Tiers over time: who moved between which, how many stood where on a day, and how long schools stay."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from statistics import median

# One school's tiers: the day from which each holds, earliest first.
History = Sequence[tuple[date, str]]


@dataclass(frozen=True)
class Move:
    """A school's way from one tier to another, on the day from which the new one holds."""

    school: int
    day: date
    before: str
    after: str


def tier_at(history: History, day: date) -> str | None:
    """The tier on `day`, None before the first that is on record."""
    # A school has a handful of tiers in its time: the way back from the newest is the shortest.
    for since, tier in reversed(history):
        if since <= day:
            return tier
    return None


def moves(histories: Mapping[int, History], first: date, last: date) -> list[Move]:
    """Every change of tier from `first` to `last` (both included), latest first; a tier confirmed is no move."""
    found = [
        Move(school, day, before, after)
        for school, history in histories.items()
        for (_, before), (day, after) in pairwise(history)
        if before != after and first <= day <= last
    ]
    return sorted(found, key=lambda move: (move.day, move.school), reverse=True)


def flows(histories: Mapping[int, History], first: date, last: date) -> Counter[tuple[str, str]]:
    """How many schools stood on which tier on `first` and on which on `last`; those known on both days alone."""
    pairs = ((tier_at(history, first), tier_at(history, last)) for history in histories.values())
    return Counter((before, after) for before, after in pairs if before is not None and after is not None)


def counts(histories: Mapping[int, History], day: date) -> Counter[str]:
    """How many schools stood on each tier on `day`."""
    found = (tier_at(history, day) for history in histories.values())
    return Counter(tier for tier in found if tier is not None)


def days_within(history: History, tiers: Iterable[str], day: date) -> int | None:
    """For how many days without a break a school has been on one of `tiers` on `day`; None where it is on none."""
    wanted = frozenset(tiers)
    past = [one for one in history if one[0] <= day]
    if not past or past[-1][1] not in wanted:
        return None
    since = day
    for from_date, tier in reversed(past):
        if tier not in wanted:
            break
        since = from_date
    return (day - since).days


def middle_stay(stays: Iterable[int]) -> float | None:
    """The median of some stays in days, None of none."""
    listed = list(stays)
    return median(listed) if listed else None
