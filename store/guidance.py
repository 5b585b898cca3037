"""Guidance from officers to schools, and that it was read: how often, and never by whom."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlmodel import Field, Session, SQLModel, UniqueConstraint

from store.columns import UtcDateTime, insert_for, table_of
from store.people import Person


class Guidance(SQLModel, table=True):
    """One piece of guidance, to every school or to those of `sector` or `cluster` ('' for all).

    `criterion` is the key of the criterion whose theme it answers, '' where it answers none; `practices` are ids of
    strong practice that helps, ';' between. `secret` makes the marks of its readers, and means nothing elsewhere.
    """

    __tablename__ = "guidance"
    id: int | None = Field(default=None, primary_key=True)
    title: str
    text: str
    criterion: str = ""
    sector: str = ""
    cluster: str = ""
    practices: str = ""
    secret: str
    sent_to: int = 0
    written_by_id: int | None = Field(default=None, foreign_key="person.id")
    written_at: datetime = Field(sa_type=UtcDateTime)


class GuidanceRead(SQLModel, table=True):
    """That one reader tapped 'Read': `mark` has it counted once, and names nobody."""

    __tablename__ = "guidance_read"
    __table_args__ = (UniqueConstraint("guidance_id", "mark"),)
    id: int | None = Field(default=None, primary_key=True)
    guidance_id: int = Field(foreign_key="guidance.id")
    mark: str


guidances = table_of(Guidance)
reads = table_of(GuidanceRead)
_people = table_of(Person)
_READ = select(func.count()).select_from(reads).where(reads.c.guidance_id == guidances.c.id).scalar_subquery()
_VIEW = (
    select(
        guidances.c.id,
        guidances.c.title,
        guidances.c.text,
        guidances.c.criterion,
        guidances.c.sector,
        guidances.c.cluster,
        guidances.c.practices,
        guidances.c.sent_to,
        func.coalesce(_people.c.name, ""),
        guidances.c.written_at,
        _READ,
    )
    .select_from(guidances.outerjoin(_people, _people.c.id == guidances.c.written_by_id))
    .order_by(guidances.c.id.desc())
)


@dataclass(frozen=True)
class GuidanceView:
    """Guidance as answers and messages show it; `read` counts who tapped 'Read', without names."""

    id: int
    title: str
    text: str
    criterion: str
    sector: str
    cluster: str
    practices: str
    sent_to: int
    written_by: str
    written_at: datetime
    read: int


def all_guidance(session: Session) -> list[GuidanceView]:
    """Every piece of guidance, the newest first."""
    return [GuidanceView(*row) for row in session.execute(_VIEW)]


def guidance_by_id(session: Session, guidance_id: int) -> GuidanceView | None:
    row = session.execute(_VIEW.where(guidances.c.id == guidance_id)).first()
    return GuidanceView(*row) if row else None


def put_guidance(session: Session, values: dict[str, Any], sent_to: int, by: int | None, now: datetime) -> int:
    """Put guidance on record; returns its id."""
    kept = Guidance(**values, secret=secrets.token_hex(16), sent_to=sent_to, written_by_id=by, written_at=now)
    session.add(kept)
    session.flush()
    assert kept.id is not None
    return kept.id


def mark_read(session: Session, guidance_id: int, person_id: int) -> None:
    """Count this reader once."""
    secret = session.execute(select(guidances.c.secret).where(guidances.c.id == guidance_id)).scalar_one()
    mark = hashlib.sha256(f"{secret}:{person_id}".encode()).hexdigest()
    query = insert_for(session, reads).values(guidance_id=guidance_id, mark=mark)
    session.connection().execute(query.on_conflict_do_nothing())
