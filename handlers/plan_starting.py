"""Starting, agreeing and closing an action plan, and moving its review: proposed by one side, agreed by the other."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

from sqlmodel import Session

from config.authority import Authority
from framework.planning import USUAL_SCHOOL_WEEKS, next_review
from handlers.asked import local_day
from handlers.cards import Button, Card, Choice, Field, Form, Reply
from handlers.instead import Instead, Invalid
from handlers.plan_facts import NOTICE, plan_card, plan_facts
from handlers.plan_forms import (
    changed_meanwhile,
    day_given,
    must_be_open,
    open_button,
    plan_asked,
    plan_form,
    plan_meant,
    side_of,
    still_as_seen,
    text_given,
    weeks_given,
)
from handlers.plan_telling import tell_other_side
from handlers.plans import waits_for
from handlers.request import Request
from handlers.visit_forms import nonce, told_words
from handlers.wording import say_day, say_list
from store.plan_lists import PlanView, change_plan, goals_of, plan_by_id, title_taken
from store.plans import Plan
from store.schools import SchoolView, school_by_id
from store.tiers import tier_on

# What a plan may be closed with (ours).
OUTCOMES = ("Goals met", "Replaced by a new plan", "No longer needed")
_TITLE_CHARACTERS = 120
_LONGEST_AHEAD_SCHOOL_WEEKS = 40


def starting_form(request: Request, session: Session, authority: Authority) -> Reply:
    """Title and interval of a new plan; its goals are added once it is there."""
    school = _school(request)
    weeks = _usual_weeks(school, request, session, authority)
    fields = (
        Field(
            "title", "Title", "text", request.values.get("title", ""), hint="What the plan is about, in a few words."
        ),
        Field("weeks", "Reviewed every … school weeks", "number", request.values.get("weeks", str(weeks))),
    )
    return Form(
        title=f"Start an action plan: {school.name}",
        action="start_plan",
        fields=fields,
        submit="Propose the plan",
        body=plan_card("", "The other side is asked to agree. Goals are added once the plan is there.").body,
        hidden={"seed_code": school.seed_code, "nonce": nonce()},
        notice=NOTICE,
        about=school.id,
    )


def _usual_weeks(school: SchoolView, request: Request, session: Session, authority: Authority) -> int:
    tier = tier_on(session, school.id, local_day(request, authority))
    return authority.tier(tier.tier).plan_review_school_weeks if tier else USUAL_SCHOOL_WEEKS


def start(request: Request, session: Session, authority: Authority) -> Reply:
    """Put the plan on record as proposed by the asker's side, and have the other side told."""
    school = _school(request)
    title = " ".join(text_given(request, "title", _TITLE_CHARACTERS).split())
    weeks = weeks_given(request, _usual_weeks(school, request, session, authority))
    if title_taken(session, school.id, title):
        raise Invalid(title=f"{school.name} has a plan of this title already. Please choose another.")
    person = request.standing.person_id
    plan = Plan(
        school_id=school.id,
        title=title,
        review_every_school_weeks=weeks,
        scheduled_at=request.now,
        changed_by_id=person,
        changed_at=request.now,
    )
    setattr(plan, _agreed_by(request, school.id), person)
    session.add(plan)
    session.flush()
    return _done(plan.id or 0, request, session, authority, "plan_proposed", "Proposed")


def _agreed_by(request: Request, school_id: int) -> str:
    return f"agreed_by_{side_of(request.standing, school_id)}_id"


def agreeing_card(request: Request, session: Session, authority: Authority) -> Reply:
    """The plan that waits for the asker's yes, with its button."""
    plan = plan_meant(request, session, authority, lambda one: waits_for(one, request))
    today = local_day(request, authority)
    seen = {"plan": str(plan.id), "revision": str(plan.revision)}
    buttons = (Button("Agree the plan", "agree_plan", seen, style="primary"), open_button(plan))
    facts = plan_facts(plan, goals_of(session, [plan.id])[plan.id], today)
    return plan_card(f"Agree this plan of {plan.school}?", facts, about=plan.school_id, buttons=buttons)


def agree(request: Request, session: Session, authority: Authority) -> Reply:
    """Put on record that the asker's side agrees the plan; with both sides' yes it stands and is reviewed."""
    plan = plan_asked(request, session, authority, "change_plan")
    revision = still_as_seen(request, plan, authority)
    must_be_open(plan)
    if plan.is_agreed:
        raise Instead(plan_card("", f"This plan of {plan.school} is agreed already.", about=plan.school_id))
    if not waits_for(plan, request):
        words = "Your side has agreed this plan already; it is for the other side to agree. They have been told."
        raise Instead(plan_card("", words, about=plan.school_id))
    own = _agreed_by(request, plan.school_id)
    other = plan.agreed_by_officer_id if own == "agreed_by_head_id" else plan.agreed_by_head_id
    changes: dict[str, object] = {own: request.standing.person_id}
    if other is None:
        return _changed(plan, revision, changes, request, session, authority, "plan_proposed", "Agreed by your side")
    today = local_day(request, authority)
    review_on = _review_after(today, plan, session, authority)
    changes |= {"state": "agreed", "agreed_on": today, "next_review_on": review_on}
    return _changed(plan, revision, changes, request, session, authority, "plan_agreed", "Agreed")


def _review_after(day: date, plan: PlanView, session: Session, authority: Authority) -> date:
    return next_review(day, plan.review_every_school_weeks, authority.school_year, cluster_of(plan, session))


def cluster_of(plan: PlanView, session: Session) -> str:
    """The cluster of the plan's school, '' where it is in none."""
    school = school_by_id(session, plan.school_id)
    return school.cluster if school else ""


