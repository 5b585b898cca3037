"""What the record says about the promises of a session: the tiers that schools have had, and their visits."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy import bindparam, select
from sqlmodel import Field, Session, SQLModel

from store.columns import UtcDateTime, insert_for, table_of
from store.tiers import decisions

_SPELLS = (
    select(decisions.c.school_id, decisions.c.from_date, decisions.c.tier)
    .where(
        decisions.c.superseded_by_id.is_(None),
        decisions.c.from_date <= bindparam("day"),
        decisions.c.school_id.in_(bindparam("schools", expanding=True)),
    )
    .order_by(decisions.c.school_id, decisions.c.from_date, decisions.c.id)
)


def tier_spells(session: Session, schools: Collection[int], day: date) -> dict[int, list[tuple[date, str]]]:
    """The tiers of these schools up to `day`, oldest first: since when, and which."""
    found: dict[int, list[tuple[date, str]]] = defaultdict(list)
    for school, since, tier in session.execute(_SPELLS, {"schools": list(schools), "day": day}):
        found[school].append((since, tier))
    return found


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
