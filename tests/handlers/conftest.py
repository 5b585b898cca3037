"""A small record whose people and schools every test can name, and one way to ask over it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache

import pytest

from config.authority import Authority, load_authority
from handlers.answer import Answered, Answers
from handlers.request import Account, Action, Place, Request
from store.database import Database
from store.people import Person, Post
from store.schools import Cluster, School, names_changed
from store.tiers import TierDecision
from store.visits import Visit

# A Monday in term, ten in the morning in Scotland (which is UTC in winter).
NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)

SCHOOLS = (
    # name, cluster, sector, tier, reason
    ("Kilbrannan Primary School", "Kilbrannan", "primary", "targeted", "Attendance has dipped for two sessions."),
    ("Kilbrannan Academy", "Kilbrannan", "secondary", "universal", "Steady on every measure."),
    ("Ardsheal Primary School", "Kilbrannan", "primary", "intensive", "Inspection follow-through."),
    ("St Fillan's RC Primary School", "Morvarra", "primary", "universal", "Steady."),
    ("Morvarra High School", "Morvarra", "secondary", "targeted", "New leadership team."),
)
PEOPLE = (
    # e-mail, name, role, schools or cluster by index or name
    ("head@a.example", "Ailsa Munro", "headteacher", [0]),
    ("acting@a.example", "Iain Og MacPhee", "acting_headteacher", [1]),
    ("depute@a.example", "Priya Nair", "depute", [1]),
    ("far@a.example", "Kasia Nowak", "headteacher", [4]),
    ("officer@a.example", "Rhona Blair", "link_officer", []),
    ("other@a.example", "Tom Gillies", "link_officer", []),
    ("lead@a.example", "Morag Lamont", "cluster_lead", "Kilbrannan"),
    ("quality@a.example", "Sandra Orr", "quality_manager", []),
    ("education@a.example", "Hugh Innes", "head_of_education", []),
    ("adviser@a.example", "Eilidh Shaw", "support_provider", [0]),
    ("admin@a.example", "Jo Bain", "administrator", []),
)
OFFICERS = {
    0: "officer@a.example",
    1: "officer@a.example",
    2: "officer@a.example",
    3: "other@a.example",
    4: "other@a.example",
}


@dataclass
class Asking:
    """Asks and acts over one small record, as whoever is named by e-mail."""

    database: Database
    authority: Authority
    answers: Answers
    schools: dict[str, int]
    people: dict[str, int]

    def ask(
        self, email: str, words: str, *, channel: str = "", previous: str = "", now: datetime = NOW, event: str = ""
    ) -> Answered:
        account = Account("operator", "", email)
        request = Request(account, Place(channel), now, event_id=event, words=words, previous=previous)
        return self.answers.answer(request)

    def do(
        self, email: str, action: str, *, now: datetime = NOW, event: str = "", channel: str = "", **values: str
    ) -> Answered:
        account = Account("operator", "", email)
        return self.answers.answer(Request(account, Place(channel), now, event_id=event, action=Action(action, values)))

    def code(self, name: str) -> str:
        return str(9900000 + self.schools[name])

    def visit(
        self,
        school: str,
        starts_at: datetime,
        *,
        officer: str = "officer@a.example",
        status: str = "agreed",
        **more: object,
    ) -> int:
        """A visit straight in the record, as an import would leave it."""
        with self.database.write() as session:
            visit = Visit(
                school_id=self.schools[school],
                visit_type="V2",
                starts_at=starts_at,
                minutes=120,
                officer_id=self.people[officer],
                status=status,
                changed_at=NOW,
                **more,
            )
            session.add(visit)
            session.flush()
            assert visit.id is not None
            return visit.id


@cache
def _our_defaults() -> Authority:
    return load_authority(None)


@pytest.fixture
def authority() -> Authority:
    """The configuration that Cairn comes with; it never changes, so that reading it once serves every test."""
    return _our_defaults()


@pytest.fixture
def asking(database: Database, authority: Authority) -> Asking:
    with database.write() as session:
        clusters = {name: Cluster(name=name) for name in ("Kilbrannan", "Morvarra")}
        session.add_all(clusters.values())
        session.flush()
        schools = [
            School(
                seed_code="0",
                name=name,
                cluster_id=clusters[cluster].id,
                sector=sector,
                link_officer_email=OFFICERS[index],
            )
            for index, (name, cluster, sector, _, _) in enumerate(SCHOOLS)
        ]
        for index, school in enumerate(schools):
            school.seed_code = f"seed{index}"
        session.add_all(schools)
        session.flush()
        for school in schools:
            school.seed_code = str(9900000 + (school.id or 0))
        people = {email: Person(email=email, name=name) for email, name, _, _ in PEOPLE}
        session.add_all(people.values())
        session.flush()
        for email, _, role, where in PEOPLE:
            session.add_all(_posts(people[email], role, where, schools, clusters))
        for school, (_, _, _, tier, reason) in zip(schools, SCHOOLS, strict=True):
            session.add(
                TierDecision(
                    school_id=school.id,
                    tier=tier,
                    from_date=date(2026, 9, 14),
                    reason=reason,
                    decided_by_id=people["officer@a.example"].id,
                    discussed_on=date(2026, 9, 10),
                    review_on=date(2027, 1, 20),
                    recorded_at=NOW,
                )
            )
        names_changed(session)
        ids = {school.name: school.id or 0 for school in schools}
        persons = {email: person.id or 0 for email, person in people.items()}
    return Asking(database, authority, Answers(database, authority), ids, persons)


def _posts(person: Person, role: str, where: object, schools: list[School], clusters: dict[str, Cluster]) -> list[Post]:
    if isinstance(where, str):
        return [Post(person_id=person.id, role=role, cluster_id=clusters[where].id)]
    assert isinstance(where, list)
    if not where:
        return [Post(person_id=person.id, role=role)]
    return [Post(person_id=person.id, role=role, school_id=schools[index].id) for index in where]


@pytest.fixture
def audit(asking: Asking) -> Callable[[], list[tuple[str, str, int | None]]]:
    """What the audit holds: action, outcome, school."""
    from sqlalchemy import select

    from store.audit import entries

    def read() -> list[tuple[str, str, int | None]]:
        with asking.database.read() as session:
            rows = session.execute(
                select(entries.c.action, entries.c.outcome, entries.c.school_id).order_by(entries.c.id)
            )
            return [tuple(row) for row in rows]

    return read
