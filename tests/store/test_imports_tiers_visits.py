"""Tiers and visits out of files."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select, update

from config.authority import load_authority
from store.imports import ImportProblem, import_csv
from store.posts import people
from store.tiers import decisions, tier_history
from store.visits import visits

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
OURS = load_authority(None)
SCHOOLS = "seed_code,name,sector\n9900013,A,primary\n9900026,B,primary\n"
PEOPLE = "email,name,role\na@b.example,Ann Bo,link_officer\nc@b.example,Cy Do,link_officer\n"
HEADERS = {
    "tiers": "seed_code,tier,from_date,reason,decided_by,discussed_on,review_on\n",
    "visits": "seed_code,visit_type,starts_at,minutes,mode,focus,officer,status,reference\n",
}
VISIT = "9900013,V2,2026-12-01T10:00,90,in_person,Learning,a@b.example,agreed,R1\n"


def importer(database, folder):
    def take_in(kind, content, now=NOW):
        path = folder / f"{kind}.csv"
        path.write_text(HEADERS.get(kind, "") + content, encoding="utf-8")
        return import_csv(database, OURS, kind, path, now=now)

    take_in("schools", SCHOOLS)
    take_in("people", PEOPLE)
    return take_in


@pytest.fixture
def take_in(database, tmp_path):
    return importer(database, tmp_path)


@pytest.fixture
def take_in_here(record, tmp_path):
    return importer(record, tmp_path)


@pytest.fixture
def counts(take_in):
    def counts(kind, content):
        done = take_in(kind, content)
        return done.added, done.changed, done.unchanged

    return counts


def fault(take_in, kind, content):
    with pytest.raises(ImportProblem) as problem:
        take_in(kind, content)
    (only,) = problem.value.faults
    return only


def history(database):
    with database.read() as session:
        return [decision.tier for decision in tier_history(session, 1, NOW.date())]


def recorded(database, table=visits):
    with database.read() as session:
        return session.execute(select(table).order_by(table.c.id)).all()


def test_a_tier_may_go_by_its_label_or_another_word_for_it(database, take_in):
    take_in("tiers", "9900013,MEDIUM support,2026-09-01,,,,\n9900026,Universal,2026-09-01,,,,\n")
    assert [row.tier for row in recorded(database, decisions)] == ["targeted", "universal"]


def test_a_different_decision_for_the_same_day_supersedes_and_keeps_the_first(database, counts):
    first = "9900013,universal,2026-09-01,,a@b.example,,\n"
    assert counts("tiers", first) == (1, 0, 0)
    assert counts("tiers", first) == (0, 0, 1)
    assert counts("tiers", first.replace("universal", "targeted")) == (0, 1, 0)
    old, new = recorded(database, decisions)
    assert (old.tier, old.superseded_by_id, new.superseded_by_id) == ("universal", new.id, None)
    assert history(database) == ["targeted"]
    assert counts("tiers", first) == (0, 1, 0)
    assert history(database) == ["universal"]


def test_the_later_row_of_a_file_supersedes_the_earlier_and_twice_changes_nothing(database, counts):
    two = "9900013,universal,2026-09-01,,,,\n9900013,targeted,2026-09-01,,,,\n"
    assert counts("tiers", two) == (1, 1, 0)
    assert counts("tiers", two) == (0, 0, 2)
    assert history(database) == ["targeted"]
    assert len(recorded(database, decisions)) == 2


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("9900013,amber,2026-09-01,,,,", "row 2, tier: 'amber' is not a tier of framework.toml; write one of"),
        ("9900099,universal,2026-09-01,,,,", "row 2, seed_code: no school has the seed code 9900099"),
        ("9900013,universal,2026-09-01,,x@b.example,,", "row 2, decided_by: x@b.example is not among the people"),
        ("9900013,universal,2026-09-01,,,,2026-08-31", "row 2, review_on: 2026-08-31 is before 2026-09-01"),
        ("9900013,universal,,,,,", "row 2, from_date: it is empty"),
    ],
)
def test_what_is_wrong_with_a_tier_is_said(record, take_in_here, row, words):
    assert words in fault(take_in_here, "tiers", f"{row}\n")
    assert recorded(record, decisions) == []


def test_a_visit_needs_no_more_than_its_school_kind_and_time(database, take_in):
    take_in("visits", "9900013,first visit,2026-07-01 09:30,,,,,,\n")
    (visit,) = recorded(database)
    assert visit.starts_at == datetime(2026, 7, 1, 8, 30, tzinfo=UTC)
    assert (visit.visit_type, visit.minutes, visit.mode, visit.status) == ("V1", 120, "in_person", "proposed")
    assert (visit.changed_at, visit.told_at, visit.revision) == (NOW, None, 1)


@pytest.mark.parametrize(
    ("written", "hour"),
    [("2026-07-01T09:30Z", 9), ("2026-07-01T09:30+02:00", 7), ("01/07/2026 09:30", 8), ("2026-07-01T09:30:00", 8)],
)
def test_a_time_may_carry_its_offset_or_be_typed_as_in_excel(record, take_in_here, written, hour):
    take_in_here("visits", f"9900013,V1,{written},,,,,,\n")
    assert recorded(record)[0].starts_at == datetime(2026, 7, 1, hour, 30, tzinfo=UTC)


def test_the_same_visit_twice_changes_nothing_with_a_reference_or_without(database, counts):
    without = "9900026,V2,2026-12-02T10:00,,,,,,\n"
    assert counts("visits", VISIT + without) == (2, 0, 0)
    assert counts("visits", VISIT + without) == (0, 0, 2)
    assert [visit.revision for visit in recorded(database)] == [1, 1]


@pytest.mark.parametrize(
    ("old", "new", "schedule_revision"),
    [
        ("2026-12-01T10:00", "2026-12-03T10:00", 2),
        ("a@b.example", "c@b.example", 2),
        ("agreed", "cancelled", 2),
        ("Learning", "Attainment", 1),
        ("in_person", "online", 1),
    ],
)
def test_a_changed_visit_counts_up_and_is_reminded_of_anew_when_its_schedule_changed(
    record, take_in_here, old, new, schedule_revision
):
    take_in_here("visits", VISIT)
    with record.write() as session:
        session.connection().execute(update(visits).values(told_at=NOW))
    later = datetime(2026, 11, 24, 9, tzinfo=UTC)
    done = take_in_here("visits", VISIT.replace(old, new), now=later)
    assert (done.added, done.changed, done.remarks) == (0, 1, ())
    (visit,) = recorded(record)
    assert (visit.revision, visit.schedule_revision) == (2, schedule_revision)
    assert (visit.changed_at, visit.told_at) == (later, None)


def test_agreeing_a_proposed_visit_does_not_remind_of_it_anew(database, take_in):
    take_in("visits", VISIT.replace("agreed", "proposed"))
    take_in("visits", VISIT)
    assert recorded(database)[0].schedule_revision == 1


def test_what_people_changed_in_cairn_is_said_when_a_file_overrides_it(database, take_in):
    take_in("visits", VISIT)
    with database.write() as session:
        ann = session.execute(select(people.c.id)).scalar()
        session.connection().execute(update(visits).values(minutes=60, changed_by_id=ann, revision=2))
    done = take_in("visits", VISIT)
    assert done.remarks == ("Row 2: changed in Cairn on 2026-11-23; the file's values stand now.",)
    (visit,) = recorded(database)
    assert (visit.minutes, visit.changed_by_id, visit.revision) == (90, None, 3)


def test_a_visit_takes_on_the_reference_that_it_is_given_later(database, counts):
    assert counts("visits", VISIT.replace("R1", "")) == (1, 0, 0)
    assert counts("visits", VISIT) == (0, 1, 0)
    assert counts("visits", VISIT.replace("R1", "")) == (0, 0, 1)
    assert [visit.reference for visit in recorded(database)] == ["R1"]


def test_two_visits_of_one_kind_on_one_day_are_told_apart_by_a_reference(database, take_in, counts):
    both = VISIT.replace("R1", "").replace("10:00", "14:00") + VISIT
    assert counts("visits", both) == (2, 0, 0)
    assert counts("visits", both) == (0, 0, 2)
    same = "9900026,V2,2026-12-01T10:00,,,,,,\n"
    assert "row 3: row 2 has the same school, kind and day" in fault(take_in, "visits", same * 2)


def test_an_officer_in_two_places_at_once_is_a_remark(take_in):
    other = VISIT.replace("9900013", "9900026").replace("R1", "R2").replace("10:00", "11:00")
    done = take_in("visits", VISIT + other)
    assert done.remarks == ("Row 3: a@b.example has another visit at the same time, 2026-12-01 11:00.",)
    assert take_in("visits", VISIT + other).remarks == ()


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("9900013,V9,2026-12-01T10:00,,,,,,", "row 2, visit_type: 'V9' is not a kind of visit"),
        ("9900013,V1,2026-12-01,,,,,,", "row 2, starts_at: '2026-12-01' is not a day and a time"),
        ("9900013,V1,2026-12-01T25:00,,,,,,", "row 2, starts_at: '2026-12-01T25:00' has no such time of day"),
        ("9900013,V1,2027-03-28T01:30,,,,,,", "row 2, starts_at: '2027-03-28T01:30' does not exist"),
        ("9900013,V1,2026-12-01T10:00,5,,,,,", "row 2, minutes: '5' is not a whole number from 10 to 600"),
        ("9900013,V1,2026-12-01T10:00,,phone,,,,", "row 2, mode: 'phone' is not a mode"),
        ("9900013,V1,2026-12-01T10:00,,,,,maybe,", "row 2, status: 'maybe' is not a status"),
        ("9900013,V1,2026-12-01T10:00,,,,x@b.example,,", "row 2, officer: x@b.example is not among the people"),
        (VISIT + VISIT.strip(), "row 3, reference: 'R1' stands in row 2 already"),
        (VISIT + VISIT.replace("9900013", "9900026").strip(), "row 3, reference: 'R1' is a visit at another school"),
    ],
)
def test_what_is_wrong_with_a_visit_is_said(record, take_in_here, row, words):
    assert words in fault(take_in_here, "visits", f"{row}\n")
    assert recorded(record) == []
