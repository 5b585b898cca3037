"""What oversight reads of all schools at once: visits counted in the database, plans by state, where schools lie."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import and_, bindparam, case, func, or_, select
from sqlmodel import Session

from store.columns import table_of
from store.plans import Plan
from store.schools import School
from store.visits import STANDING_STATUSES, Visit

_visits = table_of(Visit)
_plans = table_of(Plan)
_schools = table_of(School)

_HELD = or_(_visits.c.status == "done", and_(_visits.c.status == "agreed", _visits.c.starts_at < bindparam("now")))
_COMING = and_(_visits.c.status.in_(STANDING_STATUSES), _visits.c.starts_at >= bindparam("now"))
_COUNTED = (
    func.coalesce(func.sum(case((_HELD, 1), else_=0)), 0),
    func.coalesce(func.sum(case((_COMING, 1), else_=0)), 0),
)
_WITHIN = and_(_visits.c.starts_at >= bindparam("first"), _visits.c.starts_at < bindparam("last"))
_BY_SCHOOL = select(_visits.c.school_id, *_COUNTED).where(_WITHIN).group_by(_visits.c.school_id)
_BY_OFFICER = (
    select(_visits.c.officer_id, *_COUNTED)
    .where(_WITHIN, _visits.c.officer_id.is_not(None))
    .group_by(_visits.c.officer_id)
)
_OPEN_PLANS = select(_plans.c.school_id, _plans.c.state, _plans.c.next_review_on).where(
    _plans.c.state.in_(("proposed", "agreed"))
)
_PLACES = select(_schools.c.id, _schools.c.latitude, _schools.c.longitude).where(
    _schools.c.latitude.is_not(None), _schools.c.longitude.is_not(None)
)


@dataclass(frozen=True)
class Visited:
    """Visits of a stretch of time: held (recorded, or agreed and past), and still to come."""

    held: int = 0
    coming: int = 0


@dataclass(frozen=True)
class PlanNow:
    """A school's open plan: whether both sides agreed it, and the earliest review that waits (None: no date)."""

    agreed: bool
    next_review_on: date | None


def visits_by_school(session: Session, first: datetime, last: datetime, now: datetime) -> dict[int, Visited]:
    """The visits from `first` to `last` (left out), aware, by school id; `now` is business time."""
    rows = session.execute(_BY_SCHOOL, {"first": first, "last": last, "now": now})
    return {row[0]: Visited(int(row[1]), int(row[2])) for row in rows}


def visits_by_officer(session: Session, first: datetime, last: datetime, now: datetime) -> dict[int, Visited]:
    """As `visits_by_school`, by the id of the officer who makes them."""
    rows = session.execute(_BY_OFFICER, {"first": first, "last": last, "now": now})
    return {row[0]: Visited(int(row[1]), int(row[2])) for row in rows}


def plans_now(session: Session) -> dict[int, PlanNow]:
    """The open plan of each school that has one, by school id; of several the agreed, then the earliest review."""
    found: dict[int, PlanNow] = {}
    for school, state, review_on in session.execute(_OPEN_PLANS):
        seen = found.get(school)
        dates = [day for day in (review_on, seen.next_review_on if seen else None) if day is not None]
        agreed = state == "agreed" or (seen is not None and seen.agreed)
        found[school] = PlanNow(agreed, min(dates) if dates else None)
    return found


def places(session: Session) -> dict[int, tuple[float, float]]:
    """Latitude and longitude in degrees of every school that has them, by school id."""
    return {row[0]: (row[1], row[2]) for row in session.execute(_PLACES)}
