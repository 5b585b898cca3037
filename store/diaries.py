"""When people cannot: busy times out of an officer's own diary, and the hours and days that somebody keeps free.

Only times are kept. A diary's titles, places and guests never reach the record, and nobody says why they cannot.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy import BindParameter, bindparam, delete, insert, or_, select
from sqlmodel import Field, Index, Session, SQLModel

from store.columns import UtcDateTime, table_of


class BusyTime(SQLModel, table=True):
    """A time at which somebody has something else, from their diary; aware UTC, `ends_at` left out."""

    __tablename__ = "busy_time"
    __table_args__ = (Index("busy_by_person_and_time", "person_id", "starts_at"),)
    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id")
    starts_at: datetime = Field(sa_type=UtcDateTime)
    ends_at: datetime = Field(sa_type=UtcDateTime)


class NotOn(SQLModel, table=True):
    """When somebody is not to be asked for a visit: each week on `weekday` (0 Monday), or from `first_on` to `last_on`.

    `from_time` and `until_time` are local; a whole day has 00:00 and 23:59.
    """

    __tablename__ = "not_on"
    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    weekday: int | None = None
    first_on: date | None = None
    last_on: date | None = None
    from_time: time = time(0)
    until_time: time = time(23, 59)
    made_at: datetime = Field(sa_type=UtcDateTime)


@dataclass(frozen=True)
class NotOnView:
    """One `NotOn` as answers show it."""

    id: int
    person_id: int
    weekday: int | None
    first_on: date | None
    last_on: date | None
    from_time: time
    until_time: time


busy_times = table_of(BusyTime)
not_on = table_of(NotOn)

_PEOPLE: BindParameter[int] = bindparam("people", expanding=True)
_BUSY = select(busy_times.c.person_id, busy_times.c.starts_at, busy_times.c.ends_at).where(
    busy_times.c.person_id.in_(_PEOPLE), busy_times.c.ends_at > bindparam("now")
)
_NOT_ON = (
    select(
        not_on.c.id,
        not_on.c.person_id,
        not_on.c.weekday,
        not_on.c.first_on,
        not_on.c.last_on,
        not_on.c.from_time,
        not_on.c.until_time,
    )
    .where(not_on.c.person_id.in_(_PEOPLE), or_(not_on.c.last_on.is_(None), not_on.c.last_on >= bindparam("day")))
    .order_by(not_on.c.weekday, not_on.c.first_on, not_on.c.from_time, not_on.c.id)
)


def busy_of(session: Session, people: Collection[int], now: datetime) -> list[tuple[int, datetime, datetime]]:
    """The busy times of these people that have not ended at `now`: person, from, until (aware UTC)."""
    rows = session.execute(_BUSY, {"people": list(people), "now": now}) if people else ()
    return [(row[0], row[1], row[2]) for row in rows]


def not_on_of(session: Session, people: Collection[int], day: date) -> list[NotOnView]:
    """When these people are not to be asked, as far as it still counts on `day`."""
    rows = session.execute(_NOT_ON, {"people": list(people), "day": day}) if people else ()
    return [NotOnView(*row) for row in rows]


def replace_diary(session: Session, person_id: int, spans: Iterable[tuple[datetime, datetime]]) -> int:
    """Put these busy times in the place of all that were there; returns how many there are."""
    connection = session.connection()
    connection.execute(delete(busy_times).where(busy_times.c.person_id == person_id))
    rows = [{"person_id": person_id, "starts_at": first, "ends_at": last} for first, last in sorted(set(spans))]
    if rows:
        connection.execute(insert(busy_times), rows)
    return len(rows)


def forget_not_on(session: Session, person_id: int, row_id: int) -> bool:
    """Take one of this person's own times away; False where there is no such one."""
    query = delete(not_on).where(not_on.c.id == row_id, not_on.c.person_id == person_id)
    return bool(session.connection().execute(query).rowcount)
