"""Backing the record up, and putting a backup in its place: whole or not at all."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import inspect
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import DatabaseError

from store.clock import real_now
from store.database import Database
from store.leases import lease_holder, set_fact

_PAUSED = "sending_paused"
_WHY_PAUSED = "restored from a backup"
_KNOWN_BY = "alembic_version"


class BackupProblem(Exception):
    """A backup that was not made, or not put in place; the message says why, and what to do."""


def backup(database: Database, path: Path) -> None:
    """Write a copy of the record to `path`, readable by its owner only; it appears there when it is whole.

    Others may go on reading and writing. Raises BackupProblem, also where `path` exists already.
    """
    if path.exists():
        raise BackupProblem(f"{path} exists already: name a new file.")
    if not path.parent.is_dir():
        raise BackupProblem(f"{path.parent} is no folder: make it first, or name another.")
    with _beside(path) as copy:
        if database.is_sqlite:
            _copy_sqlite(_sqlite_file(database.engine.url), copy)
        else:
            _dump_postgresql(database.engine.url, copy)
        copy.replace(path)


def restore(url: str, path: Path) -> None:
    """Put the backup at `path` in the place of the record at `url`; sending stays paused until an operator resumes it.

    The backup is checked before anything is replaced. Raises BackupProblem for one that is not whole, and while another
    process is at work on the record.
    """
    if not path.is_file():
        raise BackupProblem(f"{path} is not there: name the file that 'cairn backup' wrote.")
    target = make_url(url)
    if target.get_backend_name() == "sqlite":
        _restore_sqlite(target, path)
    else:
        _restore_postgresql(url, path)


@contextmanager
def _beside(path: Path) -> Iterator[Path]:
    """An empty file in the same folder, gone afterwards unless it was moved to its place."""
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    except OSError as error:
        raise BackupProblem(f"Nothing can be written in {path.parent}: {error.strerror}.") from None
    os.close(handle)
    try:
        yield Path(name)
    finally:
        for end in ("", "-wal", "-shm", "-journal"):
            Path(name + end).unlink(missing_ok=True)


def _sqlite_file(url: URL) -> Path:
    if not url.database or url.database == ":memory:":
        raise BackupProblem("This record is kept in memory only: there is no file to back up or restore.")
    return Path(url.database)


def _copy_sqlite(source: Path, copy: Path) -> None:
    if not source.is_file():
        raise BackupProblem(f"There is no record at {source} yet.")
    try:
        with closing(sqlite3.connect(source)) as reading, closing(sqlite3.connect(copy)) as writing:
            reading.backup(writing)
            # One file, with no log beside it, that can be carried away as it is.
            writing.execute("PRAGMA journal_mode=DELETE")
            _check_whole(writing, source)
        _wait_for_disk(copy)
    except sqlite3.Error as error:
        raise BackupProblem(f"{source} cannot be copied: {error}. Keep your earlier backups.") from None


def _check_whole(connection: sqlite3.Connection, path: Path) -> None:
    found = connection.execute("PRAGMA integrity_check").fetchone()[0]
    if found != "ok":
        first = str(found).splitlines()[0]
        raise BackupProblem(f"{path} is damaged ({first}): use an earlier backup.")


def _wait_for_disk(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _restore_sqlite(target: URL, path: Path) -> None:
    place = _sqlite_file(target)
    if place.exists() and place.samefile(path):
        raise BackupProblem(f"{path} is the record itself: name a backup of it.")
    if not place.parent.is_dir():
        raise BackupProblem(f"{place.parent} is no folder: make it first, or name another with --data.")
    with _beside(place) as copy:
        _check_backup(path)
        _copy_sqlite(path, copy)
        _pause_sending(f"sqlite:///{copy}")
        _wait_for_disk(copy)
        if place.exists():
            _refuse_while_in_use(target.render_as_string(hide_password=False))
            _fold_in_log(place)
            _keep_owner(place, copy)
        copy.replace(place)


def _check_backup(path: Path) -> None:
    """That the file is a record of Cairn's, and whole."""
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            query = "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name IN (?, 'fact')"
            if connection.execute(query, [_KNOWN_BY]).fetchone()[0] != 2:
                what = "is a database, but no record of Cairn's"
                raise BackupProblem(f"{path} {what}: name the file that 'cairn backup' wrote.")
            _check_whole(connection, path)
    except sqlite3.Error as error:
        what = "damaged, or no backup of Cairn's"
        raise BackupProblem(f"{path} is {what} ({error}): name the file that 'cairn backup' wrote.") from None


