"""Telling people what became of a piece of practice: one duty each, sent as soon as the sending hours allow."""

from __future__ import annotations

from collections.abc import Collection

from sqlmodel import Session

from config.authority import Authority
from handlers.asked import local_day
from handlers.request import Request
from handlers.telling import useful_until
from store.duties import Duty
from store.posts import heads_of
from store.practice import PracticeView


def tell_people(
    request: Request,
    session: Session,
    authority: Authority,
    rule: str,
    subject: str,
    practice: PracticeView,
    people: Collection[int],
) -> None:
    """Have these people told; those at its school on school days of their cluster only."""
    leading = {holder.person_id for holder in heads_of(session, practice.school_id, local_day(request, authority))}
    for person in people:
        cluster = practice.cluster if person in leading | {practice.contact_id} else ""
        opens = authority.sending.next_open(request.now, authority.school_year, cluster)
        session.add(
            Duty(
                rule=rule,
                kind=rule,
                subject=subject,
                revision=practice.revision,
                recipient_id=person,
                school_id=practice.school_id,
                cluster=cluster,
                not_before=opens,
                send_by=useful_until(opens, authority, cluster),
                made_at=request.now,
            )
        )


def tell_school(request: Request, session: Session, authority: Authority, rule: str, practice: PracticeView) -> None:
    """Tell those who lead its school and whoever entered it, but not the one who acts."""
    leading = heads_of(session, practice.school_id, local_day(request, authority))
    people = {holder.person_id for holder in leading} | {practice.entered_by_id or 0}
    others = people - {0, request.standing.person_id}
    tell_people(request, session, authority, rule, f"practice:{practice.id}", practice, sorted(others))
