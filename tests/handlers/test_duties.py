"""Laying duties out: which, for whom, and that nothing is scheduled twice however often it is laid out."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import delete, select

from bot.round import PLANNING
from config.authority import load_authority
from framework.sending import at
from handlers.duties import plan
from store.clock import real_now
from store.database import Database
from store.duties import Duty, Message
from store.leases import take_lease
from store.people import Person, Post
from store.visits import Visit, change_visit, plan_again
from tests.crash.small_record import LONG_AGO, MONDAY, ZONE, duties_in, fill, local, of_visits_alone, put, put_visit

AUTHORITY = of_visits_alone(load_authority(None))


@pytest.fixture
def small(database):
    return fill(database)


def lay_out(database, now=MONDAY, authority=AUTHORITY):
    with database.write() as session:
        return plan(session, authority, now)


def change(database, visit, **changes):
    with database.write() as session:
        seen = session.get(Visit, visit).revision
        assert change_visit(session, visit, seen, changes)


def of_kind(database, kind, *states):
    return [duty for duty in duties_in(database) if duty.kind == kind and (not states or duty.state in states)]


def test_a_visit_becomes_one_duty_for_each_rule_and_person(database, small):
    put_visit(database, small.fearnbrae, small.morag, "2026-12-08 10:00")
    lay_out(database)

    found = Counter((duty.rule, duty.recipient_id) for duty in duties_in(database))
    assert found == {
        ("visit_upcoming:5", small.morag): 1,
        ("visit_upcoming:5", small.alan): 1,
        ("visit_upcoming:1", small.morag): 1,
        ("visit_upcoming:1", small.alan): 1,
        ("note_missing:5", small.morag): 1,
        ("note_missing:10", small.morag): 1,
    }


def test_laying_out_again_schedules_nothing_twice(database, small):
    put_visit(database, small.fearnbrae, small.morag, "2026-12-08 10:00")
    lay_out(database)
    before = [duty.model_dump() for duty in duties_in(database)]

    with database.write() as session:
        plan_again(session, LONG_AGO)
    again = lay_out(database)

    assert again.laid_out == 6
    assert [duty.model_dump() for duty in duties_in(database)] == before


def test_two_processes_that_plan_at_once_schedule_nothing_twice(database, small):
    for day in range(1, 9):
        put_visit(database, small.fearnbrae, small.morag, f"2026-12-0{day} 10:00")

    def plan_as(owner):
        own = Database(database.url)
        with own.write() as session:
            leads = take_lease(session, PLANNING, owner, real_now(), 90)
            done = plan(session, AUTHORITY, local("2026-11-23 06:00")) if leads else None
        own.close()
        return done

    with ThreadPoolExecutor(3) as pool:
        done = [planned for planned in pool.map(plan_as, ["one", "two", "three"]) if planned]

    assert len(done) == 1
    assert done[0].laid_out == len(duties_in(database))


def test_moving_a_visit_drops_its_reminders_and_lays_new_ones_out(database, small):
    visit = put_visit(database, small.fearnbrae, small.morag, "2026-12-08 10:00")
    lay_out(database)
    change(database, visit, starts_at=local("2026-12-15 10:00"), changed_at=MONDAY)
    done = lay_out(database)

    assert len(done.dropped) == 6
    assert {(duty.revision, duty.state) for duty in duties_in(database)} == {(1, "dropped"), (2, "due")}
    assert {duty.why_ended for duty in duties_in(database) if duty.revision == 1} == {"the visit was changed"}
    assert len([duty for duty in duties_in(database) if duty.state == "due"]) == 6


def test_agreeing_a_visit_lays_nothing_new_out(database, small):
    visit = put_visit(database, small.fearnbrae, small.morag, "2026-12-08 10:00", status="proposed")
    lay_out(database)
    before = {(duty.id, duty.not_before, duty.state) for duty in duties_in(database)}
    change(database, visit, status="agreed", changed_at=MONDAY, told_at=MONDAY)
    done = lay_out(database)

    assert done.dropped == ()
    assert {(duty.id, duty.not_before, duty.state) for duty in duties_in(database)} == before


def test_a_cancelled_visit_has_no_duties_left(database, small):
    visit = put_visit(database, small.fearnbrae, small.morag, "2026-12-08 10:00")
    lay_out(database)
    change(database, visit, status="cancelled", changed_at=MONDAY)
    lay_out(database)

    assert {duty.state for duty in duties_in(database)} == {"dropped"}


def test_what_was_past_before_the_record_knew_of_it_is_never_due(database, small):
    put_visit(database, small.fearnbrae, small.morag, "2026-10-01 10:00", changed_at=MONDAY)
    done = lay_out(database)

    assert (done.laid_out, duties_in(database)) == (0, [])


def test_a_new_officer_takes_the_reminders_over(database, small):
    visit = put_visit(database, small.fearnbrae, small.morag, "2026-12-08 10:00")
    lay_out(database)
    change(database, visit, officer_id=small.ewan, changed_at=MONDAY)
    lay_out(database)

    standing = of_kind(database, "visit_upcoming", "due")
    assert Counter(duty.recipient_id for duty in standing) == {small.ewan: 2, small.alan: 2}


def test_the_headteacher_of_the_day_is_reminded_and_not_the_one_who_leaves_before(database, small):
    successor = put(database, Person(email="una@example.org", name="Una Shaw"))[0]
    with database.write() as session:
        session.exec(select(Post).where(Post.person_id == small.alan)).one().until = local("2026-12-01 12:00").date()
    first_day = local("2026-12-01 12:00").date()
    put(database, Post(person_id=successor, role="headteacher", school_id=small.fearnbrae, from_date=first_day))
    put_visit(database, small.fearnbrae, small.morag, "2026-12-02 10:00")
    lay_out(database)

    heads = {duty.rule: duty.recipient_id for duty in duties_in(database) if duty.recipient_id != small.morag}
    assert heads == {"visit_upcoming:5": small.alan, "visit_upcoming:1": successor}


def test_a_headteacher_whose_post_is_taken_back_into_the_record_is_reminded_again(database, small):
    put_visit(database, small.fearnbrae, small.morag, "2026-12-08 10:00")
    lay_out(database)
    with database.write() as session:
        session.exec(delete(Post).where(Post.person_id == small.alan))
        plan_again(session, LONG_AGO)
    lay_out(database)
    assert {duty.state for duty in duties_in(database) if duty.recipient_id == small.alan} == {"dropped"}
    put(database, Post(person_id=small.alan, role="headteacher", school_id=small.fearnbrae))
    with database.write() as session:
        plan_again(session, LONG_AGO)
    lay_out(database)

    assert {duty.state for duty in duties_in(database) if duty.recipient_id == small.alan} == {"due"}


def test_the_officer_of_the_visit_and_who_covers_them_are_reminded(database, small):
    put(database, Post(person_id=small.ewan, role="link_officer", covers_id=small.morag))
    put_visit(database, small.fearnbrae, small.morag, "2026-12-08 10:00")
    lay_out(database)

    assert {duty.recipient_id for duty in of_kind(database, "note_missing")} == {small.morag, small.ewan}


def test_where_the_officer_of_the_visit_is_one_no_more_the_schools_link_officer_is_reminded(database, small):
    gone = put(database, Person(email="rory@example.org", name="Rory Bain", left_at=LONG_AGO))[0]
    put_visit(database, small.fearnbrae, gone, "2026-12-08 10:00")
    lay_out(database)

    assert {duty.recipient_id for duty in of_kind(database, "note_missing")} == {small.morag}


def test_duties_of_one_person_are_gathered_into_one_message(database, small):
    put_visit(database, small.fearnbrae, small.morag, "2026-11-24 10:00")
    put_visit(database, small.tarrieburn, small.morag, "2026-11-24 14:00")
    done = lay_out(database)

    with database.read() as session:
        found = Counter(message.recipient_id for message in session.exec(select(Message)))
    assert done.gathered == 4
    assert found == {small.morag: 1, small.alan: 1, small.kirsty: 1}


def test_a_duty_past_its_time_expires_once_and_is_named(database, small):
    put_visit(database, small.fearnbrae, small.morag, "2026-11-24 10:00")
    lay_out(database, local("2026-11-16 12:00"))
    late = lay_out(database, local("2026-11-24 10:00"))

    assert Counter(duty.kind for duty in late.expired) == {"visit_upcoming": 4}
    assert {duty.why_ended for duty in of_kind(database, "visit_upcoming")} == {"its time had passed"}
    assert lay_out(database, local("2026-11-24 10:01")).expired == ()


def test_one_visit_that_cannot_be_laid_out_holds_up_no_other(database, small, tmp_path):
    # Told the day before: no morning is left for a reminder.
    put_visit(database, small.fearnbrae, small.morag, "2026-11-24 10:00", told_at=MONDAY, changed_at=MONDAY)
    put_visit(database, small.kilbrannan, small.ewan, "2026-12-08 10:00")
    lay_out(database)

    assert {duty.recipient_id for duty in of_kind(database, "visit_upcoming")} == {small.ewan, small.isla}


days = st.dates(local("2025-01-06 12:00").date(), local("2035-12-20 12:00").date())
hours_of_day = st.integers(7, 19)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(day=days, hour=hours_of_day, known=st.integers(0, 40), told=st.booleans())
def test_from_2025_to_2035_every_duty_opens_at_eight_by_the_local_clock_on_a_school_day(
    database, request, day, hour, known, told
):
    small = request.getfixturevalue("small")
    starts = at(day, local("2026-11-23 09:00").astimezone(ZONE).time().replace(hour=hour), ZONE)
    changed = starts - timedelta(days=known, hours=1)
    row = Visit(
        school_id=small.fearnbrae,
        officer_id=small.morag,
        visit_type="V2",
        minutes=60,
        status="agreed",
        starts_at=starts,
        changed_at=changed,
        told_at=changed if told else None,
    )
    with database.write() as session:
        session.add(row)
        session.flush()
        plan(session, AUTHORITY, changed)
        laid_out = list(session.exec(select(Duty)))
        checked = [(duty.kind, duty.not_before, duty.send_by, duty.recipient_id) for duty in laid_out]
        session.rollback()

    assert checked
    for kind, opens, closes, _ in checked:
        here = opens.astimezone(ZONE)
        assert (here.hour, here.minute) == (8, 0)
        assert AUTHORITY.school_year.is_school_day(here.date())
        assert closes > opens
        assert closes <= starts if kind == "visit_upcoming" else opens > starts
    mornings = Counter((person, opens) for kind, opens, _, person in checked if kind == "visit_upcoming")
    assert set(mornings.values()) <= {1}
