"""The demo as a record."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import func, select

from config.authority import load_authority
from store.clock import is_demo
from store.demo import AUTHORITY, generate
from store.demo_record import make_demo
from store.imports import visits as visit_import
from store.migrations import RecordProblem
from store.plan_lists import goals, plans, reviews
from store.posts import link_officers, people
from store.schools import School, all_schools, schools
from store.tiers import tiers_on
from store.visits import VisitNote, note_of, notes, visits

TODAY = date(2026, 11, 23)


def count(database, table):
    with database.read() as session:
        return session.execute(select(func.count()).select_from(table)).scalar()


def test_the_demo_is_a_whole_authority(database, tmp_path):
    made = make_demo(database, tmp_path, TODAY)
    rows = generate(TODAY)
    assert (made.schools, made.visits) == (len(rows.schools), len(rows.visits)) == (60, count(database, visits))
    assert made.people == count(database, people)
    assert count(database, notes) == len(rows.notes)
    with database.read() as session:
        assert is_demo(session)
        assert len(tiers_on(session, TODAY)) == 60
        assert len(link_officers(session, TODAY)) == 59  # one school's officer has not arrived
    assert made.of_note["headteacher"] in made.summary()


def test_its_files_name_the_authority_and_its_dates(database, tmp_path):
    make_demo(database, tmp_path, TODAY)
    authority = load_authority(tmp_path / "config")
    assert authority.name == AUTHORITY
    assert authority.school_year.is_listed(TODAY)
    assert authority.school_year.why_closed(date(2027, 3, 11), "Sulasay") == "Sulasay communions"
    assert authority.framework.tiers == load_authority(None).framework.tiers


def test_a_note_belongs_to_its_visit_and_its_officer(database, tmp_path):
    make_demo(database, tmp_path, TODAY)
    row = generate(TODAY).notes[0]
    with database.read() as session:
        visit = session.execute(select(visits).where(visits.c.reference == row["reference"])).one()
        note = note_of(session, visit.id)
    assert isinstance(note, VisitNote)
    assert visit.status == "done"
    assert (note.strengths, note.held_on, note.written_by_id) == (
        row["strengths"],
        date.fromisoformat(row["held_on"]),
        visit.officer_id,
    )


def test_its_visits_were_known_before_the_first_reminder_of_the_day(database, tmp_path):
    make_demo(database, tmp_path, TODAY)
    with database.read() as session:
        known = set(session.execute(select(visits.c.changed_at)).scalars())
    assert known == {datetime(2026, 11, 23, 8, tzinfo=UTC)}


def test_it_is_not_made_over_a_record_that_has_schools(database, tmp_path):
    with database.write() as session:
        session.add(School(seed_code="9900013", name="A", sector="primary"))
    with pytest.raises(RecordProblem, match="has schools already"):
        make_demo(database, tmp_path, TODAY)
    assert not (tmp_path / "config").exists()


def test_it_does_not_write_over_an_authoritys_own_files(database, tmp_path):
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "framework.toml").write_text("[framework]\n")
    with pytest.raises(RecordProblem, match=r"framework\.toml is not the demo's: move it away"):
        make_demo(database, tmp_path, TODAY)
    assert [path.name for path in (tmp_path / "config").iterdir()] == ["framework.toml"]
    assert count(database, visits) == 0


def test_when_it_fails_half_way_nothing_is_left(database, tmp_path, monkeypatch):
    monkeypatch.setattr(visit_import, "_clashes", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        make_demo(database, tmp_path, TODAY)
    with database.read() as session:
        assert all_schools(session) == ()
        assert not is_demo(session)
    assert not (tmp_path / "config").exists()
    monkeypatch.undo()
    assert make_demo(database, tmp_path, TODAY).schools == 60


def test_its_plans_have_their_reviews_and_the_latest_value_of_each_goal(database, tmp_path):
    make_demo(database, tmp_path, TODAY)
    rows = generate(TODAY)
    assert (count(database, plans), count(database, goals)) == (len(rows.plans), len(rows.goals))
    assert count(database, reviews) == len(rows.plan_reviews)
    last = max((row for row in rows.plan_reviews if row["values"]), key=lambda row: row["held_on"])
    number, _, value = last["values"].split(";")[0].partition("=")
    with database.read() as session:
        query = select(goals.c.latest, goals.c.latest_on).join(plans, plans.c.id == goals.c.plan_id)
        query = query.join(schools, schools.c.id == plans.c.school_id)
        goal = session.execute(
            query.where(schools.c.seed_code == last["seed_code"], goals.c.number == int(number))
        ).one()
    assert tuple(goal) == (value, date.fromisoformat(last["held_on"]))
