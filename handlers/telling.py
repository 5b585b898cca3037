"""Telling the other side of what somebody did: a duty of its own, sent as soon as the sending hours allow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from sqlmodel import Session

from config.authority import Authority
from framework.sending import at
from handlers.asked import local_day
from handlers.request import Request
from handlers.visit_duties import officers_of
from store.duties import Duty
from store.inspections import InspectionView
from store.posts import Holder, heads_of, holders, link_officers, officers_on
from store.schools import school_by_id
from store.visits import VisitView

USEFUL_SCHOOL_DAYS = 5
_FOR_READING: Final = frozenset({"visit_agreed", "note_written"})
_SOON: Final = timedelta(days=4)


def other_side(session: Session, visit: VisitView, actor_id: int | None, day: date) -> list[Holder]:
    """Whom a change of this visit is told: everybody on either side but the one who made it."""
    officers = officers_of(visit, officers_on(session, day, [visit.school_id]))
    both = {holder.person_id: holder for holder in [*officers, *heads_of(session, visit.school_id, day)]}
    return [holder for person, holder in both.items() if person != actor_id]


def tell(request: Request, session: Session, authority: Authority, rule: str, visit: VisitView) -> list[Holder]:
    """Enqueue what the other side must be told of `visit` at its present revision; returns whom."""
    told = other_side(session, visit, request.standing.person_id, local_day(request, authority))
    # What is for reading alone joins the next morning's message, unless the visit comes first.
    waits = rule in _FOR_READING and not request.now < visit.starts_at < request.now + _SOON
    about = Telling(rule, f"visit:{visit.id}", visit.revision, visit.school_id, at_once=not waits)
    return enqueue(request, session, authority, about, told)


def tell_dates(request: Request, session: Session, authority: Authority, proposed: Sequence[VisitView]) -> list[Holder]:
    """Have the other side of one school asked about several proposed visits in one message; returns whom."""
    school = proposed[0].school_id
    told = other_side(session, proposed[0], request.standing.person_id, local_day(request, authority))
    # Every visit that is added has a higher number than those before it.
    revision = max(visit.id for visit in proposed)
    return enqueue(request, session, authority, Telling("dates_proposed", f"dates:{school}", revision, school), told)


def to_be_told(request: Request, session: Session, authority: Authority, school: int) -> list[Holder]:
    """Who is told of an inspection: the school's officers and heads, and the heads of education, but for the asker."""
    day = local_day(request, authority)
    found = [*link_officers(session, day, [school]).get(school, []), *heads_of(session, school, day)]
    found += holders(session, ["head_of_education"], day)
    return list({h.person_id: h for h in found if h.person_id != request.standing.person_id}.values())


def tell_inspection(
    request: Request, session: Session, authority: Authority, inspection: InspectionView
) -> list[Holder]:
    """Tell those who must know of an inspection; returns whom."""
    school = inspection.school_id
    about = Telling("inspection_noted", f"inspection:{inspection.id}", 1, school)
    return enqueue(request, session, authority, about, to_be_told(request, session, authority, school))


@dataclass(frozen=True)
class Telling:
    """What is told: the rule, its subject with its revision, and the school that it is about."""

    rule: str
    subject: str
    revision: int
    school_id: int
    at_once: bool = True


def enqueue(
    request: Request, session: Session, authority: Authority, about: Telling, told: Sequence[Holder]
) -> list[Holder]:
    """A duty for each of these people, due as soon as the hours of sending and their school's days allow."""
    school = school_by_id(session, about.school_id)
    for holder in told:
        works_there = holder.role != "link_officer" and holder.school_id == about.school_id
        cluster = school.cluster if school and works_there else ""
        opens = _opens(request, authority, cluster, at_once=about.at_once)
        session.add(
            Duty(
                rule=about.rule,
                kind=about.rule,
                subject=about.subject,
                revision=about.revision,
                recipient_id=holder.person_id,
                school_id=about.school_id,
                cluster=cluster,
                not_before=opens,
                send_by=useful_until(opens, authority, cluster),
                made_at=request.now,
            )
        )
    return list(told)


def _opens(request: Request, authority: Authority, cluster: str, *, at_once: bool) -> datetime:
    """From when on it may go out: as soon as the hours allow, or with the next school morning."""
    if at_once:
        return authority.sending.next_open(request.now, authority.school_year, cluster)
    tomorrow = local_day(request, authority) + timedelta(days=1)
    return authority.sending.opens(authority.school_year.next_school_day(tomorrow, cluster))


def useful_until(opens: datetime, authority: Authority, cluster: str) -> datetime:
    """When a telling that may go out from `opens` on has lost its use: a school week later, aware UTC."""
    day = opens.astimezone(authority.timezone).date()
    last = authority.school_year.shift(day, USEFUL_SCHOOL_DAYS, cluster)
    return at(last, authority.sending.last, authority.timezone)
