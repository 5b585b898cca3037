"""What was found of the schools that some words name, and how several finds in one sentence come to one answer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from handlers.understanding.names import words_of

MOST_MATCHES: Final = 6
ASIDE_OF: Final = re.compile(r"\(([^)]+)\)")


@dataclass(frozen=True)
class NamedSchool:
    """A school and what it is called. `sector`, `cluster` and `denomination` as in the record; `town` where known."""

    id: int
    name: str
    aliases: tuple[str, ...]
    sector: str
    cluster: str
    town: str = ""
    denomination: str = ""


@dataclass(frozen=True)
class Match:
    """A school that may be meant; `score` from 0 to 1 grows with the share of the words that it explains."""

    school: NamedSchool
    score: float


@dataclass(frozen=True)
class Found:
    """What `SchoolIndex.find` made of some words.

    `matches` (best first, at most six) fit what was typed: when `certain`, exactly one. `nearest` (only when nothing
    fits) look alike and may be suggested. `mention` is the part of the words that names a school, as typed, '' when
    no school seems to be named; with no matches it may be another name, such as a person's. `parts`: where different
    schools are clearly named, each by itself, in the order of the words.
    """

    matches: tuple[Match, ...] = ()
    certain: bool = False
    mention: str = ""
    nearest: tuple[Match, ...] = ()
    parts: tuple[Found, ...] = ()

    @property
    def school(self) -> NamedSchool | None:
        """The one school that is clearly meant, if there is one."""
        return self.matches[0].school if self.certain else None

    @property
    def must_ask(self) -> bool:
        """Whether something fits, but only the person can say which (or whether) it was meant."""
        return bool(self.matches) and not self.certain


def combined(found: Sequence[Found]) -> Found | None:
    """One answer from a sentence's mentions: what is certain goes first; two different schools must be asked about."""
    asked = [one for one in found if one.must_ask]
    placed = [pick for one in asked for other in found if other is not one and (pick := _by_place(one, other))]
    if placed:
        return placed[0]
    certain = [one for one in found if one.certain]
    schools = {one.matches[0].school.id: one for one in certain}
    if len(schools) > 1:
        union = tuple(one.matches[0] for one in schools.values())[:MOST_MATCHES]
        return Found(union, False, certain[0].mention, parts=tuple(certain))
    if certain:
        return certain[0]
    if asked:
        return max(asked, key=lambda one: one.matches[0].score)
    return max(found, key=lambda one: (bool(one.nearest), len(one.mention)), default=None)


def _by_place(asked: Found, other: Found) -> Found | None:
    """'St Donnan's here in Kilbrannan': the one of several whose cluster, town or bracket is the other name."""
    place = {word.text for word in words_of(other.mention)}
    there = [match for match in asked.matches if place <= _places_of(match.school)]
    return replace(asked, matches=(there[0],), certain=True) if place and len(there) == 1 < len(asked.matches) else None


def _places_of(school: NamedSchool) -> set[str]:
    texts = (school.cluster, school.town, *ASIDE_OF.findall(school.name))
    return {word.text for text in texts for word in words_of(text)}
