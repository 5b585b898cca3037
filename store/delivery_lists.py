"""Lists for administrators: how many messages stand where, which failed, and trying those again."""

from __future__ import annotations

from typing import Any

from sqlalchemy import case, func, or_, select, update
from sqlmodel import Session

from store.announcements import people_in
from store.clock import real_now
from store.columns import table_of
from store.messages import AMBIGUOUS, MAY_HAVE_BEEN_SENT
from store.outbox import duties, messages
from store.people import Person

_people = table_of(Person)
FAILED = ("dead", "unknown")


def message_states(session: Session) -> dict[str, int]:
    """How many messages stand in each state."""
    rows = session.execute(select(messages.c.state, func.count()).group_by(messages.c.state).order_by(messages.c.state))
    return {row[0]: row[1] for row in rows}


def failed_messages(session: Session, most: int = 200) -> list[dict[str, Any]]:
    """The latest messages that could not, or may not, have been delivered."""
    query = (
        select(messages.c.id, messages.c.state, messages.c.failure, messages.c.channel, _people.c.email)
        .select_from(messages.outerjoin(_people, _people.c.id == messages.c.recipient_id))
        .where(messages.c.state.in_(FAILED))
        .order_by(messages.c.id.desc())
        .limit(most)
    )
    return [
        {"message": row.id, "to": row.email or _called(row.channel), "state": row.state, "why": row.failure}
        for row in session.execute(query)
    ]


def _called(channel: str) -> str:
    """A channel by its name; a conversation of several people as such."""
    people = people_in(channel)
    return f"a conversation of {len(people)} people" if people else channel


def sent_to(session: Session, person_id: int) -> int:
    """How many messages have reached this person."""
    query = select(func.count()).where(messages.c.recipient_id == person_id, messages.c.state == "sent")
    return int(session.execute(query).scalar() or 0)


def retry_messages(session: Session, message_id: int | None) -> int:
    """Have one failed message, or all of them, tried again; an answer, whose words were wiped, is not."""
    wanted = select(messages.c.id).where(messages.c.state.in_(FAILED), messages.c.kind != "answer")
    if message_id is not None:
        wanted = wanted.where(messages.c.id == message_id)
    ids = list(session.execute(wanted).scalars())
    again = {"state": "due", "attempts": 0, "next_attempt_at": real_now()}
    tried = [messages.c.failure.startswith(kind) for kind in (AMBIGUOUS, MAY_HAVE_BEEN_SENT)]
    # What may have been posted is looked for before it is posted again; what surely was not begins anew.
    failure = case((or_(*tried), AMBIGUOUS), else_="")
    session.connection().execute(update(messages).where(messages.c.id.in_(ids)).values(**again, failure=failure))
    back = update(duties).where(
        duties.c.message_id.in_(ids), or_(duties.c.state == "dead", duties.c.state == "unknown")
    )
    session.connection().execute(back.values(state="gathered", why_ended=""))
    return len(ids)
