"""The exact assignment: beside an independent solver and every possible assignment, and its proof."""

from __future__ import annotations

import random
from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framework.assignment import Assignment, Problem, assign, certified

# Dearer for the other solvers than any pairs of these tests together.
DEAR = 10**6


def made(seed: int) -> Problem:
    """A small problem out of chance: some pairs forbidden, some columns without room, often too little room in all."""
    rng = random.Random(seed)
    rows, columns = rng.randint(1, 14), rng.randint(1, 14)
    forbidden, most = rng.choice([0.0, 0.2, 0.6, 0.9]), rng.choice([1, 5, 1000])
    costs = [
        tuple(None if rng.random() < forbidden else rng.randint(0, most) for _ in range(columns)) for _ in range(rows)
    ]
    return Problem(tuple(costs), tuple(rng.choice([0, 1, 1, 2, 3]) for _ in range(columns)))


def total(problem: Problem, assignment: Assignment) -> int:
    return assignment.cost + DEAR * (len(problem.costs) - len(assignment.pairs))


def by_scipy(problem: Problem) -> int:
    """The least total by scipy: a column for every place, and one more a row for staying unpaired."""
    optimize = pytest.importorskip("scipy.optimize", reason="scipy is not installed: no solver to compare with")
    places = [column for column, room in enumerate(problem.capacities) for _ in range(room)]
    matrix = [
        [2 * DEAR if costs[column] is None else costs[column] for column in places] + [DEAR] * len(problem.costs)
        for costs in problem.costs
    ]
    return sum(matrix[row][place] for row, place in zip(*optimize.linear_sum_assignment(matrix), strict=True))


def by_trying_all(problem: Problem) -> int:
    """The least total of all ways to give each row a column or none."""
    choices = [None, *range(len(problem.capacities))]
    return min(
        sum(DEAR if column is None else problem.costs[row][column] for row, column in enumerate(way))
        for way in product(choices, repeat=len(problem.costs))
        if all(way.count(column) <= room for column, room in enumerate(problem.capacities))
        and all(column is None or problem.costs[row][column] is not None for row, column in enumerate(way))
    )


any_costs = st.none() | st.integers(-5, 9)


@st.composite
def problems(draw, most_rows=4, most_columns=3, costs=any_costs):
    columns = draw(st.integers(0, most_columns))
    row = st.tuples(*[costs] * columns)
    rows = draw(st.lists(row, max_size=most_rows))
    return Problem(tuple(rows), draw(st.tuples(*[st.integers(0, 3)] * columns)))


@pytest.mark.parametrize("seed", range(200))
def test_the_optimum_is_that_of_an_independent_solver(seed):
    problem = made(seed)
    assert total(problem, assign(problem)) == by_scipy(problem)


@given(problems())
def test_nothing_is_better_among_all_possible_assignments(problem):
    assert total(problem, assign(problem)) == by_trying_all(problem)


@given(problems(most_rows=12, most_columns=12))
def test_every_assignment_carries_its_proof(problem):
    assert certified(problem, assign(problem))


@given(problems(most_rows=8, most_columns=8, costs=st.just(7)))
def test_equal_costs_still_give_the_most_pairs(problem):
    found = assign(problem)
    assert len(found.pairs) == min(len(problem.costs), sum(problem.capacities))
    assert found.cost == 7 * len(found.pairs)
    assert certified(problem, found)


@given(problems(most_rows=8, most_columns=8))
def test_the_same_problem_has_the_same_answer(problem):
    assert assign(problem) == assign(problem)


@pytest.mark.parametrize(
    "problem",
    [
        Problem((), ()),
        Problem((), (1, 2)),
        Problem(((), ()), ()),
        Problem(((None, None), (None, None)), (1, 1)),
        Problem(((1, 2), (3, 4)), (0, 0)),
    ],
    ids=["nobody", "no rows", "no columns", "all forbidden", "no room"],
)
def test_where_nobody_can_be_paired_nobody_is_and_that_is_proven(problem):
    found = assign(problem)
    assert found.pairs == ()
    assert found.cost == 0
    assert certified(problem, found)


