"""Where strong practice can be found: the entries of the directory that fit what somebody asks.

An inverted index in memory, made once from the record: themes first, then an entry's own words, then schools alike.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import log
from typing import Final

from framework.practice_themes import SLIP, Theme, ThemeIndex, ThemeMatch
from framework.practice_words import STAGES, Spellings, qi_in, stages_in, words_of

__all__ = (
    "STAGES",
    "Entry",
    "Found",
    "PracticeIndex",
    "SchoolShape",
    "Theme",
    "ThemeIndex",
    "ThemeMatch",
    "qi_in",
    "stages_in",
)


@dataclass(frozen=True, slots=True)
class SchoolShape:
    """What makes two schools alike. `roll` in pupils; `most_deprived` the share of pupils (0 to 1) who live in the
    most deprived fifth of areas; `rurality` the urban-rural class, 1 (large city) to 8 (very remote). None: not known.
    """

    roll: int | None = None
    most_deprived: float | None = None
    rurality: int | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One piece of strong practice. `themes` are keys; `qi` indicators such as '2.3'; `stage` in its school's words."""

    id: int
    title: str
    summary: str = ""
    themes: tuple[str, ...] = ()
    qi: tuple[str, ...] = ()
    stage: str = ""
    sector: str = ""
    shape: SchoolShape = SchoolShape()


@dataclass(frozen=True, slots=True)
class Found:
    """An entry that fits. `score` only orders; `because` says in words why it is here and what does not fit."""

    entry_id: int
    score: float
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Asked:
    words: tuple[str, ...]
    themes: tuple[str, ...]
    qi: frozenset[str]
    stages: frozenset[str]
    sector: str
    like: SchoolShape | None

    @property
    def of_anything(self) -> bool:
        return not (self.words or self.themes or self.qi)


_Reasons = Iterator[tuple[float, str]]
# A theme outweighs any words, and words any likeness: each kind only orders those that are equal before.
_OF_THEME: Final = 20.0
_OF_QI: Final = 8.0
_OF_WORDS: Final = 6.0
_FITS: Final = 2.0
_OF_OTHER: Final = 0.4
_ENOUGH_WORDS: Final = 0.3
_IN_TITLE: Final = 1.0
_IN_SUMMARY: Final = 0.7


