"""Plans across schools: what is overdue, who has none, which reviews come, and what one person is down for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlmodel import Session

from config.authority import Authority
from framework.access import may
from framework.planning import is_overdue
from handlers.asked import local_day, not_yours
from handlers.cards import Button, Card, Element, Reply, Table, Text
from handlers.instead import Instead
from handlers.periods import period_asked
from handlers.plan_facts import by_when, latest_words, plan_card, way_gone
from handlers.plan_forms import open_button
from handlers.plans import asks_for_several, tiers_with_plan
from handlers.request import Request
from handlers.wording import clipped, count, say_day
from store.plan_lists import GoalView, PlanView, goals_of, goals_of_person, open_plans, plans_by_id, schools_with_plan
from store.posts import link_officers
from store.schools import SchoolView, all_schools
from store.tiers import tiers_on

PAGE = 20
_OPENED = 5
_COMING = timedelta(weeks=12)


@dataclass(frozen=True)
class Scope:
    """The schools that a question is about, out of those whose plan's state the asker may know."""

    schools: dict[int, SchoolView]
    words: str


def plan_overdue(request: Request, session: Session, authority: Authority) -> Reply:
    """Overdue reviews, goals past their time limit and schools without a plan, among the schools asked about."""
    scope = _scope(request, session, authority)
    today = local_day(request, authority)
    if request.values.get("count"):
        return _how_many(scope, request, session, authority)
    parts: list[Element] = []
    buttons: list[Button] = []
    if request.values.get("lacking") != "plan":
        reviews, opened = _reviews_overdue(scope, session, today, authority)
        parts += [*reviews, *_goals_overdue(scope, request, session, today, authority)]
        buttons += opened
    parts += _without_plan(scope, request, session, authority)
    parts.append(Text(f"From the plans on record on {say_day(today)}.", quiet=True))
    return plan_card(f"Action plans{scope.words}", *parts, about=_about(request), buttons=buttons)


def _scope(request: Request, session: Session, authority: Authority) -> Scope:
    """Raises Instead with the refusal for somebody who asks about schools and may know of none."""
    values, standing = request.values, request.standing
    known = [s for s in all_schools(session) if may(authority.access, standing, "plan_state", s.id)]
    if not known:
        raise Instead(not_yours(request, session))
    if request.school is not None and not asks_for_several(request):
        return Scope({s.id: s for s in known if s.id == request.school.id}, f": {request.school.name}")
    if values.get("scope") == "cluster" and not values.get("cluster"):
        own = standing.leads or standing.own_schools
        clusters = {school.cluster for school in known if school.id in own}
        known = [school for school in known if school.cluster in clusters]
        return Scope({s.id: s for s in _narrowed(known, request, session, authority)}, " in your cluster")
    if standing.own_schools and not asks_for_several(request):
        known = [school for school in known if school.id in standing.own_schools]
        return Scope({s.id: s for s in _narrowed(known, request, session, authority)}, " of your schools")
    return Scope({s.id: s for s in _narrowed(known, request, session, authority)}, _where(request))


def _where(request: Request) -> str:
    values = request.values
    if values.get("cluster"):
        return f" in the {values['cluster']} cluster"
    return f" of {values['person']}’s schools" if values.get("person") else ""


def _narrowed(
    known: Sequence[SchoolView], request: Request, session: Session, authority: Authority
) -> list[SchoolView]:
    values, day = request.values, local_day(request, authority)
    found = [school for school in known if values.get("cluster") in (None, "", school.cluster)]
    found = [school for school in found if values.get("sector") in (None, "", school.sector)]
    if values.get("person"):
        officers = link_officers(session, day)
        found = [s for s in found if values["person"] in {holder.name for holder in officers.get(s.id, [])}]
    return found


def _reviews_overdue(
    scope: Scope, session: Session, today: date, authority: Authority
) -> tuple[list[Element], list[Button]]:
    late = _late(open_plans(session, scope.schools), today)
    if not late:
        return [Text("No plan review is overdue.")], []
    rows = tuple(
        (plan.school, say_day(plan.next_review_on or today, today), _days_late(plan, today, authority))
        for plan in late[:PAGE]
    )
    title = f"{count(len(late), 'plan review')} overdue{_shown(len(late))}"
    buttons = [open_button(plan, clipped(f"Open {plan.school}", 70)) for plan in late[:_OPENED]]
    return _headed(("School", "Was due", "That is"), rows, title), buttons


def _late(plans: Sequence[PlanView], today: date) -> list[PlanView]:
    late = [plan for plan in plans if plan.is_agreed and is_overdue(plan.next_review_on, today)]
    return sorted(late, key=lambda plan: (plan.next_review_on or today, plan.school))


def _shown(found: int) -> str:
    return f" (the first {PAGE})" if found > PAGE else ""


def _days_late(plan: PlanView, today: date, authority: Authority) -> str:
    first = (plan.next_review_on or today) + timedelta(days=1)
    return f"{count(authority.school_year.school_days(first, today), 'school day')} ago"


def _goals_overdue(
    scope: Scope, request: Request, session: Session, today: date, authority: Authority
) -> list[Element]:
    """Goals past their time limit: named where the asker may know the plan, counted where only its state."""
    plans = {plan.id: plan for plan in open_plans(session, scope.schools) if plan.is_agreed}
    late = [
        (plans[plan_id], goal)
        for plan_id, goals in goals_of(session, list(plans)).items()
        for goal in goals
        if goal.is_open and is_overdue(goal.due_on, today)
    ]
    late.sort(key=lambda pair: (pair[1].due_on or today, pair[0].school))
    named = [pair for pair in late if may(authority.access, request.standing, "plan", pair[0].school_id)]
    found: list[Element] = []
    if named:
        rows = tuple(
            (
                plan.school,
                f"{goal.number}. {goal.goal}",
                goal.responsible or "nobody named",
                say_day(goal.due_on or today),
            )
            for plan, goal in named[:PAGE]
        )
        title = f"{count(len(named), 'goal')} past the time limit{_shown(len(named))}"
        found += _headed(("School", "Goal", "Who", "Was due"), rows, title)
    if len(late) > len(named):
        found.append(Text(f"{count(len(late) - len(named), 'goal')} of other plans past the time limit."))
    return found or [Text("No goal is past its time limit.")]


