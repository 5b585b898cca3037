"""A record on SQLite alone, for what cannot differ between the databases."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from store.database import Database
from tests.conftest import Server


@pytest.fixture
def record(sqlite_server: Server, tmp_path: Path) -> Iterator[Database]:
    """An empty record on SQLite."""
    opened = Database(sqlite_server.copy_of("empty", lambda _database, _folder: None, tmp_path))
    yield opened
    opened.close()