def test_a_pair_more_is_worth_any_cost():
    problem = Problem(((1, 1000), (1, None)), (1, 1))
    assert assign(problem).pairs == ((0, 1), (1, 0))


def test_a_column_takes_as_many_as_it_has_room_for():
    problem = Problem(((1, 50), (2, 50), (30, 50)), (2, 5))
    assert assign(problem).pairs == ((0, 0), (1, 0), (2, 1))


@pytest.mark.parametrize("seed", range(200))
def test_a_change_to_an_assignment_of_chance_is_refused(seed):
    problem = made(seed)
    found = assign(problem)
    assert certified(problem, found)
    for changed in tampered(problem, found):
        assert not certified(problem, changed)


def tampered(problem: Problem, found: Assignment):
    """A pair left out, put in twice, a wrong cost, and every dual that counts moved by a point."""
    yield replace(found, cost=found.cost + 1)
    if found.pairs:
        yield replace(found, pairs=found.pairs[1:])
        yield replace(found, pairs=(*found.pairs, found.pairs[0]))
    for by in (-1, 1):
        for row in range(len(problem.costs)):
            yield replace(found, row_duals=moved(found.row_duals, row, by))
        for column, room in enumerate(problem.capacities):
            if room:
                yield replace(found, column_duals=moved(found.column_duals, column, by))


def moved(duals, at, by):
    return (*duals[:at], duals[at] + by, *duals[at + 1 :])


@pytest.mark.parametrize("seed", range(200))
def test_two_partners_swapped_are_refused_unless_the_swap_is_as_good(seed):
    problem = made(seed)
    found = assign(problem)
    for (row, column), (other, its) in zip(found.pairs, found.pairs[1:], strict=False):
        swapped = [pair for pair in found.pairs if pair[0] not in (row, other)] + [(row, its), (other, column)]
        costs = [problem.costs[one][place] for one, place in swapped]
        honest = sum(cost or 0 for cost in costs)
        as_good = None not in costs and honest == found.cost
        for claimed in (honest, found.cost):
            assert certified(problem, replace(found, pairs=tuple(swapped), cost=claimed)) is as_good


SMALL = Problem(((3, 5, None), (4, 9, 2)), (1, 1, 1))
SOLVED = assign(SMALL)


@pytest.mark.parametrize(
    "wrong",
    [
        replace(SOLVED, pairs=((0, 0), (5, 2))),
        replace(SOLVED, pairs=((0, -3), (1, 2))),
        replace(SOLVED, pairs=((0, 2), (1, 0))),
        replace(SOLVED, pairs=((0, 0), (1, 0))),
        replace(SOLVED, row_duals=SOLVED.row_duals[:1]),
        replace(SOLVED, column_duals=(*SOLVED.column_duals, 0)),
    ],
    ids=["no such row", "no such column", "forbidden", "over capacity", "a dual too few", "a dual too many"],
)
def test_what_is_not_an_assignment_of_this_problem_is_refused(wrong):
    assert certified(SMALL, SOLVED)
    assert not certified(SMALL, wrong)


def test_an_assignment_that_pairs_too_few_is_refused_however_cheap_it_is():
    problem = Problem(((1, 1000), (1, None)), (1, 1))
    price = problem.unpaired_cost
    assert not certified(problem, Assignment(((0, 0),), 1, (1, price), (0, 0)))


def test_a_row_of_the_wrong_length_is_said():
    with pytest.raises(ValueError, match="Row 1 has 1 costs for 2 columns"):
        Problem(((1, 2), (1,)), (1, 1))


def test_a_capacity_below_nothing_is_said():
    with pytest.raises(ValueError, match="Column 0 has a capacity of -1"):
        Problem(((1,),), (-1,))
