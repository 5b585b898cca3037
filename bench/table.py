"""What a measurement found, as a line of the table: two times from one run, their ratio, the goal, whether it holds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bench.rounds import Times

HEADINGS = ("", "what", "Cairn", "beside it", "ratio", "p95", "goal", "holds")


@dataclass(frozen=True)
class Compared:
    """Cairn's time beside a floor or a peer, `peer` in words.

    The ratio is Cairn's time over the other's, or where `is_rate` the other's over Cairn's; `at_most` and `at_least`
    are the goals for it. `tail`: the ratio of the 95th percentiles is shown too.
    """

    what: str
    cairn: Times
    beside: Times
    peer: str
    at_most: float | None = None
    at_least: float | None = None
    tail: bool = False
    is_rate: bool = False

    @property
    def ratio(self) -> float:
        """Between the medians: how many times as long as the other, or as quick where `is_rate`."""
        return self._between(self.cairn.median, self.beside.median)

    @property
    def tail_ratio(self) -> float:
        return self._between(self.cairn.p95, self.beside.p95)

    @property
    def holds(self) -> bool | None:
        """Whether the goal holds; None where there is none."""
        if self.at_most is not None:
            return self.ratio <= self.at_most
        return None if self.at_least is None else self.ratio >= self.at_least

    def _between(self, cairn: float, beside: float) -> float:
        return beside / cairn if self.is_rate else cairn / beside


def cells(name: str, row: Compared) -> tuple[str, ...]:
    """The line of the table, one text a column."""
    return (
        name,
        row.what,
        _duration(row.cairn.median),
        f"{_duration(row.beside.median)} {row.peer}",
        _ratio(row, row.ratio),
        _ratio(row, row.tail_ratio) if row.tail else "",
        _goal(row),
        {True: "yes", False: "NO", None: ""}[row.holds],
    )


def as_table(lines: Sequence[Sequence[str]]) -> str:
    """The lines under their headings, in columns."""
    widths = [max(len(line[at]) for line in [HEADINGS, *lines]) for at in range(len(HEADINGS))]
    return "\n".join(_line(line, widths) for line in [HEADINGS, ["-" * width for width in widths], *lines])


def _line(line: Iterable[str], widths: Iterable[int]) -> str:
    return "  ".join(text.ljust(width) for text, width in zip(line, widths, strict=True)).rstrip()


def _ratio(row: Compared, ratio: float) -> str:
    return f"{ratio:.2f} x {'as quick' if row.is_rate else 'as long'}"


def _goal(row: Compared) -> str:
    if row.at_most is not None:
        return f"at most {row.at_most:g} x as long"
    return "" if row.at_least is None else f"at least {row.at_least:g} x as quick"


def _duration(seconds: float) -> str:
    for unit, size in (("s", 1.0), ("ms", 1e-3)):
        if seconds >= size:
            return f"{seconds / size:.3g} {unit}"
    return f"{seconds * 1e6:.3g} µs"
