"""The story of each visit: who proposed, moved, agreed or cancelled what, from which side, and when. Only added to."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, func, select
from sqlmodel import Field, Session, SQLModel

from store.columns import UtcDateTime, table_of
from store.people import Person


class VisitEvent(SQLModel, table=True):
    """One thing that somebody did with a visit.

    `what`: proposed, moved, agreed, cancelled. `side` is whose doing it was: 'school' or 'officer'. `revision` is that
    of the visit afterwards; `starts_at` and `mode` are as they then stood, `moved_from` the moment before a move.
    """

    __tablename__ = "visit_event"
    id: int | None = Field(default=None, primary_key=True)
    visit_id: int = Field(foreign_key="visit.id", index=True)
    revision: int
    what: str
    side: str
    by_id: int | None = Field(default=None, foreign_key="person.id")
    at: datetime = Field(sa_type=UtcDateTime)
    starts_at: datetime = Field(sa_type=UtcDateTime)
    moved_from: datetime | None = Field(default=None, sa_type=UtcDateTime)
    mode: str = ""
    reason: str = ""


@dataclass(frozen=True)
class EventView:
    """An event as answers show it; `by` is a name, '' when nobody is on record."""

    visit_id: int
    what: str
    side: str
    by: str
    at: datetime
    starts_at: datetime
    moved_from: datetime | None
    reason: str


events = table_of(VisitEvent)
_people = table_of(Person)
_OF_VISITS = (
    select(
        events.c.visit_id,
        events.c.what,
        events.c.side,
        func.coalesce(_people.c.name, ""),
        events.c.at,
        events.c.starts_at,
        events.c.moved_from,
        events.c.reason,
    )
    .select_from(events.outerjoin(_people, _people.c.id == events.c.by_id))
    .where(events.c.visit_id.in_(bindparam("visits", expanding=True)))
    .order_by(events.c.visit_id, events.c.at, events.c.id)
)


def events_of(session: Session, visits: Collection[int]) -> list[EventView]:
    """What was done with these visits, in order."""
    rows = session.execute(_OF_VISITS, {"visits": list(visits)}) if visits else ()
    return [EventView(*row) for row in rows]
