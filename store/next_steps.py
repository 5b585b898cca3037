"""Next steps out of notes of visit: what, who and by when, each followed up until it is done."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import UniqueConstraint, bindparam, func, or_, select, true, update
from sqlmodel import Field, Index, Session, SQLModel

from store.columns import UtcDateTime, table_of
from store.people import Person
from store.schools import School
from store.visits import VisitNote, notes, visits


class NextStep(SQLModel, table=True):
    """A next step out of a note: what, who, by when. `owner` is as it was named, `owner_id` where that is a person.

    `state` is 'open' or 'done'; `since` is when its day was set or it was done.
    """

    __tablename__ = "next_step"
    __table_args__ = (
        UniqueConstraint("note_id", "number"),
        Index("next_step_to_plan", "to_plan", "id"),
        Index("next_step_by_owner", "owner_id", "state"),
    )
    id: int | None = Field(default=None, primary_key=True)
    note_id: int = Field(foreign_key="visit_note.id")
    number: int
    step: str
    owner_id: int | None = Field(default=None, foreign_key="person.id")
    owner: str = ""
    due_on: date | None = None
    state: str = "open"
    changed_by_id: int | None = Field(default=None, foreign_key="person.id")
    since: datetime = Field(sa_type=UtcDateTime)
    revision: int = 1
    to_plan: bool = True


@dataclass(frozen=True)
class StepView:
    """A next step with the note, visit and school that it came out of."""

    id: int
    note_id: int
    visit_id: int
    school_id: int
    school: str
    number: int
    step: str
    owner_id: int | None
    owner: str
    due_on: date | None
    state: str
    changed_by: str
    since: datetime
    revision: int
    officer_id: int | None
    held_on: date

    @property
    def is_open(self) -> bool:
        return self.state == "open"


steps = table_of(NextStep)
_schools = table_of(School)
_people = table_of(Person)
_changers = _people.alias("changer")

_STEP = select(
    steps.c.id,
    steps.c.note_id,
    notes.c.visit_id,
    visits.c.school_id,
    _schools.c.name,
    steps.c.number,
    steps.c.step,
    steps.c.owner_id,
    func.coalesce(_people.c.name, steps.c.owner),
    steps.c.due_on,
    steps.c.state,
    func.coalesce(_changers.c.name, ""),
    steps.c.since,
    steps.c.revision,
    visits.c.officer_id,
    notes.c.held_on,
).select_from(
    steps.join(notes, notes.c.id == steps.c.note_id)
    .join(visits, visits.c.id == notes.c.visit_id)
    .join(_schools, _schools.c.id == visits.c.school_id)
    .outerjoin(_people, _people.c.id == steps.c.owner_id)
    .outerjoin(_changers, _changers.c.id == steps.c.changed_by_id)
)
_STEPS_OF = _STEP.where(steps.c.note_id == bindparam("note")).order_by(steps.c.number)
_STEPS_BY_ID = _STEP.where(steps.c.id.in_(bindparam("ids", expanding=True)))
_STEPS_TO_PLAN = _STEP.where(steps.c.to_plan == true()).order_by(steps.c.id).limit(bindparam("most"))
_OPEN_STEPS = _STEP.where(steps.c.state == "open")
_STEPS_OF_PERSON = _OPEN_STEPS.where(
    or_(
        steps.c.owner_id == bindparam("person"),
        steps.c.owner_id.is_(None) & visits.c.school_id.in_(bindparam("led", expanding=True)),
    )
)
_STEPS_AT = _OPEN_STEPS.where(visits.c.school_id.in_(bindparam("schools", expanding=True)))


def add_note(session: Session, note: VisitNote, next_steps: Iterable[NextStep]) -> int:
    """Put a note with its next steps on record; returns its id."""
    session.add(note)
    session.flush()
    assert note.id is not None, "flushed"
    for step in next_steps:
        step.note_id = note.id
        session.add(step)
    session.flush()
    return note.id


def steps_of(session: Session, note_id: int) -> list[StepView]:
    """The next steps of a note by number."""
    return [StepView(*row) for row in session.execute(_STEPS_OF, {"note": note_id})]


def steps_by_id(session: Session, ids: Collection[int]) -> dict[int, StepView]:
    """Those of `ids` that exist, in one read."""
    rows = session.execute(_STEPS_BY_ID, {"ids": list(ids)}) if ids else ()
    return {row[0]: StepView(*row) for row in rows}


def steps_of_person(session: Session, person_id: int, led: Collection[int]) -> list[StepView]:
    """The open steps of this person, and those of nobody in particular at the schools they lead; soonest first."""
    rows = session.execute(_STEPS_OF_PERSON, {"person": person_id, "led": list(led)})
    return _soonest(StepView(*row) for row in rows)


def open_steps(session: Session, schools: Collection[int]) -> list[StepView]:
    """The open steps of these schools, soonest first."""
    return _soonest(StepView(*row) for row in session.execute(_STEPS_AT, {"schools": list(schools)}))


def _soonest(found: Iterable[StepView]) -> list[StepView]:
    return sorted(found, key=lambda step: (step.due_on is None, step.due_on or date.max, step.id))


def steps_to_plan(session: Session, most: int) -> list[StepView]:
    """Steps that changed since their duties were laid out."""
    return [StepView(*row) for row in session.execute(_STEPS_TO_PLAN, {"most": most})]


def change_step(session: Session, step: StepView, changes: Mapping[str, object]) -> bool:
    """Change a step if it still stands as it was read; False when somebody was quicker."""
    query = (
        update(steps)
        .where(steps.c.id == step.id, steps.c.revision == step.revision)
        .values(**changes, revision=steps.c.revision + 1, to_plan=True)
    )
    return bool(session.connection().execute(query).rowcount)


def mark_steps_followed(session: Session, followed: Iterable[StepView]) -> None:
    """The duties of exactly these revisions are laid out; a change in between stays to be planned."""
    seen = [{"step_id": step.id, "seen": step.revision} for step in followed]
    if seen:
        standing = (steps.c.id == bindparam("step_id"), steps.c.revision == bindparam("seen"))
        session.connection().execute(update(steps).where(*standing).values(to_plan=False), seen)


def steps_again(session: Session, since: datetime) -> None:
    """Have the duties of open steps that were dated since `since` laid out anew: the rules or the dates changed."""
    open_ones = (steps.c.state == "open", steps.c.since >= since)
    session.connection().execute(update(steps).where(*open_ones).values(to_plan=True))
