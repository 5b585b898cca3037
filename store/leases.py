"""Leases (who plans just now), heartbeats, and the few single facts of a record."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import bindparam, delete, or_, select
from sqlmodel import Field, Session, SQLModel

from store.columns import UtcDateTime, insert_for, table_of
from store.prepared import Prepared


class Lease(SQLModel, table=True):
    """`owner` may do what `name` stands for until `expires_at`, by real time."""

    __tablename__ = "lease"
    name: str = Field(primary_key=True)
    owner: str
    expires_at: datetime = Field(sa_type=UtcDateTime)


class Fact(SQLModel, table=True):
    """A single fact about the record itself: whether it is the demo, whether sending is paused, its clock."""

    __tablename__ = "fact"
    key: str = Field(primary_key=True)
    value: str


leases = table_of(Lease)
facts = table_of(Fact)
_FACT = Prepared(select(facts.c.value).where(facts.c.key == bindparam("key")))


def take_lease(session: Session, name: str, owner: str, now: datetime, seconds: float) -> bool:
    """Take or keep a lease until `seconds` after `now` (real time); False while another owner's still runs."""
    query = insert_for(session, leases).values(name=name, owner=owner, expires_at=now + timedelta(seconds=seconds))
    renewed = query.on_conflict_do_update(
        index_elements=["name"],
        set_={"owner": query.excluded.owner, "expires_at": query.excluded.expires_at},
        where=or_(leases.c.owner == owner, leases.c.expires_at <= now),
    )
    return session.connection().execute(renewed.returning(leases.c.name)).first() is not None


def give_up_lease(session: Session, name: str, owner: str) -> None:
    """Let another take the lease at once, if it is still this owner's."""
    session.connection().execute(delete(leases).where(leases.c.name == name, leases.c.owner == owner))


def lease_holder(session: Session, name: str, now: datetime) -> str:
    """Who holds a lease at `now` (real time), '' for nobody."""
    query = select(leases.c.owner).where(leases.c.name == name, leases.c.expires_at > now)
    return str(session.execute(query).scalar() or "")


def fact(session: Session, key: str) -> str:
    """A fact about the record, '' when it is not set."""
    return str(_FACT.value(session, {"key": key}) or "")


def set_fact(session: Session, key: str, value: str) -> None:
    query = insert_for(session, facts).values(key=key, value=value)
    session.connection().execute(
        query.on_conflict_do_update(index_elements=["key"], set_={"value": query.excluded.value})
    )