def _lacking(scope: Scope, request: Request, session: Session, authority: Authority) -> list[tuple[SchoolView, str]]:
    """The schools whose tier asks for a plan and that have none, with that tier."""
    tiers, have = tiers_on(session, local_day(request, authority)), schools_with_plan(session)
    wanted = {request.values["tier"]} if request.values.get("tier") else tiers_with_plan(authority)
    return [
        (school, tiers[school.id].tier)
        for school in scope.schools.values()
        if school.id in tiers and tiers[school.id].tier in wanted and school.id not in have
        if may(authority.access, request.standing, "tier", school.id)
    ]


def _without_plan(scope: Scope, request: Request, session: Session, authority: Authority) -> list[Element]:
    lacking = _lacking(scope, request, session, authority)
    tier = request.values.get("tier", "")
    if not lacking:
        return [Text(f"Every {_tier_words(authority, tier)} school{scope.words} has an action plan.")]
    rows = tuple((school.name, school.cluster, authority.tier(found).label) for school, found in lacking[:PAGE])
    title = f"{count(len(lacking), 'school')} without an action plan{_shown(len(lacking))}"
    return _headed(("School", "Cluster", "Tier"), rows, title)


def _headed(header: tuple[str, ...], rows: tuple[tuple[str, ...], ...], title: str) -> list[Element]:
    """A table under its title: an answer may hold several."""
    return [Text(f"{title}:"), Table(header, rows, title)]


def _tier_words(authority: Authority, tier: str) -> str:
    labels = [
        one.label for one in authority.framework.tiers if one.key in ({tier} if tier else tiers_with_plan(authority))
    ]
    return " or ".join(labels)


def _how_many(scope: Scope, request: Request, session: Session, authority: Authority) -> Card:
    lacking = len(_lacking(scope, request, session, authority))
    late = len(_late(open_plans(session, scope.schools), local_day(request, authority)))
    words = f"{count(late, 'plan review')} {'is' if late == 1 else 'are'} overdue{scope.words}."
    without = f"{count(lacking, 'school')}{scope.words} {'has' if lacking == 1 else 'have'} no action plan and should."
    only = request.values.get("lacking") == "plan"
    return plan_card("", *([without] if only else [words, without]), about=_about(request))


def reviews_to_come(request: Request, session: Session, authority: Authority) -> Card:
    """The plan reviews among the asker's schools, of the period asked about or of the next twelve weeks."""
    scope = _scope(request, session, authority)
    today = local_day(request, authority)
    first, last = _period(request, today)
    plans = [plan for plan in open_plans(session, scope.schools) if plan.is_agreed and plan.next_review_on]
    due = sorted(
        (plan for plan in plans if plan.next_review_on and first <= plan.next_review_on <= last),
        key=lambda plan: (plan.next_review_on or today, plan.school),
    )
    late = _late(plans, today)
    lines: list[str] = [f"{count(len(late), 'review')} {'is' if len(late) == 1 else 'are'} overdue."] if late else []
    span = f"from {say_day(first)} to {say_day(last)}"
    if not due:
        return plan_card("", f"No plan review{scope.words} is due {span}.", *lines, buttons=_overdue_button(late))
    rows = tuple((say_day(plan.next_review_on or today, today), plan.school) for plan in due[:PAGE])
    title = f"{count(len(due), 'plan review')}{scope.words}, {span}{_shown(len(due))}"
    return plan_card(title, Table(("When", "School"), rows, title), *lines, buttons=_overdue_button(late))


def _overdue_button(late: Sequence[PlanView]) -> tuple[Button, ...]:
    return (Button("Which are overdue?", "plan_overdue"),) if late else ()


def _period(request: Request, today: date) -> tuple[date, date]:
    return period_asked(request, (today, today + _COMING))


def my_goals(request: Request, session: Session, authority: Authority) -> Reply:
    """The open goals that name the asker, by their time limit, of plans that the asker may know."""
    today = local_day(request, authority)
    goals = goals_of_person(session, request.standing.person_id or 0)
    plans = plans_by_id(session, {goal.plan_id for goal in goals})
    mine = [
        (plans[goal.plan_id], goal)
        for goal in goals
        if may(authority.access, request.standing, "plan", plans[goal.plan_id].school_id)
    ]
    if not mine:
        return plan_card("", "You are not down for any open goal of an action plan.")
    rows = tuple(_mine(plan, goal, today) for plan, goal in mine)
    late = sum(is_overdue(goal.due_on, today) for _, goal in mine)
    title = f"You are down for {count(len(mine), 'goal')}" + (f", {late} past the time limit" if late else "")
    table = Table(("By", "School", "Goal", "Now", "Progress"), rows, title)
    found = {plan.id: plan for plan, _ in mine}
    buttons = [open_button(plan, clipped(f"Open {plan.school}", 70)) for plan in list(found.values())[:_OPENED]]
    return plan_card(title, table, buttons=buttons)


def _mine(plan: PlanView, goal: GoalView, today: date) -> tuple[str, ...]:
    what = f"{goal.number}. {goal.goal}"
    return by_when(goal, today), plan.school, what, latest_words(goal, today), way_gone(goal)


def _about(request: Request) -> int | None:
    return request.school.id if request.school else None
