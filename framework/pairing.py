"""Pairing new headteachers with mentors or buddies: who may be paired, and the best round for all who wait."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Final

from dateutil.relativedelta import relativedelta

from framework.assignment import Assignment, Problem, assign
from framework.fitting import Cost, Kind, Mentee, Mentor, Weights, cost, kilometres, reasons

__all__ = [
    "Cost",
    "Earlier",
    "Kind",
    "Mentee",
    "Mentor",
    "Pair",
    "Pairing",
    "Rules",
    "Unpaired",
    "Weights",
    "cost",
    "may_pair",
    "pair_all",
    "reasons",
]

Earlier = AbstractSet[tuple[int, int]]


@dataclass(frozen=True)
class Rules:
    """What an authority decides about pairs. A buddy helps day to day: a shorter time as a head, no training, but near.

    Times are whole years, to the anniversary and on it; `need_names` are the words for each need ('2.3': 'learning,
    teaching and assessment (2.3)').
    """

    mentor_years: int = 3
    buddy_years: int = 1
    training_lasts_years: int = 3
    buddy_within_km: int = 30
    weights: Weights = field(default_factory=Weights)
    need_names: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Pair:
    """Two people, what the pair costs, and what speaks for it."""

    mentee: Mentee
    mentor: Mentor
    cost: Cost
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Unpaired:
    """Somebody who still waits, and why, in words that the officer may read."""

    mentee: Mentee
    why: str


@dataclass(frozen=True)
class Pairing:
    """A whole round: `framework.assignment.certified(problem, assignment)` shows that no other is better."""

    pairs: tuple[Pair, ...]
    unpaired: tuple[Unpaired, ...]
    problem: Problem
    assignment: Assignment


def may_pair(mentee: Mentee, mentor: Mentor, today: date, rules: Rules, earlier: Earlier) -> bool:
    """Whether the two may be paired at all, whatever room the mentor has.

    `earlier` are all pairs so far, of either kind, as ids of mentee and mentor: a buddy is somebody else.
    """
    return not _are_apart(mentee, mentor, earlier) and all(
        holds(mentee, mentor, today, rules) for holds, _ in _CONDITIONS
    )


def pair_all(
    mentees: Sequence[Mentee], mentors: Sequence[Mentor], today: date, rules: Rules, earlier: Earlier
) -> Pairing:
    """The best round for everybody: as many pairs as possible, and of these the fewest points in all.

    Raises ValueError where a person is among the mentees, or among the mentors, twice: who wants both a mentor and a
    buddy is paired in two rounds, the first round's pairs among `earlier` in the second.
    """
    _refuse_repeats("mentees", mentees)
    _refuse_repeats("mentors", mentors)
    problem = Problem(
        tuple(tuple(_price(mentee, mentor, today, rules, earlier) for mentor in mentors) for mentee in mentees),
        tuple(mentor.capacity for mentor in mentors),
    )
    found = assign(problem)
    paired = {row for row, _ in found.pairs}
    left = [mentee for row, mentee in enumerate(mentees) if row not in paired]
    return Pairing(
        tuple(_pair(mentees[row], mentors[column], rules) for row, column in found.pairs),
        tuple(Unpaired(mentee, _why_unpaired(mentee, mentors, today, rules)) for mentee in left),
        problem,
        found,
    )


def _refuse_repeats(role: str, people: Sequence[Mentee] | Sequence[Mentor]) -> None:
    for person, times in Counter(one.id for one in people).items():
        if times > 1:
            raise ValueError(f"Person {person} is among the {role} {times} times: list everybody once a round.")


def _price(mentee: Mentee, mentor: Mentor, today: date, rules: Rules, earlier: Earlier) -> int | None:
    return cost(mentee, mentor, rules.weights).total if may_pair(mentee, mentor, today, rules, earlier) else None


def _pair(mentee: Mentee, mentor: Mentor, rules: Rules) -> Pair:
    why = reasons(mentee, mentor, rules.weights, rules.need_names)
    return Pair(mentee, mentor, cost(mentee, mentor, rules.weights), why)


def _why_unpaired(mentee: Mentee, mentors: Sequence[Mentor], today: date, rules: Rules) -> str:
    """The first condition that nobody meets, else that nobody suitable has room: who is kept apart is never told."""
    left = list(mentors)
    if not left:
        return f"nobody has offered to be a {mentee.kind}"
    for holds, words in _CONDITIONS:
        left = [mentor for mentor in left if holds(mentee, mentor, today, rules)]
        if not left:
            return words(mentee.kind, rules)
    return f"no suitable {mentee.kind} has room"


# Who may: conditions in the order in which they are told.


def _are_apart(mentee: Mentee, mentor: Mentor, earlier: Earlier) -> bool:
    return (
        mentee.id == mentor.id
        or mentee.id in mentor.not_with
        or mentor.id in mentee.not_with
        or (mentee.id, mentor.id) in earlier
        or not mentee.schools.isdisjoint(mentor.schools)
    )


@lru_cache(maxsize=64)
def _years_before(day: date, years: int) -> date:
    return day - relativedelta(years=years)


def _years_as_head(kind: Kind, rules: Rules) -> int:
    return rules.mentor_years if kind == "mentor" else rules.buddy_years


def _is_experienced(mentee: Mentee, mentor: Mentor, today: date, rules: Rules) -> bool:
    return mentor.experienced_since <= _years_before(today, _years_as_head(mentee.kind, rules))


def _is_trained(mentee: Mentee, mentor: Mentor, today: date, rules: Rules) -> bool:
    if mentee.kind == "buddy":
        return True
    trained_on = mentor.trained_on
    return trained_on is not None and _years_before(today, rules.training_lasts_years) <= trained_on <= today


def _is_near(mentee: Mentee, mentor: Mentor, today: date, rules: Rules) -> bool:
    if mentee.kind == "mentor":
        return True
    apart = kilometres(mentee, mentor)
    return apart is not None and apart <= rules.buddy_within_km


def _too_new(kind: Kind, rules: Rules) -> str:
    years = _years_as_head(kind, rules)
    return f"no {kind} has been a headteacher for {years} {'year' if years == 1 else 'years'}"


_Holds = Callable[[Mentee, Mentor, date, Rules], bool]
_CONDITIONS: Final[tuple[tuple[_Holds, Callable[[Kind, Rules], str]], ...]] = (
    (_is_experienced, _too_new),
    (_is_trained, lambda kind, _rules: f"no experienced {kind} has current training"),
    (_is_near, lambda kind, rules: f"no experienced {kind} is known to work within {rules.buddy_within_km} km"),
)
