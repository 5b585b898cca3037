"""What is posted to a channel: each announcement is one message, once for its channel, kind and subject."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select, update
from sqlmodel import Field, Session, SQLModel, UniqueConstraint

from store.clock import real_now
from store.columns import UtcDateTime, insert_for, table_of
from store.duties import Message


class Announcement(SQLModel, table=True):
    """What a message to a channel is about: composed from the record when it is sent, never posted twice.

    `channel` is the record's own name ('cluster:Kilbrannan'), `kind` who composes it, `subject` such as 'practice:12'.
    """

    __tablename__ = "announcement"
    __table_args__ = (UniqueConstraint("channel", "kind", "subject"),)
    id: int | None = Field(default=None, primary_key=True)
    channel: str
    kind: str
    subject: str
    message_id: int | None = Field(default=None, foreign_key="message.id", index=True)
    made_at: datetime = Field(sa_type=UtcDateTime)


announcements = table_of(Announcement)
_OF_MESSAGES = select(
    announcements.c.message_id, announcements.c.channel, announcements.c.kind, announcements.c.subject
).where(announcements.c.message_id.in_(bindparam("ids", expanding=True)))


@dataclass(frozen=True)
class Announced:
    """An announcement as composing needs it."""

    message_id: int
    channel: str
    kind: str
    subject: str

    @property
    def cluster(self) -> str:
        """The cluster whose channel it is, '' for a channel of everybody."""
        return self.channel.removeprefix("cluster:") if self.channel.startswith("cluster:") else ""


def announce(session: Session, channel: str, kind: str, subject: str, now: datetime) -> bool:
    """Have something posted to a channel; False when it was before. `now` is business time."""
    row = insert_for(session, announcements).values(channel=channel, kind=kind, subject=subject, made_at=now)
    once = row.on_conflict_do_nothing(index_elements=["channel", "kind", "subject"]).returning(announcements.c.id)
    made = session.connection().execute(once).scalar()
    if made is None:
        return False
    message = Message(
        channel=channel,
        kind="announcement",
        delivery_id=secrets.token_urlsafe(16),
        next_attempt_at=real_now(),
        made_at=now,
    )
    session.add(message)
    session.flush()
    session.connection().execute(update(announcements).where(announcements.c.id == made).values(message_id=message.id))
    return True


def announcements_of(session: Session, message_ids: Collection[int]) -> dict[int, Announced]:
    """What these messages announce, by message."""
    rows = session.execute(_OF_MESSAGES, {"ids": list(message_ids)}) if message_ids else ()
    return {row.message_id: Announced(*row) for row in rows}
