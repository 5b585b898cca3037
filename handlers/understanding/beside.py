"""Days that say what they mean only beside what else is said: 'the Monday after', 'the 11th' beside '8 February'."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from handlers.understanding.near_days import day_of, in_some_year, last_weekday, next_day_numbered, next_weekday
from handlers.understanding.numbers import MONTH, ORDINAL, WEEKDAY, month_of, weekday_of

_TAKEN_BACK: Final = re.compile(
    r"\b(?:no,? wait|wait,? no|no,? sorry|sorry,? (?:no|i mean)|i mean|scratch that|correction)\b"
)
_NAMES_A_MONTH: Final = re.compile(rf"\b{MONTH}\b|\d\s*[/.-]\s*\d")
_BARE_DAY: Final = re.compile(
    rf"^(?:from\s+(?:the\s+)?(?P<f>\d{{1,2}}){ORDINAL}?|(?:(?:the|on|by|for|to|from|until|till|before|after"
    rf"|since)\s+)*(?P<d>\d{{1,2}}){ORDINAL})$"
)
_WEEKDAY_ALONE: Final = re.compile(rf"^(?:(?:on|by|for|until|till|from|to)\s+)?(?P<day>{WEEKDAY})$")
_AFTER: Final = re.compile(
    r"\s*(?:after|following|efter|afterwards?)\b(?!\s+(?:next|\w+day|the\s+\w+day|school|lunch|\d))"
)
_BEFORE: Final = re.compile(
    r"\s*(?:before|previous)\b(?!\s+(?:\w+day|the|that|we|they|school|lunch|\d|christmas|xmas|easter|half|mid))"
)
_FOLLOWING: Final = re.compile(r"\b(?:following|ensuing)\s+$")
_ANY: Final = re.compile(r"\b(?:an?|any|some|which(?:ever)?|but|bar|except)\s+$")
_WEEK_AFTER: Final = re.compile(r"\s+(?:of\s+)?the\s+(?:week\s+(?:after|following)|following\s+week)\b(?!\s+next)")
_OF_THAT_WEEK: Final = re.compile(r"\s+(?:of\s+)?(?:that|the\s+same)\s+week\b")
# 'Free up my Wednesday at one school the 16th': nothing between that sets one day against the other.
_SET_APART: Final = re.compile(r"\b(?:to|until|till|for|instead|rather|than|not|but|no|and|or|from)\b|[.?!;]")
_NEAR: Final = 40
# 'It will have to be January, the 12th say', 'the back of the February break, the 11th'.
_MONTH_BEFORE: Final = re.compile(
    r"(?<!\d )(?<!\d)(?<!st )(?<!nd )(?<!rd )(?<!th )"
    rf"(?<!\d of )(?<!\dst of )(?<!\dnd of )(?<!\drd of )(?<!\dth of )\b(?P<m>{MONTH})\b(?:\s+[a-z]+){{0,3}}"
    r"[\s,.;:?-]+(?:[a-z']+\s+){0,3}$"
)
_OTHER_NUMBER: Final = re.compile(
    rf"\s*,?\s*(?:rather\s+than|instead\s+of|not)\s+(?:the\s+)?(?P<d>\d{{1,2}}){ORDINAL}?\b(?!\s*(?:am|pm|[:.]\s?\d"
    rf"|o'?\s?clock|/))"
)
_FORWARD: Final = re.compile(r"\b(?:forward|earlier|sooner)\b")
_SATURDAY: Final = 5
# 'Thurs 3 Dec, can we swap to the day after'.
_STEP: Final = re.compile(
    r"\b(?:the\s+)?(?:day\s+(?P<way>after|before)|(?:next|following)\s+day)\b(?!\s+(?:tom|yes|next|the|that|we|our"
    r"|school))"
)
_LEADS: Final = re.compile(r"(?:(?:the|on|by|for|to|from|until|till|before|after|since)\s+)+")
_STOPS: Final = re.compile(r"[.?!;]\s")


@dataclass(frozen=True)
class SaidDay:
    """A day and where it was said (positions in the readable form of the words).

    `bare`: a weekday alone, without a number, a month or 'next'. `unplaced`: a bare weekday 'after' a day that the
    sentence itself does not name.
    """

    day: date
    start: int
    end: int
    bare: bool = False
    unplaced: bool = False


def as_they_stand(said: list[SaidDay], text: str, today: date) -> tuple[SaidDay, ...]:
    """Days, in the order said, each as the others and the words beside it have it."""
    if not said:
        return ()
    said = [replace(one, bare=bool(_WEEKDAY_ALONE.match(text[one.start : one.end]))) for one in said]
    said = _with_steps(_with_other_numbers(said, text), text)
    said = [_of_the_month_before(one, text, today) for one in _in_one_month(said, text, today)]
    return _as_corrected(tuple(_without_doubles(_after_others(said, text), text)), text)


def _as_corrected(said: tuple[SaidDay, ...], text: str) -> tuple[SaidDay, ...]:
    """'Yesterday, no wait, Thursday': only the day put right counts."""
    again = None if len(said) < 2 else _TAKEN_BACK.search(text, said[0].end)
    return tuple(one for one in said if one.start >= again.end()) or said if again else said


def _with_other_numbers(said: list[SaidDay], text: str) -> list[SaidDay]:
    """'20 January rather than 13': a number alone after a day of the same month."""
    found = list(said)
    for one in said:
        other = _OTHER_NUMBER.match(text, one.end) if _NAMES_A_MONTH.search(text[one.start : one.end]) else None
        day = day_of(one.day.year, one.day.month, int(other["d"])) if other else None
        if other and day and not any(each.start < other.end() and each.end > other.start("d") for each in said):
            found.append(SaidDay(day, other.start("d"), other.end()))
    return sorted(found, key=lambda one: one.start)


def _with_steps(said: list[SaidDay], text: str) -> list[SaidDay]:
    """'The day after' a day that was named before it."""
    found = list(said)
    for step in _STEP.finditer(text):
        at = next((one for one in said if one.start == step.end() + 1 and step["way"]), None)
        if at is not None:
            # 'The day after St Andrew's Day'.
            days = timedelta(days=-1 if step["way"] == "before" else 1)
            found = [
                replace(one, day=one.day + days, start=step.start(), bare=False) if one is at else one for one in found
            ]
            continue
        before = [one for one in said if one.end <= step.start()]
        if before and not any(one.start < step.end() and step.start() < one.end for one in said):
            days = timedelta(days=-1 if step["way"] == "before" else 1)
            found.append(SaidDay(before[-1].day + days, step.start(), step.end()))
    return sorted(found, key=lambda one: one.start)


def _in_one_month(said: list[SaidDay], text: str, today: date) -> list[SaidDay]:
    """A bare 'the 11th' beside '8 February' is the 11th of February, where that is still to come."""
    dated = [one for one in said if _NAMES_A_MONTH.search(text[one.start : one.end])]
    if len({(one.day.year, one.day.month) for one in dated}) != 1 or len(said) < 2:
        return said
    return [one if one in dated else _of_month(one, text, dated[0], today) for one in said]


def _of_month(one: SaidDay, text: str, dated: SaidDay, today: date) -> SaidDay:
    bare, month = _BARE_DAY.search(text[one.start : one.end]), dated.day
    if bare is None:
        return one
    number = int(bare["d"] or bare["f"])
    if one.start < dated.start and not _FORWARD.search(text):
        coming = next_day_numbered(number, today)
        apart = bool(_STOPS.search(text[one.end : dated.start]))
        if coming and coming <= month and coming.weekday() < _SATURDAY and (number > month.day or apart):
            # 'The visit on the 30th has to go to 11 December', 'the 11th is out. What about 18 January?'
            return replace(one, day=coming)
    there = day_of(month.year, month.month, number)
    return one if there is None or there < min(today, month) else replace(one, day=there)


def _of_the_month_before(one: SaidDay, text: str, today: date) -> SaidDay:
    """'It will have to be January, the 12th say': a bare day after a month that has no day of its own."""
    bare = _BARE_DAY.search(text[one.start : one.end])
    found = _MONTH_BEFORE.search(text[max(one.start - 60, 0) : one.start]) if bare and bare["d"] else None
    if bare is None or found is None:
        return one
    with suppress(ValueError):
        there = in_some_year(int(bare["d"]), month_of(found["m"]), today, one.day < today)
        return replace(one, day=there)
    return one


def _after_others(said: list[SaidDay], text: str) -> list[SaidDay]:
    """'The 10th is out, might the Monday after be free': the Monday after the 10th."""
    placed: list[SaidDay] = []
    for one in said:
        # 'The 5th is a Friday and my Friday is full, so the Thursday before': before the 5th.
        firm = [other.day for other in placed if not other.bare] or [other.day for other in placed]
        placed.append(_placed(one, firm[-1] if firm else None, text))
    return placed


def _placed(one: SaidDay, before: date | None, text: str) -> SaidDay:
    named = _WEEKDAY_ALONE.match(text[one.start : one.end])
    weeks = 1 if _WEEK_AFTER.match(text, one.end) else 0
    if named and before and (weeks or _OF_THAT_WEEK.match(text, one.end)):
        there = before + timedelta(days=weekday_of(named["day"]) - before.weekday(), weeks=weeks)
        return replace(one, day=there, bare=False)
    if named and before and _BEFORE.match(text, one.end):
        return replace(one, day=last_weekday(weekday_of(named["day"]), before), bare=False)
    if named is None or not (_AFTER.match(text, one.end) or _FOLLOWING.search(text[: one.start][-12:])):
        return one
    if before is None:
        return replace(one, unplaced=True)
    return replace(one, day=next_weekday(weekday_of(named["day"]), before), bare=False)


def _without_doubles(said: list[SaidDay], text: str) -> list[SaidDay]:
    """'A Tuesday suits, the 15th if you have it', 'the Monday after, the 14th': one day, told twice."""
    kept: list[SaidDay] = []
    for one in said:
        again = [other for other in kept if _told_again(other, one, text)]
        joined = bool(again) and again[-1] is kept[-1]
        kept = [other for other in kept if other not in again]
        kept.append(replace(one, start=again[-1].start) if joined else one)
    return kept


def _told_again(one: SaidDay, later: SaidDay, text: str) -> bool:
    between = text[one.end : later.start] + (_LEADS.match(text[later.start : later.end]) or [""])[0]
    beside = (
        len(between) <= _NEAR
        and not _SET_APART.search(between)
        and bool(_BARE_DAY.match(text[later.start : later.end]))
    )
    open_to = one.unplaced or (one.bare and (beside or bool(_ANY.search(text[: one.start][-12:]))))
    return open_to and not later.bare and later.day.weekday() == one.day.weekday()


def in_the_week_of(one: SaidDay, first: date) -> SaidDay:
    """A bare weekday as that day of the week that begins with Monday `first`."""
    monday = first - timedelta(days=first.weekday())
    return replace(one, day=monday + timedelta(days=one.day.weekday())) if one.bare else one
