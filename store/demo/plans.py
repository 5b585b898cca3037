"""The demo's action plans: agreed, reviewed on time or not, some of them incomplete, and one school without any."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from store.demo.names import ATTAINMENT_ADVISER, email_of
from store.demo.officers import Leave, officer_on
from store.demo.places import Place
from store.demo.plan_words import PLANS, Aim, PlanWords
from store.demo.tiers import INTENSIVE, TARGETED, TierHistory
from store.demo.words import CAUSES
from store.demo.year import school_day_from

WEEKS = {TARGETED: 8, INTENSIVE: 6}
OLDEST = 130  # school days ago: plans are agreed anew about each session
AGREED_AFTER = 6  # school days from the tier decision to the agreed plan
OVERDUE_BY = 3  # school days
_LEFT_OUT = ("baseline", "responsible", "due_on", "target")
_PER_CENT = "%"


@dataclass(frozen=True)
class DemoGoal:
    """One goal; `values` are what was measured, each with its day, earliest first."""

    number: int
    aim: Aim
    responsible: str
    due_on: date
    left_out: str = ""
    values: tuple[tuple[date, str], ...] = ()


@dataclass(frozen=True)
class DemoPlan:
    """One plan of a school with its goals and the days on which it was reviewed."""

    place: Place
    words: PlanWords
    weeks: int
    agreed_on: date
    next_review_on: date
    officer: str
    goals: tuple[DemoGoal, ...]
    reviews: tuple[date, ...] = ()


@dataclass(frozen=True)
class DemoPlans:
    """All plans, the school that should have one and has none, and the one whose review is overdue."""

    plans: tuple[DemoPlan, ...]
    without: Place
    overdue: DemoPlan


def action_plans(today: date, seed: int, tiers: TierHistory, head_of: Mapping[str, str], leave: Leave) -> DemoPlans:
    """A plan for every targeted and intensive school but one; of another one the review was missed."""
    supported = tiers.supported(today, TARGETED, INTENSIVE)
    # The school that the demo's own headteacher leads is in order; so are those that show something else.
    spared = {tiers.headteacher_at, tiers.undiscussed_at, tiers.overdue_at}
    free = sorted((place for place in supported if place not in spared), key=lambda place: place.code)
    without, late = random.Random(f"{seed}:plans").sample(free, 2)
    plans = [
        _plan(place, today, seed, tiers, head_of, leave, is_late=place == late)
        for place in supported
        if place != without
    ]
    overdue = next(plan for plan in plans if plan.place == late)
    return DemoPlans(tuple(plans), without, overdue)


def _plan(
    place: Place,
    today: date,
    seed: int,
    tiers: TierHistory,
    head_of: Mapping[str, str],
    leave: Leave,
    *,
    is_late: bool,
) -> DemoPlan:
    rng = random.Random(f"{seed}:plan:{place.code}")
    weeks = WEEKS[tiers.tier_on(place, today)]
    interval = weeks * 5
    agreed, held = _agreed_on(place, today, tiers), []
    if is_late:
        agreed = school_day_from(today, -OVERDUE_BY - interval, place.cluster)
    review = school_day_from(agreed, interval, place.cluster)
    while review < today and not is_late:
        held.append(review)
        review = school_day_from(review, interval, place.cluster)
    officer = officer_on(place, today, leave)
    words = PLANS[CAUSES.index(random.Random(f"{seed}:tier:{place.code}").choice(CAUSES))]
    goals = [
        _goal(number, aim, place, agreed, {"head": head_of.get(place.code, ""), "officer": officer}, rng)
        for number, aim in enumerate(words.aims, 1)
    ]
    measured = [_with_values(goal, held, rng) for goal in goals]
    return DemoPlan(
        place, words, weeks, agreed, review, officer, tuple(_incomplete(measured, place, tiers, rng)), tuple(held)
    )


def _agreed_on(place: Place, today: date, tiers: TierHistory) -> date:
    """Some days after the school's last move upwards, though not longer ago than a session and before today."""
    decisions = [one for one in tiers.of_school[place.code] if one.from_date <= today]
    moved = decisions[0].from_date
    for before, after in pairwise(decisions):
        if before.tier != after.tier:
            moved = after.from_date
    wanted = school_day_from(moved, AGREED_AFTER, place.cluster)
    earliest, latest = (school_day_from(today, -days, place.cluster) for days in (OLDEST, 2))
    return max(earliest, min(wanted, latest))


