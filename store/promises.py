"""For which tier each school's calendar was last looked through, so that a change of tier is told once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import func, select
from sqlmodel import Field, Session, SQLModel

from store.columns import UtcDateTime, insert_for, table_of
from store.tiers import decisions


class PromiseSeen(SQLModel, table=True):
    """The tier for which a school's calendar was last looked through, so that a change of it is told once.

    `revision` counts the changes; a message hangs on it.
    """

    __tablename__ = "promise_seen"
    school_id: int = Field(foreign_key="school.id", primary_key=True)
    tier: str
    since: date
    revision: int = 0
    seen_at: datetime = Field(sa_type=UtcDateTime)


seen = table_of(PromiseSeen)


def promises_seen(session: Session) -> dict[int, tuple[str, date, int]]:
    """For each school whose calendar was looked through: the tier, since when, and how often it changed."""
    return {row.school_id: (row.tier, row.since, row.revision) for row in session.execute(select(seen))}


def mark_promises(session: Session, rows: Sequence[tuple[int, str, date, int]], now: datetime) -> None:
    """These schools' calendars have been looked through, for this tier since then, with this count."""
    if not rows:
        return
    names = ("school_id", "tier", "since", "revision")
    given = insert_for(session, seen)
    query = given.on_conflict_do_update(
        index_elements=["school_id"],
        set_={name: given.excluded[name] for name in ("tier", "since", "revision", "seen_at")},
    )
    session.connection().execute(query, [dict(zip(names, row, strict=True)) | {"seen_at": now} for row in rows])


_NEWEST = select(func.max(decisions.c.id))


def newest_decision(session: Session) -> int:
    """The number of the newest tier decision on record, 0 without any: it grows with every change."""
    return int(session.execute(_NEWEST).scalar() or 0)
