"""Who has their home open on a platform, what it shows, and whose is to be shown anew since something of it changed.

What a change touches is marked in the transaction of that change; a platform shows those homes anew and says so.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from typing import Final

from sqlalchemy import bindparam, delete, select, update
from sqlmodel import Field, Session, SQLModel

from store.columns import insert_for, table_of
from store.leases import fact, set_fact

EVERYTHING: Final = "all"
ADMINISTRATION: Final = "administration"
_DAY: Final = "homes_day"


class HomeShown(SQLModel, table=True):
    """One person's home on one platform: `revision` counts what changed in it, `shown_revision` what was shown."""

    __tablename__ = "home_shown"
    person_id: int = Field(foreign_key="person.id", primary_key=True)
    platform: str = Field(primary_key=True)
    revision: int = 0
    shown_revision: int = 0


class HomeTopic(SQLModel, table=True):
    """What a person's home shows: 'school:12', 'all' (of every school), 'administration'."""

    __tablename__ = "home_topic"
    person_id: int = Field(foreign_key="person.id", primary_key=True)
    topic: str = Field(primary_key=True, index=True)


shown = table_of(HomeShown)
topics = table_of(HomeTopic)


def school_topic(school_id: int) -> str:
    return f"school:{school_id}"


def keep_home(session: Session, person_id: int, platform: str, shows: Collection[str]) -> None:
    """Put on record that this person has their home on this platform, and what it shows."""
    row = insert_for(session, shown).values(person_id=person_id, platform=platform, revision=0, shown_revision=0)
    connection = session.connection()
    connection.execute(row.on_conflict_do_nothing())
    before = set(session.execute(select(topics.c.topic).where(topics.c.person_id == person_id)).scalars())
    gone, new = before - set(shows), set(shows) - before
    if gone:
        connection.execute(delete(topics).where(topics.c.person_id == person_id, topics.c.topic.in_(gone)))
    if new:
        insert = insert_for(session, topics).on_conflict_do_nothing()
        connection.execute(insert, [{"person_id": person_id, "topic": topic} for topic in sorted(new)])


def mark_stale(session: Session, about: Iterable[str], person_id: int | None = None) -> None:
    """Have every home that shows one of these topics, and this person's own, shown anew."""
    touched = select(topics.c.person_id).where(topics.c.topic.in_(sorted(set(about))))
    whose = shown.c.person_id.in_(touched) | (shown.c.person_id == (person_id or 0))
    session.connection().execute(update(shown).where(whose).values(revision=shown.c.revision + 1))


def mark_all_stale(session: Session) -> None:
    """Have every home shown anew: the record was changed as a whole."""
    session.connection().execute(update(shown).values(revision=shown.c.revision + 1))


def begin_day(session: Session, day: date) -> None:
    """Have every home shown anew, once each business day: what is next, and what is late, goes by the day."""
    if fact(session, _DAY) != day.isoformat():
        set_fact(session, _DAY, day.isoformat())
        mark_all_stale(session)


_STALE = (
    select(shown.c.person_id, shown.c.revision)
    .where(shown.c.platform == bindparam("platform"), shown.c.revision > shown.c.shown_revision)
    .order_by(shown.c.person_id)
    .limit(bindparam("most"))
)


def stale_homes(session: Session, platform: str, most: int = 50) -> list[tuple[int, int]]:
    """Whose home on this platform is to be shown anew, each with the revision that showing it will settle."""
    return [(row.person_id, row.revision) for row in session.execute(_STALE, {"platform": platform, "most": most})]


def home_refreshed(session: Session, platform: str, person_id: int, revision: int) -> None:
    """This person's home was shown as it is at `revision`; what changed since stays to be shown."""
    mine = (shown.c.person_id == person_id, shown.c.platform == platform, shown.c.shown_revision < revision)
    session.connection().execute(update(shown).where(*mine).values(shown_revision=revision))


def forget_home(session: Session, platform: str, person_id: int) -> None:
    """This person has no home on this platform any more."""
    mine = (shown.c.person_id == person_id, shown.c.platform == platform)
    session.connection().execute(delete(shown).where(*mine))
