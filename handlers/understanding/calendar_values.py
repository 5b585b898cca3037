"""What sentences about the calendar say besides a day: the month to move to, online if it must be, why, which week."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Final

from framework.school_year import SchoolYear
from handlers.understanding.patterns import Pattern
from handlers.understanding.when import find_dates, find_period

SPANS: Final = frozenset({"inspection_notice", "not_on"})
_MOVED_TO: Final = Pattern(r"\b(?:to|until|till|into|for)\s+(?P<rest>.+)$", re.IGNORECASE)
_IF_NEED_BE: Final = Pattern(
    r"\bif (?:we|i|you|they) (?:really )?(?:have|need|must)\b|\bif (?:need|needs) be\b|\bif (?:needed|necessary|need)\b"
    r"|\bif all else fails\b|\bfailing that\b|\bat worst\b|\bif not\b|\botherwise\b|\bor (?:else )?online\b",
    re.IGNORECASE,
)
# 'Ferry's off, push it back': a first clause that says what is wrong, before the one that asks.
_FIRST_CLAUSE: Final = Pattern(
    r"^(?P<reason>[^,;–—]{4,60})(?:,|;|\s[-–—]|\.\s|\s+so\b)\s*(?:so\s+)?(?:can|could|please|push|move|shift|cancel|call|put|"
    r"postpone|we|lets|let's|need|drop|scrap)\b",
    re.IGNORECASE,
)
_ASKS: Final = Pattern(
    r"\b(?:move|push|cancel|book|shift|postpone|visit|hi|hello|hey|morning|please|sorry)\b", re.IGNORECASE
)
_WEEK_SPOKEN_OF: Final = Pattern(r"\b(?:that|same) week\b|\bweek (?:after|following)\b(?! next)", re.IGNORECASE)
_RANGE: Final = Pattern(
    r"\b(?P<first>\d{1,2})(?:st|nd|rd|th)?\s*(?:to|until|till|-|–|and)\s*(?P<last>\d{1,2})(?:st|nd|rd|th)?\s+"
    r"(?P<month>[a-z]{3,9})\b",
    re.IGNORECASE,
)


def calendar_values(intent: str, words: str, found: Mapping[str, str], today: date, year: SchoolYear) -> dict[str, str]:
    """What replaces or adds to the values that other rules found; '' takes one away."""
    if intent in SPANS:
        return _span(words, today, year)
    if intent not in ("move_visit", "cancel_visit"):
        return {}
    more: dict[str, str] = {}
    if _IF_NEED_BE.search(words):
        more |= {"mode": "", "fallback_mode": found.get("mode", "")}
    if not found.get("reason") or _IF_NEED_BE.search(found["reason"]):
        more["reason"] = _first_clause(words)
    if intent == "move_visit" and not found.get("date"):
        more["period"] = _month_moved_to(words, today, year)
    return more


def _first_clause(words: str) -> str:
    clause = _FIRST_CLAUSE.search(words.strip())
    return clause["reason"].strip() if clause and not _ASKS.search(clause["reason"]) else ""


def _month_moved_to(words: str, today: date, year: SchoolYear) -> str:
    moved = _MOVED_TO.search(words)
    text = words if _WEEK_SPOKEN_OF.search(words) else moved["rest"] if moved else ""
    period = find_period(text, today, year, False) if text else None
    return f"{period[0].isoformat()}/{period[1].isoformat()}" if period else ""


def _span(words: str, today: date, year: SchoolYear) -> dict[str, str]:
    """The days spoken of, as a period; of a single day, that day."""
    between = _RANGE.search(words)
    if between:
        ends = [find_dates(f"{between[end]} {between['month']}", today) for end in ("first", "last")]
        if all(ends):
            return {"period": f"{ends[0][0].day.isoformat()}/{ends[1][0].day.isoformat()}"}
    period = find_period(words, today, year)
    if period:
        return {"period": f"{period[0].isoformat()}/{period[1].isoformat()}"}
    days = find_dates(words, today)
    return {"date": days[0].day.isoformat()} if days else {}
