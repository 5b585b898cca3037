"""`cairn calendar`: prints a calendar that any application takes, or one line that says why not."""

from __future__ import annotations

import pytest

from bot.cli.main import main
from tests.rfc5545 import read


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = tmp_path_factory.mktemp("demo")
    assert main(["demo", "--data", str(made), "--today", "2026-11-23"]) == 0
    return made


def someone(folder, role):
    from sqlalchemy import create_engine, text

    engine = create_engine(f"sqlite:///{folder / 'cairn.sqlite3'}")
    query = (
        "SELECT person.email FROM post JOIN person ON person.id = post.person_id WHERE role = :role AND until IS NULL"
    )
    with engine.connect() as connection:
        return connection.execute(text(query), {"role": role}).scalars().first()


def test_an_officers_year_is_printed(folder, capfdbinary):
    email = someone(folder, "link_officer")
    assert main(["calendar", "--data", str(folder), "--as", email]) == 0
    found = read(capfdbinary.readouterr().out)
    assert len(found.all("VEVENT")) > 10
    assert found.one("METHOD") == "PUBLISH"


def test_somebody_unknown_gets_one_line_and_no_calendar(folder, capfdbinary):
    with pytest.raises(SystemExit) as ended:
        raise SystemExit(main(["calendar", "--data", str(folder), "--as", "nobody@x.example"]))
    said = capfdbinary.readouterr()
    assert ended.value.code == 1
    assert said.out == b""
    assert said.err.count(b"\n") == 1
