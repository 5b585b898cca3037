"""What a tier promises in a session, and which visits keep the promise."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.authority import load_authority
from framework.promises import (
    ANY,
    KEPT,
    LATE,
    MISSED,
    OPEN,
    UNRECORDED,
    CalendarVisit,
    PatternVisit,
    Spell,
    Window,
    even_windows,
    promised,
    standings,
)

FIRST, LAST = date(2026, 8, 17), date(2027, 6, 25)
PATTERNS = load_authority(None).patterns
UNIVERSAL, TARGETED = PATTERNS["universal"], PATTERNS["targeted"]
TODAY = date(2026, 11, 23)


def visit(number: int, kind: str, day: date, status: str = "agreed") -> CalendarVisit:
    return CalendarVisit(number, kind, day, status)


def test_our_tiers_promise_three_five_and_eight_visits():
    assert [len(PATTERNS[tier]) for tier in ("universal", "targeted", "intensive")] == [3, 5, 8]


def test_a_window_lies_in_the_school_year_by_its_months():
    found = promised([Spell(FIRST, UNIVERSAL)], FIRST, LAST)
    assert [(p.kind, p.first, p.last) for p in found] == [
        ("V1", date(2026, 9, 1), date(2026, 10, 31)),
        ("V2", date(2026, 11, 1), date(2027, 1, 31)),
        ("V3", date(2027, 2, 1), date(2027, 4, 30)),
    ]


def test_the_last_of_february_is_a_day_in_every_year():
    line = PatternVisit("V1", Window((2, 1), (2, 29)), 60)
    assert promised([Spell(FIRST, (line,))], FIRST, LAST)[0].last == date(2027, 2, 28)


def test_a_school_that_moves_keeps_the_autumn_of_its_old_tier_and_has_the_rest_of_the_new_one():
    found = promised([Spell(FIRST, UNIVERSAL), Spell(date(2026, 11, 20), TARGETED)], FIRST, LAST)
    assert [p.kind for p in found] == ["V1", "action_plan", "V2", "V3", "V4"]
    back = promised([Spell(FIRST, TARGETED), Spell(date(2027, 2, 10), UNIVERSAL)], FIRST, LAST)
    assert [p.kind for p in back] == ["V1", "action_plan", "V2", "V3"]


def test_a_tier_first_recorded_in_the_middle_of_a_session_counts_for_all_of_it():
    assert len(promised([Spell(date(2027, 3, 1), UNIVERSAL)], FIRST, LAST)) == 3


def states(*visits: CalendarVisit, pattern=UNIVERSAL, today=TODAY) -> list[str]:
    found, _ = standings(promised([Spell(FIRST, pattern)], FIRST, LAST), visits, today)
    return [one.state for one in found]


def test_each_promise_says_how_it_stands():
    v1 = visit(1, "V1", date(2026, 9, 20), "done")
    assert states(v1, visit(2, "V2", date(2026, 12, 3))) == [KEPT, "agreed", OPEN]
    assert states(visit(1, "V1", date(2026, 11, 10), "done")) == [LATE, OPEN, OPEN]
    assert states() == [MISSED, OPEN, OPEN]
    assert states(visit(1, "V1", date(2026, 9, 20), "agreed")) == [UNRECORDED, OPEN, OPEN]
    assert states(visit(1, "V1", date(2026, 9, 20), "cancelled")) == [MISSED, OPEN, OPEN]


def test_a_visit_of_another_kind_keeps_no_promise_and_is_named_when_it_is_still_to_come():
    other = visit(9, "note", date(2026, 12, 1))
    found, surplus = standings(promised([Spell(FIRST, UNIVERSAL)], FIRST, LAST), [other], TODAY)
    assert [one.state for one in found] == [MISSED, OPEN, OPEN]
    assert surplus == (other,)


def test_visits_of_one_kind_go_to_the_promises_whose_windows_hold_them():
    pattern = (
        PatternVisit("plan", Window((9, 1), (10, 31)), 90),
        PatternVisit("plan", Window((2, 1), (3, 31)), 90),
    )
    only = visit(1, "plan", date(2027, 2, 9))
    found, _ = standings(promised([Spell(FIRST, pattern)], FIRST, LAST), [only], TODAY)
    assert [one.visit for one in found] == [None, only]


def test_a_promise_of_any_kind_takes_what_no_other_needs():
    pattern = (*UNIVERSAL, PatternVisit(ANY, Window((9, 1), (6, 30)), 60))
    found, _ = standings(
        promised([Spell(FIRST, pattern)], FIRST, LAST),
        [visit(1, "note", date(2026, 12, 1)), visit(2, "V2", date(2026, 12, 2))],
        TODAY,
    )
    assert {one.promise.kind: one.visit.id for one in found if one.visit} == {"V2": 2, ANY: 1}


calendars = st.lists(
    st.builds(
        CalendarVisit,
        st.integers(1, 40),
        st.sampled_from(["V1", "V2", "V3", "V4", "action_plan", "attainment", "note"]),
        st.integers(0, 300).map(lambda days: FIRST + timedelta(days=days)),
        st.sampled_from(["proposed", "agreed", "done", "cancelled"]),
    ),
    max_size=12,
    unique_by=lambda visit: visit.id,
)


@given(calendars, st.sampled_from(sorted(PATTERNS)), st.integers(0, 312))
def test_no_visit_keeps_two_promises_and_no_visit_to_come_is_forgotten(visits, tier, days):
    today = FIRST + timedelta(days=days)
    promises = promised([Spell(FIRST, PATTERNS[tier])], FIRST, LAST)
    found, surplus = standings(promises, visits, today)
    used = [one.visit.id for one in found if one.visit]
    assert len(used) == len(set(used))
    assert [one.promise for one in found] == list(promises)
    to_come = {v.id for v in visits if v.status in ("proposed", "agreed") and v.day >= today}
    assert to_come == ({v.id for v in surplus} | (to_come & set(used)))
    assert all(one.visit is None or one.visit.kind == one.promise.kind for one in found)


@pytest.mark.parametrize("number", range(1, 21))
def test_visits_without_a_time_of_year_are_spread_over_all_of_it(number):
    windows = even_windows(number)
    spans = [window.within(FIRST, LAST) for window in windows]
    assert len(spans) == number
    assert all(first <= last for first, last in spans)
    assert spans[0][0] == date(2026, 9, 1)
    assert spans[-1][1] >= date(2027, 5, 31)
