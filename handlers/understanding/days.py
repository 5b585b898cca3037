"""Single days in words: '9/12', 'thurs 3 dec', 'next Tuesday', 'a week on Friday'. Day first, always."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from dateutil.relativedelta import relativedelta

from handlers.understanding.near_days import day_of, in_some_year, last_weekday, next_weekday, nth_of_month
from handlers.understanding.numbers import (
    MONTH,
    NUMBER,
    WEEKDAY,
    month_of,
    number_of,
    readable,
    speaks_of_the_past,
    weekday_of,
)
from handlers.understanding.patterns import Pattern

_ORDINAL: Final = r"(?:st|nd|rd|th)"
_FAR_FOR_A_BARE_DAY: Final = timedelta(days=62)
_Reader = Callable[[re.Match[str], date, bool], date | None]


@dataclass(frozen=True)
class SaidDay:
    """A day and where it was said (positions in the readable form of the words)."""

    day: date
    start: int
    end: int


def find_date(words: str, today: date) -> date | None:
    """The first day named, or None.

    A bare weekday is the next one after today, a bare day of the month the next one from today on; in a sentence about
    the past, the last one. 'Next Tuesday' is the Tuesday of next week. A day that does not exist (31 June) is none.
    """
    said = find_dates(words, today)
    return said[0].day if said else None


def find_dates(words: str, today: date, past: bool | None = None) -> tuple[SaidDay, ...]:
    """Every day named, in the order said. `past` says whether bare days lie behind; None lets the words decide."""
    text = readable(words)
    behind = speaks_of_the_past(text) if past is None else past
    said: list[SaidDay] = []
    for pattern, read in _FORMS:
        for match in pattern.finditer(text):
            if not any(match.start() < other.end and other.start < match.end() for other in said):
                said.extend(_said(match, read, today, behind))
    return _as_corrected(tuple(sorted(_in_one_month(said, text, today), key=lambda one: one.start)), text)


def _as_corrected(said: tuple[SaidDay, ...], text: str) -> tuple[SaidDay, ...]:
    """'Yesterday, no wait, Thursday': only the day put right counts."""
    again = None if len(said) < 2 else _TAKEN_BACK.search(text, said[0].end)
    return tuple(one for one in said if one.start >= again.end()) or said if again else said


def _in_one_month(said: list[SaidDay], text: str, today: date) -> list[SaidDay]:
    """A bare 'the 11th' beside '8 February' is the 11th of February, where that is still to come."""
    dated = [one for one in said if _NAMES_A_MONTH.search(text[one.start : one.end])]
    if len(dated) != 1 or len(said) < 2:
        return said
    return [one if one in dated else _of_month(one, text, dated[0], today) for one in said]


def _of_month(one: SaidDay, text: str, dated: SaidDay, today: date) -> SaidDay:
    bare, month = _BARE_DAY.search(text[one.start : one.end]), dated.day
    if bare and one.start < dated.start and int(bare["d"]) > month.day and today <= one.day <= month:
        # 'The visit on the 30th has to go to 11 December'.
        return one
    there = day_of(month.year, month.month, int(bare["d"])) if bare else None
    return one if there is None or there < min(today, month) else SaidDay(there, one.start, one.end)


def _said(match: re.Match[str], read: _Reader, today: date, behind: bool) -> Iterator[SaidDay]:
    # ValueError and OverflowError: no such day (31 June), or one beyond the calendar (in 999 months' time is not).
    with suppress(ValueError, OverflowError):
        day = read(match, today, behind)
        if day is not None:
            yield SaidDay(day, match.start(), match.end())


def _full_year(text: str) -> int:
    digits = text.strip().lstrip("'")
    return int(digits) if len(digits) == 4 else 2000 + int(digits)


def _iso(match: re.Match[str], _: date, __: bool) -> date:
    return date(int(match["y"]), int(match["m"]), int(match["d"]))


def _numeric(match: re.Match[str], _: date, __: bool) -> date:
    return date(_full_year(match["y"]), int(match["m"]), int(match["d"]))


def _numeric_without_year(match: re.Match[str], today: date, behind: bool) -> date | None:
    return None if match[0] == "24/7" else in_some_year(int(match["d"]), int(match["m"]), today, behind)


def _named_month(match: re.Match[str], today: date, behind: bool) -> date:
    day, month = int(match["d"]), month_of(match["m"])
    return date(_full_year(match["y"]), month, day) if match["y"] else in_some_year(day, month, today, behind)


def _weeks_on_weekday(match: re.Match[str], today: date, _: bool) -> date:
    weeks = 2 * number_of(match["n"] or "a") if match["unit"].startswith("f") else number_of(match["n"] or "a")
    base = _anchor(match["day"], today)
    return base + timedelta(weeks=weeks)


def _weeks_past_weekday(match: re.Match[str], today: date, _: bool) -> date:
    return last_weekday(weekday_of(match["day"]), today) - timedelta(weeks=number_of(match["n"] or "a"))


def _anchor(text: str, today: date) -> date:
    if text.startswith("tod"):
        return today
    return today + timedelta(days=1) if text.startswith("tom") else next_weekday(weekday_of(text), today)


def _ahead_or_ago(match: re.Match[str], today: date, _: bool) -> date:
    step = -1 if match.groupdict().get("ago") else 1
    count, unit = step * number_of(match["n"]), match["unit"]
    if unit.startswith("month"):
        return today + relativedelta(months=count)
    days = 1 if unit.startswith("day") else 14 if unit.startswith("fortnight") else 7
    return today + timedelta(days=days * count)


def _near_day(match: re.Match[str], today: date, _: bool) -> date:
    shifts = {"day after": 2, "day before": -2, "yes": -1, "tod": 0, "ton": 0}
    text = match[0].removeprefix("the ")
    return today + timedelta(days=next((days for name, days in shifts.items() if text.startswith(name)), 1))


def _weekday_and_day(match: re.Match[str], today: date, behind: bool) -> date:
    wanted = weekday_of(match["day"])
    step = -1 if behind else 1
    first = nth_of_month(int(match["d"]), today, behind)
    months = [first + relativedelta(months=step * ahead, day=first.day) for ahead in range(12)]
    found = next((day for day in months if day.weekday() == wanted and day.day == first.day), first)
    other = nth_of_month(int(match["d"]), today, not behind)
    # 'Held on Monday 16th' is the one just gone, and 'see me on Friday 4th' the next, rather than one far away.
    return other if other.weekday() == wanted and abs(found - today) > _FAR_FOR_A_BARE_DAY else found


def _day_of_month(match: re.Match[str], today: date, behind: bool) -> date:
    return nth_of_month(int(match["d"]), today, behind)


def _weekday_and_number(match: re.Match[str], today: date, behind: bool) -> date | None:
    """'Wed 9' where the 9th is a Wednesday; otherwise the number is an hour."""
    day = nth_of_month(int(match["d"]), today, behind)
    return day if day.weekday() == weekday_of(match["day"]) else None


def _weekday_of_month(match: re.Match[str], today: date, behind: bool) -> date | None:
    """'The first Monday in February', 'the last Thursday of January'."""
    # "The last Thursday" speaks of no past.
    first = in_some_year(1, month_of(match["m"]), today, behind and match["n"] != "last")
    days = [first + timedelta(days=number) for number in range(31)]
    fits = [day for day in days if day.month == first.month and day.weekday() == weekday_of(match["day"])]
    return fits[{"first": 0, "1st": 0, "second": 1, "2nd": 1, "third": 2, "3rd": 2}.get(match["n"], -1)]


def _day_of_some_month(match: re.Match[str], today: date, _: bool) -> date:
    shift = {"next": 1, "last": -1}.get(match["how"], 0)
    return (today.replace(day=1) + relativedelta(months=shift)).replace(day=int(match["d"]))


def _end_of_month(match: re.Match[str], today: date, behind: bool) -> date:
    return in_some_year(1, month_of(match["m"]), today, behind) + relativedelta(day=31)


def _weekday(match: re.Match[str], today: date, behind: bool) -> date:
    wanted, how = weekday_of(match["day"]), match["how"] or ""
    if how.startswith("next"):
        return today + timedelta(days=7 - today.weekday() + wanted)
    after = match.groupdict().get("after")
    if how.startswith(("last", "past")) or after:
        last = last_weekday(wanted, today)
        # Nobody calls yesterday 'last Wednesday'.
        return last - timedelta(days=7) if how == "last" and (today - last).days == 1 else last
    if how == "this" and wanted == today.weekday():
        return today
    return last_weekday(wanted, today) if behind and "this" not in how else next_weekday(wanted, today)


def _weekday_of_week(match: re.Match[str], today: date, _: bool) -> date:
    weeks = {"next": 1, "after": 2, "last": -1}.get(match["how"], 0)
    return today + timedelta(days=7 * weeks - today.weekday() + weekday_of(match["day"]))


def _form(pattern: str, read: _Reader) -> tuple[Pattern, _Reader]:
    return Pattern(pattern), read


_YEAR: Final = r"(?:,?\s+(?P<y>20\d\d|'\d\d)\b)?"
_MAYBE_WEEKDAY: Final = rf"(?:\b{WEEKDAY},?\s+(?:the\s+)?)?"
_ENDS_A_DATE: Final = (
    r"(?=\s*(?:$|[,?!;)]|\.(?!\d)|-|(?:at|on|from|to|and|or|please|pls|instead|for|until|till|in|with|is|visit)\b))"
)
_NOT_COUNTED: Final = (
    r"(?!\s*(?:year|visit|time|week|most|highest|lowest|percentile|grade|century|school|meeting|term))"
)
_MAY_IS_A_VERB: Final = r"(?<!\bmay(?=\s(?:be|have|need|not|want|also|well|come|get|require)\b))"
_SHORT_DAY: Final = r"(?:mon|tues?|weds?|thu|thurs?|fri)"
_LONG_DAY: Final = r"(?:monday|tuesday|wednesday|wensday|thursday|friday|saturday|sunday)"
_TOMORROW: Final = r"(?:tomm?orr?ow|tmrw|tmw|2moro|2morrow|tomorr?[oa]|tomoz)"

_TAKEN_BACK: Final = re.compile(
    r"\b(?:no,? wait|wait,? no|no,? sorry|sorry,? (?:no|i mean)|i mean|scratch that|correction)\b"
)
_NAMES_A_MONTH: Final = re.compile(rf"\b{MONTH}\b|\d\s*[/.-]\s*\d")
_BARE_DAY: Final = re.compile(
    rf"^(?:(?:the|on|by|for|to|from|until|till|before|after|since)\s+)*(?P<d>\d{{1,2}}){_ORDINAL}$"
)
# The most telling forms first; words that one has read are not read again.
_FORMS: Final = (
    _form(r"(?<!\d)(?P<y>20\d\d)-(?P<m>\d{1,2})-(?P<d>\d{1,2})(?!\d)", _iso),
    _form(
        rf"{_MAYBE_WEEKDAY}(?<![\d/.])(?P<d>\d{{1,2}})(?P<s>[/.-])(?P<m>\d{{1,2}})(?P=s)(?P<y>20\d\d|\d\d)(?![\d/])",
        _numeric,
    ),
    _form(
        rf"\b(?P<n>first|1st|second|2nd|third|3rd|last)\s+(?P<day>{WEEKDAY})\s+(?:in|of)\s+(?P<m>{MONTH})\b",
        _weekday_of_month,
    ),
    _form(rf"(?:\bthe\s+)?\b(?P<d>\d{{1,2}}){_ORDINAL}\s+of\s+(?P<how>next|this|last)\s+month\b", _day_of_some_month),
    _form(rf"\b(?:until|till|by|to|for)\s+(?:the\s+)?end\s+of\s+(?P<m>{MONTH})\b", _end_of_month),
    _form(
        rf"(?<![\w/.£$-])(?P<d>\d{{1,2}}){_ORDINAL}?(?=\s*(?:&|and|or|-)\s*\d{{1,2}}{_ORDINAL}?\s+(?:of\s+)?(?P<m>{MONTH})\b)(?P<y>)",
        _named_month,
    ),
    _form(_MAYBE_WEEKDAY + r"(?<![\w/.£$])(?P<d>\d{1,2})/(?P<m>\d{1,2})(?![\d/%]|\s+of\b)", _numeric_without_year),
    _form(
        rf"(?:\b{WEEKDAY},?\s+)?\(?(?:\bthe\s+)?(?<![\d./:-])\b(?P<d>\d{{1,2}}){_ORDINAL}?\s*(?:of\s+)?(?P<m>{MONTH})\b\.?"
        rf"{_MAY_IS_A_VERB}{_YEAR}",
        _named_month,
    ),
    _form(rf"\b(?P<m>{MONTH})[.,]?\s+(?:the\s+)?(?P<d>\d{{1,2}}){_ORDINAL}{_YEAR}", _named_month),
    _form(
        rf"\b(?P<m>{MONTH})\.?\s+(?:the\s+)?(?P<d>\d{{1,2}})(?:,?\s+(?P<y>20\d\d)\b|(?P<z>){_ENDS_A_DATE})",
        _named_month,
    ),
    _form(
        rf"\b(?<!next )(?<!last )(?<!this )(?:(?P<n>{NUMBER})\s+)?(?P<unit>weeks?|fortnights?)\s+"
        rf"(?:(?:on|from|after|come)\s+)?(?P<day>{WEEKDAY}|today|{_TOMORROW})\b",
        _weeks_on_weekday,
    ),
    _form(rf"\b(?P<day>{WEEKDAY})\s+(?:of\s+)?the\s+week\s+(?P<how>after)\s+next\b", _weekday_of_week),
    _form(rf"\bthe\s+week\s+(?P<how>after)\s+next,?\s+(?:on\s+)?(?P<day>{WEEKDAY})\b", _weekday_of_week),
    _form(rf"\b(?P<day>{WEEKDAY})\s+(?:of\s+)?(?P<how>next|last|this)\s+week\b", _weekday_of_week),
    _form(rf"\b(?P<how>next|last|this)\s+week,?\s+(?:on\s+)?(?P<day>{WEEKDAY})\b", _weekday_of_week),
    _form(rf"\b(?P<day>{WEEKDAY}|{_TOMORROW}|today)\s+(?:(?P<n>a)\s+)?(?P<unit>week|fortnight)\b", _weeks_on_weekday),
    _form(rf"\b(?:(?P<n>{NUMBER})\s+)?weeks?\s+past\s+(?:on\s+)?(?P<day>{WEEKDAY})\b", _weeks_past_weekday),
    _form(rf"\b(?P<n>{NUMBER})\s+(?P<unit>days?|weeks?|fortnights?|months?)\s+(?P<ago>ago|back)\b", _ahead_or_ago),
    _form(rf"\bin\s+(?P<n>{NUMBER})\s+(?P<unit>days?|weeks?|fortnights?|months?)\b(?:'?\s+time)?", _ahead_or_ago),
    _form(
        rf"\b(?P<n>{NUMBER})\s+(?P<unit>days?|weeks?|fortnights?|months?)'?s?\s+(?:from\s+(?:now|today)|time)\b",
        _ahead_or_ago,
    ),
    _form(
        rf"\b(?:(?:the\s+)?day\s+after\s+{_TOMORROW}|(?:the\s+)?day\s+before\s+yesterday|today|tonight|yesterday|{_TOMORROW})\b",
        _near_day,
    ),
    _form(rf"\b(?P<day>{WEEKDAY})(?:,?\s+|\s*[(-]\s*)(?:the\s+)?(?P<d>\d{{1,2}}){_ORDINAL}\b", _weekday_and_day),
    _form(
        rf"\b(?P<day>{WEEKDAY})\s+(?P<d>\d{{1,2}})\b(?!\s*(?:am|pm|[:./-]\s*\d|o'?\s?clock|%|to\b|past\b))",
        _weekday_and_number,
    ),
    _form(
        rf"\b(?:the|on|by|for|to|from|until|till|before|after|since)\s+(?:the\s+)?(?P<d>\d{{1,2}}){_ORDINAL}\b{_NOT_COUNTED}",
        _day_of_month,
    ),
    _form(
        rf"(?:\b(?P<how>next|last|past|this\s+coming|this|coming)\s+)?\b(?P<day>{_LONG_DAY}|{_SHORT_DAY})\b(?!')"
        r"(?P<after>\s+(?:past|there|gone)\b)?",
        _weekday,
    ),
    _form(r"\b(?:(?P<how>next|last|this)|on|by|for|until|till|from|to)\s+(?P<day>wed|sat|sun)\b", _weekday),
    _form(
        rf"(?<![\w.])(?P<d>\d{{1,2}}){_ORDINAL}\b{_NOT_COUNTED}(?!\s+(?:class|goal|action|step|level|of\b|in\b|best))",
        _day_of_month,
    ),
    _form(r"^\s*(?P<how>)(?P<day>wed|sat|sun)\s*$", _weekday),
)
