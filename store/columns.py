"""Column types that both databases share."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, cast

from sqlalchemy import DateTime, Table, TypeDecorator
from sqlalchemy.engine import Dialect
from sqlmodel import Session, SQLModel


class UtcDateTime(TypeDecorator[datetime]):
    """A moment, stored in UTC and read back aware; a naive one is refused, since nobody could say what it meant."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value!r} has no time zone: the record keeps aware moments only")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def bind_processor(self, dialect: Dialect) -> Callable[[Any], Any] | None:
        """On SQLite the text that SQLAlchemy keeps a moment as, made in one go: an answer keeps a dozen of them."""
        return _as_kept if dialect.name == "sqlite" else super().bind_processor(dialect)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        moment: datetime = value
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def _as_kept(value: datetime | None) -> str | None:
    if value is None:
        return None
    if value.tzinfo is None:
        raise ValueError(f"{value!r} has no time zone: the record keeps aware moments only")
    utc = value if value.tzinfo is UTC else value.astimezone(UTC)
    return utc.replace(tzinfo=None).isoformat(" ", "microseconds")


def table_of(model: type[SQLModel]) -> Table:
    """The plain table behind a model, for selects that are built once and read without making objects."""
    return cast(Table, getattr(model, "__table__"))  # noqa: B009


def insert_for(session: Session, table: Table) -> Any:
    """An INSERT that knows ON CONFLICT, in the words of the session's database."""
    return insert_into(session.connection().dialect.name, table)


def insert_into(dialect: str, table: Table) -> Any:
    """As `insert_for`, by the name of the dialect."""
    if dialect == "sqlite":
        from sqlalchemy.dialects.sqlite import insert as sqlite_insert

        return sqlite_insert(table)
    from sqlalchemy.dialects.postgresql import insert as postgresql_insert

    return postgresql_insert(table)
