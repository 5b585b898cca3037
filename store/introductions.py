"""Who asked to be put in touch about which piece of practice."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import bindparam, select
from sqlmodel import Field, Session, SQLModel, UniqueConstraint

from store.columns import UtcDateTime, table_of


class PracticeIntroduction(SQLModel, table=True):
    """Somebody asked to be put in touch about a piece of practice; once for each of the two."""

    __tablename__ = "practice_introduction"
    __table_args__ = (UniqueConstraint("practice_id", "asker_id"),)
    id: int | None = Field(default=None, primary_key=True)
    practice_id: int = Field(foreign_key="practice.id")
    asker_id: int = Field(foreign_key="person.id", index=True)
    asked_at: datetime = Field(sa_type=UtcDateTime)


introductions = table_of(PracticeIntroduction)
_INTRODUCTIONS = select(introductions.c.id, introductions.c.practice_id, introductions.c.asker_id).where(
    introductions.c.id.in_(bindparam("ids", expanding=True))
)
_INTRODUCTION = select(introductions.c.id).where(
    introductions.c.practice_id == bindparam("practice"), introductions.c.asker_id == bindparam("asker")
)


def introduce(session: Session, practice_id: int, asker_id: int, now: datetime) -> int | None:
    """Put on record that somebody asked to be put in touch; its id, None when they did before."""
    if session.execute(_INTRODUCTION, {"practice": practice_id, "asker": asker_id}).first():
        return None
    introduction = PracticeIntroduction(practice_id=practice_id, asker_id=asker_id, asked_at=now)
    session.add(introduction)
    session.flush()
    return introduction.id


def introductions_by_id(session: Session, ids: Collection[int]) -> dict[int, tuple[int, int]]:
    """The practice and the asker of each of these introductions."""
    rows = session.execute(_INTRODUCTIONS, {"ids": list(ids)}) if ids else ()
    return {row.id: (row.practice_id, row.asker_id) for row in rows}
