"""Everything that a sentence names, whatever it asks for: what the public JSON shows beside the values of its action.

A handler goes by the values of its own action (values.py); this says what was heard: themes of a disputed note, the
stage in a plan's update, the tier in a question why. Dates are ISO, times HH:MM on the authority's clock.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Final

from handlers.understanding.mode_said import mode_said
from handlers.understanding.moves import in_order, moved, one_day_for_another
from handlers.understanding.patterns import Pattern
from handlers.understanding.people import stranger_in
from handlers.understanding.phrases import Hit
from handlers.understanding.reading import Reading
from handlers.understanding.scope_said import scope_said
from handlers.understanding.shown import shown_intent
from handlers.understanding.themes_said import theme_said
from handlers.understanding.values import (
    ASKED_AHEAD,
    SECTORS_SAID,
    TOLD_OF,
    day_words,
    days_said,
    reason_said,
)
from handlers.understanding.vocabulary import Vocabulary
from handlers.understanding.when import find_period, find_time

_SILENT: Final = frozenset({"smalltalk", "help", "confirm", "why_this_message", "preferences"})
_CHANGES: Final = frozenset({"book_visit", "cancel_visit", "record_visit", "agree_visit", "plan_update"})
_OWN_SUPPORT: Final = frozenset({"mentor_of", "mentor_request", "who_is_link"})
_AHEAD: Final = frozenset({"book_visit", "move_visit", "cancel_visit", "agree_visit"})
# 'Cancel the 8th at one school, and put me in for the 15th at another' gives no day up for another.
_AND_BOOKS: Final = Pattern(r"\b(?:and|then)\s+(?:book|stick|put|pencil|add|get)\b", re.IGNORECASE)
_MY_OWN: Final = Pattern(r"\b(?:my|i|me|mine)\b")
_GIVES_REASON: Final = frozenset({"cancel_visit", "move_visit"})
_STAGES: Final = re.compile(
    r"\b(?P<a>[PS][1-7])s?\b(?:\s*(?:-|–|to|/|and|&)\s*(?P<b>(?:[PS])?[1-7])s?\b)?", re.IGNORECASE
)
_LEVELS: Final = (
    (re.compile(r"\bearly\s+level\b", re.IGNORECASE), "P1"),
    (re.compile(r"\bfirst\s+level\b", re.IGNORECASE), "P2-P4"),
    (re.compile(r"\bsecond\s+level\b", re.IGNORECASE), "P5-P7"),
    (re.compile(r"\b(?:third|fourth)\s+level\b", re.IGNORECASE), "S1-S3"),
)
_INDICATOR: Final = re.compile(r"(?<![\d/.:])[123]\.[1-7](?![\d%:])(?!\s*(?:am|pm|per))")
# The most telling first.
_STATES: Final = (
    ("not_started", Pattern(r"\b(?:not|n't|nt|never)\s+(?:been |yet |even )?(?:started|begun)|\bstill to start\b")),
    ("on_track", Pattern(r"\bon (?:track|course|target|schedule)\b")),
    ("at_risk", Pattern(r"\b(?:at|being at) risk\b")),
    ("behind", Pattern(r"\b(?:behind|delayed|slipp(?:ed|ing)|running late|off track)\b")),
    (
        "done",
        Pattern(
            r"\b(?:done|completed?|finished|achieved|met|tick(?:ed)? off|cross(?:ed)? (?:it )?off|hit"
            r"|close it|closed?)\b"
            r"|✅|\bset up at last\b"
        ),
    ),
    ("in_progress", Pattern(r"\b(?:in progress|under ?way|started|ongoing|half ?way|partly)\b")),
)  # fmt: skip
_VISIT_STATES: Final = (
    (
        "proposed",
        Pattern(
            r"\b(?:proposed|unconfirmed|pending|pencilled in|draft"
            r"|(?:not|nt|n't|n’t|nobody|no one|no-one) (?:been |yet )?"
            r"(?:agreed|confirmed|answered|announced|said (?:yes|aye))|to be (?:agreed|approved)"
            r"|waiting (?:for|on) (?:an? )?"
            r"(?:approval|answers?|yes)|still waiting on|let loose)\b"
        ),
    ),
    ("cancelled", Pattern(r"\b(?:cancell?ed|called off|scrapped)\b")),
    (
        "done",
        Pattern(
            r"\b(?:done|completed?|carried out|(?:taken|took|take) place|happened"
            r"|actually (?:came|come|been|visited|see|saw)"
            r"|(?:it['’]?s|we['’]?ve|they['’]?ve|has \w+|have we|have they) had|been visited"
            r"|had already|went ahead|gone ahead|ticked off"
            r"|set foot|been to see us|been in (?:to see )?us|were held)\b"
        ),
    ),
    ("agreed", Pattern(r"\b(?:agreed|confirmed)\b")),
)
_POSSESSIVE: Final = re.compile(r"['’‘`´ʼ]s?$")
_STATES_OF: Final = {
    "visit_list": _VISIT_STATES,
    "next_visit": (_VISIT_STATES[0], _VISIT_STATES[3]),
    "dispute_record": (_VISIT_STATES[1],),
    "pairs_list": (_VISIT_STATES[0], _VISIT_STATES[3]),
}
_KINDS_OF_VISIT: Final = (
    ("V{}", Pattern(r"\bv([1-4])s?\b", re.IGNORECASE)),
    ("attainment", Pattern(r"\battainment (?:visit|chat|meeting|talk|session|review|one)s?\b", re.IGNORECASE)),
    ("action_plan", Pattern(r"\baction[- ]plan(?:ning)? (?:visit|meeting|session|discussion|chat)s?\b", re.IGNORECASE)),
    ("note", Pattern(r"\bnotes? of visit\b", re.IGNORECASE)),
)  # fmt: skip
_ALL_OF_US: Final = Pattern(
    r"\b(?:our|us|we|my) (?:schools|officers|clusters|authority|team|heads|primaries|secondaries)\b"
)


def entities_of(action: str, reading: Reading, vocabulary: Vocabulary, today: date) -> dict[str, str]:
    """Every entity named in a sentence, by its public name; empty for talk that names nothing."""
    if action in _SILENT:
        heard = {"person": _first(reading.people), "tier": _tier(reading) if action == "help" else ""}
        return {name: value for name, value in heard.items() if value}
    intent = shown_intent(action)
    found = {
        "person": _person(reading, vocabulary),
        "cluster": _first(reading.clusters),
        "tier": _tier(reading),
        "theme": theme_said(reading, vocabulary),
        "sector": _sector(reading),
        "scope": scope_said(intent, reading),
        "self_school": _ourselves(intent, reading),
        "visit_type": _visit_type(reading),
        "mode": mode_said(reading.texts, reading.words),
        "stage": _stage(reading.words),
        "qi": _indicator(reading.words),
        "status": _status(action, intent, reading.words),
        "reason": reason_said(reading.words) if intent in _GIVES_REASON else "",
        **_when(intent, reading, vocabulary, today),
    }
    return {name: value for name, value in found.items() if value}


def _person(reading: Reading, vocabulary: Vocabulary) -> str:
    """Who of the record is named, else somebody plainly named who is not on it, as typed."""
    stranger = None if reading.people else stranger_in(reading.tokens, vocabulary)
    if stranger is None:
        return _first(reading.people)
    tokens = reading.tokens[slice(*stranger)]
    return _POSSESSIVE.sub("", reading.words[tokens[0].start : tokens[-1].end])


def _first(hits: Sequence[Hit]) -> str:
    return hits[0].key if hits else ""


def _tier(reading: Reading) -> str:
    """The one tier said; of a move 'from universal to targeted' the one that it led to."""
    keys = {hit.key for hit in reading.tiers}
    if len(keys) == 1:
        return keys.pop()
    led_to = [hit.key for hit in reading.tiers if hit.first and reading.texts[hit.first - 1] in ("to", "into")]
    started = any(hit.first and reading.texts[hit.first - 1] == "from" for hit in reading.tiers)
    return led_to[-1] if led_to and started else ""


def _sector(reading: Reading) -> str:
    named = range(*reading.name) if reading.name else range(0)
    return _first([hit for hit in SECTORS_SAID.longest_in(reading.texts) if hit.first not in named])


def _ourselves(intent: str, reading: Reading) -> str:
    """'true' where the sentence speaks of the asker's own school and names no other."""
    if intent in _OWN_SUPPORT and not (reading.name or reading.people) and _MY_OWN.search(" ".join(reading.texts)):
        return "true"
    return "true" if "ourselves" in reading.concepts and not _ALL_OF_US.search(reading.words.lower()) else ""