class PracticeIndex:
    """The practice directory, found by theme, words, quality indicator, stage and likeness of schools."""

    def __init__(self, entries: Iterable[Entry], themes: Iterable[Theme] = ()) -> None:
        """`themes` give the labels that reasons name; without them the keys stand there."""
        self._entries = {entry.id: entry for entry in entries}
        self._stages = {entry.id: frozenset(stages_in(entry.stage)) for entry in self._entries.values()}
        self._labels = {theme.key: theme.label for theme in themes}
        self._by_theme: dict[str, list[int]] = defaultdict(list)
        self._by_qi: dict[str, list[int]] = defaultdict(list)
        self._by_word: dict[str, dict[int, float]] = defaultdict(dict)
        for entry in self._entries.values():
            self._file(entry)
        known = len(self._entries)
        self._weight = {word: log(1 + known / len(among)) for word, among in self._by_word.items()}
        self._spellings = Spellings(self._weight)

    def _file(self, entry: Entry) -> None:
        for theme in entry.themes:
            self._by_theme[theme].append(entry.id)
        for indicator in entry.qi:
            self._by_qi[indicator].append(entry.id)
        for text, worth in ((entry.summary, _IN_SUMMARY), (entry.title, _IN_TITLE)):
            for word in words_of(text):
                self._by_word[word][entry.id] = worth

    def search(
        self,
        words: str,
        themes: Sequence[str] = (),
        qi: str = "",
        stage: str = "",
        sector: str = "",
        like: SchoolShape | None = None,
    ) -> tuple[Found, ...]:
        """The entries that fit, best first: those of the themes (keys, likeliest first), then by their own words.

        Indicators and stages are taken from `qi` and `stage`, or else from the words. An entry for another stage or
        sector is not left out but comes last and says so; of two alike, the one from a school like `like` is first.
        Nothing asked at all (no words, theme or indicator) gives every entry. Equal ones stand by their id.
        """
        asked = _Asked(
            tuple(dict.fromkeys(words_of(words))),
            tuple(dict.fromkeys(themes)),
            frozenset(qi_in(qi or words)),
            frozenset(stages_in(stage or words)),
            sector,
            like,
        )
        said = self._said(asked.words)
        found = [self._found(self._entries[id_], asked, said.get(id_, 0.0)) for id_ in self._candidates(asked, said)]
        return tuple(sorted(found, key=lambda each: (-each.score, each.entry_id)))

    def _candidates(self, asked: _Asked, said: dict[int, float]) -> Collection[int]:
        if asked.of_anything:
            return self._entries
        by_theme = {id_ for theme in asked.themes for id_ in self._by_theme.get(theme, ())}
        by_qi = {id_ for indicator in asked.qi for id_ in self._by_qi.get(indicator, ())}
        return by_theme | by_qi | {id_ for id_, share in said.items() if share >= _ENOUGH_WORDS}

    def _said(self, words: Sequence[str]) -> dict[int, float]:
        """Of each entry, the share (0 to 1, by weight) of the typed words that its title and summary hold."""
        shares: dict[int, float] = defaultdict(float)
        rarest = max(self._weight.values(), default=1.0)
        whole = sum(max(map(self._weight.__getitem__, self._spellings.nearest(word)), default=rarest) for word in words)
        for word in words:
            near = self._spellings.nearest(word)
            best: dict[int, float] = {}
            for meant in near:
                worth = self._weight[meant] * (1.0 if meant == word else SLIP) / whole
                for id_, place in self._by_word[meant].items():
                    best[id_] = max(best.get(id_, 0.0), worth * place)
            for id_, worth in best.items():
                shares[id_] += worth
        return shares

    def _found(self, entry: Entry, asked: _Asked, said: float) -> Found:
        reasons = [*self._topic(entry, asked, said), *(_likeness(entry.shape, asked.like) if asked.like else ())]
        others = self._other(entry, asked)
        score = sum(points for points, _ in reasons) * _OF_OTHER ** len(others)
        return Found(entry.id, round(score, 3), (*(reason for _, reason in reasons if reason), *others))

    def _topic(self, entry: Entry, asked: _Asked, said: float) -> _Reasons:
        shared = [(place, key) for place, key in enumerate(asked.themes) if key in entry.themes]
        if shared:
            points = _OF_THEME / (1 + shared[0][0] / 4) + len(shared) - 1
            yield points, "about " + _listed([self._labels.get(key, key) for _, key in shared])
        for indicator in sorted(asked.qi & set(entry.qi)):
            yield _OF_QI, f"QI {indicator}"
        if said:
            yield _OF_WORDS * said, "uses your words" if said >= _ENOUGH_WORDS else ""
        if asked.stages & self._stages[entry.id]:
            yield _FITS, f"for {entry.stage}"
        if asked.sector and asked.sector == entry.sector:
            yield _FITS, ""

    def _other(self, entry: Entry, asked: _Asked) -> tuple[str, ...]:
        stages = self._stages[entry.id]
        other_stage = bool(asked.stages and stages) and not asked.stages & stages
        # An all-through school has the years of either sector.
        sectors = {asked.sector, entry.sector}
        other_sector = len(sectors - {""}) == 2 and "all_through" not in sectors
        said = f"from another sector ({entry.sector.replace('_', ' ')})" if other_sector else ""
        return tuple(each for each in (f"but for {entry.stage}" if other_stage else "", said) if each)


def _likeness(one: SchoolShape, other: SchoolShape) -> _Reasons:
    """How one school is like another, each way at most one point (ours)."""
    yield from _like_roll(one.roll, other.roll)
    if one.most_deprived is not None and other.most_deprived is not None:
        apart = abs(one.most_deprived - other.most_deprived)
        if apart <= 0.1:
            # It counts, and is not said: it would tell another school's figure to who may not see it.
            yield 1 - 5 * apart, ""
    if one.rurality is not None and other.rurality is not None and abs(one.rurality - other.rurality) <= 1:
        same = one.rurality == other.rurality
        yield (1.0, "as rural or urban as yours") if same else (0.5, "nearly as rural or urban as yours")


def _like_roll(one: int | None, other: int | None) -> _Reasons:
    if one is None or other is None or min(one, other) <= 0:
        return
    factor = max(one, other) / min(one, other)
    if factor <= 1.5:
        yield 1.0, f"a school about the size of yours ({one} pupils)"
    elif factor <= 2:
        yield 0.5, f"a school not far from the size of yours ({one} pupils)"


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