def moving_form(request: Request, session: Session, authority: Authority) -> Reply:
    """Another day for the next review, and the interval after it."""
    plan = plan_meant(request, session, authority, lambda one: one.is_agreed)
    day = plan.next_review_on.isoformat() if plan.next_review_on else ""
    weeks = str(plan.review_every_school_weeks)
    fields = (
        Field("date", "Next review", "date", request.values.get("date", day)),
        Field("weeks", "Reviewed every … school weeks", "number", request.values.get("weeks", weeks), required=False),
    )
    return plan_form("Move the review", "move_review", fields, "Move", plan)


def move(request: Request, session: Session, authority: Authority) -> Reply:
    """Set another day for the next review; the other side is told."""
    plan = plan_asked(request, session, authority, "change_plan")
    revision = still_as_seen(request, plan, authority)
    must_be_open(plan)
    if not plan.is_agreed:
        words = "The review is set once the plan is agreed."
        raise Instead(plan_card("", words, about=plan.school_id, buttons=(open_button(plan),)))
    day = _review_day(request, authority, cluster_of(plan, session))
    weeks = weeks_given(request, plan.review_every_school_weeks)
    if (day, weeks) == (plan.next_review_on, plan.review_every_school_weeks):
        words = f"The next review of {plan.school} stands on {say_day(day)} already."
        raise Instead(plan_card("", words, about=plan.school_id))
    changes: dict[str, object] = {"review_every_school_weeks": weeks}
    if day != plan.next_review_on:
        changes["next_review_on"] = day
    return _changed(plan, revision, changes, request, session, authority, "plan_review_moved", "Moved")


def _review_day(request: Request, authority: Authority, cluster: str) -> date:
    day, year = day_given(request, "date"), authority.school_year
    today = local_day(request, authority)
    if day is None:
        raise Invalid(date="Please give the day of the next review.")
    if day < today:
        raise Invalid(date=f"{say_day(day)} has passed. Please give a day from {say_day(today)} on.")
    if day > next_review(today, _LONGEST_AHEAD_SCHOOL_WEEKS, year, cluster):
        raise Invalid(date=f"{say_day(day)} is more than a school year away. Please check the year.")
    closed = year.why_closed(day, cluster)
    if closed:
        fits = say_day(year.next_school_day(day, cluster))
        raise Invalid(date=f"There is no school on {say_day(day)} ({closed}). The next school day is {fits}.")
    return day


def closing_form(request: Request, session: Session, authority: Authority) -> Reply:
    """Why the plan is closed, from the short list."""
    plan = plan_meant(request, session, authority)
    choices = tuple(Choice(outcome, outcome) for outcome in OUTCOMES)
    fields = (Field("outcome", "Why", "choice", request.values.get("outcome", ""), choices),)
    return plan_form("Close the plan", "close_plan", fields, "Close the plan", plan)


def close(request: Request, session: Session, authority: Authority) -> Reply:
    """Close the plan: nothing is due about it any more; the other side is told."""
    plan = plan_asked(request, session, authority, "change_plan")
    revision = still_as_seen(request, plan, authority)
    must_be_open(plan)
    outcome = request.values["outcome"].strip()
    if outcome not in OUTCOMES:
        raise Invalid(outcome=f"Please choose one of these: {say_list(OUTCOMES)}.")
    changes: dict[str, object] = {"state": "closed", "outcome": outcome}
    return _changed(plan, revision, changes, request, session, authority, "plan_closed", "Closed")


def _school(request: Request) -> SchoolView:
    assert request.school is not None, "the dispatcher finds the school before it calls"
    return request.school


_SIDES: Final = frozenset({"agreed_by_head_id", "agreed_by_officer_id"})


def _other_side(request: Request, plan: PlanView) -> str:
    return next(iter(_SIDES - {_agreed_by(request, plan.school_id)}))


def _changed(
    plan: PlanView,
    revision: int,
    changes: Mapping[str, object],
    request: Request,
    session: Session,
    authority: Authority,
    rule: str,
    done: str,
) -> Card:
    put_change(plan, revision, changes, request, session, authority)
    return _done(plan.id, request, session, authority, rule, done)


def put_change(
    plan: PlanView,
    revision: int,
    changes: Mapping[str, object],
    request: Request,
    session: Session,
    authority: Authority,
) -> None:
    """Change the plan over the revision seen. Raises Instead when somebody was quicker.

    Of a proposed plan the other side has said yes to what stood there before: it is asked again.
    """
    by_whom = {"changed_by_id": request.standing.person_id, "changed_at": request.now}
    asked_again = {} if plan.state != "proposed" or _SIDES & changes.keys() else {_other_side(request, plan): None}
    if not change_plan(session, plan.id, revision, {**asked_again, **changes, **by_whom}, request.now):
        raise Instead(changed_meanwhile(plan_by_id(session, plan.id) or plan, authority))


def _done(plan_id: int, request: Request, session: Session, authority: Authority, rule: str, done: str) -> Card:
    plan = plan_by_id(session, plan_id)
    assert plan is not None, "just written in this transaction"
    told = tell_other_side(request, session, authority, rule, plan)
    facts = plan_facts(plan, goals_of(session, [plan_id])[plan_id], local_day(request, authority))
    buttons = (Button("Add a goal", "add_goal", {"plan": str(plan.id)}), open_button(plan)) if plan.is_open else ()
    return plan_card(f"{done}: {plan.school}", facts, told_words(told), about=plan.school_id, buttons=buttons)
