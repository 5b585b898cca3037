"""Who has their home open on a platform, what it shows, and whose is to be shown anew since something of it changed.

What a change touches is marked in the transaction of that change; a platform shows those homes anew and says so.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, bindparam, delete, func, insert, or_, select, true, update
from sqlmodel import Field, Index, Session, SQLModel

from store.clock import real_now
from store.columns import UtcDateTime, insert_for, table_of
from store.leases import fact, set_fact

EVERYTHING: Final = "all"
ADMINISTRATION: Final = "administration"
_DAY: Final = "homes_day"
_SETTLED: Final = timedelta(minutes=1)


class HomeShown(SQLModel, table=True):
    """One person has a home on one platform; `shown_revision` is the last of its changes that was shown."""

    __tablename__ = "home_shown"
    person_id: int = Field(foreign_key="person.id", primary_key=True)
    platform: str = Field(primary_key=True)
    shown_revision: int = 0


class HomeChange(SQLModel, table=True):
    """Something that one home shows has changed: a row of its own each time, so that no change waits for another.

    `made_at` is real time.
    """

    __tablename__ = "home_change"
    __table_args__ = (Index("home_change_by_home", "platform", "person_id"),)
    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id")
    platform: str
    made_at: datetime = Field(sa_type=UtcDateTime)


class HomeTopic(SQLModel, table=True):
    """What a person's home shows: 'school:12', 'all' (of every school), 'administration'."""

    __tablename__ = "home_topic"
    person_id: int = Field(foreign_key="person.id", primary_key=True)
    topic: str = Field(primary_key=True, index=True)


shown = table_of(HomeShown)
topics = table_of(HomeTopic)
changes = table_of(HomeChange)


def school_topic(school_id: int) -> str:
    return f"school:{school_id}"


def keep_home(session: Session, person_id: int, platform: str, shows: Collection[str]) -> None:
    """Put on record that this person has their home on this platform, and what it shows."""
    row = insert_for(session, shown).values(person_id=person_id, platform=platform, shown_revision=0)
    connection = session.connection()
    connection.execute(row.on_conflict_do_nothing())
    before = set(session.execute(select(topics.c.topic).where(topics.c.person_id == person_id)).scalars())
    gone, new = before - set(shows), set(shows) - before
    if gone:
        connection.execute(delete(topics).where(topics.c.person_id == person_id, topics.c.topic.in_(gone)))
    if new:
        once = insert_for(session, topics).on_conflict_do_nothing()
        connection.execute(once, [{"person_id": person_id, "topic": topic} for topic in sorted(new)])


def mark_stale(session: Session, about: Iterable[str], person_id: int | None = None) -> None:
    """Have every home that shows one of these topics, and this person's own, shown anew."""
    touched = select(topics.c.person_id).where(topics.c.topic.in_(sorted(set(about))))
    _mark(session, shown.c.person_id.in_(touched) | (shown.c.person_id == (person_id or 0)))


def mark_all_stale(session: Session) -> None:
    """Have every home shown anew: the record was changed as a whole."""
    _mark(session, true())


def _mark(session: Session, whose: ColumnElement[bool]) -> None:
    moment = bindparam("moment", type_=UtcDateTime)
    homes = select(shown.c.person_id, shown.c.platform, moment).where(whose)
    query = insert(changes).from_select(["person_id", "platform", "made_at"], homes)
    session.connection().execute(query, {"moment": real_now()})


def begin_day(session: Session, day: date) -> None:
    """Have every home shown anew, once each business day: what is next, and what is late, goes by the day."""
    if fact(session, _DAY) != day.isoformat():
        set_fact(session, _DAY, day.isoformat())
        mark_all_stale(session)


_STALE = (
    select(changes.c.person_id, func.max(changes.c.id).label("revision"))
    .join(shown, (shown.c.person_id == changes.c.person_id) & (shown.c.platform == changes.c.platform))
    .where(changes.c.platform == bindparam("platform"))
    .group_by(changes.c.person_id)
    .having(
        or_(
            func.max(changes.c.id) > func.max(shown.c.shown_revision),
            func.min(changes.c.made_at) < bindparam("settled", type_=UtcDateTime),
        )
    )
    .order_by(changes.c.person_id)
    .limit(bindparam("most"))
)


def stale_homes(session: Session, platform: str, most: int = 50) -> list[tuple[int, int]]:
    """Whose home on this platform is to be shown anew, each with the revision that showing it will settle."""
    values = {"platform": platform, "most": most, "settled": real_now() - _SETTLED}
    return [(row.person_id, row.revision) for row in session.execute(_STALE, values)]


def home_refreshed(session: Session, platform: str, person_id: int, revision: int) -> None:
    """This person's home was shown as it is at `revision`; what changed since stays to be shown.

    Where several write at once, an earlier change may be committed after a later one: what is younger than a minute is
    then shown once more.
    """
    connection = session.connection()
    mine = (shown.c.person_id == person_id, shown.c.platform == platform)
    if connection.dialect.name == "sqlite":
        # One writes at a time: what was shown is deleted, and what is there is to be shown. The numbers of an empty
        # table begin again, so that none may be remembered.
        connection.execute(update(shown).where(*mine).values(shown_revision=0))
        settled = real_now()
    else:
        later = update(shown).where(*mine, shown.c.shown_revision < revision)
        connection.execute(later.values(shown_revision=revision))
        settled = real_now() - _SETTLED
    past = (changes.c.id <= revision, changes.c.made_at <= settled)
    connection.execute(delete(changes).where(changes.c.person_id == person_id, changes.c.platform == platform, *past))


def forget_home(session: Session, platform: str, person_id: int) -> None:
    """This person has no home on this platform any more."""
    for table in (changes, shown):
        mine = (table.c.person_id == person_id, table.c.platform == platform)
        session.connection().execute(delete(table).where(*mine))
