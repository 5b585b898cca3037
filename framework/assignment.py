"""The cheapest assignment of those who wait to those who have room, exact, with a proof that anybody can check.

As many as possible are paired; of all ways to pair that many, one with the least total cost is found, by successive
shortest augmenting paths with prices (after Jonker and Volgenant, Computing 38, 1987). The same problem always gives
the same assignment.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from heapq import heappop, heappush
from itertools import chain

Pairs = tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Problem:
    """Who waits (rows), who has room (columns), and what each pair would cost, in whole points.

    `costs[row][column]` is None where the two may not be paired; `capacities[column]` is the room of a column.
    Raises ValueError for a row of another length than `capacities` and for a capacity below 0.
    """

    costs: tuple[tuple[int | None, ...], ...]
    capacities: tuple[int, ...]

    def __post_init__(self) -> None:
        for row, costs in enumerate(self.costs):
            if len(costs) != len(self.capacities):
                raise ValueError(f"Row {row} has {len(costs)} costs for {len(self.capacities)} columns: give one each.")
        for column, capacity in enumerate(self.capacities):
            if capacity < 0:
                raise ValueError(f"Column {column} has a capacity of {capacity}: give 0 or more.")

    @property
    def unpaired_cost(self) -> int:
        """What leaving one row unpaired is taken to cost.

        One pair more changes the costs of all others by at most their whole range, so at this price the cheapest total
        has the largest number of pairs.
        """
        allowed = [cost for cost in chain.from_iterable(self.costs) if cost is not None]
        if not allowed:
            return 1
        return len(self.costs) * (max(allowed) - min(allowed)) + max(allowed) + 1


@dataclass(frozen=True)
class Assignment:
    """Pairs of row and column by row, their cost together, and the duals: what shows that nothing cheaper exists.

    A row's dual is what its place costs, the room that it takes up included (`unpaired_cost` where it has none); a
    column's is minus what one more place there would save: 0 where there is room, never above.
    """

    pairs: Pairs
    cost: int
    row_duals: tuple[int, ...]
    column_duals: tuple[int, ...]


def assign(problem: Problem) -> Assignment:
    """The optimum: the most pairs, and of those the least cost."""
    search = _Search(problem)
    for row in range(len(problem.costs)):
        search.place(row)
    return search.assignment()


def certified(problem: Problem, assignment: Assignment) -> bool:
    """Whether the assignment is allowed, and its duals prove that no other is better (linear programming duality).

    No allowed assignment costs less than feasible duals add up to, unpaired rows at `problem.unpaired_cost` included.
    Where both totals are the same, every pair is tight and every column with a price is full.
    """
    if not _is_allowed(problem, assignment.pairs) or not _is_dual_feasible(problem, assignment):
        return False
    cost = sum(problem.costs[row][column] or 0 for row, column in assignment.pairs)
    whole = cost + problem.unpaired_cost * (len(problem.costs) - len(assignment.pairs))
    places = sum(dual * room for dual, room in zip(assignment.column_duals, problem.capacities, strict=True))
    return cost == assignment.cost and whole == sum(assignment.row_duals) + places


def _is_allowed(problem: Problem, pairs: Pairs) -> bool:
    rows, columns = [row for row, _ in pairs], [column for _, column in pairs]
    return (
        set(rows) <= set(range(len(problem.costs)))
        and len(set(rows)) == len(rows)
        and set(columns) <= set(range(len(problem.capacities)))
        and all(taken <= problem.capacities[column] for column, taken in Counter(columns).items())
        and all(problem.costs[row][column] is not None for row, column in pairs)
    )


def _is_dual_feasible(problem: Problem, assignment: Assignment) -> bool:
    rows, columns = assignment.row_duals, assignment.column_duals
    if len(rows) != len(problem.costs) or len(columns) != len(problem.capacities):
        return False
    unpaired_cost = problem.unpaired_cost
    return (
        all(dual <= unpaired_cost for dual in rows)
        and all(dual <= 0 for dual in columns)
        and all(
            cost is None or row + column <= cost
            for row, costs in zip(rows, problem.costs, strict=True)
            for column, cost in zip(columns, costs, strict=True)
        )
    )


@dataclass
class _Reach:
    """How far one search has come: distances are what it costs, in points, to send the new row there."""

    distance: int
    """To the nearest end so far: a column with room, or leaving somebody unpaired."""
    row: int
    """Who would go to that end."""
    column: int | None = None
    """None: `row` would stay unpaired."""
    near: dict[int, int] = field(default_factory=dict)
    """The distance to each full column that has been seen."""
    by_way_of: dict[int, int] = field(default_factory=dict)
    """The row that would go to each of them."""
    queue: list[tuple[int, int]] = field(default_factory=list)


class _Search:
    """Rows placed so far, at the least cost, and the price of each column: what a place there would save."""

    def __init__(self, problem: Problem) -> None:
        self._problem = problem
        self._unpaired_cost = problem.unpaired_cost
        self._prices = [0] * len(problem.capacities)
        # Every row's columns, cheapest first: a search looks no further than the nearest end that it has found.
        self._options = [
            sorted((cost, column) for column, cost in enumerate(costs) if cost is not None) for costs in problem.costs
        ]
        self._place_of: dict[int, tuple[int, int]] = {}
        self._rows_in: list[set[int]] = [set() for _ in problem.capacities]
        self._room = list(problem.capacities)

    def place(self, row: int) -> None:
        """Find the new row a place by the cheapest chain of moves, or leave it (or one that it displaces) unpaired."""
        reach = _Reach(self._unpaired_cost, row)
        self._look_from(row, 0, reach)
        settled: dict[int, int] = {}
        while reach.queue and reach.queue[0][0] < reach.distance:
            distance, column = heappop(reach.queue)
            if column in settled:
                continue
            settled[column] = distance
            for other in self._rows_in[column]:
                self._look_from(other, distance - self._dual(other), reach)
        for column, distance in settled.items():
            self._prices[column] += reach.distance - distance
        self._move(row, reach)

    def _look_from(self, row: int, base: int, reach: _Reach) -> None:
        """Note what is within reach of this row; `base` is the distance to it, less what its present place costs."""
        if base + self._unpaired_cost < reach.distance:
            reach.distance, reach.row, reach.column = base + self._unpaired_cost, row, None
        near, prices, room = reach.near, self._prices, self._room
        end = reach.distance
        for cost, column in self._options[row]:
            if base + cost >= end:
                return
            distance = base + cost + prices[column]
            if distance >= near.get(column, end) or distance >= end:
                continue
            if room[column]:
                reach.distance, reach.row, reach.column = distance, row, column
                return
            near[column] = distance
            reach.by_way_of[column] = row
            heappush(reach.queue, (distance, column))

    def _move(self, new: int, reach: _Reach) -> None:
        """Everybody on the way to the end moves on by one place, the last first."""
        row, target = reach.row, reach.column
        while True:
            left = self._leave(row)
            if target is not None:
                self._take(row, target)
            if row == new or left is None:
                return
            row, target = reach.by_way_of[left], left

    def _leave(self, row: int) -> int | None:
        if row not in self._place_of:
            return None
        column, _ = self._place_of.pop(row)
        self._rows_in[column].remove(row)
        self._room[column] += 1
        return column

    def _take(self, row: int, column: int) -> None:
        self._place_of[row] = (column, self._problem.costs[row][column] or 0)
        self._rows_in[column].add(row)
        self._room[column] -= 1

    def _dual(self, row: int) -> int:
        if row not in self._place_of:
            return self._unpaired_cost
        column, cost = self._place_of[row]
        return cost + self._prices[column]

    def assignment(self) -> Assignment:
        places = sorted(self._place_of.items())
        return Assignment(
            tuple((row, column) for row, (column, _) in places),
            sum(cost for _, (_, cost) in places),
            tuple(self._dual(row) for row in range(len(self._problem.costs))),
            tuple(-price for price in self._prices),
        )
