"""The stretches of a school year that people speak of: sessions, terms and holidays around a day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final, Protocol

Period = tuple[date, date]
_SATURDAY: Final = 5
_LONG: Final = 6
DAY: Final = timedelta(days=1)
# So far before a session's first day or after its last lies the neighbouring session, whatever the summer's length.
_INTO_THE_NEXT: Final = timedelta(days=120)


class Stretch(Protocol):
    """Days from `first` to `last`, both included."""

    @property
    def first(self) -> date: ...
    @property
    def last(self) -> date: ...


class NamedStretch(Stretch, Protocol):
    """A term or a closure, by its name."""

    @property
    def name(self) -> str: ...


class SchoolYearDates(Protocol):
    """What periods need to know of an authority's school year."""

    def session(self, day: date) -> Stretch:
        """The session that holds `day`; the summer belongs to the one that follows it."""

    def terms(self, day: date) -> Sequence[NamedStretch]:
        """The terms of that session, in order."""

    def closures(self, day: date) -> Sequence[NamedStretch]:
        """The closures of that session, in any order."""

    def is_school_day(self, day: date) -> bool:
        """Whether pupils are in school."""


def first_weekday(day: date) -> date:
    """The first day on or after `day` that is no weekend: what has been since a holiday has been since its end."""
    return day + (7 - day.weekday()) % 7 * DAY if day.weekday() >= _SATURDAY else day


def last_school_day(day: date, year: SchoolYearDates) -> date:
    """The last school day on or before `day`."""
    return _nearest(day, -DAY, year)


def _nearest(day: date, step: timedelta, year: SchoolYearDates) -> date:
    days = (day + number * step for number in range(_INTO_THE_NEXT.days))
    # No authority is closed for longer; were it so, the day itself stands.
    return next((one for one in days if year.is_school_day(one)), day)


def session(shift: int, today: date, year: SchoolYearDates) -> Period:
    """The session that holds today (0), the one after (1) or before it (-1): its first and last day."""
    here = year.session(today)
    if shift:
        here = year.session(here.last + _INTO_THE_NEXT if shift > 0 else here.first - _INTO_THE_NEXT)
    return here.first, here.last


def _days_in_each_session(today: date, year: SchoolYearDates) -> tuple[date, date, date]:
    here = year.session(today)
    return here.first - _INTO_THE_NEXT, today, here.last + _INTO_THE_NEXT


def term(shift: int, today: date, year: SchoolYearDates) -> Period | None:
    """The term that holds today (in a holiday: the one to come), or the one after (1) or before it (-1).

    It begins with the first school day after a holiday and ends with the last before one.
    """
    terms = [one for day in _days_in_each_session(today, year) for one in year.terms(day)]
    at = next((number for number, one in enumerate(terms) if one.last >= today), None)
    if at is None:
        return None
    between = terms[at].first > today
    wanted = at + shift - (1 if shift > 0 and between else 0)
    return taught(terms[wanted], year) if 0 <= wanted < len(terms) else None


def taught(one: Stretch, year: SchoolYearDates) -> Period:
    """A term from its first to its last school day; the session from the day on which it begins, in-service or not."""
    begins = one.first if one.first == year.session(one.first).first else _nearest(one.first, DAY, year)
    return begins, last_school_day(one.last, year)


def term_end(day: date, year: SchoolYearDates) -> date:
    """The last day of the term that holds `day`, or of its session when no term is left."""
    ends = [last_school_day(one.last, year) for one in year.terms(day) if one.last >= day]
    return min(ends, default=year.session(day).last)


_HOLIDAY_NAMES: Final[dict[str, tuple[str, ...]]] = {
    "xmas": ("christmas",), "christmas": ("christmas",), "festive": ("christmas",), "winter": ("christmas",),
    "easter": ("easter", "spring"),  "spring": ("spring", "easter"), "october": ("october",), "tattie": ("october",),
    "mid-term": ("mid-term", "midterm", "february"), "midterm": ("mid-term", "midterm", "february"),
    "mid term": ("mid-term", "midterm", "february"), "half term": ("mid-term", "midterm", "february"),
    "half-term": ("mid-term", "midterm", "february"),
    "february": ("february", "mid-term", "midterm"),
}  # fmt: skip


def holidays(name: str, today: date, year: SchoolYearDates) -> list[Period]:
    """Every holiday of that name in the sessions around today, in order; '' means any of a week or more."""
    if name == "summer":
        before, here, after = (session(shift, today, year) for shift in (-1, 0, 1))
        return [(before[1] + DAY, here[0] - DAY), (here[1] + DAY, after[0] - DAY)]
    wanted = _HOLIDAY_NAMES.get(name, ())
    found = [closure for day in _days_in_each_session(today, year) for closure in year.closures(day)]
    near = sorted((one.first, one.last) for one in found if _is_called(one, wanted))
    # 'The Easter holidays' are the fortnight of spring, not the long weekend before it.
    long = [one for one in near if (one[1] - one[0]).days >= _LONG] if name == "easter" else []
    return long or near


def _is_called(closure: NamedStretch, wanted: Sequence[str]) -> bool:
    if not wanted:
        return (closure.last - closure.first).days >= _LONG
    name = closure.name.lower()
    # The spring bank holiday is not what 'after the spring holiday' means.
    return "bank" not in name and any(one in name for one in wanted)
