"""Cover lends what the covered officer has, no more than it names; and one rule says whose school a school is."""

from __future__ import annotations

from datetime import date

import pytest

from handlers.asked import local_day
from store.people import Person, PlatformAccount, Post
from store.posts import link_officers, standing, standing_by_account

from .conftest import NOW, Asking

DAY = date(2026, 11, 23)
HERS = {"Kilbrannan Primary School", "Kilbrannan Academy", "Ardsheal Primary School"}


def post(asking: Asking, email: str, *, school: str = "", cluster: int | None = None, covers: str = "") -> None:
    with asking.database.write() as session:
        session.add(
            Post(
                person_id=asking.people[email],
                role="link_officer",
                school_id=asking.schools.get(school),
                cluster_id=cluster,
                covers_id=asking.people.get(covers),
            )
        )


def cluster_of(asking: Asking, school: str) -> int:
    from store.schools import schools

    with asking.database.read() as session:
        return session.execute(schools.select().where(schools.c.id == asking.schools[school])).one().cluster_id


def linked(asking: Asking, email: str) -> set[str]:
    """The schools that this person's standing links, which must be those that list them among their officers."""
    names = {number: name for name, number in asking.schools.items()}
    with asking.database.read() as session:
        found = standing(session, asking.people[email], DAY).links
        listed = link_officers(session, DAY)
        one_by_one = {school: link_officers(session, DAY, [school]).get(school) for school in names}
    assert one_by_one == {school: listed.get(school) for school in names}
    told = {school for school, those in listed.items() if asking.people[email] in {one.person_id for one in those}}
    assert told == set(found)
    return {names[school] for school in found}


def test_cover_without_a_place_is_for_all_that_the_covered_officer_has(asking: Asking):
    post(asking, "lead@a.example", covers="officer@a.example")
    assert linked(asking, "lead@a.example") == HERS


def test_cover_of_one_school_opens_that_school_alone(asking: Asking):
    post(asking, "lead@a.example", school="Ardsheal Primary School", covers="officer@a.example")
    assert linked(asking, "lead@a.example") == {"Ardsheal Primary School"}
    assert linked(asking, "officer@a.example") == HERS


def test_cover_of_one_cluster_opens_what_the_covered_officer_has_there(asking: Asking):
    cluster = cluster_of(asking, "Morvarra High School")
    post(asking, "lead@a.example", cluster=cluster, covers="other@a.example")
    assert linked(asking, "lead@a.example") == {"Morvarra High School", "St Fillan's RC Primary School"}
    post(asking, "adviser@a.example", cluster=cluster, covers="officer@a.example")
    assert linked(asking, "adviser@a.example") == set()


def test_a_clusters_officer_has_no_school_that_has_an_officer_of_its_own(asking: Asking):
    post(asking, "lead@a.example", cluster=cluster_of(asking, "Kilbrannan Academy"))
    assert linked(asking, "lead@a.example") == set()


def test_a_dated_post_at_a_school_takes_it_from_the_officer_named_in_the_list(asking: Asking):
    post(asking, "lead@a.example", school="Ardsheal Primary School")
    assert linked(asking, "lead@a.example") == {"Ardsheal Primary School"}
    assert linked(asking, "officer@a.example") == HERS - {"Ardsheal Primary School"}


@pytest.mark.parametrize("action", ["plan_status", "tier_reason"])
def test_who_covers_one_school_reads_nothing_more_of_the_others_than_any_officer(asking: Asking, action: str):
    post(asking, "lead@a.example", school="Ardsheal Primary School", covers="officer@a.example")
    of_other = asking.do("lead@a.example", "show_note", visit="1")
    assert of_other.refused
    assert not asking.do("lead@a.example", action, seed_code=asking.code("Ardsheal Primary School")).refused
    assert local_day(of_other.request, asking.authority) == NOW.date()


def test_an_account_stands_for_the_person_behind_it_with_every_post_or_with_none(asking: Asking) -> None:
    post(asking, "lead@a.example", school="Ardsheal Primary School", covers="officer@a.example")
    with asking.database.write() as session:
        for email, person in asking.people.items():
            mine = PlatformAccount(platform="slack", tenant="T1", user=email, person_id=person, confirmed_at=NOW)
            session.add(mine)
        session.add(Person(id=999, email="new@a.example", name="Somebody New"))
        session.flush()
        session.add(PlatformAccount(platform="slack", tenant="T1", user="new", person_id=999, confirmed_at=NOW))
        session.add(PlatformAccount(platform="slack", tenant="T1", user="proposed", person_id=999))
    with asking.database.read() as session:
        for email, person in asking.people.items():
            assert standing_by_account(session, "slack", "T1", email, DAY) == standing(session, person, DAY)
        assert standing_by_account(session, "slack", "T1", "new", DAY) == standing(session, 999, DAY)
        assert standing_by_account(session, "slack", "T1", "proposed", DAY) is None
        assert standing_by_account(session, "slack", "T2", "officer@a.example", DAY) is None
