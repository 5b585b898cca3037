"""Events that have been taken in, so that a platform's redelivery or a double click changes nothing."""

from __future__ import annotations

from datetime import datetime
from functools import cache

from sqlalchemy import bindparam, delete, select
from sqlmodel import Field, Session, SQLModel

from store.columns import UtcDateTime, insert_into, table_of
from store.prepared import Prepared


class InboxEvent(SQLModel, table=True):
    """`key` is the platform's event id or a form's nonce, with who sent it; unique."""

    __tablename__ = "inbox"
    key: str = Field(primary_key=True)
    received_at: datetime = Field(sa_type=UtcDateTime, index=True)
    outcome: str = ""


inbox = table_of(InboxEvent)


def take_in(session: Session, key: str, now: datetime) -> bool:
    """Take this event in; False when it was taken in before, by this process or another.

    Under PostgreSQL a second transaction with the same key waits for the first to end.
    """
    query = _taking_in(session.connection().dialect.name)
    # RETURNING, since the count of rows of an INSERT is not told by every driver.
    return query.first(session, {"key": key, "received_at": now, "outcome": ""}) is not None


@cache
def _taking_in(dialect: str) -> Prepared:
    row = insert_into(dialect, inbox).values({column.name: bindparam(column.name) for column in inbox.c})
    return Prepared(row.on_conflict_do_nothing().returning(inbox.c.key))


_RECEIVED = select(inbox.c.received_at).where(inbox.c.key == bindparam("key"))


def taken_in_at(session: Session, key: str) -> datetime | None:
    """When this event was taken in, aware UTC; None while it was not."""
    row = session.execute(_RECEIVED, {"key": key}).first()
    return row.received_at if row else None


def forget_before(session: Session, moment: datetime) -> None:
    """Forget events that no platform will redeliver any more."""
    session.connection().execute(delete(inbox).where(inbox.c.received_at < moment))
