"""People, the accounts they use, and the posts they hold from one day until another."""

from __future__ import annotations

from datetime import date, datetime

from sqlmodel import Field, SQLModel, UniqueConstraint

from store.columns import UtcDateTime


class Person(SQLModel, table=True):
    """Somebody of the authority or its schools; `email` is kept in lower case."""

    __tablename__ = "person"
    id: int | None = Field(default=None, primary_key=True)
    email: str = Field(unique=True)
    name: str
    left_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class PlatformAccount(SQLModel, table=True):
    """Who a person is on a platform. Access rests on (platform, tenant, user) and only once it is confirmed."""

    __tablename__ = "account"
    __table_args__ = (UniqueConstraint("platform", "tenant", "user"),)
    id: int | None = Field(default=None, primary_key=True)
    platform: str
    tenant: str = ""
    user: str
    person_id: int = Field(foreign_key="person.id", index=True)
    confirmed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Post(SQLModel, table=True):
    """A role that somebody holds, at a school, over a cluster or in the authority.

    `from_date` is the first day (None: already held when the record began); `until` is the day on which the post ends:
    from that day on it is no longer held. `covers_id` names the person whose schools are looked after meanwhile.
    """

    __tablename__ = "post"
    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    role: str
    school_id: int | None = Field(default=None, foreign_key="school.id", index=True)
    cluster_id: int | None = Field(default=None, foreign_key="cluster.id", index=True)
    from_date: date | None = None
    until: date | None = None
    covers_id: int | None = Field(default=None, foreign_key="person.id")
