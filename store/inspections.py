"""Inspections that schools have been told of: the week, and who noted it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import bindparam, func, select
from sqlmodel import Field, Session, SQLModel, UniqueConstraint

from store.columns import UtcDateTime, table_of
from store.people import Person
from store.schools import School


class Inspection(SQLModel, table=True):
    """An inspection of a school from `first_on` to `last_on`, as somebody of either side noted it."""

    __tablename__ = "inspection"
    __table_args__ = (UniqueConstraint("school_id", "first_on"),)
    id: int | None = Field(default=None, primary_key=True)
    school_id: int = Field(foreign_key="school.id", index=True)
    first_on: date
    last_on: date
    noted_by_id: int | None = Field(default=None, foreign_key="person.id")
    noted_at: datetime = Field(sa_type=UtcDateTime)


@dataclass(frozen=True)
class InspectionView:
    """An inspection as answers show it."""

    id: int
    school_id: int
    school: str
    first_on: date
    last_on: date
    noted_by_id: int | None
    noted_by: str


inspections = table_of(Inspection)
_schools = table_of(School)
_people = table_of(Person)
_VIEW = select(
    inspections.c.id,
    inspections.c.school_id,
    _schools.c.name,
    inspections.c.first_on,
    inspections.c.last_on,
    inspections.c.noted_by_id,
    func.coalesce(_people.c.name, ""),
).select_from(
    inspections.join(_schools, _schools.c.id == inspections.c.school_id).outerjoin(
        _people, _people.c.id == inspections.c.noted_by_id
    )
)
_BY_IDS = _VIEW.where(inspections.c.id.in_(bindparam("ids", expanding=True)))
_AT_SCHOOLS = _VIEW.where(
    inspections.c.school_id.in_(bindparam("schools", expanding=True)), inspections.c.last_on >= bindparam("since")
).order_by(inspections.c.first_on, inspections.c.id)


def inspections_by_id(session: Session, ids: Collection[int]) -> dict[int, InspectionView]:
    rows = session.execute(_BY_IDS, {"ids": list(ids)}) if ids else ()
    return {row[0]: InspectionView(*row) for row in rows}


def inspections_of(session: Session, schools: Collection[int], since: date) -> list[InspectionView]:
    """The inspections of these schools that end on `since` or later, soonest first."""
    rows = session.execute(_AT_SCHOOLS, {"schools": list(schools), "since": since}) if schools else ()
    return [InspectionView(*row) for row in rows]
