"""What a follow-up takes over from the sentence before it: the school, and the values that it does not change."""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from handlers.understanding.numbers import MONTH
from handlers.understanding.understood import Understood

_PRACTICE: Final = frozenset({"practice_search", "practice_contact", "practice_share"})
_WEEK_AFTER: Final = re.compile(
    r"^\W*(?:and\s+|what about\s+|how about\s+)?the\s+(?:week after|following week)\b", re.I
)
_BARE_DAY: Final = re.compile(r"\b(?P<day>\d{1,2})(?:st|nd|rd|th)\b", re.IGNORECASE)
_A_MONTH: Final = re.compile(rf"\b{MONTH}\b|\d\s*[/.-]\s*\d|\bnext\b|\bthis\b", re.IGNORECASE)


def with_what_went_before(understood: Understood, before: Understood, words: str) -> Understood:
    """A follow-up keeps the school, and for the same intent the other values, that it does not change itself."""
    kept = dict(before.values) if understood.intent == before.intent else {}
    understood = replace(
        understood, values=_new_day(understood.values, before, words), named=_new_day(understood.named, before, words)
    )
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
    period = before.values.get("period", "")
    if not period or not _WEEK_AFTER.match(words):
        return understood
    first, last = (date.fromisoformat(day) + timedelta(weeks=1) for day in period.split("/"))
    after = {"period": f"{first.isoformat()}/{last.isoformat()}"}
    return replace(understood, values={**understood.values, **after}, named={**understood.named, **after})


def _new_day(values: Mapping[str, str], before: Understood, words: str) -> Mapping[str, str]:
    """'No, the 10th' after a move: the only day named is the new one, of the month spoken of."""
    if before.intent in ("move_visit", "book_visit") and "date" in values:
        return {**values, "date": _in_the_month_spoken_of(values["date"], before.values.get("date", ""), words)}
    if before.intent not in ("move_visit", "book_visit") or "from_date" not in values or "date" in values:
        return values
    return {("date" if name == "from_date" else name): value for name, value in values.items()}


def _in_the_month_spoken_of(day: str, before: str, words: str) -> str:
    """'Now Ferniebank, but the 22nd' after 'the 20th of January': the 22nd of January."""
    bare = _BARE_DAY.search(words)
    if not before or bare is None or int(bare["day"]) != int(day[-2:]) or _A_MONTH.search(words):
        return day
    with suppress(ValueError):
        return date.fromisoformat(before).replace(day=int(day[-2:])).isoformat()
    return day
