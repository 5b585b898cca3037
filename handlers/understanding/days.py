"""Single days in words: '9/12', 'thurs 3 dec', 'next Tuesday', 'a week on Friday'. Day first, always."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

from handlers.understanding import day_readers as read_as
from handlers.understanding.beside import SaidDay, as_they_stand
from handlers.understanding.numbers import MONTH, NUMBER, ORDINAL, WEEKDAY, lies_behind, readable
from handlers.understanding.patterns import Pattern

# Most sentences name no day at all: none of the forms below is without one of these.
_MAY_NAME_ONE: Final = Pattern(
    rf"\d|\b(?:{WEEKDAY}|{MONTH}|weds|to[dmn]|tm[rw]|yes|ago|back|(?:to)?days?|weeks?|fortnights?|months?|st\b|hallow|burns|christmas|boxing"
    r"|new\s+year|hogmanay|good\s+friday)"
)
_JUST_BEHIND: Final = timedelta(days=60)
_A_YEAR: Final = re.compile(r"\b(?:20)?\d\d$|\b20\d\d\b")
_Reader = Callable[[re.Match[str], date, bool], date | None]


def find_date(words: str, today: date) -> date | None:
    """The first day named, or None.

    A bare weekday is the next one after today, a bare day of the month the next one from today on; in a sentence about
    the past, the last one. 'Next Tuesday' is the Tuesday of next week. A day that does not exist (31 June) is none.
    """
    said = find_dates(words, today)
    return said[0].day if said else None


# What a sentence asks for and all that it names look for the same days.
@lru_cache(maxsize=8)
def find_dates(words: str, today: date, past: bool | None = None) -> tuple[SaidDay, ...]:
    """Every day named, in the order said. `past` says whether bare days lie behind; None lets the words decide."""
    text = readable(words)
    if not _MAY_NAME_ONE.search(text):
        return ()
    said: list[SaidDay] = []
    for pattern, read in _FORMS:
        for match in pattern.finditer(text):
            if not any(match.start() < other.end and other.start < match.end() for other in said):
                said.extend(_said(match, read, today, lies_behind(text, match.start(), match.end(), past)))
    days = as_they_stand(sorted(said, key=lambda one: one.start), text, today)
    return tuple(_to_come(one, text, today) for one in days) if past is False else days


def _to_come(one: SaidDay, text: str, today: date) -> SaidDay:
    """What is asked for lies ahead: a day long past, said without its year, is next year's."""
    if today - one.day <= _JUST_BEHIND or _A_YEAR.search(text[one.start : one.end]):
        return one
    with suppress(ValueError):
        return replace(one, day=one.day.replace(year=one.day.year + 1))
    return one


def _said(match: re.Match[str], read: _Reader, today: date, behind: bool) -> Iterator[SaidDay]:
    # ValueError and OverflowError: no such day (31 June), or one beyond the calendar (in 999 months' time is not).
    with suppress(ValueError, OverflowError):
        day = read(match, today, behind)
        if day is not None:
            yield SaidDay(day, match.start(), match.end())


def _form(pattern: str, read: _Reader) -> tuple[Pattern, _Reader]:
    return Pattern(pattern), read


_YEAR: Final = r"(?:,?\s+(?P<y>20\d\d|'\d\d)\b)?"
_MAYBE_WEEKDAY: Final = rf"(?:\b{WEEKDAY},?\s+(?:the\s+)?)?"
_ENDS_A_DATE: Final = (
    r"(?=\s*(?:$|[,?!;)]|\d{1,2}(?:[.:]\d\d|\s?[ap]m)|\.(?!\d)|-|(?:at|on|from|to|and|or|please|pls|instead|for"
    r"|until|till|in|with|is|visit"
    r"|meeting|one|call|slot|session)\b))"
)
_NOT_COUNTED: Final = (
    r"(?!\s*(?:year|visit|time|week|most|highest|lowest|percentile|grade|century|school|meeting|term))"
)
_MAY_IS_A_VERB: Final = r"(?<!\bmay(?=\s(?:be|have|need|not|want|also|well|come|get|require)\b))"
_SHORT_DAY: Final = r"(?:mon|tues?|weds?|thu|thurs?|fri)"
_LONG_DAY: Final = r"(?:monday|tuesday|wednesday|wensday|thursday|friday|saturday|sunday)"
_TOMORROW: Final = r"(?:tomm?orr?ow|tmrw|tmw|2moro|2morrow|tomorr?[oa]|tomoz)"

