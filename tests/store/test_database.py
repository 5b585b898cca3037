"""The two ways into the record, whatever a session was used for before."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError, OperationalError, UnboundExecutionError

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


def test_a_session_is_good_for_nothing_after_its_block(database: Database) -> None:
    for opened in (database.read, database.write):
        with opened() as session:
            session.execute(select(clusters.c.name))
        with pytest.raises(UnboundExecutionError):
            session.execute(select(clusters.c.name))


def _enter(database: Database, names: list[str]) -> None:
    with database.write() as session:
        for name in names:
            session.connection().execute(clusters.insert(), {"name": name})


def test_what_was_begun_in_a_block_that_failed_is_gone_and_holds_nobody_up(database: Database) -> None:
    for entering in (["Glen Tarff", "Strathardle"], ["Glenshira", "Glenshira"]):
        with pytest.raises(IntegrityError):
            _enter(database, entering)
    with pytest.raises(OperationalError), database.read() as session:
        session.execute(text("SELECT name FROM nowhere"))
    with database.write() as session:
        session.connection().execute(clusters.insert(), {"name": "Glen Tarff"})
    with database.read() as session:
        assert session.execute(select(clusters.c.name)).scalars().all() == ["Strathardle", "Glen Tarff"]


def test_every_reading_sees_what_was_committed_before_it(database: Database) -> None:
    seen = []
    for at in range(3):
        with database.write() as session:
            session.add(Cluster(name=f"Cluster {at}"))
        with database.read() as session:
            seen.append(len(session.execute(select(clusters.c.name)).all()))
    assert seen == [2, 3, 4]


def test_readings_inside_one_another_and_in_many_threads_each_have_a_connection(database: Database) -> None:
    def names(_at: int) -> list[str]:
        with database.read() as outer, database.read() as inner:
            first = outer.execute(select(clusters.c.name)).scalars().all()
            return [*first, *inner.execute(select(clusters.c.name)).scalars().all()]

    with ThreadPoolExecutor(16) as pool:
        assert set(map(tuple, pool.map(names, range(200)))) == {("Strathardle", "Strathardle")}


def _ended_by_the_server(database: Database, mode: str) -> None:
    with getattr(database, mode)() as session:
        (mine,) = session.connection().execute(text("SELECT pg_backend_pid()")).one()
        with database.read() as other:
            other.connection().execute(text("SELECT pg_terminate_backend(:pid, 5000)"), {"pid": mine})
        session.connection().execute(text("SELECT 1"))


@pytest.mark.parametrize("mode", ["read", "write"])
def test_a_connection_that_the_server_ends_is_said_so_and_the_next_one_works(record_url: str, mode: str) -> None:
    if record_url.startswith("sqlite"):
        pytest.skip("no server may end a connection to SQLite")
    database = Database(record_url)
    with pytest.raises(OperationalError, match="terminating connection"):
        _ended_by_the_server(database, mode)
    with getattr(database, mode)() as session:
        assert session.connection().execute(text("SELECT 1")).scalar() == 1
    database.close()
