"""The two ways into the record, whatever a session was used for before."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select, text

from store.columns import table_of
from store.database import Database
from store.migrations import prepare
from store.schools import Cluster

clusters = table_of(Cluster)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    found = Database(f"sqlite:///{tmp_path / 'record.sqlite3'}")
    prepare(found)
    with found.write() as session:
        session.add(Cluster(name="Strathardle"))
    yield found
    found.close()


def test_a_session_gives_rows_of_tables_and_objects_of_classes(database: Database) -> None:
    with database.read() as session:
        assert session.execute(select(clusters.c.name)).scalars().all() == ["Strathardle"]
        assert session.execute(select(Cluster)).scalars().one().name == "Strathardle"
        assert session.execute(select(Cluster.name)).scalar_one() == "Strathardle"


def test_a_session_goes_on_after_it_has_rolled_back(database: Database) -> None:
    with database.write() as session:
        session.connection().execute(clusters.insert(), {"name": "Glen Tarff"})
        session.rollback()
    with database.read() as session:
        assert session.execute(select(clusters.c.name)).scalars().all() == ["Strathardle"]
        session.rollback()
        assert session.execute(select(clusters.c.name)).scalars().all() == ["Strathardle"]


def test_what_a_person_entered_waits_for_the_disk_whatever_was_written_before(database: Database) -> None:
    said = []
    for durable in (True, False, False, True):
        with database.write(durable=durable) as session:
            said.append(session.execute(text("PRAGMA synchronous")).scalar())
    normal, full = 1, 2
    assert said == [full, normal, normal, full]


def test_what_was_only_added_is_read_within_its_transaction(database: Database) -> None:
    with database.write() as session:
        session.add(Cluster(name="Glenshira"))
        names = session.execute(select(clusters.c.name).order_by(clusters.c.name)).scalars().all()
    assert names == ["Glenshira", "Strathardle"]
