"""Figures of public statistics: numbers, and the many ways of saying that there is none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framework.figures import Figure, figure, in_order, shown


@pytest.mark.parametrize(
    "text",
    [
        "C", "c", "z", "*", "[c]", "x", "[x]", "[z]", "..", ":", "-", "n/a", "[low]", "97-100%", "97 - 100", "97–100%",
        "<5", "≤ 5", "under 5", "fewer than 5", "5 or fewer", ">95%", "0 to 4", "95+",
    ],
)  # fmt: skip
def test_what_is_suppressed_has_no_value(text: str):
    found = figure(text, "%")
    assert found.value is None
    assert found.code == text


def test_an_empty_cell_is_no_figure_and_no_zero():
    assert figure("  ", "%") == Figure(None, "blank")


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        ("93.0", "%", 93.0), ("93%", "%", 93.0), ("93 per cent", "%", 93.0), ("0", "%", 0.0), (" 1,234 ", "", 1234.0),
        ("£12,300", "£", 12300.0), ("-1.5", "", -1.5), (".5", "", 0.5),
    ],
)  # fmt: skip
def test_numbers_are_numbers(text: str, unit: str, value: float):
    assert figure(text, unit) == Figure(value)


@pytest.mark.parametrize("text", ["about ninety", "93.0.1", "12,34", "=1+1", "93 pupils", "٣", "1e5", "nan", "inf"])
def test_anything_else_is_a_fault_in_words(text: str):
    with pytest.raises(ValueError, match="neither a number nor a code"):
        figure(text, "%")


def test_a_percentage_is_no_number_of_days():
    with pytest.raises(ValueError, match="a percentage"):
        figure("5%", "days a head")


@given(st.text(max_size=30))
def test_no_text_breaks_it(text: str):
    try:
        found = figure(text, "%")
    except ValueError:
        return
    assert (found.value is None) == bool(found.code)


def test_periods_come_in_the_order_of_their_numbers():
    assert sorted(["2024/25", "2022/23", "2023/24"], key=in_order) == ["2022/23", "2023/24", "2024/25"]
    assert sorted(["2024 term 10", "2024 term 2"], key=in_order) == ["2024 term 2", "2024 term 10"]


def test_a_figure_is_said_with_its_unit():
    assert [shown(93, "%", 1), shown(12300, "£", 0), shown(4.25, "days a head", 1), shown(7, "", 0)] == [
        "93.0%", "£12,300", "4.2 days a head", "7",
    ]  # fmt: skip
