"""The stretches of a school year that people speak of: sessions, terms and holidays around a day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final, Protocol

Period = tuple[date, date]
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
    """The term that holds today (in a holiday: the one to come), or the one after (1) or before it (-1)."""
    terms = [one for day in _days_in_each_session(today, year) for one in year.terms(day)]
    at = next((number for number, one in enumerate(terms) if one.last >= today), None)
    if at is None:
        return None
    between = terms[at].first > today
    wanted = at + shift - (1 if shift > 0 and between else 0)
    return (terms[wanted].first, terms[wanted].last) if 0 <= wanted < len(terms) else None


def term_end(day: date, year: SchoolYearDates) -> date:
    """The last day of the term that holds `day`, or of its session when no term is left."""
    ends = [one.last for one in year.terms(day) if one.last >= day]
    return min(ends, default=year.session(day).last)


_HOLIDAY_NAMES: Final[dict[str, tuple[str, ...]]] = {
    "xmas": ("christmas",), "christmas": ("christmas",), "festive": ("christmas",), "winter": ("christmas",),
    "easter": ("easter", "spring"), "spring": ("spring", "easter"), "october": ("october",), "tattie": ("october",),
    "mid-term": ("mid-term", "midterm", "february"), "midterm": ("mid-term", "midterm", "february"),
    "mid term": ("mid-term", "midterm", "february"), "half term": ("mid-term", "midterm", "february"),
    "february": ("february", "mid-term", "midterm"),
}  # fmt: skip


def holidays(name: str, today: date, year: SchoolYearDates) -> list[Period]:
    """Every holiday of that name in the sessions around today, in order; '' means any of a week or more."""
    if name == "summer":
        before, here, after = (session(shift, today, year) for shift in (-1, 0, 1))
        return [(before[1] + DAY, here[0] - DAY), (here[1] + DAY, after[0] - DAY)]
    wanted = _HOLIDAY_NAMES.get(name, ())
    found = [closure for day in _days_in_each_session(today, year) for closure in year.closures(day)]
    return sorted((one.first, one.last) for one in found if _is_called(one, wanted))


def _is_called(closure: NamedStretch, wanted: Sequence[str]) -> bool:
    if not wanted:
        return (closure.last - closure.first).days >= 6
    return any(name in closure.name.lower() for name in wanted)
