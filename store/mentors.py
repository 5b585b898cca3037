"""Who may be a mentor, who leads which school since when: what pairing needs to know of the record."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Row, bindparam, exists, func, or_, select
from sqlmodel import Session

from store.columns import table_of
from store.mentoring import OPEN_STATES, Mentor, NotWith, pairs
from store.posts import held, people, posts
from store.schools import clusters, schools

mentors = table_of(Mentor)
kept_apart = table_of(NotWith)
# A depute leads no school: pairs are for those who do.
LEADING = ("acting_headteacher", "headteacher")


@dataclass(frozen=True)
class MentorView:
    """A mentor by name; `strengths` as kept, `taken` how many open pairs they are in as a mentor or buddy."""

    person_id: int
    name: str
    email: str
    experienced_since: date
    trained_on: date | None
    capacity: int
    strengths: tuple[str, ...]
    active: bool
    taken: int

    @property
    def room(self) -> int:
        """How many more they can take on, never below 0."""
        return max(0, self.capacity - self.taken)


@dataclass(frozen=True)
class Headship:
    """Somebody who leads a school, and the school that counts where they lead several: the latest, then the largest.

    `schools` are the ids of all they lead; `from_date` is None where it began before the record. `is_covered` says
    that another leads for them meanwhile.
    """

    person_id: int
    name: str
    school_id: int
    school: str
    cluster: str
    sector: str
    roll: int | None
    urban_rural: int | None
    latitude: float | None
    longitude: float | None
    denomination: str
    from_date: date | None
    schools: frozenset[int] = frozenset()
    is_covered: bool = False


_TAKEN = (
    select(pairs.c.mentor_id, func.count().label("number"))
    .where(pairs.c.state.in_(OPEN_STATES))
    .group_by(pairs.c.mentor_id)
    .subquery()
)
_MENTORS = (
    select(
        mentors.c.person_id,
        people.c.name,
        people.c.email,
        mentors.c.experienced_since,
        mentors.c.trained_on,
        mentors.c.capacity,
        mentors.c.strengths,
        mentors.c.active,
        func.coalesce(_TAKEN.c.number, 0),
    )
    .join(people, people.c.id == mentors.c.person_id)
    .outerjoin(_TAKEN, _TAKEN.c.mentor_id == mentors.c.person_id)
    .where(people.c.left_at.is_(None))
    .order_by(people.c.name)
)
_HEADSHIPS = (
    select(
        people.c.id,
        people.c.name,
        schools.c.id,
        schools.c.name,
        func.coalesce(clusters.c.name, ""),
        schools.c.sector,
        schools.c.roll,
        schools.c.urban_rural,
        schools.c.latitude,
        schools.c.longitude,
        schools.c.denomination,
        posts.c.from_date,
        posts.c.covers_id,
    )
    .select_from(
        posts.join(people, people.c.id == posts.c.person_id)
        .join(schools, schools.c.id == posts.c.school_id)
        .outerjoin(clusters, clusters.c.id == schools.c.cluster_id)
    )
    .where(posts.c.role.in_(LEADING), people.c.left_at.is_(None), held(bindparam("day")))
    .order_by(people.c.name, schools.c.id)
)
_FIRST_LED = (
    select(posts.c.person_id, func.min(posts.c.from_date))
    .where(posts.c.role.in_(LEADING))
    .group_by(posts.c.person_id)
    # A post without a first day was held when the record began, and so is not new.
    .having(func.count() == func.count(posts.c.from_date))
)


def _leads_not(person: ColumnElement[int], school: ColumnElement[int]) -> ColumnElement[bool]:
    """The condition that somebody does not lead this school on the day."""
    of_them = (posts.c.person_id == person, posts.c.school_id == school, posts.c.role.in_(LEADING))
    return ~exists().where(*of_them, held(bindparam("day")))


_LED_ELSEWHERE = select(pairs.c.id).where(
    pairs.c.state.in_(OPEN_STATES),
    or_(
        _leads_not(pairs.c.mentee_id, pairs.c.mentee_school_id), _leads_not(pairs.c.mentor_id, pairs.c.mentor_school_id)
    ),
)


def pairs_led_elsewhere(session: Session, day: date) -> list[int]:
    """The open pairs of which one does not lead, on `day`, the school that the pair has for them."""
    return list(session.execute(_LED_ELSEWHERE, {"day": day}).scalars())


def all_mentors(session: Session) -> list[MentorView]:
    """Everybody who offered to be a mentor and has not left, by name."""
    return [_mentor(row) for row in session.execute(_MENTORS)]


def _mentor(row: Row[Any]) -> MentorView:
    values = list(row)
    values[6] = tuple(part for part in values[6].split(";") if part)
    return MentorView(*values)


def headships(session: Session, day: date) -> dict[int, Headship]:
    """Who leads a school on `day`, by person; those whom another covers too."""
    rows = session.execute(_HEADSHIPS, {"day": day}).all()
    covered = {row[12] for row in rows}
    of_person: dict[int, list[Headship]] = defaultdict(list)
    for row in rows:
        of_person[row[0]].append(Headship(*row[:12]))
    return {person: _one(led, is_covered=person in covered) for person, led in of_person.items()}


def _one(led: Sequence[Headship], *, is_covered: bool) -> Headship:
    counts = max(led, key=lambda one: (one.from_date or date.min, one.roll or 0))
    return replace(counts, schools=frozenset(one.school_id for one in led), is_covered=is_covered)


def first_led(session: Session) -> dict[int, date]:
    """The first day of the first headship of everybody of whom it is known."""
    return {row[0]: row[1] for row in session.execute(_FIRST_LED)}


def not_with(session: Session) -> Mapping[int, frozenset[int]]:
    """With whom somebody is not to be paired, as they (or others about them) put it on record."""
    found: dict[int, set[int]] = defaultdict(set)
    for row in session.execute(select(kept_apart.c.person_id, kept_apart.c.other_id)):
        found[row[0]].add(row[1])
    return {person: frozenset(others) for person, others in found.items()}
