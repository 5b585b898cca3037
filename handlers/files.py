"""Files that Cairn makes for people: FILES names who makes each, and what access it is judged by when it is fetched."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Final

from sqlmodel import Session

from config.authority import Authority
from handlers.request import Request

# What a spreadsheet takes for the beginning of a formula or a command, wherever it stands first.
_FORMULA: Final = frozenset("=+-@|%")


@dataclass(frozen=True)
class File:
    """A file as it is handed over: the name to save it under, its media type, what is in it."""

    name: str
    media_type: str
    content: bytes


Maker = Callable[[Request, Session, Authority], File]


@dataclass(frozen=True)
class FileKind:
    """One kind of file. `make` is 'module:function' inside `handlers`; `matter` and `one_school` as of a Capability.

    A maker raises Instead, with the usual refusal, for somebody who may not have it (any more).
    """

    make: str
    matter: str
    one_school: str = ""


FILES: Final[dict[str, FileKind]] = {
    "visit_consistency": FileKind("consistency:consistency_file", "consistency"),
    "note_pdf": FileKind("note_document:note_pdf", matter="note"),
    "note_docx": FileKind("note_document:note_docx", matter="note"),
    "my_calendar": FileKind("calendar_files:my_calendar", matter=""),
    "visit_calendar": FileKind("calendar_files:visit_file", matter="visits"),
    "support": FileKind("oversight_files:support_file", matter="balance"),
    "tier_changes": FileKind("oversight_files:changes_file", matter="balance"),
    "support_shares": FileKind("oversight_files:shares_file", matter="balance_anonymous"),
}


def load_maker(kind: FileKind) -> Maker:
    """The function that makes files of this kind."""
    module, _, function = kind.make.partition(":")
    maker: Maker = getattr(import_module(f"handlers.{module}"), function)
    return maker


def csv_file(name: str, header: Sequence[str], rows: Iterable[Sequence[str | float | None]]) -> File:
    """A CSV that Excel, Numbers and LibreOffice open as it is: UTF-8 with its mark, every cell quoted and defused."""
    kept = io.StringIO()
    writer = csv.writer(kept, quoting=csv.QUOTE_ALL)
    writer.writerow([defused(cell) for cell in header])
    writer.writerows([[defused(cell) for cell in row] for row in rows])
    return File(name, "text/csv; charset=utf-8", kept.getvalue().encode("utf-8-sig", "replace"))


def defused(cell: str | float | None) -> str:
    """The cell as text that no spreadsheet runs: words that begin like a formula get an apostrophe before them.

    Full-width signs count as their plain ones, and what stands before does not hide them: spaces of any kind, tabs,
    line ends, characters without a shape. Numbers are no words, and keep their sign.
    """
    if cell is None:
        return ""
    if not isinstance(cell, str):
        return str(cell)
    begins = next((c for c in unicodedata.normalize("NFKC", cell) if not _unseen(c)), "")
    hidden = cell[:1].isspace() or cell[:1] in ("\t", "\r", "\n")
    return f"'{cell}" if hidden or (begins and begins in _FORMULA) else cell


def _unseen(char: str) -> bool:
    return char.isspace() or unicodedata.category(char) in ("Cc", "Cf", "Zs", "Zl", "Zp")
