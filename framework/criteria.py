"""The risk matrix: an authority's criteria held against the evidence of one school, cell by cell.

A cell is met, clear, in between (better than the threshold, not yet at its way out) or open, with the reason why. What
is not known is never counted either way. The matrix suggests a tier; it never moves a school.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final, NamedTuple

from framework.rhythm import months_later

MET: Final = "met"
WATCH: Final = "watch"
CLEAR: Final = "clear"
MISSING: Final = "missing"
SUPPRESSED: Final = "suppressed"
TOO_SMALL: Final = "too_small"
NOT_FOR_IT: Final = "not_for_it"
# With an answer, either way; the others are open.
ANSWERED: Final = frozenset({MET, WATCH, CLEAR})

LEADERSHIP: Final = ("new_headteacher", "acting_headteacher", "no_headteacher", "own_request")


@dataclass(frozen=True)
class Criterion:
    """One criterion of a framework; exactly one of `measure`, `qi` and `event` says what it looks at.

    Of a measure: `below` or `above` is its threshold in the measure's unit, `worse_by` a change for the worse since the
    period before, `behind_by` how far behind the comparator (`comparator`: 'local' or 'national') counts. `exit_at` is
    the figure from which a school is out again. Of `qi`: a grade of `at_most` in one of `grade_kinds`. Of an event: one
    of LEADERSHIP, new or asked for `within_months`. `sectors` empty means every sector; below `least_roll` pupils it is
    not judged. `higher_is_better` is the measure's polarity.
    """

    key: str
    label: str
    points_to: str
    weight: int = 1
    sectors: frozenset[str] = frozenset()
    least_roll: int = 0
    measure: str = ""
    higher_is_better: bool = True
    below: float | None = None
    above: float | None = None
    worse_by: float | None = None
    behind_by: float | None = None
    comparator: str = "national"
    exit_at: float | None = None
    exit: str = ""
    qi: tuple[str, ...] = ()
    at_most: int = 0
    grade_kinds: frozenset[str] = frozenset()
    event: str = ""
    within_months: int = 12


class Reading(NamedTuple):
    """One figure of a measure in a period; `value` is None where `code` says why there is none."""

    period: str
    value: float | None
    code: str = ""
    local: float | None = None
    national: float | None = None


class Grade(NamedTuple):
    """One grade (1 to 6) for a quality indicator: 'inspection' or 'self_evaluation'."""

    kind: str
    grade: int
    day: date


@dataclass(frozen=True)
class Evidence:
    """What is on record of one school on `day`: readings of each measure and grades of each QI, both newest first.

    `head_since` is when the present headteacher's post began (None: not known), `asked_on` when the headteacher last
    asked for support.
    """

    sector: str
    day: date
    roll: int | None = None
    readings: Mapping[str, Sequence[Reading]] = field(default_factory=dict)
    grades: Mapping[str, Sequence[Grade]] = field(default_factory=dict)
    has_head: bool = True
    head_is_acting: bool = False
    head_since: date | None = None
    asked_on: date | None = None


class Cell(NamedTuple):
    """What one criterion says of one school. `value`, `beside` and `when` are what it rests on, None or '' where open.

    `beside` is what the value was held against: the threshold, the figure before, or the comparator.
    """

    criterion: Criterion
    state: str
    value: float | None = None
    beside: float | None = None
    when: str = ""
    code: str = ""


@dataclass(frozen=True)
class Suggesting:
    """From how many points on a tier is suggested (None: never), by its rank, 1 the lightest."""

    key: str
    rank: int
    suggest_from: int | None


def matrix(criteria: Iterable[Criterion], evidence: Evidence) -> tuple[Cell, ...]:
    """A cell for each criterion, in their order."""
    return tuple([cell(criterion, evidence) for criterion in criteria])


def cell(criterion: Criterion, evidence: Evidence) -> Cell:
    """What one criterion says of a school with this evidence."""
    if criterion.sectors and evidence.sector not in criterion.sectors:
        return Cell(criterion, NOT_FOR_IT)
    if criterion.measure:
        return _of_measure(criterion, evidence)
    return _of_grades(criterion, evidence) if criterion.qi else _of_event(criterion, evidence)


def _of_measure(criterion: Criterion, evidence: Evidence) -> Cell:
    readings = evidence.readings.get(criterion.measure, ())
    if not readings:
        return Cell(criterion, MISSING)
    now = readings[0]
    if now.value is None:
        return Cell(criterion, SUPPRESSED if now.code != "blank" else MISSING, when=now.period, code=now.code)
    if evidence.roll is not None and evidence.roll < criterion.least_roll:
        return Cell(criterion, TOO_SMALL, now.value, when=now.period)
    if criterion.worse_by is not None:
        return _of_change(criterion, now, readings[1:])
    if criterion.behind_by is not None:
        return _beside_comparator(criterion, now)
    threshold = criterion.below if criterion.below is not None else criterion.above
    met = threshold is not None and (now.value < threshold if criterion.below is not None else now.value > threshold)
    return Cell(criterion, MET if met else _out(criterion, now.value), now.value, threshold, now.period)


def _out(criterion: Criterion, value: float) -> str:
    """Clear, or to be watched where the way out has not been reached yet."""
    if criterion.exit_at is None:
        return CLEAR
    reached = value >= criterion.exit_at if criterion.higher_is_better else value <= criterion.exit_at
    return CLEAR if reached else WATCH


def _of_change(criterion: Criterion, now: Reading, before: Sequence[Reading]) -> Cell:
    """A change for the worse since the figure before; one that is suppressed is no figure, and not passed over."""
    if not before or before[0].value is None or now.value is None or criterion.worse_by is None:
        hidden = bool(before) and before[0].code not in ("", "blank")
        return Cell(criterion, SUPPRESSED if hidden else MISSING, now.value, when=now.period)
    was = before[0].value
    worse = _worse(now.value, was, criterion)
    return Cell(criterion, MET if worse >= criterion.worse_by else CLEAR, now.value, was, now.period)


def _beside_comparator(criterion: Criterion, now: Reading) -> Cell:
    other = now.local if criterion.comparator == "local" else now.national
    if other is None or now.value is None or criterion.behind_by is None:
        return Cell(criterion, MISSING, now.value, when=now.period)
    behind = _worse(now.value, other, criterion)
    return Cell(
        criterion, MET if behind >= criterion.behind_by else _out(criterion, now.value), now.value, other, now.period
    )


def _worse(value: float, than: float, criterion: Criterion) -> float:
    # Rounded as figures are given: 89.6 is two tenths under 89.8, and not 0.20000000000000284.
    return round(than - value if criterion.higher_is_better else value - than, 6)


def _of_grades(criterion: Criterion, evidence: Evidence) -> Cell:
    """The worst of the latest grades, one for each of the criterion's indicators and kinds of grade."""
    found: list[Grade] = []
    for qi in criterion.qi:
        newest: dict[str, Grade] = {}
        for one in evidence.grades.get(qi, ()):
            if one.kind in criterion.grade_kinds:
                newest.setdefault(one.kind, one)
        found += newest.values()
    if not found:
        return Cell(criterion, MISSING)
    worst = min(found, key=lambda one: (one.grade, one.day))
    state = MET if worst.grade <= criterion.at_most else CLEAR
    return Cell(criterion, state, worst.grade, criterion.at_most, worst.day.isoformat())


