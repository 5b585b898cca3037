"""Action plans by school and title; what differs is changed as people would change it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import RowMapping, func, select

from config.authority import Authority
from framework.planning import USUAL_SCHOOL_WEEKS, next_review
from store.imports.cells import Line, MaybeDay, SchoolWeeks, SeedCode
from store.imports.loading import NO_SCHOOL, CsvRow, Kind, Loading, school_ids
from store.imports.sheet import shown
from store.plan_lists import plans, reviews
from store.schools import all_schools
from store.tiers import TierNow, tiers_on

_LONGEST_TITLE = 120


class PlanRow(CsvRow):
    """One plan. Without `agreed_on` it is proposed; without an interval it has its tier's usual one.

    Without `next_review_on` a new plan's first review is its interval after the day on which it was agreed.
    """

    seed_code: SeedCode
    title: Line
    agreed_on: MaybeDay = None
    review_every_school_weeks: SchoolWeeks = None
    next_review_on: MaybeDay = None


@dataclass(frozen=True)
class _School:
    """What a plan's dates hang on."""

    id: int
    cluster: str
    tier: TierNow | None


def load(loading: Loading, rows: list[PlanRow]) -> None:
    """Add the plans that are new, change those that differ; of what people had changed in Cairn the remarks say so."""
    schools = _schools(loading)
    known = {(row["school_id"], row["title"].casefold()): row for row in _on_record(loading)}
    stands: dict[tuple[int, str], int] = {}
    new: list[dict[str, Any]] = []
    changed: list[dict[str, Any]] = []
    for row in rows:
        school = schools.get(row.seed_code)
        if not _is_right(loading, row, school, stands) or school is None:
            continue
        before = known.get((school.id, row.title.casefold()))
        values = _values(row, school, loading, before)
        if before is None:
            new.append(_fresh(loading) | values)
        elif any(before[name] != value for name, value in values.items()):
            overridden(loading, row.row, before)
            changed.append(_moved(values, before, loading))
    loading.add(plans, new)
    loading.change(plans, changed)
    loading.added, loading.changed, loading.unchanged = len(new), len(changed), len(stands) - len(new) - len(changed)


def _schools(loading: Loading) -> dict[str, _School]:
    day = loading.now.astimezone(loading.authority.timezone).date()
    tiers = tiers_on(loading.session, day)
    ids = school_ids(loading.session)
    clusters = {school.id: school.cluster for school in all_schools(loading.session)}
    return {code: _School(school, clusters.get(school, ""), tiers.get(school)) for code, school in ids.items()}


def _on_record(loading: Loading) -> list[RowMapping]:
    held = select(func.max(reviews.c.held_on)).where(reviews.c.plan_id == plans.c.id).scalar_subquery()
    return list(loading.session.execute(select(plans, held.label("last_review_on"))).mappings())


def _is_right(loading: Loading, row: PlanRow, school: _School | None, stands: dict[tuple[int, str], int]) -> bool:
    if school is None:
        loading.fault(row.row, "seed_code", NO_SCHOOL.format(row.seed_code))
        return False
    if len(row.title) > _LONGEST_TITLE:
        loading.fault(row.row, "title", f"it has {len(row.title)} characters; {_LONGEST_TITLE} is the most")
    if row.agreed_on and row.next_review_on and row.next_review_on < row.agreed_on:
        what = f"{row.next_review_on} is before {row.agreed_on}; correct one of the two days"
        loading.fault(row.row, "next_review_on", what)
    if row.next_review_on and not row.agreed_on:
        loading.fault(row.row, "agreed_on", "a plan with a review needs the day on which it was agreed; write it")
    key = (school.id, row.title.casefold())
    if stands.setdefault(key, row.row) != row.row:
        what = f"the school has {shown(row.title)} in row {stands[key]} already; keep one of them"
        loading.fault(row.row, "title", what)
        return False
    return True


def _values(row: PlanRow, school: _School, loading: Loading, before: RowMapping | None) -> dict[str, Any]:
    """The columns that the row speaks of, as the record will have them."""
    weeks = row.review_every_school_weeks or (before["review_every_school_weeks"] if before is not None else None)
    weeks = weeks or _usual_weeks(school, loading.authority)
    found: dict[str, Any] = {"school_id": school.id, "title": row.title, "review_every_school_weeks": weeks}
    if row.agreed_on is not None:
        found |= {"agreed_on": row.agreed_on, "state": "agreed"}
        # A plan that was closed in Cairn is not opened again by the file that it once came from.
        if before is not None and before["state"] == "closed":
            found["state"] = "closed"
        found["next_review_on"] = _review_on(row, row.agreed_on, weeks, school, loading.authority, before)
    return found


def _usual_weeks(school: _School, authority: Authority) -> int:
    return authority.tier(school.tier.tier).plan_review_school_weeks if school.tier else USUAL_SCHOOL_WEEKS


def _review_on(
    row: PlanRow, agreed_on: date, weeks: int, school: _School, authority: Authority, before: RowMapping | None
) -> date:
    held = before["last_review_on"] if before is not None else None
    # A date that the file still has of a review held since would have it chased again.
    if row.next_review_on is not None and (held is None or row.next_review_on > held):
        return row.next_review_on
    kept: date | None = before["next_review_on"] if before is not None else None
    return kept or next_review(agreed_on, weeks, authority.school_year, school.cluster)


def _fresh(loading: Loading) -> dict[str, Any]:
    return {
        "agreed_on": None,
        "next_review_on": None,
        "state": "proposed",
        "outcome": "",
        "revision": 1,
        "schedule_revision": 1,
        "scheduled_at": loading.now,
        "to_plan": True,
        "changed_at": loading.now,
    }


def _moved(values: dict[str, Any], before: RowMapping, loading: Loading) -> dict[str, Any]:
    """The row to update, with the revisions that follow (see store.plan_lists.change_plan)."""
    full = {name: before[name] for name in ("agreed_on", "next_review_on", "state")} | values
    moves = any(full[name] != before[name] for name in ("next_review_on", "state"))
    return full | {
        "id": before["id"],
        "revision": before["revision"] + 1,
        "schedule_revision": before["schedule_revision"] + moves,
        "scheduled_at": loading.now if moves else before["scheduled_at"],
        "to_plan": True,
        "changed_at": loading.now,
        "changed_by_id": None,
    }


def overridden(loading: Loading, row: int, before: RowMapping) -> None:
    """Say so where the file's values take the place of what somebody had changed in Cairn."""
    if before["changed_by_id"] is not None:
        when = before["changed_at"].astimezone(loading.authority.timezone)
        loading.remarks.append(f"Row {row}: changed in Cairn on {when:%Y-%m-%d}; the file's values stand now.")


PLANS = Kind(PlanRow, load)
