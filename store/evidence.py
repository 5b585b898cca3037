"""Evidence on record: indicators by measure and period, grades for quality indicators, and officers' dated notes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, bindparam, func, or_, select
from sqlmodel import Field, Index, Session, SQLModel, UniqueConstraint

from framework.criteria import Grade, Reading
from framework.figures import in_order
from store.columns import UtcDateTime, table_of
from store.people import Person, Post
from store.posts import held
from store.prepared import Prepared


class Indicator(SQLModel, table=True):
    """One figure of a school: `measure` is a key of framework.toml, `period` as the source calls it ('2024/25').

    `value` is None where `code` says why: a suppression code or a range as given, 'blank' for an empty cell. A file
    that gives the same measure and period again corrects it; what a decision rested on is kept with the decision.
    """

    __tablename__ = "indicator"
    __table_args__ = (UniqueConstraint("school_id", "measure", "period"),)
    id: int | None = Field(default=None, primary_key=True)
    school_id: int = Field(foreign_key="school.id")
    measure: str
    period: str
    value: float | None = None
    code: str = ""
    local_comparator: float | None = None
    national_comparator: float | None = None
    source: str = ""
    recorded_at: datetime = Field(sa_type=UtcDateTime)


class QiGrade(SQLModel, table=True):
    """A grade on the six-point scale (6 excellent to 1 unsatisfactory) for one quality indicator.

    `kind` is 'inspection' or 'self_evaluation'.
    """

    __tablename__ = "qi_grade"
    __table_args__ = (UniqueConstraint("school_id", "qi", "kind", "graded_on"),)
    id: int | None = Field(default=None, primary_key=True)
    school_id: int = Field(foreign_key="school.id")
    qi: str
    kind: str
    grade: int
    graded_on: date
    source: str = ""
    recorded_at: datetime = Field(sa_type=UtcDateTime)


class IntelligenceNote(SQLModel, table=True):
    """What an officer noted about a school: dated, attributed, only ever added to.

    An amendment is a note of its own whose `amends_id` is the first note; the latest stands, the earlier ones stay.
    """

    __tablename__ = "intelligence_note"
    __table_args__ = (Index("intelligence_by_school", "school_id", "happened_on"),)
    id: int | None = Field(default=None, primary_key=True)
    school_id: int = Field(foreign_key="school.id")
    happened_on: date
    text: str
    amends_id: int | None = Field(default=None, foreign_key="intelligence_note.id", index=True)
    written_by_id: int | None = Field(default=None, foreign_key="person.id")
    written_at: datetime = Field(sa_type=UtcDateTime)


indicators = table_of(Indicator)
grades = table_of(QiGrade)
intelligence = table_of(IntelligenceNote)
_people = table_of(Person)
_posts = table_of(Post)

_READINGS = select(
    indicators.c.school_id,
    indicators.c.measure,
    indicators.c.period,
    indicators.c.value,
    indicators.c.code,
    indicators.c.local_comparator,
    indicators.c.national_comparator,
)
_GRADES = select(grades.c.school_id, grades.c.qi, grades.c.kind, grades.c.grade, grades.c.graded_on).order_by(
    grades.c.graded_on.desc(), grades.c.id.desc()
)
Grades = dict[str, list[Grade]]


class _Query:
    """One query over every school, over some, and over a single one: made once, so that nothing is compiled again."""

    def __init__(self, whole: Select[Any], school: Any) -> None:
        self._whole = whole
        self._some = whole.where(school.in_(bindparam("schools", expanding=True)))
        self._one = Prepared(whole.where(school == bindparam("school")))

    def rows(self, session: Session, schools: Collection[int] | None, **values: object) -> Sequence[Any]:
        """Every row; None for `schools` means every school's."""
        if schools is not None and len(schools) == 1:
            return self._one.rows(session, {"school": next(iter(schools)), **values})
        run = session.connection().execute
        if schools is None:
            return run(self._whole, values).all()
        return run(self._some, {"schools": list(schools), **values}).all() if schools else ()


_READ = _Query(_READINGS, indicators.c.school_id)
_GRADED = _Query(_GRADES, grades.c.school_id)
_Row = tuple[int, str, str, float | None, str, float | None, float | None]


class Readings(Mapping[str, Sequence[Reading]]):
    """The readings of one school by measure, newest period first; each made when it is asked for.

    The rows are kept as they came: a country's figures are read in one go, and most are looked at once.
    """

    __slots__ = ("_rows",)

    def __init__(self) -> None:
        self._rows: dict[str, _Row | list[_Row]] = {}

    def put(self, row: _Row) -> None:
        held = self._rows.get(row[1])
        if held is None:
            self._rows[row[1]] = row
        elif isinstance(held, list):
            held.append(row)
        else:
            self._rows[row[1]] = [held, row]

    def __getitem__(self, measure: str) -> Sequence[Reading]:
        held = self._rows[measure]
        if not isinstance(held, list):
            return (Reading(*held[2:]),)
        newest = sorted(held, key=lambda row: in_order(row[2]), reverse=True)
        return tuple(Reading(*row[2:]) for row in newest)

    def get(self, measure: str, default: Any = ()) -> Any:
        return self[measure] if measure in self._rows else default

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)


