"""A number out of whatever a person, a button or an address gave."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framework.numbers import LARGEST, number_in


@given(st.integers(0, LARGEST))
def test_a_number_is_read_as_it_is_written(number: int):
    assert number_in(str(number)) == number
    assert number_in(f" {number} ") == number


@given(st.integers(LARGEST + 1), st.integers(-9, 9))
def test_what_no_column_could_keep_is_no_number(number: int, default: int):
    assert number_in(str(number), default) == default


@pytest.mark.parametrize("text", ["", " ", "²", "１", "٣", "-1", "+1", "1.0", "1e3", "0x1", "1_0", "1" * 5000])
def test_what_only_looks_like_a_number_is_none(text: str):
    assert number_in(text) == 0
    assert number_in(text, 7) == 7


@given(st.text(st.characters(codec=None)))
def test_no_text_raises(text: str):
    assert 0 <= number_in(text) <= LARGEST
