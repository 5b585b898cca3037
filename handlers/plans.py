"""An action plan's state: what was agreed, how far each goal has come from its baseline, and what is missing."""

from __future__ import annotations

import re
from datetime import date

from sqlmodel import Session

from config.authority import Authority
from framework.access import has_reach, may
from handlers.asked import local_day
from handlers.cards import Button, Card, Element, Reply, Text
from handlers.plan_facts import goals_table, missing_words, plan_card, plan_facts, review_words, state_facts
from handlers.plan_forms import open_button, plan_asked, side_of, start_button
from handlers.request import Request
from handlers.wording import clipped, count, say_day
from store.plan_lists import GoalView, PlanView, goals_of, last_review, open_plans
from store.schools import SchoolView
from store.tiers import tier_on

# "Which tier reviews are overdue?" is about tiers, where 'review' alone means that of a plan.
_TIERS = re.compile(r"\btier", re.IGNORECASE)


def plan_status(request: Request, session: Session, authority: Authority) -> Reply:
    """How the school's plan stands: in full for those who may know it, its mere state for the others."""
    today = local_day(request, authority)
    if request.values.get("plan"):
        plans = [plan_asked(request, session, authority, "plan_state")]
    else:
        plans = open_plans(session, [_school(request).id])
    if not plans:
        return _no_plan(_school(request), request, session, authority)
    goals = goals_of(session, [plan.id for plan in plans])
    in_full = may(authority.access, request.standing, "plan", plans[0].school_id)
    if not in_full:
        body = [state_facts(plan, goals[plan.id], today) for plan in plans]
        return plan_card(_title(plans), *body, _source(plans, authority), about=plans[0].school_id)
    if len(plans) > 1:
        return _several(plans, goals, today, authority)
    return plan_in_full(plans[0], goals[plans[0].id], request, session, authority)


def _school(request: Request) -> SchoolView:
    assert request.school is not None, "the dispatcher finds the school before it calls"
    return request.school


def _title(plans: list[PlanView]) -> str:
    return f"{'Action plan' if len(plans) == 1 else 'Action plans'}: {plans[0].school}"


def _source(plans: list[PlanView], authority: Authority) -> Text:
    latest = max(plan.changed_at for plan in plans).astimezone(authority.timezone).date()
    return Text(f"From the plan on record, last changed on {say_day(latest)}.", quiet=True)


def _no_plan(school: SchoolView, request: Request, session: Session, authority: Authority) -> Card:
    words = [f"No action plan is on record for {school.name}."]
    tier = tier_on(session, school.id, local_day(request, authority))
    if tier and tier.tier in tiers_with_plan(authority) and may(authority.access, request.standing, "tier", school.id):
        words.append(f"It is on {authority.tier(tier.tier).label} support, so there should be one.")
    return plan_card("", *words, about=school.id, buttons=start_button(request, authority))


def tiers_with_plan(authority: Authority) -> frozenset[str]:
    """The tiers on which a school has an action plan: every one but the lightest (ours, after the framework)."""
    tiers = authority.framework.tiers
    lightest = min(tier.rank for tier in tiers)
    return frozenset(tier.key for tier in tiers if tier.rank > lightest)


def _several(plans: list[PlanView], goals: dict[int, list[GoalView]], today: date, authority: Authority) -> Card:
    body: list[Element] = [plan_facts(plan, goals[plan.id], today) for plan in plans]
    buttons = [open_button(plan, clipped(f"Open “{plan.title}”", 70)) for plan in plans]
    return plan_card(_title(plans), *body, _source(plans, authority), about=plans[0].school_id, buttons=buttons)


def plan_in_full(
    plan: PlanView, goals: list[GoalView], request: Request, session: Session, authority: Authority
) -> Card:
    """One plan with its goals, what is missing, what the last review agreed, and what this person may do."""
    today = local_day(request, authority)
    body: list[Element] = [plan_facts(plan, goals, today)]
    if goals:
        body.append(goals_table(goals, today))
    if plan.is_open:
        body += [Text(sentence) for sentence in missing_words(goals)]
    review = last_review(session, plan.id)
    if review is not None and review.agreed_next:
        body.append(Text(f"Agreed at the review of {say_day(review.held_on, today)}: {review.agreed_next}"))
    buttons = plan_buttons(plan, goals, request, authority)
    return plan_card(_title([plan]), *body, _source([plan], authority), about=plan.school_id, buttons=buttons)


