"""What a follow-up takes over from the sentence before it: the school, and the values that it does not change."""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import date, time, timedelta
from typing import Final

from dateutil.relativedelta import relativedelta

from handlers.understanding.near_days import next_weekday
from handlers.understanding.numbers import MONTH, WEEKDAY, readable, weekday_of
from handlers.understanding.times import shifted_time
from handlers.understanding.understood import Understood

_PRACTICE: Final = frozenset({"practice_search", "practice_contact", "practice_share"})
_WEEK_AFTER: Final = re.compile(
    r"^\W*(?:(?:and|no+|naw|ok|so|what about|how about)\W+)*the\s+(?:week after|following week)\b", re.I
)
_BARE_DAY: Final = re.compile(r"\b(?P<day>\d{1,2})(?:st|nd|rd|th)\b", re.IGNORECASE)
_CHANGES: Final = frozenset(
    {"book_visit", "move_visit", "cancel_visit", "record_visit", "agree_visit", "dispute_record"}
)
# What changes one visit, and what may have told which.
_OF_ONE_VISIT: Final = frozenset({"move_visit", "cancel_visit", "record_visit"})
_OF_A_VISIT: Final = frozenset({"next_visit", "visit_list", "book_visit", "move_visit", "agree_visit", "show_note"})
_LISTS: Final = frozenset({"next_visit", "visit_list"})
_DAYS: Final = ("date", "from_date")
_HELD: Final = frozenset({"record_visit", "dispute_record"})
_THAT_WEEK: Final = re.compile(r"\b(?:of\s+)?(?:that|the\s+same)\s+week\b")
_A_WEEKDAY: Final = re.compile(rf"\b(?P<day>{WEEKDAY})\b")
_NOT_BARE: Final = re.compile(
    rf"\d(?:st|nd|rd|th)\b|\d\s*/\s*\d|\b{MONTH}\b|\b(?:next|this|last|coming|weeks?|tomorrow)\b"
)
_AFTER: Final = re.compile(rf"\b{WEEKDAY}\s+(?:after|following)\b|\bfollowing\s+{WEEKDAY}\b")
_CORRECTS: Final = re.compile(
    r"^\W*(?:och|oh|ah|aw)?\W*(?:no+|naw|wait|actually|sorry|oops|scrap that)\b", re.IGNORECASE
)
_STEP: Final = re.compile(
    r"\b(?:the\s+)?(?:day\s+(?:after|later)|(?:next|following)\s+day|(?P<week>week\s+(?:after|later)))\b(?!\s+\w*day)"
)
_A_MONTH: Final = re.compile(rf"\b{MONTH}\b|\d\s*[/.-]\s*\d|\bnext\b|\bthis\b", re.IGNORECASE)


def leans_on_a_visit(understood: Understood, before: str, words: str) -> bool:
    """Whether a visit is changed that only the sentence before can tell: no school is named, or no day it stands on."""
    if understood.intent not in _OF_ONE_VISIT or before not in _OF_A_VISIT or understood.school_words:
        return False
    told = understood.values.keys() & {"self_school", "which", "from_date"}
    return not told or (told == {"from_date"} and bool(_CORRECTS.match(words)))


def with_what_went_before(understood: Understood, before: Understood, words: str, today: date) -> Understood:
    """A follow-up keeps the school, and for the same intent the other values, that it does not change itself."""
    kept = dict(before.values) if understood.intent == before.intent else {}
    understood = replace(
        understood, values=_new_day(understood.values, before, words), named=_new_day(understood.named, before, words)
    )
    understood = _with_days(_with_time(understood, before, words), before, words, today)
    if {understood.intent, before.intent} <= _PRACTICE:
        kept |= {name: before.values[name] for name in ("theme", "qi", "stage") if name in before.values}
    understood = _the_stretch_after(understood, before, words)
    kept.pop("period" if "date" in understood.values else "date" if "period" in understood.values else "", "")
    names_a_place = bool(understood.school_words or understood.values.keys() & {"self_school", "cluster", "scope"})
    if names_a_place:
        kept = {name: value for name, value in kept.items() if name not in ("self_school", "cluster", "scope")}
        return replace(understood, values=kept | dict(understood.values))
    if "self_school" in before.values:
        kept["self_school"] = "true"
    values = kept | dict(understood.values)
    return replace(understood, values=values, school=before.school, school_words=before.school_words)


def _the_stretch_after(understood: Understood, before: Understood, words: str) -> Understood:
    """'And the week after?': the week after the one just asked about."""
    period = before.values.get("period") or before.named.get("period", "")
    if not period or not _WEEK_AFTER.match(words):
        return understood
    first, last = (date.fromisoformat(day) + timedelta(weeks=1) for day in period.split("/"))
    after = {"period": f"{first.isoformat()}/{last.isoformat()}"}
    return replace(understood, values={**understood.values, **after}, named={**understood.named, **after})


