"""Recording a plan review that officer and headteacher held: the value of each measure, and what they agreed next."""

from __future__ import annotations

from datetime import date

from sqlmodel import Session

from config.authority import Authority
from framework.planning import next_review
from handlers.asked import local_day
from handlers.cards import Card, Choice, Field, Reply
from handlers.instead import Instead, Invalid
from handlers.plan_facts import goals_table, plan_card, plan_facts
from handlers.plan_forms import (
    must_be_open,
    open_button,
    past_day_given,
    plan_asked,
    plan_form,
    plan_meant,
    still_as_seen,
    text_given,
)
from handlers.plan_goals import put_value, value_changes, value_given
from handlers.plan_starting import cluster_of, put_change
from handlers.plan_telling import tell_other_side
from handlers.request import Request
from handlers.visit_forms import told_words
from handlers.wording import clipped, say_day
from store.plan_lists import GoalView, PlanView, change_goal, goals_of, plan_by_id
from store.plans import PlanReview

_MOST_CHARACTERS = 8000


def review_form(request: Request, session: Session, authority: Authority) -> Reply:
    """The day, the value of each open goal's measure, which goals are met, and what was agreed next."""
    plan = plan_meant(request, session, authority, lambda one: one.is_agreed)
    _must_be_agreed(plan)
    goals = _open_goals(plan, session)
    values, today = request.values, local_day(request, authority).isoformat()
    met = tuple(Choice(str(goal.number), clipped(f"{goal.number}. {goal.goal}", 70)) for goal in goals)
    fields = (
        Field("held_on", "Held on", "date", values.get("held_on", values.get("date", today))),
        *(_value_field(goal, values.get(_name(goal), "")) for goal in goals),
        *(
            (Field("met", "Goals that are met now", "choices", values.get("met", ""), met, required=False),)
            if met
            else ()
        ),
        Field("agreed_next", "Agreed next", "long_text", values.get("agreed_next", ""), hint="What, who, by when."),
    )
    return plan_form("Record a review", "record_review", fields, "Record", plan)


def _name(goal: GoalView) -> str:
    return f"value_{goal.number}"


def _value_field(goal: GoalView, value: str) -> Field:
    span = f"baseline {goal.baseline or 'not given'}, target {goal.target or 'not given'}"
    now = f", last {goal.latest}" if goal.latest else ""
    label = f"{goal.number}. {goal.measure or goal.goal}"
    return Field(
        _name(goal), clipped(label, 150), "text", value, required=False, hint=clipped(f"Value now; {span}{now}.", 150)
    )


def _open_goals(plan: PlanView, session: Session) -> list[GoalView]:
    return [goal for goal in goals_of(session, [plan.id])[plan.id] if goal.is_open]


def _must_be_agreed(plan: PlanView) -> None:
    must_be_open(plan)
    if not plan.is_agreed:
        words = f"The plan “{plan.title}” of {plan.school} is not agreed yet, so there is no review to record."
        raise Instead(plan_card("", words, about=plan.school_id, buttons=(open_button(plan),)))


def record(request: Request, session: Session, authority: Authority) -> Reply:
    """Put the review on record; the next one is due its interval in school weeks later, and what was due is quiet."""
    plan = plan_asked(request, session, authority, "change_plan")
    revision = still_as_seen(request, plan, authority)
    _must_be_agreed(plan)
    held_on = _held_on(request, plan, authority)
    goals = _open_goals(plan, session)
    values = {goal.id: value_given(request, _name(goal), goal) for goal in goals}
    agreed_next = text_given(request, "agreed_next", _MOST_CHARACTERS)
    review_on = next_review(held_on, plan.review_every_school_weeks, authority.school_year, cluster_of(plan, session))
    put_change(plan, revision, {"next_review_on": review_on}, request, session, authority)
    review = PlanReview(plan_id=plan.id, held_on=held_on, agreed_next=agreed_next, recorded_at=request.now)
    review.recorded_by_id = request.standing.person_id
    session.add(review)
    session.flush()
    met = set(request.values.get("met", "").split(";"))
    for goal in goals:
        _put_value(goal, values[goal.id], held_on, str(goal.number) in met, review, request, session)
    return _done(plan.id, request, session, authority)


def _held_on(request: Request, plan: PlanView, authority: Authority) -> date:
    held_on = past_day_given(request, authority, "held_on")
    if plan.last_review_on is not None and held_on <= plan.last_review_on:
        last = say_day(plan.last_review_on)
        raise Invalid(held_on=f"A review of {last} is on record already. Please give a later day.")
    return held_on


def _put_value(
    goal: GoalView, value: str, day: date, met: bool, review: PlanReview, request: Request, session: Session
) -> None:
    changes = value_changes(goal, value, day) | ({"state": "met"} if met else {})
    if changes:
        by_whom = {"changed_by_id": request.standing.person_id, "changed_at": request.now}
        change_goal(session, goal.id, {**changes, **by_whom}, request.now)
    put_value(goal, value, day, request, session, review.id)


def _done(plan_id: int, request: Request, session: Session, authority: Authority) -> Card:
    plan = plan_by_id(session, plan_id)
    assert plan is not None, "just written in this transaction"
    goals = goals_of(session, [plan_id])[plan_id]
    told = tell_other_side(request, session, authority, "plan_reviewed", plan, at_once=False)
    today = local_day(request, authority)
    facts = plan_facts(plan, goals, today)
    table = (goals_table(goals, today),) if goals else ()
    title = f"Review recorded: {plan.school}"
    return plan_card(title, facts, *table, told_words(told), about=plan.school_id, buttons=(open_button(plan),))
