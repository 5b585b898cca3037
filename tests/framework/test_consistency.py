"""The figures of consistency, each against what can be counted by hand."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from framework.consistency import HeldVisit, Measure, SchoolCalendar, by_group, figures
from framework.promises import STATES
from framework.school_year import Closure, SchoolSession, SchoolYear

YEAR = SchoolYear((
    SchoolSession(
        "2026/27", date(2026, 8, 17), date(2027, 6, 25), frozenset(),
        (Closure("October", date(2026, 10, 12), date(2026, 10, 23)),),
    ),
))  # fmt: skip
MONDAY = date(2026, 11, 23)
MEASURE = Measure(YEAR, MONDAY, 12, 8)


def school(number: int = 1, **more) -> SchoolCalendar:
    return SchoolCalendar(number, f"School {number}", more.pop("cluster", "North"), more.pop("remote", False), **more)


def test_a_group_is_counted_state_by_state_and_side_by_side():
    found = figures(
        "Rhona Blair",
        [
            school(1, states=("kept", "late", "open"), moved_by=("officer", "school"), cancelled_by=("school",)),
            school(2, states=("kept", "missed"), moved_by=("officer",)),
        ],
        MEASURE,
    )
    assert (found.promised, found.state("kept"), found.state("late"), found.state("open", "missed")) == (5, 2, 1, 2)
    assert (found.moved_by["officer"], found.moved_by["school"], found.cancelled_by["school"]) == (2, 1, 1)


def test_contact_counts_in_school_weeks_and_a_holiday_is_none():
    # From 28 August to 20 November lie twelve weeks, two of them holiday.
    seen = school(last_contact=date(2026, 8, 28))
    assert not Measure(YEAR, date(2026, 11, 20), 12).is_without_contact(seen)
    assert Measure(YEAR, date(2026, 11, 20), 10).is_without_contact(seen)
    assert Measure(YEAR, date(2026, 12, 4), 12).is_without_contact(seen)


def test_without_any_contact_on_record_the_session_is_what_counts():
    assert not Measure(YEAR, date(2026, 9, 28)).is_without_contact(school())
    assert Measure(YEAR, date(2026, 12, 4)).is_without_contact(school())


def test_the_summer_is_no_time_without_contact():
    seen = school(last_contact=date(2026, 6, 12))
    assert not Measure(YEAR, date(2026, 8, 24), 4).is_without_contact(seen)


def test_visits_shortly_before_an_inspection_are_told_from_those_long_before():
    inspected = date(2027, 3, 1)
    held = (
        HeldVisit(date(2026, 9, 10), "in_person"),
        HeldVisit(date(2027, 2, 8), "in_person"),
        HeldVisit(date(2027, 3, 9), "in_person"),
    )
    assert MEASURE.shortly_before(school(held=held, inspected_on=(inspected,))) == (1, 2)
    assert MEASURE.shortly_before(school(held=held)) == (0, 0)


def test_in_person_and_online_are_counted_by_remoteness():
    found = figures(
        "all",
        [
            school(1, remote=True, held=(HeldVisit(MONDAY, "online"), HeldVisit(MONDAY, "in_person"))),
            school(2, held=(HeldVisit(MONDAY, "in_person"),)),
        ],
        MEASURE,
    )
    assert found.mode("online", remote=True) == 1
    assert found.mode("in_person", remote=True) == 1
    assert found.mode("in_person", remote=False) == 1
    assert found.mode("online", remote=False) == 0


calendars = st.lists(
    st.builds(
        SchoolCalendar,
        st.integers(1, 50),
        st.text(max_size=5),
        st.sampled_from(["North", "South"]),
        st.booleans(),
        st.lists(st.sampled_from(STATES), max_size=8).map(tuple),
        st.lists(
            st.builds(
                HeldVisit,
                st.integers(0, 98).map(lambda days: date(2026, 8, 17) + timedelta(days)),
                st.sampled_from(["in_person", "online", "hybrid"]),
                st.sampled_from([None, True, False]),
            ),
            max_size=6,
        ).map(tuple),
        st.lists(st.sampled_from(["officer", "school"]), max_size=4).map(tuple),
        st.lists(st.sampled_from(["officer", "school"]), max_size=4).map(tuple),
        st.lists(st.just(date(2026, 11, 2)), max_size=1).map(tuple),
    ),
    max_size=10,
)


@given(calendars)
def test_groups_add_up_to_the_whole(schools):
    groups = by_group(schools, lambda one: one.cluster, MEASURE)
    whole = figures("all", schools, MEASURE)
    assert sum(group.schools for group in groups) == whole.schools == len(schools)
    assert sum(group.promised for group in groups) == whole.promised == sum(len(one.states) for one in schools)
    assert sum(group.notes_in_time + group.notes_late for group in groups) == whole.notes_in_time + whole.notes_late
    assert sum(group.around_inspection for group in groups) == whole.around_inspection
    assert all(group.before_inspection <= group.around_inspection for group in groups)
    assert sum(sum(group.modes.values()) for group in groups) == sum(len(one.held) for one in schools)
