"""The home of those who lead schools, and of their link officers."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import time, timedelta
from typing import Final

from sqlmodel import Session

from config.authority import Authority
from framework.access import may
from framework.rhythm import monday_of
from framework.sending import at
from handlers.asked import local_day
from handlers.cards import Button, Card, Element, Table, Text
from handlers.home_words import MOST_BUTTONS, named, short, source
from handlers.mentoring_access import may_know_pair
from handlers.moments import Moment
from handlers.oversight_facts import Support, Supported, support_of
from handlers.plan_facts import met_words, review_words
from handlers.practice_entries import open_button
from handlers.request import Request
from handlers.visits import visit_buttons
from handlers.wording import MODES, STATUSES, clipped, count, say_day, say_when
from store.mentoring import pairs_of
from store.plan_lists import PlanView, goals_of, open_plans
from store.posts import officers_on
from store.practice import PracticeView, practices_announced
from store.practice_searches import followed_themes
from store.schools import SchoolView, school_by_id
from store.tiers import tier_on
from store.visits import VisitView, next_visits, unrecorded_visits, visits_between

_NEXT: Final = 3
_NEW_PRACTICE: Final = 3
_NEW_FOR: Final = timedelta(weeks=4)
_LISTED: Final = 10


def heads_sections(request: Request, session: Session, authority: Authority) -> list[Card]:
    """The tier with its reason, the next visits, the plan, the mentor, and practice that is new."""
    schools = [one for one in (school_by_id(session, id_) for id_ in sorted(request.standing.heads)) if one]
    found = [_tier(school, request, session, authority) for school in schools]
    found.append(_next_visits(schools, request, session, authority))
    found += [plan for school in schools if (plan := _plan(school, request, session, authority)) is not None]
    mentoring = _mentoring(request, session, authority)
    practice = _practice(schools, request, session, authority)
    return [*found, *(card for card in (mentoring, practice) if card is not None)]


def _tier(school: SchoolView, request: Request, session: Session, authority: Authority) -> Card:
    code = {"seed_code": school.seed_code}
    if not may(authority.access, request.standing, "tier", school.id):
        return Card(title=school.name, body=(Text("Ask me about visits, plans and practice."),), about=school.id)
    decision = tier_on(session, school.id, local_day(request, authority))
    if decision is None:
        return Card(title=school.name, body=(Text("No tier is on record yet."),), about=school.id)
    tier = authority.tier(decision.tier)
    lines = [f"{tier.label} support since {say_day(decision.from_date)}{f': {tier.means}' if tier.means else ''}."]
    buttons: tuple[Button, ...] = (Button(named("Why this tier", school, request), "tier_reason", code),)
    if may(authority.access, request.standing, "tier_reason", school.id):
        lines.append(f"Why: {decision.reason or 'no reason is on record'}")
        buttons = (Button(named("How the tier came about", school, request), "tier_history", code),)
    body = tuple(Text(line) for line in lines)
    return Card(title=f"{school.name}: your tier", body=body, buttons=buttons, about=school.id)


def _next_visits(schools: Sequence[SchoolView], request: Request, session: Session, authority: Authority) -> Card:
    found = next_visits(session, [school.id for school in schools], request.now, most=_NEXT)
    book = [Button("Book a visit", "book_visit", {"step": "form"})]
    if not found:
        return Card(title="Next visits", body=(Text("No visit is in the calendar."),), buttons=tuple(book))
    several = len(schools) > 1
    buttons = _of_each(found, request, authority, several=several)
    body = _visit_table(found, "Next visits", request, authority, several=several)
    return Card(title="Next visits", body=(body,), buttons=buttons or tuple(book))


def _of_each(
    visits: Sequence[VisitView], request: Request, authority: Authority, *, several: bool
) -> tuple[Button, ...]:
    """The buttons of visits that are listed: each has its own, and where there is room for more, its further ones."""
    found = [_agree_and_move(visit, request, authority, several=several) for visit in visits]
    if sum(map(len, found)) <= MOST_BUTTONS:
        return tuple(button for buttons in found for button in buttons)
    return tuple(button for buttons in found for button in buttons[:1])


_VERBS: Final = {
    "agree_visit": "Agree",
    "move_visit": "Move",
    "record_visit": "Write the note of",
    "show_note": "Note of",
}


def _agree_and_move(visit: VisitView, request: Request, authority: Authority, *, several: bool) -> list[Button]:
    """The buttons of a visit that fit among those of other visits: each says which day (and school) it is about."""
    row = _row(visit, request, authority) if several else short(visit.starts_at, request, authority)
    found = [
        Button(clipped(f"{_VERBS[button.action]} {row}", 75), button.action, button.values, button.style)
        for button in visit_buttons(visit, request, authority)
        if button.action in _VERBS
    ]
    return found or [Button(clipped(f"Open {row}", 75), "show_visit", {"visit": str(visit.id)})]


def _row(visit: VisitView, request: Request, authority: Authority) -> str:
    return f"{short(visit.starts_at, request, authority)}, {visit.school}"


def _visit_table(
    found: Sequence[VisitView], title: str, request: Request, authority: Authority, *, several: bool
) -> Table:
    today = local_day(request, authority)
    rows = tuple(
        (
            Moment(say_when(visit.starts_at, authority.timezone, today), visit.starts_at),
            *([visit.school] if several else []),
            authority.visit_type(visit.visit_type).label,
            *([] if several else [visit.officer or "nobody is named"]),
            MODES.get(visit.mode, visit.mode),
            STATUSES.get(visit.status, visit.status),
        )
        for visit in found
    )
    header = ("When", "School", "What", "How", "State") if several else ("When", "What", "With", "How", "State")
    return Table(header, rows, title)


def _plan(school: SchoolView, request: Request, session: Session, authority: Authority) -> Card | None:
    if not may(authority.access, request.standing, "plan_state", school.id):
        return None
    plans = open_plans(session, [school.id])
    goals = goals_of(session, [plan.id for plan in plans])
    lines = [_plan_line(plan, met_words(goals.get(plan.id, [])), request, authority) for plan in plans]
    if not lines:
        return None
    agree = [
        Button("Agree the plan", "agree_plan", {"plan": str(plan.id), "revision": str(plan.revision)}, "primary")
        for plan in plans
        if plan.state == "proposed" and plan.changed_by_id != request.standing.person_id
    ]
    opened = Button(named("Open the plan", school, request), "plan_status", {"seed_code": school.seed_code})
    body = tuple(Text(line) for line in lines)
    return Card(title=f"{school.name}: action plan", body=body, buttons=(*agree, opened), about=school.id)


def _plan_line(plan: PlanView, met: str, request: Request, authority: Authority) -> str:
    state = "" if plan.is_agreed else " (proposed, not agreed yet)"
    return f"{plan.title}{state}: {met}; next review {review_words(plan, local_day(request, authority))}."


def _mentoring(request: Request, session: Session, authority: Authority) -> Card | None:
    person = request.standing.person_id or 0
    pairs = [one for one in pairs_of(session, person) if may_know_pair(authority, request.standing, one)]
    if not pairs:
        return None
    lines = [
        f"Your {pair.kind}: {pair.mentor}, {pair.mentor_school}."
        if pair.mentee_id == person
        else f"You are {pair.kind} for {pair.mentee}, {pair.mentee_school}."
        for pair in pairs
    ]
    opened = [
        Button(
            clipped(f"Open {pair.mentor if pair.mentee_id == person else pair.mentee}", 75),
            "show_pair",
            {"pair": str(pair.id)},
        )
        for pair in pairs[:_NEXT]
    ]
    return Card(title="Mentoring", body=tuple(Text(line) for line in lines), buttons=tuple(opened))


def _practice(schools: Sequence[SchoolView], request: Request, session: Session, authority: Authority) -> Card | None:
    """What was shared of late elsewhere: on themes that the asker follows first, then of schools like theirs."""
    own, sectors = {school.id for school in schools}, {school.sector for school in schools}
    followed = set(followed_themes(session, request.standing.person_id or 0))
    new = practices_announced(session, request.now - _NEW_FOR, request.now)

    def fit(practice: PracticeView) -> tuple[bool, bool]:
        return bool(followed & set(practice.themes)), practice.sector in sectors

    found = sorted((one for one in new if one.school_id not in own and any(fit(one))), key=fit, reverse=True)
    if not found:
        return None
    shown = found[:_NEW_PRACTICE]
    body: tuple[Element, ...] = tuple(Text(f"• {one.title} – {one.school}") for one in shown)
    buttons = tuple(open_button(one, clipped(f"Open {one.title}", 75)) for one in shown)
    return Card(title="New strong practice for you", body=body, buttons=buttons)


def officers_sections(request: Request, session: Session, authority: Authority) -> list[Card]:
    """This week's visits, what is outstanding, and the schools by urgency."""
    schools = [one for one in (school_by_id(session, id_) for id_ in sorted(request.standing.links)) if one]
    support = support_of(schools, session, authority, request, officers_on(session, local_day(request, authority)))
    return [
        _this_week(request, session, authority),
        _outstanding(support, request, session, authority),
        _by_urgency(support, request, authority),
    ]


