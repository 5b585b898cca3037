"""Names for reports: who a duty was for and what it was about, without anything that is not for an administrator."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select
from sqlmodel import Session

from store.outbox import WaitingDuty
from store.posts import people
from store.visits import visits_by_id


def recipients(session: Session) -> dict[int, str]:
    """Everybody's e-mail address, by person id."""
    return {row.id: row.email for row in session.execute(select(people.c.id, people.c.email))}


def duty_subjects(session: Session, duties: Iterable[WaitingDuty]) -> dict[str, str]:
    """What the subjects of these duties are: the school and the moment of each visit."""
    named = {duty.subject for duty in duties}
    visits = visits_by_id(session, {int(subject.partition(":")[2]) for subject in named})
    return {f"visit:{visit.id}": f"{visit.school}, {visit.starts_at.isoformat()}" for visit in visits.values()}
