"""The goals of a plan: adding one, changing one, and saying how far one has come."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from sqlmodel import Session

from config.authority import Authority
from framework.planning import measured, progress
from handlers.asked import local_day
from handlers.cards import Card, Choice, Field, Form, Reply, Text
from handlers.instead import Instead, Invalid
from handlers.plan_facts import GOAL_STATES, goals_table, missing_words, plan_card, way_gone
from handlers.plan_forms import (
    MOST_GOALS,
    day_given,
    goal_meant,
    must_be_open,
    open_button,
    past_day_given,
    plan_asked,
    plan_form,
    plan_meant,
    still_as_seen,
    text_given,
)
from handlers.plan_starting import put_change
from handlers.plan_telling import tell_other_side
from handlers.request import Request
from handlers.visit_forms import told_words
from store.plan_lists import GoalView, PlanView, change_goal, goals_of, people_called, plan_by_id
from store.plans import Goal, GoalValue

_TEXTS = ("measure", "baseline", "target")
_LABELS = {"measure": "Measure of success", "baseline": "Baseline", "target": "Target"}
_HINTS = {
    "measure": "How you will see that it has worked.",
    "baseline": "Where you start: a figure with its unit, or words. Nothing about fewer than five pupils.",
    "target": "Where you want to be, in the same unit.",
}


def adding_form(request: Request, session: Session, authority: Authority) -> Reply:
    """A new goal with what the framework asks of one."""
    plan = plan_meant(request, session, authority)
    return plan_form("Add a goal", "add_goal", _fields(request.values), "Add", plan)


def changing_form(request: Request, session: Session, authority: Authority) -> Reply:
    """A goal as it stands, to be completed or changed."""
    plan = plan_meant(request, session, authority)
    goal = goal_meant(request, session, plan)
    known = {
        "aim": goal.goal,
        "responsible": goal.responsible,
        "due_on": goal.due_on.isoformat() if goal.due_on else "",
        **{name: str(getattr(goal, name)) for name in _TEXTS},
    }
    fields = _fields({**known, **request.values})
    return plan_form(f"Goal {goal.number}", "change_goal", fields, "Change", plan, goal=str(goal.number))


def _fields(values: Mapping[str, str]) -> tuple[Field, ...]:
    return (
        Field("aim", "Goal", "long_text", values.get("aim", ""), hint="What shall be different. No pupil's name."),
        Field("responsible", "Who is responsible", "text", values.get("responsible", ""), required=False,
              hint="A name or an e-mail address; who is on record here is reminded."),
        Field("due_on", "By when", "date", values.get("due_on", ""), required=False),
        *(
            Field(name, _LABELS[name], "text", values.get(name, ""), required=False, hint=_HINTS[name])
            for name in _TEXTS
        ),
    )  # fmt: skip


def add(request: Request, session: Session, authority: Authority) -> Reply:
    """Put a goal on record under the next number."""
    plan, revision = _to_change(request, session, authority)
    goals = goals_of(session, [plan.id])[plan.id]
    if len(goals) >= MOST_GOALS:
        raise Invalid(aim=f"The plan has {len(goals)} goals already, which is the most. Please change one of them.")
    number = max((goal.number for goal in goals), default=0) + 1
    given = _given(request, session)
    put_change(plan, revision, {}, request, session, authority)
    row = {"plan_id": plan.id, "number": number, "scheduled_at": request.now, "changed_at": request.now, **given}
    session.add(Goal.model_validate(row | {"changed_by_id": request.standing.person_id}))
    session.flush()
    return _done(plan.id, number, "Added", request, session, authority)


def change(request: Request, session: Session, authority: Authority) -> Reply:
    """Change what the form says of a goal."""
    plan, revision = _to_change(request, session, authority)
    goal = goal_meant(request, session, plan)
    given = _given(request, session)
    if given["responsible"] == goal.responsible and given["responsible_id"] is None:
        # The name as it was shown: several may share it, and the one meant was known.
        given |= {"responsible_id": goal.responsible_id}
    # A day that stays is no change of schedule, or the goal would be reminded of anew.
    changed = {name: value for name, value in given.items() if value != getattr(goal, name)}
    if not changed:
        words = f"Goal {goal.number} of {plan.school} stands so already. Nothing was changed."
        raise Instead(plan_card("", words, about=plan.school_id, buttons=(open_button(plan),)))
    put_change(plan, revision, {}, request, session, authority)
    _put_goal(goal, changed, request, session)
    return _done(plan.id, goal.number, "Changed", request, session, authority)


def _to_change(request: Request, session: Session, authority: Authority) -> tuple[PlanView, int]:
    plan = plan_asked(request, session, authority, "change_plan")
    revision = still_as_seen(request, plan, authority)
    must_be_open(plan)
    return plan, revision


def _given(request: Request, session: Session) -> dict[str, object]:
    """What the form says of a goal. Raises Invalid beside the field that is wrong."""
    aim = " ".join(text_given(request, "aim").split())
    texts = {name: text_given(request, name, 200) for name in _TEXTS}
    responsible = text_given(request, "responsible", 120)
    person = people_called(session).get(responsible.casefold()) if responsible else None
    return {
        "goal": aim,
        "responsible": responsible,
        "responsible_id": person,
        "due_on": day_given(request, "due_on"),
        **texts,
    }


def _put_goal(goal: GoalView, changes: Mapping[str, object], request: Request, session: Session) -> None:
    by_whom = {"changed_by_id": request.standing.person_id, "changed_at": request.now}
    change_goal(session, goal.id, {**changes, **by_whom}, request.now)


def update_form(request: Request, session: Session, authority: Authority) -> Reply:
    """The latest value of a goal and whether it is met, filled in as far as words went."""
    if request.values.get("part"):
        # The words spoke of more than the value: the time limit, who is responsible, the measure.
        return changing_form(request, session, authority)
    plan = _plan_of_goal(request, session, authority)
    goal = goal_meant(request, session, plan)
    values = request.values
    today = local_day(request, authority).isoformat()
    states = tuple(Choice(key, label) for key, label in GOAL_STATES.items())
    fields = (
        Field("value", f"Value now{_of_measure(goal)}", "text", values.get("value", ""), required=False,
              hint=f"Baseline {goal.baseline or 'not given'}, target {goal.target or 'not given'}."),
        Field("on_day", "As of", "date", values.get("on_day", today), required=False),
        Field("status", "The goal is", "choice", values.get("status", goal.state), states),
    )  # fmt: skip
    form = plan_form(f"Goal {goal.number}", "plan_update", fields, "Record", plan, goal=str(goal.number))
    return _with_goal(form, goal)


def _plan_of_goal(request: Request, session: Session, authority: Authority) -> PlanView:
    """The plan that has the goal named; where none has it, the plan that can be meant, so that it can say so."""
    try:
        return plan_meant(request, session, authority, lambda one: _has_goal(one, request, session))
    except Instead as none_has_it:
        try:
            return plan_meant(request, session, authority)
        except Instead:
            raise none_has_it from None


def _has_goal(plan: PlanView, request: Request, session: Session) -> bool:
    """Whether the plan has the goal that words named: it tells two plans of a school apart."""
    named = request.values.get("goal", "")
    return not named or named in {str(goal.number) for goal in goals_of(session, [plan.id])[plan.id]}


def _of_measure(goal: GoalView) -> str:
    return f" ({goal.measure})" if goal.measure and len(goal.measure) <= 60 else ""


def _with_goal(form: Form, goal: GoalView) -> Form:
    body = (*form.body, Text(f"Goal {goal.number}: {goal.goal}"))
    return replace(form, body=body)


def update(request: Request, session: Session, authority: Authority) -> Reply:
    """Put the latest value of a goal on record, and whether it is met; the other side hears of it next morning."""
    plan, revision = _to_change(request, session, authority)
    goal = goal_meant(request, session, plan)
    value = value_given(request, "value", goal)
    state = request.values["status"]
    if state not in GOAL_STATES:
        raise Invalid(status=f"Please choose one of these: {', '.join(GOAL_STATES.values())}.")
    if not value and state == goal.state:
        raise Invalid(value="Please give the value now, or say that the goal is met or dropped.")
    day = past_day_given(request, authority, "on_day")
    put_change(plan, revision, {}, request, session, authority)
    changes = value_changes(goal, value, day) | ({"state": state} if state != goal.state else {})
    if changes:
        _put_goal(goal, changes, request, session)
    put_value(goal, value, day, request, session)
    return _done(plan.id, goal.number, "Recorded", request, session, authority)


def value_given(request: Request, name: str, goal: GoalView) -> str:
    """The value of a goal's measure, with its unit. Raises Invalid for one that cannot be.

    A share lies between 0 and 100%; where baseline and target are figures, words could not be set beside them.
    """
    value = with_unit(text_given(request, name, 200), goal)
    aim, said = measured(goal.target) or measured(goal.baseline), measured(value)
    if not value or aim is None:
        return value
    if said is None:
        raise Invalid(**{name: f"Please give a figure to set beside {goal.target or goal.baseline}, such as 86."})
    if aim.unit == "%" and not 0 <= said.number <= 100:
        raise Invalid(**{name: f"{value} cannot be a share: please give one from 0 to 100%."})
    return value


def with_unit(value: str, goal: GoalView) -> str:
    """A bare number with the unit of the goal's own figures: '86' beside a target of '90%' is '86%'."""
    bare, aim = measured(value), measured(goal.target) or measured(goal.baseline)
    return f"{value}%" if bare and not bare.unit and aim and aim.unit == "%" else value


