"""The local page's own record: what was posted there, what each person has read, the links and the open sessions.

Of a link or a session only the SHA-256 of its token is kept: who reads the record cannot open anybody's page with it.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Row, bindparam, delete, exists, func, insert, or_, select, update
from sqlmodel import Field, Index, Session, SQLModel

from store.columns import UtcDateTime, insert_for, insert_into, table_of
from store.people import Person


class LocalPost(SQLModel, table=True):
    """One thing said in a conversation of the page: words of a person, or a card of Cairn's.

    `conversation` is 'dm:<person id>' or 'channel:<name of the channel>'; `author_id` is None for Cairn; `card` is
    what `handlers.cards.dumps` made, '' for words. `closed_at` marks a form that was sent: the card stays as it was.
    """

    __tablename__ = "local_post"
    __table_args__ = (Index("local_post_by_conversation", "conversation", "id"),)
    id: int | None = Field(default=None, primary_key=True)
    conversation: str
    author_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    words: str = ""
    card: str = ""
    delivery_id: str | None = Field(default=None, unique=True)
    event_id: str = Field(default="", index=True)
    made_at: datetime = Field(sa_type=UtcDateTime)
    closed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class LocalRead(SQLModel, table=True):
    """The last post of a conversation that a person has had on their screen."""

    __tablename__ = "local_read"
    person_id: int = Field(foreign_key="person.id", primary_key=True)
    conversation: str = Field(primary_key=True)
    post_id: int


class PageLink(SQLModel, table=True):
    """A link that opens the page: 'workspace' (printed at start, for as long as it runs) or 'personal' (once)."""

    __tablename__ = "page_link"
    token_hash: str = Field(primary_key=True)
    person_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    purpose: str
    made_at: datetime = Field(sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime)
    used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class PageSession(SQLModel, table=True):
    """A browser that has opened a link: `kind` is 'demo', 'administrator' or 'personal'."""

    __tablename__ = "page_session"
    token_hash: str = Field(primary_key=True)
    person_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    kind: str
    made_at: datetime = Field(sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime, index=True)


posts = table_of(LocalPost)
reads = table_of(LocalRead)
links = table_of(PageLink)
sessions = table_of(PageSession)
people = table_of(Person)

_SHOWN = select(
    posts.c.id,
    posts.c.conversation,
    posts.c.author_id,
    func.coalesce(people.c.name, "").label("author"),
    posts.c.words,
    posts.c.card,
    posts.c.made_at,
    posts.c.closed_at,
).select_from(posts.outerjoin(people, people.c.id == posts.c.author_id))
_IN = posts.c.conversation == bindparam("conversation")
_AFTER = _SHOWN.where(_IN, posts.c.id > bindparam("after")).order_by(posts.c.id)
_OF_EVENT = _SHOWN.where(_IN, posts.c.event_id == bindparam("event")).order_by(posts.c.id)
_ONE = _SHOWN.where(_IN, posts.c.id == bindparam("id"))
_LAST_WORDS = (
    select(posts.c.words)
    .where(_IN, posts.c.author_id == bindparam("person"), posts.c.words != "")
    .order_by(posts.c.id.desc())
    .limit(1)
)
_NEWEST = select(func.coalesce(func.max(posts.c.id), 0))
_BY_DELIVERY = select(posts.c.id).where(posts.c.delivery_id == bindparam("delivery"))
_UNREAD = (
    select(posts.c.conversation, func.count())
    .select_from(
        posts.outerjoin(
            reads, (reads.c.conversation == posts.c.conversation) & (reads.c.person_id == bindparam("person"))
        )
    )
    .where(
        posts.c.conversation.in_(bindparam("conversations", expanding=True)),
        posts.c.id > func.coalesce(reads.c.post_id, 0),
    )
    .group_by(posts.c.conversation)
)
# The largest id that an INTEGER of PostgreSQL holds.
NO_POST = 2**31 - 1

Shown = Row[Any]


def can_open_page(session: Session, person_id: int, real: datetime) -> bool:
    """Whether somebody has a page of their own: a browser that opened it, or a link that still does. `real` time."""
    open_now = [
        exists().where(table.c.person_id == person_id, table.c.expires_at > real) for table in (sessions, links)
    ]
    return bool(session.execute(select(or_(*open_now))).scalar())


def latest_posts(session: Session, conversation: str, most: int, before: int = NO_POST) -> list[Shown]:
    """The newest `most` posts of a conversation, of those before a post where one is named; the oldest first."""
    query = _SHOWN.where(_IN, posts.c.id < bindparam("before")).order_by(posts.c.id.desc()).limit(most)
    return list(reversed(session.execute(query, {"conversation": conversation, "before": before}).all()))


def posts_after(session: Session, conversation: str, after: int) -> Sequence[Shown]:
    """The posts of a conversation after the post `after`, in order."""
    return session.execute(_AFTER, {"conversation": conversation, "after": after}).all()


def posts_of_event(session: Session, conversation: str, event_id: str) -> Sequence[Shown]:
    """What one event left in a conversation, so that a repeated one can be answered with the same."""
    return session.execute(_OF_EVENT, {"conversation": conversation, "event": event_id}).all()


def post_in(session: Session, conversation: str, post_id: int) -> Shown | None:
    """One post, if it belongs to this conversation."""
    return session.execute(_ONE, {"conversation": conversation, "id": post_id}).first()


def last_words(session: Session, conversation: str, person_id: int) -> str:
    """What this person last typed in a conversation, '' when nothing."""
    return str(session.execute(_LAST_WORDS, {"conversation": conversation, "person": person_id}).scalar() or "")


def newest_post(session: Session) -> int:
    """The id of the newest post anywhere, 0 without one."""
    return int(session.execute(_NEWEST).scalar_one())


def unread(session: Session, person_id: int, conversations: Collection[str]) -> dict[str, int]:
    """How many posts this person has not seen, for each conversation that has any."""
    values = {"person": person_id, "conversations": sorted(conversations)}
    return {row[0]: row[1] for row in session.execute(_UNREAD, values)}


def mark_read(session: Session, person_id: int, conversation: str, post_id: int) -> None:
    """Note that this person has seen everything up to a post; an older mark never replaces a newer one."""
    query = insert_for(session, reads).values(person_id=person_id, conversation=conversation, post_id=post_id)
    session.connection().execute(
        query.on_conflict_do_update(
            index_elements=["person_id", "conversation"],
            set_={"post_id": query.excluded.post_id},
            where=reads.c.post_id < query.excluded.post_id,
        )
    )


def add_posts(session: Session, new: Iterable[LocalPost]) -> int:
    """Add posts in order; returns the id of the last, 0 for none."""
    last = 0
    for post in new:
        session.add(post)
        session.flush()
        last = post.id or 0
    return last


def close_form(session: Session, conversation: str, post_id: int, now: datetime) -> None:
    """Note that the form of this post was sent at `now` (business time)."""
    query = update(posts).where(
        posts.c.id == post_id, posts.c.conversation == conversation, posts.c.closed_at.is_(None)
    )
    session.connection().execute(query.values(closed_at=now))


def post_delivery(session: Session, conversation: str, card: str, delivery_id: str, now: datetime) -> int:
    """Post a delivery once, whoever tries again; returns the post's id."""
    connection = session.connection()
    row = {
        "conversation": conversation,
        "card": card,
        "words": "",
        "delivery_id": delivery_id,
        "event_id": "",
        "made_at": now,
    }
    new = connection.execute(_post_once(connection.dialect.name), row).scalar()
    return int(new or connection.execute(_BY_DELIVERY, {"delivery": delivery_id}).scalar_one())