# The most telling forms first; words that one has read are not read again.
_FORMS: Final = (
    _form(r"(?<!\d)(?P<y>20\d\d)-(?P<m>\d{1,2})-(?P<d>\d{1,2})(?!\d)", read_as.iso),
    _form(
        rf"{_MAYBE_WEEKDAY}(?<![\d/.])(?P<d>\d{{1,2}})(?P<s>[/.-])(?P<m>\d{{1,2}})(?P=s)(?P<y>20\d\d|\d\d)(?![\d/])",
        read_as.numeric,
    ),
    _form(
        rf"\b(?P<n>first|1st|second|2nd|third|3rd|last)\s+(?P<day>{WEEKDAY})\s+(?:in|of)\s+(?P<m>{MONTH})\b",
        read_as.weekday_of_month,
    ),
    _form(
        rf"(?:\bthe\s+)?\b(?P<d>\d{{1,2}}){ORDINAL}\s+of\s+(?P<how>next|this|last)\s+month\b", read_as.day_of_some_month
    ),
    _form(rf"\b(?:until|till|by|to|for|now|is)\s+(?:the\s+)?end\s+of\s+(?P<m>{MONTH})\b", read_as.end_of_month),
    _form(
        rf"(?<![\w/.£$-])(?P<d>\d{{1,2}}){ORDINAL}?(?=\s*(?:&|and|or|-|rather\s+than|instead\s+of"
        rf"|not)\s*(?:the\s+)?\d{{1,2}}{ORDINAL}?\s+(?:of\s+)?(?P<m>{MONTH})\b)(?P<y>)",
        read_as.named_month,
    ),
    _form(
        rf"\bfrom\s+(?:the\s+)?(?P<d>\d{{1,2}}){ORDINAL}?(?=\s+to\s+(?:the\s+)?\d{{1,2}}{ORDINAL}?\s+(?:of\s+)?(?P<m>{MONTH})\b)"
        r"(?P<y>)",
        read_as.named_month,
    ),
    _form(
        _MAYBE_WEEKDAY + r"(?<![\w/.£$])(?P<d>\d{1,2})/(?P<m>\d{1,2})(?![\d/%]|\s+of\b)", read_as.numeric_without_year
    ),
    _form(
        rf"(?:\b{WEEKDAY},?\s+)?\(?(?:\bthe\s+)?(?<![\d./:-])\b(?P<d>\d{{1,2}}){ORDINAL}?\s*(?:of\s+)?(?P<m>{MONTH})\b\.?"
        rf"{_MAY_IS_A_VERB}{_YEAR}",
        read_as.named_month,
    ),
    _form(rf"\b(?P<m>{MONTH})[.,]?\s+(?:the\s+)?(?P<d>\d{{1,2}}){ORDINAL}{_YEAR}", read_as.named_month),
    _form(
        rf"\b(?P<m>{MONTH})\.?\s+(?:the\s+)?(?P<d>\d{{1,2}})(?:,?\s+(?P<y>20\d\d)\b|(?P<z>){_ENDS_A_DATE})",
        read_as.named_month,
    ),
    _form(
        rf"\b(?<!next )(?<!last )(?<!this )(?:(?P<n>{NUMBER})\s+)?(?P<unit>weeks?|fortnights?)\s+"
        rf"(?:(?:on|from|after|come)\s+)?(?P<day>{WEEKDAY}|today|{_TOMORROW})\b",
        read_as.weeks_on_weekday,
    ),
    _form(rf"\b(?P<day>{WEEKDAY})\s+(?P<how>after)\s+next\b", read_as.weekday_after_next),
    _form(
        r"(?:(?<=day after )|(?<=day before )|\b(?:on|for|by|until|till|since|(?<!day )before|(?<!day )after|of|from"
        r"|to)\s+)(?:the\s+)?(?P<name>st\.?\s+andrew'?s'?"
        r"|hallowe'?en|burns'?s?|christmas|boxing|new\s+year'?s?|hogmanay"
        r"|good)(?:\s+(?P<which>eve|day|night|friday))?\b",
        read_as.named_day,
    ),
    _form(rf"\b(?P<day>{WEEKDAY})\s+(?:of\s+)?the\s+week\s+(?P<how>after)\s+next\b", read_as.weekday_of_week),
    _form(rf"\bthe\s+week\s+(?P<how>after)\s+next,?\s+(?:on\s+)?(?P<day>{WEEKDAY})\b", read_as.weekday_of_week),
    _form(rf"\b(?P<day>{WEEKDAY})\s+(?:of\s+)?(?P<how>next|last|this)\s+week\b", read_as.weekday_of_week),
    _form(rf"\b(?P<how>next|last|this)\s+week,?\s+(?:on\s+)?(?P<day>{WEEKDAY})\b", read_as.weekday_of_week),
    _form(
        rf"\b(?P<day>{WEEKDAY}|{_TOMORROW}|today)\s+(?:(?P<n>a)\s+)?(?P<unit>week|fortnight)\b",
        read_as.weeks_on_weekday,
    ),
    _form(rf"\b(?:(?P<n>{NUMBER})\s+)?weeks?\s+past\s+(?:on\s+)?(?P<day>{WEEKDAY})\b", read_as.weeks_past_weekday),
    _form(
        rf"\b(?P<n>{NUMBER})\s+(?P<unit>days?|weeks?|fortnights?|months?)\s+(?P<ago>ago|back)\b", read_as.ahead_or_ago
    ),
    _form(rf"\b(?:{NUMBER}|half\s+an)\s+(?:hours?|hrs?|min(?:ute)?s?)\s+ago\b", read_as.on_this_day),
    _form(
        rf"\bin\s+(?P<n>{NUMBER})\s+(?P<unit>days?|weeks?|fortnights?|months?)\b(?:'?\s+time)?", read_as.ahead_or_ago
    ),
    _form(
        rf"\b(?P<n>{NUMBER})\s+(?P<unit>days?|weeks?|fortnights?|months?)'?s?\s+(?:from\s+(?:now|today)|time)\b",
        read_as.ahead_or_ago,
    ),
    _form(
        rf"\b(?:(?:the\s+)?day\s+after\s+{_TOMORROW}|(?:the\s+)?day\s+before\s+yesterday|today|tonight|yesterday|yest"
        rf"|{_TOMORROW})\b",
        read_as.near_day,
    ),
    _form(rf"\b(?P<day>{WEEKDAY})(?:,?\s+|\s*[(-]\s*)(?:the\s+)?(?P<d>\d{{1,2}}){ORDINAL}\b", read_as.weekday_and_day),
    _form(
        rf"\b(?P<day>{WEEKDAY})\s+(?P<d>\d{{1,2}})\b(?!\s*(?:am|pm|[:./-]\s*\d|o'?\s?clock|%|to\s+\d|past\b))",
        read_as.weekday_and_number,
    ),
    _form(
        rf"\b(?:the|on|by|for|to|from|until|till|before|after"
        rf"|since)\s+(?:the\s+)?(?P<d>\d{{1,2}}){ORDINAL}\b{_NOT_COUNTED}",
        read_as.day_of_month,
    ),
    _form(
        rf"(?:\b(?P<how>next|last|past|this\s+coming|this"
        rf"|coming)\s+)?\b(?<!good )(?<!black )(?<!easter )(?P<day>{_LONG_DAY}|{_SHORT_DAY})\b(?!')"
        r"(?!\s+(?:mornings|afternoons|evenings|nights))"
        r"(?P<after>\s+(?:past|there|gone)\b)?",
        read_as.weekday,
    ),
    _form(r"\b(?:(?P<how>next|last|this)|on|by|for|until|till|from|to)\s+(?P<day>wed|sat|sun)\b", read_as.weekday),
    _form(
        rf"(?<![\w.])(?P<d>\d{{1,2}}){ORDINAL}\b{_NOT_COUNTED}(?!\s+(?:class|goal|action|step|level|of\b|in\b|best))",
        read_as.day_of_month,
    ),
    _form(r"^\s*(?P<how>)(?P<day>wed|sat|sun)\s*$", read_as.weekday),
)
