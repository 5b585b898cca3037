"""How often people's own words find the right theme: `python -m tests.practice.measure`.

The sentences of lay.tsv and expert.tsv were written before the thesaurus and are not edited; every second one was used
to tune it (the tuned half), the others are only reported (held back). Those of fresh_lay.tsv and fresh_expert.tsv were
written by somebody who had seen neither the thesaurus nor those sentences; nothing was tuned on them.
"""

from __future__ import annotations

import csv
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter

from config.authority import load_authority
from framework.practice import Theme, ThemeIndex

KINDS = ("lay", "expert")
FRESH = ("fresh_lay", "fresh_expert")
_HERE = Path(__file__).parent


@dataclass(frozen=True)
class Query:
    """What somebody types, and the themes of which one must be found."""

    words: str
    themes: frozenset[str]
    kind: str
    held_back: bool


def queries(kind: str) -> Iterator[Query]:
    """The sentences of one kind, in the file's order."""
    with (_HERE / f"{kind}.tsv").open(encoding="utf-8", newline="") as lines:
        for number, row in enumerate(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)):
            held_back = kind in FRESH or number % 2 == 1
            yield Query(row["query"], frozenset(row["themes"].split(";")), kind, held_back)


def all_queries() -> list[Query]:
    """The sentences that the thesaurus was made with, and the half of them that was held back."""
    return [query for kind in KINDS for query in queries(kind)]


def fresh_queries(kind: str) -> list[Query]:
    """The sentences of one kind ('lay' or 'expert') that nothing was tuned on."""
    return list(queries(f"fresh_{kind}"))


def shipped_themes() -> tuple[Theme, ...]:
    """The themes of our own themes.toml."""
    rows = load_authority(None).themes.themes
    return tuple(Theme(row.key, row.label, row.words) for row in rows)


def share(index: ThemeIndex, asked: Iterable[Query], most: int = 5) -> float:
    """The share (0 to 1) of sentences with a right theme among the first `most`."""
    hits = [hit(index, query, most) for query in asked]
    return sum(hits) / len(hits)


def hit(index: ThemeIndex, query: Query, most: int = 5) -> bool:
    return bool(query.themes & {match.key for match in index.themes_in(query.words)[:most]})


def _report(index: ThemeIndex, asked: list[Query]) -> Iterator[str]:
    yield f"{'':24}{'in the top five':>16}{'first':>8}{'sentences':>11}"
    for kind in KINDS:
        for held_back in (False, True):
            half = [query for query in asked if (query.kind, query.held_back) == (kind, held_back)]
            name = f"{kind}, {'held back' if held_back else 'tuned'}"
            yield f"{name:24}{share(index, half):>16.1%}{share(index, half, 1):>8.1%}{len(half):>11}"
    for kind in KINDS:
        fresh = fresh_queries(kind)
        yield f"{kind + ', others wrote':24}{share(index, fresh):>16.1%}{share(index, fresh, 1):>8.1%}{len(fresh):>11}"
    yield from _by_theme(index, asked)
    # The held-back half's misses are not shown: nobody is to tune on them.
    yield from (f"missed: {query.words}" for query in asked if not query.held_back and not hit(index, query))


def _by_theme(index: ThemeIndex, asked: list[Query]) -> Iterator[str]:
    """A line for each theme; a sentence counts for every theme that would do."""
    cells: dict[str, dict[tuple[str, bool], list[bool]]] = defaultdict(lambda: defaultdict(list))
    for query in asked:
        for theme in query.themes:
            cells[theme][query.kind, query.held_back].append(hit(index, query))
    yield f"\n{'top five':24}" + "".join(f"{kind + (' held' if held else ''):>13}" for kind, held in _HALVES)
    for theme, kinds in sorted(cells.items()):
        yield f"{theme:24}" + "".join(f"{_of(kinds[half]):>13}" for half in _HALVES)


_HALVES = [(kind, held_back) for kind in KINDS for held_back in (False, True)]


def _of(hits: list[bool]) -> str:
    return f"{sum(hits)} of {len(hits)}" if hits else "-"


def _milliseconds(index: ThemeIndex, asked: list[Query]) -> list[float]:
    times = []
    for query in asked:
        begun = perf_counter()
        index.themes_in(query.words)
        times.append((perf_counter() - begun) * 1000)
    return sorted(times)


def main() -> None:
    index, asked = ThemeIndex(shipped_themes()), all_queries()
    times = _milliseconds(index, asked)
    ninety_fifth = times[len(times) * 95 // 100]
    lines = [
        *_report(index, asked),
        f"\na sentence: median {median(times):.2f} ms, 95th percentile {ninety_fifth:.2f} ms",
    ]
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
