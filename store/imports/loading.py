"""What every kind of import shares: its rows checked one by one, and the count of what became of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError
from sqlalchemy import Table, bindparam, insert, select, update
from sqlmodel import Session

from config.authority import Authority
from store.imports.cells import Reading
from store.imports.problems import Fault
from store.imports.sheet import Sheet
from store.posts import people
from store.schools import clusters, schools


class CsvRow(BaseModel):
    """One row; the fields beside `row` (its number) are the columns, in their order."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)
    row: int

    @classmethod
    def columns(cls) -> list[str]:
        return [name for name in cls.model_fields if name != "row"]

    @classmethod
    def required(cls) -> list[str]:
        return [name for name in cls.columns() if cls.model_fields[name].is_required()]


Row = TypeVar("Row", bound=CsvRow)


@dataclass
class Loading:
    """One import under way, inside one write transaction. `now` is business time, aware."""

    session: Session
    authority: Authority
    now: datetime
    columns: frozenset[str]
    faults: list[Fault] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    added: int = 0
    changed: int = 0
    unchanged: int = 0

    def fault(self, row: int, column: str, what: str) -> None:
        self.faults.append(Fault(row, column, what))

    def add(self, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
        """Insert all of them in one statement, in their order."""
        if rows:
            self.session.connection().execute(insert(table), list(rows))

    def change(self, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
        """Update by `id`; all rows name the same columns."""
        if rows:
            names = [name for name in rows[0] if name != "id"]
            query = update(table).where(table.c.id == bindparam("the_id"))
            named = query.values({name: bindparam(f"new_{name}") for name in names})
            values = [{"the_id": row["id"]} | {f"new_{name}": row[name] for name in names} for row in rows]
            self.session.connection().execute(named, values)


@dataclass(frozen=True)
class Kind(Generic[Row]):
    """One kind of file: the shape of its rows, how they are loaded, whether names and reminders hang on them."""

    row: type[Row]
    load: Callable[[Loading, list[Row]], None]
    names_people_and_schools: bool = False


def checked(sheet: Sheet, kind: Kind[Row], loading: Loading) -> list[Row]:
    """The rows that are right in themselves; the faults of the others are noted."""
    reading = Reading(loading.authority)
    wrong = {fault.row for fault in sheet.faults}
    rows = []
    for number, cells in sheet.rows:
        if number in wrong:
            continue
        try:
            rows.append(kind.row.model_validate(cells | {"row": number}, context=reading))
        except ValidationError as error:
            loading.faults += _faults(number, error)
    loading.remarks += sorted(reading.noticed)
    return rows


def _faults(number: int, error: ValidationError) -> Iterable[Fault]:
    for fault in error.errors(include_url=False, include_input=False):
        empty = fault["type"] == "missing"
        what = "it is empty; every row needs it" if empty else fault["msg"].removeprefix("Value error, ")
        yield Fault(number, str(fault["loc"][0]) if fault["loc"] else "", what)


def school_ids(session: Session) -> dict[str, int]:
    """The ids of the schools by seed code."""
    return {row.seed_code: row.id for row in session.execute(select(schools.c.seed_code, schools.c.id))}


def person_ids(session: Session) -> dict[str, int]:
    """The ids of the people by e-mail, those who have left too."""
    return {row.email: row.id for row in session.execute(select(people.c.email, people.c.id))}


def cluster_ids(session: Session) -> dict[str, int]:
    """The ids of the clusters by name in small letters."""
    return {row.name.casefold(): row.id for row in session.execute(select(clusters.c.name, clusters.c.id))}


NO_SCHOOL = "no school has the seed code {}; import the schools first"
NO_PERSON = "{} is not among the people; import them first"
