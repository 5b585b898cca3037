"""Tier decisions: a history that is added to, never written over."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import Date, and_, bindparam, func, literal, select, update
from sqlmodel import Field, Session, SQLModel

from store.columns import UtcDateTime, table_of
from store.people import Person
from store.prepared import Prepared
from store.schools import School


class TierDecision(SQLModel, table=True):
    """From `from_date` a school is on `tier` (a key of framework.toml), for `reason`.

    A later record for the same school and day supersedes an earlier one, which stays (`superseded_by_id`).
    `discussed_on` is the day of the talk with the headteacher, None when none is on record; `exit_criteria` is what
    would move the school back.
    """

    __tablename__ = "tier_decision"
    id: int | None = Field(default=None, primary_key=True)
    school_id: int = Field(foreign_key="school.id", index=True)
    tier: str
    from_date: date
    reason: str = ""
    exit_criteria: str = Field(default="", sa_column_kwargs={"server_default": ""})
    decided_by_id: int | None = Field(default=None, foreign_key="person.id")
    discussed_on: date | None = None
    review_on: date | None = None
    recorded_at: datetime = Field(sa_type=UtcDateTime)
    superseded_by_id: int | None = Field(default=None, foreign_key="tier_decision.id")


class Decision(NamedTuple):
    """One tier decision as it was recorded; `decided_by` is a name, '' when nobody is on record."""

    school_id: int
    tier: str
    from_date: date
    reason: str
    decided_by: str
    discussed_on: date | None
    review_on: date | None
    exit_criteria: str = ""
    id: int = 0


decisions = table_of(TierDecision)
_people = table_of(Person)
_schools = table_of(School)

_DECISION = (
    select(
        decisions.c.school_id,
        decisions.c.tier,
        decisions.c.from_date,
        decisions.c.reason,
        func.coalesce(_people.c.name, ""),
        decisions.c.discussed_on,
        decisions.c.review_on,
        decisions.c.exit_criteria,
        decisions.c.id,
    )
    .select_from(decisions.outerjoin(_people, _people.c.id == decisions.c.decided_by_id))
    .where(decisions.c.superseded_by_id.is_(None), decisions.c.from_date <= bindparam("day"))
)
_OF_ONE = _DECISION.where(decisions.c.school_id == bindparam("school")).order_by(
    decisions.c.from_date.desc(), decisions.c.id.desc()
)
_HISTORY, _NEWEST = Prepared(_OF_ONE), Prepared(_OF_ONE.limit(1))
_LATEST = (
    select(decisions.c.school_id, func.max(decisions.c.from_date).label("since"))
    .where(decisions.c.superseded_by_id.is_(None), decisions.c.from_date <= bindparam("day"))
    .group_by(decisions.c.school_id)
    .subquery()
)
_other, _same = decisions.alias("other"), decisions.alias("same")
_LAST_OTHER = (
    select(func.max(_other.c.from_date))
    .where(
        _other.c.school_id == decisions.c.school_id,
        _other.c.superseded_by_id.is_(None),
        _other.c.from_date < decisions.c.from_date,
        _other.c.tier != decisions.c.tier,
    )
    .correlate(decisions)
    .scalar_subquery()
)
# A review that confirms a tier is a decision of its own: since when it holds is told by the first of them in a row.
_SINCE = (
    select(func.min(_same.c.from_date))
    .where(
        _same.c.school_id == decisions.c.school_id,
        _same.c.superseded_by_id.is_(None),
        _same.c.from_date > func.coalesce(_LAST_OTHER, literal(date(1, 1, 1), Date())),
    )
    .correlate(decisions)
    .scalar_subquery()
)
_IS_LATEST = and_(decisions.c.school_id == _LATEST.c.school_id, decisions.c.from_date == _LATEST.c.since)
_NOW = Prepared(
    select(decisions.c.school_id, decisions.c.tier, _SINCE, decisions.c.review_on, decisions.c.discussed_on)
    .join(_LATEST, _IS_LATEST)
    .where(decisions.c.superseded_by_id.is_(None))
)
_KEYS = Prepared(
    select(decisions.c.school_id, decisions.c.tier)
    .join(_LATEST, _IS_LATEST)
    .where(decisions.c.superseded_by_id.is_(None))
)


def tier_history(session: Session, school_id: int, day: date) -> list[Decision]:
    """The decisions in force on `day` or before, newest first; the first is the tier of that day."""
    return [Decision(*row) for row in _HISTORY.rows(session, {"school": school_id, "day": day})]


def tier_on(session: Session, school_id: int, day: date) -> Decision | None:
    """The decision in force on `day`, None when none is on record."""
    row = _NEWEST.first(session, {"school": school_id, "day": day})
    return Decision(*row) if row else None


class TierNow(NamedTuple):
    """The tier of one school on a day, since when without a break, when it is to be reviewed, and when it was last

    discussed with the headteacher (None: no day is on record).
    """

    tier: str
    since: date
    review_on: date | None
    discussed_on: date | None = None


def record_decision(session: Session, decision: TierDecision) -> int:
    """Put a decision on record; returns its id. One of the same school and day is superseded, and stays."""
    session.add(decision)
    session.flush()
    assert decision.id is not None
    same = (decisions.c.school_id == decision.school_id, decisions.c.from_date == decision.from_date)
    earlier = update(decisions).where(*same, decisions.c.id != decision.id, decisions.c.superseded_by_id.is_(None))
    session.connection().execute(earlier.values(superseded_by_id=decision.id))
    return decision.id


@dataclass(frozen=True)
class Due:
    """The decision that stands for a school, with the day by which it is to be reviewed (None: no day)."""

    id: int
    school_id: int
    school: str
    seed_code: str
    tier: str
    review_on: date | None
    recorded_at: datetime


_DUE = (
    select(
        decisions.c.id,
        decisions.c.school_id,
        _schools.c.name,
        _schools.c.seed_code,
        decisions.c.tier,
        decisions.c.review_on,
        decisions.c.recorded_at,
    )
    .join(_LATEST, _IS_LATEST)
    .join(_schools, _schools.c.id == decisions.c.school_id)
    .where(decisions.c.superseded_by_id.is_(None))
)


def decisions_due(session: Session, day: date) -> list[Due]:
    """The decision in force on `day` of every school that has one."""
    return [Due(*row) for row in session.execute(_DUE, {"day": day})]


_ALL = Prepared(_DECISION.order_by(decisions.c.school_id, decisions.c.from_date, decisions.c.id))


def decisions_of_all(session: Session, day: date) -> dict[int, list[Decision]]:
    """Every decision in force on `day` or before, by school id, earliest first."""
    found: dict[int, list[Decision]] = {}
    for row in _ALL.rows(session, {"day": day}):
        found.setdefault(row[0], []).append(Decision(*row))
    return found


def tiers_on(session: Session, day: date) -> dict[int, TierNow]:
    """The tier of every school that has one on `day`, by school id."""
    return {row[0]: TierNow(*row[1:]) for row in _NOW.rows(session, {"day": day})}


def tier_keys_on(session: Session, day: date) -> dict[int, str]:
    """The key of the tier alone of every school that has one on `day`, by school id."""
    return dict(_KEYS.rows(session, {"day": day}))


_SPELLS = (
    select(decisions.c.school_id, decisions.c.from_date, decisions.c.tier)
    .where(decisions.c.superseded_by_id.is_(None), decisions.c.school_id.in_(bindparam("schools", expanding=True)))
    .order_by(decisions.c.from_date.desc(), decisions.c.id.desc())
)


def tier_spells(session: Session, schools: Collection[int]) -> dict[int, list[tuple[date, str]]]:
    """From which day on each of these schools is on which tier, newest first, by school id."""
    found: dict[int, list[tuple[date, str]]] = defaultdict(list)
    for row in session.execute(_SPELLS, {"schools": list(schools)}) if schools else ():
        found[row.school_id].append((row.from_date, row.tier))
    return found
