"""Which visits stand in whose calendar, and what a calendar may say of them: no tier, no concern, no note."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlmodel import Session

from config.authority import Authority
from framework.access import Standing, may, may_about_visit
from handlers.wording import MODES
from store.calendar_links import record_key
from store.schools import all_schools
from store.visits import VisitView, visits_between

_BEFORE, _AHEAD = timedelta(days=60), timedelta(days=400)
STATUSES: Final = {"proposed": "TENTATIVE", "agreed": "CONFIRMED", "done": "CONFIRMED", "cancelled": "CANCELLED"}


@dataclass(frozen=True)
class Event:
    """One visit as a calendar shows it; times are aware UTC, `status` is a STATUS of RFC 5545."""

    uid: str
    sequence: int
    changed_at: datetime
    starts_at: datetime
    ends_at: datetime
    summary: str
    description: str
    location: str
    status: str


def events_of(
    session: Session, authority: Authority, standing: Standing, now: datetime, cluster: str = ""
) -> list[Event]:
    """The visits of a person's own schools and those they hold, or of a cluster, as far as they may know of them.

    From two months back to a school year ahead of `now`; cancelled ones too, so that calendars take them out.
    """
    found = visits_between(session, now - _BEFORE, now + _AHEAD, _schools(session, standing, cluster))
    if not cluster:
        found = [v for v in found if v.school_id in _own(standing) or v.officer_id == standing.person_id]
    key = record_key(session)
    rules = authority.access
    return [
        event_of(visit, key)
        for visit in found
        if may_about_visit(rules, standing, "visits", visit.school_id, visit.officer_id)
    ]


def _schools(session: Session, standing: Standing, cluster: str) -> Collection[int] | None:
    if cluster:
        return [school.id for school in all_schools(session) if school.cluster == cluster]
    # An officer may hold a visit at any school; who else is there sees their own schools alone.
    return None if standing.is_officer else _own(standing)


def _own(standing: Standing) -> frozenset[int]:
    return standing.heads | standing.links | standing.supports | standing.leads


def knows_cluster(session: Session, authority: Authority, standing: Standing, cluster: str) -> bool:
    """Whether a person may know of the visits of every school of a cluster, which has at least one."""
    schools = [school.id for school in all_schools(session) if school.cluster == cluster]
    return bool(schools) and all(may(authority.access, standing, "visits", school) for school in schools)


def event_of(visit: VisitView, key: str) -> Event:
    """What a calendar says of a visit: where and with whom. Its kind would tell of a plan, so it is left out."""
    how = MODES.get(visit.mode, visit.mode)
    with_whom = f"Link officer: {visit.officer}. " if visit.officer else ""
    open_end = "Proposed, not agreed yet. " if visit.status == "proposed" else ""
    return Event(
        uid=f"visit-{visit.id}.{key}@cairn.invalid",
        sequence=max(visit.revision - 1, 0),
        changed_at=visit.changed_at,
        starts_at=visit.starts_at,
        ends_at=visit.ends_at,
        summary=f"Visit: {visit.school}" + (" (online)" if visit.mode == "online" else ""),
        description=f"{with_whom}{open_end}Held {how}. Ask Cairn for more.",
        location="Online" if visit.mode == "online" else visit.school,
        status=STATUSES.get(visit.status, "CONFIRMED"),
    )
