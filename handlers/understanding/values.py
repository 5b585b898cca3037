"""The values that a sentence holds for its intent: whom, where, when, which kind."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Final

from handlers.understanding.beside import in_the_week_of
from handlers.understanding.calendar_values import calendar_values
from handlers.understanding.concepts import SCOPES, SECTORS, STATUSES
from handlers.understanding.mode_said import mode_said
from handlers.understanding.moves import held_on, meant, moved, wanted_first
from handlers.understanding.note_values import note_values
from handlers.understanding.numbers import MONTH, WEEKDAY, readable
from handlers.understanding.oversight_values import oversight_values
from handlers.understanding.patterns import Pattern
from handlers.understanding.plan_values import plan_values
from handlers.understanding.reading import Reading, phrases_of
from handlers.understanding.school_days import school_days_in
from handlers.understanding.themes_said import theme_said
from handlers.understanding.vocabulary import Vocabulary
from handlers.understanding.when import SaidDay, SchoolYearDates, find_dates, find_period, find_time

_TIERS: Final = frozenset({"tier_of_school", "tier_reason", "tier_list", "tier_history", "propose_tier"})
_PRACTICE: Final = frozenset(
    {
        "practice_search",
        "practice_share",
        "practice_contact",
        "mentor_request",
        "free_mentors",
        "follow_theme",
        "unfollow_theme",
    }
)
_CHANGES: Final = frozenset(
    {"book_visit", "move_visit", "cancel_visit", "record_visit", "agree_visit", "dispute_record"}
)
_SEVERAL: Final = frozenset(
    {
        "tier_list",
        "visit_list",
        "plan_overdue",
        "review_due",
        "pairs_list",
        "oversight_balance",
        "support_gaps",
        "tier_changes",
        "tier_drift",
        "school_themes",
        "risk_flags",
        "visits_owed",
        "visit_consistency",
    }
)
_VISITS: Final = _CHANGES | {"visit_list", "next_visit", "show_note"}
_SECTOR_OF: Final = _SEVERAL | _PRACTICE | {"who_is_link", "tier_criteria"}
# Changes of a plan of which words may say the day.
_PLAN_DAYS: Final = frozenset({"record_review", "move_review"})
TOLD_OF: Final = frozenset({"record_visit", "dispute_record", "show_note"})
ASKED_AHEAD: Final = frozenset({"book_visit", "move_visit", "cancel_visit", "next_visit", "review_due", "agree_visit"})
_A_WEEK: Final = 6
# 'Thursday of the week of 7 December' and 'the week of 7 December, Thursday', in characters.
_BESIDE: Final = 25
_SUNDAY: Final = 6
# A visit that is told of on the way out of it was held today.
_JUST_NOW: Final = Pattern(
    r"\bjust (?:out|oot|back|in from|left|leaving|finished|done|been|had|hame|home|away from)\b|\b(?:for|all"
    r"|spent)(?: (?:the|this))?(?: whole)? (?:morning|afternoon|day)\b|\b(?:after|before|over|at) lunch(?:time)?\b"
    r"|\bstraight (?:from"
    r"|out)\b"
    r"|\bon (?:my|the) (?:way|road) (?:back|home|hame) from\b"
)
_SAYS_A_DAY: Final = Pattern(
    rf"\b(?:today|tomorrow|yesterday|ago|just|straight|back|day|yest|way|road|lunch|morning|afternoon|{WEEKDAY}"
    rf"|{MONTH})\b"
)
_TALK: Final = frozenset({"smalltalk", "help", "confirm", "decline", "why_this_message", "preferences", "out_of_scope"})

_STATUSES: Final = phrases_of(STATUSES)
SCOPES_SAID: Final = phrases_of(SCOPES)
SECTORS_SAID: Final = phrases_of(SECTORS)
_COUNT: Final = phrases_of({"count": "how many; number of; count; how often; total; what proportion; what percentage"})
_STAGE: Final = re.compile(r"p[1-7]|s[1-6]")
_INDICATOR: Final = re.compile(r"[123]\.\d")
_OF_A_DAY: Final = Pattern(r"day['’]s\b", re.IGNORECASE)
_REASON: Final = Pattern(
    r"(?:\b(?:because(?: of)?|due to|owing to|cos|cuz|given that|as|since)\s+|,\s*|\s[-–—]\s+|\.\s+)(?P<reason>[^,]+)$",
    re.IGNORECASE,
)
_NO_REASON: Final = Pattern(
    r"^(?:please|thanks|thank you|can|could|if|instead|at|on|is that|ta|cheers|when)\b", re.IGNORECASE
)


def values_of(intent: str, reading: Reading, vocabulary: Vocabulary, today: date) -> dict[str, str]:
    """What the sentence says that matters to its intent; nothing that it does not say."""
    if intent == "smalltalk":
        if "what are you" in reading.concepts:
            return {"said": "what are you"}
        return {"said": "hello"} if "hello" in reading.concepts and "thanks" not in reading.concepts else {}
    if intent == "help":
        indicators = [text for text in reading.texts if _INDICATOR.fullmatch(text)]
        return {"qi": indicators[0]} if indicators else {}
    if intent in _TALK:
        return {}
    found = {
        "self_school": _own_school(intent, reading),
        "cluster": reading.clusters[0].key if reading.clusters else "",
        "person": reading.people[0].key if reading.people else "",
        **_of_schools(intent, reading),
        **_of_practice(intent, reading, vocabulary),
        **_of_visits(intent, reading),
        **oversight_values(intent, reading.words),
        **note_values(intent, reading.words),
        **({"why": reason_said(reading.words)} if intent == "propose_tier" else {}),
        **plan_values(intent, reading.words, reading.concepts, today),
        **_of_time(intent, reading, vocabulary, today),
    }
    found |= calendar_values(intent, reading.words, found, today, vocabulary.year)
    return {name: value for name, value in found.items() if value}


def _own_school(intent: str, reading: Reading) -> str:
    many = intent in _SEVERAL and reading.concepts & {"many", "whole", "officers"}
    return "true" if "ourselves" in reading.concepts and not many and reading.name is None else ""


def _of_schools(intent: str, reading: Reading) -> dict[str, str]:
    tiers = {hit.key for hit in reading.tiers}
    return {
        "tier": tiers.pop() if len(tiers) == 1 and intent in _TIERS | _SEVERAL else "",
        "sector": _sector(reading) if intent in _SECTOR_OF else "",
        "scope": _scope(reading) if intent in _SEVERAL else "",
        "count": "true" if intent in _SEVERAL | {"tier_history"} and any(_COUNT.all_in(reading.texts)) else "",
    }


def _sector(reading: Reading) -> str:
    named = range(*reading.name) if reading.name else range(0)
    hits = [hit for hit in SECTORS_SAID.longest_in(reading.texts) if hit.first not in named]
    return hits[0].key if hits else ""


def _scope(reading: Reading) -> str:
    hits = SCOPES_SAID.longest_in(reading.texts)
    return hits[0].key if hits and not reading.people else ""


def _of_practice(intent: str, reading: Reading, vocabulary: Vocabulary) -> dict[str, str]:
    if intent not in _PRACTICE:
        return {}
    indicators = [text for text in reading.texts if _INDICATOR.fullmatch(text)]
    stages = [text.upper() for text in reading.texts if _STAGE.fullmatch(text)]
    return {
        "theme": theme_said(reading, vocabulary),
        "qi": indicators[0] if indicators else "",
        "stage": stages[0] if stages else "",
    }


_NO_VISIT: Final = r"\b(?:no|without(?:\s+an?)?|(?:not|haven'?t)\s+(?:got|had|have)?(?:\s+an?)?)\s+(?:\w+\s+)?visits?\b"
_WHICH_VISITS: Final = (
    (
        "unwritten",
        ("visit_list", "next_visit", "record_visit"),
        Pattern(
            r"\b(?:no|without(?:\s+an?)?|missing|lack(?:s|ing)?|outstanding|overdue|owe|still)\b[^.?!]{0,24}\bnotes?\b"
            r"|\bnot\s+(?:been\s+)?(?:written|recorded)|\bunrecorded\b|\bnotes?\b[^.?!]{0,24}\b(?:outstanding"
            r"|missing|overdue)\b"
        ),
    ),
    (
        "none_to_come",
        ("visit_list", "next_visit"),
        Pattern(
            rf"{_NO_VISIT}[^.?!]*?\b(?:to come|planned|booked|coming|ahead|left|arranged|in the (?:diary|calendar))\b"
            r"|\bno\s+(?:upcoming|future|further|more|next)\s+visits?\b"
        ),
    ),
    (
        "none",
        ("visit_list", "next_visit", "tier_list"),
        Pattern(
            r"\bschools?\b[^.?!]{0,40}\b(?:no|without(?:\s+an?)?|not\s+(?:got|had|have)(?:\s+an?)?"
            r"|haven'?t\s+(?:got\s+)?an?)\s+"
            r"(?:\w+\s+)?visits?\b|\bwho\s+(?:has|have)\s+no\s+visits?\b"
            r"|\bschools?\b[^.?!]{0,30}\bnot\s+(?:been\s+)?visited\b"
            r"|\b(?:which|who|any|ones|mine)\b[^.?!]{0,30}\b(?:haven'?t\s+(?:i|we)|have\s+(?:i|we)\s+not"
            r"|(?:i|we)\s+(?:haven'?t|have\s+not)|hasn'?t|haven'?t)\s+(?:yet\s+)?"
            r"(?:visited\b|seen\b|been\s+(?:visited|seen|to|in|into|out|near)\b|had\s+a\s+visit\b)"
        ),
    ),
    (
        "last",
        ("next_visit", "visit_list", "show_note"),
        Pattern(r"\b(?:last|previous|latest|most\s+recent)\s+(?:\w+\s+)?visit\b"),
    ),
    ("next", ("move_visit", "cancel_visit", "agree_visit"), Pattern(r"\bnext\s+(?:\w+\s+)?(?:visit|one)\b")),
)


def _of_visits(intent: str, reading: Reading) -> dict[str, str]:
    if intent not in _VISITS:
        return {}
    statuses = _STATUSES.longest_in(reading.texts)
    return {
        "visit_type": reading.visit_types[0].key if reading.visit_types else "",
        "mode": mode_said(reading.texts, reading.words),
        "status": statuses[0].key if statuses and intent == "visit_list" else "",
        "reason": reason_said(reading.words) if intent in ("cancel_visit", "move_visit") else "",
        "which": _which(intent, reading.words),
    }


def _which(intent: str, words: str) -> str:
    """Which visits are meant where no day says so: the last, the next, those without a note, or that there is none."""
    for name, intents, pattern in _WHICH_VISITS:
        if intent in intents and pattern.search(words.lower()):
            return name
    return ""


def reason_said(words: str) -> str:
    """Why a visit is cancelled or moved, as typed: what follows 'because' or the last comma."""
    found = _REASON.search(words.strip())
    reason = found["reason"].strip(" .!?") if found else ""
    return "" if _NO_REASON.match(reason) or len(reason.split()) < 2 else reason


def _of_time(intent: str, reading: Reading, vocabulary: Vocabulary, today: date) -> Mapping[str, str]:
    if not _may_say_when(reading):
        return {}
    words = day_words(reading)
    if intent in _CHANGES | _PLAN_DAYS:
        return _moment(intent, words, today, vocabulary.year)
    if intent not in _SEVERAL | {"next_visit", "tier_history", "plan_status"}:
        return {}
    period = find_period(words, today, vocabulary.year)
    if period:
        return {"period": f"{period[0].isoformat()}/{period[1].isoformat()}"}
    days = find_dates(words, today)
    return {"date": days[0].day.isoformat()} if days else {}


def day_words(reading: Reading) -> str:
    """The words in which a day may be named: a person called May is no month; 'Tuesday's visit' names the day."""
    return _OF_A_DAY.sub("day  ", reading.without(reading.people))


