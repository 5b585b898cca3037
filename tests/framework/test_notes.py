"""Notes of visit as rules: due by working days, words that lead on, indicators read and kept, steps followed up."""

from __future__ import annotations

import contextlib
from datetime import UTC, date, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.authority import load_authority
from framework.notes import (
    STATES,
    Indicator,
    UnknownIndicator,
    after_mark,
    indicators_in,
    is_working_day,
    kept_indicators,
    note_due_on,
    read_indicators,
    step_moments,
    working_days_late,
)
from framework.sending import SendingHours

YEAR = load_authority(None).school_year
HOURS = SendingHours(time(8), time(17, 30), ZoneInfo("Europe/London"))
CLOSED = {date(2026, 12, 25): "Christmas Day", date(2026, 12, 28): "Boxing Day (observed)"}


def closed(year: int):
    return {day: name for day, name in CLOSED.items() if day.year == year}


@pytest.mark.parametrize(
    ("held_on", "days", "due_on"),
    [
        (date(2026, 11, 26), 10, date(2026, 12, 10)),
        (date(2026, 11, 27), 5, date(2026, 12, 4)),
        (date(2026, 12, 18), 5, date(2026, 12, 29)),  # officers work in school holidays, but not on bank holidays
        (date(2026, 11, 28), 1, date(2026, 11, 30)),
    ],
)
def test_a_note_is_due_so_many_working_days_after_the_visit(held_on: date, days: int, due_on: date):
    assert note_due_on(held_on, days, closed) == due_on


@given(st.dates(date(2025, 1, 1), date(2035, 12, 31)), st.integers(1, 60), st.integers(0, 60))
def test_on_its_day_a_note_is_in_time_and_later_it_is_late_by_the_working_days_between(day: date, days: int, more: int):
    due_on = note_due_on(day, days, closed)
    assert is_working_day(due_on, closed)
    assert working_days_late(due_on, due_on, closed) == 0
    late = working_days_late(due_on, due_on + timedelta(days=more), closed)
    assert late == sum(is_working_day(due_on + timedelta(days=n), closed) for n in range(1, more + 1))


def test_words_lead_from_state_to_state_and_silence_leads_nowhere():
    assert after_mark("waiting", "accurate") == "accurate"
    assert after_mark("waiting", "disputed") == "disputed"
    assert after_mark("disputed", "answered") == "answered"
    assert after_mark("answered", "accurate") == "settled"
    assert after_mark("answered", "disputed") == "disputed"
    assert after_mark("waiting", "answered") == ""
    assert {after_mark(state, mark) for state in STATES for mark in ("accurate", "disputed", "answered")} <= {
        "",
        *STATES,
    }


def test_indicators_are_read_as_people_write_them():
    known, grades = {"1.3": "", "2.3": "", "3.1": ""}, {"4": "good", "5": "very good"}
    assert indicators_in("1.3: 4, QI 2.3 and 3.1 – 5", known, grades) == (
        Indicator("1.3", "4"),
        Indicator("2.3"),
        Indicator("3.1", "5"),
    )
    assert indicators_in("  ", known, grades) == ()
    for wrong in ("9.9", "1.3: 7", "good teaching", "1.3 4 5"):
        with pytest.raises(UnknownIndicator):
            indicators_in(wrong, known, grades)


@given(st.text(max_size=60))
def test_any_text_is_read_or_said_to_be_none(text: str):
    with contextlib.suppress(UnknownIndicator):
        found = indicators_in(text, {"1.3"}, {"4"})
        assert read_indicators(kept_indicators(found)) == found


def test_a_step_is_asked_about_on_its_day_and_again_a_week_later():
    found = step_moments(date(2026, 12, 3), date(2026, 11, 20), [5], 5, YEAR, HOURS)
    assert [(due.offset, due.opens.astimezone(UTC).date()) for due in found] == [
        (0, date(2026, 12, 3)),
        (5, date(2026, 12, 10)),
    ]
    assert found[0].closes <= found[1].opens


@given(st.dates(date(2026, 8, 17), date(2027, 6, 1)), st.dates(date(2026, 8, 17), date(2027, 6, 1)))
def test_a_step_is_asked_about_on_school_days_and_never_before_it_is_known(due_on: date, known_on: date):
    for due in step_moments(due_on, known_on, [5], 5, YEAR, HOURS):
        day = due.opens.astimezone(HOURS.zone).date()
        assert YEAR.is_school_day(day)
        assert day > known_on
        assert day >= due_on
        assert due.opens < due.closes
