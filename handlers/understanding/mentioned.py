"""Which part of a sentence names a school, whether or not there is one of that name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from handlers.understanding.names import KINDS
from handlers.understanding.ordinary import LEADS_IN, is_ordinary
from handlers.understanding.reading import KNOWN_WORDS, Reading
from handlers.understanding.schools import Found
from handlers.understanding.vocabulary import Vocabulary

_POSSESSIVE: Final = re.compile(r"['’‘`´ʼ]s?$")


def school_in(reading: Reading, vocabulary: Vocabulary) -> tuple[Found | None, str]:
    """What the words name and how it was typed: (None, '') when no school is named."""
    found = vocabulary.schools.find(_without_other_names(reading, vocabulary.schools.whole_names(reading.words)))
    if not found.matches and reading.mended:
        # A slip that looked like a word of the trade may be a school of that name after all.
        again = vocabulary.schools.find(reading.words)
        found = again if again.certain else found
    typed = _POSSESSIVE.sub("", _own(reading) or found.mention)
    return (found, typed) if typed else (None, "")


def _own(reading: Reading) -> str:
    """The words that have the shape of a school's name: a type word, a capital, or 'for' or 'is' before them."""
    if reading.name is None:
        return ""
    first, last = reading.name
    tokens = reading.tokens[first:last]
    led = first > 0 and reading.tokens[first - 1].text in LEADS_IN
    shaped = led or tokens[0].capital or any(token.text in KINDS for token in tokens)
    return reading.words[tokens[0].start : tokens[-1].end] if shaped else ""


def _without_other_names(reading: Reading, whole: Sequence[tuple[int, int]]) -> str:
    """The sentence with people, clusters, themes and mended slips blanked out but in whole names, every place kept."""
    hits = (*reading.people, *reading.clusters, *reading.themes, *reading.tiers)
    other = {at for hit in hits for at in range(hit.first, hit.last)}
    meant = {meant for _, meant in reading.mended}
    named = set(range(*reading.name)) if reading.name else set()
    words = reading.words
    for at, token in enumerate(reading.tokens):
        if any(first <= token.start < last for first, last in whole):
            continue
        trade = (
            token.text in KNOWN_WORDS
            and not is_ordinary(token.text)
            and token.text not in KINDS
            and token.text not in ("st", "saint")
        )
        if at in other or (at not in named and (token.text in meant or trade)):
            words = words[: token.start] + " " * (token.end - token.start) + words[token.end :]
    return words
