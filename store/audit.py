"""Who saw or changed what about which school: append-only, and sealed in batches by a hash chain."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, bindparam, insert, select
from sqlmodel import Field, Session, SQLModel

from store.clock import real_now
from store.columns import UtcDateTime, table_of
from store.prepared import Prepared


class AuditEntry(SQLModel, table=True):
    """One act. `actor` and `school` are opaque ids, so that a person can be erased without breaking the chain.

    `through` is the platform, or 'operator' when an administrator acted on somebody's behalf from the command line;
    `outcome` is shown, refused, done or failed.
    """

    __tablename__ = "audit"
    id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(sa_type=UtcDateTime)
    actor_id: int | None = None
    through: str
    action: str
    school_id: int | None = Field(default=None, index=True)
    subject: str = ""
    outcome: str
    place: str = ""
    recorded_at: datetime = Field(sa_type=UtcDateTime)


class AuditSeal(SQLModel, table=True):
    """The hash over one batch of entries and the seal before it."""

    __tablename__ = "audit_seal"
    id: int | None = Field(default=None, primary_key=True)
    first_id: int
    last_id: int = Field(unique=True)
    digest: str
    sealed_at: datetime = Field(sa_type=UtcDateTime)


entries = table_of(AuditEntry)
seals = table_of(AuditSeal)
_INSERT = Prepared(
    insert(entries)
    .values({column.name: bindparam(column.name) for column in entries.c if column.name != "id"})
    .inline()
)
_START = "0" * 64
_SETTLED = timedelta(minutes=1)


@dataclass(frozen=True)
class Act:
    """What is put on record about one thing that somebody saw or did."""

    at: datetime
    actor_id: int | None
    through: str
    action: str
    outcome: str
    school_id: int | None = None
    subject: str = ""
    place: str = ""


def put_on_record(session: Session, acts: Iterable[Act]) -> None:
    """Add audit entries; they are sealed in batches by the tick."""
    for act in acts:
        _INSERT.rows(session, vars(act) | {"recorded_at": real_now()})


def seal(session: Session, now: datetime, most: int = 1000) -> int:
    """Chain the next batch of unsealed entries to the seal before it; returns how many were sealed.

    `now` is real time. The last minute is left for the next batch: another process may still commit an older entry.
    """
    last = session.execute(select(seals.c.last_id, seals.c.digest).order_by(seals.c.last_id.desc()).limit(1)).first()
    after, previous = (last.last_id, last.digest) if last else (0, _START)
    rows = session.execute(
        select(entries)
        .where(entries.c.id > after, entries.c.recorded_at < now - _SETTLED)
        .order_by(entries.c.id)
        .limit(most)
    ).all()
    if rows:
        session.add(AuditSeal(first_id=rows[0].id, last_id=rows[-1].id, digest=_digest(previous, rows), sealed_at=now))
    return len(rows)


def broken_seal(session: Session) -> AuditSeal | None:
    """The first seal that its entries no longer match: something was changed or taken out. None when all hold."""
    previous = _START
    for kept in session.scalars(select(AuditSeal).order_by(seals.c.last_id)):
        between = entries.c.id.between(kept.first_id, kept.last_id)
        rows = session.execute(select(entries).where(between).order_by(entries.c.id)).all()
        if _digest(previous, rows) != kept.digest:
            return kept
        previous = kept.digest
    return None


def _digest(previous: str, rows: Sequence[Row[Any]]) -> str:
    running = hashlib.sha256(previous.encode())
    for row in rows:
        running.update(repr([str(value) for value in row]).encode())
    return running.hexdigest()
