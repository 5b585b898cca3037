"""Which of several schools is picked: 'the second one', 'no, the academy', 'the Port Torran one'."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Final

from handlers.understanding.follow_ups import choice_in, corrects, is_another_cut, names_a_kind_alone
from handlers.understanding.names import KINDS, LEVELS, Word, levels_of, words_of
from handlers.understanding.ordinary import is_ordinary
from handlers.understanding.phrases import tokens_of
from handlers.understanding.reading import Reading
from handlers.understanding.schools import MOST_MATCHES, Found, Match, NamedSchool
from handlers.understanding.traits import traits_of
from handlers.understanding.vocabulary import Vocabulary

_SHORT_ANSWER: Final = 6
_SAYS_NOTHING: Final = frozenset({"school", "one", "yin", "the", "of", "in", "at", "and", "please", "aboot", "whit"})
_PLACE_OF_ONE: Final = re.compile(
    r"\bthe (?:(?:one|yin) (?:over |across |up |down |out |there )?(?:in|at|on) (?P<there>[\w'’ -]{3,40}?)"
    r"|(?P<which>[\w'’-]{3,20}) (?:one|yin))\W*$",
    re.IGNORECASE,
)
_FIRST_CLAUSE: Final = re.compile(r"\W*(?:(?:no|naw|nah|sorry|oops|yes|aye|actually)\b\W*)*[^,.;:!?\n(]+")
_NOT_THAT: Final = re.compile(r"\b(?:no|not|nae) (?:the |at )*\w+(?: (?:one|yin|school))?\W*$", re.IGNORECASE)
_BIG: Final = re.compile(r"\bbig (?:school|one|yin)\b", re.IGNORECASE)
_WEE: Final = re.compile(r"\b(?:wee|small) (?:school|one|yin)\b", re.IGNORECASE)
_WITHOUT_ASIDE: Final = re.compile(r"\s*\([^)]*\)")


def picked_school(
    reading: Reading, asked: Found | None, words: str, vocabulary: Vocabulary, now: Found | None = None
) -> Found | None:
    """The school that a short answer picks of those asked about, or puts in place of the one named; else None.

    `asked` and `words`: what the sentence before named, and how it was typed; `now`: what this one names by itself.
    """
    if asked is None or not asked.matches:
        return None
    number = choice_in(reading.words)
    if number:
        return _numbered(number, asked)
    told = _told_apart(reading, asked) or _the_one_there(reading, asked, vocabulary, now) or _beside_before(asked, now)
    if told is not None:
        return told
    if not (corrects(reading.words) or is_another_cut(reading.words) or names_a_kind_alone(reading.words)):
        return None
    by_kind = _by_kind(reading, _named_before(asked))
    if by_kind is not None:
        return _certain(by_kind)
    return _renamed(reading, words, vocabulary)


def answers_which(reading: Reading, asked: Found | None) -> Found | None:
    """The school that an answer to 'which of these?' picks: of those that were asked about, the one it tells apart."""
    return _told_apart(reading, asked) if asked is not None and asked.must_ask else None


def _named_before(asked: Found) -> list[Match]:
    """Every school of the sentence before: those that fit, and those that it only mentioned."""
    every = [*asked.matches, *(match for part in asked.parts for match in part.matches)]
    return list({match.school.id: match for match in every}.values())


def _told_apart(reading: Reading, asked: Found) -> Found | None:
    """'Port Torran', 'the Gaelic one', 'Kilbrannan's' after a question which: the only one offered that has it."""
    among = _named_before(asked)
    # 'The primary of course, and put that a few parents came': what is picked stands first.
    answer = _FIRST_CLAUSE.match(reading.words)
    plain = _plainly(answer[0]) if answer else ""
    if len(among) < 2 or not plain or len(tokens_of(plain)) > _SHORT_ANSWER:
        return None
    said = {_singular(word) for word in words_of(plain)} - _SAYS_NOTHING
    telling = {word for word in said if word in KINDS or not is_ordinary(word)}
    if not telling:
        return None
    fits = [match for match in among if _has_all(match.school, telling, asked)]
    return _certain(fits[0]) if len(fits) == 1 else None


def _plainly(words: str) -> str:
    """What is picked, without what is not, the big school and the wee one by their stages."""
    words = _NOT_THAT.sub(" ", words)
    return _WEE.sub(" primary ", _BIG.sub(" secondary ", words))


def _has_all(school: NamedSchool, telling: set[str], asked: Found) -> bool:
    traits = traits_of(school.name, school.aliases, school.sector, school.denomination)
    kinds = frozenset(telling & KINDS)
    own = {word.text for text in (school.name, *school.aliases, school.cluster, school.town) for word in words_of(text)}
    return telling - KINDS <= own and (not kinds or traits.fits(kinds))


def _singular(word: Word) -> str:
    return word.text[:-1] if word.possessive and word.text.endswith("s") else word.text


def _the_one_there(reading: Reading, asked: Found, vocabulary: Vocabulary, now: Found | None) -> Found | None:
    """'And the one in Port Torran?' after St Donnan's, 'the west one' after Pitteuchar East: its namesake there."""
    place = _PLACE_OF_ONE.search(reading.words)
    if asked.school is None or place is None:
        return None
    words = place["there"] or place["which"]
    name = _WITHOUT_ASIDE.sub("", asked.school.name)
    for attempt in (f"{name} ({words})", *_with_another_end(name, words)):
        found = vocabulary.schools.find(attempt)
        if found.school is not None and found.school.id != asked.school.id:
            return found
    if now is not None and now.school is not None and now.school.sector == asked.school.sector:
        return now
    if place["there"]:
        there = vocabulary.schools.places.all_that_fit(_stages(asked.school), tuple(w.text for w in words_of(words)))
        return Found(there[:MOST_MATCHES], len(there) == 1, words) if there else None
    return None


def _stages(school: NamedSchool) -> frozenset[str]:
    return frozenset(
        {
            "special"
            if school.sector == "special"
            else "secondary"
            if school.sector == "secondary"
            else "nursery"
            if school.sector == "early_years"
            else "primary"
        }
    )


def _with_another_end(name: str, words: str) -> list[str]:
    """'Pitteuchar West' of 'Pitteuchar East Primary School' and 'west'."""
    core = [word for word in words_of(name) if word.text not in KINDS]
    kinds = name[core[-1].end :] if core else ""
    return [f"{name[: core[-1].start]}{words}{kinds}"] if len(core) > 1 else []


def _beside_before(asked: Found, now: Found | None) -> Found | None:
    """'Same for the academy there': of several of that kind the one in the cluster of the school just spoken of."""
    if asked.school is None or now is None or not now.must_ask or now.parts:
        return None
    if any(word.text not in _SAYS_NOTHING and _singular(word) not in KINDS for word in words_of(now.mention)):
        return None
    there = [match for match in now.matches if match.school.cluster == asked.school.cluster]
    return _certain(there[0]) if len(there) == 1 and there[0].school.cluster else None


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
    kinds = [text for text in map(_singular, words_of(reading.words)) if text in KINDS]
    place = " ".join(word.text for word in words_of(words) if word.text not in KINDS)
    if not kinds or not place or (reading.name and not _only_kinds(reading)):
        return None
    found = vocabulary.schools.find(f"{place} {' '.join(kinds)}")
    return found if found.certain else None


def _only_kinds(reading: Reading) -> bool:
    named = reading.tokens[slice(*reading.name)] if reading.name else ()
    return all(token.text in KINDS for token in named)
