"""Looks at a finished calendar from outside: it shares no code with the rules that made it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import combinations


@dataclass(frozen=True)
class Held:
    """One visit: `starts` and `ends` on the local clock, naive."""

    school: int
    officer: int
    starts: datetime
    ends: datetime
    window: tuple[date, date]
    closed: frozenset[date]


def faults(visits: list[Held], hours: tuple[int, int] = (900, 1530)) -> list[str]:
    """Everything that is wrong with these visits, in words."""
    return [*(fault for one in visits for fault in _alone(one, hours)), *_in_two_places(visits)]


def _alone(one: Held, hours: tuple[int, int]) -> list[str]:
    found = []
    day = one.starts.date()
    if day in one.closed or day.weekday() in (5, 6):
        found.append(f"school {one.school}: {day} is closed there")
    if not one.window[0] <= day <= one.window[1]:
        found.append(f"school {one.school}: {day} is outside {one.window}")
    clock = (one.starts.hour * 100 + one.starts.minute, one.ends.hour * 100 + one.ends.minute)
    if one.ends.date() != day or clock[0] < hours[0] or clock[1] > hours[1]:
        found.append(f"school {one.school}: {clock} is outside the hours")
    return found


def _in_two_places(visits: list[Held]) -> list[str]:
    by_day: dict[tuple[int, date], list[Held]] = {}
    for one in visits:
        by_day.setdefault((one.officer, one.starts.date()), []).append(one)
    return [
        f"officer {officer} is in two places on {day}"
        for (officer, day), same in by_day.items()
        for one, other in combinations(same, 2)
        if one.starts < other.ends and other.starts < one.ends
    ]


def days(first: date, last: date) -> frozenset[date]:
    return frozenset(first + timedelta(days=number) for number in range((last - first).days + 1))
