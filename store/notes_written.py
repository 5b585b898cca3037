"""When notes of visits were written, and when schools were last visited: what figures of contact rest on."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import bindparam, func, or_, select
from sqlmodel import Session

from store.visits import notes, visits

_WRITTEN = select(notes.c.visit_id, notes.c.held_on, notes.c.written_at).where(
    notes.c.visit_id.in_(bindparam("visits", expanding=True))
)


def notes_written(session: Session, visits: Collection[int]) -> dict[int, tuple[date, datetime]]:
    """Of each of these visits that has a note: the day it was held, and when the note was written (aware UTC)."""
    rows = session.execute(_WRITTEN, {"visits": list(visits)}) if visits else ()
    return {row[0]: (row[1], row[2]) for row in rows}


_LAST_HELD = (
    select(visits.c.school_id, func.max(visits.c.starts_at))
    .select_from(visits.outerjoin(notes, notes.c.visit_id == visits.c.id))
    .where(
        visits.c.school_id.in_(bindparam("schools", expanding=True)),
        visits.c.starts_at <= bindparam("now"),
        visits.c.status != "cancelled",
        or_(visits.c.status == "done", notes.c.id.is_not(None)),
    )
    .group_by(visits.c.school_id)
)


def last_held(session: Session, schools: Collection[int], now: datetime) -> dict[int, datetime]:
    """When each of these schools last had a visit that was held, aware UTC; those without any are left out."""
    rows = session.execute(_LAST_HELD, {"schools": list(schools), "now": now}) if schools else ()
    return {row[0]: row[1] for row in rows}