def put_value(
    goal: GoalView, value: str, day: date, request: Request, session: Session, review_id: int | None = None
) -> None:
    """Add a measured value to the goal's history; nothing for an empty one."""
    if value:
        row = GoalValue(goal_id=goal.id, value=value, on_day=day, recorded_at=request.now)
        row.review_id, row.recorded_by_id = review_id, request.standing.person_id
        session.add(row)
        session.flush()


def value_changes(goal: GoalView, value: str, day: date) -> dict[str, object]:
    """The goal's latest value, unless a later day's is on record already (that one stays the latest)."""
    if not value or (goal.latest_on is not None and day < goal.latest_on):
        return {}
    return {"latest": value, "latest_on": day}


def _done(plan_id: int, number: int, done: str, request: Request, session: Session, authority: Authority) -> Card:
    plan = plan_by_id(session, plan_id)
    assert plan is not None, "just written in this transaction"
    goals = goals_of(session, [plan_id])[plan_id]
    goal = next(goal for goal in goals if goal.number == number)
    told = tell_other_side(request, session, authority, "plan_changed", plan, at_once=False)
    lines: list[str] = _praise(goal) if done == "Recorded" else missing_words([goal])
    return plan_card(
        f"{done}: goal {number}, {plan.school}",
        goals_table([goal], local_day(request, authority)),
        *lines,
        told_words(told).replace("I am telling", "On the next school morning I tell"),
        about=plan.school_id,
        buttons=(open_button(plan),),
    )


def _praise(goal: GoalView) -> list[str]:
    share = progress(goal.baseline, goal.target, goal.latest) if goal.latest else None
    reached = goal.is_open and share is not None and share >= 1
    return [f"That is {way_gone(goal)}: say that the goal is met when you both see it so."] if reached else []
