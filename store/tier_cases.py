"""Tier decisions under way: one matter a school at a time, each step of it on record with who took it and when."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, func, select, text, update
from sqlmodel import Field, Index, Session, SQLModel

from framework.deciding import OPEN
from store.columns import UtcDateTime, table_of
from store.people import Person
from store.prepared import Prepared
from store.schools import School

_ONE_OPEN = text("state IN ('asked', 'proposed', 'viewed', 'discussed')")


class TierCase(SQLModel, table=True):
    """A request for support, or a proposal of a tier, on its way to a decision.

    `state` is one of framework.deciding. `evidence` is the matrix as it was when the tier was proposed, as JSON;
    `framework_version` whose criteria those were. `agrees` is the headteacher's answer: '', 'yes' or 'no'. A school
    has one open case at most. What was proposed stays as it was; `decided_tier` and `decision_id` are what it led to.
    """

    __tablename__ = "tier_case"
    __table_args__ = (
        Index("one_open_tier_case", "school_id", unique=True, sqlite_where=_ONE_OPEN, postgresql_where=_ONE_OPEN),
        Index("tier_case_by_school", "school_id", "id"),
        Index("tier_case_by_state", "state"),
    )
    id: int | None = Field(default=None, primary_key=True)
    school_id: int = Field(foreign_key="school.id")
    state: str
    asked_for: str = ""
    asked_words: str = ""
    asked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    from_tier: str = ""
    to_tier: str = ""
    reason: str = ""
    exit_criteria: str = ""
    evidence: str = ""
    framework_version: str = ""
    proposed_by_id: int | None = Field(default=None, foreign_key="person.id")
    proposed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    agrees: str = ""
    view: str = ""
    viewed_by_id: int | None = Field(default=None, foreign_key="person.id")
    viewed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    discussed_on: date | None = None
    discussion: str = ""
    decided_by_id: int | None = Field(default=None, foreign_key="person.id")
    decided_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    decided_tier: str = ""
    decision_id: int | None = Field(default=None, foreign_key="tier_decision.id")
    told_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    revision: int = 1
    changed_at: datetime = Field(sa_type=UtcDateTime)
    changed_by_id: int | None = Field(default=None, foreign_key="person.id")


class TierCaseStep(SQLModel, table=True):
    """One step of a case: what was done, by whom, when, with their words. Only ever added to."""

    __tablename__ = "tier_case_step"
    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="tier_case.id", index=True)
    step: str
    words: str = ""
    by_id: int | None = Field(default=None, foreign_key="person.id")
    at: datetime = Field(sa_type=UtcDateTime)


cases = table_of(TierCase)
steps = table_of(TierCaseStep)
_schools = table_of(School)
_proposer = table_of(Person).alias("proposer")
_viewer = table_of(Person).alias("viewer")
_decider = table_of(Person).alias("decider")
_changer = table_of(Person).alias("changer")


@dataclass(frozen=True)
class CaseView:
    """A case as answers and messages show it; people are names, '' where nobody is on record."""

    id: int
    school_id: int
    school: str
    seed_code: str
    state: str
    asked_for: str
    asked_words: str
    asked_at: datetime | None
    from_tier: str
    to_tier: str
    reason: str
    exit_criteria: str
    evidence: str
    framework_version: str
    proposed_by_id: int | None
    proposed_by: str
    proposed_at: datetime | None
    agrees: str
    view: str
    viewed_by: str
    viewed_at: datetime | None
    discussed_on: date | None
    discussion: str
    decided_by: str
    decided_at: datetime | None
    decided_tier: str
    decision_id: int | None
    told_at: datetime | None
    revision: int
    changed_at: datetime
    changed_by: str

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def disagreed(self) -> bool:
        return self.agrees == "no"


_VIEW = (
    select(
        cases.c.id,
        cases.c.school_id,
        _schools.c.name,
        _schools.c.seed_code,
        cases.c.state,
        cases.c.asked_for,
        cases.c.asked_words,
        cases.c.asked_at,
        cases.c.from_tier,
        cases.c.to_tier,
        cases.c.reason,
        cases.c.exit_criteria,
        cases.c.evidence,
        cases.c.framework_version,
        cases.c.proposed_by_id,
        func.coalesce(_proposer.c.name, ""),
        cases.c.proposed_at,
        cases.c.agrees,
        cases.c.view,
        func.coalesce(_viewer.c.name, ""),
        cases.c.viewed_at,
        cases.c.discussed_on,
        cases.c.discussion,
        func.coalesce(_decider.c.name, ""),
        cases.c.decided_at,
        cases.c.decided_tier,
        cases.c.decision_id,
        cases.c.told_at,
        cases.c.revision,
        cases.c.changed_at,
        func.coalesce(_changer.c.name, ""),
    )
    .select_from(
        cases.join(_schools, _schools.c.id == cases.c.school_id)
        .outerjoin(_proposer, _proposer.c.id == cases.c.proposed_by_id)
        .outerjoin(_viewer, _viewer.c.id == cases.c.viewed_by_id)
        .outerjoin(_decider, _decider.c.id == cases.c.decided_by_id)
        .outerjoin(_changer, _changer.c.id == cases.c.changed_by_id)
    )
    .order_by(cases.c.id.desc())
)
_OF_SCHOOL = _VIEW.where(cases.c.school_id == bindparam("school"))
_BY_IDS = _VIEW.where(cases.c.id.in_(bindparam("ids", expanding=True)))


def cases_of_school(session: Session, school_id: int) -> list[CaseView]:
    """Every case of a school, the newest first."""
    return [CaseView(*row) for row in session.execute(_OF_SCHOOL, {"school": school_id})]


def cases_by_id(session: Session, ids: Collection[int]) -> dict[int, CaseView]:
    """Those of `ids` that exist, in one read."""
    rows = session.execute(_BY_IDS, {"ids": list(ids)}) if ids else ()
    return {row[0]: CaseView(*row) for row in rows}


_ASKED = (
    select(cases.c.school_id, func.max(cases.c.asked_at))
    .where(cases.c.asked_for == "support", cases.c.asked_at.is_not(None), cases.c.state != "answered")
    .group_by(cases.c.school_id)
)
_ASKED_ONE = Prepared(_ASKED.where(cases.c.school_id == bindparam("school")))


def asked_for_support(session: Session, school_id: int | None = None) -> dict[int, datetime]:
    """When the headteacher of each school (or of one) last asked for support; an answered request counts no more."""
    if school_id is not None:
        return dict(_ASKED_ONE.rows(session, {"school": school_id}))
    return {row[0]: row[1] for row in session.connection().execute(_ASKED)}


def open_case(session: Session, school_id: int, values: Mapping[str, Any], now: datetime, by: int | None) -> int:
    """Begin a case; returns its id. Raises IntegrityError where the school has an open one."""
    case = TierCase(school_id=school_id, changed_at=now, changed_by_id=by, **values)
    session.add(case)
    session.flush()
    assert case.id is not None
    return case.id


def step_case(
    session: Session, case_id: int, revision: int, values: Mapping[str, object], now: datetime, by: int | None
) -> bool:
    """Take a case a step further if it still stands at `revision`; False when somebody was quicker."""
    counted = {"revision": cases.c.revision + 1, "changed_at": now, "changed_by_id": by}
    query = update(cases).where(cases.c.id == case_id, cases.c.revision == revision)
    return bool(session.connection().execute(query.values(**values, **counted)).rowcount)


def note_step(session: Session, case_id: int, step: str, words: str, by: int | None, now: datetime) -> None:
    session.add(TierCaseStep(case_id=case_id, step=step, words=words, by_id=by, at=now))


@dataclass(frozen=True)
class StepView:
    """One step of a case: what, with which words, by whom ('' where nobody is on record), when."""

    step: str
    words: str
    by: str
    at: datetime


def steps_of(session: Session, case_id: int) -> list[StepView]:
    """The steps of a case, oldest first."""
    query = (
        select(steps.c.step, steps.c.words, func.coalesce(_changer.c.name, ""), steps.c.at)
        .select_from(steps.outerjoin(_changer, _changer.c.id == steps.c.by_id))
        .where(steps.c.case_id == case_id)
        .order_by(steps.c.id)
    )
    return [StepView(*row) for row in session.execute(query)]


def decided_untold(session: Session) -> list[int]:
    """The cases that are decided and not marked as told."""
    return list(session.execute(select(cases.c.id).where(cases.c.state == "decided")).scalars())


def mark_told(session: Session, case_id: int, now: datetime) -> None:
    """Everybody concerned has been told. No step of anybody: the revision stands."""
    query = update(cases).where(cases.c.id == case_id, cases.c.state == "decided")
    session.connection().execute(query.values(state="told", told_at=now))


def link_decision(session: Session, case_id: int, decision_id: int) -> None:
    """Name the tier decision that a case led to."""
    session.connection().execute(update(cases).where(cases.c.id == case_id).values(decision_id=decision_id))