def readings(session: Session, schools: Collection[int] | None = None) -> dict[int, Readings]:
    """Every reading by school id and measure, newest period first; None for `schools` means every school's."""
    rows = _whole_rows(session) if schools is None else _READ.rows(session, schools)
    found: dict[int, Readings] = {}
    for row in rows:
        school, measure = row[0], row[1]
        held = found.get(school)
        if held is None:
            held = found[school] = Readings()
        # Nearly every measure has one figure, and there are very many.
        if measure in held._rows:  # noqa: SLF001
            held.put(row)
        else:
            held._rows[measure] = row  # noqa: SLF001
    return found


def _whole_rows(session: Session) -> Sequence[_Row]:
    """Every figure on record as the driver gives it: text and numbers need no translation, and there are very many."""
    connection = session.connection()
    cursor = connection.connection.cursor()
    try:
        cursor.execute(str(_READINGS.compile(dialect=connection.dialect)))
        rows: Sequence[_Row] = cursor.fetchall()
        return rows
    finally:
        cursor.close()


_OF_MEASURE = _Query(_READINGS.where(indicators.c.measure == bindparam("measure")), indicators.c.school_id)


def latest_shares(session: Session, measure: str, schools: Collection[int] | None = None) -> dict[int, float]:
    """The latest figure of a measure in per cent, as a share (0 to 1), by school id; what is suppressed is absent."""
    found: dict[int, Readings] = {}
    for row in _OF_MEASURE.rows(session, schools, measure=measure) if measure else ():
        found.setdefault(row[0], Readings()).put(row)
    latest = {school: held[measure][0].value for school, held in found.items()}
    return {school: value / 100 for school, value in latest.items() if value is not None}


def all_grades(session: Session, schools: Collection[int] | None = None) -> dict[int, Grades]:
    """Every grade by school id and quality indicator, newest first."""
    found: dict[int, Grades] = defaultdict(lambda: defaultdict(list))
    for school, qi, kind, grade, day in _GRADED.rows(session, schools):
        found[school][qi].append(Grade(kind, grade, day))
    return found


@dataclass(frozen=True)
class Leadership:
    """Who leads a school: since when (None: not on record), and whether as acting head."""

    since: date | None
    acting: bool


_HEADS = select(_posts.c.school_id, _posts.c.role, _posts.c.from_date).where(
    or_(_posts.c.role == "headteacher", _posts.c.role == "acting_headteacher"),
    _posts.c.school_id.is_not(None),
    held(bindparam("day")),
)


_LED = _Query(_HEADS, _posts.c.school_id)


def leadership(session: Session, day: date, schools: Collection[int] | None = None) -> dict[int, Leadership]:
    """Who leads each school on `day`, by school id; an acting head counts before the head whom they cover."""
    found: dict[int, Leadership] = {}
    for school, role, since in _LED.rows(session, schools, day=day):
        acting = role == "acting_headteacher"
        before = found.get(school)
        later = before is None or (since or date.min) > (before.since or date.min)
        if before is None or acting > before.acting or (acting == before.acting and later):
            found[school] = Leadership(since, acting)
    return found


@dataclass(frozen=True)
class NoteView:
    """A note as it stands: its latest wording, who wrote that and when, and the earlier wordings, oldest first."""

    id: int
    school_id: int
    happened_on: date
    text: str
    written_by: str
    written_at: datetime
    earlier: tuple[NoteView, ...] = ()


_NOTES = (
    select(
        intelligence.c.id,
        intelligence.c.school_id,
        intelligence.c.happened_on,
        intelligence.c.text,
        func.coalesce(_people.c.name, ""),
        intelligence.c.written_at,
        func.coalesce(intelligence.c.amends_id, intelligence.c.id),
    )
    .select_from(intelligence.outerjoin(_people, _people.c.id == intelligence.c.written_by_id))
    .where(intelligence.c.school_id == bindparam("school"))
    .order_by(intelligence.c.id)
)


def notes_of_school(session: Session, school_id: int) -> list[NoteView]:
    """The notes about a school as they stand, the latest day first. `id` is the first note's, which amendments name."""
    threads: dict[int, list[NoteView]] = defaultdict(list)
    for *values, first in session.execute(_NOTES, {"school": school_id}):
        threads[first].append(NoteView(*values))
    found = [
        NoteView(first, now.school_id, now.happened_on, now.text, now.written_by, now.written_at, tuple(earlier))
        for first, (*earlier, now) in threads.items()
    ]
    return sorted(found, key=lambda note: (note.happened_on, note.id), reverse=True)


def add_note(
    session: Session,
    school_id: int,
    text: str,
    happened_on: date,
    by: int | None,
    now: datetime,
    amends: int | None = None,
) -> None:
    """Add a note, or an amendment of the note whose first wording is `amends`."""
    session.add(
        IntelligenceNote(
            school_id=school_id,
            happened_on=happened_on,
            text=text,
            amends_id=amends,
            written_by_id=by,
            written_at=now,
        )
    )


def sources(session: Session, school_id: int) -> Mapping[tuple[str, str], tuple[str, datetime]]:
    """Where each figure of a school came from and when it was taken in, by measure and period."""
    query = select(indicators.c.measure, indicators.c.period, indicators.c.source, indicators.c.recorded_at)
    rows: Sequence[tuple[str, str, str, datetime]] = [
        (row[0], row[1], row[2], row[3]) for row in session.execute(query.where(indicators.c.school_id == school_id))
    ]
    return {(measure, period): (source, at) for measure, period, source, at in rows}
