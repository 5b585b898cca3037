"""The statements that every answer runs: put into SQL once for all, and on SQLite run by the driver itself.

There most of what a small statement costs is what surrounds it: 30 to 50 µs through SQLAlchemy, 2 to 8 µs here. Rows
are plain tuples of the same values. PostgreSQL goes SQLAlchemy's own way: there the server is what takes the time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.engine import Dialect
from sqlalchemy.sql.compiler import SQLCompiler
from sqlmodel import Session

from store.driver import begin, by_the_driver

_Convert = Callable[[Any], Any]
_NONE: Mapping[str, Any] = {}


@dataclass(frozen=True)
class _InSql:
    """A statement in SQLite's words: what stands for each `?`, and the conversions of its rows.

    `fixed` holds the values that are part of the statement, None in the places of those that `named` has from outside.
    """

    words: str
    fixed: list[Any]
    named: tuple[tuple[int, str, _Convert | None], ...]
    converted: tuple[tuple[int, _Convert], ...]

    def bound(self, values: Mapping[str, Any]) -> list[Any]:
        """A value for each `?`; KeyError for one that is not given."""
        bound = self.fixed.copy()
        for at, name, convert in self.named:
            bound[at] = values[name] if convert is None else convert(values[name])
        return bound

    def read(self, rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
        return [self._converted(row) for row in rows] if self.converted else rows

    def _converted(self, row: tuple[Any, ...]) -> tuple[Any, ...]:
        cells = list(row)
        for at, convert in self.converted:
            cells[at] = convert(cells[at])
        return tuple(cells)


class Prepared:
    """One SELECT, or one INSERT, UPDATE or DELETE with or without RETURNING, its values named by `bindparam`.

    Lists to expand (`IN` with as many values as there are) are not for it.
    """

    def __init__(self, statement: Any) -> None:
        self._statement = statement
        self._in_sql: _InSql | None = None

    def rows(self, session: Session, values: Mapping[str, Any] = _NONE) -> list[tuple[Any, ...]]:
        """What the statement gives, inside the session's transaction; raises what SQLAlchemy raises."""
        if session.autoflush and session.in_transaction():
            # What was only added so far is part of what is read.
            session.flush()
        connection = session.connection()
        if connection.dialect.name != "sqlite":
            found = connection.execute(self._statement, values)
            return [tuple(row) for row in found] if found.returns_rows else []
        return self._by_the_driver(connection, values)

    def first(self, session: Session, values: Mapping[str, Any] = _NONE) -> tuple[Any, ...] | None:
        """The first row, None where there is none."""
        found = self.rows(session, values)
        return found[0] if found else None

    def value(self, session: Session, values: Mapping[str, Any] = _NONE) -> Any:
        """The first value of the first row, None where there is none."""
        found = self.rows(session, values)
        return found[0][0] if found else None

    def _by_the_driver(self, connection: Connection, values: Mapping[str, Any]) -> list[tuple[Any, ...]]:
        begin(connection)
        in_sql = self._in_sql
        if in_sql is None:
            in_sql = self._in_sql = _in_sql(self._statement.compile(dialect=connection.dialect), connection.dialect)
        return in_sql.read(by_the_driver(connection, in_sql.words, in_sql.bound(values)))


def _in_sql(compiled: SQLCompiler, dialect: Dialect) -> _InSql:
    if compiled.post_compile_params or compiled.literal_execute_params:
        raise ValueError(f"a prepared statement has no lists to expand: {compiled}")
    fixed: list[Any] = []
    named: list[tuple[int, str, _Convert | None]] = []
    for at, name in enumerate(compiled.positiontup or ()):
        bind = compiled.binds[name]
        convert = bind.type.dialect_impl(dialect).bind_processor(dialect)
        if bind.required:
            named.append((at, name, convert))
        fixed.append(None if bind.required else convert(bind.value) if convert else bind.value)
    return _InSql(str(compiled), fixed, tuple(named), tuple(_conversions(compiled.statement, dialect)))


def _conversions(statement: Any, dialect: Dialect) -> Iterable[tuple[int, _Convert]]:
    for at, column in enumerate(statement.exported_columns):
        convert = column.type.dialect_impl(dialect).result_processor(dialect, None)
        if convert is not None:
            yield at, convert
