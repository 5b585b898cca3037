"""A time zone as a calendar file tells it: when its clock changes, as rules where every year follows them."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Final

_YEARS_LOOKED_AT: Final = 12
_WEEKDAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_NOT_A_CHANGE: Final = timedelta(0)


@dataclass(frozen=True)
class Change:
    """One way in which the clock changes.

    `at` is the naive local time by the clock before the change; `before` and `after` the offsets from UTC; `rule` an
    RRULE (RFC 5545) where it comes back every year, '' where it was this once.
    """

    at: datetime
    before: timedelta
    after: timedelta
    name: str
    is_summer: bool
    rule: str = ""


def changes_of(zone: tzinfo, first_year: int) -> tuple[Change, ...]:
    """The changes of a zone's clock from the beginning of `first_year` on, as yearly rules where they follow one.

    A zone whose clock never changes has one entry that holds from that year's beginning.
    """
    years = [_changes_in(zone, first_year + number) for number in range(_YEARS_LOOKED_AT)]
    if not any(years):
        start = datetime(first_year, 1, 1)
        offset = _offset(zone, start.replace(tzinfo=UTC))
        return (Change(start, offset, offset, _name(zone, start.replace(tzinfo=UTC)), is_summer=False),)
    rules = [_rule(found) for found in zip(*years, strict=False)]
    if len({len(found) for found in years}) == 1 and all(rules):
        return tuple(_with_rule(change, rule) for change, rule in zip(years[0], rules, strict=True))
    before_all = _as_before(years, first_year)
    return (before_all, *(change for found in years for change in found))


def _with_rule(change: Change, rule: str) -> Change:
    return Change(change.at, change.before, change.after, change.name, change.is_summer, rule)


def _as_before(years: Sequence[Sequence[Change]], first_year: int) -> Change:
    """What the clock showed before the first change, for events that lie before it."""
    first = next(change for found in years for change in found)
    return Change(datetime(first_year, 1, 1), first.before, first.before, first.name, not first.is_summer)


def _changes_in(zone: tzinfo, year: int) -> list[Change]:
    moment, found = datetime(year, 1, 1, tzinfo=UTC), []
    while moment.year == year:
        following = moment + timedelta(days=1)
        if _offset(zone, moment) != _offset(zone, following):
            found.append(_change(zone, moment, following))
        moment = following
    return found


def _change(zone: tzinfo, early: datetime, late: datetime) -> Change:
    """The change between two moments, found to the minute."""
    before, after = _offset(zone, early), _offset(zone, late)
    while late - early > timedelta(minutes=1):
        middle = early + (late - early) // 2
        middle = middle.replace(second=0, microsecond=0)
        if middle in (early, late):
            break
        early, late = (middle, late) if _offset(zone, middle) == before else (early, middle)
    return Change((late + before).replace(tzinfo=None), before, after, _name(zone, late), is_summer=after > before)


def _rule(found: Sequence[Change]) -> str:
    """The rule by which a change comes back every year, '' where it does not."""
    same = {(c.at.month, c.at.weekday(), c.at.time(), c.before, c.after) for c in found}
    if len(same) != 1 or len(found) < _YEARS_LOOKED_AT:
        return ""
    first = found[0].at
    if all(c.at.day + 7 > monthrange(c.at.year, c.at.month)[1] for c in found):
        return f"FREQ=YEARLY;BYMONTH={first.month};BYDAY=-1{_WEEKDAYS[first.weekday()]}"
    weeks = {(c.at.day - 1) // 7 + 1 for c in found}
    if len(weeks) != 1:
        return ""
    return f"FREQ=YEARLY;BYMONTH={first.month};BYDAY={weeks.pop()}{_WEEKDAYS[first.weekday()]}"


def _offset(zone: tzinfo, moment: datetime) -> timedelta:
    return moment.astimezone(zone).utcoffset() or _NOT_A_CHANGE


def _name(zone: tzinfo, moment: datetime) -> str:
    return moment.astimezone(zone).tzname() or "local"
