"""Goals by plan and number; the plan is named by its school and title."""

from __future__ import annotations

from typing import Any

from sqlalchemy import RowMapping, select, update

from framework.planning import shows_too_few
from store.imports.cells import GoalNumber, Line, MaybeDay, SeedCode
from store.imports.loading import NO_PERSON, NO_SCHOOL, CsvRow, Kind, Loading, school_ids
from store.imports.plans import overridden
from store.imports.sheet import shown
from store.plan_lists import goals, people_called, plans

_TEXTS = ("measure", "baseline", "target")
_LONGEST = {"goal": 500, "responsible": 120, "measure": 200, "baseline": 200, "target": 200}


class GoalRow(CsvRow):
    """One goal. A column that the file does not have leaves the record as it is; an empty cell empties it."""

    seed_code: SeedCode
    plan_title: Line
    number: GoalNumber
    goal: Line
    responsible: Line = ""
    due_on: MaybeDay = None
    measure: Line = ""
    baseline: Line = ""
    target: Line = ""


def load(loading: Loading, rows: list[GoalRow]) -> None:
    """Add the goals that are new, change those that differ, and have their plans' duties laid out anew."""
    schools, people = school_ids(loading.session), people_called(loading.session)
    titles = _titles(loading)
    known = {(row["plan_id"], row["number"]): row for row in loading.session.execute(select(goals)).mappings()}
    stands: dict[tuple[int, int], int] = {}
    new: list[dict[str, Any]] = []
    changed: list[dict[str, Any]] = []
    for row in rows:
        plan_id = _plan_of(loading, row, schools, titles)
        if plan_id is None or not _is_right(loading, row, plan_id, stands, people):
            continue
        values = _values(loading, row, people)
        before = known.get((plan_id, row.number))
        if before is None:
            new.append(_fresh(loading) | {"plan_id": plan_id, "number": row.number} | values)
        elif any(before[name] != value for name, value in values.items()):
            overridden(loading, row.row, before)
            changed.append(_moved(values, before, loading))
    loading.add(goals, new)
    loading.change(goals, changed)
    _plans_changed(loading, {row["plan_id"] for row in (*new, *changed)})
    loading.added, loading.changed, loading.unchanged = len(new), len(changed), len(stands) - len(new) - len(changed)


def _titles(loading: Loading) -> dict[tuple[int, str], int]:
    """The ids of the plans by school and title in small letters."""
    query = select(plans.c.id, plans.c.school_id, plans.c.title)
    return {(row.school_id, row.title.casefold()): row.id for row in loading.session.execute(query)}


def _plan_of(loading: Loading, row: GoalRow, schools: dict[str, int], titles: dict[tuple[int, str], int]) -> int | None:
    if row.seed_code not in schools:
        loading.fault(row.row, "seed_code", NO_SCHOOL.format(row.seed_code))
        return None
    plan_id = titles.get((schools[row.seed_code], row.plan_title.casefold()))
    if plan_id is None:
        what = f"the school has no plan called {shown(row.plan_title)}; import the plans first"
        loading.fault(row.row, "plan_title", what)
    return plan_id


def _is_right(
    loading: Loading, row: GoalRow, plan_id: int, stands: dict[tuple[int, int], int], people: dict[str, int | None]
) -> bool:
    for name, most in _LONGEST.items():
        length = len(getattr(row, name))
        if length > most:
            loading.fault(row.row, name, f"it has {length} characters; {most} is the most")
    for name in _TEXTS:
        if shows_too_few(getattr(row, name)):
            what = "it counts fewer than five pupils, who could be recognised; write a share, or words"
            loading.fault(row.row, name, what)
    if "@" in row.responsible and row.responsible.casefold() not in people:
        loading.fault(row.row, "responsible", NO_PERSON.format(row.responsible))
    if stands.setdefault((plan_id, row.number), row.row) != row.row:
        what = f"the plan has goal {row.number} in row {stands[plan_id, row.number]} already; keep one of them"
        loading.fault(row.row, "number", what)
        return False
    return True


def _values(loading: Loading, row: GoalRow, people: dict[str, int | None]) -> dict[str, Any]:
    """The columns that the file has, as the record keeps them."""
    found: dict[str, Any] = row.model_dump(include=set(loading.columns) - {"seed_code", "plan_title", "number"})
    if "responsible" in found:
        found["responsible_id"] = people.get(row.responsible.casefold()) if row.responsible else None
    return found


def _fresh(loading: Loading) -> dict[str, Any]:
    texts = dict.fromkeys(("responsible", "latest", *_TEXTS), "")
    days = dict.fromkeys(("responsible_id", "due_on", "latest_on"))
    counts = {"state": "open", "revision": 1, "schedule_revision": 1}
    return texts | days | counts | {"scheduled_at": loading.now, "changed_at": loading.now}


def _moved(values: dict[str, Any], before: RowMapping, loading: Loading) -> dict[str, Any]:
    """The row to update, with the revisions that follow (see store.plan_lists.change_goal)."""
    moves = "due_on" in values and values["due_on"] != before["due_on"]
    return values | {
        "id": before["id"],
        "plan_id": before["plan_id"],
        "revision": before["revision"] + 1,
        "schedule_revision": before["schedule_revision"] + moves,
        "scheduled_at": loading.now if moves else before["scheduled_at"],
        "changed_at": loading.now,
        "changed_by_id": None,
    }


def _plans_changed(loading: Loading, changed: set[int]) -> None:
    """A form made on a plan before its goals came in is stale, and what is due about it is laid out anew."""
    if changed:
        counted = {"revision": plans.c.revision + 1, "to_plan": True, "changed_at": loading.now, "changed_by_id": None}
        query = update(plans).where(plans.c.id.in_(changed)).values(**counted)
        loading.session.connection().execute(query)


GOALS = Kind(GoalRow, load)
