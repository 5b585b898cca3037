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
from handlers.understanding.ends import from_to, since
from handlers.understanding.numbers import MONTH, NUMBER, WEEKDAY, lies_behind, readable
from handlers.understanding.patterns import Pattern
from handlers.understanding.said import BREAK, HOLIDAY, HOLIDAY_BREAK, SESSION, Said
from handlers.understanding.stretches import Period, SchoolYearDates

_Reader = Callable[[re.Match[str], Said], Period | None]


def find_period(words: str, today: date, year: SchoolYearDates, past: bool | None = None) -> Period | None:
    """The stretch of days that some words name, first and last day included, or None.

    `past` says whether they lie behind; None lets the words decide.

    'The next fortnight' and the like begin today; 'this year' is the school session; 'before' a holiday runs from today
    to the day before it, 'since' one from the day after it to today.
    """
    text = readable(words)
    if not _MAY_NAME_ONE.search(text):
        return None
    # A day beyond the calendar, or one that does not exist, names no period.
    with suppress(ValueError, OverflowError):
        for pattern, read in _FORMS:
            for match in pattern.finditer(text):
                behind = lies_behind(text, match.start(), match.end(), past)
                period = read(match, Said(text, today, year, behind))
                if period is not None and period[0] <= period[1]:
                    return period
    return None


def _form(pattern: str, read: _Reader) -> tuple[Pattern, _Reader]:
    return Pattern(pattern), read


_UNIT: Final = rf"(?P<unit>week|month|term|{SESSION})\b"
_YEAR: Final = r"(?:\s+(?P<y>20\d\d))?"
_IN_A_BREAK: Final = HOLIDAY.replace("christmas", "october|february|winter|christmas")
# March and May are ordinary words too.
_UNMISTAKABLE_MONTH: Final = r"(?:january|february|april|june|july|august|september|october|november|december)"
_BEFORE: Final = r"before|up\s+to|by|until|till|since|after|during|over"
_WAY: Final = rf"(?P<way>{_BEFORE}|in|from)\s+(?:the\s+|last\s+)?"
_NTH: Final = "(?P<n>1st|2nd|3rd|first|second|third|last)"
_WE: Final = (
    r"(?:we|they|you|i|schools?|term|the\s+(?:schools?|term|kids|weans|bairns|pupils|children|staff)|every(?:one|body))"
)
_STOP: Final = r"(?:stops?|finish(?:es)?|breaks?|closes?|shuts?|ends?|goes|go|are)"
_VISITS: Final = "(?:diary|calendar|visits?|meetings?|notes?|dates|list|plans?|reviews?)"

# Most sentences name no stretch at all: none of the forms below is without one of these.
_MAY_NAME_ONE: Final = Pattern(
    rf"\d|\b(?:{MONTH}|{WEEKDAY}|{BREAK}|weeks?|weekend|wks?|w/|wc\b|days?|months?|fortnights?|term|session|year|christmas|xmas"
    r"|festive|easter|spring|summer|autumn|winter|tattie|mid|half|now|to[dmn]|tm[rw]|2mo|yes|back|breaks?|stops?|finish|clos|shut"
    r"|ends?|go|are|hallow|burns|boxing|hogmanay|good)"
)

