"""Mentors, who asks for one, and the pairs: what was needed, proposed, declined, announced, and whether they met."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, bindparam, or_, select, text, true
from sqlmodel import Field, Index, Session, SQLModel, UniqueConstraint

from store.columns import UtcDateTime, table_of
from store.people import Person
from store.schools import School


class Mentor(SQLModel, table=True):
    """A headteacher who is ready to be a mentor or a buddy, for up to `capacity` people at a time.

    `strengths` are numbers of quality indicators and keys of themes, ';' between.
    """

    __tablename__ = "mentor"
    person_id: int = Field(foreign_key="person.id", primary_key=True)
    experienced_since: date
    trained_on: date | None = None
    capacity: int = 1
    strengths: str = ""
    active: bool = True


class NotWith(SQLModel, table=True):
    """Two people who are not to be paired, whichever way round. It is shown to nobody, and no reason is kept."""

    __tablename__ = "not_with"
    person_id: int = Field(foreign_key="person.id", primary_key=True)
    other_id: int = Field(foreign_key="person.id", primary_key=True)


class MentoringNeed(SQLModel, table=True):
    """What a headteacher needs of a mentor or a buddy.

    `state`: asked (no answer yet), answered, paired (proposed or further), closed (not wanted, or done). `needs` are
    numbers of quality indicators and keys of themes, ';' between. `waits_because` is why the last round found nobody.
    """

    __tablename__ = "mentoring_need"
    __table_args__ = (UniqueConstraint("person_id", "kind"), Index("mentoring_need_by_state", "state", "id"))
    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id")
    kind: str = "mentor"
    needs: str = ""
    wants_denomination: bool = False
    state: str = "asked"
    asked_at: datetime = Field(sa_type=UtcDateTime)
    answered_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    waits_because: str = ""
    revision: int = 1
    to_plan: bool = Field(default=True, index=True)


_IS_OPEN = text("state IN ('draft', 'proposed', 'announced')")


class Pair(SQLModel, table=True):
    """One mentee with one mentor or buddy; the two are never paired again, and of one kind a mentee has one open pair.

    `state`: draft (the officer is to approve), withdrawn (a draft taken back before the two heard of it; it may be
    drafted anew), proposed, declined, announced, ended. The schools are those that the two lead today, while the pair
    is open. `reasons` is a JSON list of words, for the two and their officer. `window_ends_at` is until when either may
    decline; `round` counts how often it was opened. `met` (yes, no, unknown) and `fit` (good, not, unknown) are all
    that is ever kept of how it goes: of the fit what each of the two says, and both together. `announcement` is the
    delivery id of the posting that names the pair.
    """

    __tablename__ = "pair"
    __table_args__ = (
        UniqueConstraint("mentee_id", "mentor_id"),
        Index("pair_by_state_and_window", "state", "window_ends_at"),
        Index("pair_open_once", "mentee_id", "kind", unique=True, sqlite_where=_IS_OPEN, postgresql_where=_IS_OPEN),
    )
    id: int | None = Field(default=None, primary_key=True)
    mentee_id: int = Field(foreign_key="person.id")
    mentor_id: int = Field(foreign_key="person.id", index=True)
    mentee_school_id: int = Field(foreign_key="school.id", index=True)
    mentor_school_id: int = Field(foreign_key="school.id", index=True)
    need_id: int | None = Field(default=None, foreign_key="mentoring_need.id")
    kind: str
    state: str = "proposed"
    reasons: str = "[]"
    made_at: datetime = Field(sa_type=UtcDateTime)
    proposed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    window_ends_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    round: int = 1
    approved_by_id: int | None = Field(default=None, foreign_key="person.id")
    declined_by_id: int | None = Field(default=None, foreign_key="person.id")
    announced_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    announcement: str = ""
    met: str = "unknown"
    fit: str = "unknown"
    mentee_met: str = "unknown"
    mentor_met: str = "unknown"
    mentee_fit: str = "unknown"
    mentor_fit: str = "unknown"
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    ended_by_id: int | None = Field(default=None, foreign_key="person.id")
    ended_reason: str = ""
    revision: int = 1
    to_plan: bool = Field(default=True, index=True)


OPEN_STATES = ("draft", "proposed", "announced")
WAITING_STATES = ("asked", "answered")

pairs = table_of(Pair)
_people = table_of(Person)
_schools = table_of(School)
_mentee, _mentor = _people.alias("mentee"), _people.alias("mentor_person")
_mentee_school, _mentor_school = _schools.alias("mentee_school"), _schools.alias("mentor_school")


@dataclass(frozen=True)
class PairView:
    """A pair as answers and messages show it, each of the two by name, e-mail and school.

    `fit` is what the two say together, for their officer; what each of them says is for nobody but themselves.
    """

    id: int
    kind: str
    state: str
    mentee_id: int
    mentee: str
    mentee_email: str
    mentee_school_id: int
    mentee_school: str
    mentor_id: int
    mentor: str
    mentor_email: str
    mentor_school_id: int
    mentor_school: str
    need_id: int | None
    made_at: datetime
    proposed_at: datetime | None
    window_ends_at: datetime | None
    round: int
    announced_at: datetime | None
    announcement: str
    met: str
    fit: str
    mentee_met: str
    mentor_met: str
    mentee_fit: str
    mentor_fit: str
    ended_at: datetime | None
    ended_reason: str
    ended_by_id: int | None
    declined_by_id: int | None
    revision: int
    reasons: tuple[str, ...]

    @property
    def people(self) -> tuple[int, int]:
        return self.mentee_id, self.mentor_id

    @property
    def schools(self) -> tuple[int, int]:
        return self.mentee_school_id, self.mentor_school_id

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES

    def fit_by(self, person_id: int | None) -> str:
        """What one of the two says of the fit: 'good', 'not', or 'unknown' while they have said nothing."""
        if person_id not in self.people:
            return "unknown"
        return self.mentee_fit if person_id == self.mentee_id else self.mentor_fit

    def met_by(self, person_id: int | None) -> str:
        """Whether they have met by the word of one of the two: 'yes', 'no', or 'unknown' while they have not said."""
        if person_id not in self.people:
            return "unknown"
        return self.mentee_met if person_id == self.mentee_id else self.mentor_met

    def other_of(self, person_id: int | None) -> int:
        """The other of the two."""
        return self.mentor_id if person_id == self.mentee_id else self.mentee_id


_PAIR = (
    select(
        pairs.c.id,
        pairs.c.kind,
        pairs.c.state,
        pairs.c.mentee_id,
        _mentee.c.name,
        _mentee.c.email,
        pairs.c.mentee_school_id,
        _mentee_school.c.name,
        pairs.c.mentor_id,
        _mentor.c.name,
        _mentor.c.email,
        pairs.c.mentor_school_id,
        _mentor_school.c.name,
        pairs.c.need_id,
        pairs.c.made_at,
        pairs.c.proposed_at,
        pairs.c.window_ends_at,
        pairs.c["round"],
        pairs.c.announced_at,
        pairs.c.announcement,
        pairs.c.met,
        pairs.c.fit,
        pairs.c.mentee_met,
        pairs.c.mentor_met,
        pairs.c.mentee_fit,
        pairs.c.mentor_fit,
        pairs.c.ended_at,
        pairs.c.ended_reason,
        pairs.c.ended_by_id,
        pairs.c.declined_by_id,
        pairs.c.revision,
        pairs.c.reasons,
    )
    .select_from(
        pairs.join(_mentee, _mentee.c.id == pairs.c.mentee_id)
        .join(_mentor, _mentor.c.id == pairs.c.mentor_id)
        .join(_mentee_school, _mentee_school.c.id == pairs.c.mentee_school_id)
        .join(_mentor_school, _mentor_school.c.id == pairs.c.mentor_school_id)
    )
    .order_by(_mentee.c.name, pairs.c.id)
)
_OPEN = _PAIR.where(pairs.c.state.in_(OPEN_STATES))
_OF_PERSON = _OPEN.where(or_(pairs.c.mentee_id == bindparam("person"), pairs.c.mentor_id == bindparam("person")))
_PAIR_BY_IDS = _PAIR.where(pairs.c.id.in_(bindparam("ids", expanding=True)))


def _pair(row: Row[Any]) -> PairView:
    values = list(row)
    values[-1] = tuple(json.loads(values[-1]))
    return PairView(*values)


def pairs_by_id(session: Session, ids: Collection[int]) -> dict[int, PairView]:
    """Those of `ids` that exist, in one read."""
    rows = session.execute(_PAIR_BY_IDS, {"ids": list(ids)}) if ids else ()
    return {row[0]: _pair(row) for row in rows}


def pair_by_id(session: Session, pair_id: int) -> PairView | None:
    return pairs_by_id(session, [pair_id]).get(pair_id)


def open_pairs(session: Session) -> list[PairView]:
    """Every pair that is drafted, proposed or announced, by the mentee's name."""
    return [_pair(row) for row in session.execute(_OPEN)]