def _this_week(request: Request, session: Session, authority: Authority) -> Card:
    monday = monday_of(local_day(request, authority))
    opens, closes = (at(day, time(), authority.timezone) for day in (monday, monday + timedelta(days=7)))
    mine = [
        one for one in visits_between(session, opens, closes) if _is_mine(one, request) and one.status != "cancelled"
    ]
    if not mine:
        return Card(title="This week", body=(Text("You have no visits this week."),), buttons=(_NEXT_VISITS,))
    title = f"This week: {count(len(mine), 'visit')}"
    table = _visit_table(mine[:_LISTED], title, request, authority, several=True)
    buttons = _of_each(mine[:_LISTED], request, authority, several=True)
    return Card(title=title, body=(table,), buttons=buttons)


_NEXT_VISITS: Final = Button("My visits", "visit_list", {"scope": "mine"})


def _is_mine(visit: VisitView, request: Request) -> bool:
    if visit.officer_id is not None:
        return visit.officer_id == request.standing.person_id
    return visit.school_id in request.standing.links


def _outstanding(support: Support, request: Request, session: Session, authority: Authority) -> Card:
    links = request.standing.links
    unwritten = unrecorded_visits(session, links, request.now, request.standing.person_id)
    unwritten = [visit for visit in unwritten if _is_mine(visit, request)]
    late = [one for one in support.schools if support.plan_review_late(one) or support.tier_review_late(one)]
    lines = []
    if unwritten:
        lines.append(f"{count(len(unwritten), 'visit')} without a note, the oldest {_on(unwritten[-1], authority)}.")
    if late:
        lines.append(f"{count(len(late), 'review')} overdue: {_names([one.school.name for one in late])}.")
    buttons = [
        Button(clipped(f"Note of {_row(visit, request, authority)}", 75), "record_visit", {"visit": str(visit.id)})
        for visit in unwritten[:_NEXT]
    ]
    if late:
        buttons.append(Button("Reviews due", "review_due", {"scope": "mine"}))
    body = tuple(Text(line) for line in lines) or (Text("No note and no review is outstanding."),)
    return Card(title="Outstanding", body=body, buttons=tuple(buttons))


