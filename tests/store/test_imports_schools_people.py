"""Schools and people out of files."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select, update

from config.authority import load_authority
from store.imports import ImportProblem, import_csv
from store.posts import accounts, link_officers, people, person_by_account, posts, standing
from store.schools import clusters, schools
from store.visits import visits

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
TODAY = NOW.date()
OURS = load_authority(None)
SCHOOLS = (
    "seed_code,name,sector,cluster,roll,link_officer\n"
    "9900013,Ardmorlie Primary School,primary,Kilbrannan,63,Jo.Bain@Council.example\n"
    "9900026,Kilbrannan Academy,Secondary school,kilbrannan,684,\n"
)
PEOPLE = "email,name,role,seed_codes,started_on,slack_user_id,teams_user_id\n"


def importer(database, folder):
    def take_in(kind, content):
        path = folder / f"{kind}.csv"
        path.write_text(content, encoding="utf-8")
        return import_csv(database, OURS, kind, path, now=NOW)

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


def rows(database, table):
    with database.read() as session:
        return session.execute(select(table).order_by(*table.primary_key)).all()


def fault(take_in, kind, content):
    with pytest.raises(ImportProblem) as problem:
        take_in(kind, content)
    (only,) = problem.value.faults
    return only


def test_clusters_are_made_as_schools_name_them_whatever_the_capitals(database, take_in):
    take_in("schools", SCHOOLS)
    (cluster,) = rows(database, clusters)
    assert cluster.name == "Kilbrannan"
    assert {school.cluster_id for school in rows(database, schools)} == {cluster.id}


@pytest.mark.parametrize("code", ["C", "c", "z", "*", "[c]", "x", ""])
def test_a_hidden_roll_is_not_known_and_never_zero(record, take_in_here, code):
    take_in_here("schools", f"seed_code,name,sector,roll\n9900013,A,special,{code}\n9900026,B,special,0\n")
    assert [school.roll for school in rows(record, schools)] == [None, 0]


def test_a_column_that_a_file_does_not_have_stays_as_it_is_and_an_empty_cell_empties(database, counts):
    assert counts("schools", SCHOOLS) == (2, 0, 0)
    assert counts("schools", "seed_code,name,sector\n9900013,Ardmorlie PS,primary\n") == (0, 1, 0)
    assert counts("schools", "seed_code,name,sector,roll\n9900026,Kilbrannan Academy,secondary,\n") == (0, 1, 0)
    first, second = rows(database, schools)
    assert (first.name, first.roll, first.link_officer_email) == ("Ardmorlie PS", 63, "jo.bain@council.example")
    assert second.roll is None
    assert second.cluster_id is not None


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("8.1E+06,A,primary,,,", "row 2, seed_code: '8.1E+06' is not a seed code"),
        ("9900013,A,primary,-3,,", "row 2, roll: '-3' is not a whole number from 0 to 20000"),
        ("9900013,A,primary,,9,", "row 2, urban_rural: '9' is not a whole number from 1 to 8"),
        ("9900013,A,primary,,,-4.2", "row 2, latitude: '-4.2' is not in degrees from 49 to 62; are two"),
        ("9900013,A,primary,,,nan", "row 2, latitude: 'nan' is not in degrees"),
        ("9900013,A,primary,,,\n9900013,B,primary,,,", "row 3, seed_code: 9900013 stands in row 2 already"),
    ],
)
def test_what_is_wrong_with_a_school_is_said(take_in_here, row, words):
    assert words in fault(take_in_here, "schools", f"seed_code,name,sector,roll,urban_rural,latitude\n{row}\n")


def test_a_link_officer_counts_from_the_day_they_are_among_the_people(database, take_in):
    take_in("schools", SCHOOLS)
    with database.read() as session:
        assert link_officers(session, TODAY) == {}
    take_in("people", PEOPLE + "JO.BAIN@council.example,Jo Bain,QIO,,,,\n")
    with database.read() as session:
        (officers,) = link_officers(session, TODAY).values()
        assert [officer.name for officer in officers] == ["Jo Bain"]


def test_changed_schools_and_people_have_the_reminders_laid_out_anew(database, take_in):
    take_in("schools", SCHOOLS)
    take_in("visits", "seed_code,visit_type,starts_at\n9900013,V1,2026-12-01T10:00\n")
    new_head = PEOPLE + "a@b.example,A,ht,9900013,,,\n"
    for kind, content in (("people", new_head), ("schools", SCHOOLS.replace(",63,", ",64,"))):
        with database.write() as session:
            session.connection().execute(update(visits).values(to_plan=False))
        take_in(kind, content)
        assert [visit.to_plan for visit in rows(database, visits)] == [True]


def test_a_shorthand_makes_one_post_for_each_school_or_one_without(database, take_in):
    take_in("schools", SCHOOLS)
    ann, cy = "a@b.example,Ann Bo,Acting HT,9900013;9900026,2026-08-17,,\n", "c@b.example,Cy Do,admin,,,,\n"
    take_in("people", PEOPLE + ann + cy)
    held = [(post.role, post.school_id is None, post.from_date) for post in rows(database, posts)]
    begun = date(2026, 8, 17)
    assert held == [("acting_headteacher", False, begun)] * 2 + [("administrator", True, None)]


def test_several_roles_take_several_rows_and_one_name(database, take_in):
    take_in("schools", SCHOOLS)
    two_roles = "a@b.example,Ann Bo,headteacher,9900013,,,\na@b.example,Ann Bo,cluster_lead,,,,\n"
    assert take_in("people", PEOPLE + two_roles).added == 1
    assert [post.role for post in rows(database, posts)] == ["headteacher", "cluster_lead"]
    other_name = two_roles.replace("Ann Bo,cluster", "Anne Bo,cluster")
    assert "row 3, name: 'Anne Bo' is 'Ann Bo' in row 2" in fault(take_in, "people", PEOPLE + other_name)


def test_a_dated_row_says_since_when_a_post_is_held_and_an_undated_one_changes_nothing(database, take_in, counts):
    take_in("schools", SCHOOLS)
    open_start = PEOPLE + "a@b.example,Ann Bo,headteacher,9900013,,,\n"
    dated = open_start.replace("9900013,", "9900013,17/08/2026")
    assert counts("people", open_start) == (1, 0, 0)
    assert counts("people", dated) == (0, 1, 0)
    assert counts("people", open_start) == counts("people", dated) == (0, 0, 1)
    assert [post.from_date for post in rows(database, posts)] == [date(2026, 8, 17)]


def test_an_imported_account_is_confirmed_and_a_new_one_replaces_it(database, take_in, counts):
    row = PEOPLE + "a@b.example,Ann Bo,administrator,,,U024BE7LH,0f5c2d4e-1111-4222-8333-444455556666\n"
    assert counts("people", row) == (1, 0, 0)
    assert counts("people", row) == (0, 0, 1)
    with database.read() as session:
        ann = person_by_account(session, "slack", "", "U024BE7LH")
        assert standing(session, ann, TODAY).is_administrator
        assert person_by_account(session, "teams", "", "0f5c2d4e-1111-4222-8333-444455556666") == ann
    corrected = take_in("people", row.replace("U024BE7LH", "U0000NEW1"))
    assert corrected.remarks == ("a@b.example is U0000NEW1 on slack now; U024BE7LH counts no more.",)
    with database.read() as session:
        assert person_by_account(session, "slack", "", "U024BE7LH") is None
        assert person_by_account(session, "slack", "", "U0000NEW1") == ann
    assert take_in("people", row.replace("U024BE7LH", "U0000NEW1")).unchanged == 1


def test_an_account_never_passes_from_one_person_to_another(database, take_in):
    take_in("people", PEOPLE + "a@b.example,Ann Bo,administrator,,,U024BE7LH,\n")
    taken = fault(take_in, "people", PEOPLE + "c@b.example,Cy Do,administrator,,,U024BE7LH,\n")
    assert "row 2, slack_user_id: U024BE7LH belongs to a@b.example" in taken
    both = "c@b.example,Cy Do,depute,,,U0000NEW1,\nd@b.example,Di Eck,depute,,,U0000NEW1,\n"
    assert "row 3, slack_user_id: U0000NEW1 belongs to c@b.example" in fault(take_in, "people", PEOPLE + both)
    assert len(rows(database, accounts)) == len(rows(database, people)) == 1


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("Ann <a@b.example>,Ann Bo,headteacher,,,,", "row 2, email: 'Ann <a@b.example>' is not an e-mail address"),
        ("a@b.example,Ann Bo,director,,,,", "row 2, role: 'director' is not a role; write one of headteacher,"),
        ("a@b.example,Ann Bo,headteacher,9900099,,,", "row 2, seed_codes: no school has the seed code 9900099"),
        ("a@b.example,Ann Bo,headteacher,,31/02/2026,,", "row 2, started_on: '31/02/2026' is no day of the calendar"),
        ("a@b.example,Ann Bo,headteacher,,3/4/2026,,", "row 2, started_on: '3/4/2026' may be either of two days"),
        ("a@b.example,Ann Bo,headteacher,,03/04/26,,", "row 2, started_on: '03/04/26' is not a day"),
        ("a@b.example,Ann Bo,headteacher,,0001-01-01,,", "row 2, started_on: '0001-01-01' is far from any school year"),
        ("a@b.example,Ann Bo,headteacher,,,@ann,", "row 2, slack_user_id: '@ann' is not a Slack member ID"),
    ],
)
def test_what_is_wrong_with_a_person_is_said(record, take_in_here, row, words):
    assert words in fault(take_in_here, "people", f"{PEOPLE}{row}\n")
    assert rows(record, people) == []


def test_days_as_excel_shows_them_are_read_and_said(database, take_in):
    done = take_in("people", PEOPLE + "a@b.example,Ann Bo,administrator,,03/09/2026,,\n")
    assert done.remarks == ("Days such as 25/09/2026 were read as day, month, year.",)
    assert [post.from_date for post in rows(database, posts)] == [date(2026, 9, 3)]


def test_who_has_left_is_not_brought_back_by_a_file(database, take_in):
    row = PEOPLE + "a@b.example,Ann Bo,administrator,,,,\n"
    take_in("people", row)
    with database.write() as session:
        session.connection().execute(update(people).values(left_at=NOW))
    assert take_in("people", row).remarks == ("a@b.example has left: this file does not bring them back.",)
    assert rows(database, people)[0].left_at == NOW
