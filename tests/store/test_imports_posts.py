"""Posts out of files: begun, ended, covered, and never held twice over."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from config.authority import load_authority
from store.imports import ImportProblem, import_csv
from store.posts import person_by_email, posts, standing

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
OURS = load_authority(None)
SCHOOLS = "seed_code,name,sector,cluster\n9900013,A,primary,Kilbrannan\n9900026,B,primary,Dunfearn\n"
PEOPLE = "email,name,role,seed_codes\na@b.example,Ann Bo,headteacher,9900013\nc@b.example,Cy Do,link_officer,\n"
POSTS = "email,role,seed_code,cluster,from_date,until,covers\n"


def importer(database, folder):
    def take_in(content, kind="posts"):
        path = folder / f"{kind}.csv"
        path.write_text(content if kind != "posts" else POSTS + content, encoding="utf-8")
        done = import_csv(database, OURS, kind, path, now=NOW)
        return done.added, done.changed, done.unchanged

    take_in(SCHOOLS, "schools")
    take_in(PEOPLE, "people")
    return take_in


@pytest.fixture
def take_in(database, tmp_path):
    return importer(database, tmp_path)


@pytest.fixture
def take_in_here(record, tmp_path):
    return importer(record, tmp_path)


def held(database):
    with database.read() as session:
        found = session.execute(select(posts).order_by(posts.c.id))
        return [(post.role, str(post.from_date or ""), str(post.until or "")) for post in found]


def test_a_dated_row_refines_the_post_of_the_shorthand_and_the_same_file_twice_changes_nothing(database, take_in):
    row = "a@b.example,headteacher,9900013,,2026-08-17,,\n"
    assert take_in(row) == (0, 1, 0)
    assert held(database)[0] == ("headteacher", "2026-08-17", "")
    assert take_in(row) == (0, 0, 1)
    assert take_in(PEOPLE, "people") == (0, 0, 2)
    assert len(held(database)) == 2


def test_a_post_ends_on_the_first_day_without_it(database, take_in):
    assert take_in("a@b.example,headteacher,9900013,,,2026-12-01,\n") == (0, 1, 0)
    with database.read() as session:
        ann = person_by_email(session, "a@b.example")
        assert standing(session, ann, date(2026, 11, 30)).is_head
        assert not standing(session, ann, date(2026, 12, 1)).is_known


def test_whoever_comes_back_holds_a_second_post(database, take_in):
    rows = "a@b.example,headteacher,9900013,,,2024-06-28,\na@b.example,headteacher,9900013,,2026-08-17,,\n"
    assert take_in(rows) == (1, 1, 0)
    assert take_in(rows) == (0, 0, 2)
    assert held(database)[0] == ("headteacher", "", "2024-06-28")
    assert held(database)[2] == ("headteacher", "2026-08-17", "")


def test_covering_for_somebody_is_a_post_beside_ones_own(database, take_in):
    take_in("email,name,role\nd@b.example,Di Eck,link_officer\n", "people")
    cover = "c@b.example,link_officer,,,2026-10-01,2027-02-01,d@b.example\n"
    assert take_in(cover) == (1, 0, 0)
    assert held(database)[1] == ("link_officer", "", "")
    assert held(database)[3] == ("link_officer", "2026-10-01", "2027-02-01")
    assert take_in(cover) == (0, 0, 1)


def test_a_cluster_lead_holds_a_post_over_a_cluster(database, take_in):
    take_in("a@b.example,cluster_lead,,KILBRANNAN,2026-08-17,,\n")
    with database.read() as session:
        ann = person_by_email(session, "a@b.example")
        assert len(standing(session, ann, NOW.date()).leads) == 1


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ("x@b.example,depute,9900013,,,,", "row 2, email: x@b.example is not among the people"),
        ("a@b.example,depute,9900013,,,,x@b.example", "row 2, covers: x@b.example is not among the people"),
        ("a@b.example,depute,9900013,,,,a@b.example", "row 2, covers: nobody covers themselves"),
        ("a@b.example,depute,9900099,,,,", "row 2, seed_code: no school has the seed code 9900099"),
        ("a@b.example,cluster_lead,,Kilbranan,,,", "row 2, cluster: no school is in a cluster 'Kilbranan'; the"),
        ("a@b.example,cluster_lead,9900013,Dunfearn,,,", "row 2, cluster: a post is at a school or over a cluster"),
        ("a@b.example,depute,9900013,,2026-08-17,2026-08-17,", "row 2, until: 2026-08-17 is not after 2026-08-17"),
        (
            "a@b.example,depute,9900013,,2026-08-17,,\na@b.example,depute,9900013,,2026-08-17,2026-12-01,",
            "row 3: row 2 says otherwise about the same post",
        ),
        (
            "a@b.example,depute,9900013,,2026-08-17,,\na@b.example,depute,9900013,,,2025-12-01,",
            "row 3: row 2 says otherwise about the same post",
        ),
    ],
)
def test_what_is_wrong_with_a_post_is_said(record, take_in_here, rows, words):
    before = held(record)
    with pytest.raises(ImportProblem) as problem:
        take_in_here(f"{rows}\n")
    (only,) = problem.value.faults
    assert words in only
    assert held(record) == before