def plan_buttons(plan: PlanView, goals: list[GoalView], request: Request, authority: Authority) -> tuple[Button, ...]:
    """What this person may do about the plan now."""
    if not plan.is_open or not may(authority.access, request.standing, "change_plan", plan.school_id):
        return ()
    values = {"plan": str(plan.id)}
    seen = values | {"revision": str(plan.revision)}
    buttons = []
    if waits_for(plan, request):
        buttons.append(Button("Agree the plan", "agree_plan", seen, style="primary"))
    if goals:
        buttons += [Button("Update a goal", "plan_update", values), Button("Change a goal", "change_goal", values)]
    buttons.append(Button("Add a goal", "add_goal", values))
    if plan.is_agreed:
        buttons += [
            Button("Record a review", "record_review", values),
            Button("Move the review", "move_review", values),
        ]
    return (*buttons, Button("Close the plan", "close_plan", values))


def waits_for(plan: PlanView, request: Request) -> bool:
    """Whether the plan waits for this person's side to agree it."""
    if plan.state != "proposed" or request.standing.person_id in (plan.agreed_by_head_id, plan.agreed_by_officer_id):
        return False
    own = side_of(request.standing, plan.school_id)
    return (plan.agreed_by_head_id if own == "head" else plan.agreed_by_officer_id) is None


def review_due(request: Request, session: Session, authority: Authority) -> Reply:
    """When the plan of the school asked about is reviewed next; without a school, the reviews of the asker's own."""
    if request.school is None or asks_for_several(request):
        if _TIERS.search(request.words) and has_reach(authority.access, request.standing, "balance"):
            from handlers.support_gaps import overdue_reviews

            return overdue_reviews(request, session, authority)
        from handlers.plan_overviews import reviews_to_come

        return reviews_to_come(request, session, authority)
    today = local_day(request, authority)
    school = request.school
    plans = open_plans(session, [school.id])
    lines = [_review_line(plan, school, today, authority) for plan in plans]
    lines += _tier_review_line(request, session, authority, today)
    if not plans:
        lines.insert(0, f"No action plan is on record for {school.name}, so none is due for review.")
    in_full = may(authority.access, request.standing, "plan", school.id)
    buttons = [open_button(plan) for plan in plans[:1]] if in_full else []
    return plan_card(f"Reviews: {school.name}", *lines, about=school.id, buttons=buttons)


def asks_for_several(request: Request) -> bool:
    """Whether more schools are meant than the asker's own one, which the dispatcher falls back on."""
    values = request.values
    return bool(values.get("cluster") or values.get("person") or values.get("scope") in ("cluster", "authority"))


def _review_line(plan: PlanView, school: SchoolView, today: date, authority: Authority) -> str:
    if plan.state == "proposed":
        return "The action plan is proposed and not agreed yet; its first review is set when it is agreed."
    if plan.next_review_on is None or plan.next_review_on <= today:
        return f"The action plan is reviewed next: {review_words(plan, today)}."
    days = authority.school_year.school_days(today, plan.next_review_on, school.cluster) - 1
    ahead = f", in {count(days, 'school day')}" if days > 0 else ""
    last = f" It was last reviewed on {say_day(plan.last_review_on)}." if plan.last_review_on else ""
    return f"The action plan is reviewed next on {say_day(plan.next_review_on)}{ahead}.{last}"


def _tier_review_line(request: Request, session: Session, authority: Authority, today: date) -> list[str]:
    school = _school(request)
    tier = tier_on(session, school.id, today)
    if tier is None or tier.review_on is None:
        return []
    if not may(authority.access, request.standing, "tier_reason", school.id):
        return []
    late = ", which has passed" if tier.review_on < today else ""
    return [f"The tier is reviewed by {say_day(tier.review_on)}{late}."]
