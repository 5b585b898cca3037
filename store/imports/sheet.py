"""Reading a CSV file as people really save it: what it holds, row by row, and what had to be guessed about it."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from rapidfuzz import process

from store.imports.problems import Fault, ImportProblem

LONGEST_CELL = 5_000  # characters; the longest reason or note that anybody types is far below
LARGEST_FILE = 50_000_000  # bytes
_AGAIN = "save it again as 'CSV UTF-8 (comma delimited)'"
_NOT_CSV = {
    b"PK\x03\x04": "is an Excel workbook or another packed file, not a CSV",
    b"\xd0\xcf\x11\xe0": "is an old Excel workbook, not a CSV",
    b"%PDF": "is a PDF, not a CSV",
    b"\xff\xfe": "is UTF-16 text",
    b"\xfe\xff": "is UTF-16 text",
}
_SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs"}
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


@dataclass(frozen=True)
class Sheet:
    """The cells of a file by row number and column, stripped; a blank cell is left out.

    `columns` are those that the file has. `remarks` say what was understood though it is not as the contract has it.
    """

    file: str
    columns: frozenset[str]
    rows: tuple[tuple[int, dict[str, str]], ...]
    remarks: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()


def sheet_of(name: str, rows: Sequence[dict[str, str]]) -> Sheet:
    """A sheet made from rows that are already there, as if read from a file called `name`."""
    columns = frozenset(column for row in rows for column in row)
    filled = ({column: cell for column, cell in row.items() if cell} for row in rows)
    return Sheet(name, columns, tuple(enumerate(filled, 2)))


def read_sheet(path: Path, known: Sequence[str], required: Collection[str]) -> Sheet:
    """The sheet in the file at `path`, whose header may name the `known` columns and must name the `required`.

    Raises ImportProblem for a file that is no CSV or whose header is not understood; faults of rows are in the sheet.
    """
    text, remarks = _text(path)
    separator = _separator(text, known)
    if separator != ",":
        remarks.append(f"Its columns are separated by {_SEPARATORS[separator]}.")
    records = _records(path.name, text, separator)
    number, header = next(records, (0, []))
    if not header:
        raise ImportProblem(path.name, [Fault(0, "", f"is empty; its first row names the columns: {', '.join(known)}")])
    columns = _columns(path.name, number, header, known, required)
    rows, faults = [], list[Fault]()
    for number, record in records:
        faults += _faults(number, record, columns)
        rows.append((number, {name: cell.strip() for name, cell in zip(columns, record, strict=False) if cell.strip()}))
    return Sheet(path.name, frozenset(columns), tuple(rows), tuple(remarks), tuple(faults))


def _text(path: Path) -> tuple[str, list[str]]:
    raw = _bytes(path)
    known = next((what for start, what in _NOT_CSV.items() if raw.startswith(start)), "")
    if known or raw.count(b"\0") > len(raw) // 10:
        raise ImportProblem(path.name, [Fault(0, "", f"{known or 'is not text that Cairn can read'}; {_AGAIN}")])
    if raw.startswith(b"\xef\xbb\xbf"):
        return _decoded(path.name, raw[3:], ("utf-8",)), ["It begins with a byte order mark, which was left out."]
    try:
        return raw.decode("utf-8"), []
    except UnicodeDecodeError:
        text = _decoded(path.name, raw, ("cp1252",))
        return text, ["It is not UTF-8: it was read as Windows text (cp1252); look at the accents in the names."]


def _bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise ImportProblem(path.name, [Fault(0, "", "is larger than 50 MB; split it")])
        return path.read_bytes()
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise ImportProblem(path.name, [Fault(0, "", f"cannot be opened ({reason}); look at its path")]) from None


def _decoded(file: str, raw: bytes, encodings: tuple[str]) -> str:
    try:
        return raw.decode(*encodings)
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise ImportProblem(file, [Fault(line, "", f"is neither UTF-8 nor cp1252; {_AGAIN}")]) from None


def _separator(text: str, known: Sequence[str]) -> str:
    """The one under which the first line names most known columns."""
    line = next((line for line in text.splitlines() if line.strip()), "")
    return max(_SEPARATORS, key=lambda mark: len({_plain(cell) for cell in line.split(mark)} & set(known)))


def _plain(name: str) -> str:
    return re.sub(r"[\s\-_]+", "_", name.strip().strip('"').strip().casefold())


def _records(file: str, text: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    """The rows that are not blank, numbered as a spreadsheet numbers them."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    number = 0
    while True:
        number += 1
        try:
            record = next(reader, None)
        except csv.Error as error:
            too_long = "limit" in str(error)
            what = "a cell is far too long" if too_long else "a quotation mark is not closed or not doubled"
            raise ImportProblem(file, [Fault(number, "", f"{what}; mend the row from its beginning")]) from None
        if record is None:
            return
        if any(cell.strip() for cell in record):
            yield number, record


def _columns(
    file: str, number: int, header: Sequence[str], known: Sequence[str], required: Collection[str]
) -> tuple[str, ...]:
    names = [_plain(name) for name in header]
    while names and not names[-1]:  # Excel adds empty columns at the end
        names.pop()
    unknown = [(position, name) for position, name in enumerate(names, 1) if name not in known]
    faults = [Fault(number, "", _unknown(name, position, known)) for position, name in unknown]
    doubled = sorted({name for name in names if name in known and names.count(name) > 1})
    faults += [Fault(number, name, "this column stands here twice; keep one") for name in doubled]
    missing = [name for name in known if name in required and name not in names]
    faults += [Fault(number, name, "this column is missing; every row needs it") for name in missing]
    if faults:
        raise ImportProblem(file, faults)
    return tuple(names)


def _unknown(name: str, position: int, known: Sequence[str]) -> str:
    if not name:
        return f"column {position} has no name; name it or take it out"
    near = process.extractOne(name, known, score_cutoff=60)
    hint = f"did you mean {near[0]}?" if near else f"the columns are {', '.join(known)}"
    return f"the column {shown(name)} is not known; {hint.rstrip('?')}"


def _faults(number: int, record: Sequence[str], columns: Sequence[str]) -> Iterator[Fault]:
    extra = [cell for cell in record[len(columns) :] if cell.strip()]
    if extra:
        more = f"it has more cells than the header has columns ({shown(extra[0])})"
        yield Fault(number, "", f"{more}; put a cell with commas into quotation marks")
    for name, cell in zip(columns, record, strict=False):
        if len(cell) > LONGEST_CELL:
            yield Fault(number, name, f"it has {len(cell)} characters; {LONGEST_CELL} is the most")
        if _CONTROL.search(cell):
            yield Fault(number, name, "it holds a character that cannot be shown, such as a NUL; type the cell anew")


def shown(value: str) -> str:
    """A cell as a message quotes it: in one line, and cut where it is long."""
    line = " ".join(_CONTROL.sub("?", value).split())
    return f"'{line[:40]}…'" if len(line) > 40 else f"'{line}'"
