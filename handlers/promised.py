"""What schools are promised this session and how each promise stands, read from the record in a few reads."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlmodel import Session

from config.authority import Authority
from framework.promises import (
    AGREED,
    KEPT,
    LATE,
    MISSED,
    OPEN,
    PROPOSED,
    UNRECORDED,
    CalendarVisit,
    Promise,
    Spell,
    Standing,
    promised,
    standings,
)
from framework.sending import at
from handlers.wording import count, say_day, say_list
from store.schools import SchoolView
from store.tiers import tier_spells
from store.visits import VisitView, visits_between

STATE_WORDS = {
    KEPT: "held",
    LATE: "held late",
    UNRECORDED: "past, not written up",
    AGREED: "agreed",
    PROPOSED: "proposed, not agreed yet",
    OPEN: "still to arrange",
    MISSED: "its time has passed",
}


@dataclass(frozen=True)
class SchoolPromises:
    """One school's promises in the running session; `surplus` are visits to come that no promise asks for."""

    school: SchoolView
    standings: tuple[Standing, ...]
    surplus: tuple[VisitView, ...]
    visits: Mapping[int, VisitView]

    @property
    def owed(self) -> tuple[Standing, ...]:
        """The promises for which nothing is in the calendar."""
        return tuple(one for one in self.standings if one.is_owed)

    def in_state(self, *states: str) -> int:
        return sum(one.state in states for one in self.standings)

    def visit(self, one: Standing) -> VisitView | None:
        return self.visits.get(one.visit.id) if one.visit else None


def session_span(authority: Authority, today: date) -> tuple[datetime, datetime]:
    """The moments at which the school session that holds `today` begins and has ended, aware UTC."""
    session = authority.school_year.session(today)
    zone = authority.timezone
    return at(session.first, time(0), zone), at(session.last + timedelta(days=1), time(0), zone)


def promises_of(
    session: Session, authority: Authority, schools: Collection[SchoolView], today: date
) -> list[SchoolPromises]:
    """What each of these schools is promised in the session that holds `today`, in the order given."""
    ids = [school.id for school in schools]
    year = authority.school_year.session(today)
    spells = tier_spells(session, ids)
    by_school: dict[int, list[VisitView]] = {school: [] for school in ids}
    for visit in visits_between(session, *session_span(authority, today), ids):
        by_school[visit.school_id].append(visit)
    return [
        _of_school(
            school,
            promised(
                [
                    Spell(since, authority.patterns.get(tier, ()))
                    for since, tier in spells.get(school.id, ())
                    if since <= today
                ],
                year.first,
                year.last,
            ),
            by_school[school.id],
            authority,
            today,
        )
        for school in schools
    ]


def _of_school(
    school: SchoolView, promises: Sequence[Promise], visits: Sequence[VisitView], authority: Authority, today: date
) -> SchoolPromises:
    seen = [calendar_visit(visit, authority) for visit in visits]
    found, surplus = standings(promises, seen, today)
    by_id = {visit.id: visit for visit in visits}
    return SchoolPromises(school, found, tuple(by_id[one.id] for one in surplus), by_id)


def calendar_visit(visit: VisitView, authority: Authority) -> CalendarVisit:
    """The visit as a promise sees it: one with a note was held, whatever its status says."""
    held = visit.has_note and visit.status != "cancelled"
    day = visit.starts_at.astimezone(authority.timezone).date()
    return CalendarVisit(visit.id, visit.visit_type, day, "done" if held else visit.status)


def promise_label(promise: Promise, among: Sequence[Promise], authority: Authority) -> str:
    """'Visit 3', or with its months where the school is promised several of that kind."""
    label = authority.visit_type(promise.kind).label if promise.kind else "A visit of any kind"
    same = [other for other in among if other.kind == promise.kind]
    return f"{label} ({months(promise)})" if len(same) > 1 else label


def months(promise: Promise) -> str:
    """'Nov–Jan'."""
    first, last = f"{promise.first:%b}", f"{promise.last:%b}"
    return first if first == last else f"{first}–{last}"


def in_words(one: SchoolPromises, authority: Authority) -> str:
    """'2 of 3 promised visits are held or agreed; Visit 3 is still to arrange.'"""
    promises = [standing.promise for standing in one.standings]
    if not promises:
        return "No visits are promised: no tier with a pattern of visits is on record."
    good = one.in_state(KEPT, LATE, AGREED)
    parts = [f"{good} of {count(len(promises), 'promised visit')} {'is' if good == 1 else 'are'} held or agreed"]
    for state, words in ((PROPOSED, "waits for an answer"), (UNRECORDED, "is not written up")):
        if one.in_state(state):
            parts.append(f"{_labels(one, state, promises, authority)} {words}")
    for state in (OPEN, MISSED):
        if one.in_state(state):
            words = "still to arrange" if state == OPEN else "missed its time, and still to arrange"
            parts.append(f"{_labels(one, state, promises, authority)} {words}")
    return "; ".join(parts) + "."


def _labels(one: SchoolPromises, state: str, promises: Sequence[Promise], authority: Authority) -> str:
    return say_list([promise_label(s.promise, promises, authority) for s in one.standings if s.state == state])


def when_words(one: SchoolPromises, standing: Standing, authority: Authority, today: date) -> str:
    """The day of the visit that keeps a promise, or the window of one that none keeps yet."""
    if standing.visit is not None:
        return say_day(standing.visit.day, today)
    return f"from {say_day(standing.promise.first, today)} to {say_day(standing.promise.last, today)}"
