"""The questions of a compound sentence: 'move it to Friday, and how is our plan doing?'."""

from __future__ import annotations

import math
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
# A part may be a question of its own only when this much speaks for it.
_SURE: Final = 0.45
# Two parts are two questions when their points come to this: what each is likely to be (a quarter of its log odds),
# that it asks or bids, that the table of evidence agrees, what joins them, and what the sentence as a whole seems to
# ask. Found by logistic regression over sentences with one question and with two.
_TWO_QUESTIONS: Final = 5.1
_ODDS: Final = 0.25
_CERTAIN: Final = 0.9999
_ASKING: Final = 0.6
_AGREED: Final = 0.7
_BY_A_WORD: Final = 2.6
_BY_A_STOP: Final = -0.5
# Off for a part that asks nothing where the whole sentence surely asks for the other, and for a first part that tells.
_OTHERS_STORY: Final = -0.8
_SURELY: Final = 0.95
_TELLING: Final = -1.1
# Below this a short part is read as going on from the question before it.
_CLEAR_ALONE: Final = 0.65
# After one of these, what follows is a question only where it asks or bids; the rest tells more of the first.
_TELLS: Final = frozenset(
    ["record_visit", "dispute_record", "plan_update", "practice_share", "cancel_visit", "move_visit", "book_visit"]
)
_ANSWERS: Final = frozenset({"confirm", "decline"})
_SHORT: Final = 6
_ASKS: Final = re.compile(
    r"^\W*(?:(?:and|also|oh|then|please|pls|plus|hi|so|but|btw)\W+)*"
    r"(?:wh(?:o|at|en|ere|y|ich|ose)(?:'?s|'?re)?|how(?:'?s)?|is|are|am|was|were|do(?:es)?|did|can|could|will|would|"
    r"shall|should|have|has|had|any(?:one|body|thing)?|tell|show|list|give|send|find|say|take|a list|the reason|book|"
    r"move|cancel|put|pencil|schedule|arrange|set|mark|log|record|add|note|update|name|remind|let|check|see|look|get|"
    r"i(?:'?d| need| want| would)|need|the name|my|our|their|its|your)\b|\?\s*$",
    re.IGNORECASE,
)
_TELLS_A_STORY: Final = re.compile(
    r"^\W*(?:(?:so|well|right|ok|hi|hello|morning) )*"
    r"(?:i|i'?m|i'?ve|we|we'?re|we'?ve|he|she|they|(?:my|our|the) \w+ (?:is|has|was)|my \w+ and|\w+ing)\b",
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
    found: list[tuple[int, Clause]] = []
    talk = 0
    for start, end in parts[: _MOST_CLAUSES * 2]:
        clause = _clause(text[start:end].strip(), vocabulary, [one for _, one in found])
        talk += clause.decision.action == "smalltalk"
        if _is_sure(clause.decision):
            found.append((start, clause))
    if len(found) == 1 and talk == len(parts) - 1 and found[0][1].decision.action not in _ANSWERS:
        return [replace(found[0][1], whole=text)]
    clauses = _several(text, parts, found, vocabulary) if len(found) > 1 else []
    return [] if len(clauses) < 2 or _is_one_wish(clauses) else clauses[:_MOST_CLAUSES]


def _several(
    text: str, parts: Sequence[tuple[int, int]], found: Sequence[tuple[int, Clause]], vocabulary: Vocabulary
) -> list[Clause]:
    """The questions among the parts that may be one, each with the story around it; none unless two stand together."""
    together = decide(read(text, vocabulary), vocabulary)
    surely = shown_intent(together.action) if together.likely >= _SURELY else ""
    kept: list[tuple[int, Clause]] = []
    for start, clause in found:
        joint = text[_end_of(parts, start) : start]
        before = kept or [one for one in found if one[0] < start][-1:]
        if before and _is_another(clause, [one for _, one in before], joint, surely):
            kept = [*before, (start, clause)]
    begins = [0, *(start for start, _ in kept[1:])]
    ends = [*(_end_of(parts, start) for start, _ in kept[1:]), len(text)]
    return [
        replace(clause, whole=text[first:last].strip())
        for (_, clause), first, last in zip(kept, begins, ends, strict=False)
    ]


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


def _is_another(clause: Clause, before: Sequence[Clause], joint: str, surely: str) -> bool:
    """Whether a part is a question besides those before it.

    `joint` is what stands between it and the last; `surely`: what the sentence as a whole asks for, where that is sure.
    """
    tiers, last = clause.reading.tiers, before[-1]
    # 'More targeted and intensive schools than universal' is one question.
    told = joint.strip() == "," or _shown(last) in _TELLS or bool(tiers and not tiers[0].first)
    if (told and not _asks(clause)) or any(_shown(clause) == _shown(other) for other in before):
        return False
    points = _points(last) + _points(clause) + _joined_by(joint)
    points += sum(_OTHERS_STORY for one, other in ((last, clause), (clause, last)) if _is_story(one, other, surely))
    points += _TELLING if _TELLS_A_STORY.match(last.words) else 0.0
    return points >= _TWO_QUESTIONS


def _is_story(part: Clause, other: Clause, surely: str) -> bool:
    return _shown(other) == surely and not _asks(part)


def _points(clause: Clause) -> float:
    likely = min(clause.decision.likely, _CERTAIN)
    return _ODDS * math.log(likely / (1 - likely)) + _ASKING * _asks(clause) + _AGREED * clause.decision.agreed


def _asks(clause: Clause) -> bool:
    return bool(_ASKS.search(clause.words))


def _joined_by(joint: str) -> float:
    """The points of a joint: for a word such as 'and', off for a full stop."""
    if any(letter.isalpha() or letter in "&+" for letter in joint):
        return _BY_A_WORD
    return _BY_A_STOP if joint.strip() in (".", "!") else 0.0


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
    if before and decision.likely < _CLEAR_ALONE and len(reading.tokens) <= _SHORT and _ASKS.search(part):
        kind = _shown(before[-1])
        on = decide(reading, vocabulary, carried_topics(reading, kind), kind)
        decision = on if on.likely >= _CLEAR_ALONE and shown_intent(on.action) != kind else decision
    return Clause(part, part, decision, reading)


def _is_sure(decision: Decision) -> bool:
    return decision.likely >= _SURE and decision.action not in TALK