def _may_say_when(reading: Reading) -> bool:
    said = bool(reading.concepts & {"when said", "today", "past"}) or any(map(str.isdigit, reading.words))
    return said or bool(_SAYS_A_DAY.search(readable(reading.words)))


def _moment(intent: str, words: str, today: date, year: SchoolYearDates) -> dict[str, str]:
    """The day and the hour of a change; of a move the day given up too."""
    time = find_time(words)
    days = days_said(intent, words, today, year)
    said = moved(words, days) if intent == "move_visit" else {"date": days[0].day.isoformat() if days else ""}
    return {**said, "time": time.strftime("%H:%M") if time else ""}


def days_said(intent: str, words: str, today: date, year: SchoolYearDates) -> tuple[SaidDay, ...]:
    """The days that a sentence of an intent names, the one that it is about first."""
    past = True if intent in TOLD_OF else False if intent in ASKED_AHEAD else None
    days = _with_school_days(find_dates(words, today, past), words, today, year, bool(past))
    days = _in_the_week_named(days, words, today, year)
    if intent == "move_visit":
        return days
    if intent == "record_visit":
        held = held_on(words, meant(words, days))
        return held or ((SaidDay(today, 0, 0),) if _JUST_NOW.search(readable(words)) else ())
    return wanted_first(words, meant(words, days)) if intent == "book_visit" else meant(words, days)


