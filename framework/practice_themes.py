"""Themes of practice, found in people's own words by an inverted index over the phrases that name them.

Rare words weigh more than common ones (inverse document frequency over the themes), and a phrase counts by how much of
it was said. The weights are ours, tuned on one half of the sentences in tests/practice and reported on the other.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import log
from typing import Final

from framework.practice_words import Spellings, words_of

# How much a word counts that was typed with a slip.
SLIP: Final = 0.8
_COVERAGE: Final = 1.5
_WORDS_OF_THEME: Final = 0.35
_REASONS: Final = 3


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme of practice: its key in the record, its label, and the phrases that people use for it."""

    key: str
    label: str
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ThemeMatch:
    """A theme that somebody's words may mean. `score` only orders; `because`: its phrases that come nearest."""

    key: str
    score: float
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Phrase:
    theme: int
    text: str
    worth: float


class ThemeIndex:
    """The themes, found by what people type."""

    def __init__(self, themes: Iterable[Theme]) -> None:
        self._themes = tuple(themes)
        spelled = [
            (at, text, words)
            for at, theme in enumerate(self._themes)
            for text in dict.fromkeys((theme.label, theme.key.replace("_", " "), *theme.words))
            if (words := tuple(dict.fromkeys(words_of(text))))
        ]
        counts = [Counter[str]() for _ in self._themes]
        for at, _, words in spelled:
            counts[at].update(words)
        spread = Counter(word for count in counts for word in count)
        self._weight = {word: log(1 + len(self._themes) / among) for word, among in spread.items()}
        self._phrases = [_Phrase(at, text, sum(map(self._weight.__getitem__, words))) for at, text, words in spelled]
        self._with_word: dict[str, list[int]] = defaultdict(list)
        for place, (_, _, words) in enumerate(spelled):
            for word in words:
                self._with_word[word].append(place)
        self._of_theme: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for at, count in enumerate(counts):
            for word, times in count.items():
                self._of_theme[word].append((at, self._weight[word] * times / (times + 1)))
        self._spellings = Spellings(self._weight)

    def themes_in(self, words: str) -> tuple[ThemeMatch, ...]:
        """Every theme that shares a word with what was typed, best first; none for words that no theme knows."""
        said = self._said(words)
        said_of = self._said_of_phrases(said)
        near = self._near(said_of)
        scores: dict[int, float] = defaultdict(float)
        for at, places in near.items():
            scores[at] = places[0][0]
        for word, share in said.items():
            for at, weight in self._of_theme[word]:
                scores[at] += _WORDS_OF_THEME * share * weight
        ranked = sorted(scores, key=lambda at: (-scores[at], at))
        return tuple(ThemeMatch(self._themes[at].key, round(scores[at], 3), self._because(near[at])) for at in ranked)

    def _said(self, words: str) -> dict[str, float]:
        """Known words among those typed, and how surely each was meant."""
        said: dict[str, float] = {}
        for typed in words_of(words):
            for word in self._spellings.nearest(typed):
                said[word] = max(said.get(word, 0.0), 1.0 if word == typed else SLIP)
        return said

    def _said_of_phrases(self, said: dict[str, float]) -> dict[int, float]:
        """How much of each phrase, by the weight of its words, was said."""
        found: dict[int, float] = defaultdict(float)
        for word, share in said.items():
            worth = share * self._weight[word]
            for place in self._with_word[word]:
                found[place] += worth
        return found

    def _near(self, said_of: dict[int, float]) -> dict[int, list[tuple[float, int]]]:
        """Of each theme, its phrases that come near, the nearest first."""
        near: dict[int, list[tuple[float, int]]] = defaultdict(list)
        for place, worth in said_of.items():
            phrase = self._phrases[place]
            near[phrase.theme].append((worth * (worth / phrase.worth) ** _COVERAGE, place))
        for places in near.values():
            places.sort(key=lambda scored: (-scored[0], scored[1]))
        return near

    def _because(self, near: Sequence[tuple[float, int]]) -> tuple[str, ...]:
        return tuple(self._phrases[place].text for score, place in near[:_REASONS] if score >= near[0][0] / 2)
