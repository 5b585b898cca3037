"""The home of those with oversight, of cluster leads, support providers and administrators."""

from __future__ import annotations

from typing import Final

from sqlmodel import Session

from config.authority import Authority
from framework.access import may
from handlers.account_words import PLATFORMS, say_platform
from handlers.asked import local_day
from handlers.cards import Button, Card, Table, Text
from handlers.channels import say_channel, wanted, why_lost
from handlers.delivery_words import say_failure
from handlers.home_words import source
from handlers.oversight_facts import Support, Supported, read_support, support_of
from handlers.request import Request
from handlers.wording import count, say_day, say_list
from store.accounts import unlinked_people, waiting_profiles
from store.channels import all_channels
from store.delivery_lists import FAILED, message_states
from store.leases import fact
from store.plan_lists import goals_of_person
from store.posts import officers_on
from store.schools import school_by_id
from store.tenants import homes

_NAMED: Final = 5
_PAUSED: Final = "sending_paused"


def oversight_sections(request: Request, session: Session, authority: Authority) -> list[Card]:
    """The balance of the tiers, what is late, and where there is no plan."""
    support = read_support(request, session, authority)
    return [_balance(support), _late(support), _without_plan(support)]


def _balance(support: Support) -> Card:
    whole = len(support.schools)
    rows = [(band.label, str(sum(one.key == band.key for one in support.schools))) for band in support.bands()]
    rows += [("No tier on record", str(missing))] if (missing := sum(not one.key for one in support.schools)) else []
    title = f"Who receives what, of {count(whole, 'school')}"
    table = Table(("Tier", "Schools"), tuple(rows), title)
    buttons = (Button("Is support balanced?", "oversight_balance"), Button("Schools by tier", "tier_list"))
    return Card(title=title, body=(table, source(support.day)), buttons=buttons)


def _late(support: Support) -> Card:
    plans = [one for one in support.schools if support.plan_review_late(one)]
    tiers = [one for one in support.schools if support.tier_review_late(one)]
    visits = support.without_visit()
    lines = [
        f"{what}: {_names(found)}."
        for what, found in (
            (f"{count(len(plans), 'plan review')} overdue", plans),
            (f"{count(len(tiers), 'tier review')} overdue", tiers),
            (f"{count(len(visits), 'school')} with fewer visits than promised by now", visits),
        )
        if found
    ]
    body = tuple(Text(line) for line in lines) or (Text("Nothing is late."),)
    return Card(title="What is late", body=body, buttons=(Button("Overdue plans", "plan_overdue"),))


def _without_plan(support: Support) -> Card:
    found = support.without_plan()
    words = (
        f"{count(len(found), 'school')} above the lightest tier: {_names(found)}."
        if found
        else "Every school above the lightest tier has an agreed plan."
    )
    buttons = (Button("Schools without a plan", "plan_overdue", {"lacking": "plan"}),) if found else ()
    return Card(title="Without an agreed plan", body=(Text(words),), buttons=buttons)


def _names(found: list[Supported]) -> str:
    names = [one.school.name for one in found]
    return say_list(names) if len(names) <= _NAMED else f"{', '.join(names[:_NAMED])} and {len(names) - _NAMED} more"


def leads_sections(request: Request, session: Session, authority: Authority) -> list[Card]:
    """The cluster's schools by tier, as far as a cluster lead may know."""
    schools = [one for one in (school_by_id(session, id_) for id_ in sorted(request.standing.leads)) if one]
    seen = [school for school in schools if may(authority.access, request.standing, "tier", school.id)]
    support = support_of(seen, session, authority, request, officers_on(session, local_day(request, authority)))
    rank = {band.key: band.rank for band in support.bands()}
    ordered = sorted(support.schools, key=lambda one: (-rank.get(one.key, -1), one.school.name))
    rows = tuple((one.school.name, authority.tier(one.key).label if one.key else "none on record") for one in ordered)
    if not rows:
        return []
    table = Table(("School", "Tier"), rows, "Your cluster")
    buttons = (
        Button("Visits in my cluster", "visit_list", {"scope": "cluster"}),
        Button("Schools by tier", "tier_list", {"scope": "cluster"}),
    )
    return [Card(title="Your cluster", body=(table, source(support.day)), buttons=buttons)]


