"""What messages say about action plans. COMPOSERS names for each kind of duty the sentence it becomes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from sqlmodel import Session

from config.authority import Authority
from config.reminders import ReminderRule
from framework.access import Standing, may
from framework.planning import is_overdue
from handlers.cards import Button
from handlers.lines import Gone, Line
from handlers.plan_duties import KINDS, REVIEW_KINDS
from handlers.plan_forms import open_button
from handlers.plans import waits_for
from handlers.request import Account, Place, Request
from handlers.wording import clipped, count, say_day
from store.messages import DutyView
from store.plan_lists import GoalView, PlanView, goals_by_id, plans_by_id
from store.posts import standing

TELLINGS: Final = {
    "plan_proposed": "a plan was proposed",
    "plan_agreed": "a plan was agreed",
    "plan_changed": "a plan was changed",
    "plan_reviewed": "a plan review was put on record",
    "plan_review_moved": "a plan review was moved",
    "plan_closed": "a plan was closed",
}
_PUT_OFF_AT_MOST = timedelta(days=14)


@dataclass(frozen=True)
class Seen:
    """One plan as one recipient's line is made from it: `goal` where the duty is about one."""

    plan: PlanView
    goal: GoalView | None
    standing: Standing
    authority: Authority
    now: datetime
    is_newest: bool = True

    @property
    def today(self) -> date:
        return self.now.astimezone(self.authority.timezone).date()

    def school_days_since(self, day: date) -> str:
        first = day + timedelta(days=1)
        return count(self.authority.school_year.school_days(first, self.today), "school day")

    def request(self) -> Request:
        return Request(Account("", "", ""), Place(), self.now, standing=self.standing)


@dataclass(frozen=True)
class PlanLines:
    """The plans and goals of one batch of duties, and what their recipients are today."""

    authority: Authority
    now: datetime
    plans: Mapping[int, PlanView]
    goals: Mapping[int, GoalView]
    standings: Mapping[int, Standing]
    proposed: frozenset[tuple[str, int]]
    newest: Mapping[tuple[str, str, int], int]

    def line(self, duty: DutyView) -> Line:
        """What the duty says today. Raises Gone when its reason has gone, or it is not the recipient's any more."""
        plan, goal = self._subject(duty)
        if plan is None:
            raise Gone("the plan is gone")
        person = self.standings[duty.recipient_id]
        # That a review is due is the plan's state; what a goal says, and what was done to the plan, is the plan itself.
        matter = "plan_state" if duty.kind in REVIEW_KINDS else "plan"
        if not may(self.authority.access, person, matter, plan.school_id):
            raise Gone("the recipient has nothing to do with the plan any more")
        if duty.kind == "plan_changed" and (duty.subject, duty.recipient_id) in self.proposed:
            raise Gone("it is told with the proposal")
        is_newest = self.newest[duty.kind, duty.subject, duty.recipient_id] == duty.revision
        seen = Seen(plan, goal, person, self.authority, self.now, is_newest)
        text = COMPOSERS[duty.kind](duty, seen)
        return Line(text, plan.school, _buttons(duty, seen), open_button(plan, clipped(f"Plan of {plan.school}", 70)))

    def _subject(self, duty: DutyView) -> tuple[PlanView | None, GoalView | None]:
        if duty.subject_kind == "plan":
            return self.plans.get(duty.subject_id), None
        goal = self.goals.get(duty.subject_id)
        return (self.plans.get(goal.plan_id) if goal else None), goal

    def about(self, duty: DutyView) -> str:
        """What the duty is about, in a few words."""
        plan, goal = self._subject(duty)
        if plan is None:
            return "an action plan that is gone"
        return f"{plan.school}, {f'goal {goal.number} of its action plan' if goal else 'its action plan'}"

    def why(self, duty: DutyView, standing: Standing) -> str:
        """Why it came to this person: the rule, and what they are to the plan."""
        _, goal = self._subject(duty)
        role = _role(duty, goal, standing)
        if duty.kind in TELLINGS:
            return f"{self.about(duty)}: I tell you, as {role}, when {TELLINGS[duty.kind]} by the other side."
        rule = next((rule for rule in self.authority.framework.reminders if rule.key == duty.kind), None)
        days = count(int(duty.rule.rpartition(":")[2]), "school day")
        timing = "before the review" if duty.kind == "plan_review_coming" else "after the day has passed"
        sends = f"the rule “{rule.label if rule else duty.kind}” sends a reminder {days} {timing}"
        return f"{self.about(duty)}: you are {role}, and {sends}."

    def useful_until(self, duty: DutyView) -> datetime | None:
        """Of a review to come until its day ends; of what is overdue for a fortnight more, while it still is."""
        plan, goal = self._subject(duty)
        if plan is None or duty.kind not in KINDS or not plan.is_agreed:
            return None
        revision = goal.schedule_revision if goal else plan.schedule_revision
        if revision != duty.revision or (goal is not None and not goal.is_open):
            return None
        if duty.kind == "plan_review_coming" and plan.next_review_on:
            return self.authority.sending.closes(plan.next_review_on)
        return duty.send_by + _PUT_OFF_AT_MOST


