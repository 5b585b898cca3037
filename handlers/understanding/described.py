"""A school told by what it is: 'the Catholic primary in Dunfearn', 'the Gaelic one in Port Torran', 'the academy'.

What is said must hold of the school by the record: a faith, a language or a stage that it has not is never passed over.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from handlers.understanding.names import KINDS, LEVELS, Word, words_of
from handlers.understanding.ordinary import is_ordinary
from handlers.understanding.reading import Reading
from handlers.understanding.schools import MOST_MATCHES, Found, Match, SchoolIndex

_ARTICLES: Final = frozenset({"the", "that", "yon", "thon"})
_ONE: Final = frozenset({"one", "yin"})
_SAID: Final = (KINDS | _ONE) - {"schools", "community"}
_BEFORE_A_PLACE: Final = frozenset({"in", "at", "on"})
_ON_THE_WAY: Final = frozenset(
    {"by", "doon", "ower", "oot", "awa", "over", "up", "down", "across", "out", "there", "here", "away"}
)
_LONGEST_PLACE: Final = 4
# By these words alone a school is asked for; 'the school' or 'the primary' alone is mostly the asker's own.
_TELL_ALONE: Final = frozenset({"academy", "grammar", "nursery", "special", "gaelic", "high", "secondary", "college"})
_LED_BY: Final = (
    "book move cancel see visit shift record log ring phone at for to of is does has against from was whens wheres "
    "hows whats and an"
)
_LEADS: Final = frozenset(_LED_BY.split())
_NOUNS: Final = frozenset({"academy", "grammar", "nursery", "school", "unit", "college", "primary", "secondary", *_ONE})
# 'The nursery graduation', 'the academy staff': what goes on so is not asked of the school.
_GOES_ON: Final = """
class classes teacher teachers staff pupils pupil kids weans children parents provision stage stages end wing building
graduation goal goals unit room rooms side sector schools heads transition transitions work stuff bit lot folk places
"""
_OF_IT: Final = frozenset(_GOES_ON.split())


@dataclass(frozen=True)
class _Described:
    """The type words said, the words of the place (none where it is not said), and where all of it stands."""

    kinds: frozenset[str]
    place: tuple[str, ...]
    start: int
    end: int


def told_by_description(reading: Reading, found: Found, schools: SchoolIndex) -> Found:
    """What was found, unless the sentence describes a school: then the one that is all of it, or the question which."""
    for one in _descriptions(words_of(reading.words), schools.places.is_place):
        if not one.place:
            continue
        outside = found.certain and not _overlaps(reading.words, found.mention, one)
        if outside or (found.school is not None and schools.places.fits(found.school, one.kinds)):
            continue
        return _there(one, found, reading.words, schools)
    return found


def told_by_kind_alone(
    reading: Reading, schools: SchoolIndex, led: frozenset[int], clusters: frozenset[str]
) -> Found | None:
    """'The academy's review', 'was at the nursery': the only one of that kind, or the question which of a few.

    `led`: the schools of the heads whom the sentence names ('Rebecca at the Academy'); `clusters`: those it names.
    """
    words = words_of(reading.words)
    for one in _descriptions(words, lambda _: False):
        if one.place or not one.kinds & _TELL_ALONE or not _stands_alone(words, one):
            continue
        matches = schools.places.all_that_fit(one.kinds)
        there = tuple(match for match in matches if match.school.cluster in clusters)
        told = tuple(match for match in matches if match.school.id in led) or there
        if not told and "ourselves" in reading.concepts:
            continue
        matches = told or matches
        if 0 < len(matches) <= MOST_MATCHES:
            return Found(matches, len(matches) == 1, reading.words[one.start : one.end])
    return None


def told_apart_by_kind(reading: Reading, found: Found, schools: SchoolIndex) -> Found:
    """'Has Fearnach moved? The academy I mean': of several of one name the one of the kind that stands elsewhere."""
    if not found.must_ask or found.parts:
        return found
    for one in _descriptions(words_of(reading.words), lambda _: False):
        fits = [match for match in found.matches if schools.places.fits(match.school, one.kinds)]
        if one.kinds & _TELL_ALONE and len(fits) == 1 and not _overlaps(reading.words, found.mention, one):
            return replace(found, matches=(fits[0],), certain=True)
    return found


def _there(one: _Described, found: Found, words: str, schools: SchoolIndex) -> Found:
    mention = words[one.start : one.end]
    there = schools.places.all_that_fit(one.kinds, one.place)
    if not there:
        # None is known to be so there: those that are so anywhere are offered, after those that are called so.
        there = (*found.matches, *schools.places.all_that_fit(one.kinds))
        there = there if len(there) <= MOST_MATCHES else found.matches
        return replace(found, matches=_once(there), certain=False) if there else found
    return Found(there[:MOST_MATCHES], len(there) == 1, mention)


def _once(matches: Sequence[Match]) -> tuple[Match, ...]:
    return tuple({match.school.id: match for match in matches}.values())[:MOST_MATCHES]


def _overlaps(words: str, mention: str, one: _Described) -> bool:
    at = words.find(mention) if mention else -1
    return at < 0 or (at < one.end and one.start < at + len(mention))


def _descriptions(words: Sequence[Word], is_place: Callable[[tuple[str, ...]], bool]) -> Iterator[_Described]:
    for at, word in enumerate(words):
        if word.text not in _ARTICLES:
            continue
        end = at + 1
        while end < len(words) and _plain(words[end]) in _SAID:
            end += 1
        kinds = frozenset(map(_plain, words[at + 1 : end])) - _ONE - {"school"}
        several = end < len(words) and words[end].text in ("schools", "units", "classes")
        if end > at + 1 and not several:
            place, last = _place_after(words, end, is_place)
            if kinds or (place and words[end - 1].text in _ONE):
                yield _Described(kinds, place, word.start, words[last - 1].end)


def _plain(word: Word) -> str:
    return word.text[:-1] if word.possessive and word.text[:-1] in _SAID else word.text


def _place_after(
    words: Sequence[Word], at: int, is_place: Callable[[tuple[str, ...]], bool]
) -> tuple[tuple[str, ...], int]:
    """The place named after 'in', and the word after it: ((), at) where none is."""
    start = at
    while start < len(words) and words[start].text in _ON_THE_WAY:
        start += 1
    if start >= len(words) or words[start].text not in _BEFORE_A_PLACE:
        return (), at
    for end in range(min(len(words), start + 1 + _LONGEST_PLACE), start + 1, -1):
        place = tuple(word.text for word in words[start + 1 : end])
        if is_place(place):
            return place, end
    return (), at


def _stands_alone(words: Sequence[Word], one: _Described) -> bool:
    """Whether nothing goes on after the type word that it only qualifies ('the nursery graduation')."""
    first = next(at for at, word in enumerate(words) if word.start == one.start)
    last = next(at for at, word in enumerate(words) if word.end == one.end) + 1
    before = words[first - 1].text if first else ""
    after = words[last].text if last < len(words) else ""
    earlier = words[first - 2].text if first > 1 else ""
    led = not before or before in _LEADS or (before == "in" and earlier in ("pencil", "slot", "fit", "squeeze", "put"))
    said = words[last - 1]
    if not led or _plain(said) not in (_SAID if said.possessive else _NOUNS):
        return False
    return said.possessive or not after or (is_ordinary(after) and after not in _OF_IT and after not in LEVELS)