def _with_days(understood: Understood, before: Understood, words: str, today: date) -> Understood:
    """The days of a follow-up by the day in the sentence before: 'make it Friday', 'the day after', 'scrub it'."""
    day = _day_before(understood.intent, before, today)
    if day is None or understood.intent not in _CHANGES | _LISTS:
        return understood
    own = {name: understood.named[name] for name in ("date", "from_date") if name in understood.named}
    days = _days(understood, own, before, day, readable(words))
    if days is None:
        return understood
    values, named = (
        {name: value for name, value in said.items() if name not in ("date", "from_date")}
        for said in (understood.values, understood.named)
    )
    return replace(understood, values=values | days, named=named | days)


def _with_time(understood: Understood, before: Understood, words: str) -> Understood:
    """'Make it half past instead', 'an hour later': by the time in the sentence before."""
    stood = before.values.get("time") or before.named.get("time", "")
    if not stood or understood.intent not in _CHANGES or understood.values.get("time"):
        return understood
    moment = shifted_time(time.fromisoformat(stood), words)
    if moment is None:
        return understood
    new = {"time": f"{moment:%H:%M}"}
    return replace(understood, values={**understood.values, **new}, named={**understood.named, **new})


def _day_before(intent: str, before: Understood, today: date) -> date | None:
    """The day that the sentence before spoke of; of a visit that was held the one behind us: 'that one went ahead'."""
    said = next((day for values in (before.values, before.named) for day in map(values.get, _DAYS) if day), "")
    day = date.fromisoformat(said) if said else None
    if day is None or intent not in _HELD or day <= today:
        return day
    behind = day - relativedelta(months=1)
    return behind if behind <= today and behind.day == day.day else None


def _days(
    understood: Understood, own: Mapping[str, str], before: Understood, day: date, words: str
) -> dict[str, str] | None:
    """'date' and 'from_date' of a follow-up; None where they stand as the sentence itself has them."""
    intent = understood.intent
    step = _STEP.search(words)
    if len(set(own.values())) > 1:
        return None
    if own or step:
        said = own.get("date") or own.get("from_date", "")
        new = _shifted(step, day) if step and not own else _beside(date.fromisoformat(said), day, words)
        return _moved(intent, before, day, new, "time" in understood.values)
    if intent in _LISTS and (intent == "next_visit" or "period" in understood.named or "period" in before.named):
        return None
    return _unsaid(understood, before, day)


def _unsaid(understood: Understood, before: Understood, day: date) -> dict[str, str] | None:
    """The day of a sentence without one: of a move not yet made the visit still stands on the day given up."""
    if before.intent == understood.intent == "move_visit":
        return None
    stands = before.values.get("from_date", "") if before.intent == "move_visit" else ""
    kept = stands or day.isoformat()
    if understood.intent != "move_visit":
        return {"date": kept}
    changed = bool(understood.values.keys() & {"time", "mode"})
    return {"from_date": kept, **({"date": kept} if changed else {})}


def _moved(intent: str, before: Understood, day: date, new: date, timed: bool) -> dict[str, str] | None:
    """Of a move, the new day beside the one on which the visit stands; of anything else, the day."""
    if intent != "move_visit":
        return {"date": new.isoformat()}
    stood = before.values.get("from_date", "") if before.intent == "move_visit" else day.isoformat()
    return {"date": new.isoformat(), **({"from_date": stood} if stood else {})}


def _shifted(step: re.Match[str], day: date) -> date:
    return day + timedelta(days=7 if step["week"] else 1)


def _beside(said: date, day: date, words: str) -> date:
    """'Friday' is that day of the week spoken of; 'the Monday after' the first one after the day spoken of."""
    found = [one["day"] for one in _A_WEEKDAY.finditer(words)]
    words = _THAT_WEEK.sub(" ", words)
    if len(found) != 1 or _NOT_BARE.search(words) or weekday_of(found[0]) != said.weekday():
        return said
    if _AFTER.search(words):
        return next_weekday(said.weekday(), day)
    there = day + timedelta(days=said.weekday() - day.weekday())
    return max(there, said)


def _new_day(values: Mapping[str, str], before: Understood, words: str) -> Mapping[str, str]:
    """'No, the 10th' after a move: the only day named is the new one, of the month spoken of."""
    spoken_of = before.values.get("date") or before.named.get("date", "")
    renewed = before.intent in ("move_visit", "book_visit") or _CORRECTS.match(words)
    if renewed and "date" not in values and "from_date" in values:
        values = {("date" if name == "from_date" else name): value for name, value in values.items()}
    if "date" not in values or not spoken_of:
        return values
    return {**values, "date": _in_the_month_spoken_of(values["date"], spoken_of, words)}


def _in_the_month_spoken_of(day: str, before: str, words: str) -> str:
    """'Now Ferniebank, but the 22nd' after 'the 20th of January': the 22nd of January."""
    bare = _BARE_DAY.search(words)
    if not before or bare is None or int(bare["day"]) != int(day[-2:]) or _A_MONTH.search(words):
        return day
    with suppress(ValueError):
        return date.fromisoformat(before).replace(day=int(day[-2:])).isoformat()
    return day
