"""The questions of a compound sentence: 'move it to Friday, and how is our plan doing?'."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from handlers.understanding.deciding import Decision, decide
from handlers.understanding.follow_ups import TALK, carried_topics
from handlers.understanding.reading import READ_AT_MOST, Reading, read
from handlers.understanding.shown import shown_intent
from handlers.understanding.vocabulary import Vocabulary

_MOST_CLAUSES: Final = 4
# 'My mentor and I are …' and 'a plan, a visit or a review' are one.
_JOINTS: Final = re.compile(
    r"[?!;]+\s+|\.\s+(?=[A-Z])"
    r"|(?!\s+and\s+(?:i|me)\s+(?:are|have|do|don'?t|met|get|were)\b)"
    r",?\s+(?:and|also|plus|then|&|\+)\s+(?:also\s+|then\s+|while i'?m here,?\s+)?"
    r"|,\s+(?!(?:an?\s+)?\w+\s+or\s+(?:an?\s+)?\w+)",
    re.IGNORECASE,
)
# A clause is a question of its own only when this much speaks for it.
_SURE: Final = 0.65
_SURE_TOGETHER: Final = 0.55
# After one of these, what follows is a question only where it asks or bids; the rest tells more of the first.
_TELLS: Final = frozenset(
    ["record_visit", "dispute_record", "plan_update", "practice_share", "cancel_visit", "move_visit", "book_visit"]
)
_SHORT: Final = 6
_ASKS: Final = re.compile(
    r"^\W*(?:(?:and|also|oh|then|please|pls|plus|hi|so|but|btw)\W+)*"
    r"(?:wh(?:o|at|en|ere|y|ich|ose)(?:'?s|'?re)?|how(?:'?s)?|is|are|am|was|were|do(?:es)?|did|can|could|will|would|"
    r"shall|should|have|has|had|any(?:one|body|thing)?|tell|show|list|give|send|find|say|take|a list|the reason|book|"
    r"move|cancel|put|pencil|schedule|arrange|set|mark|log|record|add|note|update|name|remind|let|check|see|look|get|"
    r"i(?:'?d| need| want| would)|need|the name|my|our|their|its|your)\b|\?\s*$",
    re.IGNORECASE,
)
# 'I can't do the 26th. Could it be the 27th?' is one wish.
_ONE_WISH: Final = frozenset({"cancel_visit", "move_visit", "book_visit", "agree_visit"})


@dataclass(frozen=True)
class Clause:
    """One question of a sentence and what it asks for. `whole`: with what stands around it and asks nothing."""

    words: str
    whole: str
    decision: Decision
    reading: Reading


def clauses_of(words: str, vocabulary: Vocabulary) -> list[Clause]:
    """The questions of a sentence, in order and of different intents; none where it is one question.

    One alone where all else is a greeting or thanks.
    """
    text = words[:READ_AT_MOST]
    parts = list(_parts(text))
    if len(parts) < 2:
        return []
    clauses: list[Clause] = []
    talk = 0
    for start, end in parts[: _MOST_CLAUSES * 2]:
        clause = _clause(text[start:end].strip(), vocabulary, clauses)
        talk += clause.decision.action == "smalltalk"
        aside = text[_end_of(parts, start) : start].strip() == ","
        if _is_sure(clause.decision) and _is_another(clause, clauses, aside):
            begins = start if clauses else 0
            clauses.append(replace(clause, whole=text[begins:end].strip()))
        elif clauses:
            # What asks nothing of its own tells more of the question before it.
            last = clauses[-1]
            clauses[-1] = replace(last, whole=f"{last.whole}{text[_end_of(parts, start) : end]}")
    if len(clauses) == 1:
        return [replace(clauses[0], whole=text)] if talk == len(parts) - 1 else []
    return [] if _is_one_wish(clauses) else clauses[:_MOST_CLAUSES]


def _parts(text: str) -> Iterator[tuple[int, int]]:
    """Where each part between two joints begins and ends."""
    start = 0
    for joint in _JOINTS.finditer(text):
        if text[start : joint.start()].strip():
            yield start, joint.start() + len(joint[0]) - len(joint[0].lstrip("?!"))
        start = joint.end()
    if text[start:].strip():
        yield start, len(text)


def _end_of(parts: Sequence[tuple[int, int]], start: int) -> int:
    """Where the part before the one that begins at `start` ends."""
    return max((end for begins, end in parts if begins < start), default=0)


def _is_another(clause: Clause, before: Sequence[Clause], aside: bool) -> bool:
    """Whether a part is a question besides those before it; `aside`: only a comma stands between."""
    if not before:
        return True
    tiers = clause.reading.tiers
    # 'More targeted and intensive schools than universal' is one question.
    told = aside or _shown(before[-1]) in _TELLS or bool(tiers and not tiers[0].first)
    return (not told or bool(_ASKS.search(clause.words))) and all(_shown(clause) != _shown(other) for other in before)


def _is_one_wish(clauses: Sequence[Clause]) -> bool:
    names = any(clause.reading.name for clause in clauses[1:])
    shown = {_shown(clause) for clause in clauses}
    return not names and (shown <= _ONE_WISH or shown == {"practice_search", "practice_share"})


def _shown(clause: Clause) -> str:
    return shown_intent(clause.decision.action)


def _clause(part: str, vocabulary: Vocabulary, before: Sequence[Clause]) -> Clause:
    """The part as a question; a short one that is not clear alone is read as going on from the question before it."""
    reading = read(part, vocabulary)
    decision = decide(reading, vocabulary)
    if before and not _is_sure(decision) and len(reading.tokens) <= _SHORT and _ASKS.search(part):
        kind = _shown(before[-1])
        on = decide(reading, vocabulary, carried_topics(reading, kind), kind)
        decision = on if on.likely >= _SURE and shown_intent(on.action) != kind else decision
    return Clause(part, part, decision, reading)


def _is_sure(decision: Decision) -> bool:
    sure = decision.likely >= (_SURE_TOGETHER if decision.agreed else _SURE)
    return sure and decision.action not in TALK
