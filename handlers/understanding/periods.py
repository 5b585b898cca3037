"""Stretches of days in words: 'next week', 'this term', 'before the Christmas holidays', 'w/c 30 Nov'.

Every period is its first and its last day, both included. Weeks run from Monday to Sunday.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from typing import Final

from handlers.understanding import period_readers as read_as
from handlers.understanding.numbers import MONTH, NUMBER, readable, speaks_of_the_past
from handlers.understanding.patterns import Pattern
from handlers.understanding.period_readers import Said
from handlers.understanding.stretches import Period, SchoolYearDates

_Reader = Callable[[re.Match[str], Said], Period | None]


def find_period(words: str, today: date, year: SchoolYearDates) -> Period | None:
    """The stretch of days that some words name, first and last day included, or None.

    'The next fortnight' and the like begin today; 'this year' is the school session; 'before' a holiday runs from today
    to the day before it, 'since' one from the day after it to today.
    """
    text = readable(words)
    said = Said(text, today, year, speaks_of_the_past(text))
    # A day beyond the calendar, or one that does not exist, names no period.
    with suppress(ValueError, OverflowError):
        for pattern, read in _FORMS:
            match = pattern.search(text)
            period = read(match, said) if match else None
            if period is not None and period[0] <= period[1]:
                return period
    return None


def _form(pattern: str, read: _Reader) -> tuple[Pattern, _Reader]:
    return Pattern(pattern), read


_SESSION: Final = r"(?:(?:school|academic)\s+)?(?:session|year)"
_UNIT: Final = rf"(?P<unit>week|month|term|{_SESSION})\b"
_YEAR: Final = r"(?:\s+(?P<y>20\d\d))?"
_HOLIDAY: Final = (
    "(?:(?:feb|february)\\s+(?=mid))?(?P<name>christmas|xmas|festive|winter|easter|spring|summer|october|tattie"
    "|february|mid-?\\s?term|half term)"
)
# March and May are ordinary words too.
_UNMISTAKABLE_MONTH: Final = r"(?:january|february|april|june|july|august|september|october|november|december)"
_BREAK: Final = r"(?:hols?|holidays?|break|closure|vacation)"
_BEFORE: Final = r"before|by|until|till|since|after|during|over"
_WAY: Final = rf"(?P<way>{_BEFORE}|in|from)\s+(?:the\s+|last\s+)?"
_NAMED_HOLIDAY: Final = r"(?:christmas|xmas|easter|summer|october|mid-?\s?term)"
_NTH: Final = "(?P<n>1st|2nd|3rd|first|second|third|last)"
_VISITS: Final = "(?:diary|calendar|visits?|meetings?|dates|list|plans?|reviews?)"

# The most telling forms first.
_FORMS: Final = (
    _form(r"(?<![\d/])(?P<y>20\d\d)\s?[/-]\s?(?P<z>(?:20)?\d\d)(?![\d/-])", read_as.session_by_years),
    _form(
        rf"\b(?P<first>\d{{1,2}})(?:st|nd|rd|th)?\s*(?:-|to|until|and)\s*(?:the\s+)?(?P<last>\d{{1,2}})(?:st|nd|rd|th)?"
        rf"\s+(?:of\s+)?(?P<m>{MONTH})\b{_YEAR}",
        read_as.days_of_one_month,
    ),
    _form(
        rf"\b(?:between|from)\s+(?P<a>{MONTH})(?:\s+(?P<ya>20\d\d))?\s+(?:and|to|until|till)\s+(?P<b>{MONTH})\b(?!\s+\d)",
        read_as.two_months,
    ),
    _form(
        rf"(?<!\d )(?<!th )\b(?P<a>{MONTH})(?P<ya>)\s*(?:-|to|until|till|through|and|&)\s*(?P<b>{MONTH})\b(?!\s+\d)",
        read_as.two_months,
    ),
    _form(r"\b(?:between|from)\s+.{1,40}?\s+(?:and|to|until|till)\s+.{1,40}", read_as.two_days),
    _form(
        r"\b(?:w/c|wc|w/b|wk\s+(?:beginning|commencing|of)|week\s+(?:beginning|commencing|starting|of))\s+(?P<rest>.{1,40})",
        read_as.week_of,
    ),
    _form(
        rf"\b(?:between\s+)?(?:now|today)\s+(?:and|to|until|till)\s+(?:the\s+)?(?:(?P<end>end)\s+of\s+)?(?P<m>{MONTH})\b",
        read_as.now_to_month,
    ),
    _form(rf"\b(?:before|by|until|till)\s+the\s+end\s+of\s+(?P<end>(?P<m>{MONTH}))\b", read_as.now_to_month),
    _form(rf"\b(?:between\s+)?(?P<m>{MONTH})\s+(?:and|to|until|till)\s+(?:now|today)\b", read_as.month_to_now),
    _form(r"\bweek\s+after\s+next\b", read_as.week_after_next),
    _form(r"\bthis\s+week\s+(?:and|or|&)\s+next\b", read_as.this_week_and_next),
    _form(rf"\b{_NTH}\s+week\s+(?:of|in)\s+(?P<m>{MONTH})\b", read_as.week_of_month),
    _form(rf"\b(?:so\s+far|already)\s+(?:in\s+)?(?:this|the)\s+{_UNIT}", read_as.so_far),
    _form(r"\b(?P<how>this|next|last)\s+calendar\s+year\b", read_as.calendar_year),
    _form(
        rf"\b(?:between|from)\s+(?P<a>{_NAMED_HOLIDAY})\s+(?:and|to|until|till)\s+(?P<b>{_NAMED_HOLIDAY})\b",
        read_as.between_holidays,
    ),
    _form(rf"\b(?P<way>{_BEFORE}|in|from)\s+(?:the\s+)?new\s+year\b", read_as.new_year),
    _form(rf"\b(?:rest|remainder)\s+of\s+(?:(?:the|this)\s+)?{_UNIT}", read_as.rest_of),
    _form(
        rf"\b(?P<way>before|by|until|till|since)\s+(?:the\s+)?(?:end|start|beginning)\s+of\s+(?:the\s+|this\s+)?{_UNIT}",
        read_as.start_or_end,
    ),
    _form(
        rf"\b(?P<how>next|coming|last|past|previous|within)\s+(?:the\s+)?(?:next\s+)?(?:(?P<n>{NUMBER})\s+)?"
        rf"(?P<unit>fortnights?|days|weeks|months)\b",
        read_as.coming_days,
    ),
    _form(
        rf"\b(?P<how>past|within)\s+(?:the\s+)?(?:next\s+)?(?P<n>{NUMBER}\s+)?(?P<unit>week|month|year)\b",
        read_as.coming_days,
    ),
    _form(r"\b(?P<how>coming)\s+(?P<n>)(?P<unit>month)\b", read_as.coming_days),
    _form(r"\b(?P<n>1st|2nd|3rd|4th|first|second|third|fourth)\s+term\b(?!\s+ago)", read_as.ordinal_term),
    _form(r"\b(?P<season>autumn|winter|spring|summer)\s+term\b", read_as.seasons_term),
    _form(rf"\bterm\s+(?P<n>{NUMBER})\b", read_as.numbered_term),
    _form(rf"\b(?P<how>this|next|last|previous|coming|following|current)\s+{_UNIT}", read_as.whole_unit),
    _form(rf"\b{_WAY}{_HOLIDAY}\s+{_BREAK}\b", read_as.around_holiday),
    _form(
        rf"\b(?P<way>{_BEFORE})\s+(?:the\s+|last\s+)?{_HOLIDAY}\b(?!\s+(?:\d|term))",
        read_as.around_holiday,
    ),
    _form(rf"\bthis\s+(?P<side>side)\s+of\s+(?:the\s+)?{_HOLIDAY}\b", read_as.this_side_of),
    _form(rf"\b(?P<way>){_HOLIDAY}\s+(?:{_BREAK}|week)\b", read_as.around_holiday),
    _form(r"\b(?P<way>)(?:(?:feb|february)\s+)?(?P<name>mid-?\s?term|half term)\b", read_as.around_holiday),
    _form(rf"\b{_WAY}(?P<name>){_BREAK}\b", read_as.around_holiday),
    _form(r"\b(?P<way>before|by|until|till|since|after)\s+(?P<rest>.{1,40})", read_as.around_day),
    _form(rf"\b(?P<way>before|by|until|since)\s+(?P<m>{MONTH})\b{_YEAR}", read_as.around_month),
    _form(
        rf"\b(?:in|during|for|of|throughout|this|next|last|coming)\s+(?P<m>{MONTH})\b{_YEAR}(?!\s+\d)", read_as.in_month
    ),
    _form(
        rf"(?<!\d )(?<!th )\b(?P<m>{_UNMISTAKABLE_MONTH})\b{_YEAR}(?!\s+\d)",
        read_as.in_month,
    ),
    _form(rf"\b(?P<m>{MONTH})\s+(?P<y>20\d\d)\b", read_as.in_month),
    _form(rf"^\W*(?:(?:and|what about|how about|or)\s+)?(?P<m>{MONTH})(?P<y>)\W*$", read_as.in_month),
    _form(
        rf"(?<!\d )(?<!th )\b(?P<m>jan|feb|apr|jun|jul|aug|sept?|oct|nov|dec)\b(?P<y>)(?=\s+{_VISITS}\b)",
        read_as.in_month,
    ),
)
