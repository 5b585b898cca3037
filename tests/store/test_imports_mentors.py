"""Mentors out of files: new, changed, kept apart, and every fault by its row."""

from datetime import UTC, datetime

import pytest
from sqlmodel import select

from config.authority import load_authority
from store.imports import ImportProblem, import_csv
from store.mentoring import Mentor, NotWith
from store.mentors import all_mentors, not_with
from store.posts import person_by_email

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
OURS = load_authority(None)
SCHOOLS = "seed_code,name,sector,cluster\n9900013,A,primary,Kilbrannan\n9900026,B,primary,Dunfearn\n"
PEOPLE = "email,name,role,seed_codes\na@b.example,Ann Bo,headteacher,9900013\nc@b.example,Cy Do,headteacher,9900026\n"
HEADER = "email,experienced_since,trained_on,capacity,strengths,not_with\n"
ROW = "a@b.example,2015-08-17,2025-03-01,2,QI 2.3; Reading;1.3,c@b.example\n"


@pytest.fixture
def take_in(database, tmp_path):
    def importer(content, kind="mentors", header=HEADER):
        path = tmp_path / f"{kind}.csv"
        path.write_text(header + content if kind == "mentors" else content, encoding="utf-8")
        done = import_csv(database, OURS, kind, path, now=NOW)
        return done.added, done.changed, done.unchanged

    importer(SCHOOLS, "schools")
    importer(PEOPLE, "people")
    return importer


def on_record(database):
    with database.read() as session:
        return all_mentors(session)


def test_a_mentor_is_put_on_record_and_the_same_file_twice_changes_nothing(database, take_in):
    assert take_in(ROW) == (1, 0, 0)
    (mentor,) = on_record(database)
    assert (mentor.name, mentor.capacity, mentor.room) == ("Ann Bo", 2, 2)
    assert mentor.strengths == ("2.3", "reading", "1.3")
    assert take_in(ROW) == (0, 0, 1)
    with database.read() as session:
        ann, cy = person_by_email(session, "a@b.example"), person_by_email(session, "c@b.example")
        assert not_with(session) == {ann: frozenset({cy})}


def test_what_differs_is_changed_and_an_emptied_cell_empties(database, take_in):
    take_in(ROW)
    assert take_in("a@b.example,2015-08-17,2025-03-01,3,2.3,\n") == (0, 1, 0)
    (mentor,) = on_record(database)
    assert (mentor.capacity, mentor.strengths) == (3, ("2.3",))
    with database.read() as session:
        assert list(session.exec(select(NotWith))) == []


def test_a_column_that_the_file_does_not_have_stays_as_it_was(database, take_in):
    take_in(ROW)
    assert take_in("a@b.example,2016-08-17\n", header="email,experienced_since\n") == (0, 1, 0)
    (mentor,) = on_record(database)
    assert (mentor.capacity, mentor.strengths) == (2, ("2.3", "reading", "1.3"))
    assert str(mentor.trained_on) == "2025-03-01"
    with database.read() as session:
        assert len(list(session.exec(select(NotWith)))) == 1


def test_a_mentor_who_stood_down_stays_so(database, take_in):
    take_in(ROW)
    with database.write() as session:
        session.exec(select(Mentor)).one().active = False
    take_in(ROW.replace(",2,", ",3,"))
    assert [mentor.active for mentor in on_record(database)] == [False]


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ("x@b.example,2015-08-17,,,,", "row 2, email: x@b.example is not among the people"),
        ("a@b.example,,,,,", "row 2, experienced_since: it is empty; every row needs it"),
        ("a@b.example,2027-08-17,,,,", "row 2, experienced_since: 2027-08-17 is still to come"),
        ("a@b.example,2015-08-17,2027-01-01,,,", "row 2, trained_on: 2027-01-01 is still to come"),
        ("a@b.example,2015-08-17,,many,,", "row 2, capacity: 'many' is not a whole number from 0 to 20"),
        ("a@b.example,2015-08-17,,1,readin,", "row 2, strengths: 'readin' is neither an indicator nor a theme; the"),
        ("a@b.example,2015-08-17,,1,,z@b.example", "row 2, not_with: z@b.example is not among the people"),
        ("a@b.example,2015-08-17,,1,,A@b.example", "row 2, not_with: nobody is kept apart from themselves"),
        (f"{ROW.strip()}\n{ROW.strip()}", "row 3, email: a@b.example stands in row 2 already"),
    ],
)
def test_every_fault_is_named_by_its_row_and_nothing_is_imported(database, take_in, rows, words):
    with pytest.raises(ImportProblem) as problem:
        take_in(rows + "\n")
    assert words in " ".join(problem.value.faults)
    assert on_record(database) == []
