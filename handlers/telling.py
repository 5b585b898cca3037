"""Telling the other side of what somebody did: a duty of its own, sent as soon as the sending hours allow."""

from __future__ import annotations

from datetime import date, datetime

from sqlmodel import Session

from config.authority import Authority
from framework.sending import at
from handlers.asked import local_day
from handlers.request import Request
from handlers.visit_duties import officers_of
from store.duties import Duty
from store.posts import Holder, heads_of, officers_on
from store.schools import school_by_id
from store.visits import VisitView

USEFUL_SCHOOL_DAYS = 5


def other_side(session: Session, visit: VisitView, actor_id: int | None, day: date) -> list[Holder]:
    """Whom a change of this visit is told: everybody on either side but the one who made it."""
    officers = officers_of(visit, officers_on(session, day, [visit.school_id]))
    both = {holder.person_id: holder for holder in [*officers, *heads_of(session, visit.school_id, day)]}
    return [holder for person, holder in both.items() if person != actor_id]


def tell(request: Request, session: Session, authority: Authority, rule: str, visit: VisitView) -> list[Holder]:
    """Enqueue what the other side must be told of `visit` at its present revision; returns whom."""
    day = local_day(request, authority)
    told = other_side(session, visit, request.standing.person_id, day)
    school = school_by_id(session, visit.school_id)
    for holder in told:
        cluster = school.cluster if school and holder.role != "link_officer" else ""
        opens = authority.sending.next_open(request.now, authority.school_year, cluster)
        session.add(
            Duty(
                rule=rule,
                kind=rule,
                subject=f"visit:{visit.id}",
                revision=visit.revision,
                recipient_id=holder.person_id,
                school_id=visit.school_id,
                cluster=cluster,
                not_before=opens,
                send_by=useful_until(opens, authority, cluster),
                made_at=request.now,
            )
        )
    return told


def useful_until(opens: datetime, authority: Authority, cluster: str) -> datetime:
    """When a telling that may go out from `opens` on has lost its use: a school week later, aware UTC."""
    day = opens.astimezone(authority.timezone).date()
    last = authority.school_year.shift(day, USEFUL_SCHOOL_DAYS, cluster)
    return at(last, authority.sending.last, authority.timezone)
