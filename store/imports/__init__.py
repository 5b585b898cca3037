"""CSV files into the record: all rows or none.

KINDS names every kind of file; a new one is a module with its row, its `load` and a `Kind`, and a line here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

from sqlmodel import Session

from config.authority import Authority
from store.audit import Act, put_on_record
from store.database import Database
from store.homes import mark_all_stale
from store.imports.goals import GOALS
from store.imports.grades import GRADES
from store.imports.indicators import INDICATORS
from store.imports.loading import Kind, Loading, checked
from store.imports.mentors import MENTORS
from store.imports.people import PEOPLE
from store.imports.plans import PLANS
from store.imports.posts import POSTS
from store.imports.practice import PRACTICE
from store.imports.problems import ImportProblem
from store.imports.schools import SCHOOLS
from store.imports.sheet import Sheet, read_sheet
from store.imports.tiers import TIERS
from store.imports.visits import VISITS
from store.plan_lists import plans_again
from store.practice import plan_practices_again, practice_changed
from store.schools import names_changed
from store.visits import plan_again

__all__ = ["KINDS", "ImportProblem", "Imported", "import_csv", "import_sheet"]

KINDS: Final[dict[str, Kind[Any]]] = {
    "schools": SCHOOLS,
    "people": PEOPLE,
    "posts": POSTS,
    "tiers": TIERS,
    "visits": VISITS,
    "mentors": MENTORS,
    "plans": PLANS,
    "goals": GOALS,
    "practice": PRACTICE,
    "indicators": INDICATORS,
    "grades": GRADES,
}
_REMINDED_OF = timedelta(days=60)


@dataclass(frozen=True)
class Imported:
    """What a file did to the record, or would do. `remarks` are whole sentences for the person who imports."""

    kind: str
    added: int
    changed: int
    unchanged: int
    remarks: tuple[str, ...]


def import_csv(
    database: Database, authority: Authority, kind: str, path: Path, *, now: datetime, dry_run: bool = False
) -> Imported:
    """Take the file at `path` in, in one write transaction; `now` is business time, aware.

    `kind` is a key of KINDS. With `dry_run` nothing is kept, and the counts are the same. Raises ImportProblem with
    every fault of the file, and leaves the record as it was.
    """
    row = KINDS[kind].row
    sheet = read_sheet(path, row.columns(), row.required())
    with database.write() as session:
        imported = import_sheet(session, authority, kind, sheet, now)
        if dry_run:
            session.rollback()
    return imported


def import_sheet(session: Session, authority: Authority, kind: str, sheet: Sheet, now: datetime) -> Imported:
    """Take a sheet in, inside the caller's write transaction: roll it back when this raises ImportProblem."""
    loading = Loading(session, authority, now, sheet.columns, list(sheet.faults), list(sheet.remarks))
    one = KINDS[kind]
    one.load(loading, checked(sheet, one, loading))
    if loading.faults:
        raise ImportProblem(sheet.file, loading.faults)
    if one.names_people_and_schools and (loading.added or loading.changed):
        names_changed(session)
        plan_again(session, now - _REMINDED_OF)
        plans_again(session)
        plan_practices_again(session)
    if loading.added or loading.changed:
        mark_all_stale(session)
    if kind == "indicators" and (loading.added or loading.changed):
        # The directory of practice knows which schools are alike.
        practice_changed(session)
    counts = f"{loading.added} added, {loading.changed} changed"
    put_on_record(session, [Act(now, None, "operator", f"import_{kind}", "done", subject=counts)])
    return Imported(kind, loading.added, loading.changed, loading.unchanged, tuple(loading.remarks))
