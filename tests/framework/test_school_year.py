"""The school year: terms, closures, school days."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framework.school_year import Closure, SchoolSession, SchoolYear, usual_session

# Published dates of a real council for one session, so that a real pattern is tried: Scottish Borders 2026/27.
BORDERS = SchoolYear(
    (
        SchoolSession(
            "2026/27",
            date(2026, 8, 18),
            date(2027, 6, 30),
            closures=(
                Closure("October", date(2026, 10, 12), date(2026, 10, 16)),
                Closure("St Andrew's Day", date(2026, 11, 30), date(2026, 11, 30)),
                Closure("Christmas", date(2026, 12, 23), date(2027, 1, 5)),
                Closure("February", date(2027, 2, 8), date(2027, 2, 12)),
                Closure("Good Friday", date(2027, 3, 26), date(2027, 3, 26)),
                Closure("Spring", date(2027, 4, 5), date(2027, 4, 16)),
                Closure("May Day", date(2027, 5, 3), date(2027, 5, 3)),
                Closure("casual holiday", date(2027, 5, 24), date(2027, 5, 24), frozenset({"Hawick"})),
            ),
        ),
    )
)


@pytest.mark.parametrize(
    "day", [date(2026, 10, 12), date(2026, 11, 30), date(2027, 1, 5), date(2027, 4, 16), date(2027, 5, 3)]
)
def test_a_listed_closure_is_no_school_day(day: date):
    assert not BORDERS.is_school_day(day)


def test_a_clusters_own_holiday_closes_that_cluster_alone():
    day = date(2027, 5, 24)
    assert not BORDERS.is_school_day(day, "Hawick")
    assert BORDERS.is_school_day(day, "Galashiels")
    assert BORDERS.is_school_day(day)


def test_weekends_and_the_summer_are_closed_with_their_reason():
    assert BORDERS.why_closed(date(2026, 11, 28)) == "the weekend"
    assert BORDERS.why_closed(date(2026, 8, 10)) == "the summer holiday"
    assert BORDERS.why_closed(date(2026, 11, 24)) == ""


def test_a_bank_holiday_that_the_council_keeps_is_closed():
    year = SchoolYear((usual_session(2026),), lambda _year: {date(2026, 11, 30): "Saint Andrew's Day"})
    assert year.why_closed(date(2026, 11, 30)) == "Saint Andrew's Day"


def test_shifting_by_school_days_steps_over_a_holiday():
    assert BORDERS.shift(date(2026, 10, 19), -1) == date(2026, 10, 9)
    assert BORDERS.shift(date(2026, 10, 9), 5) == date(2026, 10, 23)


def test_the_summer_belongs_to_the_session_that_follows():
    assert BORDERS.session(date(2026, 7, 20)).name == "2026/27"


def test_terms_are_cut_at_the_holidays_of_a_week_or_more():
    terms = usual_session(2026).terms()
    assert [term.name for term in terms] == ["term 1", "term 2", "term 3", "term 4"]
    assert terms[0].last == date(2026, 10, 11)


@given(st.dates(date(2020, 1, 1), date(2045, 12, 31)), st.integers(-30, 30).filter(bool))
def test_a_shift_lands_on_a_school_day_and_comes_back(day: date, days: int):
    year = SchoolYear()
    start = year.next_school_day(day)
    there = year.shift(start, days)
    assert year.is_school_day(there)
    assert year.shift(there, -days) == start


@given(st.dates(date(2020, 1, 1), date(2045, 12, 31)))
def test_every_day_has_a_session_and_a_next_school_day_within_ten_weeks(day: date):
    year = SchoolYear()
    session = year.session(day)
    assert session.first - timedelta(days=75) <= day <= session.last + timedelta(days=7)
    assert day <= year.next_school_day(day) <= day + timedelta(weeks=10)


@given(st.dates(date(2020, 1, 1), date(2045, 12, 31)))
def test_a_day_counts_as_listed_only_when_the_authority_gave_its_session(day: date):
    listed = SchoolYear((usual_session(2026),))
    assert listed.is_listed(day) == (listed.session(day).name == "2026/27")
