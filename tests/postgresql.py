"""Copies of a PostgreSQL record that are used again: brought back to the template's rows, not made anew.

Making a database takes the server a tenth of a second and more, a test far less; so what a test has left is deleted and
the template's own rows are put back, in one round trip. A record whose tables were changed is thrown away.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

import psycopg

_KEPT = "kept_for_tests"
_TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename"
_SEQUENCES = "SELECT sequencename, start_value, last_value FROM pg_sequences WHERE schemaname = 'public'"
# Every column of every table with its type: what a test that changes tables would change.
_SHAPE = """
    SELECT md5(string_agg(table_name || '.' || column_name || ' ' || data_type, ',' ORDER BY table_name, column_name))
    FROM information_schema.columns WHERE table_schema = 'public'
"""
_OTHERS = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"  # noqa: E501


@dataclass
class Kept:
    """A template's shape, and the one statement that brings a copy of it back to its rows."""

    shape: str
    back: str


@dataclass
class Copies:
    """Copies of each template that no test uses now."""

    kept: dict[str, Kept] = field(default_factory=dict)
    free: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    made_from: dict[str, str] = field(default_factory=dict)

    def keep(self, template: str, address: str) -> None:
        """Lay the template's rows by, beside its tables, so that each copy brings them along."""
        with psycopg.connect(address, autocommit=True) as connection:
            tables = [row[0] for row in connection.execute(_TABLES)]
            filled = [one for one in tables if _one(connection, f'SELECT EXISTS (SELECT FROM public."{one}")')]
            connection.execute(f"CREATE SCHEMA {_KEPT}")
            for one in filled:
                connection.execute(f'CREATE TABLE {_KEPT}."{one}" AS TABLE public."{one}"')
            starts = [
                f"SELECT setval('public.\"{name}\"', {start if last is None else last}, {last is not None})"
                for name, start, last in connection.execute(_SEQUENCES)
            ]
            emptied = [f'DELETE FROM public."{one}"' for one in tables]
            put_back = [
                f'INSERT INTO public."{one}" OVERRIDING SYSTEM VALUE SELECT * FROM {_KEPT}."{one}"' for one in filled
            ]
            # Rows that may never be deleted, and rows that name others, are no hindrance to a replica.
            back = "; ".join(["SET session_replication_role = replica", *emptied, *put_back, *starts])
            self.kept[template] = Kept(_one(connection, _SHAPE), back)

    def take(self, template: str) -> str | None:
        """The name of a copy that is as the template was, if one is free."""
        return self.free[template].pop() if self.free[template] else None

    def give_back(self, name: str, address: str) -> bool:
        """Bring a copy back to its template's rows; False where its tables are not the template's any more."""
        template = self.made_from[name]
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(_OTHERS)
            if _one(connection, _SHAPE) != self.kept[template].shape:
                return False
            connection.execute(self.kept[template].back)
        self.free[template].append(name)
        return True


def _one(connection: psycopg.Connection, statement: str) -> object:
    row = connection.execute(statement).fetchone()
    return row[0] if row else None