def _of_event(criterion: Criterion, evidence: Evidence) -> Cell:
    if criterion.event == "no_headteacher":
        return Cell(criterion, CLEAR if evidence.has_head else MET, when=evidence.day.isoformat())
    if criterion.event == "own_request":
        return _dated(criterion, evidence.asked_on, evidence)
    if not evidence.has_head:
        return Cell(criterion, CLEAR, when=evidence.day.isoformat())
    if criterion.event == "acting_headteacher":
        since = evidence.head_since.isoformat() if evidence.head_since else evidence.day.isoformat()
        return Cell(criterion, MET if evidence.head_is_acting else CLEAR, when=since)
    if evidence.head_since is None:
        return Cell(criterion, MISSING)
    return _dated(criterion, evidence.head_since, evidence)


def _dated(criterion: Criterion, since: date | None, evidence: Evidence) -> Cell:
    if since is None:
        return Cell(criterion, CLEAR, when=evidence.day.isoformat())
    recent = months_later(since, criterion.within_months) > evidence.day
    return Cell(criterion, MET if recent else CLEAR, when=since.isoformat())


def points(cells: Iterable[Cell], ranks: Mapping[str, int], least_rank: int) -> int:
    """The weights of the criteria that are met and point to a tier of at least this rank."""
    return sum(
        one.criterion.weight
        for one in cells
        if one.state == MET and ranks.get(one.criterion.points_to, 0) >= least_rank
    )


def suggested(cells: Sequence[Cell], tiers: Sequence[Suggesting], least_share: float) -> str | None:
    """The key of the heaviest tier whose points are reached, or else the lightest.

    None where fewer than `least_share` of the criteria for such a school could be answered, and nothing suggests more.
    """
    ranks = {tier.key: tier.rank for tier in tiers}
    met = [one for one in cells if one.state == MET]
    for tier in sorted(tiers, key=lambda one: -one.rank):
        if tier.suggest_from is not None and points(met, ranks, tier.rank) >= tier.suggest_from:
            return tier.key
    asked = [one for one in cells if one.state != NOT_FOR_IT]
    answered = sum(one.state in ANSWERED for one in asked)
    if not asked or answered < least_share * len(asked):
        return None
    return min(tiers, key=lambda one: one.rank).key
