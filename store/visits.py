"""Visits in the engagement calendar, and the notes written about them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import bindparam, func, or_, select, true, update
from sqlmodel import Field, Index, Session, SQLModel

from store.columns import UtcDateTime, table_of
from store.people import Person
from store.schools import School


class Visit(SQLModel, table=True):
    """One visit: proposed, agreed, done or cancelled.

    `starts_at` is aware UTC, `minutes` its length. `revision` counts every change (a form made on an older one is
    stale); `schedule_revision` counts the changes to when and whether it takes place: reminders hang on that one, so
    that agreeing a visit does not remind of it anew. `to_plan` says that the next tick has to lay its duties out.
    `told_at` is when both sides were last told by Cairn.
    """

    __tablename__ = "visit"
    __table_args__ = (
        Index("visit_to_plan", "to_plan", "id"),
        Index("visit_by_school_and_time", "school_id", "starts_at"),
        Index("visit_by_officer_and_time", "officer_id", "starts_at"),
    )
    id: int | None = Field(default=None, primary_key=True)
    reference: str = Field(default="", index=True)
    school_id: int = Field(foreign_key="school.id")
    visit_type: str
    starts_at: datetime = Field(sa_type=UtcDateTime, index=True)
    minutes: int
    mode: str = "in_person"
    focus: str = ""
    officer_id: int | None = Field(default=None, foreign_key="person.id")
    officer_email: str = ""
    status: str = "proposed"
    reason: str = ""
    revision: int = 1
    schedule_revision: int = 1
    to_plan: bool = True
    proposed_by_id: int | None = Field(default=None, foreign_key="person.id")
    changed_by_id: int | None = Field(default=None, foreign_key="person.id")
    changed_at: datetime = Field(sa_type=UtcDateTime)
    told_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class VisitNote(SQLModel, table=True):
    """The note of one visit, as it was sent: never written over. For those whom the access rules name only.

    `due_on` is the last day on which it was in time, None where the record knew of none. `qis` is what
    `framework.notes.kept_indicators` makes; `tier_discussed` '' (not asked), 'agreed', 'open' or 'no'; `answers` JSON
    pairs of an authority's own questions and their answers. `state` is one of `framework.notes.STATES`, `since` when it
    came to that, and `revision` counts what was said about the note since. Its next steps and what was said about it
    are rows of their own.
    """

    __tablename__ = "visit_note"
    __table_args__ = (Index("visit_note_to_plan", "to_plan", "id"),)
    id: int | None = Field(default=None, primary_key=True)
    visit_id: int = Field(foreign_key="visit.id", unique=True)
    held_on: date
    due_on: date | None = None
    strengths: str = ""
    evidence: str = ""
    qis: str = ""
    tier_discussed: str = ""
    answers: str = "[]"
    written_by_id: int | None = Field(default=None, foreign_key="person.id")
    written_at: datetime = Field(sa_type=UtcDateTime)
    state: str = "waiting"
    since: datetime = Field(sa_type=UtcDateTime)
    revision: int = 1
    to_plan: bool = True


STANDING_STATUSES = ("proposed", "agreed")


@dataclass(frozen=True)
class VisitView:
    """A visit as answers and messages show it. `starts_at` is aware UTC; `officer` a name, '' when nobody is named."""

    id: int
    reference: str
    school_id: int
    school: str
    visit_type: str
    starts_at: datetime
    minutes: int
    mode: str
    focus: str
    officer_id: int | None
    officer: str
    status: str
    reason: str
    revision: int
    schedule_revision: int
    changed_by_id: int | None
    changed_by: str
    changed_at: datetime
    told_at: datetime | None
    has_note: bool

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.minutes)

    @property
    def stands(self) -> bool:
        """Still to come, as far as the record knows: neither held nor called off."""
        return self.status in STANDING_STATUSES

    @property
    def lacks_note(self) -> bool:
        return not self.has_note and self.status != "cancelled"


visits = table_of(Visit)
notes = table_of(VisitNote)
_schools = table_of(School)
_people = table_of(Person)
_changers = _people.alias("changer")

VIEW = select(
    visits.c.id,
    visits.c.reference,
    visits.c.school_id,
    _schools.c.name,
    visits.c.visit_type,
    visits.c.starts_at,
    visits.c.minutes,
    visits.c.mode,
    visits.c.focus,
    visits.c.officer_id,
    func.coalesce(_people.c.name, ""),
    visits.c.status,
    visits.c.reason,
    visits.c.revision,
    visits.c.schedule_revision,
    visits.c.changed_by_id,
    func.coalesce(_changers.c.name, ""),
    visits.c.changed_at,
    visits.c.told_at,
    notes.c.id.is_not(None),
).select_from(
    visits.join(_schools, _schools.c.id == visits.c.school_id)
    .outerjoin(_people, _people.c.id == visits.c.officer_id)
    .outerjoin(_changers, _changers.c.id == visits.c.changed_by_id)
    .outerjoin(notes, notes.c.visit_id == visits.c.id)
)
_BY_ID = VIEW.where(visits.c.id == bindparam("id"))
_BY_IDS = VIEW.where(visits.c.id.in_(bindparam("ids", expanding=True)))
_BETWEEN = VIEW.where(visits.c.starts_at >= bindparam("first"), visits.c.starts_at < bindparam("last")).order_by(
    visits.c.starts_at, visits.c.id
)
_AT_SCHOOLS = _BETWEEN.where(visits.c.school_id.in_(bindparam("schools", expanding=True)))
_NEXT = (
    VIEW.where(
        visits.c.school_id.in_(bindparam("schools", expanding=True)),
        visits.c.starts_at >= bindparam("now"),
        visits.c.status.in_(STANDING_STATUSES),
    )
    .order_by(visits.c.starts_at, visits.c.id)
    .limit(bindparam("most"))
)
_PAST = (
    VIEW.where(
        visits.c.school_id.in_(bindparam("schools", expanding=True)),
        visits.c.starts_at <= bindparam("now"),
        visits.c.status != "cancelled",
    )
    .order_by(visits.c.starts_at.desc(), visits.c.id)
    .limit(bindparam("most"))
)
_TO_PLAN = VIEW.where(visits.c.to_plan == true()).order_by(visits.c.id).limit(bindparam("most"))
_CLASHES = VIEW.where(
    visits.c.officer_id == bindparam("officer"),
    visits.c.status.in_(STANDING_STATUSES),
    visits.c.starts_at < bindparam("last"),
    # No visit is longer than ten hours, so that the index on the start narrows the search.
    visits.c.starts_at > bindparam("earliest"),
)


def visit_by_id(session: Session, visit_id: int) -> VisitView | None:
    row = session.execute(_BY_ID, {"id": visit_id}).first()
    return VisitView(*row) if row else None


def visits_by_id(session: Session, ids: Collection[int]) -> dict[int, VisitView]:
    """Those of `ids` that exist, in one read."""
    rows = session.execute(_BY_IDS, {"ids": list(ids)}) if ids else ()
    return {row[0]: VisitView(*row) for row in rows}


def visits_between(
    session: Session, first: datetime, last: datetime, schools: Collection[int] | None = None
) -> list[VisitView]:
    """The visits that start from `first` (included) to `last` (left out), aware; None for `schools` means all."""
    if schools is None:
        rows = session.execute(_BETWEEN, {"first": first, "last": last})
    else:
        rows = session.execute(_AT_SCHOOLS, {"first": first, "last": last, "schools": list(schools)})
    return [VisitView(*row) for row in rows]


def next_visits(session: Session, schools: Collection[int], now: datetime, most: int = 1) -> list[VisitView]:
    """The next visits still standing at these schools, soonest first."""
    rows = session.execute(_NEXT, {"schools": list(schools), "now": now, "most": most})
    return [VisitView(*row) for row in rows]


def past_visits(session: Session, schools: Collection[int], now: datetime, most: int = 1) -> list[VisitView]:
    """The latest visits at these schools that have begun and were not called off, latest first."""
    rows = session.execute(_PAST, {"schools": list(schools), "now": now, "most": most})
    return [VisitView(*row) for row in rows]


def visits_to_plan(session: Session, most: int) -> list[VisitView]:
    """Visits that changed since their duties were laid out."""
    return [VisitView(*row) for row in session.execute(_TO_PLAN, {"most": most})]


def clashes(
    session: Session, officer_id: int, starts_at: datetime, minutes: int, leaving_out: int | None = None
) -> list[VisitView]:
    """The officer's standing visits that overlap the span, both touching ends left out."""
    last = starts_at + timedelta(minutes=minutes)
    values = {"officer": officer_id, "last": last, "earliest": starts_at - timedelta(hours=10)}
    found = [VisitView(*row) for row in session.execute(_CLASHES, values)]
    return [visit for visit in found if visit.ends_at > starts_at and visit.id != leaving_out]