def supporters_sections(request: Request, session: Session, authority: Authority) -> list[Card]:
    """What the asker is down for, and the schools that they support with the state of their plans."""
    today = local_day(request, authority)
    goals = goals_of_person(session, request.standing.person_id or 0)
    late = [goal for goal in goals if goal.due_on is not None and goal.due_on < today]
    words = (
        f"You are down for {count(len(goals), 'goal')}, {len(late)} past its time." if goals else "No goal names you."
    )
    mine = Card(title="What you are down for", body=(Text(words),), buttons=(Button("My goals", "my_goals"),))
    schools = [one for one in (school_by_id(session, id_) for id_ in sorted(request.standing.supports)) if one]
    seen = [school for school in schools if may(authority.access, request.standing, "plan_state", school.id)]
    support = support_of(seen, session, authority, request, officers_on(session, today))
    rows = tuple((one.school.name, _plan_state(one, support)) for one in support.schools)
    if not rows:
        return [mine]
    table = Table(("School", "Plan"), rows, "The schools that you support")
    reviews = Button("Reviews due", "review_due", {"scope": "mine"})
    return [mine, Card(title="The schools that you support", body=(table, source(today)), buttons=(reviews,))]


def _plan_state(one: Supported, support: Support) -> str:
    if one.plan is None:
        return "no open plan"
    if not one.plan.agreed:
        return "proposed, not agreed yet"
    if one.plan.next_review_on is None:
        return "no review planned"
    late = " (overdue)" if support.plan_review_late(one) else ""
    return f"next review {say_day(one.plan.next_review_on, support.day)}{late}"


def administrators_sections(request: Request, session: Session, authority: Authority) -> list[Card]:
    """Accounts, channels and deliveries that want a hand."""
    return [_accounts(request, session, authority), _channels(session), _deliveries(session)]


def _accounts(request: Request, session: Session, authority: Authority) -> Card:
    waiting, day = len(waiting_profiles(session)), local_day(request, authority)
    lines = [f"{count(waiting, 'account')} to confirm."] if waiting else ["No account waits for your word."]
    for platform in PLATFORMS:
        if homes(session, platform):
            missing = len(unlinked_people(session, platform, day))
            lines.append(f"{count(missing, 'person', 'people')} not linked on {say_platform(platform)}.")
    return Card(title="Accounts", body=tuple(Text(line) for line in lines), buttons=(Button("Accounts", "accounts"),))


def _channels(session: Session) -> Card:
    known = all_channels(session)
    mapped = {one.channel for one in known}
    missing = [say_channel(channel) for channel in wanted(session) if channel not in mapped]
    lines = [f"#{one.name}: {why_lost(one)}." for one in known if one.channel and why_lost(one)]
    if not known:
        lines.append("No platform has told me of its channels yet.")
    elif missing:
        lines.append(f"{count(len(missing), 'channel')} without a place.")
    body = tuple(Text(line) for line in lines) or (Text("Every channel has its place."),)
    return Card(title="Channels", body=body, buttons=(Button("Channels", "channels"),))


def _deliveries(session: Session) -> Card:
    states, paused = message_states(session), fact(session, _PAUSED)
    words = {"dead": "could not be delivered", "unknown": "may have been sent"}
    lines = [f"{count(states[state], 'message')} {words[state]}." for state in FAILED if states.get(state)]
    if paused:
        lines.insert(0, f"Sending is paused: {say_failure(paused)}.")
    return Card(title="Deliveries", body=tuple(Text(line) for line in lines) or (Text("Everything was delivered."),))
