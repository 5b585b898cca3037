"""What every form about an action plan shares: which plan and goal are meant, stale forms, days and texts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from sqlmodel import Session

from config.authority import Authority
from framework.access import Standing, may
from framework.numbers import number_in
from framework.planning import shows_too_few
from handlers.asked import local_day, not_yours
from handlers.cards import Button, Card, Field, Form
from handlers.given import day_of
from handlers.instead import Instead, Invalid
from handlers.plan_facts import NOTICE, plan_card
from handlers.request import Request
from handlers.visit_forms import nonce
from handlers.wording import clipped, say_day, say_when
from store.plan_lists import GoalView, PlanView, goals_of, open_plans, plan_by_id

MOST_GOALS = 15
_OFFERED = 6
_MOST_CHARACTERS = 500


def plan_asked(request: Request, session: Session, authority: Authority, matter: str) -> PlanView:
    """The plan that the action names. Raises Instead with the usual refusal where the asker may not know of it."""
    named = request.values.get("plan", "")
    plan = plan_by_id(session, number_in(named))
    if plan is None or not may(authority.access, request.standing, matter, plan.school_id):
        raise Instead(not_yours(request, session))
    return plan


def plan_meant(
    request: Request,
    session: Session,
    authority: Authority,
    fits: Callable[[PlanView], bool] = lambda _plan: True,
) -> PlanView:
    """The plan named by a button, or the only one that words can mean. Raises Instead with the question otherwise."""
    if request.values.get("plan"):
        return plan_asked(request, session, authority, "change_plan")
    schools = [request.school.id] if request.school else request.standing.own_schools
    found = [
        plan
        for plan in open_plans(session, schools)
        if may(authority.access, request.standing, "change_plan", plan.school_id) and fits(plan)
    ]
    if len(found) == 1:
        return found[0]
    raise Instead(_which_plan(found, request, authority))


def _which_plan(found: Sequence[PlanView], request: Request, authority: Authority) -> Card:
    school = request.school
    where = f" for {school.name}" if school else ""
    if not found:
        words = f"I found no action plan{where} that you could change."
        return plan_card("", words, about=school.id if school else None, buttons=start_button(request, authority))
    choices = tuple(
        Button(f"{plan.school}: {plan.title}", request.action.name, _opening(request.values) | {"plan": str(plan.id)})
        for plan in found[:_OFFERED]
    )
    more = "" if len(found) <= _OFFERED else " Or ask again with the school's name."
    return Card(body=plan_card("", f"Which action plan do you mean?{more}").body, choices=choices, notice=NOTICE)


def start_button(request: Request, authority: Authority) -> tuple[Button, ...]:
    school = request.school
    if school is None or not may(authority.access, request.standing, "change_plan", school.id):
        return ()
    return (Button("Start a plan", "start_plan", {"seed_code": school.seed_code}),)


def _opening(values: Mapping[str, str]) -> dict[str, str]:
    # To choose is not to confirm: `step` has the form shown first, filled in as far as words went.
    kept = {name: value for name, value in values.items() if name not in ("school", "seed_code")}
    return {**kept, "step": "form"}


def goal_meant(request: Request, session: Session, plan: PlanView) -> GoalView:
    """The goal by the number given, or the only one. Raises Instead with the question back otherwise."""
    goals = goals_of(session, [plan.id])[plan.id]
    named = request.values.get("goal", "").strip()
    found = [goal for goal in goals if str(goal.number) == named] if named else goals
    if len(found) == 1:
        return found[0]
    if not goals:
        raise Instead(
            plan_card(
                "",
                f"The plan “{plan.title}” of {plan.school} has no goals yet.",
                about=plan.school_id,
                buttons=(Button("Add a goal", "add_goal", {"plan": str(plan.id)}),),
            )
        )
    raise Instead(_which_goal(goals, plan, request))


def _which_goal(goals: Sequence[GoalView], plan: PlanView, request: Request) -> Card:
    kept = {name: value for name, value in _opening(request.values).items() if name != "revision"}
    choices = tuple(
        Button(
            clipped(f"{goal.number}. {goal.goal}", 70),
            request.action.name,
            kept | {"plan": str(plan.id), "goal": str(goal.number)},
        )
        for goal in goals
    )
    named = request.values.get("goal", "").strip()
    none = f"The plan of {plan.school} has no goal {named}. " if named else ""
    body = plan_card("", f"{none}Which goal of {plan.school}?").body
    return Card(body=body, choices=choices, notice=NOTICE, about=plan.school_id)


def still_as_seen(request: Request, plan: PlanView, authority: Authority) -> int:
    """The revision that a form was made on (the present one where none came). Raises Instead when it is stale."""
    seen = request.values.get("revision", "")
    if seen and number_in(seen) != plan.revision:
        raise Instead(changed_meanwhile(plan, authority))
    return plan.revision


def changed_meanwhile(plan: PlanView, authority: Authority) -> Card:
    """What a stale form or button gets: who changed the plan and when."""
    who = plan.changed_by or "an import"
    when = say_when(plan.changed_at, authority.timezone)
    words = f"This plan was changed by {who} on {when}, so nothing was done now. Please look at it as it stands."
    return plan_card(f"{plan.school}: changed meanwhile", words, about=plan.school_id, buttons=(open_button(plan),))


def must_be_open(plan: PlanView) -> None:
    """Raises Instead for a plan that is closed."""
    if not plan.is_open:
        words = f"The plan “{plan.title}” of {plan.school} is closed already. Nothing was changed."
        raise Instead(plan_card("", words, about=plan.school_id))


def open_button(plan: PlanView, label: str = "Show the plan") -> Button:
    return Button(label, "plan_status", {"seed_code": plan.seed_code, "plan": str(plan.id)})


def plan_form(title: str, action: str, fields: tuple[Field, ...], submit: str, plan: PlanView, **hidden: str) -> Form:
    """A form about one plan, made on its present revision."""
    return Form(
        title=f"{title}: {plan.school}",
        action=action,
        fields=fields,
        submit=submit,
        body=plan_card("", f"Action plan: {plan.title}.").body,
        hidden={"plan": str(plan.id), "revision": str(plan.revision), "nonce": nonce(), **hidden},
        notice=NOTICE,
        about=plan.school_id,
    )


def text_given(request: Request, name: str, most: int = _MOST_CHARACTERS) -> str:
    """A text of a form in one line's worth of spaces. Raises Invalid when it is too long, or may show who is meant."""
    text = request.values.get(name, "").strip()
    if len(text) > most:
        raise Invalid(**{name: f"Please keep this under {most} characters; it has {len(text)}."})
    if shows_too_few(text):
        raise Invalid(**{name: "Fewer than five pupils could be recognised. Please give a share, or say it in words."})
    return text


def day_given(request: Request, name: str) -> date | None:
    """The day in a field, None where it is empty. Raises Invalid for what is no day."""
    given = request.values.get(name, "").strip()
    try:
        return day_of(given) if given else None
    except ValueError as error:
        raise Invalid(**{name: str(error)}) from None


def past_day_given(request: Request, authority: Authority, name: str) -> date:
    """The day in a field, today where it is empty. Raises Invalid for a day to come."""
    today = local_day(request, authority)
    day = day_given(request, name) or today
    if day > today:
        raise Invalid(**{name: f"{say_day(day)} has not come yet. Please give the day on which it was."})
    return day


def weeks_given(request: Request, usual: int) -> int:
    """The interval in school weeks, the usual one where none is given. Raises Invalid outside 1 to 40."""
    given = request.values.get("weeks", "").strip()
    if not given:
        return usual
    weeks = number_in(given)
    if not 1 <= weeks <= 40:
        raise Invalid(weeks="Please give a number of school weeks from 1 to 40.")
    return weeks


def side_of(standing: Standing, school_id: int) -> str:
    """Which side of the plan this person is on: 'head' or 'officer'."""
    return "head" if school_id in standing.heads else "officer"
