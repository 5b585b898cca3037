"""Messages that no platform has an address for yet: they wait, while they are useful, for an account or a channel."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sqlalchemy import bindparam, exists, or_, select, update
from sqlmodel import Session

from store.clock import real_now
from store.columns import UtcDateTime, table_of
from store.duties import Duty, Message

NO_ADDRESS: Final = "no address yet"

_messages = table_of(Message)
_duties = table_of(Duty)
_WAITS = (_messages.c.state == "due", _messages.c.failure.in_(("", NO_ADDRESS)))
_OF_PERSON = (
    update(_messages)
    .where(*_WAITS, _messages.c.recipient_id == bindparam("person"), _messages.c.next_attempt_at > bindparam("real"))
    .values(next_attempt_at=bindparam("real", type_=UtcDateTime))
)
_OF_CHANNEL = (
    update(_messages)
    .where(*_WAITS, _messages.c.channel == bindparam("of_channel"), _messages.c.next_attempt_at > bindparam("real"))
    .values(next_attempt_at=bindparam("real", type_=UtcDateTime))
)
_COME = (
    _duties.c.recipient_id == _messages.c.recipient_id,
    _duties.c.state == "due",
    _duties.c.not_before <= bindparam("now", type_=UtcDateTime),
)
_OPEN_AGAIN = (
    update(_messages)
    .where(
        _messages.c.state == "due",
        _messages.c.failure == NO_ADDRESS,
        _messages.c.kind == "digest",
        exists().where(*_COME),
    )
    .values(failure="")
)
_WAITING = select(_messages.c.recipient_id, _messages.c.channel).where(
    _messages.c.state == "due",
    or_(
        _messages.c.failure == NO_ADDRESS,
        (_messages.c.failure == "") & (_messages.c.next_attempt_at > bindparam("real", type_=UtcDateTime)),
    ),
)


def reached_now(session: Session, person_id: int | None = None, channel: str = "") -> None:
    """Have what waited for this person's account, or for this channel's place, sent at once."""
    if person_id is not None:
        session.connection().execute(_OF_PERSON, {"person": person_id, "real": real_now()})
    if channel:
        session.connection().execute(_OF_CHANNEL, {"of_channel": channel, "real": real_now()})


def open_again(session: Session, now: datetime) -> None:
    """Let what has come meanwhile join the message that its recipient waits for, rather than make one a morning.

    The rows stay locked until the gathering ends: no sender takes them in between.
    """
    session.connection().execute(_OPEN_AGAIN, {"now": now})


def waiting_for_address(session: Session) -> tuple[int, list[str]]:
    """How many people messages wait for, and for which of the record's channels."""
    rows = session.execute(_WAITING, {"real": real_now()}).all()
    people = {row.recipient_id for row in rows if row.recipient_id is not None}
    return len(people), sorted({row.channel for row in rows if row.channel})
