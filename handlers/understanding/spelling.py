"""Which words of a vocabulary a typed word may stand for, forgiving slips of the keyboard.

Deletion neighbours (as in SymSpell): each word is filed under itself with letters left out, so that a misspelt word
finds it by a few dictionary look-ups. One slip is forgiven from four letters, two from seven.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from rapidfuzz.distance import OSA

from handlers.understanding.names import stem

_STRENGTH: Final = {1: 0.85, 2: 0.7}
BUT_FOR_S: Final = 0.97
# 'Hottsbrig' is how Hottsbridge is said.
_BRIG: Final = re.compile(r"(?:^|(?<=\w\w))brig$")
_LONG_A: Final = re.compile(r"a([lnr])e$")
SHORTENED: Final = 0.9
_SAID_ALIKE: Final = re.compile(r"ie|ey|y$|(?:town|ton|toun)$")
_MOST: Final = 8
_LONGEST: Final = 30
_SURE_FROM: Final = 6
# Two words with different endings of these are more likely two places (Whitehill, Whitehall) than one slip.
_PLACE_ENDINGS: Final = """
hill hall head field ton town burn bank park side end wood muir moor bridge ford den dean land lands view mill mains
brae bay glen law lea loch water house holm well kirk gate garth
"""
_ENDINGS: Final = tuple(_PLACE_ENDINGS.split())


@dataclass(frozen=True, slots=True)
class Spelling:
    """A vocabulary word that was typed exactly (strength 1), but for a final s (0.97), or with slips (less).

    `doubtful`: so far from what was typed that only a person can say whether it was meant.
    """

    word: str
    strength: float
    doubtful: bool = False


class Vocabulary:
    """A fixed set of words, found again by what somebody typed; `saints` are those that follow 'St' in some name."""

    def __init__(self, words: Iterable[str], saints: Iterable[str] = ()) -> None:
        self._words = frozenset(words)
        self._saints = tuple(sorted(saints))

    @cached_property
    def _by_stem(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for word in sorted(self._words):
            found.setdefault(stem(word), []).append(word)
        return found

    @cached_property
    def _by_deletion(self) -> dict[str, list[str]]:
        # Made when the first slip is met: of a short command most sentences have none.
        found: dict[str, list[str]] = {}
        for word in sorted(self._words):
            for shorter in _deletions(word):
                found.setdefault(shorter, []).append(word)
        return found

    def __contains__(self, word: str) -> bool:
        return word in self._words

    def spellings(self, typed: str) -> tuple[Spelling, ...]:
        """The words that `typed` may stand for, best first, at most eight; slips count only where nothing else fits."""
        same = self._by_stem.get(stem(typed), [])
        if _BRIG.search(typed):
            same = [*same, *self._by_stem.get(_BRIG.sub("bridge", typed), [])]
        if same:
            found = [Spelling(typed, 1.0) if word == typed else _but_for_s(word, typed) for word in same]
            return tuple(sorted(found, key=lambda spelling: -spelling.strength))
        return tuple(sorted(self._misspelt(typed), key=lambda spelling: -spelling.strength)[:_MOST])

    def saints_called(self, short: str) -> tuple[Spelling, ...]:
        """The saints whose names begin so: 'St Kev's' for St Kevoca's, "St D's" for St Donnan's."""
        return tuple(Spelling(saint, SHORTENED) for saint in self._saints if saint.startswith(short))[:_MOST]

    def _misspelt(self, typed: str) -> Iterator[Spelling]:
        if len(typed) > _LONGEST:
            return
        near = {word for shorter in _deletions(typed) for word in self._by_deletion.get(shorter, ())}
        for word in sorted(near):
            allowed = _slips_allowed(min(len(word), len(typed)))
            slips = OSA.distance(typed, word, score_cutoff=allowed)
            if 0 < slips <= allowed:
                alike = min(len(word), len(typed)) > _SURE_FROM and _as_said(typed) == _as_said(word)
                yield Spelling(word, _STRENGTH[1 if alike else slips], not alike and is_doubtful(typed, word, slips))


def _as_said(word: str) -> str:
    """A word with its ending written one way: 'Langmorly' sounds like 'Langmorlie', 'Braelinton' like 'Braelintown'."""
    word = _LONG_A.sub(r"ai\1", word)
    return _SAID_ALIKE.sub(lambda found: "ton" if found[0].startswith("t") else "y", word)


def _but_for_s(word: str, typed: str) -> Spelling:
    return Spelling(word, BUT_FOR_S, len(word) < _SURE_FROM and abs(len(word) - len(typed)) < 2)


def is_doubtful(typed: str, word: str, slips: int) -> bool:
    """Whether two words that differ by so many slips may well be two names (ours)."""
    short = len(word) < _SURE_FROM
    ends = _ending(typed), _ending(word)
    return slips > 1 or short or typed[0] != word[0] or (all(ends) and ends[0] != ends[1])


def _ending(word: str) -> str:
    return max((end for end in _ENDINGS if word.endswith(end) and len(word) > len(end)), key=len, default="")


def _slips_allowed(length: int) -> int:
    return 0 if length < 4 else 1 if length < 7 else 2


def _deletions(word: str) -> set[str]:
    allowed = _slips_allowed(len(word))
    if not allowed:
        return {word}
    once = {word[:at] + word[at + 1 :] for at in range(len(word))}
    found = once | {word}
    if allowed == 2:
        found.update(part[:at] + part[at + 1 :] for part in once for at in range(len(part)))
    return found
