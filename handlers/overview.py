"""Names for reports: who a duty was for and what it was about, without anything that is not for an administrator."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session

from config.authority import Authority
from handlers.composers import read_lines
from store.messages import duties_by_id
from store.outbox import WaitingDuty
from store.posts import people


def recipients(session: Session) -> dict[int, str]:
    """Everybody's e-mail address, by person id."""
    return {row.id: row.email for row in session.execute(select(people.c.id, people.c.email))}


def duty_subjects(
    session: Session, authority: Authority, duties: Iterable[WaitingDuty], now: datetime
) -> dict[str, str]:
    """What the subjects of these duties are, in a few words."""
    views = duties_by_id(session, [duty.id for duty in duties])
    lines = read_lines(session, authority, views, now)
    return {duty.subject: lines[duty.subject_kind].about(duty) for duty in views}
