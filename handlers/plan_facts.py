"""How a plan and its goals are told: state against the baseline, the next review, and what is missing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import date

from framework.planning import ASKED_OF_A_GOAL, is_overdue, lacking, lacking_by_kind, progress
from handlers.cards import Button, Card, Element, Facts, Table, Text
from handlers.wording import count, say_day, say_list
from store.plan_lists import GoalView, PlanView

# That there is a plan says something of the school's tier: a lock screen shows neither.
NOTICE = "Cairn has an answer for you."
GOAL_STATES = {"open": "open", "met": "met", "dropped": "dropped"}


def plan_card(title: str, *body: str | Element, about: int | None = None, buttons: Iterable[Button] = ()) -> Card:
    """A card about a plan, with a notice that names nothing."""
    elements = tuple(Text(part) if isinstance(part, str) else part for part in body)
    return Card(title=title, body=elements, buttons=tuple(buttons), notice=NOTICE, about=about)


def way_gone(goal: GoalView) -> str:
    """How far a goal has come, in words: '60% of the way', 'target reached', 'not measured yet'."""
    if goal.state != "open":
        return GOAL_STATES.get(goal.state, goal.state)
    if not goal.latest:
        return "not measured yet"
    share = progress(goal.baseline, goal.target, goal.latest)
    if share is None:
        return "in words" if goal.baseline and goal.target else "cannot be compared yet"
    if share >= 1:
        return "target reached"
    if share < 0:
        return "further away than at the baseline"
    return f"{int(share * 100)}% of the way" if share else "at the baseline"


def counted(goals: Sequence[GoalView]) -> list[GoalView]:
    """The goals that count: those that were not dropped."""
    return [goal for goal in goals if goal.state != "dropped"]


def met_words(goals: Sequence[GoalView]) -> str:
    """'2 of 4 met', or that there are none yet."""
    still = counted(goals)
    met = sum(goal.state == "met" for goal in still)
    return f"{met} of {len(still)} met" if still else "none on record yet"


def review_words(plan: PlanView, today: date) -> str:
    """When the next review is, and whether that has passed."""
    if plan.next_review_on is None:
        return "no date is on record"
    when = say_day(plan.next_review_on)
    return f"{when}, overdue" if is_overdue(plan.next_review_on, today) else when


def missing_words(goals: Sequence[GoalView]) -> list[str]:
    """What the plan lacks, a sentence for each kind of thing; one sentence of praise where nothing is missing."""
    still = counted(goals)
    if not still:
        return ["The plan has no goals yet."]
    found = lacking_by_kind((goal.number, lacking(asdict(goal))) for goal in still)
    sentences = [
        f"{len(numbers)} of {count(len(still), 'goal')} {'lacks' if len(numbers) == 1 else 'lack'} "
        f"{ASKED_OF_A_GOAL[name]} ({_numbers(numbers)})."
        for name, numbers in found.items()
    ]
    return sentences or ["Nothing is missing: every goal has somebody responsible, a time limit and its measure."]


def _numbers(numbers: Sequence[int]) -> str:
    return f"{'goal' if len(numbers) == 1 else 'goals'} {say_list([str(number) for number in numbers])}"


def state_facts(plan: PlanView, goals: Sequence[GoalView], today: date) -> Facts:
    """What may be known by those who may know a plan's state only: how many goals, how many met, the next review."""
    state = {"agreed": "agreed", "closed": "closed"}.get(plan.state, "proposed, not agreed yet")
    rows = [("State", state), ("Goals", met_words(goals))]
    return Facts((*rows, ("Next review", review_words(plan, today))) if plan.is_open else tuple(rows))


def plan_facts(plan: PlanView, goals: Sequence[GoalView], today: date) -> Facts:
    """The plan as a whole."""
    rows = [
        ("Plan", plan.title),
        ("State", _state(plan)),
        ("Goals", met_words(goals)),
        ("Reviewed", f"every {count(plan.review_every_school_weeks, 'school week')}"),
        ("Last review", say_day(plan.last_review_on) if plan.last_review_on else "none is on record"),
    ]
    if plan.is_open:
        rows.append(("Next review", review_words(plan, today)))
    return Facts(tuple(rows))


def _state(plan: PlanView) -> str:
    if plan.state == "proposed":
        return f"proposed{' by ' + plan.changed_by if plan.changed_by else ''}, not agreed yet"
    if plan.state == "closed":
        return f"closed: {plan.outcome}" if plan.outcome else "closed"
    return f"agreed on {say_day(plan.agreed_on)}" if plan.agreed_on else "agreed"


def goals_table(goals: Sequence[GoalView], today: date) -> Table:
    """Each goal with who, by when, from where to where, and how far."""
    header = ("No.", "Goal", "Who", "By", "Baseline → target", "Now", "Progress")
    rows = tuple(
        (
            str(goal.number),
            goal.goal,
            goal.responsible or "nobody named",
            by_when(goal, today),
            f"{goal.baseline or 'no baseline'} → {goal.target or 'no target'}",
            latest_words(goal, today),
            way_gone(goal),
        )
        for goal in goals
    )
    return Table(header, rows, "The goals, with their progress from the baseline")


def by_when(goal: GoalView, today: date) -> str:
    """The time limit, marked where it has passed and the goal is open."""
    if goal.due_on is None:
        return "no time limit"
    late = " (overdue)" if goal.is_open and is_overdue(goal.due_on, today) else ""
    return f"{say_day(goal.due_on, today)}{late}"


def latest_words(goal: GoalView, today: date) -> str:
    """The latest value with its day."""
    if not goal.latest:
        return "no value yet"
    return f"{goal.latest} ({say_day(goal.latest_on, today)})" if goal.latest_on else goal.latest
