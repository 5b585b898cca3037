"""What headteachers need of a mentor or a buddy: asked, answered, paired, or no longer wanted."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, select, true, update
from sqlmodel import Session

from store.columns import table_of
from store.mentoring import WAITING_STATES, MentoringNeed
from store.people import Person

needs = table_of(MentoringNeed)
_people = table_of(Person)


@dataclass(frozen=True)
class NeedView:
    """What somebody needs, with who it is."""

    id: int
    person_id: int
    person: str
    kind: str
    needs: tuple[str, ...]
    wants_denomination: bool
    state: str
    asked_at: datetime
    answered_at: datetime | None
    waits_because: str
    revision: int


_NEED = (
    select(
        needs.c.id,
        needs.c.person_id,
        _people.c.name,
        needs.c.kind,
        needs.c.needs,
        needs.c.wants_denomination,
        needs.c.state,
        needs.c.asked_at,
        needs.c.answered_at,
        needs.c.waits_because,
        needs.c.revision,
    )
    .join(_people, _people.c.id == needs.c.person_id)
    .order_by(needs.c.asked_at, needs.c.id)
)
_NEED_BY_IDS = _NEED.where(needs.c.id.in_(bindparam("ids", expanding=True)))


def _need(row: Row[Any]) -> NeedView:
    values = list(row)
    values[4] = tuple(part for part in values[4].split(";") if part)
    return NeedView(*values)


def needs_by_id(session: Session, ids: Collection[int]) -> dict[int, NeedView]:
    """Those of `ids` that exist, in one read."""
    rows = session.execute(_NEED_BY_IDS, {"ids": list(ids)}) if ids else ()
    return {row[0]: _need(row) for row in rows}


def needs_of(session: Session, person_id: int) -> list[NeedView]:
    """What somebody was ever asked or asked for, the first first."""
    return [_need(row) for row in session.execute(_NEED.where(needs.c.person_id == person_id))]


def waiting_needs(session: Session) -> list[NeedView]:
    """Everybody who waits for a mentor or a buddy, who waits longest first."""
    return [_need(row) for row in session.execute(_NEED.where(needs.c.state.in_(WAITING_STATES)))]


def needs_to_plan(session: Session) -> list[NeedView]:
    """Needs that changed since their duties were laid out."""
    return [_need(row) for row in session.execute(_NEED.where(needs.c.to_plan == true()))]


def people_ever_asked(session: Session) -> frozenset[int]:
    """Whom Cairn has asked already, or who asked themselves."""
    return frozenset(session.execute(select(needs.c.person_id)).scalars())


def new_need(session: Session, person_id: int, asked_at: datetime, values: Mapping[str, object]) -> None:
    """Put a need on record: asked and unanswered, but for `values`."""
    session.add(MentoringNeed.model_validate({"person_id": person_id, "asked_at": asked_at, **values}))
    session.flush()


def change_need(session: Session, need_id: int, revision: int, changes: dict[str, object]) -> bool:
    """Change a need if it still stands at `revision`; False when somebody was quicker."""
    query = update(needs).where(needs.c.id == need_id, needs.c.revision == revision)
    counted = {"revision": needs.c.revision + 1, "to_plan": True}
    return bool(session.connection().execute(query.values(**changes, **counted)).rowcount)


def waits_again(session: Session, need_id: int | None) -> None:
    """Have whoever was paired take part in the next round."""
    values = {"state": "answered", "revision": needs.c.revision + 1, "to_plan": True}
    session.connection().execute(update(needs).where(needs.c.id == need_id, needs.c.state == "paired").values(**values))


def mark_needs_planned(session: Session, asked: Iterable[NeedView]) -> None:
    """The duties of exactly these revisions are laid out; a change in between stays to be planned."""
    rows = [{"row": view.id, "seen": view.revision} for view in asked]
    if rows:
        seen = (needs.c.id == bindparam("row"), needs.c.revision == bindparam("seen"))
        session.connection().execute(update(needs).where(*seen).values(to_plan=False), rows)


def plan_needs_again(session: Session) -> None:
    """Have the duties of all who wait laid out anew."""
    session.connection().execute(update(needs).where(needs.c.state.in_(WAITING_STATES)).values(to_plan=True))


def say_why_it_waits(session: Session, need_id: int, why: str) -> None:
    """Keep why the last round found nobody, for the officer."""
    query = update(needs).where(needs.c.id == need_id, needs.c.waits_because != why)
    session.connection().execute(query.values(waits_because=why))
