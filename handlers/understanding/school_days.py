"""Days that the school year names: 'the first Monday back', 'the last day before the October break'."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Final

from handlers.understanding.beside import SaidDay
from handlers.understanding.numbers import WEEKDAY, readable, weekday_of
from handlers.understanding.patterns import Pattern
from handlers.understanding.said import BREAK, HOLIDAY
from handlers.understanding.stretches import DAY, SchoolYearDates, first_weekday, holidays, last_school_day

_ANY_BREAK: Final = HOLIDAY.replace("christmas", "october|february|winter|christmas|new\\s+year")
_DAY: Final = rf"(?P<day>day|{WEEKDAY})"
_AFTER: Final = Pattern(
    rf"\b(?P<n>first|second|1st|2nd)\s+{_DAY}\s+(?:we(?:'re|\s+are)\s+)?"
    r"(?P<way>back\b|after\b|following\b|of\s+(?:the\s+)?(?:next|new)\s+term\b)(?P<rest>.{0,45})"
)
_BEFORE: Final = Pattern(rf"\b(?:(?:the\s+)?last|the)\s+{_DAY}\s+(?P<way>before|of)\s+(?P<rest>.{{1,60}})")
_WE_STOP: Final = Pattern(
    r"^we\s+(?:all\s+)?(?:break\s+up|finish|stop|close|shut|go\s+off)(?:\s+up|\s+off)?\b(?:\s+for\b)?\s*"
)
_TERM: Final = Pattern(r"^(?:this\s+|the\s+)?term\b")
_A_HOLIDAY: Final = Pattern(rf"^\s*(?:(?:in|after|from)\s+)?(?:the\s+)?(?:{_ANY_BREAK}\b|{BREAK}\b)")
_NEW_YEAR: Final = re.compile(r"new\s+year")


def school_days_in(words: str, today: date, year: SchoolYearDates, past: bool) -> tuple[SaidDay, ...]:
    """The days that words name by a holiday, in the order said; `past`: by the holiday that lies behind."""
    text = readable(words)
    found = [_said(match, today, year, past, after) for after, match in _matches(text)]
    return tuple(day for day in found if day is not None)


def _matches(text: str) -> list[tuple[bool, re.Match[str]]]:
    after = [(True, match) for match in _AFTER.finditer(text)]
    return after + [(False, match) for match in _BEFORE.finditer(text)]


def _said(match: re.Match[str], today: date, year: SchoolYearDates, past: bool, after: bool) -> SaidDay | None:
    name = _after_what(match) if after else _before_what(match)
    if name is None:
        return None
    near = holidays(name, today, year)
    fits = [one for one in near if one[1] < today] if past else [one for one in near if one[1] >= today]
    if not fits:
        return None
    first, last = fits[-1 if past else 0]
    weekday = None if match["day"] == "day" else weekday_of(match["day"])
    day = _from(first_weekday(last + DAY), weekday) if after else _up_to(last_school_day(first - DAY, year), weekday)
    step = timedelta(days=1 if weekday is None else 7)
    later = step if after and match["n"] in ("second", "2nd") else timedelta()
    return SaidDay(day + later, match.start(), match.start("rest"))


def _after_what(match: re.Match[str]) -> str | None:
    """The holiday after which a day is, '' for the next one; None where none is spoken of."""
    found = _A_HOLIDAY.match(match["rest"])
    if found:
        return _NEW_YEAR.sub("christmas", found["name"] or "")
    return None if match["way"] in ("after", "following") else ""


def _before_what(match: re.Match[str]) -> str | None:
    rest = match["rest"]
    stop = _WE_STOP.match(rest)
    found = _A_HOLIDAY.match(rest[stop.end() :] if stop else rest)
    if found and match["way"] == "before":
        return _NEW_YEAR.sub("christmas", found["name"] or "")
    return "" if stop or (match["way"] == "of" and _TERM.match(rest)) else None


def _from(day: date, weekday: int | None) -> date:
    return day if weekday is None else day + timedelta(days=(weekday - day.weekday()) % 7)


def _up_to(day: date, weekday: int | None) -> date:
    return day if weekday is None else day - timedelta(days=(day.weekday() - weekday) % 7)