def _with_school_days(
    days: tuple[SaidDay, ...], words: str, today: date, year: SchoolYearDates, past: bool
) -> tuple[SaidDay, ...]:
    """'The first Monday back' in place of the Monday in it."""
    named = school_days_in(words, today, year, past)
    others = [day for day in days if not any(_is_within(day, one) for one in named)]
    return tuple(sorted((*others, *named), key=lambda day: day.start)) if named else days


def _is_within(day: SaidDay, named: SaidDay) -> bool:
    """Whether a day is part of a named one, or its number told again: 'the second day back, so the 7th'."""
    again = day.start >= named.end and day.day.day == named.day.day
    return again or (day.start < named.end and named.start < day.end)


def _in_the_week_named(
    days: tuple[SaidDay, ...], words: str, today: date, year: SchoolYearDates
) -> tuple[SaidDay, ...]:
    """'The week of 7 December, Thursday for choice': a weekday alone is that day of the week named."""
    if not any(day.bare for day in days) or "week" not in readable(words):
        return days
    period = find_period(words, today, year)
    if period is None or (period[1] - period[0]).days > _A_WEEK or period[1].weekday() != _SUNDAY or period[0] <= today:
        return days
    week = readable(words).find("week")
    return tuple(in_the_week_of(day, period[0]) if day.start > week - _BESIDE else day for day in days)
