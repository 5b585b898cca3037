"""Grades for quality indicators, from inspections and from schools' own evaluation."""

from __future__ import annotations

import re
from typing import Any, Final

from sqlalchemy import select

from store.evidence import grades
from store.imports.cells import Day, Line, SeedCode
from store.imports.loading import NO_SCHOOL, CsvRow, Kind, Loading, school_ids
from store.imports.sheet import shown

# The six-point scale of the inspectorate.
SCALE: Final = {
    "excellent": 6, "very good": 5, "good": 4, "satisfactory": 3, "weak": 2, "unsatisfactory": 1,
}  # fmt: skip
_KINDS: Final = {
    "inspection": "inspection",
    "hmie": "inspection",
    "self_evaluation": "self_evaluation",
    "own_evaluation": "self_evaluation",
}

_LONGEST_SOURCE: Final = 120


class GradeRow(CsvRow):
    """One grade: a number from 1 to 6 or its word, of an inspection or of the school's own evaluation."""

    seed_code: SeedCode
    qi: Line
    kind: Line
    grade: Line
    graded_on: Day
    source: Line = ""


def load(loading: Loading, rows: list[GradeRow]) -> None:
    """Add what is new, correct what differs, by school, indicator, kind and day."""
    schools = school_ids(loading.session)
    known = {
        (row["school_id"], row["qi"], row["kind"], row["graded_on"]): row
        for row in loading.session.execute(select(grades)).mappings()
    }
    stands: dict[tuple[Any, ...], int] = {}
    new: list[dict[str, Any]] = []
    changed: list[dict[str, Any]] = []
    for row in rows:
        values = _values(loading, row, schools.get(row.seed_code))
        if values is None:
            continue
        key = (values["school_id"], values["qi"], values["kind"], values["graded_on"])
        if stands.setdefault(key, row.row) != row.row:
            what = f"the same indicator, kind and day stand in row {stands[key]} already; keep one of them"
            loading.fault(row.row, "qi", what)
            continue
        before = known.get(key)
        if before is None:
            new.append(values | {"recorded_at": loading.now})
        elif (before["grade"], before["source"]) != (values["grade"], values["source"]):
            changed.append(values | {"id": before["id"], "recorded_at": loading.now})
    loading.add(grades, new)
    loading.change(grades, changed)
    loading.added, loading.changed, loading.unchanged = len(new), len(changed), len(stands) - len(new) - len(changed)


def _values(loading: Loading, row: GradeRow, school: int | None) -> dict[str, Any] | None:
    before = len(loading.faults)
    if school is None:
        loading.fault(row.row, "seed_code", NO_SCHOOL.format(row.seed_code))
    known = loading.authority.framework.quality_indicators
    if row.qi not in known:
        loading.fault(row.row, "qi", f"{shown(row.qi)} is not one of {', '.join(known)}")
    kind = _KINDS.get(re.sub(r"[^a-z]+", "_", row.kind.casefold()).strip("_"))
    if kind is None:
        loading.fault(row.row, "kind", f"{shown(row.kind)} is no kind of grade; write inspection or self_evaluation")
    grade = SCALE.get(row.grade.casefold()) or (int(row.grade) if re.fullmatch("[1-6]", row.grade) else None)
    if grade is None:
        what = f"{shown(row.grade)} is not on the six-point scale; write 1 to 6, or {', '.join(SCALE)}"
        loading.fault(row.row, "grade", what)
    today = loading.now.astimezone(loading.authority.timezone).date()
    if row.graded_on > today:
        loading.fault(row.row, "graded_on", f"{row.graded_on} has not come yet; correct the day")
    if len(row.source) > _LONGEST_SOURCE:
        loading.fault(row.row, "source", f"has {len(row.source)} characters; keep it to {_LONGEST_SOURCE}")
    if len(loading.faults) > before:
        return None
    return {
        "school_id": school,
        "qi": row.qi,
        "kind": kind,
        "grade": grade,
        "graded_on": row.graded_on,
        "source": row.source,
    }


GRADES = Kind(GradeRow, load)
