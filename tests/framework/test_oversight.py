"""Shares and their words, small numbers hidden, what is due by now, and an officer's load."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framework.oversight import (
    FEWEST_SHOWN,
    beside_average,
    centre,
    due_by_now,
    hide_few,
    kilometres,
    load,
    percent,
    quantity,
)


@pytest.mark.parametrize(
    ("part", "word"),
    [
        (0, "none"), (1, "a few"), (14, "a few"), (15, "a minority"), (49, "a minority"), (50, "the majority"),
        (74, "the majority"), (75, "most"), (90, "most"), (91, "almost all"), (99, "almost all"), (100, "all"),
    ],
)  # fmt: skip
def test_the_inspectorates_words_begin_where_it_says(part: int, word: str):
    assert quantity(part, 100) == word


def test_all_but_one_of_very_many_is_not_all():
    assert (quantity(9_999, 10_000), percent(9_999, 10_000)) == ("almost all", "over 99%")
    assert (quantity(1, 10_000), percent(1, 10_000)) == ("a few", "under 1%")


def test_a_share_of_nothing_is_no_number():
    assert (percent(0, 0), quantity(0, 0)) == ("–", "none")


COUNTS = st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 60), min_size=1)


@given(COUNTS)
def test_no_number_from_one_to_four_is_shown(counts: dict[str, int]):
    assert all(number is None or number == 0 or number >= FEWEST_SHOWN for number in hide_few(counts).values())


@given(COUNTS)
def test_what_is_hidden_cannot_be_had_by_subtraction(counts: dict[str, int]):
    hidden = [name for name, number in hide_few(counts).items() if number is None]
    others = [number for name, number in counts.items() if number and name not in hidden]
    assert not hidden or not others or any(counts[name] >= FEWEST_SHOWN for name in hidden)


@pytest.mark.parametrize("small", [(1, 1), (4, 4), (1, 4)])
def test_two_small_numbers_are_not_told_by_what_is_left(small: tuple[int, int]):
    counts = {"universal": 58, "targeted": small[0], "intensive": small[1]}
    assert set(hide_few(counts).values()) == {None}
    assert hide_few(counts | {"core": 9})["universal"] == 58


@given(COUNTS)
def test_nothing_is_hidden_where_no_number_is_small(counts: dict[str, int]):
    large = {name: number * 5 for name, number in counts.items()}
    assert hide_few(large) == large


def test_visits_fall_due_as_the_session_goes_by():
    assert [due_by_now(8, gone, 190) for gone in (0, 23, 24, 95, 190, 400, -3)] == [0, 0, 1, 4, 8, 8, 0]
    assert due_by_now(3, 5, 0) == 0


def test_a_degree_of_latitude_is_about_111_kilometres():
    assert kilometres((55.0, -5.0), (56.0, -5.0)) == pytest.approx(111.2, abs=0.2)
    assert kilometres((55.0, -5.0), (55.0, -5.0)) == 0


def test_the_middle_of_no_place_is_nowhere():
    assert centre([]) is None
    assert centre([(50.0, -4.0), (60.0, -6.0)]) == (55.0, -5.0)


def test_travel_there_and_back_counts_as_visits():
    assert load(5, 0, 200) == 5
    assert load(5, 100, 200) == 10
    assert load(5, 100, 0) == 5


@given(st.lists(st.floats(0.1, 500), min_size=1, max_size=30))
def test_the_loads_beside_their_average_sum_to_nothing(loads: list[float]):
    assert sum(beside_average(one, loads) for one in loads) == pytest.approx(0, abs=1e-6)


def test_no_load_at_all_is_beside_nothing():
    assert beside_average(0, [0, 0]) == 0
    assert beside_average(3, []) == 0
