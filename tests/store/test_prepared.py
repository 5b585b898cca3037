"""Statements that the driver runs itself give and keep what they would on SQLAlchemy's own way."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from sqlalchemy import Select, String, bindparam, cast, column, insert, literal, select, table, update
from sqlalchemy.exc import DBAPIError, IntegrityError, StatementError

from store.audit import AuditEntry, entries
from store.columns import table_of
from store.database import Database
from store.people import Person, Post
from store.prepared import Prepared

people, posts = table_of(Person), table_of(Post)
LEFT = datetime(2026, 3, 29, 0, 30, tzinfo=timezone(timedelta(hours=1)))
_ACT = {"through": "slack", "action": "help", "subject": "", "outcome": "shown", "place": ""}
_POSTS = (
    select(people.c.id, people.c.name, people.c.left_at, posts.c.from_date, posts.c.until, literal("held").label("how"))
    .join(posts, posts.c.person_id == people.c.id)
    .where(posts.c.from_date <= bindparam("day"), people.c.name != "Nobody")
    .order_by(people.c.id)
)
_ADD = insert(people).values(
    email=bindparam("email"), name=bindparam("name"), left_at=bindparam("left_at", type_=people.c.left_at.type)
)


@pytest.fixture
def filled(database: Database) -> Database:
    with database.write() as session:
        session.add(Person(id=901, email="ailsa@example.org", name="Ailsa O'Róis; --", left_at=LEFT))
        session.add(Person(id=902, email="calum@example.org", name="Calum", left_at=None))
        session.flush()
        session.add(Post(person_id=901, role="headteacher", from_date=date(2025, 8, 18), until=date(2026, 10, 1)))
        session.add(Post(person_id=902, role="headteacher", from_date=date(2026, 1, 5)))
    return database


def _both_ways(database: Database, query: Select[tuple[object, ...]], values: dict[str, object]) -> None:
    with database.read() as session:
        expected = [tuple(row) for row in session.connection().execute(query, values)]
        assert Prepared(query).rows(session, values) == expected


def test_days_moments_names_and_nothing_come_back_as_they_were_kept(filled: Database) -> None:
    with filled.read() as session:
        ailsa, calum = Prepared(_POSTS).rows(session, {"day": date(2026, 6, 1)})
    assert ailsa == (901, "Ailsa O'Róis; --", LEFT.astimezone(UTC), date(2025, 8, 18), date(2026, 10, 1), "held")
    assert calum == (902, "Calum", None, date(2026, 1, 5), None, "held")
    _both_ways(filled, _POSTS, {"day": date(2026, 6, 1)})


def test_one_statement_serves_every_value_and_every_session(filled: Database) -> None:
    prepared = Prepared(_POSTS.limit(1))
    for day, found in ((date(2025, 9, 1), 901), (date(2024, 9, 1), None), (date(2026, 9, 1), 901)):
        with filled.read() as session:
            row = prepared.first(session, {"day": day})
            assert (row[0] if row else None) == found
            assert prepared.value(session, {"day": day}) == found


def _add_all(database: Database, emails: list[str]) -> None:
    with database.write() as session:
        for email in emails:
            Prepared(_ADD).rows(session, {"email": email, "name": "Somebody", "left_at": None})


def test_what_is_inserted_is_kept_with_its_transaction_or_not_at_all(filled: Database) -> None:
    add = Prepared(_ADD.returning(people.c.name))
    with filled.write() as session:
        row = {"email": "morag@example.org", "name": "Morag", "left_at": LEFT}
        assert add.rows(session, row) == [("Morag",)]
    with pytest.raises(IntegrityError):
        _add_all(filled, ["iain@example.org", "calum@example.org"])
    with filled.write() as session:
        add.rows(session, {"email": "effie@example.org", "name": "Effie", "left_at": None})
        session.rollback()
    with filled.read() as session:
        found = {
            row.email: row.left_at for row in session.execute(select(people).where(people.c.id.not_in([901, 902])))
        }
    assert found == {"morag@example.org": LEFT}


def test_what_was_only_added_is_there_for_a_prepared_statement(filled: Database) -> None:
    rename = Prepared(update(people).where(people.c.email == bindparam("of")).values(name=bindparam("to")))
    with filled.write() as session:
        session.add(Person(email="una@example.org", name="Una"))
        assert rename.rows(session, {"of": "una@example.org", "to": "Una Bàn"}) == []
    with filled.read() as session:
        assert session.execute(select(people.c.name).where(people.c.email == "una@example.org")).scalar() == "Una Bàn"


def test_what_the_database_refuses_is_raised_as_sqlalchemy_raises_it_without_what_was_typed(filled: Database) -> None:
    add = Prepared(_ADD)
    row = {"email": "calum@example.org", "name": "Sorley the Second", "left_at": None}
    with pytest.raises(IntegrityError) as refused, filled.write() as session:
        add.rows(session, row)
    assert "Sorley" not in str(refused.value)
    with filled.read() as session:
        assert session.execute(select(people.c.name).where(people.c.email == row["email"])).scalar() == "Calum"


def test_a_moment_without_a_zone_is_refused(filled: Database) -> None:
    keep = Prepared(insert(entries).values({name: bindparam(name) for name in ("at", "recorded_at")} | _ACT))
    with pytest.raises((ValueError, StatementError), match="no time zone"), filled.write() as session:
        keep.rows(session, {"at": datetime(2026, 1, 1), "recorded_at": LEFT})
    with filled.read() as session:
        assert session.execute(select(AuditEntry)).first() is None


def test_a_list_to_expand_is_refused_at_once(record: Database) -> None:
    among = Prepared(select(people.c.id).where(people.c.id.in_(bindparam("ids", expanding=True))))
    with record.read() as session, pytest.raises(ValueError, match="no lists to expand"):
        among.rows(session, {"ids": [1, 2]})


def test_a_statement_over_a_table_that_is_gone_says_so(database: Database) -> None:
    with database.read() as session, pytest.raises(DBAPIError):
        Prepared(select(table("gone", column("id")).c.id)).rows(session)


def test_a_moment_is_kept_as_sqlalchemy_keeps_one(filled: Database) -> None:
    kept = select(cast(people.c.left_at, String)).where(people.c.email == "ailsa@example.org")
    with filled.read() as session:
        text = str(session.execute(kept).scalar())
        assert session.execute(select(people.c.left_at).where(people.c.left_at == LEFT)).scalar() == LEFT
    assert text.startswith("2026-03-28 23:30:00")


def test_a_value_that_is_not_given_is_no_nothing(record: Database) -> None:
    with record.read() as session, pytest.raises(KeyError, match="day"):
        Prepared(_POSTS).rows(session)
