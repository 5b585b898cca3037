"""Words that this authority has taught: by an administrator's 'this means …', or in its own framework.toml."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from handlers.understanding.features import symbols_of
from handlers.understanding.ordinary import is_ordinary
from handlers.understanding.reading import KNOWN_WORDS, Reading, read
from handlers.understanding.vocabulary import Vocabulary

# Said or left out, a sentence with these means the same.
_FILLERS: Final = frozenset(
    ["please", "the", "a", "an", "hi", "hello", "hiya", "thanks", "now", "just", "again", "then", "me", "us", "you"]
)
_LONGEST: Final = 120


def taught_action(reading: Reading, vocabulary: Vocabulary) -> str:
    """The action that this authority has taught for these words, '' where it taught none."""
    return _by_words(vocabulary).get(_telling(reading), "") if vocabulary.taught else ""


def _telling(reading: Reading) -> frozenset[str]:
    return frozenset(symbols_of(reading)) - _FILLERS


@lru_cache(maxsize=4)
def _by_words(vocabulary: Vocabulary) -> Mapping[frozenset[str], str]:
    found = {_telling(read(words, vocabulary)): action for words, action in vocabulary.taught}
    return {words: action for words, action in found.items() if words}


def without_names(reading: Reading) -> str:
    """The sentence's words, at most 120 characters, without whatever may name anybody or anything.

    Only words that are ordinary or of the trade are kept; a school, person, cluster, day or number becomes its sign.
    """
    kept = [symbol for symbol in symbols_of(reading) if symbol.startswith("<") or _is_known(symbol)]
    text = " ".join(kept)
    return text if len(text) <= _LONGEST else text[:_LONGEST].rpartition(" ")[0]


def _is_known(word: str) -> bool:
    return word in KNOWN_WORDS or is_ordinary(word)