def mark_planned(session: Session, planned: Iterable[VisitView]) -> None:
    """The duties of exactly these revisions are laid out; a change in between stays to be planned."""
    rows = [{"visit": visit.id, "seen": visit.revision} for visit in planned]
    if rows:
        seen = (visits.c.id == bindparam("visit"), visits.c.revision == bindparam("seen"))
        query = update(visits).where(*seen).values(to_plan=False)
        session.connection().execute(query, rows)


def plan_again(session: Session, since: datetime, schools: Collection[int] | None = None) -> None:
    """Have the duties of visits from `since` on laid out anew: the rules, the dates or who holds which post changed."""
    query = update(visits).where(visits.c.starts_at >= since).values(to_plan=True)
    session.connection().execute(query if schools is None else query.where(visits.c.school_id.in_(list(schools))))


def change_visit(session: Session, visit_id: int, revision: int, changes: dict[str, object]) -> bool:
    """Change a visit if it still stands at `revision`; False when somebody was quicker.

    A change of time, status or officer counts as a change of schedule.
    """
    moves = bool({"starts_at", "officer_id"} & changes.keys()) or changes.get("status") not in (None, "agreed")
    counted = {
        "to_plan": True,
        "revision": visits.c.revision + 1,
        "schedule_revision": visits.c.schedule_revision + (1 if moves else 0),
    }
    query = update(visits).where(visits.c.id == visit_id, visits.c.revision == revision).values(**changes, **counted)
    return bool(session.connection().execute(query).rowcount)


