"""A record small enough to see through: two clusters, three schools, two link officers, three headteachers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import select

from config.authority import Authority
from handlers.cards import dumps, say
from handlers.request import Account, Action, Place, Request
from store.clock import real_now
from store.database import Database
from store.duties import Duty, Message
from store.people import Person, Post
from store.schools import Cluster, School
from store.visits import Visit

ZONE = ZoneInfo("Europe/London")


def local(moment: str) -> datetime:
    """The moment at which the clock of the authority shows this, aware UTC."""
    return datetime.fromisoformat(moment).replace(tzinfo=ZONE).astimezone(UTC)


# A Monday in November, by the usual pattern of a school year: no holiday near.
MONDAY = local("2026-11-23 08:01")
LONG_AGO = local("2026-08-20 09:00")

# Morag books a visit from a channel: the answer belongs in a direct message, and so is kept for posting.
BOOKING = Request(
    Account("operator", "", "morag@example.org"),
    Place("officers"),
    MONDAY,
    event_id="the same event",
    action=Action("book_visit", {"seed_code": "1000001", "date": "2026-12-08", "time": "10:00"}),
)


def of_visits_alone(authority: Authority) -> Authority:
    """The authority with its reminders of visits and no others: a Monday's digest is not what these tests count."""
    reminders = tuple(rule for rule in authority.framework.reminders if rule.key in ("visit_upcoming", "note_missing"))
    return replace(authority, framework=authority.framework.model_copy(update={"reminders": reminders}))


@dataclass(frozen=True)
class Small:
    """The keys of the record's rows. Morag links Fearnbrae and Tarrieburn (cluster Dunfearn), Ewan Kilbrannan."""

    fearnbrae: int
    tarrieburn: int
    kilbrannan: int
    morag: int
    ewan: int
    alan: int
    isla: int
    kirsty: int


def fill(database: Database) -> Small:
    """Put the schools, the people and their posts on record."""
    with database.write() as session:
        clusters = [Cluster(name="Dunfearn"), Cluster(name="Kilbrannan")]
        session.add_all(clusters)
        session.flush()
        schools = [
            School(seed_code="1000001", name="Fearnbrae Primary School", sector="primary", cluster_id=clusters[0].id),
            School(seed_code="1000002", name="Tarrieburn Primary School", sector="primary", cluster_id=clusters[0].id),
            School(seed_code="1000003", name="Kilbrannan Primary School", sector="primary", cluster_id=clusters[1].id),
        ]
        names = ["Morag Sinclair", "Ewan Reid", "Alan Baird", "Isla Munro", "Kirsty Gow"]
        people = [Person(email=f"{name.split()[0].lower()}@example.org", name=name) for name in names]
        session.add_all([*schools, *people])
        session.flush()
        small = Small(*(row.id or 0 for row in [*schools, *people]))
        held = [
            (small.morag, "link_officer", small.fearnbrae),
            (small.morag, "link_officer", small.tarrieburn),
            (small.ewan, "link_officer", small.kilbrannan),
            (small.alan, "headteacher", small.fearnbrae),
            (small.kirsty, "headteacher", small.tarrieburn),
            (small.isla, "headteacher", small.kilbrannan),
        ]
        session.add_all([Post(person_id=person, role=role, school_id=school) for person, role, school in held])
    return small


def put(database: Database, *rows: Any) -> list[int]:
    """Put rows on record; returns their keys."""
    with database.write() as session:
        session.add_all(rows)
        session.flush()
        return [row.id for row in rows]


def put_visit(database: Database, school: int, officer: int | None, starts: str, **others: Any) -> int:
    """An agreed visit at a local time, known to both sides long ago."""
    values: dict[str, Any] = {"visit_type": "V2", "minutes": 120, "status": "agreed", "changed_at": LONG_AGO}
    row = Visit(school_id=school, officer_id=officer, starts_at=local(starts), **(values | others))
    return put(database, row)[0]


def put_answer(database: Database, person: int, words: str, **others: Any) -> int:
    """An answer kept for posting, due now."""
    values: dict[str, Any] = {"kept": dumps(say(words)), "next_attempt_at": real_now() - timedelta(seconds=1)}
    row = Message(
        recipient_id=person, kind="answer", delivery_id=f"answer-{words}", made_at=MONDAY, **(values | others)
    )
    return put(database, row)[0]


def messages_in(database: Database) -> list[Message]:
    with database.read() as session:
        return list(session.exec(select(Message).order_by(Message.id)))  # type: ignore[arg-type]


def duties_in(database: Database) -> list[Duty]:
    with database.read() as session:
        return list(session.exec(select(Duty).order_by(Duty.id)))  # type: ignore[arg-type]
