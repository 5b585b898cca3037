"""The sentences that understanding is trained on, tuned by and reported on; each set in files of its own.

`training/`: a text of each voice, sentences under the intent that they ask for ('before || after' is a follow-up).
`development/`: sentences with every value, one JSON object a line. `held_back*.jsonl`: written by two people who had
seen neither the code nor the others, for reporting alone.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Final

HERE: Final = Path(__file__).parent
TABLES: Final = HERE.parent / "handlers" / "understanding"
_FOLLOWS: Final = " || "


@dataclass(frozen=True)
class Sentence:
    """What somebody wrote and what it asks for. `entities` holds a text, True, or several texts of which one may do.

    `today`: the day on which it was written, where that is another than the sets' own.
    """

    words: str
    intent: str
    previous: str = ""
    entities: Mapping[str, object] = field(default_factory=dict)
    also: tuple[str, ...] = ()
    role: str = ""
    source: str = ""
    today: date | None = None


def voices() -> list[Sentence]:
    """The training text in several voices: intents alone."""
    return [one for file in sorted((HERE / "training").glob("*.txt")) for one in _voice(file)]


def _voice(file: Path) -> Iterator[Sentence]:
    intent = ""
    for line in file.read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            intent = line.removeprefix("## ").strip()
        elif line.strip():
            before, _, words = line.rpartition(_FOLLOWS)
            yield Sentence(words, intent, before, source=file.stem)


def development() -> list[Sentence]:
    """The development sentences, with their values."""
    return [one for file in sorted((HERE / "development").glob("*.jsonl")) for one in _labelled(file)]


def held_back() -> list[Sentence]:
    """The sentences that nothing is ever tuned on."""
    return [one for file in sorted(HERE.glob("held_back*.jsonl")) for one in _labelled(file)]


def _labelled(file: Path) -> Iterator[Sentence]:
    for line in file.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        yield Sentence(
            row["text"],
            row["intent"],
            row.get("previous") or "",
            row.get("entities") or {},
            tuple(row.get("also") or ()),
            row.get("role", ""),
            file.stem,
            date.fromisoformat(row["today"]) if "today" in row else None,
        )


def table_sentences(name: str = "sentences.tsv") -> list[Sentence]:
    """The sentences kept beside the table of evidence, with their finer actions."""
    with (TABLES / name).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [Sentence(row["words"], row["intent"], row["previous"] or "", source=name) for row in rows]
