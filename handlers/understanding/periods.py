"""Stretches of days in words: 'next week', 'this term', 'before the Christmas holidays', 'w/c 30 Nov'.

Every period is its first and its last day, both included. Weeks run from Monday to Sunday.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from dateutil.relativedelta import relativedelta

from handlers.understanding.days import find_dates
from handlers.understanding.numbers import MONTH, NUMBER, month_of, number_of, readable, speaks_of_the_past
from handlers.understanding.patterns import Pattern
from handlers.understanding.stretches import DAY, Period, SchoolYearDates, holidays, session, term, term_end

# A month named alone is the next one, unless that is more than half a year off.
_HALF_A_YEAR: Final = timedelta(days=183)


@dataclass(frozen=True)
class _Said:
    """A sentence as the readers below see it."""

    text: str
    today: date
    year: SchoolYearDates
    past: bool


_Reader = Callable[[re.Match[str], _Said], Period | None]


def find_period(words: str, today: date, year: SchoolYearDates) -> Period | None:
    """The stretch of days that some words name, first and last day included, or None.

    'The next fortnight' and the like begin today; 'this year' is the school session; 'before' a holiday runs from today
    to the day before it, 'since' one from the day after it to today.
    """
    text = readable(words)
    said = _Said(text, today, year, speaks_of_the_past(text))
    # A day beyond the calendar, or one that does not exist, names no period.
    with suppress(ValueError, OverflowError):
        for pattern, read in _FORMS:
            match = pattern.search(text)
            period = read(match, said) if match else None
            if period is not None and period[0] <= period[1]:
                return period
    return None


def _two_days(match: re.Match[str], said: _Said) -> Period | None:
    days = find_dates(match[0], said.today, said.past)
    if len(days) < 2:
        return None
    first, last = days[0].day, days[1].day
    if last < first and said.past:
        first, last = last, first
    return first, last if last >= first else last + relativedelta(years=1)


def _days_of_one_month(match: re.Match[str], said: _Said) -> Period | None:
    end = find_dates(f"{match['last']} {match['m']} {match['y'] or ''}", said.today, said.past)
    return (end[0].day.replace(day=int(match["first"])), end[0].day) if end else None


def _two_months(match: re.Match[str], said: _Said) -> Period:
    first, _ = _month(match["a"], match["ya"], said)
    last = _month_of_year(month_of(match["b"]), first.year)[1]
    return first, last if last >= first else last + relativedelta(years=1, day=31)


def _week_of(match: re.Match[str], said: _Said) -> Period | None:
    days = find_dates(match["rest"], said.today, said.past)
    return _week(days[0].day) if days else None


def _now_to_month(match: re.Match[str], said: _Said) -> Period:
    """From today to the end of a month; 'between now and February' to the day before it."""
    first, last = _month(match["m"], None, said)
    return said.today, last if match["end"] else first - DAY


def _month_to_now(match: re.Match[str], said: _Said) -> Period:
    return date(said.today.year - (month_of(match["m"]) > said.today.month), month_of(match["m"]), 1), said.today


def _week(day: date) -> Period:
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=6)


def _named_week(match: re.Match[str], said: _Said) -> Period:
    return _week(said.today + timedelta(weeks=_shift(match["how"])))


def _week_after_next(_: re.Match[str], said: _Said) -> Period:
    return _week(said.today + timedelta(weeks=2))


def _shift(how: str) -> int:
    if how.startswith(("next", "coming", "following")):
        return 1
    return -1 if how.startswith(("last", "previous", "past")) else 0


def _rest_of(match: re.Match[str], said: _Said) -> Period | None:
    whole = _unit(match["unit"], 0, said)
    return (max(said.today, whole[0]), whole[1]) if whole else None


def _start_or_end(match: re.Match[str], said: _Said) -> Period | None:
    """'Before the end of term', 'since the start of the session'."""
    whole = _unit(match["unit"], 0, said)
    if whole is None:
        return None
    return (whole[0], said.today) if match["way"].startswith("since") else (said.today, whole[1])


def _unit(unit: str, shift: int, said: _Said) -> Period | None:
    if unit.startswith("week"):
        return _week(said.today + timedelta(weeks=shift))
    if unit.startswith("month"):
        there = said.today + relativedelta(months=shift)
        return _month_of_year(there.month, there.year)
    return term(shift, said.today, said.year) if unit.startswith("term") else session(shift, said.today, said.year)


def _whole_unit(match: re.Match[str], said: _Said) -> Period | None:
    return _unit(match["unit"], _shift(match["how"] or ""), said)


def _coming_days(match: re.Match[str], said: _Said) -> Period:
    count = number_of(match["n"].strip()) if match["n"] else 1
    unit = match["unit"]
    step = -count if match["how"].startswith(("last", "past", "previous")) else count
    if unit.startswith("month"):
        other = said.today + relativedelta(months=step)
    else:
        other = said.today + step * timedelta(days=14 if unit.startswith("f") else 7 if unit.startswith("w") else 1)
    return min(said.today, other), max(said.today, other)


def _session_by_years(match: re.Match[str], said: _Said) -> Period | None:
    first, second = int(match["y"]), int(match["z"])
    found = said.year.session(date(first, 11, 1))
    return (found.first, found.last) if (first + 1) % 100 == second % 100 else None


def _numbered_term(match: re.Match[str], said: _Said) -> Period | None:
    terms = said.year.terms(said.today)
    number = number_of(match["n"])
    return (terms[number - 1].first, terms[number - 1].last) if 0 < number <= len(terms) else None


def _around_holiday(match: re.Match[str], said: _Said) -> Period | None:
    near = holidays(match["name"] or "", said.today, said.year)
    if match["way"].startswith(("since", "from")):
        ended = [one for one in near if one[1] < said.today]
        return (ended[-1][1] + DAY, said.today) if ended else None
    coming = [one for one in near if one[1] >= said.today]
    if not coming:
        return None
    first, last = coming[0]
    if match["way"].startswith(("before", "by", "until", "till")):
        return said.today, first - DAY
    if match["way"].startswith("after"):
        return last + DAY, term_end(last + DAY, said.year)
    return first, last


def _around_day(match: re.Match[str], said: _Said) -> Period | None:
    way = match["way"]
    days = find_dates(match["rest"], said.today, said.past or way == "since")
    if not days:
        return None
    day = days[0].day
    if way == "since":
        return day, said.today
    if way == "after":
        return day + DAY, said.year.session(day).last
    return said.today, day - DAY if way == "before" else day


def _around_month(match: re.Match[str], said: _Said) -> Period:
    way = match["way"]
    if way == "since":
        first = date(said.today.year - (month_of(match["m"]) > said.today.month), month_of(match["m"]), 1)
        return first, said.today
    first, last = _month(match["m"], match["y"], said)
    return said.today, first - DAY if way != "until" else last


def _in_month(match: re.Match[str], said: _Said) -> Period:
    return _month(match["m"], match["y"], said)


def _month(name: str, year: str | None, said: _Said) -> Period:
    month, today = month_of(name), said.today
    if year:
        return _month_of_year(month, int(year))
    ahead = _month_of_year(month, today.year + (month < today.month))
    behind = _month_of_year(month, today.year - (month > today.month))
    return behind if said.past or ahead[0] - today > _HALF_A_YEAR else ahead


def _month_of_year(month: int, year: int) -> Period:
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def _form(pattern: str, read: _Reader) -> tuple[Pattern, _Reader]:
    return Pattern(pattern), read


_SESSION: Final = r"(?:(?:school|academic)\s+)?(?:session|year)"
_UNIT: Final = rf"(?P<unit>week|month|term|{_SESSION})\b"
_YEAR: Final = r"(?:\s+(?P<y>20\d\d))?"
_HOLIDAY: Final = (
    "(?P<name>christmas|xmas|festive|winter|easter|spring|summer|october|tattie|february|mid-?\\s?term|half term)"
)
# March and May are ordinary words too.
_UNMISTAKABLE_MONTH: Final = r"(?:january|february|april|june|july|august|september|october|november|december)"
_BREAK: Final = r"(?:hols?|holidays?|break|closure|vacation)"
_WAY: Final = r"(?P<way>before|by|until|till|since|after|during|over|in|from)\s+(?:the\s+)?"

# The most telling forms first.
_FORMS: Final = (
    _form(r"(?<![\d/])(?P<y>20\d\d)\s?[/-]\s?(?P<z>(?:20)?\d\d)(?![\d/-])", _session_by_years),
    _form(
        rf"\b(?P<first>\d{{1,2}})(?:st|nd|rd|th)?\s*(?:-|to|until|and)\s*(?:the\s+)?(?P<last>\d{{1,2}})(?:st|nd|rd|th)?"
        rf"\s+(?:of\s+)?(?P<m>{MONTH})\b{_YEAR}",
        _days_of_one_month,
    ),
    _form(
        rf"\b(?:between|from)\s+(?P<a>{MONTH})(?:\s+(?P<ya>20\d\d))?\s+(?:and|to|until|till)\s+(?P<b>{MONTH})\b(?!\s+\d)",
        _two_months,
    ),
    _form(r"\b(?:between|from)\s+.{1,40}?\s+(?:and|to|until|till)\s+.{1,40}", _two_days),
    _form(
        r"\b(?:w/c|wc|w/b|wk\s+(?:beginning|commencing|of)|week\s+(?:beginning|commencing|starting|of))\s+(?P<rest>.{1,40})",
        _week_of,
    ),
    _form(
        rf"\b(?:between\s+)?(?:now|today)\s+(?:and|to|until|till)\s+(?:the\s+)?(?:(?P<end>end)\s+of\s+)?(?P<m>{MONTH})\b",
        _now_to_month,
    ),
    _form(rf"\b(?:before|by|until|till)\s+the\s+end\s+of\s+(?P<end>(?P<m>{MONTH}))\b", _now_to_month),
    _form(rf"\b(?:between\s+)?(?P<m>{MONTH})\s+(?:and|to|until|till)\s+(?:now|today)\b", _month_to_now),
    _form(r"\bweek\s+after\s+next\b", _week_after_next),
    _form(rf"\b(?:rest|remainder)\s+of\s+(?:the|this)\s+{_UNIT}", _rest_of),
    _form(
        rf"\b(?P<way>before|by|until|till|since)\s+(?:the\s+)?(?:end|start|beginning)\s+of\s+(?:the\s+|this\s+)?{_UNIT}",
        _start_or_end,
    ),
    _form(
        rf"\b(?P<how>next|coming|last|past|previous|within)\s+(?:the\s+)?(?:next\s+)?(?:(?P<n>{NUMBER})\s+)?"
        rf"(?P<unit>fortnights?|days|weeks|months)\b",
        _coming_days,
    ),
    _form(rf"\b(?P<how>past|within)\s+(?:the\s+)?(?:next\s+)?(?P<n>{NUMBER}\s+)?(?P<unit>week|month)\b", _coming_days),
    _form(rf"\bterm\s+(?P<n>{NUMBER})\b", _numbered_term),
    _form(rf"\b(?P<how>this|next|last|previous|coming|following|current)\s+{_UNIT}", _whole_unit),
    _form(rf"\b{_WAY}{_HOLIDAY}\s+{_BREAK}\b", _around_holiday),
    _form(
        r"\b(?P<way>before|by|until|till|since|after|during|over)\s+(?:the\s+)?" + _HOLIDAY + r"\b(?!\s+\d)",
        _around_holiday,
    ),
    _form(rf"\b{_WAY}(?P<name>){_BREAK}\b", _around_holiday),
    _form(r"\b(?P<way>before|by|until|till|since|after)\s+(?P<rest>.{1,40})", _around_day),
    _form(rf"\b(?P<way>before|by|until|since)\s+(?P<m>{MONTH})\b{_YEAR}", _around_month),
    _form(rf"\b(?:in|during|for|of|throughout|this|next|last|coming)\s+(?P<m>{MONTH})\b{_YEAR}(?!\s+\d)", _in_month),
    _form(
        rf"(?<!\d )(?<!th )\b(?P<m>{_UNMISTAKABLE_MONTH})\b{_YEAR}(?!\s+\d)",
        _in_month,
    ),
    _form(rf"\b(?P<m>{MONTH})\s+(?P<y>20\d\d)\b", _in_month),
)
