"""Links to calendar feeds: who has which, since when, and the fingerprint by which one is known again.

Only the SHA-256 of a link's token is kept: who reads the record cannot open anybody's calendar with it.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import bindparam, insert, select, update
from sqlmodel import Field, Session, SQLModel

from store.columns import UtcDateTime, table_of
from store.leases import fact

RECORD_KEY = "calendar_key"


class CalendarLink(SQLModel, table=True):
    """A link to the calendar of a person, or of a cluster as far as that person may know of it; `cluster` '' or a name.

    `fetched_on` is the last day on which a calendar application asked for it.
    """

    __tablename__ = "calendar_link"
    token_hash: str = Field(primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    cluster: str = ""
    made_at: datetime = Field(sa_type=UtcDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    fetched_on: date | None = None


@dataclass(frozen=True)
class LinkView:
    """A link that still opens a calendar."""

    token_hash: str
    person_id: int
    cluster: str
    made_at: datetime
    fetched_on: date | None


links = table_of(CalendarLink)
_LINK = select(links.c.token_hash, links.c.person_id, links.c.cluster, links.c.made_at, links.c.fetched_on).where(
    links.c.ended_at.is_(None)
)
_BY_TOKEN = _LINK.where(links.c.token_hash == bindparam("token_hash"))
_OF_PERSON = _LINK.where(links.c.person_id == bindparam("person")).order_by(links.c.made_at, links.c.token_hash)


def hash_of(token: str) -> str:
    """The fingerprint of a token."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def make_calendar_link(session: Session, person_id: int, cluster: str, now: datetime) -> str:
    """A new link's token, which nobody can guess and which is kept nowhere; `now` is business time."""
    token = secrets.token_urlsafe(32)
    row = {"token_hash": hash_of(token), "person_id": person_id, "cluster": cluster, "made_at": now}
    session.connection().execute(insert(links).values(**row))
    return token


def end_calendar_links(session: Session, person_id: int, now: datetime) -> int:
    """Have none of a person's links open anything any more; returns how many did until now."""
    query = update(links).where(links.c.person_id == person_id, links.c.ended_at.is_(None)).values(ended_at=now)
    return int(session.connection().execute(query).rowcount)


def calendar_links_of(session: Session, person_id: int) -> list[LinkView]:
    """A person's links that still open something, the oldest first."""
    return [LinkView(*row) for row in session.execute(_OF_PERSON, {"person": person_id})]


def link_by_token(session: Session, token: str) -> LinkView | None:
    """The link of this token, None where there is none (any more)."""
    row = session.execute(_BY_TOKEN, {"token_hash": hash_of(token)}).first()
    return LinkView(*row) if row else None


def mark_fetched(session: Session, token_hash: str, day: date) -> bool:
    """Note that a link was fetched on `day`; False when that was noted already."""
    fresh = links.c.fetched_on.is_(None) | (links.c.fetched_on < day)
    query = update(links).where(links.c.token_hash == token_hash, fresh).values(fetched_on=day)
    return bool(session.connection().execute(query).rowcount)


def record_key(session: Session) -> str:
    """What tells this record's visits from another record's in every calendar."""
    return fact(session, RECORD_KEY) or "record"
