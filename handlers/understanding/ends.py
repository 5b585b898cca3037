"""Stretches by their two ends: 'from the start of session to the October holidays', 'between now and the break'.

An end may be a day, today, a month, a term or session, a holiday, or the beginning or end of one of these. A stretch
begins on the first school day after a holiday and ends on the last one before it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from dateutil.relativedelta import relativedelta

from handlers.understanding.days import find_dates
from handlers.understanding.numbers import MONTH
from handlers.understanding.patterns import Pattern
from handlers.understanding.said import HOLIDAY_BREAK, SESSION, Said, month_said, unit_said
from handlers.understanding.stretches import DAY, Period, first_weekday, holidays, last_school_day

_EDGE: Final = Pattern(
    r"^(?:(?:the|very|this|about|around)\s+)*(?P<edge>start|beginning|first\s+day|end|last\s+day)\s+of\s+"
)
_NOW: Final = Pattern(r"^(?:right\s+)?(?:now|today|here|the\s+day(?!\s+(?:before|after)))\b")
_A_DAY_OFF: Final = Pattern(r"^(?:good friday|christmas (?:day|eve)|boxing day|new year'?s? day)\b")
_YEAR: Final = Pattern(r"\b20\d\d\b")
_NEW_YEAR: Final = Pattern(r"^(?:the\s+)?new\s+year\b")
# 'The day we go back', 'coming back in January': the first day after the next long holiday.
_BACK: Final = Pattern(
    r"^(?:the\s+(?:day|week)\s+)?(?:going|coming|getting|(?:when\s+)?we(?:'re|\s+(?:are|go|come|get))?|they(?:'re"
    r"|\s+(?:are|go"
    r"|come))?)\s+back\b"
)
_BACK_FROM: Final = Pattern(
    r"^(?:when\s+|the\s+(?:day|week)\s+)?(?:we|they)(?:'re)?\s+(?:\w+\s+){0,2}?back\s+(?:after|from)\s+"
)
_STOPPING: Final = Pattern(
    r"^(?:when\s+)?(?:we|they|schools?)\s+(?:all\s+)?(?:stop|finish|break\s+up|close|shut)(?:\s+up"
    r"|\s+off)?\b(?:\s+for\b)?\s*"
)
_HOLIDAY: Final = Pattern(rf"^(?:(?:the|our|this|last|next)\s+)*(?:{HOLIDAY_BREAK})")
_MONTH: Final = Pattern(
    rf"^(?:(?:last|next|this|in)\s+)?(?:(?P<part>early|mid|late)[\s-]+)?(?P<m>{MONTH})\b(?:\s+(?P<y>20\d\d"
    rf"|last\s+year))?(?!\s+\d)"
)
# A day further on, in characters, is another matter.
_AT_THE_BEGINNING: Final = 16
_PARTS: Final = {"mid": 15, "late": 21}
_UNIT: Final = Pattern(rf"^(?:the\s+)?(?P<how>this|next|last|new|current)?\s*(?P<unit>week|month|term|{SESSION})\b")
# A holiday is told from a month by the word behind it.
_BESIDE: Final = 12


@dataclass(frozen=True)
class End:
    """What one end of a stretch names: its days, and of which sort it is: 'day', 'now', 'month', 'unit', 'holiday'."""

    first: date
    last: date
    sort: str


def end_said(text: str, said: Said, behind: bool) -> End | None:
    """What a text names where it begins; `behind`: whether it lies in the past. None where it names nothing."""
    text = text.lstrip()
    edge = _EDGE.match(text)
    if edge:
        whole = end_said(text[edge.end() :], said, behind)
        day = None if whole is None else whole.first if edge["edge"][0] in "sbf" else whole.last
        return End(day, day, "day") if day else None
    lead = _BACK_FROM.match(text) or _STOPPING.match(text)
    if lead:
        named = _holiday(text[lead.end() :], said, behind)
        return named or _holiday("holidays", said, behind)
    if _NOW.match(text):
        return End(said.today, said.today, "now")
    return _holiday(text, said, behind) or _stretch(text, said, behind) or _day(text, said, behind)


def _holiday(text: str, said: Said, behind: bool) -> End | None:
    if _NEW_YEAR.match(text):
        day = date(said.today.year + (not behind), 1, 1)
        return End(day, day, "day")
    found, back = _HOLIDAY.match(text), _BACK.match(text)
    if found is None and (back is None or (behind and not said.past)):
        return None
    near = holidays((found["name"] or found["named"] or "").strip() if found else "", said.today, said.year)
    fits = [one for one in near if (one[1] < said.today if behind else one[1] >= said.today)]
    return End(*fits[-1 if behind else 0], "holiday") if fits else None


def _stretch(text: str, said: Said, behind: bool) -> End | None:
    month, unit = _MONTH.match(text), _UNIT.match(text)
    if month:
        year = str(said.today.year - 1) if (month["y"] or "").startswith("last") else month["y"]
        first, last = month_said(month["m"], year, said.in_the_past(behind))
        first = first.replace(day=_PARTS.get(month["part"], 1))
        # 'Since August': nobody visits before the session has begun.
        return End(max(first, _session_start(first, last, said)), last, "month")
    whole = unit_said(unit["unit"], {"next": 1, "new": 1, "last": -1}.get(unit["how"] or "", 0), said) if unit else None
    return End(*whole, "unit") if whole else None


def _session_start(first: date, last: date, said: Said) -> date:
    begins = said.year.session(last).first
    return begins if first <= begins <= last else first


def _day(text: str, said: Said, behind: bool) -> End | None:
    # Days with a name of their own stand after a word such as 'on'.
    days = find_dates(text, said.today, behind) or find_dates(f"on {text}", said.today, behind)
    if not days or days[0].start > _AT_THE_BEGINNING:
        return None
    return End(days[0].day, days[0].day, "holiday" if _A_DAY_OFF.match(text) else "day")


def from_to(match: re.Match[str], said: Said) -> Period | None:
    """From one end to the other, both included; of a month, 'between now and February' to the day before it."""
    begins = end_said(match["a"], said, said.past)
    if begins is None:
        return None
    if begins.sort == "holiday":
        return _after_a_holiday(match, said, begins)
    ends = end_said(match["b"], said, False)
    if ends is None or begins.sort == ends.sort == "day":
        return None
    first = this_session(begins.first, said, match[0]) if begins.sort == "day" else begins.first
    if begins.sort != "now" and (ends.sort == "holiday" or first > said.today):
        # The next one after the beginning, behind us or ahead.
        ends = end_said(match["b"], replace(said, today=first), False) or ends
    last = _last(ends, begins.sort == "now", said)
    if last < first and last <= said.today:
        return first - relativedelta(years=1), last
    return (first, last) if last >= first else (first, last + relativedelta(years=1))


def this_session(day: date, said: Said, words: str) -> date:
    """Of a day without a year the one in this session: in November 'from 1 September' is not next September."""
    if _YEAR.search(words):
        return day
    here, earlier = said.year.session(said.today), day - relativedelta(years=1)
    return earlier if day > here.last and here.first <= earlier else day


def _after_a_holiday(match: re.Match[str], said: Said, coming: End) -> Period | None:
    """'From the October break to Christmas': the stretch that holds today, else the one to come."""
    behind = end_said(match["a"], said, True)
    for begins in (behind, coming):
        first = first_weekday(begins.last + DAY) if begins else said.today
        ends = end_said(match["b"], said if _NOW.match(match["b"]) else replace(said, today=first), False)
        last = _last(ends, False, said) if begins and ends else first - DAY
        if max(first, said.today) <= last <= said.year.session(first).last:
            return first, last
    return None


def _last(ends: End, now: bool, said: Said) -> date:
    """The last day of a stretch that ends so: of a holiday, Good Friday too, the day of school before it."""
    if ends.sort == "holiday":
        return last_school_day(ends.first - DAY, said.year)
    return ends.first - DAY if now and ends.sort == "month" else ends.last


def since(match: re.Match[str], said: Said) -> Period | None:
    """From a day, the first day of a stretch, or the first school day after a holiday to today."""
    begins = end_said(said.text[match.start("rest") : match.end("rest") + _BESIDE], said, True)
    if begins is None:
        return None
    first = first_weekday(begins.last + DAY) if begins.sort == "holiday" else begins.first
    return first, said.today