@cache
def _post_once(dialect: str) -> Any:
    """The insert of a delivery, once for each kind of database: it gives the new post's id, or nothing."""
    query = insert_into(dialect, posts).on_conflict_do_nothing(index_elements=["delivery_id"])
    return query.returning(posts.c.id)


def delivered_post(session: Session, delivery_id: str) -> int | None:
    """The post that a delivery became, or None."""
    return session.execute(_BY_DELIVERY, {"delivery": delivery_id}).scalar()


@dataclass(frozen=True)
class Opened:
    """What a token opens: the page of a person, or one without a person yet."""

    kind: str
    person_id: int | None


def token_hash(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def make_link(session: Session, purpose: str, now: datetime, lifetime: timedelta, person_id: int | None = None) -> str:
    """A new link's token, for the address /open?token=… ; `now` is real time, as are all times of links."""
    token = secrets.token_urlsafe(32)
    values = {"token_hash": token_hash(token), "person_id": person_id, "purpose": purpose}
    session.connection().execute(insert(links).values(**values, made_at=now, expires_at=now + lifetime))
    return token


def end_link(session: Session, token: str) -> None:
    """Close a link for good, as when the process that printed it ends."""
    session.connection().execute(delete(links).where(links.c.token_hash == token_hash(token)))


def link_purpose(session: Session, token: str, now: datetime) -> str:
    """What a link is for, '' when it is unknown, used up or out of date. Uses nothing up."""
    query = select(links.c.purpose).where(links.c.token_hash == token_hash(token), *_still_good(now))
    return str(session.execute(query).scalar() or "")


def use_link(session: Session, token: str, now: datetime) -> tuple[str, int | None] | None:
    """The (purpose, person) of a good link, marked as used; None for one that opens nothing, or nothing any more.

    The condition stands in the UPDATE: of two browsers with one personal link, one gets in.
    """
    good = update(links).where(links.c.token_hash == token_hash(token), *_still_good(now)).values(used_at=now)
    row = session.connection().execute(good.returning(links.c.purpose, links.c.person_id)).first()
    return (row.purpose, row.person_id) if row else None


def _still_good(now: datetime) -> tuple[Any, ...]:
    return (links.c.expires_at > now, (links.c.purpose == "workspace") | links.c.used_at.is_(None))


def open_session(session: Session, kind: str, person_id: int | None, now: datetime, lifetime: timedelta) -> str:
    """A new browser session's token, for its cookie."""
    token = secrets.token_urlsafe(32)
    values: Mapping[str, Any] = {"token_hash": token_hash(token), "person_id": person_id, "kind": kind}
    session.connection().execute(insert(sessions).values(**values, made_at=now, expires_at=now + lifetime))
    return token


def session_of(session: Session, token: str, now: datetime) -> Opened | None:
    """What a cookie's token opens at `now` (real time); None when it is out of date, or its person has left."""
    query = (
        select(sessions.c.kind, sessions.c.person_id)
        .select_from(sessions.outerjoin(people, people.c.id == sessions.c.person_id))
        .where(sessions.c.token_hash == token_hash(token), sessions.c.expires_at > now, people.c.left_at.is_(None))
    )
    row = session.execute(query).first()
    return Opened(row.kind, row.person_id) if row else None


def be_person(session: Session, token: str, person_id: int) -> None:
    """Choose who a demo session is; any other kind of session stays who it is."""
    query = update(sessions).where(sessions.c.token_hash == token_hash(token), sessions.c.kind == "demo")
    session.connection().execute(query.values(person_id=person_id))


def forget_old_sessions(session: Session, now: datetime) -> None:
    """Forget links and sessions that open nothing any more; `now` is real time."""
    session.connection().execute(delete(sessions).where(sessions.c.expires_at <= now))
    session.connection().execute(delete(links).where(links.c.expires_at <= now))
