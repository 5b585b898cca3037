"""Strong practice out of files: what is taken in, what is wrong with it, and what stands against it."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from config.authority import load_authority
from store.imports import ImportProblem, import_csv
from store.posts import person_by_email
from store.practice import change_practice, practices, public_practices

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
OURS = load_authority(None)
SCHOOLS = "seed_code,name,sector,cluster\n9900013,A,primary,Kilbrannan\n9900026,B,primary,Dunfearn\n"
PEOPLE = "email,name,role,seed_codes\na@b.example,Ann Bo,headteacher,9900013\nc@b.example,Cy Do,link_officer,\n"
HEADER = "seed_code,title,summary,themes,qi,stage,contact,identified_by,identified_on,consent\n"
ROW = (
    "9900013,Number talks,Ten minutes a day.,Numeracy;outdoor_learning,QI 2.3; 3.2,P4 to P7,a@b.example,"
    "c@b.example,2026-10-01,yes\n"
)


def importer(database, folder):
    def take_in(content, kind="practice"):
        path = folder / f"{kind}.csv"
        path.write_text(content, encoding="utf-8")
        return import_csv(database, OURS, kind, path, now=NOW)

    take_in(SCHOOLS, "schools")
    take_in(PEOPLE, "people")
    return take_in


@pytest.fixture
def take_in(database, tmp_path):
    return importer(database, tmp_path)


@pytest.fixture
def take_in_here(record, tmp_path):
    return importer(record, tmp_path)


def counts(done):
    return done.added, done.changed, done.unchanged


def rows(database):
    with database.read() as session:
        return list(session.execute(select(practices).order_by(practices.c.id)))


def found(database):
    with database.read() as session:
        return [practice.title for practice in public_practices(session)]


def faults(take_in, content):
    with pytest.raises(ImportProblem) as problem:
        take_in(content)
    return list(problem.value.faults)


def test_a_row_with_consent_that_an_officer_identified_is_found_by_everybody(database, take_in):
    assert counts(take_in(HEADER + ROW)) == (1, 0, 0)
    row = rows(database)[0]
    assert (row.themes, row.qi, row.checked_on) == ("numeracy;outdoor_learning", "2.3;3.2", date(2026, 10, 1))
    assert found(database) == ["Number talks"]


def test_the_same_file_twice_changes_nothing(database, take_in):
    take_in(HEADER + ROW)
    before = rows(database)
    assert counts(take_in(HEADER + ROW)) == (0, 0, 1)
    assert rows(database) == before


def test_a_different_text_is_a_change_and_counts_as_one(database, take_in):
    take_in(HEADER + ROW)
    assert counts(take_in(HEADER + ROW.replace("Ten minutes", "Twenty minutes"))) == (0, 1, 0)
    row = rows(database)[0]
    assert (row.summary, row.revision, row.to_plan) == ("Twenty minutes a day.", 2, True)


@pytest.mark.parametrize(
    ("cell", "written", "consent"), [(",yes\n", ",no\n", "no"), (",yes\n", ",\n", "asked"), (",yes\n", ",Y\n", "yes")]
)
def test_consent_is_yes_no_or_still_to_be_asked(database, take_in, cell, written, consent):
    take_in(HEADER + ROW.replace(cell, written))
    assert rows(database)[0].consent == consent
    assert found(database) == (["Number talks"] if consent == "yes" else [])


def test_without_an_officer_behind_it_it_waits_for_a_check(database, take_in):
    take_in(HEADER + ROW.replace("c@b.example", "a@b.example"))
    assert (rows(database)[0].state, rows(database)[0].checked_on) == ("draft", None)
    assert found(database) == []


def test_an_unknown_theme_is_a_fault_that_names_the_nearest(database, take_in):
    wrong = faults(take_in, HEADER + ROW.replace("Numeracy;outdoor_learning", "Numeracie;Outdoors learning"))
    begin = "practice.csv, row 2, themes: "
    assert wrong == [
        begin + "'Numeracie' is no theme of themes.toml; the nearest is 'Numeracy'.",
        begin + "'Outdoors learning' is no theme of themes.toml; the nearest is 'Outdoor learning'.",
    ]
    assert rows(database) == []


@pytest.mark.parametrize(
    ("old", "new", "column", "said"),
    [
        ("9900013,", "9900099,", "seed_code", "no school has the seed code"),
        ("QI 2.3; 3.2", "2.9", "qi", "not a quality indicator"),
        (",yes\n", ",perhaps\n", "consent", "neither yes nor no"),
        ("a@b.example,c@", "nobody,c@", "contact", "not an e-mail address"),
        ("2026-10-01", "2026-13-01", "identified_on", "day"),
        ("Number talks", "x" * 130, "title", "keep it to 120"),
        ("Numeracy;outdoor_learning", "", "themes", "empty"),
        ("Ten minutes a day.", "", "summary", "empty"),
    ],
)
def test_every_fault_is_named_by_its_row_and_column(take_in_here, record, old, new, column, said):
    wrong = faults(take_in_here, HEADER + ROW.replace(old, new, 1))
    assert len(wrong) == 1
    assert wrong[0].startswith(f"practice.csv, row 2, {column}: ")
    assert said in wrong[0]
    assert rows(record) == []


def test_the_same_title_twice_is_a_fault_of_the_second(take_in_here):
    wrong = faults(take_in_here, HEADER + ROW + ROW.replace("Number talks", "number TALKS"))
    assert wrong == ["practice.csv, row 3, title: row 2 has the same school and title; keep one of the two."]


def test_what_the_school_answered_in_cairn_stands_against_the_file(database, take_in):
    take_in(HEADER + ROW)
    with database.write() as session:
        ann = person_by_email(session, "a@b.example")
        entry = session.execute(select(practices.c.id)).scalar_one()
        assert change_practice(session, entry, 1, {"consent": "no", "consent_by_id": ann, "state": "draft"})
    done = take_in(HEADER + ROW)
    assert counts(done) == (0, 0, 1)
    assert done.remarks == ("Row 2: the school answered in Cairn (no); that stands.",)
    assert found(database) == []


def test_what_is_withdrawn_stays_withdrawn(database, take_in):
    take_in(HEADER + ROW)
    with database.write() as session:
        entry = session.execute(select(practices.c.id)).scalar_one()
        assert change_practice(session, entry, 1, {"state": "withdrawn"})
    take_in(HEADER + ROW.replace("Ten minutes", "Twenty minutes"))
    assert rows(database)[0].state == "withdrawn"
    assert found(database) == []


def test_what_has_long_been_known_is_no_news_and_what_is_new_is(database, take_in):
    take_in(HEADER + ROW + ROW.replace("Number talks", "Maths trail").replace("2026-10-01", "2026-11-20"))
    assert [row.announced_at for row in rows(database)] == [datetime(2026, 10, 1, 7, tzinfo=UTC), None]


def test_a_dry_run_keeps_nothing(database, take_in, tmp_path):
    path = tmp_path / "dry.csv"
    path.write_text(HEADER + ROW, encoding="utf-8")
    done = import_csv(database, OURS, "practice", path, now=NOW, dry_run=True)
    assert done.added == 1
    assert rows(database) == []


def test_the_demos_practice_is_shared_but_for_what_is_wrong_on_purpose(demo_database):
    held = rows(demo_database)
    assert len(held) == 25
    kept_back = [row for row in held if not (row.state == "shared" and row.consent == "yes" and row.checked_on)]
    assert len(kept_back) == 5
    assert sorted(row.consent for row in kept_back) == ["asked", "asked", "no", "yes", "yes"]
