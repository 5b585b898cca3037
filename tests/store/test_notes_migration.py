"""Notes written before they had a form: nothing of them is lost when the record is brought up to date, or back."""

from __future__ import annotations

from datetime import UTC, datetime

from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import text

from store.database import Database
from store.migrations import alembic_config
from store.next_steps import steps_of
from store.notes import note_of_visit, notes_to_plan

AT = datetime(2026, 10, 6, 12, tzinfo=UTC)
LINES = "Share the tracking sheet.\n\n  Moderate writing – le Bun-sgoil Àrd 👍  "


def to(database: Database, revision: str, *, down: bool = False) -> None:
    config = alembic_config()
    with database.engine.begin() as connection:
        config.attributes["connection"] = connection
        (command.downgrade if down else command.upgrade)(config, revision)


def before_notes() -> str:
    """The revision that the notes' own migration follows."""
    scripts = ScriptDirectory.from_config(alembic_config()).walk_revisions()
    return next(str(one.down_revision) for one in scripts if "notes of visit by form" in (one.doc or ""))


def insert(database: Database) -> None:
    """A school, a visit and its note as the record kept them before."""
    rows = [
        ("cluster", {"id": 1, "name": "Inver"}),
        ("school", {"id": 1, "seed_code": "9900001", "name": "Inver Primary", "cluster_id": 1}),
        ("visit", {"id": 1, "school_id": 1, "visit_type": "V1", "starts_at": AT, "minutes": 60, "changed_at": AT}),
        ("visit_note", {"id": 1, "visit_id": 1, "held_on": AT.date(), "strengths": "Calm", "next_steps": LINES}),
    ]
    with database.engine.begin() as connection:
        for table, values in rows:
            known = connection.execute(text(f"SELECT * FROM {table} WHERE 1 = 0")).keys()
            filled = {name: _filler(table, name) for name in known if name not in values} | values
            filled = {name: value for name, value in filled.items() if value is not None}
            names = ", ".join(filled)
            marks = ", ".join(f":{name}" for name in filled)
            connection.execute(text(f"INSERT INTO {table} ({names}) VALUES ({marks})"), filled)


def _filler(table: str, name: str) -> object:
    if name.endswith("_id") or name in ("roll", "latitude", "longitude", "urban_rural", "told_at", "reference_id"):
        return None
    if name.endswith("_at"):
        return AT
    if name in ("revision", "schedule_revision"):
        return 1
    return False if name == "to_plan" else ""


def test_what_was_written_is_there_afterwards_and_nobody_is_reminded_of_it(database: Database):
    to(database, before_notes(), down=True)
    insert(database)
    to(database, "head")
    with database.read() as session:
        note = note_of_visit(session, 1)
        assert note is not None
        assert (note.strengths, note.state, note.due_on, note.evidence) == ("Calm", "waiting", None, "")
        found = [(step.number, step.step, step.owner, step.due_on, step.state) for step in steps_of(session, note.id)]
        assert found == [
            (1, "Share the tracking sheet.", "", None, "open"),
            (2, "Moderate writing – le Bun-sgoil Àrd 👍", "", None, "open"),
        ]
        assert notes_to_plan(session, 10) == []
    to(database, before_notes(), down=True)
    with database.engine.begin() as connection:
        kept = connection.execute(text("SELECT strengths, next_steps FROM visit_note")).one()
    assert tuple(kept) == ("Calm", "Share the tracking sheet.\nModerate writing – le Bun-sgoil Àrd 👍")
