"""Tiers over time as values: moves, flows, counts and stays."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from framework.flows import counts, days_within, flows, middle_stay, moves, tier_at

FIRST = date(2025, 8, 18)
DAY = timedelta(days=1)
HISTORY = [
    (FIRST, "universal"),
    (FIRST + 100 * DAY, "targeted"),
    (FIRST + 200 * DAY, "targeted"),
    (FIRST + 250 * DAY, "intensive"),
]


def test_the_tier_of_a_day_holds_from_its_first_day_on():
    assert tier_at(HISTORY, FIRST - DAY) is None
    assert tier_at(HISTORY, FIRST) == "universal"
    assert tier_at(HISTORY, FIRST + 99 * DAY) == "universal"
    assert tier_at(HISTORY, FIRST + 100 * DAY) == "targeted"
    assert tier_at([], FIRST) is None


def test_a_tier_that_is_confirmed_is_no_move():
    found = moves({1: HISTORY}, FIRST, FIRST + 300 * DAY)
    assert [(one.before, one.after, one.day) for one in found] == [
        ("targeted", "intensive", FIRST + 250 * DAY),
        ("universal", "targeted", FIRST + 100 * DAY),
    ]
    assert moves({1: HISTORY}, FIRST + 101 * DAY, FIRST + 249 * DAY) == []


def test_a_stay_is_counted_without_a_break():
    above = ("targeted", "intensive")
    assert days_within(HISTORY, above, FIRST + 300 * DAY) == 200
    assert days_within(HISTORY, ("intensive",), FIRST + 300 * DAY) == 50
    assert days_within(HISTORY, above, FIRST + 50 * DAY) is None
    back = [*HISTORY, (FIRST + 310 * DAY, "universal"), (FIRST + 320 * DAY, "targeted")]
    assert days_within(back, above, FIRST + 330 * DAY) == 10


def test_the_middle_of_no_stay_is_nothing():
    assert middle_stay([]) is None
    assert middle_stay([10, 30, 20]) == 20


HISTORIES = st.dictionaries(
    st.integers(1, 40),
    st.lists(st.tuples(st.integers(0, 600), st.sampled_from("abc")), max_size=6, unique_by=lambda one: one[0]).map(
        lambda listed: [(FIRST + days * DAY, tier) for days, tier in sorted(listed)]
    ),
    max_size=20,
)


@given(HISTORIES, st.integers(0, 600), st.integers(0, 600))
def test_flows_agree_with_the_counts_of_both_days(histories: dict[int, list[tuple[date, str]]], one: int, other: int):
    first, last = FIRST + min(one, other) * DAY, FIRST + max(one, other) * DAY
    found = flows(histories, first, last)
    before: Counter[str] = Counter()
    for (tier, _), number in found.items():
        before[tier] += number
    # A tier that was on record stays on record: everybody known on the first day is known on the last.
    assert before == counts(histories, first)
    assert sum(found.values()) <= sum(counts(histories, last).values())