def _role(duty: DutyView, goal: GoalView | None, standing: Standing) -> str:
    if goal is not None and goal.responsible_id == standing.person_id:
        return "the person responsible"
    if duty.school_id in standing.heads:
        return "its headteacher"
    if duty.school_id in standing.links:
        return "its link officer"
    return "the quality manager" if standing.has_oversight else "somebody whose matter it was then"


def plan_lines(session: Session, authority: Authority, duties: Sequence[DutyView], now: datetime) -> PlanLines:
    """Read what these duties about plans, or about goals, need."""
    goals = goals_by_id(session, {duty.subject_id for duty in duties if duty.subject_kind == "goal"})
    named = {duty.subject_id for duty in duties if duty.subject_kind == "plan"}
    plans = plans_by_id(session, named | {goal.plan_id for goal in goals.values()})
    day = now.astimezone(authority.timezone).date()
    standings = {person: standing(session, person, day) for person in {duty.recipient_id for duty in duties}}
    proposed = frozenset((duty.subject, duty.recipient_id) for duty in duties if duty.kind == "plan_proposed")
    newest: dict[tuple[str, str, int], int] = {}
    for duty in duties:
        key = (duty.kind, duty.subject, duty.recipient_id)
        newest[key] = max(duty.revision, newest.get(key, 0))
    return PlanLines(authority, now, plans, goals, standings, proposed, newest)


def _buttons(duty: DutyView, seen: Seen) -> tuple[Button, ...]:
    """What the recipient may do about it at once, and the way to the plan."""
    plan, values = seen.plan, {"plan": str(seen.plan.id)}
    may_change = may(seen.authority.access, seen.standing, "change_plan", plan.school_id)
    if not may_change or not plan.is_open:
        return (open_button(plan),)
    if seen.goal is not None:
        first = [Button("Say how it stands", "plan_update", values | {"goal": str(seen.goal.number), "step": "form"})]
    elif duty.kind in KINDS:
        first = [Button("Record a review", "record_review", values), Button("Move the review", "move_review", values)]
    elif waits_for(plan, seen.request()):
        first = [Button("Agree the plan", "agree_plan", values | {"revision": str(plan.revision)}, style="primary")]
    else:
        first = []
    return (*first, open_button(plan))


Composer = Callable[[DutyView, Seen], str]


def _as_scheduled(duty: DutyView, seen: Seen) -> date:
    """The day of the review that the duty is about. Raises Gone when it was held or moved, or the plan is closed."""
    plan = seen.plan
    if not plan.is_agreed:
        raise Gone(f"the plan is {plan.state}")
    if duty.revision != plan.schedule_revision or plan.next_review_on is None:
        raise Gone("the review was held or moved")
    return plan.next_review_on


def _coming(duty: DutyView, seen: Seen) -> str:
    day = _as_scheduled(duty, seen)
    days = (day - seen.today).days
    if days < 0:
        raise Gone("the day of the review has passed")
    soon = {0: "Today", 1: "Tomorrow"}.get(days, f"In {count(days, 'day')}")
    return f"{soon}: the action plan of {seen.plan.school} is reviewed on {say_day(day, seen.today)}."


def _overdue(duty: DutyView, seen: Seen) -> str:
    day = _as_scheduled(duty, seen)
    _must_be_past(day, seen)
    if duty.rule != _first_chase(duty, seen):
        return (
            f"The review of the action plan of {seen.plan.school} is {seen.school_days_since(day)} past its day, "
            f"{say_day(day, seen.today)}, and still not on record.{_who_hears_next(seen)}"
        )
    return (
        f"The review of the action plan of {seen.plan.school} was due on {say_day(day, seen.today)} and is not on "
        "record. Please record it if it was held, or set another day together."
    )


def _first_chase(duty: DutyView, seen: Seen) -> str:
    offsets = [offset for rule in _rules(seen, duty.kind) for offset in rule.school_days_after]
    return f"{duty.kind}:{min(offsets)}" if offsets else duty.rule


