"""Which part of a sentence names a school, whether or not there is one of that name."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from typing import Final

from handlers.understanding.clusters import unnamed_clusters
from handlers.understanding.described import told_apart_by_kind, told_by_description, told_by_kind_alone
from handlers.understanding.mode_said import modes_in
from handlers.understanding.names import KINDS, fold, words_of
from handlers.understanding.ordinary import LEADS_IN, is_ordinary
from handlers.understanding.people import stranger_in
from handlers.understanding.phrases import Hit
from handlers.understanding.reading import KNOWN_WORDS, Reading
from handlers.understanding.schools import Found, SchoolIndex
from handlers.understanding.subject import asked_about, only_mentioned
from handlers.understanding.vocabulary import Vocabulary

_OF_A_SCHOOL: Final = frozenset({"at", "for", "with", "covering", "call", "ring", "phone", "from", "of", "the"})
_OF_A_TOWN: Final = frozenset({
    "weather", "ferry", "crossing", "boat", "boats", "train", "near", "snow", "road", "roads", "clinic", "flight",
    "route", "roadworks", "directions", "bus",
})  # fmt: skip
# Stands for a word that belongs to another name: no school's name goes on across it.
_BLANK: Final = "0"
_A_GAELIC: Final = frozenset({"unit", "school", "primary", "one", "yin", "class", "bun"})
_BEFORE_A_PLACE: Final = frozenset({"from", "in", "round"})
_AFTER_A_PLACE: Final = frozenset({"day", "trip", "ferry", "boat"})
_POSSESSIVE: Final = re.compile(r"['’‘`´ʼ]s?$")


def school_in(reading: Reading, vocabulary: Vocabulary, action: str = "") -> tuple[Found | None, str]:
    """What the words name and how it was typed: (None, '') when no school is named; `action` is what is asked."""
    found = vocabulary.schools.find(_without_other_names(reading, vocabulary))
    if not found.matches and reading.mended:
        # A slip that looked like a word of the trade may be a school of that name after all.
        again = vocabulary.schools.find(_without_other_names(reading, vocabulary, mended=True))
        found = again if again.certain else found
    if not found.matches:
        found = _by_initials(reading, vocabulary.schools) or found
    if found.matches and not found.parts and only_mentioned(found, reading.words) and not _has_a_kind(found):
        return None, ""
    found = _beside_a_place(_in_the_cluster_named(found, reading), reading, vocabulary)
    if found.parts:
        one = asked_about(found.parts, reading.words, action)
        if one is not None:
            return (replace(one, parts=found.parts), one.mention) if one.mention else (None, "")
    led = vocabulary.led_by(hit.key for hit in reading.people)
    found = _led_by_the_person(told_by_description(reading, found, vocabulary.schools), led)
    found = told_apart_by_kind(reading, found, vocabulary.schools)
    if not found.matches:
        clusters = frozenset(hit.key for hit in vocabulary.cluster_phrases.longest_in(reading.texts))
        alone = told_by_kind_alone(reading, vocabulary.schools, led, clusters)
        if alone:
            return alone, alone.mention
    typed = _POSSESSIVE.sub("", _own(reading) or found.mention)
    return (found, typed) if typed else (None, "")


def _by_initials(reading: Reading, schools: SchoolIndex) -> Found | None:
    """'DEHS' for Douglas Ewart High School: three capitals or more that no word of the trade is written in."""
    for token in reading.tokens:
        typed = reading.words[token.start : token.end]
        known = token.text in KNOWN_WORDS or token.text in KINDS or is_ordinary(token.text)
        if len(typed) > 2 and typed.isupper() and typed.isalpha() and not known:
            matches = schools.by_initials(typed.lower())
            if matches:
                return Found(matches, len(matches) == 1, typed)
    return None


def named_as_a_school(reading: Reading, found: Found) -> bool:
    """Whether a name means the school and not its town: 'at Fearnbrae', not 'the ferry to Fearnbrae'."""
    before, _, after = reading.words.partition(found.mention)
    led = not _OF_A_SCHOOL.isdisjoint(before.lower().split()[-1:])
    typed = not KINDS.isdisjoint(word.text for word in words_of(found.mention))
    return (led or typed or after.startswith(("'", "’"))) and _OF_A_TOWN.isdisjoint(reading.texts)


def _in_the_cluster_named(found: Found, reading: Reading) -> Found:
    """'St Donnan's here in Kilbrannan': of several that fit, the one in the cluster that the sentence names."""
    clusters = {hit.key for hit in reading.clusters}
    there = [match for match in found.matches if match.school.cluster in clusters]
    return replace(found, matches=(there[0],), certain=True) if found.must_ask and len(there) == 1 else found


def _led_by_the_person(found: Found, led: frozenset[int]) -> Found:
    """'Elspeth at St Donnan's': of several that fit, the one that the person named leads."""
    there = [match for match in found.matches if match.school.id in led]
    return (
        replace(found, matches=(there[0],), certain=True)
        if found.must_ask and not found.parts and len(there) == 1
        else found
    )


