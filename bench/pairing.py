"""A round of mentoring pairs, 300 new headteachers and 400 mentors: the exact optimum beside greedy drafts and scipy.

Greedy takes the cheapest pair that is left, again and again. By how much it costs more, and how many it leaves without
a mentor, stand beside its time. All times are of the assignment alone, the costs already known.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

from bench.rounds import Times, interleaved, timed
from bench.table import Compared
from framework.assignment import Pairs, Problem, assign, certified
from framework.pairing import Kind, Mentee, Mentor, Rules, pair_all

MENTEES: Final = 300
MENTORS: Final = 400
ROUNDS: Final = 5
TODAY: Final = date(2026, 11, 23)
# The room of the mentors by the name of the case, drawn for each: ample, and for about as many as wait.
ROOM: Final = {"ample room": (1, 2), "scarce room": (0, 1, 1, 1)}
_NEEDS: Final = ("1.1", "1.3", "2.2", "2.3", "2.5", "3.1", "3.2", "reading", "attendance", "nurture")
_SECTORS: Final = ("primary", "primary", "primary", "primary", "secondary", "early_years", "special")


@dataclass(frozen=True)
class _Case:
    """One round as a problem, and what the exact answer and the greedy draft make of it."""

    name: str
    problem: Problem
    pairs: Pairs
    cost: int


def measure(_folder: Path) -> list[Compared]:
    """For each case a line beside greedy and, where scipy is there, one beside it."""
    return [row for name, room in ROOM.items() for row in _of_case(_case(name, room))]


def _of_case(case: _Case) -> list[Compared]:
    problem = case.problem
    sides: dict[str, Callable[[int], object]] = {
        "exact": lambda _at: assign(problem),
        "greedy": lambda _at: greedy(problem),
    }
    if find_spec("scipy"):
        sides["scipy"] = _scipy(case)
    times = interleaved({name: timed(work) for name, work in sides.items()}, ROUNDS)
    return list(_lines(case, times))


def _lines(case: _Case, times: dict[str, Times]) -> list[Compared]:
    what = f"{MENTEES} x {MENTORS} pairs, {case.name}"
    lines = [Compared(what, times["exact"], times["greedy"], f"greedy, {_gap(case)}")]
    if "scipy" in times:
        lines.append(Compared(what, times["exact"], times["scipy"], "scipy, the same cost"))
    return lines


def _gap(case: _Case) -> str:
    """What greedy loses: how much dearer each of its pairs is on average, and whom it leaves without one."""
    draft = greedy(case.problem)
    each = _cost(case.problem, draft) / len(draft) / (case.cost / len(case.pairs)) - 1
    return f"a pair {each:+.1%} in cost, {len(case.pairs) - len(draft)} of {len(case.pairs)} pairs fewer"


def greedy(problem: Problem) -> Pairs:
    """The cheapest pair of those left, until none is."""
    pairs = sorted(
        (cost, row, column)
        for row, costs in enumerate(problem.costs)
        for column, cost in enumerate(costs)
        if cost is not None
    )
    room, waiting, found = list(problem.capacities), set(range(len(problem.costs))), []
    for _cost_of_pair, row, column in pairs:
        if row in waiting and room[column]:
            waiting.remove(row)
            room[column] -= 1
            found.append((row, column))
    return tuple(found)


def _cost(problem: Problem, pairs: Pairs) -> int:
    return sum(problem.costs[row][column] or 0 for row, column in pairs)


def _scipy(case: _Case) -> Callable[[int], object]:
    """scipy's solver, a column for each place and one more a row for staying unpaired, its matrix made beforehand."""
    problem, dear = case.problem, case.problem.unpaired_cost
    numpy, optimize = import_module("numpy"), import_module("scipy.optimize")
    places = [column for column, room in enumerate(problem.capacities) for _ in range(room)]
    matrix: Any = numpy.array([_row(costs, places, dear) for costs in problem.costs])
    rows, columns = optimize.linear_sum_assignment(matrix)
    theirs = int(matrix[rows, columns].sum())
    if theirs != case.cost + dear * (MENTEES - len(case.pairs)):
        raise RuntimeError(f"scipy found {theirs}, and the exact answer costs {case.cost} for {len(case.pairs)} pairs")
    return lambda _at: optimize.linear_sum_assignment(matrix)


def _row(costs: tuple[int | None, ...], places: list[int], dear: int) -> list[int]:
    prices = [costs[column] for column in places]
    return [2 * dear if price is None else price for price in prices] + [dear] * MENTEES


def _case(name: str, room: tuple[int, ...]) -> _Case:
    rng = random.Random(name)
    mentors = [_mentor(MENTEES + at, rng, rng.choice(room)) for at in range(MENTORS)]
    found = pair_all([_mentee(at, rng) for at in range(MENTEES)], mentors, TODAY, Rules(), frozenset())
    if not certified(found.problem, found.assignment):
        raise RuntimeError(f"The assignment with {name} does not prove itself")
    return _Case(name, found.problem, found.assignment.pairs, found.assignment.cost)


def _mentee(person: int, rng: random.Random) -> Mentee:
    kind: Kind = "buddy" if rng.random() < 0.1 else "mentor"
    return Mentee(**_head(person, rng), kind=kind, needs=frozenset(rng.sample(_NEEDS, 2)))


def _mentor(person: int, rng: random.Random, capacity: int) -> Mentor:
    return Mentor(
        **_head(person, rng),
        capacity=capacity,
        experienced_since=date(rng.randint(2008, 2025), 8, 1),
        trained_on=date(rng.randint(2023, 2026), 3, 1) if rng.random() < 0.95 else None,
        strengths=frozenset(rng.sample(_NEEDS, 3)),
        not_with=frozenset(rng.sample(range(MENTEES), rng.choice((0, 0, 0, 2)))),
    )


def _head(person: int, rng: random.Random) -> dict[str, Any]:
    """A made-up headteacher somewhere in an area of about 120 by 120 km."""
    roll = round(12 * 2 ** rng.uniform(0, 6))
    return {
        "id": person,
        "schools": frozenset({person}),
        "sector": rng.choice(_SECTORS),
        "roll": roll,
        "is_teaching_head": roll < 70,
        "urban_rural": rng.randint(1, 8),
        "latitude": rng.uniform(56.0, 57.1),
        "longitude": rng.uniform(-5.5, -3.5),
        "deprivation": rng.random() / 2,
    }
