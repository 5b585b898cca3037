"""A sentence as the readers of stretches see it, and the months, weeks, terms and sessions that it may name."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from dateutil.relativedelta import relativedelta

from handlers.understanding.numbers import month_of
from handlers.understanding.stretches import Period, SchoolYearDates, session, term

SESSION: Final = r"(?:(?:school|academic)\s+)?(?:session|year)"
BREAK: Final = r"(?:hols?|holidays?|break|closure|vacation)"
# October and February are months too, and winter and autumn seasons: holidays only where a break is spoken of.
_NAMED: Final = r"christmas|xmas|festive|easter|spring|summer|tattie|mid-?\s?term|half[\s-]term"
_MAYBE_MONTH: Final = r"(?:(?:feb|february|oct|october)\s+(?=mid|half))?"
HOLIDAY: Final = rf"{_MAYBE_MONTH}(?P<name>{_NAMED})"
HOLIDAY_BREAK: Final = (
    rf"{_MAYBE_MONTH}(?P<name>{_NAMED})\b(?!\s+(?:\d|term\b|visit|meeting|concert|fair|plays?\b|party))"
    rf"|(?P<named>(?:october|february|winter)\s+(?={BREAK}\b|week\b)|(?={BREAK}\b))"
)
# A month outside this session is the next one, unless that is more than half a year off.
_HALF_A_YEAR: Final = timedelta(days=183)


@dataclass(frozen=True)
class Said:
    """A sentence as the readers of stretches see it; `past`: whether it tells of what has happened."""

    text: str
    today: date
    year: SchoolYearDates
    past: bool

    def in_the_past(self, past: bool) -> Said:
        return replace(self, past=past)


def unit_said(unit: str, shift: int, said: Said) -> Period | None:
    """The week, month, term or session that holds today (0), or the one after (1) or before it (-1)."""
    if unit.startswith("week"):
        return week_of(said.today + timedelta(weeks=shift))
    if unit.startswith("month"):
        there = said.today + relativedelta(months=shift)
        return month_of_year(there.month, there.year)
    return term(shift, said.today, said.year) if unit.startswith("term") else session(shift, said.today, said.year)


def month_said(name: str, year: str | None, said: Said) -> Period:
    """The month of that name that is meant: of a year given, else the one of this session that is ahead or behind."""
    month, today = month_of(name), said.today
    if year:
        return month_of_year(month, int(year))
    ahead = month_of_year(month, today.year + (month < today.month))
    behind = month_of_year(month, today.year - (month > today.month))
    here = said.year.session(today)
    if not said.past and ahead[0] <= here.last:
        return ahead
    gone = here.first <= behind[1] or ahead[0] - today > _HALF_A_YEAR
    return behind if said.past or gone else ahead


def month_of_year(month: int, year: int) -> Period:
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def week_of(day: date) -> Period:
    """Monday to Sunday."""
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=6)