def _beside_a_place(found: Found, reading: Reading, vocabulary: Vocabulary) -> Found:
    """'Back from Sulasay, record Balesulay': a cluster's bare name after 'from' is the place, not its school."""
    if not found.must_ask:
        return found
    texts = ["", *reading.texts, ""]
    places = {
        tuple(reading.texts[hit.first : hit.last])
        for hit in vocabulary.cluster_phrases.longest_in(reading.texts)
        if texts[hit.first] in _BEFORE_A_PLACE or texts[hit.last + 1] in _AFTER_A_PLACE
    }
    others = [match for match in found.matches if _without_kinds(match.school.name) not in places]
    if not len(others) == 1 < len(found.matches):
        return found
    core = " ".join(_without_kinds(others[0].school.name))
    at = reading.words.lower().find(core)
    mention = reading.words[at : at + len(core)] if at >= 0 else found.mention
    return replace(found, matches=(others[0],), certain=True, mention=mention)


def _without_kinds(name: str) -> tuple[str, ...]:
    return tuple(word.text for word in words_of(name) if word.text not in KINDS)


def _has_a_kind(found: Found) -> bool:
    return any(word.text in KINDS for word in words_of(found.mention))


def _own(reading: Reading) -> str:
    """The words that have the shape of a school's name: a type word, a capital, or 'for' or 'is' before them."""
    if reading.name is None:
        return ""
    first, last = reading.name
    tokens = reading.tokens[first:last]
    led = first > 0 and reading.tokens[first - 1].text in LEADS_IN
    shaped = led or tokens[0].capital or any(token.text in KINDS for token in tokens)
    return reading.words[tokens[0].start : tokens[-1].end] if shaped else ""


def _without_other_names(reading: Reading, vocabulary: Vocabulary, mended: bool = False) -> str:
    """The sentence with people, clusters, themes and mended slips blanked out but in whole names, every place kept."""
    schools = vocabulary.schools
    whole = schools.whole_names(reading.words)
    themes = [hit for hit in reading.themes if not _stands_in_a_name(reading, hit, schools)]
    hits = (*reading.people, *reading.clusters, *themes, *reading.tiers, *modes_in(reading.texts))
    other = {at for hit in hits for at in range(hit.first, hit.last)} | unnamed_clusters(
        reading.tokens, reading.clusters
    )
    stranger = stranger_in(reading.tokens, vocabulary)
    other |= set(range(*stranger)) if stranger else set()
    named = set(range(*reading.name)) if reading.name else set()
    words = reading.words
    for at, token in enumerate(reading.tokens):
        if any(first <= token.start < last for first, last in whole):
            continue
        if (
            at in other
            or _begins_the_year(reading, at)
            or (not mended and at not in named and _is_no_name(reading, at, schools))
        ):
            words = words[: token.start] + _BLANK * (token.end - token.start) + words[token.end :]
    return words


def _stands_in_a_name(reading: Reading, hit: Hit, schools: SchoolIndex) -> bool:
    """'The Pupil Support Service', 'the Gaelic unit': a theme's words, typed as a school's."""
    tokens = reading.tokens[hit.first : hit.last]
    follower = reading.texts[hit.last] if hit.last < len(reading.tokens) else ""
    if len(tokens) == 1 and tokens[0].text == "gaelic":
        return follower in _A_GAELIC
    if len(tokens) == 1 and follower in ("centre", "unit", "college", "academy") and schools.knows(tokens[0].text):
        return True
    if follower and all(schools.goes_on(*pair) for pair in pairwise([*(token.text for token in tokens), follower])):
        # 'pupil support service': the first words of a name that goes on.
        return True
    if all(token.text in KINDS for token in tokens):
        # "St Andrew's special school".
        return True
    capitals = all(token.capital for token in tokens)
    return capitals and hit.first > 0 and all(schools.knows(token.text) for token in tokens) and len(tokens) > 1


def _begins_the_year(reading: Reading, at: int) -> bool:
    """The 'New' of 'New Year', which no New Abbey is meant by."""
    return [token.text for token in reading.tokens[at : at + 2]] == ["new", "year"]


def _is_no_name(reading: Reading, at: int, schools: SchoolIndex) -> bool:
    """Whether a word outside the likely name is a mended slip, a word of the trade, or Scots for an ordinary word."""
    token = reading.tokens[at]
    if any(token.text == meant for _, meant in reading.mended):
        return True
    if is_ordinary(token.text):
        typed = fold(reading.words[token.start : token.end])
        return token.text != typed and not token.capital and not schools.knows(typed)
    if token.text not in KNOWN_WORDS or token.text in KINDS or token.text in ("st", "saint"):
        return False
    # 'Port Ronsaig': 'port' is a word of the trade, and begins a name all the same.
    after = reading.tokens[at + 1].text if at + 1 < len(reading.tokens) else ""
    begins = bool(after) and after not in KNOWN_WORDS and not is_ordinary(after)
    return not (begins and schools.knows(token.text))