def pairs_of(session: Session, person_id: int) -> list[PairView]:
    """The open pairs that somebody is in, as mentee or as mentor."""
    return [_pair(row) for row in session.execute(_OF_PERSON, {"person": person_id})]


def earlier_pairs(session: Session) -> frozenset[tuple[int, int]]:
    """Mentee and mentor of every pair there ever was, declined and ended ones too; not of a draft taken back."""
    query = select(pairs.c.mentee_id, pairs.c.mentor_id).where(pairs.c.state != "withdrawn")
    return frozenset((row[0], row[1]) for row in session.execute(query))


def withdrawn_draft(session: Session, mentee_id: int, mentor_id: int) -> PairView | None:
    """The draft of these two that was taken back, None where there is none."""
    query = _PAIR.where(pairs.c.mentee_id == mentee_id, pairs.c.mentor_id == mentor_id, pairs.c.state == "withdrawn")
    row = session.execute(query).first()
    return _pair(row) if row else None


def pairs_to_plan(session: Session) -> list[PairView]:
    """Pairs that changed since their duties were laid out."""
    return [_pair(row) for row in session.execute(_PAIR.where(pairs.c.to_plan == true()))]


def pairs_past_their_window(session: Session, now: datetime) -> list[PairView]:
    """Proposed pairs that nobody declined in time, as of `now`."""
    query = _PAIR.where(pairs.c.state == "proposed", pairs.c.window_ends_at <= now)
    return [_pair(row) for row in session.execute(query)]


def pairs_announced_as(session: Session, announcement: str) -> list[PairView]:
    """The pairs that one posting names, as far as they still are pairs."""
    query = _PAIR.where(pairs.c.announcement == announcement, pairs.c.state == "announced")
    return [_pair(row) for row in session.execute(query)]
