"""What is posted to a channel: each announcement is one message, once for its channel, kind and subject."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import bindparam, select, update
from sqlmodel import Field, Session, SQLModel, UniqueConstraint

from store.clock import real_now
from store.columns import UtcDateTime, insert_for, table_of
from store.duties import Message


class Announcement(SQLModel, table=True):
    """What a message to a channel is about: composed from the record when it is sent, never posted twice.

    `channel` is the record's own name ('cluster:Kilbrannan'), or 'people:3;7' for a conversation of these people with
    Cairn; `kind` is who composes it, `subject` such as 'practice:12'.
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
_GROUP: Final = "people:"
_messages = table_of(Message)
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


def group_of(people: Iterable[int]) -> str:
    """What stands for a channel where several people and Cairn are to talk: their ids in the record."""
    return _GROUP + ";".join(str(person) for person in sorted(people))


def people_in(channel: str) -> tuple[int, ...]:
    """The people of a conversation that `group_of` named, none for any other channel."""
    if not channel.startswith(_GROUP):
        return ()
    return tuple(int(part) for part in channel.removeprefix(_GROUP).split(";"))


_SENT_AS = (
    select(announcements.c.subject)
    .join(_messages, _messages.c.id == announcements.c.message_id)
    .where(
        announcements.c.kind == bindparam("kind"),
        announcements.c.subject.in_(bindparam("subjects", expanding=True)),
        _messages.c.state == "sent",
        _messages.c.platform != bindparam("but"),
    )
)


def subjects_sent(session: Session, kind: str, subjects: Collection[str], but: str = "") -> set[str]:
    """Which of these subjects were posted as `kind` on a platform other than `but`."""
    values = {"kind": kind, "subjects": list(subjects), "but": but}
    return set(session.execute(_SENT_AS, values).scalars()) if subjects else set()
