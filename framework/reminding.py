"""When a reminder about a visit is due and how long it stays useful: school days before or after, as pure rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from framework.school_year import SchoolYear
from framework.sending import SendingHours


@dataclass(frozen=True)
class Due:
    """One reminder: `offset` school days from the visit, not to be sent before `opens` or from `closes` on (UTC)."""

    offset: int
    opens: datetime
    closes: datetime


def before_visit(
    starts_at: datetime,
    offsets: Iterable[int],
    told_on: date | None,
    year: SchoolYear,
    hours: SendingHours,
    cluster: str,
) -> list[Due]:
    """The reminders before a visit, furthest first.

    Each is useful until the next nearer one takes over, the last until the visit begins. Nobody is reminded on the day
    on which they were told of the visit (`told_on`) nor on that of the visit itself: what falls there is left out, or
    waits for the next school morning; of two that then share a morning the nearer stays.
    """
    visit_day = starts_at.astimezone(hours.zone).date()
    mornings: dict[date, int] = {}
    for offset in sorted(offsets, reverse=True):
        morning = year.shift(visit_day, -offset, cluster)
        if told_on is not None and morning <= told_on:
            morning = year.next_school_day(told_on + timedelta(days=1), cluster)
        if morning < visit_day:
            mornings[morning] = offset
    return list(_chained(sorted(mornings.items()), starts_at, hours))


def _chained(mornings: list[tuple[date, int]], starts_at: datetime, hours: SendingHours) -> Iterator[Due]:
    if not mornings:
        return
    ends = [hours.opens(morning) for morning, _ in mornings[1:]] + [starts_at]
    for (morning, offset), end in zip(mornings, ends, strict=True):
        yield Due(offset, hours.opens(morning), end)


def after_visit(
    starts_at: datetime, offsets: Iterable[int], useful_for: int, year: SchoolYear, hours: SendingHours, cluster: str
) -> list[Due]:
    """The reminders after a visit, nearest first; each is useful for `useful_for` school days."""
    visit_day = starts_at.astimezone(hours.zone).date()
    found = []
    for offset in sorted(offsets):
        morning = year.shift(visit_day, offset, cluster)
        found.append(Due(offset, hours.opens(morning), hours.closes(year.shift(morning, useful_for, cluster))))
    return found
