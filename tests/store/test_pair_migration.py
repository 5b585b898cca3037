"""Pairs kept before each of the two was asked: their answer stands, and of several open pairs the furthest does."""

from __future__ import annotations

from datetime import UTC, datetime

from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import text

from store.database import Database
from store.mentoring import pairs_by_id
from store.migrations import alembic_config
from store.people import Person
from store.schools import School

AT = datetime(2026, 11, 24, 9, tzinfo=UTC)
# id, mentee, mentor, kind, state, fit
KEPT = (
    (1, 1, 2, "mentor", "draft", "unknown"),
    (2, 1, 3, "mentor", "proposed", "unknown"),
    (3, 1, 4, "mentor", "announced", "not"),
    (4, 1, 5, "mentor", "announced", "good"),
    (5, 1, 6, "buddy", "draft", "unknown"),
    (6, 1, 7, "mentor", "declined", "unknown"),
    (7, 2, 7, "mentor", "announced", "good"),
)


def to(database: Database, revision: str, *, down: bool = False) -> None:
    config = alembic_config()
    with database.engine.begin() as connection:
        config.attributes["connection"] = connection
        (command.downgrade if down else command.upgrade)(config, revision)


def before() -> str:
    """The revision that the migration of pairs follows."""
    scripts = ScriptDirectory.from_config(alembic_config()).walk_revisions()
    return next(str(one.down_revision) for one in scripts if "one open pair of a kind" in (one.doc or ""))


def insert(database: Database) -> None:
    fixed = {"mentee_school_id": 1, "mentor_school_id": 1, "reasons": "[]", "round": 1, "announcement": ""}
    fixed |= {"ended_reason": "", "revision": 1, "to_plan": False, "met": "yes"}
    names = ("id", "mentee_id", "mentor_id", "kind", "state", "fit")
    with database.engine.begin() as connection:
        for kept in KEPT:
            at = {"made_at": AT, "announced_at": AT if kept[4] == "announced" else None}
            values = dict(zip(names, kept, strict=True)) | fixed | at
            columns, marks = ", ".join(values), ", ".join(f":{name}" for name in values)
            connection.execute(text(f"INSERT INTO pair ({columns}) VALUES ({marks})"), values)


def test_the_furthest_of_several_open_pairs_stands_with_the_answer_that_was_kept(database: Database):
    with database.write() as session:
        session.add_all(Person(id=number, email=f"p{number}@a.example", name=f"P {number}") for number in range(1, 8))
        session.add(School(id=1, seed_code="9900001", name="Inver Primary", sector="primary"))
    to(database, before(), down=True)
    insert(database)
    to(database, "head")
    with database.read() as session:
        found = pairs_by_id(session, range(1, 8))
    assert [found[number].state for number in range(1, 8)] == [
        "withdrawn",
        "declined",
        "announced",
        "ended",
        "draft",
        "declined",
        "announced",
    ]
    assert [(found[number].fit, found[number].fit_by(1)) for number in (3, 7)] == [
        ("not", "unknown"),
        ("good", "unknown"),
    ]
    assert found[4].ended_at == AT
    to(database, before(), down=True)
    with database.engine.begin() as connection:
        assert connection.execute(text("SELECT count(*) FROM pair")).scalar() == 7