def _pause_sending(url: str) -> None:
    """What was due when the backup was made may have been sent since: a person decides when sending goes on."""
    database = Database(url)
    try:
        with database.write() as session:
            set_fact(session, _PAUSED, _WHY_PAUSED)
    finally:
        database.close()


def _refuse_while_in_use(url: str) -> None:
    database = Database(url)
    try:
        with database.read() as session:
            if not inspect(session.connection()).has_table("lease"):
                return
            holder = lease_holder(session, "planning", real_now())
    except DatabaseError as error:
        # A damaged record is what a backup is for; one that is locked is in use.
        if "locked" not in str(error.orig):
            return
        holder = "another process"
    finally:
        database.close()
    if holder:
        raise BackupProblem(f"Cairn is at work on this record ({holder}): stop it, wait two minutes, and restore then.")


def _fold_in_log(place: Path) -> None:
    """Empty the old record's log into it and take the log away: beside the new file it would be taken for its own."""
    try:
        with closing(sqlite3.connect(place)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except sqlite3.DatabaseError as error:
        if "locked" in str(error):
            raise BackupProblem(f"{place} is in use: stop Cairn, and restore then.") from None
    for end in ("-wal", "-shm"):
        place.with_name(place.name + end).unlink(missing_ok=True)


def _keep_owner(place: Path, copy: Path) -> None:
    """Whoever ran Cairn over the old file can run it over the new one, also where root restores it."""
    before = place.stat()
    copy.chmod(before.st_mode & 0o777)
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        os.chown(copy, before.st_uid, before.st_gid)


def _dump_postgresql(url: URL, copy: Path) -> None:
    _run(url, "pg_dump", ["--format=custom", "--no-owner", f"--file={copy}"])
    _wait_for_disk(copy)


def _restore_postgresql(url: str, path: Path) -> None:
    tables = _run(None, "pg_restore", ["--list", str(path)])
    if f"TABLE DATA public {_KNOWN_BY}" not in tables:
        raise BackupProblem(f"{path} is no backup of a record of Cairn's: name the file that 'cairn backup' wrote.")
    _refuse_while_in_use(url)
    whole = ["--clean", "--if-exists", "--no-owner", "--single-transaction", "--exit-on-error", str(path)]
    _run(make_url(url), "pg_restore", whole)
    _pause_sending(url)


def _run(url: URL | None, program: str, arguments: Sequence[str]) -> str:
    """What one of PostgreSQL's own programs printed. The password goes by its environment, where no list shows it."""
    found = shutil.which(program)
    if found is None:
        raise BackupProblem(f"{program} is not on the PATH: install PostgreSQL's client programs.")
    environment = dict(os.environ)
    target = []
    if url is not None:
        plain = url.set(drivername="postgresql", password=None)
        target = [f"--dbname={plain.render_as_string(hide_password=False)}"]
        environment |= {"PGPASSWORD": str(url.password)} if url.password else {}
    done = subprocess.run(  # noqa: S603
        [found, *target, *arguments], env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        reason = (done.stderr.strip().splitlines() or ["it gave no reason"])[0].rstrip(".")
        hint = " Install client programs as new as the server." if "version" in reason else ""
        raise BackupProblem(f"{program} failed: {reason}.{hint}")
    return done.stdout
