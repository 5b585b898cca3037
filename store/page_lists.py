"""What the local page lists: the demo's people with what they are, and what is due or was delivered."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, func, literal, select, union_all
from sqlmodel import Session

from store.columns import table_of
from store.duties import Duty, Message
from store.people import Person, Post
from store.posts import held
from store.schools import clusters, schools

people = table_of(Person)
posts = table_of(Post)
duties = table_of(Duty)
messages = table_of(Message)


@dataclass(frozen=True)
class PostHeld:
    """One post that somebody holds: who, as what, and where ('' across the authority)."""

    person_id: int
    name: str
    role: str
    place: str


def posts_held(session: Session, day: date) -> list[PostHeld]:
    """Every post held on `day`, by the holder's name."""
    query = (
        select(people.c.id, people.c.name, posts.c.role, func.coalesce(schools.c.name, clusters.c.name, ""))
        .select_from(
            posts.join(people, people.c.id == posts.c.person_id)
            .outerjoin(schools, schools.c.id == posts.c.school_id)
            .outerjoin(clusters, clusters.c.id == posts.c.cluster_id)
        )
        .where(people.c.left_at.is_(None), held(literal(day)))
        .order_by(people.c.name, posts.c.id)
    )
    return [PostHeld(*row) for row in session.execute(query)]


@dataclass(frozen=True)
class DueRow:
    """One duty, or one message that carries none: what kind, for whom, about which school, when; never what it says.

    All times are aware UTC; `not_before` and `send_by` by the business clock for duties, `sent_at` as it was recorded.
    """

    state: str
    kind: str
    recipient: str
    school: str
    not_before: datetime
    send_by: datetime | None
    sent_at: datetime | None
    why_ended: str
    platform: str


def due_rows(
    session: Session, states: Collection[str], most: int, skip: int = 0, *, soonest_first: bool = False
) -> list[DueRow]:
    """Duties and other messages in these states, the latest first unless the soonest is wanted first."""
    both = union_all(_duties(), _messages_without_duties()).subquery()
    order = both.c.not_before.asc() if soonest_first else both.c.not_before.desc()
    query = select(both).where(both.c.state.in_(sorted(states))).order_by(order, both.c.kind, both.c.recipient)
    return [DueRow(*row) for row in session.execute(query.limit(most).offset(skip))]


def due_counts(session: Session) -> dict[str, int]:
    """How many duties and other messages are in each state."""
    both = union_all(_duties(), _messages_without_duties()).subquery()
    query = select(both.c.state, func.count()).group_by(both.c.state)
    return {row[0]: row[1] for row in session.execute(query)}


def _duties() -> Select[Any]:
    return select(
        duties.c.state.label("state"),
        duties.c.kind.label("kind"),
        people.c.name.label("recipient"),
        func.coalesce(schools.c.name, "").label("school"),
        duties.c.not_before.label("not_before"),
        duties.c.send_by.label("send_by"),
        messages.c.sent_at.label("sent_at"),
        duties.c.why_ended.label("why_ended"),
        func.coalesce(messages.c.platform, "").label("platform"),
    ).select_from(
        duties.join(people, people.c.id == duties.c.recipient_id)
        .outerjoin(schools, schools.c.id == duties.c.school_id)
        .outerjoin(messages, messages.c.id == duties.c.message_id)
    )


def _messages_without_duties() -> Select[Any]:
    return (
        select(
            messages.c.state,
            messages.c.kind,
            func.coalesce(people.c.name, messages.c.channel),
            literal(""),
            messages.c.next_attempt_at,
            messages.c.send_by,
            messages.c.sent_at,
            messages.c.failure,
            messages.c.platform,
        )
        .select_from(
            messages.outerjoin(people, people.c.id == messages.c.recipient_id).outerjoin(
                duties, duties.c.message_id == messages.c.id
            )
        )
        .where(duties.c.id.is_(None))
    )
