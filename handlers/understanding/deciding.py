"""What a sentence asks for: the trained weights say which intent, the table of evidence which finer action of it.

The table alone decides where it knows an action that the weights were not trained on, and in what is sensitive: a
pupil's affairs and somebody's health are recognised by visible lines, not by a sum.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from handlers.understanding.features import Shape, features_of_shape, shape_of
from handlers.understanding.intents import UNKNOWN, Score, judge
from handlers.understanding.late import LateLines
from handlers.understanding.reading import Reading
from handlers.understanding.shown import SHOWN_AS, shown_intent
from handlers.understanding.taught import taught_action
from handlers.understanding.vocabulary import Vocabulary
from handlers.understanding.weights import Likely, Weights, shipped_weights

# Below this nothing is likely enough to act on, and Cairn says that it did not understand.
_LEAST_LIKELY: Final = 0.16
# An action that the weights do not know is taken on the table's word alone when so much speaks for it.
_CLEAR_EVIDENCE: Final = 6.0
# Where the weights are this unsure, clear evidence decides.
_UNSURE: Final = 0.2
_GOOD_EVIDENCE: Final = 5.0
_AHEAD: Final = 1.5
# What is out of scope by less than this may be a question that nobody foresaw: it is kept, to be taught.
_SURELY_NOTHING: Final = 0.6
UNCLEAR: Final = "unclear"
_SENSITIVE: Final = ("out_of_scope:health", "out_of_scope:pupils")
_SENSITIVE_EVIDENCE: Final = 6.0
_YES_OR_NO: Final = frozenset({"yes", "no", "agree", "only yes", "only no", "turns down", "wrong", "cancel"})
_LIKELY_ENOUGH: Final = 0.8
# Sentences up to so many words come again and again, about other schools; what they ask for is kept, names never are.
_COMES_AGAIN: Final = 12
# What one of a pair says of it is told by its own few words, however like an ordinary yes, no or wish it sounds; and
# so is what is missing altogether, however like a question about plans, visits or reviews alone.
_BY_OWN_WORDS: Final = {"decline_pair": 9.0, "pair_met": 9.0, "pair_fit": 9.0, "end_pair": 9.0, "support_gaps": 11.0,
                       "turn_to_somebody": 9.0}  # fmt: skip


@dataclass(frozen=True)
class Decision:
    """An action and how it was found. `likely` (0 to 1); `rivals`: the next two intents with their likelihood.

    `agreed`: the table of evidence says the same.
    """

    action: str
    likely: float
    about: str = ""
    why: Sequence[str] = ()
    rivals: tuple[tuple[str, float], ...] = ()
    agreed: bool = False


def decide(
    reading: Reading, vocabulary: Vocabulary, topics: frozenset[str] = frozenset(), before: str = ""
) -> Decision:
    """The action that a sentence asks for; `topics` are concepts that it takes over from the sentence `before`."""
    taught = taught_action(reading, vocabulary)
    if taught:
        return Decision(taught, 1.0, "", ("this authority has taught these words",))
    if "asks the name" in reading.concepts:
        return Decision("help", 1.0, "", ("asks what a quality indicator is called",))
    shape = shape_of(reading)
    if not before and "bare" not in shape.concepts and shape.symbols == ("<school>",):
        return Decision("out_of_scope", 0.0, UNCLEAR, ("words of which none is known",))
    weigh = _weighed_before if len(shape.symbols) <= _COMES_AGAIN else _weighed
    return weigh(shape, topics, before, shipped_weights())


def _weighed(shape: Shape, topics: frozenset[str], before: str, weights: Weights) -> Decision:
    evidence = judge(shape.concepts | topics)
    likely = weights.likely(features_of_shape(shape, before))
    if not before and not shape.marks and shape.concepts.isdisjoint(_YES_OR_NO):
        # Without a word of yes or no nothing is agreed to or turned down.
        likely = tuple(one for one in likely if one.intent not in ("confirm", "decline")) or likely
    return _by_table(evidence, likely, weights) or _by_weights(evidence, likely)


_weighed_before = lru_cache(maxsize=1024)(_weighed)


def _by_table(evidence: Sequence[Score], likely: Sequence[Likely], weights: Weights) -> Decision | None:
    best = evidence[0]
    name, _, about = best.intent.partition(":")
    is_new = name not in weights.intents and name not in SHOWN_AS
    if is_new and best.score >= _CLEAR_EVIDENCE:
        return Decision(name, 1.0, about, best.why)
    first = likely[0]
    own = next((one for one in evidence if one.score >= _BY_OWN_WORDS.get(one.intent, math.inf)), None)
    if own is not None and (shown_intent(own.intent) == first.intent or first.probability < _LIKELY_ENOUGH):
        return Decision(own.intent, 1.0, "", own.why)
    ahead = best.score - (evidence[1].score if len(evidence) > 1 else 0.0)
    if best.score >= _GOOD_EVIDENCE and ahead >= _AHEAD and first.probability < _UNSURE:
        return Decision(name, 0.5, about, best.why, _rivals(likely))
    is_sensitive = best.intent in _SENSITIVE and best.score >= _SENSITIVE_EVIDENCE
    if is_sensitive and (first.intent == name or first.probability < _LIKELY_ENOUGH):
        return Decision(name, max(first.probability, 0.5), about, best.why, _rivals(likely))
    return None


def _by_weights(evidence: Sequence[Score], likely: Sequence[Likely]) -> Decision:
    first = likely[0]
    if first.probability < _LEAST_LIKELY:
        return Decision("out_of_scope", first.probability, UNCLEAR, ("nothing is likely enough",), _rivals(likely))
    finer = next((score for score in evidence if shown_intent(score.intent.partition(":")[0]) == first.intent), None)
    name, _, about = (finer.intent if finer else first.intent).partition(":")
    if name == "out_of_scope" and not about:
        about = UNKNOWN.partition(":")[2]
    if name == "out_of_scope" and about == "unknown" and first.probability < _SURELY_NOTHING:
        about = UNCLEAR
    lines = finer.why if finer and finer.score > 0 else ()
    why = LateLines(lambda: (*first.why, *lines))
    agreed = shown_intent(evidence[0].intent.partition(":")[0]) == first.intent and evidence[0].score > 0
    return Decision(name, first.probability, about, why, _rivals(likely), agreed)


def _rivals(likely: Sequence[Likely]) -> tuple[tuple[str, float], ...]:
    return tuple((one.intent, one.probability) for one in likely[1:3])
