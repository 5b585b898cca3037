"""Taking times side by side: every side once a round, so that whatever else the machine does falls on all alike."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

# One round of one side, by the number of the round; returns the seconds of what is measured, preparation left out.
Side = Callable[[int], float]


@dataclass(frozen=True)
class Times:
    """The seconds of every round of one side."""

    seconds: tuple[float, ...]

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)

    @property
    def p95(self) -> float:
        """Nineteen rounds in twenty took no longer than this."""
        return statistics.quantiles(self.seconds, n=20, method="inclusive")[-1]

    def each(self, count: int) -> Times:
        """The times of one of the `count` things that a round did."""
        return Times(tuple(seconds / count for seconds in self.seconds))


def interleaved(sides: Mapping[str, Side], rounds: int, warm_up: int = 1) -> dict[str, Times]:
    """The times of each side over `rounds`, after `warm_up` rounds without a count; each second one runs backwards."""
    order = list(sides)
    taken: dict[str, list[float]] = {name: [] for name in sides}
    for at in range(warm_up + rounds):
        for name in order[:: -1 if at % 2 else 1]:
            seconds = sides[name](at)
            if at >= warm_up:
                taken[name].append(seconds)
    return {name: Times(tuple(seconds)) for name, seconds in taken.items()}


def timed(work: Callable[[int], object]) -> Side:
    """A side whose whole round is measured."""

    def side(at: int) -> float:
        start = time.perf_counter()
        work(at)
        return time.perf_counter() - start

    return side
