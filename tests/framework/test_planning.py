"""Action plans as rules: progress from the baseline, what is missing, the next review, what is overdue."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framework.planning import (
    after_day,
    before_review,
    is_overdue,
    lacking,
    lacking_by_kind,
    measured,
    next_review,
    progress,
    shows_too_few,
)
from framework.school_year import Closure, SchoolSession, SchoolYear
from framework.sending import SendingHours

YEAR = SchoolYear()
HOURS = SendingHours(time(8), time(17, 30), ZoneInfo("Europe/London"))
# A session whose one cluster is closed for a day of its own.
FAIR = Closure("Fair", date(2026, 12, 1), date(2026, 12, 1), frozenset({"Kilbrannan"}))
LOCAL = SchoolYear((SchoolSession("2026/27", date(2026, 8, 17), date(2027, 6, 25), closures=(FAIR,)),))


@pytest.mark.parametrize(
    ("text", "number", "unit"),
    [
        ("86%", 86, "%"),
        ("89.8 per cent", 89.8, "%"),
        ("£1,200", 1200, "£"),
        ("12 families", 12, "families"),
        ("-3", -3, ""),
        ("86% of classes", 86, "%"),
    ],
)
def test_a_figure_is_a_number_with_its_unit(text: str, number: float, unit: str):
    value = measured(text)
    assert value is not None
    assert (value.number, value.unit) == (number, unit)


@pytest.mark.parametrize("text", ["", "unsettled", "97-100%", "3 of 4", "*", "c", "[c]", "P3 at 60%"])
def test_words_ranges_and_suppressed_values_are_no_number(text: str):
    assert measured(text) is None


@pytest.mark.parametrize(
    ("baseline", "target", "latest", "share"),
    [
        ("60%", "80%", "70%", 0.5),
        ("60%", "80%", "80%", 1.0),
        ("60%", "80%", "85%", 1.25),
        ("60%", "80%", "55%", -0.25),
        ("20", "5", "10", 10 / 15),
        ("60%", "80%", "70", 0.5),
    ],
)
def test_progress_is_the_share_of_the_way_up_or_down(baseline: str, target: str, latest: str, share: float):
    assert progress(baseline, target, latest) == pytest.approx(share)


@pytest.mark.parametrize(
    ("baseline", "target", "latest"),
    [
        ("", "80%", "70%"),
        ("60%", "good", "70%"),
        ("60%", "80%", ""),
        ("60%", "60%", "60%"),
        ("60%", "80%", "12 families"),
    ],
)
def test_without_three_comparable_figures_there_is_no_progress(baseline: str, target: str, latest: str):
    assert progress(baseline, target, latest) is None


def test_what_a_goal_lacks_is_named_in_a_fixed_order():
    whole = {"responsible": "A", "due_on": date(2027, 1, 1), "measure": "m", "baseline": "1", "target": "2"}
    assert lacking(whole) == ()
    assert lacking({}) == ("responsible", "due_on", "measure", "baseline", "target")
    assert lacking(whole | {"baseline": ""}) == ("baseline",)
    found = lacking_by_kind([(1, ("baseline",)), (2, ()), (3, ("responsible", "baseline"))])
    assert found == {"responsible": (3,), "baseline": (1, 3)}


def test_the_next_review_is_counted_in_weeks_of_five_school_days():
    # From Monday 23 November: 40 school days, over the fortnight of Christmas (4 + 15, then 20 + 1).
    assert next_review(date(2026, 11, 23), 8, YEAR) == date(2027, 2, 1)
    assert YEAR.school_days(date(2026, 11, 24), date(2027, 2, 1)) == 40


def test_a_local_holiday_of_the_cluster_counts_for_its_schools_only():
    assert next_review(date(2026, 11, 24), 1, LOCAL) == date(2026, 12, 1)
    assert next_review(date(2026, 11, 24), 1, LOCAL, "Kilbrannan") == date(2026, 12, 2)


@settings(max_examples=100)
@given(st.dates(date(2025, 8, 1), date(2035, 6, 1)), st.integers(1, 12))
def test_every_review_falls_on_a_school_day_and_leaves_its_weeks_between(held_on: date, weeks: int):
    day = next_review(held_on, weeks, YEAR)
    assert YEAR.is_school_day(day)
    assert YEAR.school_days(held_on, day) - YEAR.is_school_day(held_on) == weeks * 5


def test_on_the_day_itself_nothing_is_overdue_yet():
    today = date(2026, 11, 23)
    assert not is_overdue(today, today)
    assert is_overdue(date(2026, 11, 22), today)
    assert not is_overdue(None, today)


def test_a_review_is_announced_five_school_days_before_until_its_day_ends():
    (due,) = before_review(date(2026, 12, 1), [5], date(2026, 10, 1), YEAR, HOURS, "")
    assert due.offset == 5
    assert due.opens == datetime(2026, 11, 24, 8, tzinfo=UTC)
    assert due.closes == datetime(2026, 12, 1, 17, 30, tzinfo=UTC)


def test_nobody_is_reminded_on_the_day_on_which_the_date_was_set():
    (due,) = before_review(date(2026, 12, 1), [5, 4], date(2026, 11, 26), YEAR, HOURS, "")
    assert (due.offset, due.opens.date()) == (4, date(2026, 11, 27))
    assert before_review(date(2026, 12, 1), [5], date(2026, 12, 1), YEAR, HOURS, "") == []


def test_an_overdue_review_is_chased_on_the_next_school_day_and_a_week_later():
    first, second = after_day(date(2026, 11, 27), date(2026, 9, 1), [5, 1], 5, YEAR, HOURS)
    assert (first.opens.date(), second.opens.date()) == (date(2026, 11, 30), date(2026, 12, 4))
    # The first makes way for the second, so that nobody gets both at once.
    assert first.closes == second.opens
    assert second.closes == datetime(2026, 12, 11, 17, 30, tzinfo=UTC)


def test_what_was_overdue_before_the_record_knew_of_it_is_chased_from_then():
    (due,) = after_day(date(2026, 9, 1), date(2026, 11, 23), [1], 5, YEAR, HOURS)
    assert due.opens == datetime(2026, 11, 24, 8, tzinfo=UTC)


def test_no_offset_means_no_reminder():
    assert after_day(date(2026, 11, 27), date(2026, 9, 1), [], 5, YEAR, HOURS) == []


@pytest.mark.parametrize(
    ("text", "few"),
    [
        ("3 pupils", True),
        ("1 child", True),
        ("4 learners in P3", True),
        ("2 of 14 pupils", True),
        ("only 2 pupils", True),
        ("two pupils", True),
        ("P4: 3 pupils", True),
        ("3 pupils (20%)", True),
        ("1/12 pupils", True),
        ("three P5 boys are back", True),
        ("4% of pupils", False),
        ("12 pupils", False),
        ("1,204 pupils", False),
        ("P4 pupils", False),
        ("one pupil council", False),
        ("14 of 104 pupils", False),
        ("one page for pupils", False),
        ("QI 2.3 for pupils", False),
    ],
)
def test_fewer_than_five_pupils_could_be_recognised(text: str, few: bool):
    assert shows_too_few(text) is few
