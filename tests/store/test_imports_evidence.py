"""Indicators and grades out of files: what is suppressed stays so, and every fault is named with its row."""

import re
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from config.authority import load_authority
from store.evidence import add_note as put_note
from store.evidence import all_grades, grades, indicators, leadership, notes_of_school, readings
from store.imports import ImportProblem, import_csv
from store.people import Person, Post

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
OURS = load_authority(None)
HEADERS = {
    "indicators": "seed_code,measure,period,value,local_comparator,national_comparator\n",
    "grades": "seed_code,qi,kind,grade,graded_on\n",
}
SCHOOLS = "seed_code,name,sector,roll\n9900013,A,primary,120\n9900026,B,special,*\n"


@pytest.fixture
def take_in(database, tmp_path):
    def take_in(kind, content):
        path = tmp_path / f"{kind}.csv"
        path.write_text(HEADERS.get(kind, "") + content, encoding="utf-8")
        return import_csv(database, OURS, kind, path, now=NOW)

    take_in("schools", SCHOOLS)
    return take_in


def recorded(database, table):
    with database.read() as session:
        return session.execute(select(table).order_by(table.c.id)).all()


def faults(take_in, kind, content):
    with pytest.raises(ImportProblem) as problem:
        take_in(kind, content)
    found = [re.match(r".*?, row (\d+), (\w+): ", fault) for fault in problem.value.faults]
    return [(int(one[1]), one[2]) for one in found if one], " ".join(problem.value.faults)


def test_a_figure_comes_in_with_its_comparators(database, take_in):
    take_in("indicators", "9900013,attendance,2024/25,93.1%,92.5,93.0\n")
    (row,) = recorded(database, indicators)
    assert (row.measure, row.period, row.value, row.code) == ("attendance", "2024/25", 93.1, "")
    assert (row.local_comparator, row.national_comparator) == (92.5, 93.0)


@pytest.mark.parametrize("code", ["C", "c", "z", "*", "[c]", "x", "97-100%", "<5"])
def test_a_suppressed_figure_is_kept_as_such(database, take_in, code):
    done = take_in("indicators", f"9900013,attendance,2024/25,{code},,z\n")
    (row,) = recorded(database, indicators)
    assert (row.value, row.code, row.national_comparator) == (None, code, None)
    assert "1 of 1 figures are suppressed or empty; they count as not known." in done.remarks


def test_an_empty_value_is_missing_and_not_zero(database, take_in):
    take_in("indicators", "9900013,attendance,2024/25,,,\n")
    (row,) = recorded(database, indicators)
    assert (row.value, row.code) == (None, "blank")


def test_a_measure_is_known_by_every_name_of_it(database, take_in):
    take_in("indicators", "9900013,Pupil Equity Fund,2024/25,£12300,,\n")
    assert recorded(database, indicators)[0].measure == "pef"


def test_the_same_file_again_changes_nothing_and_a_correction_is_one(database, take_in):
    content = "9900013,attendance,2024/25,93.1,,\n9900013,attendance,2023/24,c,,\n"
    take_in("indicators", content)
    again = take_in("indicators", content)
    assert (again.added, again.changed, again.unchanged) == (0, 0, 2)
    done = take_in("indicators", "9900013,attendance,2023/24,92.0,,\n")
    assert (done.added, done.changed) == (0, 1)
    assert {row.period: (row.value, row.code) for row in recorded(database, indicators)} == {
        "2024/25": (93.1, ""),
        "2023/24": (92.0, ""),
    }


def test_every_fault_is_named_by_its_row_and_nothing_comes_in(database, take_in):
    rows, words = faults(
        take_in,
        "indicators",
        "9900013,attendance,2024/25,931,,\n"
        "9900099,attendance,2024/25,93,,\n"
        "9900013,attendence,2024/25,93,,\n"
        "9900013,attendance,2023/24,ninety,,\n"
        "9900013,complaints,2023/24,5%,,\n"
        "9900013,exclusions,2023/24,-1,,\n"
        "9900013,roll,2023/24,120,,\n"
        "9900013,roll,2023/24,121,,\n",
    )
    assert rows == [
        (2, "value"), (3, "seed_code"), (4, "measure"), (5, "value"), (6, "value"), (7, "value"), (9, "period"),
    ]  # fmt: skip
    assert "Attendance goes from 0 to 100" in words
    assert "write one of attendance, unauthorised_absence" in words
    assert recorded(database, indicators) == []


def test_readings_come_newest_first(database, take_in):
    take_in(
        "indicators",
        "9900013,attendance,2023/24,91,,\n9900013,attendance,2024/25,c,,\n9900013,attendance,2022/23,90,,\n",
    )
    with database.read() as session:
        (by_measure,) = readings(session).values()
        none = readings(session, [])
    assert [(one.period, one.value) for one in by_measure["attendance"]] == [
        ("2024/25", None), ("2023/24", 91.0), ("2022/23", 90.0),
    ]  # fmt: skip
    assert none == {}


def test_grades_are_numbers_or_words(database, take_in):
    done = take_in("grades", "9900013,2.3,inspection,weak,2025-05-14\n9900013,1.3,Self-evaluation,5,2025-06-01\n")
    assert done.added == 2
    with database.read() as session:
        (found,) = all_grades(session).values()
    assert [(one.kind, one.grade) for qi in ("2.3", "1.3") for one in found[qi]] == [
        ("inspection", 2), ("self_evaluation", 5),
    ]  # fmt: skip
    again = take_in("grades", "9900013,2.3,inspection,2,2025-05-14\n")
    assert (again.added, again.changed, again.unchanged) == (0, 0, 1)


def test_faulty_grades_are_named(database, take_in):
    rows, _ = faults(
        take_in,
        "grades",
        "9900013,9.9,inspection,4,2025-05-14\n9900013,2.3,rumour,4,2025-05-14\n9900013,2.3,inspection,7,2025-05-14\n"
        "9900013,2.3,inspection,4,2027-05-14\n9900099,2.3,inspection,4,2025-05-14\n",
    )
    assert rows == [(2, "qi"), (3, "kind"), (4, "grade"), (5, "graded_on"), (6, "seed_code")]
    assert recorded(database, grades) == []


def test_a_note_is_amended_and_never_written_over(database, take_in):
    with database.write() as session:
        put_note(session, 1, "They have lost a depute.", NOW.date(), None, NOW)
        session.flush()
        (first,) = notes_of_school(session, 1)
        put_note(session, 1, "The depute is on secondment.", NOW.date(), None, NOW, amends=first.id)
        session.flush()
        (note,) = notes_of_school(session, 1)
    assert (note.id, note.text) == (first.id, "The depute is on secondment.")
    assert [one.text for one in note.earlier] == ["They have lost a depute."]


def test_an_acting_head_counts_before_the_head_whom_they_cover(database, take_in):
    day = NOW.date()
    with database.write() as session:
        people = [Person(email=f"{name}@a.example", name=name) for name in ("head", "acting")]
        session.add_all(people)
        session.flush()
        session.add(Post(person_id=people[0].id, role="headteacher", school_id=1))
        session.add(Post(person_id=people[1].id, role="acting_headteacher", school_id=1, from_date=day))
        session.flush()
        assert (leadership(session, day)[1].acting, leadership(session, day)[1].since) == (True, day)
        assert 2 not in leadership(session, day)
