"""Of the days named in a sentence: the one that is given up, and the one that is wanted instead."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from handlers.understanding.move_words import (
    ASKED_BEFORE,
    GIVEN_UP_AFTER,
    GIVEN_UP_BEFORE,
    INSTEAD,
    OF_THE_VISIT,
    OTHER_HOUR,
    RATHER_THAN,
    SCOTS_WISH,
    STANDS_ON,
    SUITS_WELL,
    TAKEN_BEFORE,
    WANTED_AFTER,
    WANTED_BEFORE,
    WANTED_IN,
)
from handlers.understanding.numbers import NUMBER, number_of, readable
from handlers.understanding.patterns import Pattern
from handlers.understanding.when import SaidDay, find_time

_LATER: Final = Pattern(
    rf"\b(?:(?:by|back|on|forward|to|put|push(?:ed)?|move(?:d)?|slide|slip"
    rf"|come)\s+)?(?P<n>{NUMBER})\s+(?P<unit>days?|weeks?|fortnights?)\b"
    r"(?!\s+(?:on\s+(?!from)|from\s+(?:now|today|tom|mon|tue|wed|thu|fri)|ago|today|tomorrow|mon|tue|wed|thu|fri|of"
    r"|in))"
    r"(?P<way>\s+(?:later|after|earlier|sooner|before|on(?=\s+from)))?"
)
_PUT_BY: Final = Pattern(r"\b(?:by|back|on|forward|to|put|push(?:ed)?|move(?:d)?|slide|slip|come)\s")
_BY_DAYS: Final = Pattern(r"(?:by|back|forward)\s")
# 'Any time from the 10th of February to the 5th of March' gives no day up.
_A_STRETCH: Final = Pattern(r"\b(?:from|between)\s.{2,40}?\s(?:to|until|till|and|up to)\s")
_CHANGE: Final = Pattern(
    r"\b(?:chang|mov|shift|swap|bump|push|bring|brought|put|slid|slip|alter|amend|resched|re-?arrang|extend|delay"
    r"|defer|postpone|go(?:es)?\b)"
)
_FORWARD: Final = Pattern(r"\bforward\b|\bearlier\b|\bsooner\b")
_NOT_THE: Final = Pattern(r"\bnot\s+(?:on\s+)?(?:the\s+)?$")
_NEGATED: Final = Pattern(r"\b(?:no|not|never|wont|cant|doesnt|isnt|cannot)\b|n't\b")
_WEEKDAY: Final = Pattern(r"\b(?:mon|tue|wed|thu|fri)")
_LEADS: Final = Pattern(r"^(?:(?:the|on|by|for|to|from|until|till|before|after|since)\s+)+")
_A_WEEK: Final = Pattern(r"\b(?:w/?c|w/b|week)\s+(?:(?:of|beginning|commencing|starting|the|monday)\s+)*$")
# By when something else is done, which is no day of a visit.
_BY_WHEN: Final = Pattern(
    r"\b(?:by|before|until|till|due|deadline|promised|again|next(?: \w+)?|review)\s+(?:(?:on|the|for|is|by)\s+)*$"
)

# How far before a day, in characters, the words stand that tell what it is.
_BESIDE: Final = 80


@dataclass(frozen=True)
class _Weighed:
    """A day with what speaks for it as the one wanted (`wanted`) and as the one given up (`given_up`)."""

    said: SaidDay
    wanted: int
    given_up: int
    not_this: bool

    @property
    def for_a_booking(self) -> int:
        """What speaks for it where no visit stands on any day yet."""
        return self.wanted - 3 * self.not_this

    @property
    def sum(self) -> int:
        return self.wanted - self.given_up


def meant(words: str, days: tuple[SaidDay, ...]) -> tuple[SaidDay, ...]:
    """The days but those that a sentence takes back: 'not the Tuesday, the Thursday one'."""
    text = readable(words)
    return tuple(day for day in days if not _NOT_THE.search(text[max(day.start - _BESIDE, 0) : day.start])) or days


def held_on(words: str, days: tuple[SaidDay, ...]) -> tuple[SaidDay, ...]:
    """Of the days in a record the ones on which a visit can have been: not the one by which feedback is promised."""
    text = readable(words)
    return tuple(day for day in days if not _BY_WHEN.search(_before(text, day)[-_BESIDE:]))


def wanted_first(words: str, days: tuple[SaidDay, ...]) -> tuple[SaidDay, ...]:
    """The days of a booking, the one that is most plainly asked for first; of two as plain the one with its number."""
    weighed = _weighed(readable(words), days)
    return tuple(one.said for one in sorted(weighed, key=lambda one: (-one.for_a_booking, one.said.bare)))


def in_order(days: tuple[SaidDay, ...]) -> tuple[SaidDay, ...]:
    """The days as they were said."""
    return tuple(sorted(days, key=lambda day: day.start))


def one_day_for_another(words: str, days: tuple[SaidDay, ...]) -> dict[str, str]:
    """'date' and 'from_date' of a sentence that plainly gives one day up for another, whatever it seems to ask for.

    Empty where it does not.
    """
    if len({day.day for day in days}) < 2:
        return {}
    text = readable(words)
    if _A_STRETCH.search(text) and not _CHANGE.search(text):
        return {}
    weighed = _weighed(text, days)
    plain = any(one.given_up and one.sum < 0 for one in weighed) and any(one.wanted and one.sum > 0 for one in weighed)
    said = moved(words, days) if plain else {}
    return said if "date" in said else {}


def moved(words: str, days: tuple[SaidDay, ...]) -> dict[str, str]:
    """Of a move, the day that it is moved to, and the one that it stood on; one day with a new hour is both."""
    if not days:
        return {}
    text = readable(words)
    weighed = _weighed(text, days)
    if len({day.day for day in days}) == 1:
        # Said twice, what is said of it either time counts.
        most = max(one.wanted for one in weighed), max(one.given_up for one in weighed)
        return _of_one_day(replace(weighed[0], wanted=most[0], given_up=most[1]), text, words)
    new = max(enumerate(weighed), key=lambda one: (one[1].sum, one[0]))[1]
    others = [one for one in weighed if one.said.day != new.said.day]
    old = min(others, key=lambda one: (one.sum, one.said.bare, abs(one.said.start - new.said.start)))
    if _A_WEEK.search(_before(text, new.said)[-_BESIDE:]):
        return {"from_date": old.said.day.isoformat()}
    to = _beside(new.said, old.said, text)
    before = _before(text, old.said)[-_BESIDE:]
    stands = not _A_WEEK.search(before) and not (_BY_WHEN.search(before) and not old.given_up)
    return {
        "date": to.isoformat(),
        **({"from_date": _stood_on(old.said, new.said, text).isoformat()} if stands else {}),
    }


def _of_one_day(one: _Weighed, text: str, words: str) -> dict[str, str]:
    day = one.said.day.isoformat()
    on = _days_on(text)
    if on:
        return {"date": (one.said.day + on).isoformat(), "from_date": day}
    if _A_WEEK.search(_before(text, one.said)[-_BESIDE:]):
        return {}
    if one.wanted > 1 and one.sum > 0 and not OTHER_HOUR.search(text):
        return {"date": day}
    return {"date": day, "from_date": day} if find_time(words) or OTHER_HOUR.search(text) else {"from_date": day}


def _weighed(text: str, days: tuple[SaidDay, ...]) -> list[_Weighed]:
    if not days:
        return []
    ends = [*(day.start for day in days[1:]), len(text)]
    begins = [0, *(day.end for day in days[:-1])]
    return [_weigh(text, day, begin, end) for day, begin, end in zip(days, begins, ends, strict=True)]


def _weigh(text: str, day: SaidDay, begin: int, end: int) -> _Weighed:
    """What the words around a day say of it, from the day before it (`begin`) up to the next (`end`)."""
    before, after = _before(text, day)[begin:], text[day.end : end]
    own = re.split(r"[.!?;]\s", before)[-1][-_BESIDE:]
    wish = bool(SCOTS_WISH.search(own))
    not_this = bool(GIVEN_UP_BEFORE.search(own)) and not wish
    up = 3 * not_this + 2 * bool(STANDS_ON.search(own))
    up += bool(TAKEN_BEFORE.search(own)) + 2 * bool(OF_THE_VISIT.search(after[:40]))
    led = bool(WANTED_BEFORE.search(own) or WANTED_IN.search(own)) and not up
    up += 2 * bool(GIVEN_UP_AFTER.search(after[:60]))
    wanted = (
        2 * (led or wish)
        + bool(ASKED_BEFORE.search(own))
        + 2 * (_suits(after) or _suits_inside(text, day))
        + 2 * bool(INSTEAD.search(after[:60]))
        + 3 * bool(RATHER_THAN.match(after))
    )
    return _Weighed(day, wanted, up, not_this)


def _before(text: str, day: SaidDay) -> str:
    """What stands before a day, with the 'to the' that belongs to it."""
    leads = _LEADS.match(text[day.start : day.end])
    return text[: day.start] + (leads[0] if leads else "")


def _days_on(text: str) -> timedelta:
    """'The 8th a week later', 'put the 8th back a fortnight': how far on from the day it stood on; else nothing."""
    found = _LATER.search(text)
    if found is None or not (found["way"] or _PUT_BY.match(found[0])):
        return timedelta()
    unit = found["unit"]
    if unit.startswith("d") and not (found["way"] or _BY_DAYS.match(found[0])):
        return timedelta()
    days = number_of(found["n"] or "a") * (1 if unit.startswith("d") else 14 if unit.startswith("f") else 7)
    return timedelta(days=-days if _FORWARD.search(text) else days)


def _beside(to: SaidDay, old: SaidDay, words: str) -> date:
    """A bare weekday beside a dated one is that day of the same week: 'from Thursday 10 December to the Friday'."""
    said = words[to.start : to.end]
    bare = to.bare and not any(char.isdigit() for char in said)
    dated = not old.bare
    same_week = old.day + timedelta(days=to.day.weekday() - old.day.weekday())
    return (
        same_week
        if bare and dated and _WEEKDAY.search(said) and same_week > to.day and same_week != old.day
        else to.day
    )


def _stood_on(old: SaidDay, to: SaidDay, words: str) -> date:
    """'Thursday the 17th rather than the Tuesday': the Tuesday of that week, where it is still to come."""
    if not (old.bare and words[: old.start].endswith(" the ") and any(map(str.isdigit, words[to.start : to.end]))):
        return old.day
    same_week = to.day + timedelta(days=old.day.weekday() - to.day.weekday())
    return same_week if same_week > old.day else old.day


def _suits_inside(text: str, day: SaidDay) -> bool:
    """'The Wednesday would be better, the 9th': one day, told twice."""
    said = text[day.start : day.end]
    return "," in said and bool(SUITS_WELL.search(said))


def _suits(after: str) -> bool:
    """'The 8th would suit', but not 'the 8th no longer works'."""
    said = WANTED_AFTER.match(after[:60])
    return said is not None and not _NEGATED.search(said[0])
