"""The visits on record as an import meets them: found by reference or by school, kind and day, and who clashes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, timedelta, tzinfo
from itertools import takewhile

from sqlalchemy import select
from sqlmodel import Session

from store.visits import STANDING_STATUSES, visits

_ON_RECORD = ("id", "reason", "revision", "schedule_revision", "changed_by_id", "changed_at")


@dataclass(frozen=True)
class VisitFacts:
    """What a file can say about a visit. `starts_at` is aware UTC."""

    school_id: int
    visit_type: str
    starts_at: datetime
    minutes: int
    mode: str = "in_person"
    focus: str = ""
    officer_id: int | None = None
    officer_email: str = ""
    status: str = "proposed"
    reference: str = ""


@dataclass(eq=False)
class KnownVisit:
    """A visit on record, or about to be (`id` None). `row` is the one that spoke of it, `differs` whether with news."""

    facts: VisitFacts
    id: int | None = None
    reason: str = ""
    revision: int = 1
    schedule_revision: int = 1
    changed_by_id: int | None = None
    changed_at: datetime | None = None
    row: int = 0
    differs: bool = False

    @property
    def stands(self) -> bool:
        return self.facts.status in STANDING_STATUSES

    def become(self, facts: VisitFacts) -> None:
        """Take on what a file says, with the revisions that follow from it (see store.visits.change_visit)."""
        before = self.facts
        agreed = (before.status, facts.status) == ("proposed", "agreed")
        moved = (before.starts_at, before.officer_id) != (facts.starts_at, facts.officer_id)
        self.schedule_revision += moved or (before.status != facts.status and not agreed)
        self.reason = self.reason if before.status == facts.status else ""
        self.revision += 1
        self.facts, self.differs = facts, True


class Calendar:
    """All visits of the record, read once. Days are local days in `zone`."""

    def __init__(self, session: Session, zone: tzinfo) -> None:
        self._zone = zone
        self._every: list[KnownVisit] = []
        self._by_reference: dict[str, KnownVisit] = {}
        self._by_day: dict[tuple[int, str, date], list[KnownVisit]] = defaultdict(list)
        names = VisitFacts.__dataclass_fields__
        for row in session.execute(select(visits).order_by(visits.c.id)).mappings():
            facts = VisitFacts(**{name: row[name] for name in names})
            self._keep(KnownVisit(facts, **{name: row[name] for name in _ON_RECORD}))

    def _keep(self, visit: KnownVisit) -> None:
        self._every.append(visit)
        self._by_day[self._key(visit.facts)].append(visit)
        if visit.facts.reference:
            self._by_reference[visit.facts.reference] = visit

    def _key(self, facts: VisitFacts) -> tuple[int, str, date]:
        return facts.school_id, facts.visit_type, facts.starts_at.astimezone(self._zone).date()

    def find(self, facts: VisitFacts) -> KnownVisit | None:
        """The visit that a row with these facts means, None for a new one.

        By its reference; without one, or where nobody has that reference yet, by school, kind and day.
        """
        if facts.reference in self._by_reference:
            return self._by_reference[facts.reference]
        alike = [visit for visit in self._by_day[self._key(facts)] if not (facts.reference and visit.facts.reference)]
        free = [visit for visit in alike if not visit.row or not (facts.reference or visit.facts.reference)]
        return min(free, key=lambda visit: (bool(visit.facts.reference), not visit.stands), default=None)

    def add(self, facts: VisitFacts, row: int) -> None:
        self._keep(KnownVisit(facts, row=row, differs=True))

    def change(self, visit: KnownVisit, facts: VisitFacts) -> None:
        """What a file says about a visit on record; its old day no longer finds it."""
        self._by_day[self._key(visit.facts)].remove(visit)
        visit.become(facts)
        self._by_day[self._key(facts)].append(visit)
        if facts.reference:
            self._by_reference[facts.reference] = visit

    def new_rows(self, now: datetime) -> list[dict[str, object]]:
        """The rows to insert, changed at `now`."""
        return [asdict(visit.facts) | {"changed_at": now} for visit in self._every if visit.id is None]

    def changed_rows(self, now: datetime) -> list[dict[str, object]]:
        """The rows to update by id; both sides are yet to be told, and no person made the change."""
        by_nobody = {"changed_at": now, "changed_by_id": None, "told_at": None, "to_plan": True}
        return [
            asdict(visit.facts)
            | {"id": visit.id, "reason": visit.reason}
            | {"revision": visit.revision, "schedule_revision": visit.schedule_revision}
            | by_nobody
            for visit in self._every
            if visit.id is not None and visit.differs
        ]

    def clashes(self) -> Iterator[tuple[KnownVisit, KnownVisit]]:
        """Pairs of standing visits that want one officer at the same time, one of them new or changed by the file."""
        of_officer: dict[int, list[KnownVisit]] = defaultdict(list)
        for visit in sorted(self._every, key=lambda one: one.facts.starts_at):
            if visit.stands and visit.facts.officer_id:
                of_officer[visit.facts.officer_id].append(visit)
        for diary in of_officer.values():
            for place, visit in enumerate(diary):
                ends_at = visit.facts.starts_at + timedelta(minutes=visit.facts.minutes)
                for other in takewhile(lambda one, end=ends_at: one.facts.starts_at < end, diary[place + 1 :]):  # type: ignore[misc]
                    if visit.differs or other.differs:
                        yield visit, other


def with_facts(facts: VisitFacts, said: dict[str, object]) -> VisitFacts:
    """The facts with those that a row names put in place."""
    return replace(facts, **said)  # type: ignore[arg-type]
