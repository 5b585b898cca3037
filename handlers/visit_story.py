"""What was done with a visit is added to its story: who, from which side, when."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlmodel import Session

from framework.access import HEAD_ROLES
from handlers.request import Request
from store.posts import standing
from store.visit_events import VisitEvent, events_of
from store.visits import VisitView

SCHOOL, OFFICER = "school", "officer"


def side_of(request: Request, school_id: int) -> str:
    """The side that the asker is on: that of the school they lead, otherwise the officer's."""
    return SCHOOL if school_id in request.standing.heads else OFFICER


def remember(
    session: Session, request: Request, visit: VisitView, what: str, moved_from: datetime | None = None
) -> None:
    """Add to the story of a visit, as it stands after the change."""
    session.add(
        VisitEvent(
            visit_id=visit.id,
            revision=visit.revision,
            what=what,
            side=side_of(request, visit.school_id),
            by_id=request.standing.person_id,
            at=request.now,
            starts_at=visit.starts_at,
            moved_from=moved_from,
            mode=visit.mode,
            reason=visit.reason,
        )
    )


def side_that_proposed(session: Session, visit: VisitView) -> str:
    """Whose proposal a visit is as it stands, '' where nobody's is on record: the other side is the one to agree."""
    return sides_that_proposed(session, [visit])[visit.id]


def sides_that_proposed(session: Session, visits: Collection[VisitView]) -> dict[int, str]:
    """As `side_that_proposed`, for several visits, by their ids."""
    told = {e.visit_id: e.side for e in events_of(session, [v.id for v in visits]) if e.what in ("proposed", "moved")}
    return {visit.id: told.get(visit.id) or _side_of_changer(session, visit) for visit in visits}


def _side_of_changer(session: Session, visit: VisitView) -> str:
    if visit.changed_by_id is None:
        return ""
    person = standing(session, visit.changed_by_id, visit.changed_at.date())
    return SCHOOL if person.roles & HEAD_ROLES and visit.school_id in person.heads else OFFICER
