"""A whole name as another official list writes it: '& Nursery Class' more, Bun-sgoil before it, RC put last.

Looked at before a sentence's mentions: what differs between lists is taken away on both sides, and what is left must be
one school's. Where two names differ in their denomination alone and none was typed, both are offered.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from handlers.understanding.names import KINDS, LEVELS, LIGHT, SAINT, Word, stem, words_of
from handlers.understanding.ordinary import is_ordinary
from handlers.understanding.traits import FAITHS

_SAYS_NOTHING: Final = frozenset({"the", "school", "schools"})
# What lists put after 'Primary School' to say what else is in the building.
_BUILDING: Final = "nursery class school early learning childcare years centre campus joint shared community and with"
_ALSO_THERE: Final = frozenset(_BUILDING.split())
_LONGEST: Final = 10
# How people shorten the type of school in a name that they type whole.
_SHORT_KINDS: Final = (
    ("primary school", "ps"),
    ("primary school", "primary"),
    ("high school", "hs"),
    ("academy", "acad"),
)
_SECONDARY: Final = frozenset({"high", "academy", "grammar"})


class OfficialName(NamedTuple):
    """What tells a name from the others of an authority. `core`: its words run together; `kinds`: its type words."""

    core: str
    kinds: frozenset[str]

    @property
    def faithless(self) -> OfficialName:
        return OfficialName(self.core, self.kinds - FAITHS)


def official_name(words: Sequence[Word]) -> OfficialName:
    """What is left of a whole name when everything is gone that another list may write otherwise."""
    texts = _without_what_is_also_there([word.text for word in words])
    kinds = frozenset(text for text in texts if text in KINDS) - _SAYS_NOTHING
    core = "".join(stem(text) for text in texts if text not in KINDS and text not in _SAYS_NOTHING)
    return OfficialName(core, kinds)


def _without_what_is_also_there(texts: list[str]) -> list[str]:
    levels = [at for at, text in enumerate(texts) if text in LEVELS and text != "nursery"]
    if not levels:
        return texts
    last = levels[-1] + 1
    tail = [text for text in texts[last:] if text not in _ALSO_THERE]
    return texts[:last] + tail


class OfficialNames:
    """Every school of one authority by its whole names; the numbers are the caller's own.

    `may_be_of`: whether the school of a number may be of a faith that was typed.
    """

    def __init__(
        self, named: Iterable[tuple[int, Sequence[str]]], may_be_of: Callable[[int, frozenset[str]], bool]
    ) -> None:
        self._may_be_of = may_be_of
        self._exact: dict[OfficialName, set[int]] = {}
        self._faithless: dict[OfficialName, set[int]] = {}
        self._faiths: dict[int, frozenset[str]] = {}
        self._first: set[str] = set()
        self._last: set[str] = set()
        for at, names in named:
            for name in names:
                words = words_of(name)
                self._add(at, official_name(words))
                self._first.update(word.text for word in words[:1])
                self._first.update(word.text for word in words[1:2] if words[0].text in LIGHT)
                self._last.update(word.text for word in words[-1:])
        self._last |= KINDS
        self._cores = {name.core for name in (*self._exact, *self._faithless)}
        self._typed: dict[str, list[int]] = {}

    def as_typed(self, typed: str) -> list[int]:
        """The same as `named` for a name in small letters that was kept with `keep_typed`; else none."""
        return self._typed.get(typed, [])

    def keep_typed(self, name: str) -> None:
        """Keep what a name means as it stands and as it is usually shortened: most names are typed so."""
        small = name.casefold()
        for typed in {small, *(small.replace(kind, short) for kind, short in _SHORT_KINDS)}:
            named = self.named(words_of(typed))
            if named:
                self._typed[typed] = named

    def _add(self, at: int, name: OfficialName) -> None:
        # A name without a type word may be short for many.
        if name.core and name.core != SAINT and (name.kinds or at not in self._faiths):
            self._exact.setdefault(name, set()).add(at)
            self._faithless.setdefault(name.faithless, set()).add(at)
        elif name.kinds:
            self._exact.setdefault(name, set()).add(at)
        self._faiths[at] = self._faiths.get(at, frozenset()) | name.kinds & FAITHS

    def within(self, words: Sequence[Word], text: str) -> Iterator[tuple[int, int, list[int]]]:
        """(first word, the one after the last, schools) of each whole name with a type word inside a sentence.

        A name that goes on before or after, as 'Old Rayne School' does for a 'Rayne School', is none.
        """
        start = 0
        while start < len(words):
            end, found = self._longest(words, start, text)
            if found:
                yield start, end, found
            start = max(end, start + 1)

    def _longest(self, words: Sequence[Word], start: int, text: str) -> tuple[int, list[int]]:
        if words[start].text not in self._first or not _may_begin(words, start, text):
            return 0, []
        for end in range(min(len(words), start + _LONGEST), start + 1, -1):
            whole = words[start:end]
            if whole[-1].text in self._last and not all(_says_little(word.text) for word in whole):
                found = self.named(whole)
                if found and _may_end(words, end, text):
                    return end, found
        return 0, []

    def named(self, words: Sequence[Word]) -> list[int]:
        """The schools whose whole name these words are: one, or those that a denomination tells apart; else none."""
        if not any(word.text in KINDS for word in words):
            return []
        name = official_name(words)
        if name.core not in self._cores:
            return []
        faith, same = name.kinds & FAITHS, self._faithless.get(name.faithless, set())
        exact = self._exact.get(name, set())
        longer = self._levels_more(name) if exact and not any(word.text == "school" for word in words) else set()
        if longer:
            # 'The Royal High' may be short for The Royal High Primary School too.
            return sorted(exact | longer)
        if not faith and len(same) > 1:
            return sorted(same) if len(exact) < 2 else []
        if exact:
            return sorted(exact) if len(exact) == 1 else []
        return self._by_less(name, faith, same)

    def _levels_more(self, name: OfficialName) -> set[int]:
        more = [OfficialName(name.core, name.kinds | {level}) for level in LEVELS if level not in name.kinds]
        return set().union(*(self._exact.get(one, set()) for one in more)) if name.kinds else set()

    def _by_less(self, name: OfficialName, faith: frozenset[str], same: set[int]) -> list[int]:
        """Names that differ in a denomination that only one list gives, or in what a secondary school is called."""
        if len(same) == 1:
            return [at for at in same if self._may_be_of(at, faith)]
        if name.kinds != frozenset({"secondary"}):
            return []
        called = [self._exact.get(OfficialName(name.core, frozenset({kind})), set()) for kind in sorted(_SECONDARY)]
        return sorted(set().union(*called))


def _says_little(word: str) -> bool:
    return word in KINDS or word in LIGHT or is_ordinary(word)


def _may_begin(words: Sequence[Word], start: int, text: str) -> bool:
    if start == 0:
        return True
    before, first = words[start - 1], words[start]
    apart = not text[before.end : first.start].isspace()
    plain = before.text in LIGHT or is_ordinary(before.text) or before.text.isdigit()
    return apart or plain or (first.capital and not before.capital and before.text != SAINT)


def _may_end(words: Sequence[Word], end: int, text: str) -> bool:
    if end == len(words):
        return True
    last, after = words[end - 1], words[end]
    apart = not text[last.end : after.start].isspace() or text[last.start : last.end].endswith("s")
    return apart or not after.capital or is_ordinary(after.text) or after.text in LIGHT
