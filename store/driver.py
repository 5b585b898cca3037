"""SQLite's own driver, spoken to directly: beginning and ending transactions, and running what is in SQL already.

SQLAlchemy joins a transaction that was begun here, and whoever ends it on either side ends it for both.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

# How the transactions of a connection begin: among its execution options, or else in its `info`.
TRANSACTION: Final = "cairn_transaction"
READING, WRITING, DURABLE = "reading", "writing", "durable"
_KEPT: Final = "synchronous"


def how_begun(connection: Connection) -> str:
    """READING, WRITING or DURABLE."""
    return str(connection.get_execution_options().get(TRANSACTION) or connection.info.get(TRANSACTION, READING))


def by_the_driver(connection: Connection, words: str, bound: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """The rows that SQLite's driver gives for `words` of SQL; raises what SQLAlchemy raises, without what was bound."""
    driver: Any = connection.connection.dbapi_connection
    try:
        rows: list[tuple[Any, ...]] = driver.execute(words, bound).fetchall()
    except sqlite3.Error as error:
        raise DBAPIError.instance(words, None, error, sqlite3.Error, hide_parameters=True) from error
    return rows


def is_begun(connection: Connection) -> bool:
    """Whether SQLite has a transaction under way on this connection."""
    driver: Any = connection.connection.dbapi_connection
    return bool(driver.in_transaction)


def begin(connection: Connection) -> None:
    """Begin a transaction as the connection is for, where none is under way: a write takes the lock at once."""
    if is_begun(connection):
        return
    how = how_begun(connection)
    if how == READING:
        by_the_driver(connection, "BEGIN")
        return
    wanted = "FULL" if how == DURABLE else "NORMAL"
    if connection.info.get(_KEPT) != wanted:
        # The pragma cannot change inside a transaction.
        by_the_driver(connection, f"PRAGMA synchronous={wanted}")
        connection.info[_KEPT] = wanted
    by_the_driver(connection, "BEGIN IMMEDIATE")


def end(connection: Connection, words: str) -> None:
    """End what is under way, with COMMIT or ROLLBACK."""
    if is_begun(connection):
        by_the_driver(connection, words)
