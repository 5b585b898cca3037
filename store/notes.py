"""Notes of visit as answers show them, and what headteacher and officer said about each: only ever added to."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import bindparam, func, select, true, update
from sqlmodel import Field, Session, SQLModel

from store.columns import UtcDateTime, table_of
from store.people import Person
from store.schools import School
from store.visits import notes, visits


class NoteMark(SQLModel, table=True):
    """One word on a note, only ever added: 'accurate' or 'disputed' by the headteacher, 'answered' by the officer."""

    __tablename__ = "note_mark"
    id: int | None = Field(default=None, primary_key=True)
    note_id: int = Field(foreign_key="visit_note.id", index=True)
    mark: str
    words: str = ""
    by_id: int | None = Field(default=None, foreign_key="person.id")
    at: datetime = Field(sa_type=UtcDateTime)


@dataclass(frozen=True)
class NoteView:
    """A note with its visit and school, as answers and messages show it; names are '' where nobody is on record."""

    id: int
    visit_id: int
    school_id: int
    school: str
    cluster_id: int | None
    visit_type: str
    starts_at: datetime
    minutes: int
    mode: str
    officer_id: int | None
    officer: str
    held_on: date
    due_on: date | None
    strengths: str
    evidence: str
    qis: str
    tier_discussed: str
    answers: str
    written_by_id: int | None
    written_by: str
    written_at: datetime
    state: str
    since: datetime
    revision: int


@dataclass(frozen=True)
class MarkView:
    """One word on a note, with the name of who said it."""

    mark: str
    words: str
    by: str
    at: datetime


marks = table_of(NoteMark)
_schools = table_of(School)
_people = table_of(Person)
_officers = _people.alias("officer")

_NOTE = select(
    notes.c.id,
    notes.c.visit_id,
    visits.c.school_id,
    _schools.c.name,
    _schools.c.cluster_id,
    visits.c.visit_type,
    visits.c.starts_at,
    visits.c.minutes,
    visits.c.mode,
    visits.c.officer_id,
    func.coalesce(_officers.c.name, ""),
    notes.c.held_on,
    notes.c.due_on,
    notes.c.strengths,
    notes.c.evidence,
    notes.c.qis,
    notes.c.tier_discussed,
    notes.c.answers,
    notes.c.written_by_id,
    func.coalesce(_people.c.name, ""),
    notes.c.written_at,
    notes.c.state,
    notes.c.since,
    notes.c.revision,
).select_from(
    notes.join(visits, visits.c.id == notes.c.visit_id)
    .join(_schools, _schools.c.id == visits.c.school_id)
    .outerjoin(_people, _people.c.id == notes.c.written_by_id)
    .outerjoin(_officers, _officers.c.id == visits.c.officer_id)
)
_OF_VISIT = _NOTE.where(notes.c.visit_id == bindparam("visit"))
_BY_IDS = _NOTE.where(notes.c.id.in_(bindparam("ids", expanding=True)))
_TO_PLAN = _NOTE.where(notes.c.to_plan == true()).order_by(notes.c.id).limit(bindparam("most"))
_IN_STATES = _NOTE.where(
    notes.c.state.in_(bindparam("states", expanding=True)),
    visits.c.school_id.in_(bindparam("schools", expanding=True)),
).order_by(notes.c.since, notes.c.id)

_MARKS = (
    select(marks.c.note_id, marks.c.mark, marks.c.words, func.coalesce(_people.c.name, ""), marks.c.at)
    .select_from(marks.outerjoin(_people, _people.c.id == marks.c.by_id))
    .where(marks.c.note_id == bindparam("note"))
    .order_by(marks.c.id)
)


def note_of_visit(session: Session, visit_id: int) -> NoteView | None:
    """The note of a visit, None while there is none."""
    row = session.execute(_OF_VISIT, {"visit": visit_id}).first()
    return NoteView(*row) if row else None


def notes_by_id(session: Session, ids: Collection[int]) -> dict[int, NoteView]:
    """Those of `ids` that exist, in one read."""
    rows = session.execute(_BY_IDS, {"ids": list(ids)}) if ids else ()
    return {row[0]: NoteView(*row) for row in rows}


def notes_in(session: Session, states: Collection[str], schools: Collection[int]) -> list[NoteView]:
    """The notes of these schools that are in one of `states`, the longest first."""
    values = {"states": list(states), "schools": list(schools)}
    return [NoteView(*row) for row in session.execute(_IN_STATES, values)]


def notes_to_plan(session: Session, most: int) -> list[NoteView]:
    """Notes whose state changed since their duties were laid out."""
    return [NoteView(*row) for row in session.execute(_TO_PLAN, {"most": most})]


def marks_of(session: Session, note_id: int) -> list[MarkView]:
    """Everything that was said about a note, in order."""
    return [MarkView(*row[1:]) for row in session.execute(_MARKS, {"note": note_id})]


def mark_note(session: Session, note: NoteView, state: str, mark: NoteMark) -> bool:
    """Add a word on a note, which comes to `state`; False when somebody was quicker since `note` was read."""
    query = (
        update(notes)
        .where(notes.c.id == note.id, notes.c.revision == note.revision)
        .values(state=state, since=mark.at, revision=notes.c.revision + 1, to_plan=True)
    )
    if not session.connection().execute(query).rowcount:
        return False
    session.add(mark)
    session.flush()
    return True


def mark_notes_followed(session: Session, followed: Iterable[NoteView]) -> None:
    """The duties of exactly these revisions are laid out; a change in between stays to be planned."""
    seen = [{"note": note.id, "seen": note.revision} for note in followed]
    if seen:
        standing = (notes.c.id == bindparam("note"), notes.c.revision == bindparam("seen"))
        session.connection().execute(update(notes).where(*standing).values(to_plan=False), seen)


def notes_again(session: Session, since: datetime) -> None:
    """Have the duties of notes that wait for a word since `since` laid out anew: the rules or the dates changed."""
    waiting = (notes.c.since >= since, notes.c.state.in_(("waiting", "disputed", "answered")))
    session.connection().execute(update(notes).where(*waiting).values(to_plan=True))
