"""Which of several schools is picked: 'the second one', 'no, the academy', 'the Port Torran one'."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from handlers.understanding.follow_ups import choice_in, corrects, is_another_cut, names_a_kind_alone
from handlers.understanding.names import KINDS, LEVELS, levels_of, words_of
from handlers.understanding.reading import Reading
from handlers.understanding.schools import Found, Match, NamedSchool
from handlers.understanding.vocabulary import Vocabulary

_SAME_AS: Final = {"gaelic": "gaelic", "rc": "rc", "catholic": "rc", "island": ""}


def picked_school(reading: Reading, asked: Found | None, words: str, vocabulary: Vocabulary) -> Found | None:
    """The school that a short answer picks of those asked about, or puts in place of the one named; else None.

    `asked` and `words`: what the sentence before named, and how it was typed.
    """
    if asked is None or not asked.matches:
        return None
    number = choice_in(reading.words)
    if number:
        return _numbered(number, asked)
    if not (corrects(reading.words) or is_another_cut(reading.words) or names_a_kind_alone(reading.words)):
        return None
    by_kind = _by_kind(reading, _named_before(asked))
    if by_kind is not None:
        return _certain(by_kind)
    return _renamed(reading, words, vocabulary)


def _named_before(asked: Found) -> list[Match]:
    """Every school of the sentence before: those that fit, and those that it only mentioned."""
    every = [*asked.matches, *(match for part in asked.parts for match in part.matches)]
    return list({match.school.id: match for match in every}.values())


def _numbered(number: str, asked: Found) -> Found | None:
    if number == "other":
        return _certain(asked.matches[1]) if len(asked.matches) == 2 else None
    at = len(asked.matches) - 1 if number == "last" else int(number) - 1
    return _certain(asked.matches[at]) if at < len(asked.matches) else None


def _certain(match: Match) -> Found:
    return Found((match,), True, match.school.name)


def _by_kind(reading: Reading, matches: Sequence[Match]) -> Match | None:
    """The one match that has a type, a place or a faith that the answer names."""
    typed = {word.text for word in words_of(reading.words)}
    fits: Sequence[Callable[[NamedSchool], bool]] = (
        lambda school: bool(typed & _kinds(school)),
        lambda school: bool(typed & {word.text for word in words_of(school.cluster)}),
        lambda school: any(LEVELS.get(word) in levels_of(school.sector) for word in typed if word in LEVELS),
    )
    for fit in fits:
        found = [match for match in matches if fit(match.school)]
        if len(found) == 1 and len(matches) > 1:
            return found[0]
    return None


def _kinds(school: NamedSchool) -> set[str]:
    names = (school.name, *school.aliases)
    return {word.text for name in names for word in words_of(name)} & (KINDS - {"school", "primary"})


def _renamed(reading: Reading, words: str, vocabulary: Vocabulary) -> Found | None:
    """The name of before with the type word now typed: 'no, the academy' after 'Kilbrannan Primary'."""
    kinds = [word.text for word in words_of(reading.words) if word.text in KINDS]
    place = " ".join(word.text for word in words_of(words) if word.text not in KINDS)
    if not kinds or not place or (reading.name and not _only_kinds(reading)):
        return None
    found = vocabulary.schools.find(f"{place} {' '.join(kinds)}")
    return found if found.certain else None


def _only_kinds(reading: Reading) -> bool:
    named = reading.tokens[slice(*reading.name)] if reading.name else ()
    return all(token.text in KINDS for token in named)
