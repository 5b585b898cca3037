"""Opening the record: SQLite by default, PostgreSQL for several processes.

Two ways in, never mixed: `read()` takes no write lock; `write()` is one transaction that begins IMMEDIATE on SQLite,
since a deferred read-then-write fails under contention in spite of the busy timeout.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

from sqlalchemy import CompoundSelect, Connection, Engine, Executable, Result, Select, create_engine, event
from sqlalchemy.engine import make_url
from sqlmodel import Session

from store.driver import DURABLE, READING, TRANSACTION, WRITING, begin, end, how_begun

BUSY_TIMEOUT_MS = 10_000
# As many as threads may want one at once: an entrance's workers, the senders, the ticks and the page.
_CONNECTIONS = 60
_STAY_OPEN = 5


class _Session(Session):
    """A session over one open connection, that runs plain selects on it without finding out anew where they belong.

    Half of what a small select costs is what a session does around it; an answer makes a dozen of them. It begins
    with the first statement, and is good for nothing after its block.
    """

    def __init__(self, connection: Connection, *, autoflush: bool) -> None:
        super().__init__(connection, expire_on_commit=False, autoflush=autoflush, join_transaction_mode="control_fully")
        self._only: Connection | None = connection

    def connection(self, bind_arguments: Any = None, execution_options: Any = None) -> Connection:
        """Its one connection, where nothing else is asked for."""
        if bind_arguments or execution_options or self._only is None:
            return super().connection(bind_arguments, execution_options)
        return self._only

    def execute(self, statement: Executable, params: Any = None, **more: Any) -> Result[Any]:
        """What a statement gives. Whatever concerns objects of the record goes the session's own way."""
        # What a select says of mapped classes stands there; the session itself goes by it.
        if more or not isinstance(statement, (Select, CompoundSelect)) or statement._propagate_attrs:  # noqa: SLF001
            return super().execute(statement, params, **more)
        if self.autoflush and self.in_transaction():
            # What was only added so far is part of what is read, as it is on the session's own way.
            self.flush()
        return self.connection().execute(statement, params)

    def commit(self) -> None:
        """Keep all of it, whether objects, statements or both made it."""
        if self.in_transaction():
            super().commit()
        _end(self.connection(), "COMMIT")

    def rollback(self) -> None:
        """Keep nothing of it."""
        if self.in_transaction():
            super().rollback()
        _end(self.connection(), "ROLLBACK")

    def end(self) -> None:
        """Give up its objects and its connection."""
        if self.in_transaction() or self.identity_map:
            self.close()
        self._only = self.bind = None


class Database:
    """One record. Sessions opened here keep their objects readable after the commit."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.engine = open_engine(url)
        self._turn = threading.Lock()
        self._open: deque[Connection] = deque()

    @property
    def is_sqlite(self) -> bool:
        return self.engine.dialect.name == "sqlite"

    def read(self) -> AbstractContextManager[Session]:
        """A session for reading: nothing is kept, no write lock is taken."""
        return self._session(READING)

    @contextmanager
    def write(self, *, durable: bool = True) -> Iterator[Session]:
        """One write transaction, committed at the end of the block and rolled back on any exception.

        `durable` waits for the disk, for whatever a person entered. Without it a power cut may lose the last moments
        (never the consistency): enough for the audit of reads and for delivery records, which reconcile.
        """
        how = DURABLE if durable else WRITING
        with self._in_turn(), self._session(how) as session:
            yield session
            session.commit()

    @contextmanager
    def _session(self, how: str) -> Iterator[_Session]:
        """A session over a connection whose transactions begin as `how` says, rolled back afterwards.

        On SQLite, where no server may drop it meanwhile, it stays open: the one used last is the next, which has what
        it has just written and read at hand.
        """
        try:
            connection = self._open.pop()
        except IndexError:
            connection = self.engine.connect()
        session, stays = _Session(connection, autoflush=how != READING), False
        try:
            connection.info[TRANSACTION] = how
            try:
                yield session
            finally:
                session.end()
            _end(connection, "ROLLBACK")
            stays = self.is_sqlite and len(self._open) < _STAY_OPEN
        finally:
            if not connection.invalidated:
                # A connection that the server ended has nothing to be reset; to ask it would hide the error itself.
                connection.info[TRANSACTION] = READING
            if stays:
                self._open.append(connection)
            else:
                connection.close()

    @contextmanager
    def _in_turn(self) -> Iterator[None]:
        """One writer of this process at a time, where the database has but one anyway: SQLite's own waiting is sleep.

        Other processes are waited for by the database; so is, in vain, a second transaction inside a first.
        """
        mine = self.is_sqlite and self._turn.acquire(timeout=BUSY_TIMEOUT_MS / 1000)
        try:
            yield
        finally:
            if mine:
                self._turn.release()

    def close(self) -> None:
        """Gives every connection back."""
        while self._open:
            self._open.pop().close()
        self.engine.dispose()


def _end(connection: Connection, words: str) -> None:
    """End the transaction, whether SQLAlchemy began it or, on SQLite, the driver."""
    if connection.in_transaction():
        connection.commit() if words == "COMMIT" else connection.rollback()
    elif connection.dialect.name == "sqlite":
        end(connection, words)


def open_engine(url: str) -> Engine:
    """An engine with the pragmas and the transaction starts that the record relies on."""
    if make_url(url).get_backend_name() == "sqlite":
        return _sqlite_engine(url)
    engine = create_engine(url, pool_pre_ping=True, hide_parameters=True, pool_size=5, max_overflow=_CONNECTIONS - 5)
    event.listen(engine, "begin", _begin_postgresql)
    return engine


def _sqlite_engine(url: str) -> Engine:
    waits = {"timeout": BUSY_TIMEOUT_MS / 1000, "check_same_thread": False}
    engine = create_engine(url, connect_args=waits, hide_parameters=True, pool_size=5, max_overflow=_CONNECTIONS - 5)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", begin)
    return engine


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    # The driver's own transaction starts are switched off: it would begin DEFERRED, and only at the first write.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "foreign_keys=ON", f"busy_timeout={BUSY_TIMEOUT_MS}", "synchronous=NORMAL"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_postgresql(connection: Connection) -> None:
    if how_begun(connection) == WRITING:
        connection.exec_driver_sql("SET LOCAL synchronous_commit TO OFF")
