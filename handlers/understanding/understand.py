"""From a person's words to what they want and every value in them; no model, no network, never an error."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from handlers.understanding.follow_ups import TALK, carried_topics, is_ellipsis, refers_back
from handlers.understanding.intents import Score, judge
from handlers.understanding.mentioned import school_in
from handlers.understanding.reading import READ_AT_MOST, read
from handlers.understanding.schools import Found
from handlers.understanding.values import values_of
from handlers.understanding.vocabulary import Vocabulary

# A clause is a question of its own only when this much speaks for it.
_SURE: Final = 4.5
_MOST_CLAUSES: Final = 4
_CLAUSES: Final = re.compile(
    r"[?!;.]+\s+|,?\s+(?:and|also|plus|then)\s+(?=(?:also |then )?(?:what|whats|what's|when|whens|when's|who|whos|"
    r"who's|why|which|how|is|are|do|does|did|can|could|book|move|cancel|show|list|tell)\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Understood:
    """What a person wants.

    `values`: every entity but the school (dates ISO, times HH:MM on the authority's clock);
    `school`: what the words name, None when no school is named; `school_words`: as typed, even when there is no such
    school; `also`: further intents of a compound question; `why`: the evidence, in words.
    """

    intent: str
    values: Mapping[str, str]
    school: Found | None = None
    school_words: str = ""
    also: tuple[Understood, ...] = ()
    why: tuple[str, ...] = ()


def understand(words: str, vocabulary: Vocabulary, today: date, previous: str = "") -> Understood:
    """What `words` (the first 600 characters) ask for; `previous` is the sentence before in the same conversation.

    The intent rests on the words alone, never on whether the school that they name exists.
    """
    before = _one(previous, vocabulary, today, None) if previous.strip() else None
    parts = _clauses(words, vocabulary)
    if len(parts) < 2:
        return _one(words, vocabulary, today, before)
    first = _one(parts[0], vocabulary, today, before)
    also: list[Understood] = []
    for part in parts[1:]:
        understood = _one(part, vocabulary, today, first)
        if understood.intent not in {first.intent, "out_of_scope", "smalltalk", *(other.intent for other in also)}:
            also.append(understood)
    return replace(first, also=tuple(also))


def _clauses(words: str, vocabulary: Vocabulary) -> list[str]:
    """The questions of a compound sentence; the whole as one where its parts do not stand on their own."""
    parts = [part for part in _CLAUSES.split(words[:READ_AT_MOST]) if part and part.strip()][:_MOST_CLAUSES]
    if len(parts) < 2:
        return []
    sure = [part for part in parts if _stands_alone(part, vocabulary)]
    return sure if sure and len({_best(part, vocabulary).intent for part in sure}) > 1 else []


def _best(part: str, vocabulary: Vocabulary) -> Score:
    return judge(read(part, vocabulary).concepts)[0]


def _stands_alone(part: str, vocabulary: Vocabulary) -> bool:
    best = _best(part, vocabulary)
    return best.score >= _SURE and best.intent not in TALK


def _one(words: str, vocabulary: Vocabulary, today: date, before: Understood | None) -> Understood:
    reading = read(words, vocabulary)
    topics = carried_topics(reading, before.intent) if before else frozenset()
    best = judge(reading.concepts | topics)[0]
    if before and is_ellipsis(reading, before.intent):
        best = Score(before.intent, best.score, ("carries on from the sentence before",))
    intent, _, about = best.intent.partition(":")
    school, school_words = (None, "") if intent in TALK else school_in(reading, vocabulary)
    values = values_of(intent, reading, vocabulary, today) | ({"why": about} if about else {})
    mended = tuple(f"'{typed}' read as '{meant}'" for typed, meant in reading.mended)
    understood = Understood(
        intent, values, school, school_words, (), (*mended, *(f"{intent}: {why}" for why in best.why))
    )
    return _with_what_went_before(understood, before) if before and refers_back(reading, topics, intent) else understood


def _with_what_went_before(understood: Understood, before: Understood) -> Understood:
    """A follow-up keeps the school, and for the same intent the other values, that it does not change itself."""
    kept = dict(before.values) if understood.intent == before.intent else {}
    kept.pop("period" if "date" in understood.values else "date" if "period" in understood.values else "", "")
    names_a_place = bool(understood.school_words or understood.values.keys() & {"self_school", "cluster", "scope"})
    if names_a_place:
        kept = {name: value for name, value in kept.items() if name not in ("self_school", "cluster", "scope")}
        return replace(understood, values=kept | dict(understood.values))
    if "self_school" in before.values:
        kept["self_school"] = "true"
    values = kept | dict(understood.values)
    return replace(understood, values=values, school=before.school, school_words=before.school_words)