def _goal(number: int, aim: Aim, place: Place, agreed: date, people: Mapping[str, str], rng: random.Random) -> DemoGoal:
    named = {**people, "adviser": email_of(ATTAINMENT_ADVISER)}
    due_on = school_day_from(agreed, rng.choice((90, 120, 150)), place.cluster)
    return DemoGoal(number, aim, named.get(aim.who, aim.who), due_on)


def _with_values(goal: DemoGoal, held: Sequence[date], rng: random.Random) -> DemoGoal:
    """What the reviews measured: from the baseline mostly upwards, now and then past the target."""
    if not goal.aim.baseline.endswith(_PER_CENT):
        return goal
    start, end = (float(text.rstrip(_PER_CENT)) for text in (goal.aim.baseline, goal.aim.target))
    share, values = 0.0, []
    for day in held:
        share += rng.choice((-0.1, 0.1, 0.25, 0.4))
        values.append((day, f"{start + share * (end - start):.0f}%"))
    return replace(goal, values=tuple(values))


def _incomplete(goals: Sequence[DemoGoal], place: Place, tiers: TierHistory, rng: random.Random) -> list[DemoGoal]:
    """About half of all plans lack something in one or two goals; the demo's own headteacher's lacks a baseline."""
    if place == tiers.headteacher_at:
        return [*goals[:-1], replace(goals[-1], left_out="baseline", values=())]
    if rng.random() < 0.5:
        return list(goals)
    gaps = {number: rng.choice(_LEFT_OUT) for number in rng.sample(range(len(goals)), rng.choice((1, 2)))}
    return [_without(goal, gaps.get(at, "")) for at, goal in enumerate(goals)]


def _without(goal: DemoGoal, gap: str) -> DemoGoal:
    values = () if gap in ("baseline", "target") else goal.values
    return replace(goal, left_out=gap, values=values)


def plan_row(plan: DemoPlan) -> dict[str, str]:
    """One row of the `plans` contract."""
    return {
        "seed_code": plan.place.seed_code,
        "title": plan.words.title,
        "agreed_on": plan.agreed_on.isoformat(),
        "review_every_school_weeks": str(plan.weeks),
        "next_review_on": plan.next_review_on.isoformat(),
    }


def goal_rows(plan: DemoPlan) -> list[dict[str, str]]:
    """The rows of the `goals` contract for one plan."""
    return [_goal_row(plan, goal) for goal in plan.goals]


def _goal_row(plan: DemoPlan, goal: DemoGoal) -> dict[str, str]:
    row = {
        "seed_code": plan.place.seed_code,
        "plan_title": plan.words.title,
        "number": str(goal.number),
        "goal": goal.aim.goal,
        "responsible": goal.responsible,
        "due_on": goal.due_on.isoformat(),
        "measure": goal.aim.measure,
        "baseline": goal.aim.baseline,
        "target": goal.aim.target,
    }
    return row | ({goal.left_out: ""} if goal.left_out else {})


def review_rows(plan: DemoPlan) -> list[dict[str, str]]:
    """The reviews held: seed_code, title, held_on, agreed_next, officer, and the values as 'number=value;…'."""
    return [
        {
            "seed_code": plan.place.seed_code,
            "title": plan.words.title,
            "held_on": day.isoformat(),
            "agreed_next": plan.words.agreed_next[turn % len(plan.words.agreed_next)],
            "officer": plan.officer,
            "values": ";".join(
                f"{goal.number}={value}" for goal in plan.goals for on_day, value in goal.values if on_day == day
            ),
        }
        for turn, day in enumerate(plan.reviews)
    ]
