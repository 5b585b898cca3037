"""Of the days named in a sentence: the one that is given up, and the one that is wanted instead."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from handlers.understanding.numbers import NUMBER, number_of, readable
from handlers.understanding.patterns import Pattern
from handlers.understanding.when import SaidDay, find_time

# What stands right before a day that is wanted: 'to the 10th', 'make it the 10th', 'could we say the 10th'.
_WANTED_BEFORE: Final = Pattern(
    r"(?:(?:->|→|=>)\s*|\b(?:(?<!was )(?<!were )(?<!meant )(?<!due )to|until|till|for|make (?:it|that)|(?<!only )do|tae"
    r"|(?<!was to )(?<!meant to )be|become|now|come|maybe|mibbe|perhaps|possibly|say|try|how about|what about"
    r"|gi[ev]e? (?:me|us)"
    r"|(?:has|have|needs?|going|got) to be|ideally|i'?ll (?:come|be|do|see)(?: \w+)?|(?:rather|sooner"
    r"|prefer) (?:\w+ ){0,4}?"
    r"|use (?:\w+ ){1,3}?|put (?:\w+ ){1,3}?)(?:\s+|$))"
    r"(?:(?:the|a|on|in|be|next|about|w/?c|week|beginning|commencing|it|that|this|for|us|out)\s+)*$"
)
# 'So could she come on Friday', 'might the Monday after be free': asked for, whatever stands between.
_ASKED_BEFORE: Final = Pattern(
    r"\b(?:could|would|might|can|will|so|shall|should|let'?s|happy|offer\w*|suggest\w*|propose\w*|(?:i|we|s?he|they"
    r"|it)'?ll)\s+"
    r"(?:(?!not\b)[\w'.:]+\s+){0,6}$"
)
# 'Could he no come on Friday' asks for it.
_SCOTS_WISH: Final = Pattern(r"\b(?:could|can|would|will)\s+(?:\w+\s+){1,3}no\s+\w+\s+(?:\w+\s+){0,2}$")
_WANTED_AFTER: Final = Pattern(
    r"^'?s?\s*(?:\w+\s+){0,2}?(?:would\s+|will\s+|is\s+|might\s+|could\s+)?"
    r"(?:suits?|be (?:\w+ )?(?:better|kinder|easier|ideal|great|good|fine|free|grand|perfect)|(?:is )?better|works?"
    r"|then|it is"
    r"|do(?:es)?\b(?!n)|fine|possible|ok|okay|clear|free|available|any (?:good|use)|good|great|grand|dae"
    r"|if (?:you|she|he|they|that|it))\b|^\W*(?:now(?=\s*[.,!?])|maybe|mibbe|perhaps|ideally"
    r"|if (?:you|she|he|they|that)"
    r"|would (?:suit|do|be))\b"
)
_INSTEAD: Final = Pattern(r"\binstead\b(?!\s+of\b(?!\s+(?:it|that|this)\b))")
# What stands right before a day that is given up: 'rather than the 8th', 'off the 8th', 'our visit of the 8th'.
_GIVEN_UP_BEFORE: Final = Pattern(
    r"\b(?:rather than|instead of|in place of|in lieu of|than|off|from"
    r"|not?(?! (?:good|use|longer|more|able|suitable|great|ideal|possible)))\s+(?:(?:on|for|at|the|being|next"
    r"|this)\s+)*$"
    r"|(?:n't|nt|nae|nny|\bnot|\bno|\bnever|\bcannot)\s+(?:(?:\w+)\s+){0,3}(?:(?:the|on|for)\s+)*$"
)
_STANDS_ON: Final = Pattern(
    r"\b(?:visits?|one|meeting|session|call|thing|slot|v\d|review|what we had)\s+(?:\w+\s+)?(?:in\s+)?(?:on|of"
    r"|for)\s+(?:the\s+)?$"
    r"|(?<!\bus )(?<!\bme )\b(?:down|booked|set|scheduled|planned|pencilled|due|had|arranged|fixed|out|off"
    r"|away)\s+(?:in\s+)?(?:on|for)\s+"
    r"(?:the\s+)?$|\b(?:was|were|(?:was|were|meant|supposed|due)\s+to\s+be)\s+(?:on\s+|for\s+)?(?:the\s+)?$"
)
# What is on that day besides, or what is to be done with it.
_TAKEN_BEFORE: Final = Pattern(
    r"\b(?:cancel|drop|scrap|swap|shift|move|bump|change|lose|reschedule|clash\w*|trip|drill|full|busy|away|shut"
    r"|closed|holiday"
    r"|strike|training|fair|show|nativity|concert|panto|exams?|prelims?|photographer|jags|funeral|wedding|court"
    r"|rehearsals?"
    r"|inspection|cover|teaching)(?:'s)?\s+(?:(?:is|now|with|the|on|for|from)\s+)*$"
)
_GIVEN_UP_AFTER: Final = Pattern(
    r"^(?:'s|\s+(?:is|are|was|has|have|will))?\s*(?:[\w']+\s+){0,2}?(?:isn'?t|isnae|is not|not|no(?! wait)|won'?t"
    r"|doesn'?t|didn'?t"
    r"|cannae|can'?t|cannot|out|off|impossible|full|a (?:holiday|bust|goner|no-?go|washout|clash)|closed|shut"
    r"|clash\w*|gone"
    r"|taken|awkward|useless|beyond us|needs? (?:to|another|moved|shifted|a new)|(?:has|have|will have) to (?:move"
    r"|go|wait|shift))\b"
)
_OF_THE_VISIT: Final = Pattern(r"^(?:'s)?\s+(?:\w+\s+){0,2}?(?:visit|meeting|call|session)\b")
_LATER: Final = Pattern(
    rf"\b(?:(?:by|back|on|forward|to|put|push(?:ed)?|move(?:d)?|slide|slip"
    rf"|come)\s+)?(?P<n>{NUMBER})\s+(?P<unit>days?|weeks?|fortnights?)\b"
    r"(?!\s+(?:on|from|ago|today|tomorrow|mon|tue|wed|thu|fri|of|in))"
    r"(?P<way>\s+(?:later|after|earlier|sooner|before))?"
)
_PUT_BY: Final = Pattern(r"\b(?:by|back|on|forward|to|put|push(?:ed)?|move(?:d)?|slide|slip|come)\s")
_BY_DAYS: Final = Pattern(r"(?:by|back|forward)\s")
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


@dataclass(frozen=True)
class _Weighed:
    """A day with what speaks for it as the one wanted (`wanted`) and as the one given up (`given_up`)."""

    said: SaidDay
    wanted: int
    given_up: int

    @property
    def sum(self) -> int:
        return self.wanted - self.given_up


def meant(words: str, days: tuple[SaidDay, ...]) -> tuple[SaidDay, ...]:
    """The days but those that a sentence takes back: 'not the Tuesday, the Thursday one'."""
    text = readable(words)
    return tuple(day for day in days if not _NOT_THE.search(text[: day.start])) or days


def held_on(words: str, days: tuple[SaidDay, ...]) -> tuple[SaidDay, ...]:
    """Of the days in a record the ones on which a visit can have been: not the one by which feedback is promised."""
    text = readable(words)
    return tuple(day for day in days if not _BY_WHEN.search(_before(text, day)))


def wanted_first(words: str, days: tuple[SaidDay, ...]) -> tuple[SaidDay, ...]:
    """The days of a booking, the one that is most plainly asked for first."""
    weighed = _weighed(readable(words), days)
    return tuple(one.said for one in sorted(weighed, key=lambda one: -one.sum))


def in_order(days: tuple[SaidDay, ...]) -> tuple[SaidDay, ...]:
    """The days as they were said."""
    return tuple(sorted(days, key=lambda day: day.start))


def one_day_for_another(words: str, days: tuple[SaidDay, ...]) -> dict[str, str]:
    """'date' and 'from_date' of a sentence that plainly gives one day up for another, whatever it seems to ask for.

    Empty where it does not.
    """
    if len({day.day for day in days}) < 2:
        return {}
    weighed = _weighed(readable(words), days)
    plain = any(one.given_up and one.sum < 0 for one in weighed) and any(one.wanted and one.sum > 0 for one in weighed)
    return moved(words, days) if plain else {}


def moved(words: str, days: tuple[SaidDay, ...]) -> dict[str, str]:
    """Of a move, the day that it is moved to, and the one that it stood on; one day with a new hour is both."""
    if not days:
        return {}
    text = readable(words)
    weighed = _weighed(text, days)
    if len({day.day for day in days}) == 1:
        return _of_one_day(weighed[0], text, words)
    new = max(enumerate(weighed), key=lambda one: (one[1].sum, one[0]))[1]
    others = [one for one in weighed if one.said.day != new.said.day]
    old = min(others, key=lambda one: one.sum)
    to = _beside(new.said, old.said, text)
    before = _before(text, old.said)
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
    if _A_WEEK.search(_before(text, one.said)):
        return {}
    if one.wanted > 1 and one.sum > 0:
        return {"date": day}
    return {"date": day, "from_date": day} if find_time(words) else {"from_date": day}


def _weighed(text: str, days: tuple[SaidDay, ...]) -> list[_Weighed]:
    if not days:
        return []
    ends = [*(day.start for day in days[1:]), len(text)]
    begins = [0, *(day.end for day in days[:-1])]
    return [_weigh(text, day, begin, end) for day, begin, end in zip(days, begins, ends, strict=True)]


def _weigh(text: str, day: SaidDay, begin: int, end: int) -> _Weighed:
    """What the words around a day say of it, from the day before it (`begin`) up to the next (`end`)."""
    before, after = _before(text, day)[begin:], text[day.end : end]
    own = re.split(r"[.!?;]\s", before)[-1][-80:]
    wish = bool(_SCOTS_WISH.search(own))
    up = 3 * (bool(_GIVEN_UP_BEFORE.search(own)) and not wish) + 2 * bool(_STANDS_ON.search(own))
    up += bool(_TAKEN_BEFORE.search(own))
    led = bool(_WANTED_BEFORE.search(own)) and not up
    up += 2 * bool(_GIVEN_UP_AFTER.search(after[:60]))
    up += bool(_OF_THE_VISIT.search(after[:40])) and not led
    wanted = (
        2 * (led or wish) + bool(_ASKED_BEFORE.search(own)) + 2 * _suits(after) + 2 * bool(_INSTEAD.search(after[:60]))
    )
    return _Weighed(day, wanted, up)


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
    dated = any(char.isdigit() for char in words[old.start : old.end])
    same_week = old.day + timedelta(days=to.day.weekday() - old.day.weekday())
    return same_week if bare and dated and _WEEKDAY.search(said) and same_week != old.day else to.day


def _stood_on(old: SaidDay, to: SaidDay, words: str) -> date:
    """'Thursday the 17th rather than the Tuesday': the Tuesday of that week, where it is still to come."""
    if not (old.bare and words[: old.start].endswith(" the ") and any(map(str.isdigit, words[to.start : to.end]))):
        return old.day
    same_week = to.day + timedelta(days=old.day.weekday() - to.day.weekday())
    return same_week if same_week > old.day else old.day


def _suits(after: str) -> bool:
    """'The 8th would suit', but not 'the 8th no longer works'."""
    said = _WANTED_AFTER.match(after[:60])
    return said is not None and not _NEGATED.search(said[0])