def _who_hears_next(seen: Seen) -> str:
    """That it goes further, where the authority has it go further: nobody is to learn of that afterwards."""
    offsets = [offset for rule in _rules(seen, "plan_review_long_overdue") for offset in rule.school_days_after]
    if not offsets:
        return ""
    return f" If none is recorded {count(min(offsets), 'school day')} after its day, the quality manager is told."


def _rules(seen: Seen, kind: str) -> list[ReminderRule]:
    return [rule for rule in seen.authority.framework.reminders if rule.key == kind]


def _long_overdue(duty: DutyView, seen: Seen) -> str:
    day = _as_scheduled(duty, seen)
    _must_be_past(day, seen)
    return (
        f"The review of the action plan of {seen.plan.school} was due on {say_day(day, seen.today)}, "
        f"{seen.school_days_since(day)} ago. Officer and headteacher were reminded; no review is on record."
    )


def _must_be_past(day: date, seen: Seen) -> None:
    if not is_overdue(day, seen.today):
        raise Gone("the day of the review has not passed")


def _goal_overdue(duty: DutyView, seen: Seen) -> str:
    goal = seen.goal
    if goal is None or goal.due_on is None or not goal.is_open or not seen.plan.is_agreed:
        raise Gone("the goal is not open any more")
    if duty.revision != goal.schedule_revision or not is_overdue(goal.due_on, seen.today):
        raise Gone("the goal has another time limit")
    if seen.plan.last_review_on is not None and seen.plan.last_review_on > goal.due_on:
        raise Gone("a review has looked at it since")
    when = say_day(goal.due_on, seen.today)
    return f"Goal {goal.number} of the action plan of {seen.plan.school} was to be reached by {when}: {goal.goal}"


def _proposed(duty: DutyView, seen: Seen) -> str:
    if not waits_for(seen.plan, seen.request()):
        raise Gone("the plan does not wait for the recipient any more")
    return f"{_somebody(seen)} proposes an action plan for {seen.plan.school}: “{seen.plan.title}”. Do you agree?"


def _agreed(duty: DutyView, seen: Seen) -> str:
    if not seen.plan.is_agreed:
        raise Gone(f"the plan is {seen.plan.state}")
    return f"The action plan of {seen.plan.school} is agreed by both sides.{_next(seen)}"


def _changed(duty: DutyView, seen: Seen) -> str:
    _must_be_the_newest(seen)
    asks = " It waits for your yes." if waits_for(seen.plan, seen.request()) else ""
    what = f"the action plan of {seen.plan.school}"
    if duty.revision != seen.plan.revision:
        return f"{_capital(what)} was brought up to date.{asks}{_next(seen)}"
    return f"{_somebody(seen)} brought {what} up to date.{asks}{_next(seen)}"


def _must_be_the_newest(seen: Seen) -> None:
    """Of several changes told to one person the last says how the plan stands."""
    if not seen.is_newest:
        raise Gone("the plan was changed again, which is told instead")


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _reviewed(duty: DutyView, seen: Seen) -> str:
    if not seen.plan.is_agreed or seen.plan.last_review_on is None:
        raise Gone(f"the plan is {seen.plan.state}")
    held = say_day(seen.plan.last_review_on, seen.today)
    return f"The review of the action plan of {seen.plan.school} on {held} is on record.{_next(seen)}"


def _moved(duty: DutyView, seen: Seen) -> str:
    if not seen.plan.is_agreed:
        raise Gone(f"the plan is {seen.plan.state}")
    _must_be_the_newest(seen)
    # Who changed the plan last may be the reader: only of the change that this tells is it known who made it.
    if duty.revision != seen.plan.revision:
        return f"The review of the action plan of {seen.plan.school} was moved.{_next(seen)}"
    return f"{_somebody(seen)} moved the review of the action plan of {seen.plan.school}.{_next(seen)}"


def _closed(duty: DutyView, seen: Seen) -> str:
    why = f": {seen.plan.outcome.lower()}" if seen.plan.outcome else ""
    return f"{_somebody(seen)} closed the action plan of {seen.plan.school}{why}."


def _next(seen: Seen) -> str:
    day = seen.plan.next_review_on if seen.plan.is_agreed else None
    return f" The next review is on {say_day(day, seen.today)}." if day else ""


def _somebody(seen: Seen) -> str:
    return seen.plan.changed_by or "Somebody"


COMPOSERS: Final[dict[str, Composer]] = {
    "plan_review_coming": _coming,
    "plan_review_overdue": _overdue,
    "plan_review_long_overdue": _long_overdue,
    "goal_overdue": _goal_overdue,
    "plan_proposed": _proposed,
    "plan_agreed": _agreed,
    "plan_changed": _changed,
    "plan_reviewed": _reviewed,
    "plan_review_moved": _moved,
    "plan_closed": _closed,
}
