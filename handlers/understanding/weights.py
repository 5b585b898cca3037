"""What each feature of a sentence weighs for each intent, learned from the training text in the repository.

`weights.tsv` is written by `tests/understanding/train.py` and read here; scoring adds up numbers, so that every answer
can be followed to the features that spoke loudest.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from heapq import nlargest
from importlib.resources import files
from typing import Final

from handlers.understanding.late import LateLines

_FILE: Final = "weights.tsv"
_SHOWN: Final = 4
_KINDS: Final = {
    "word": "the word '{}'",
    "pair": "the words '{}'",
    "skip": "the words '{}' near each other",
    "part": "the letters '{}'",
    "about": "speaks of '{}'",
    "mark": "the sign '{}'",
    "length": "its length",
    "after": "follows a question about {}",
    "then": "the sentence before and '{}'",
}


@dataclass(frozen=True)
class Likely:
    """An intent, how likely it is (0 to 1; all intents together 1), and the features that spoke loudest for it."""

    intent: str
    probability: float
    why: Sequence[str] = ()


@dataclass(frozen=True, eq=False)
class Weights:
    """The learned numbers. `lines` holds each feature's own text until it is first looked for."""

    intents: tuple[str, ...]
    bias: tuple[float, ...]
    lines: Mapping[str, str]

    @cached_property
    def _read(self) -> dict[str, tuple[tuple[int, float], ...]]:
        return {}

    def of(self, feature: str) -> tuple[tuple[int, float], ...]:
        """What a feature weighs, as (number of the intent, weight)."""
        kept = self._read.get(feature)
        if kept is None:
            parts = (part.split(":") for part in self.lines.get(feature, "").split())
            kept = self._read[feature] = tuple((int(number), float(weight)) for number, weight in parts)
            if len(self._read) > 50_000:
                self._read.clear()
        return kept

    def likely(self, features: Mapping[str, float]) -> tuple[Likely, ...]:
        """Every intent, the likeliest first, with the reasons for the first."""
        totals, of = list(self.bias), self.of
        for feature, strength in features.items():
            for number, weight in of(feature):
                totals[number] += weight * strength
        order = sorted(range(len(totals)), key=lambda number: -totals[number])
        shares = [math.exp(totals[number] - totals[order[0]]) for number in order]
        whole = sum(shares)
        found = [Likely(self.intents[number], share / whole) for number, share in zip(order, shares, strict=True)]
        # Only who asks for the reasons waits for them.
        why = LateLines(lambda: self._loudest(features, order[0]))
        return (Likely(found[0].intent, found[0].probability, why), *found[1:])

    def _loudest(self, features: Mapping[str, float], number: int) -> Iterator[str]:
        spoke = [
            (weight * strength, feature)
            for feature, strength in features.items()
            for other, weight in self.of(feature)
            if other == number and weight > 0
        ]
        for weight, feature in nlargest(_SHOWN, spoke):
            yield f"{_in_words(feature)} ({weight:+.1f})"


def _in_words(feature: str) -> str:
    kind, _, rest = feature.partition(":")
    return _KINDS.get(kind, "{}").format(rest.replace("^", "[start]").replace("$", "[end]"))


class SortedLines(Mapping[str, str]):
    """Lines of 'feature<tab>weights' in the order of their bytes, each found by halving: nothing is read beforehand."""

    def __init__(self, lines: bytes) -> None:
        self._lines = lines

    def __getitem__(self, feature: str) -> str:
        wanted, first, last = feature.encode(), 0, len(self._lines)
        while first < last:
            middle = self._lines.rfind(b"\n", first, (first + last) // 2) + 1 or first
            end = self._lines.find(b"\n", middle)
            name, _, weights = self._lines[middle:end].partition(b"\t")
            if name == wanted:
                return weights.decode()
            first, last = (end + 1, last) if name < wanted else (first, middle)
        raise KeyError(feature)

    def __iter__(self) -> Iterator[str]:
        return (line.partition(b"\t")[0].decode() for line in self._lines.splitlines())

    def __len__(self) -> int:
        return self._lines.count(b"\n")


@cache
def shipped_weights() -> Weights:
    """The weights that come with Cairn."""
    intents, bias, lines = files("handlers.understanding").joinpath(_FILE).read_bytes().split(b"\n", 2)
    return Weights(
        tuple(intents.decode().split("\t")), tuple(map(float, bias.decode().split("\t"))), SortedLines(lines)
    )