def _on(visit: VisitView, authority: Authority) -> str:
    return f"of {say_day(visit.starts_at.astimezone(authority.timezone).date())} at {visit.school}"


def _names(schools: Collection[str]) -> str:
    first = list(schools)[:_NEXT]
    more = f" and {len(schools) - _NEXT} more" if len(schools) > _NEXT else ""
    return f"{', '.join(first)}{more}"


def _by_urgency(support: Support, request: Request, authority: Authority) -> Card:
    """The schools, those first whose tier promises most and whose support is behind."""
    schools = [one for one in support.schools if may(authority.access, request.standing, "tier", one.school.id)]
    ordered = sorted(schools, key=lambda one: _urgency(one, support, authority))
    rows = tuple(
        (one.school.name, authority.tier(one.key).label if one.key else "none on record", _behind(one, support))
        for one in ordered[:_LISTED]
    )
    if not rows:
        return Card(title="Your schools", body=(Text("You are link officer of no school today."),))
    more = [Text(f"And {len(ordered) - _LISTED} more.")] if len(ordered) > _LISTED else []
    title = f"Your {count(len(ordered), 'school')} by urgency"
    table = Table(("School", "Tier", "Outstanding"), rows, title)
    listed = Button("My schools by tier", "tier_list", {"scope": "mine"})
    body: tuple[Element, ...] = (table, *more, source(support.day))
    return Card(title=title, body=body, buttons=(listed, _NEXT_VISITS))


def _urgency(one: Supported, support: Support, authority: Authority) -> tuple[int, int, str]:
    rank = authority.tier(one.key).rank if one.key else -1
    return -len(_faults(one, support)), -rank, one.school.name


def _behind(one: Supported, support: Support) -> str:
    return "; ".join(_faults(one, support)) or "nothing"


def _faults(one: Supported, support: Support) -> list[str]:
    """What a school is owed that has not happened, in a few words each."""
    enhanced = one in support.enhanced()
    missing = max(one.visits_due - one.visits.held, 0)
    return [
        *(["no agreed plan"] if enhanced and (one.plan is None or not one.plan.agreed) else []),
        *(["plan review overdue"] if support.plan_review_late(one) else []),
        *(["tier review overdue"] if support.tier_review_late(one) else []),
        *([f"{count(missing, 'visit')} behind"] if missing else []),
    ]
