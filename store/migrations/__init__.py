"""Alembic migrations, from the first table on, the same for SQLite and PostgreSQL.

The newest revision stands here as a constant, so that a command which only reads the record compares one row and does
not load Alembic; a test holds it to the files.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from sqlalchemy import inspect, text

from store.database import Database
from store.driver import DURABLE, TRANSACTION

if TYPE_CHECKING:
    from alembic.config import Config
    from sqlalchemy import Connection

HEAD: Final = "0019"


class RecordProblem(Exception):
    """The record cannot be used by this version of Cairn; the message says what to do."""


def prepare(database: Database) -> None:
    """Create the record, or bring it up to date. Raises RecordProblem when a newer Cairn has written it."""
    found = _version(database)
    if found != HEAD:
        _upgrade(database, found)


def _version(database: Database) -> str:
    """The revision of the record, '' for one that has no tables yet."""
    with database.engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return ""
        return str(connection.execute(text("SELECT version_num FROM alembic_version")).scalar() or "")


def _upgrade(database: Database, found: str) -> None:
    from alembic import command
    from alembic.script import ScriptDirectory

    config = alembic_config()
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if found and found not in known:
        raise RecordProblem(
            f"The record was written by a newer Cairn (its version is {found}). "
            "Please run that version, or restore a backup."
        )
    # One transaction for all steps, taken for writing from the start: two processes that start at once wait in turn.
    with database.engine.execution_options(**{TRANSACTION: DURABLE}).begin() as connection:
        _one_at_a_time(connection)
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def _one_at_a_time(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(727201)"))


def alembic_config() -> Config:
    """Alembic's configuration, without a file of its own."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.set_main_option("path_separator", "os")
    return config
