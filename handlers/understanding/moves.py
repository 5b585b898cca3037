"""Of the days named in a move: which is the new one, and which the visit stood on."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from handlers.understanding.numbers import NUMBER, number_of, readable
from handlers.understanding.patterns import Pattern
from handlers.understanding.when import SaidDay, find_time

_NEW_DAY: Final = Pattern(
    r"\b(?:to|until|till|for|make it|do|tae|be|maybe|mibbe|perhaps|possibly|say|how about|what about)\s+"
    r"(?:(?:the|a|on|be|next|about|w/?c|week)\s+)*$"
)
_CANNOT_DO: Final = Pattern(
    r"(?:n't|nt|nae|nny|\bnot|\bno|\bnever)\s+(?:\w+\s+)?(?:do|make it|for|be|tae|to)\s+(?:(?:the|on)\s+)*$"
)
_INSTEAD: Final = Pattern(r"\binstead\b(?!\s+of)")
_OTHER_WAY: Final = Pattern(
    r"\b(?:rather than|instead of|than|not?(?! (?:good|use|longer|more|able|suitable|great|ideal|possible)))\b"
)
_SUITS: Final = Pattern(
    r"^\W*(?:\w+\s+){0,2}?(?:would\s+|will\s+)?"
    r"(?:suits?|be better|is better|better|works?|then|is fine|be fine|possible|ok)\b"
)
_LATER: Final = Pattern(
    rf"\b(?:(?:by|back|on|forward|to|put|push(?:ed)?|move(?:d)?)\s+(?P<n>{NUMBER})\s+(?P<unit>weeks?|fortnights?)\b"
    r"(?!\s+(?:on|from|ago|today|tomorrow|mon|tue|wed|thu|fri))"
    rf"(?:\s+(?:later|after|earlier))?)"
)
_FORWARD: Final = Pattern(r"\bforward\b|\bearlier\b")
_NOT_THE: Final = Pattern(r"\bnot\s+(?:on\s+)?(?:the\s+)?$")
_NEGATED: Final = Pattern(r"\b(?:no|not|never|wont|cant|doesnt|isnt|cannot)\b|n't\b")
_WEEKDAY: Final = Pattern(r"\b(?:mon|tue|wed|thu|fri)")


def meant(words: str, days: tuple[SaidDay, ...]) -> tuple[SaidDay, ...]:
    """The days but those that a sentence takes back: 'not the Tuesday, the Thursday one'."""
    text = readable(words)
    return tuple(day for day in days if not _NOT_THE.search(text[: day.start])) or days


def moved(words: str, days: tuple[SaidDay, ...]) -> dict[str, str]:
    """Of a move, the day that it is moved to, and the one that it stood on; one day with a new hour is both."""
    if not days:
        return {}
    text = readable(words)
    ends = [*(day.start for day in days[1:]), len(text)]
    new = [day for day, end in zip(days, ends, strict=True) if _is_new(text, day, end)]
    if len(days) == 1:
        day = days[0].day.isoformat()
        on = _weeks_on(text)
        if on:
            return {"date": (days[0].day + timedelta(weeks=on)).isoformat(), "from_date": day}
        if new:
            return {"date": day}
        return {"date": day, "from_date": day} if find_time(words) else {"from_date": day}
    first, last = days[0], days[-1]
    turned = bool(_OTHER_WAY.search(text[first.end : last.start]))
    to = new[0] if len(new) == 1 else first if turned else new[-1] if new else last
    old = next(day for day in days if day is not to)
    just_before = timedelta() < to.day - old.day <= timedelta(weeks=1)
    from_day = old.day if just_before else _beside(old, to, text)
    return {"date": _beside(to, old, text).isoformat(), "from_date": from_day.isoformat()}


def _weeks_on(text: str) -> int:
    """'The 8th a week later', 'put the 8th back a fortnight': how many weeks on from the day it stood on; else 0."""
    found = _LATER.search(text)
    if found is None:
        return 0
    weeks = number_of(found["n"] or "a") * (2 if found["unit"].startswith("f") else 1)
    return -weeks if _FORWARD.search(text) else weeks


def _beside(to: SaidDay, old: SaidDay, words: str) -> date:
    """A bare weekday beside a dated one is that day of the same week: 'from Thursday 10 December to the Friday'."""
    bare = not any(char.isdigit() for char in words[to.start : to.end])
    dated = any(char.isdigit() for char in words[old.start : old.end])
    same_week = old.day + timedelta(days=to.day.weekday() - old.day.weekday())
    named = _WEEKDAY.search(words[to.start : to.end].lower())
    return same_week if bare and dated and named and same_week != old.day else to.day


def _is_new(words: str, day: SaidDay, end: int) -> bool:
    """Whether the words around a day (after it up to `end`) make it the day to move to."""
    before, after = words[: day.start].lower(), words[day.end : end].lower()
    led = bool(_NEW_DAY.search(before)) and not _CANNOT_DO.search(before)
    return led or bool(_INSTEAD.search(after)) or _suits(after)


def _suits(after: str) -> bool:
    """'The 8th would suit', but not 'the 8th no longer works'."""
    said = _SUITS.match(after)
    return said is not None and not _NEGATED.search(said[0])