# The most telling forms first.
_FORMS: Final = (
    _form(r"(?<![\d/])(?P<y>20\d\d)\s?[/-]\s?(?P<z>(?:20)?\d\d)(?![\d/-])", read_as.session_by_years),
    _form(
        rf"\b(?P<first>\d{{1,2}})(?:st|nd|rd|th)?\s*(?:-|to|until|and)\s*(?:the\s+)?(?P<last>\d{{1,2}})(?:st|nd|rd|th)?"
        rf"\s+(?:of\s+)?(?P<m>{MONTH})\b{_YEAR}",
        read_as.days_of_one_month,
    ),
    _form(
        rf"\b(?:between|from)\s+(?P<a>{MONTH})(?:\s+(?P<ya>20\d\d))?\s+(?:and|to|until|till)\s+(?P<b>{MONTH})\b"
        r"(?:\s+(?P<yb>20\d\d)\b)?(?!\s+\d)",
        read_as.two_months,
    ),
    _form(
        rf"(?<!\d )(?<!th )\b(?P<a>{MONTH})(?:\s+(?P<ya>20\d\d))?\s*(?:-|/|to|until|till|through|and|&|or)\s*"
        rf"(?P<b>{MONTH})\b(?:\s+(?P<yb>20\d\d)\b)?(?!\s+\d)",
        read_as.two_months,
    ),
    _form(r"\b(?:between|from)\s+.{1,40}?\s+(?:and|to|until|till)\s+.{1,40}", read_as.two_days),
    _form(
        rf"(?<![\d/])\d{{1,2}}(?:st|nd|rd|th)?\s+{MONTH}\s*(?:-|to|until|till|through)\s*\d{{1,2}}(?:st|nd|rd"
        rf"|th)?\s+{MONTH}\b",
        read_as.two_days,
    ),
    _form(
        rf"\b{WEEKDAY}\s+(?:the\s+)?\d{{1,2}}(?:st|nd|rd|th)?\s+(?:to|until|till"
        rf"|-)\s+{WEEKDAY}\s+(?:the\s+)?\d{{1,2}}(?:st|nd|rd|th)?\b",
        read_as.two_days,
    ),
    _form(rf"\bfrom\s+(?P<m>{MONTH})\s+on(?:wards?)?\b", read_as.from_month_on),
    _form(rf"\b(?:in|to|into|until|till)\s+(?P<m>{MONTH})\s+instead\b(?P<y>)", read_as.in_month),
    _form(
        rf"\b(?P<part>first|second|latter|last)\s+(?P<unit>half|fortnight)\s+(?:of|in)\s+(?P<m>{MONTH})\b",
        read_as.part_of_month,
    ),
    _form(r"\b(?:between|from)\s+(?P<a>.{3,40}?)\s+(?:and|to|until|till|up\s+to)\s+(?P<b>.{1,40})", from_to),
    _form(r"\bsince\s+(?P<a>.{3,45}?)\s+(?:up\s+to|up\s+until|until|till)\s+(?P<b>.{1,40})", from_to),
    _form(r"\bbetween\s+(?P<a>(?:now|today|here))\s+and\s+(?P<b>.{1,40})", from_to),
    _form(r"\b(?P<a>(?:now|today|here))\s+(?:to|until|till|up\s+to)\s+(?P<b>.{1,40})", from_to),
    _form(r"\bsince\s+(?P<rest>.{1,50})", since),
    _form(rf"\bsince\s+(?:[a-z']+\s+){{1,6}}?(?P<rest>(?:{HOLIDAY_BREAK}))", since),
    _form(rf"\bsince\s+(?:[a-z']+\s+){{0,5}}?(?:in\s+)?(?P<rest>{MONTH}\b(?:\s+20\d\d\b)?(?!\s+\d))", since),
    _form(rf"\b{_NTH}\s+week\s+(?:of|in)\s+(?P<m>{MONTH})\b", read_as.week_of_month),
    _form(
        r"\b(?:w/c|wc|w/b|wk\s+(?:beginning|commencing|of)|week\s+(?:beginning|commencing|starting"
        r"|of))\s+(?P<rest>.{1,40})",
        read_as.week_named,
    ),
    _form(
        rf"\b(?:our|the|my|your|their|that)\s+(?P<m>{MONTH})\s+(?:visit|meeting|call|review|session|one"
        rf"|v\d)s?\b(?P<y>)",
        read_as.in_month,
    ),
    _form(rf"\b(?:before|by|until|till)\s+the\s+end\s+of\s+(?P<m>{MONTH})\b", read_as.by_the_end_of_month),
    _form(rf"\b(?:between\s+)?(?P<m>{MONTH})\s+(?:and|to|until|till)\s+(?:now|today|date)\b", read_as.month_to_now),
    _form(r"\b(?P<way>before|by|until|till|after|this\s+side\s+of)\s+the\s+week\s?end\b", read_as.around_weekend),
    _form(r"\bweek\s+after\s+next\b", read_as.week_after_next),
    _form(
        r"\b(?:that|the)\s+(?P<how>same)?\s*week\b(?!\s*(?:end|[a-z]*(?:after|of|begin|commenc|start|we|is|next|back"
        r"|before)))"
        r"|\b(?:the\s+)?(?P<after>week\s+(?:after|following)|following\s+week)\b(?!\s+(?:next|the|that|we|christmas"
        r"|xmas|easter|new|half"
        r"|october|feb))",
        read_as.week_spoken_of,
    ),
    _form(r"\b(?:this|the|at)\s+(?P<way>)week\s?end\b", read_as.around_weekend),
    _form(r"\bthis\s+(?P<unit>week|month|term)\s+(?:and|or|&)\s+next\b", read_as.this_and_next),
    _form(
        r"\b(?P<n>1st|2nd|3rd|first|second|third|the)\s+(?P<unit>week|fortnight)\s+(?:(?:we\s+(?:are|come"
        r"|go)\s+)?back\b"
        r"(?:\s+(?:after|from)\s+)?|after\s+|(?:of|in)\s+(?:the\s+)?(?:next|new)\s+term(?=(?P<term>)))"
        rf"(?:the\s+)?(?:(?P<name>christmas|xmas|festive|easter|spring|summer|october|february|new\s+year)\b"
        rf"|{BREAK}\b|(?<=back)|(?<=term))",
        read_as.week_back,
    ),
    _form(
        rf"\b(?:last\s+(?:full\s+)?|the\s+)(?P<unit>week|fortnight)\s+before\s+(?:the\s+|we\s+{_STOP}\s+(?:up\s+"
        rf"|off\s+)?(?:for\s+)?(?:the\s+)?)?"
        rf"(?:{_IN_A_BREAK}\b|{BREAK}\b|$)|\blast\s+week\s+of\s+(?:the\s+|this\s+)?term\b",
        read_as.last_week_before,
    ),
    _form(rf"\b(?:so\s+far|already)\s+(?:in\s+)?(?:this|the)\s+{_UNIT}", read_as.so_far),
    _form(rf"\b(?:this|the)\s+{_UNIT}\s+(?:so\s+far|to\s+date)\b", read_as.so_far),
    _form(
        rf"\b(?:whole|entire|full|all|throughout|during|across|for\s+the|over\s+the)\s+(?:of\s+)?(?:(?:the"
        rf"|this)\s+)?{_UNIT}(?P<how>)",
        read_as.whole_unit,
    ),
    _form(r"\b(?P<how>this|next|last)\s+calendar\s+year\b", read_as.calendar_year),
    _form(rf"\b(?P<way>{_BEFORE}|in|from)\s+(?:the\s+)?(?<!since )(?<!since the )new\s+year\b", read_as.new_year),
    _form(rf"\b(?:rest|remainder)\s+of\s+(?:(?:the|this)\s+)?{_UNIT}", read_as.rest_of),
    _form(
        r"\b(?P<way>before|by|until|till|since)\s+(?:the\s+)?(?P<edge>end|start|beginning)\s+of\s+(?:the\s+|this\s+)?"
        rf"(?P<next>next\s+)?{_UNIT}",
        read_as.start_or_end,
    ),
    _form(
        rf"\b(?P<how>next|coming|last|past|previous|within)\s+(?:the\s+)?(?:next\s+)?(?:(?P<n>{NUMBER})\s+)?"
        rf"(?P<unit>fortnights?|days|weeks|months)\b",
        read_as.coming_days,
    ),
    _form(
        r"\b(?:in|over|within|for|during)\s+the\s+(?P<how>last)\s+(?P<n>)(?P<unit>week|month|year)\b",
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
    _form(
        rf"\b(?:before|until|till|by\s+the\s+time)\s+{_WE}\s+(?:all\s+)?{_STOP}\s+(?:up\s+|off\s+)?(?:on\s+"
        rf"|for\s+)(?:the\s+)?"
        rf"(?:{_IN_A_BREAK}|{BREAK})\b",
        read_as.before_we_stop,
    ),
    _form(
        rf"\b(?:before|until|till|by\s+the\s+time)\s+{_WE}\s+(?:all\s+)?(?:(?:break|finish)(?:e?s)?\s+up|(?:stop"
        rf"|finish|close|end|shut)"
        r"(?:e?s)?(?=\W*$))(?P<name>)",
        read_as.before_we_stop,
    ),
    _form(rf"\b{_WAY}{_IN_A_BREAK}\s+(?:{BREAK}|week)\b", read_as.around_holiday),
    _form(
        rf"\b(?P<way>{_BEFORE}|this\s+side\s+of)\s+(?:the\s+|last\s+)?{HOLIDAY}\b(?!\s+(?:\d|term))",
        read_as.around_holiday,
    ),
    _form(rf"\b(?P<way>){_IN_A_BREAK}\s+(?:{BREAK}|week)\b", read_as.around_holiday),
    _form(r"\b(?P<way>)(?:(?:feb|february)\s+)?(?P<name>mid-?\s?term|half[\s-]term)\b", read_as.around_holiday),
    _form(rf"\b{_WAY}(?P<name>){BREAK}\b", read_as.around_holiday),
    _form(
        rf"\b(?P<how>(?:over|in|during)\s+(?:the|this|last)|this|last|next)\s+(?P<season>winter|autumn|spring)\b"
        rf"(?!\s+(?:{BREAK}|term))",
        read_as.season,
    ),
    _form(
        r"\b(?P<way>on\s+or\s+before|before|up\s+to(?:\s+and\s+including)?|up\s+until|by|until|till"
        r"|after)\s+(?P<rest>.{1,40})",
        read_as.around_day,
    ),
    _form(rf"\b(?P<way>before|by|until)\s+(?P<m>{MONTH})\b{_YEAR}", read_as.around_month),
    _form(
        rf"\b(?:in|during|for|of|throughout|this|next|last|coming)\s+(?P<m>{MONTH})\b{_YEAR}(?!\s+\d)", read_as.in_month
    ),
    _form(
        rf"(?<!\d )(?<!th )\b(?P<m>{_UNMISTAKABLE_MONTH})\b{_YEAR}(?!\s+\d)",
        read_as.in_month,
    ),
    _form(rf"\b(?P<m>{MONTH})\s+(?P<y>20\d\d)\b", read_as.in_month),
    _form(
        rf"^\W*(?:(?:and|what about|how about|or|ok|okay|aye|right|no|then|so)\W+)*(?P<m>{MONTH})(?P<y>)\W*$",
        read_as.in_month,
    ),
    _form(r"[,;:(]\s*(?P<m>march|may)(?P<y>)\s*(?=[,;:).?!]|$)", read_as.in_month),
    _form(
        rf"(?<!\d )(?<!th )\b(?P<m>jan|feb|apr|jun|jul|aug|sept?|oct|nov|dec)\b(?P<y>)(?=\s+{_VISITS}\b)",
        read_as.in_month,
    ),
)
