"""Changing pairs, and what was planned and told of them."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import bindparam, select, update
from sqlmodel import Session

from store.homes import mark_stale, school_topic
from store.mentoring import OPEN_STATES, PairView, pairs
from store.outbox import duties


def told_of(session: Session, kind: str, of: Iterable[PairView]) -> dict[int, frozenset[int]]:
    """Who has been sent a duty of this kind, by pair; what may have been sent counts."""
    found: dict[int, set[int]] = {pair.id: set() for pair in of}
    query = select(duties.c.subject, duties.c.recipient_id).where(
        duties.c.subject.in_([f"pair:{pair}" for pair in found]),
        duties.c.kind == kind,
        duties.c.state.in_(("sent", "unknown")),
    )
    for row in session.execute(query):
        found[int(row.subject.partition(":")[2])].add(row.recipient_id)
    return {pair: frozenset(people) for pair, people in found.items()}


def change_pair(session: Session, pair: PairView, changes: dict[str, object]) -> bool:
    """Change a pair if it still stands at the revision seen; False when somebody was quicker."""
    counted = {"revision": pairs.c.revision + 1, "to_plan": True}
    query = update(pairs).where(pairs.c.id == pair.id, pairs.c.revision == pair.revision)
    changed = bool(session.connection().execute(query.values(**changes, **counted)).rowcount)
    if changed:
        moved = [changes[name] for name in ("mentee_school_id", "mentor_school_id") if name in changes]
        mark_stale(session, [school_topic(school) for school in {*pair.schools, *moved} if isinstance(school, int)])
    return changed


def mark_pairs_planned(session: Session, planned: Iterable[PairView]) -> None:
    """The duties of exactly these revisions are laid out; a change in between stays to be planned."""
    rows = [{"row": view.id, "seen": view.revision} for view in planned]
    if rows:
        seen = (pairs.c.id == bindparam("row"), pairs.c.revision == bindparam("seen"))
        session.connection().execute(update(pairs).where(*seen).values(to_plan=False), rows)


def plan_pairs_again(session: Session) -> None:
    """Have the duties of all open pairs laid out anew."""
    session.connection().execute(update(pairs).where(pairs.c.state.in_(OPEN_STATES)).values(to_plan=True))
