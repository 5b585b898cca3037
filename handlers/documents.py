"""A document to be read outside Cairn, as plain data: its headings, texts and tables, for a writer of PDF or Word."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Heading:
    """A heading below the title."""

    text: str


@dataclass(frozen=True)
class Paragraph:
    """One or more paragraphs of one text; line ends in it begin new ones. `quiet` is smaller."""

    text: str
    quiet: bool = False


@dataclass(frozen=True)
class Grid:
    """A table. The first row of `rows` is its header; with `by_label` there is none, and the first column says what.

    `widths` are the columns' shares of the width.
    """

    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]
    by_label: bool = False


Part = Heading | Paragraph | Grid


@dataclass(frozen=True)
class Document:
    """A document with its title, its language (such as en-GB), who wrote it and when; `footer` stands on every page."""

    title: str
    language: str
    author: str
    made_at: datetime
    footer: str
    parts: tuple[Part, ...]


def file_name(*parts: str) -> str:
    """A name that every system takes: 'note-of-visit-inver-primary-2026-11-19' from its parts."""
    plain = unicodedata.normalize("NFKD", " ".join(parts)).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:120]


def clean(text: str) -> str:
    """The text without what no document may hold: control characters (a tab becomes a space) and lone surrogates."""
    kept = (" " if char == "\t" else char for char in text.replace("\r\n", "\n").replace("\r", "\n"))
    return "".join(char for char in kept if char == "\n" or unicodedata.category(char) not in ("Cc", "Cs", "Cn"))
