"""The development sentences with real schools' names in place of the fictional ones, authority by authority."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from random import Random
from typing import Final

from handlers.understanding.schools import NamedSchool, SchoolIndex
from handlers.understanding.understand import understand
from handlers.understanding.vocabulary import Vocabulary
from tests.handlers.understanding.official_names import authorities
from tests.understanding.authority import TODAY, demo_vocabulary
from tests.understanding.sentences import Sentence, development

AUTHORITIES: Final = (
    "Highland",
    "Glasgow City",
    "Argyll and Bute",
    "South Lanarkshire",
    "Na h-Eileanan an Iar",
    "Aberdeenshire",
    "Fife",
    "South Ayrshire",
)
_SCHOOL_NOT_SAID: Final = re.compile(r"\b(Primary|High) School\b")
# How people shorten a name that still is one school's alone.
SPOKEN: Final[dict[str, Callable[[str], str]]] = {
    "whole": str,
    "without School": lambda name: _SCHOOL_NOT_SAID.sub(r"\1", name),
    "lower case": lambda name: _SCHOOL_NOT_SAID.sub(r"\1", name).lower(),
    "PS, HS, Acad": lambda name: (
        name.replace("Primary School", "PS").replace("High School", "HS").replace("Academy", "Acad")
    ),
    "no apostrophe": lambda name: name.replace("'", ""),
}


@dataclass
class RealNames:
    """What the sentences of one authority came to. `faults`: (sentence, school, what was understood)."""

    sentences: int = 0
    right: int = 0
    wrong: int = 0
    asked: int = 0
    same_intent: int = 0
    spoken: Counter[str] = field(default_factory=Counter)
    faults: list[tuple[str, str, str]] = field(default_factory=list)


@cache
def frames() -> tuple[tuple[Sentence, str], ...]:
    """(sentence, the words that name its one school) wherever the fictional school is found."""
    return tuple(_frames())


def _frames() -> Iterator[tuple[Sentence, str]]:
    for one in development():
        wanted = one.entities.get("school")
        if one.previous or one.also or not isinstance(wanted, str):
            continue
        found = understand(one.words, demo_vocabulary(), TODAY).school
        if found and found.school and found.school.name == wanted and one.words.count(found.mention) == 1:
            yield one, found.mention


def vocabulary_of(authority: str) -> tuple[tuple[NamedSchool, ...], Vocabulary]:
    """The schools of a real authority, and the demo's vocabulary with them in place of its own."""
    schools, index = authorities()[authority]
    return schools, replace(demo_vocabulary(), schools=SchoolIndex(schools) if index is None else index)


def measure_real(authority: str) -> RealNames:
    """Every frame with a school of this authority in it, by the same dice each time, in each spoken way by turns."""
    schools, vocabulary = vocabulary_of(authority)
    dice, ways, result = Random(authority), list(SPOKEN), RealNames()
    for at, (one, mention) in enumerate(frames()):
        school, way = dice.choice(schools), ways[at % len(ways)]
        words = one.words.replace(mention, SPOKEN[way](school.name))
        _judge(words, one, mention, school, vocabulary, result)
        result.spoken[way] += 1
    return result


def _judge(
    words: str, one: Sentence, mention: str, school: NamedSchool, vocabulary: Vocabulary, result: RealNames
) -> None:
    understood = understand(words, vocabulary, TODAY)
    found = understood.school
    result.sentences += 1
    result.same_intent += understood.intent == understand(one.words, demo_vocabulary(), TODAY).intent
    if found and found.school:
        result.right += found.school.id == school.id
        result.wrong += found.school.id != school.id
        said = found.school.name
    else:
        result.asked += bool(found and found.matches)
        said = f"asked {[match.school.name for match in found.matches]}" if found else "none"
    if not (found and found.school and found.school.id == school.id):
        result.faults.append((words, school.name, said))
