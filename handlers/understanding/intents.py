"""Which intent a sentence's concepts speak for, by the visible table in evidence.py."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from handlers.understanding.evidence import EVIDENCE, LEAST

UNKNOWN: Final = "out_of_scope:unknown"


@dataclass(frozen=True, slots=True)
class Evidence:
    """One line of the table: it holds when all of `needs` and none of `unless` are spoken of."""

    weight: float
    needs: frozenset[str]
    unless: frozenset[str]

    def holds(self, concepts: frozenset[str]) -> bool:
        return self.needs <= concepts and not (self.unless & concepts)

    def __str__(self) -> str:
        return " and ".join(sorted(self.needs))


@dataclass(frozen=True, slots=True)
class Score:
    """How much speaks for one intent, and what."""

    intent: str
    score: float
    why: tuple[str, ...] = ()


def _lines(text: str) -> tuple[Evidence, ...]:
    return tuple(_line(part.strip()) for part in text.split(";") if part.strip())


def _line(text: str) -> Evidence:
    weight, rest = text.split(" ", 1)
    needs, _, unless = rest.partition(" but ")
    return Evidence(float(weight), _concepts(needs, "+"), _concepts(unless, ","))


def _concepts(text: str, separator: str) -> frozenset[str]:
    return frozenset(part.strip() for part in text.split(separator) if part.strip())


_TABLE: Final = {intent: _lines(text) for intent, text in EVIDENCE.items()}
INTENTS: Final = (*(intent for intent in _TABLE if ":" not in intent), "out_of_scope")


def judge(concepts: frozenset[str]) -> tuple[Score, ...]:
    """The intents that these concepts speak for, best first; out_of_scope for want of a better one."""
    held: dict[str, list[Evidence]] = {}
    for concept in concepts:
        for intent, line in _BY_NEED.get(concept, ()):
            if line.holds(concepts):
                held.setdefault(intent, []).append(line)
    scores = [_score(intent, held[intent]) for intent in _TABLE if intent in held]
    likely = sorted((score for score in scores if score.score >= LEAST), key=lambda score: -score.score)
    return tuple(likely) or (Score(UNKNOWN, 0.0, ("nothing that Cairn knows about",)),)


def _by_need() -> dict[str, list[tuple[str, Evidence]]]:
    """Every line under one concept that it needs: of hundreds of lines a sentence concerns a few dozen."""
    filed: dict[str, list[tuple[str, Evidence]]] = {}
    for intent, lines in _TABLE.items():
        for line in lines:
            filed.setdefault(min(line.needs), []).append((intent, line))
    return filed


_BY_NEED: Final = _by_need()


def _score(intent: str, held: list[Evidence]) -> Score:
    # In the order of the table, whatever the order in which a set gives its concepts.
    held = [line for line in _TABLE[intent] if line in held]
    why = tuple(f"{line} ({line.weight:+g})" for line in held)
    return Score(intent, sum(line.weight for line in held), why)
