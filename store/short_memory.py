"""What a chat platform needs to remember for a while: the sentence before, an open form's values, a page last shown.

Any process may receive what comes next, so it lies in the record; it is forgotten by itself.
"""

from __future__ import annotations

from datetime import datetime
from functools import cache

from sqlalchemy import bindparam, delete, select
from sqlmodel import Field, Session, SQLModel

from store.columns import UtcDateTime, insert_into, table_of
from store.prepared import Prepared


class ShortMemory(SQLModel, table=True):
    """`value` under `key` (such as 'slack:said:T1:D1:U1') until a moment, by real time."""

    __tablename__ = "short_memory"
    key: str = Field(primary_key=True)
    value: str
    until: datetime = Field(sa_type=UtcDateTime, index=True)


memories = table_of(ShortMemory)
_RECALL = Prepared(
    select(memories.c.value).where(memories.c.key == bindparam("key"), memories.c.until > bindparam("now"))
)
_ALL = select(memories.c.key, memories.c.value).where(
    memories.c.key >= bindparam("first"), memories.c.key < bindparam("last"), memories.c.until > bindparam("now")
)


def remember(session: Session, key: str, value: str, until: datetime) -> None:
    """Keep a value, in place of what stood under its key."""
    _keeping(session.connection().dialect.name).rows(session, {"key": key, "value": value, "until": until})


@cache
def _keeping(dialect: str) -> Prepared:
    query = insert_into(dialect, memories).values({name: bindparam(name) for name in ("key", "value", "until")})
    return Prepared(
        query.on_conflict_do_update(
            index_elements=["key"], set_={"value": query.excluded.value, "until": query.excluded.until}
        )
    )


def recall(session: Session, key: str, now: datetime) -> str:
    """What stands under a key at `now` (real time), '' for nothing (any more)."""
    return str(_RECALL.value(session, {"key": key, "now": now}) or "")


def recall_all(session: Session, prefix: str, now: datetime) -> dict[str, str]:
    """All that stands under keys with this beginning."""
    rows = session.execute(_ALL, {"first": prefix, "last": prefix + "\uffff", "now": now})
    return {row.key: row.value for row in rows}


def forget(session: Session, key: str) -> None:
    session.connection().execute(delete(memories).where(memories.c.key == key))


def forget_lapsed(session: Session, now: datetime) -> None:
    """Forget what is past its time (real)."""
    session.connection().execute(delete(memories).where(memories.c.until <= now))
