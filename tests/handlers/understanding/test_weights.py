"""The file of weights: each feature found among its lines without reading them all."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from handlers.understanding.weights import SortedLines, shipped_weights

_NAMES = st.text(
    st.characters(exclude_characters="\t\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029", exclude_categories=["Cs"])
)


def lines_of(table: dict[str, str]) -> SortedLines:
    written = sorted((f"{name}\t{weights}\n".encode() for name, weights in table.items()), key=_name)
    return SortedLines(b"".join(written))


def _name(line: bytes) -> bytes:
    return line.partition(b"\t")[0]


@given(st.dictionaries(_NAMES, st.text("0123456789:.- ", min_size=1)), _NAMES)
def test_every_feature_is_found_and_no_other(table: dict[str, str], other: str) -> None:
    lines = lines_of(table)
    assert {name: lines[name] for name in table} == table
    assert lines.get(other, "none") == table.get(other, "none")
    assert (len(lines), sorted(lines)) == (len(table), sorted(table))


def test_the_shipped_file_stands_in_the_order_in_which_it_is_searched() -> None:
    lines = shipped_weights().lines
    names = list(lines)
    assert names == sorted(names, key=str.encode)
    assert all(lines[name] for name in names[:: max(len(names) // 500, 1)])
