"""Strong practice found by people's own words: themes and an inverted index beside a full-text search of SQLite (FTS5).

Both search the same 300 entries with sentences that nobody tuned anything on. Beside the
times stands how often one of the first five entries is of a theme that the sentence asks for.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Final

from bench.rounds import interleaved, timed
from bench.table import Compared
from framework.practice import Entry, PracticeIndex, ThemeIndex
from store.demo import generate
from tests.practice.measure import KINDS, Query, fresh_queries, shipped_themes

ENTRIES: Final = 300
FIRST: Final = 5
TODAY: Final = date(2026, 11, 23)
Search = Callable[[str], Sequence[int]]


def measure(_folder: Path) -> list[Compared]:
    """A line for lay sentences and one for expert ones."""
    entries = _entries()
    ours, theirs = _ours(entries), _full_text(entries)
    return [_of_kind(kind, entries, ours, theirs) for kind in KINDS]


def _entries() -> list[Entry]:
    """The demo's entries over and over, as a large authority's directory."""
    rows = generate(TODAY).practice
    return [
        Entry(at, row["title"], row["summary"], tuple(row["themes"].split(";")), tuple(row["qi"].split(";")))
        for at, row in ((at, rows[at % len(rows)]) for at in range(ENTRIES))
    ]


def _of_kind(kind: str, entries: Sequence[Entry], ours: Search, theirs: Search) -> Compared:
    known = {theme for entry in entries for theme in entry.themes}
    asked = [query for query in fresh_queries(kind) if query.themes & known]
    sides = {
        "cairn": timed(lambda at: ours(asked[at % len(asked)].words)),
        "peer": timed(lambda at: theirs(asked[at % len(asked)].words)),
    }
    times = interleaved(sides, len(asked), warm_up=3)
    found = f"right among the first {FIRST}: {_right(asked, entries, ours):.0%}"
    peer = f"FTS5, {_right(asked, entries, theirs):.0%}"
    return Compared(f"practice, {len(asked)} {kind} sentences, {found}", times["cairn"], times["peer"], peer)


def _right(asked: Sequence[Query], entries: Sequence[Entry], search: Search) -> float:
    return sum(any(query.themes & set(entries[at].themes) for at in search(query.words)) for query in asked) / len(
        asked
    )


def _ours(entries: Sequence[Entry]) -> Search:
    themes = ThemeIndex(shipped_themes())
    index = PracticeIndex(entries)

    def search(words: str) -> list[int]:
        keys = [match.key for match in themes.themes_in(words)]
        return [found.entry_id for found in index.search(words, keys)[:FIRST]]

    return search


def _full_text(entries: Sequence[Entry]) -> Search:
    """Every word of the sentence, in any order, stemmed and ranked as FTS5 does."""
    record = sqlite3.connect(":memory:")
    record.execute("create virtual table entry using fts5(title, summary, themes, tokenize='porter')")
    labels = {theme.key: theme.label for theme in shipped_themes()}
    rows = [(e.id, e.title, e.summary, " ".join(labels[key] for key in e.themes)) for e in entries]
    record.executemany("insert into entry(rowid, title, summary, themes) values (?, ?, ?, ?)", rows)

    def search(words: str) -> list[int]:
        tokens = " OR ".join(f'"{word}"' for word in re.findall(r"\w+", words))
        found = record.execute("select rowid from entry where entry match ? order by rank limit ?", (tokens, FIRST))
        return [row[0] for row in found]

    return search
