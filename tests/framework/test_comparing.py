"""A figure beside others: distributions that give nobody away, and schools that are alike."""

from __future__ import annotations

from statistics import quantiles

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framework.comparing import FEWEST_COMPARED, Kind, alike, apart, distribution, percentile

VALUES = st.lists(st.floats(0, 100), max_size=40)


@given(VALUES)
def test_fewer_than_five_figures_are_never_shown(values: list[float]):
    assert (distribution(values) is None) == (len(values) < FEWEST_COMPARED)


@given(st.lists(st.floats(0, 100), min_size=5, max_size=40))
def test_quarters_are_those_of_the_standard_library(values: list[float]):
    found = distribution(values)
    assert found is not None
    expected = quantiles(values, n=4, method="inclusive")
    assert [found.quarter, found.median, found.three_quarters] == pytest.approx(expected)


def test_the_ends_are_the_least_and_the_most():
    assert (percentile([1, 2, 3], 0), percentile([1, 2, 3], 1)) == (1, 3)


def test_sectors_are_never_compared():
    assert apart(Kind("primary", 100), Kind("special", 100)) is None


def test_what_is_known_of_one_alone_cannot_be_compared():
    assert apart(Kind("primary", 100, 20.0), Kind("primary", 100)) is None
    assert apart(Kind("primary", 100), Kind("primary", 100, 20.0)) == 0


def test_the_nearest_come_first():
    kinds = {
        1: Kind("primary", 40, 10.0, 8),
        2: Kind("primary", 45, 12.0, 8),
        3: Kind("primary", 400, 12.0, 8),
        4: Kind("primary", 40, 90.0, 8),
        5: Kind("primary", 40, 10.0, 1),
        6: Kind("secondary", 40, 10.0, 8),
    }
    assert alike(1, kinds)[0] == 2
    assert 6 not in alike(1, kinds)
    assert len(alike(1, kinds, most=2)) == 2