def note_of(session: Session, visit_id: int) -> VisitNote | None:
    """The note of a visit, None while there is none."""
    return session.scalars(select(VisitNote).where(notes.c.visit_id == visit_id)).first()


_UNRECORDED = VIEW.where(
    or_(visits.c.school_id.in_(bindparam("schools", expanding=True)), visits.c.officer_id == bindparam("officer")),
    visits.c.starts_at <= bindparam("now"),
    visits.c.starts_at > bindparam("earliest"),
    visits.c.status != "cancelled",
    notes.c.id.is_(None),
).order_by(visits.c.starts_at.desc(), visits.c.id)
_STILL_WRITTEN_UP = timedelta(weeks=12)
_VISITED_BY = select(visits.c.school_id).where(visits.c.officer_id == bindparam("officer")).distinct()


def schools_visited_by(session: Session, officer_id: int) -> frozenset[int]:
    """The schools at which this officer holds, or has held, a visit."""
    return frozenset(session.execute(_VISITED_BY, {"officer": officer_id}).scalars())


def unrecorded_visits(
    session: Session, schools: Collection[int], now: datetime, officer: int | None = None
) -> list[VisitView]:
    """Visits of the last twelve weeks at these schools, or by this officer, that have no note yet; latest first."""
    earliest = now - _STILL_WRITTEN_UP
    values = {"schools": list(schools), "officer": officer or 0, "now": now, "earliest": earliest}
    return [VisitView(*row) for row in session.execute(_UNRECORDED, values)]