def _visit_type(reading: Reading) -> str:
    if reading.visit_types:
        return reading.visit_types[0].key
    for kind, pattern in _KINDS_OF_VISIT:
        found = pattern.search(reading.words)
        if found:
            return kind.format(found[1]) if "{}" in kind else kind
    return ""


def _stage(words: str) -> str:
    """'P4', or 'P2-P4' for several; a level as its stages (first level is P2 to P4)."""
    found = _STAGES.search(words)
    if found is None:
        return next((stages for pattern, stages in _LEVELS if pattern.search(words)), "")
    first, last = found["a"].upper(), (found["b"] or "").upper()
    return f"{first}-{last if last[0] in 'PS' else first[0] + last}" if last else first


def _indicator(words: str) -> str:
    found = _INDICATOR.search(words)
    return found[0] if found else ""


def _status(action: str, intent: str, words: str) -> str:
    """The state that is said of a visit, a goal or a pair; a visit that is recorded has been held."""
    text = words.lower()
    if intent == "record_visit":
        return "done"
    if action == "agree_plan":
        return "agreed"
    table: Sequence[tuple[str, Pattern]] = _STATES_OF.get(intent, ())
    if intent.startswith("plan_"):
        table = _STATES
    return next((state for state, pattern in table if pattern.search(text)), "")


def _when(intent: str, reading: Reading, vocabulary: Vocabulary, today: date) -> dict[str, str]:
    words = day_words(reading)
    period = find_period(
        words, today, vocabulary.year, True if intent in TOLD_OF else False if intent in _AHEAD else None
    )
    time = find_time(words)
    found = {"time": time.strftime("%H:%M") if time else ""}
    if period:
        found["period"] = f"{period[0].isoformat()}/{period[1].isoformat()}"
    days = days_said(intent, words, today, vocabulary.year)
    if intent == "move_visit":
        return found | moved(words, days)
    both = intent in _CHANGES and not _AND_BOOKS.search(words)
    another = one_day_for_another(words, in_order(days)) if both else {}
    if another:
        return found | another
    coming = [day for day in days if day.day > today] if intent in ASKED_AHEAD else []
    said = coming or days
    return found | ({"date": said[0].day.isoformat()} if said else {})
