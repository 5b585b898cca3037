"""Sentences that Cairn did not understand, without names, and what administrators have taught it that words mean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select
from sqlmodel import Field, Session, SQLModel

from store.columns import UtcDateTime, insert_for, table_of


class UnclearSentence(SQLModel, table=True):
    """Words that were not understood, without names, and never who wrote them. `at` is when they last were."""

    __tablename__ = "unclear_sentence"
    id: int | None = Field(default=None, primary_key=True)
    words: str = Field(unique=True)
    count: int = 1
    at: datetime = Field(sa_type=UtcDateTime, index=True)


class TaughtSentence(SQLModel, table=True):
    """What an administrator says that some words mean: an action by its name."""

    __tablename__ = "taught_sentence"
    id: int | None = Field(default=None, primary_key=True)
    words: str = Field(unique=True)
    action: str
    taught_by_id: int | None = Field(default=None, foreign_key="person.id")
    at: datetime = Field(sa_type=UtcDateTime)


unclear = table_of(UnclearSentence)
taught = table_of(TaughtSentence)
_MOST_FREQUENT = (
    select(unclear.c.id, unclear.c.words, unclear.c.count, unclear.c.at)
    .order_by(unclear.c.count.desc(), unclear.c.at.desc(), unclear.c.id)
    .limit(bindparam("most"))
)
_TAUGHT = select(taught.c.id, taught.c.words, taught.c.action).order_by(taught.c.id)


@dataclass(frozen=True)
class Unclear:
    """One sentence not understood, as often as `count`; `at` is aware UTC."""

    id: int
    words: str
    count: int
    at: datetime


@dataclass(frozen=True)
class Taught:
    """Words and the action that they mean."""

    id: int
    words: str
    action: str


def keep_unclear(session: Session, words: str, now: datetime) -> None:
    """Count a sentence that was not understood; `words` hold no names."""
    query = insert_for(session, unclear).values(words=words, count=1, at=now)
    again = {"count": unclear.c.count + 1, "at": query.excluded.at}
    session.connection().execute(query.on_conflict_do_update(index_elements=["words"], set_=again))


def unclear_sentences(session: Session, most: int) -> list[Unclear]:
    """The sentences not understood, the most frequent first."""
    return [Unclear(*row) for row in session.execute(_MOST_FREQUENT, {"most": most})]


def unclear_by_id(session: Session, sentence_id: int) -> Unclear | None:
    """One of them; None where it has gone."""
    columns = select(unclear.c.id, unclear.c.words, unclear.c.count, unclear.c.at)
    row = session.execute(columns.where(unclear.c.id == sentence_id)).first()
    return Unclear(*row) if row else None


def forget_unclear(session: Session, words: Sequence[str]) -> None:
    """Take sentences off the list."""
    session.connection().execute(unclear.delete().where(unclear.c.words.in_(list(words))))


def teach_words(session: Session, words: str, action: str, person_id: int | None, now: datetime) -> None:
    """From now on these words mean this action; taught again they mean the newer one."""
    query = insert_for(session, taught).values(words=words, action=action, taught_by_id=person_id, at=now)
    newer = {"action": query.excluded.action, "taught_by_id": query.excluded.taught_by_id, "at": query.excluded.at}
    session.connection().execute(query.on_conflict_do_update(index_elements=["words"], set_=newer))


def taught_sentences(session: Session) -> tuple[Taught, ...]:
    """Everything that was taught, the oldest first."""
    return tuple(Taught(*row) for row in session.execute(_TAUGHT))


def forget_taught(session: Session, taught_id: int) -> bool:
    """Take back what was taught; False where it has gone already."""
    gone = taught.delete().where(taught.c.id == taught_id)
    return bool(session.connection().execute(gone).rowcount)
