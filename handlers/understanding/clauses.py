"""The questions of a compound sentence: 'move it to Friday, and how is our plan doing?'."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from handlers.understanding.deciding import Decision, decide
from handlers.understanding.follow_ups import TALK
from handlers.understanding.reading import READ_AT_MOST, read
from handlers.understanding.shown import shown_intent
from handlers.understanding.vocabulary import Vocabulary

_MOST_CLAUSES: Final = 4
# 'My mentor and I are …' and 'a plan, a visit or a review' are one.
_JOINTS: Final = re.compile(
    r"[?!;]+\s+|\.\s+(?=[A-Z])"
    r"|(?!\s+and\s+(?:i|me)\s+(?:are|have|do|don'?t|met|get|were)\b)"
    r",?\s+(?:and|also|plus|then|&)\s+(?:also\s+|then\s+|while i'?m here,?\s+)?"
    r"|,\s+(?!(?:an?\s+)?\w+\s+or\s+(?:an?\s+)?\w+)",
    re.IGNORECASE,
)
# A clause is a question of its own only when this much speaks for it.
_SURE: Final = 0.65
_SURE_TOGETHER: Final = 0.55
_FEWEST_WORDS: Final = 1


@dataclass(frozen=True)
class Clause:
    """One question of a sentence and what it asks for."""

    words: str
    decision: Decision


def clauses_of(words: str, vocabulary: Vocabulary, before: str = "") -> list[Clause]:
    """The questions of a sentence, in order and of different intents; none where it is one question."""
    parts = [part.strip() for part in _JOINTS.split(words[:READ_AT_MOST]) if part and part.strip()]
    if len(parts) < 2:
        return []
    clauses: list[Clause] = []
    for part in parts[: _MOST_CLAUSES * 2]:
        clause = _clause(part, vocabulary)
        if clause is not None and all(_shown(clause) != _shown(other) for other in clauses):
            clauses.append(clause)
    return clauses[:_MOST_CLAUSES] if len(clauses) > 1 else []


def _shown(clause: Clause) -> str:
    return shown_intent(clause.decision.action)


def _clause(part: str, vocabulary: Vocabulary) -> Clause | None:
    if len(part.split()) < _FEWEST_WORDS:
        return None
    decision = decide(read(part, vocabulary), vocabulary)
    sure = decision.likely >= (_SURE_TOGETHER if decision.agreed else _SURE)
    return Clause(part, decision) if sure and decision.action not in TALK else None
