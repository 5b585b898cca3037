"""A school's tier: which, why, since when, reviewed when, and how it came about."""

from __future__ import annotations

from datetime import date
from itertools import takewhile

from sqlmodel import Session

from config.authority import Authority
from framework.access import may
from handlers.asked import local_day
from handlers.cards import Button, Card, Facts, Reply, Table, Text
from handlers.request import Request
from handlers.wording import count, say_day
from store.schools import SchoolView
from store.tiers import Decision
from store.tiers import tier_history as read_history

_NOTICE = "Cairn has an answer for you."


def tier_of_school(request: Request, session: Session, authority: Authority) -> Reply:
    """The tier of the school asked about, with its reason where the asker may know that too."""
    school = _school(request)
    day = local_day(request, authority)
    past = read_history(session, school.id, day)
    if not past:
        return _none_on_record(school)
    decision = past[0]
    since = min(one.from_date for one in takewhile(lambda one: one.tier == decision.tier, past))
    if not may(authority.access, request.standing, "tier_reason", school.id):
        return _tier_only(school, decision, authority)
    return _tier_with_reason(school, decision, since, request, authority, day)


def tier_history(request: Request, session: Session, authority: Authority) -> Reply:
    """Every decision on record about the school, newest first."""
    school = _school(request)
    past = read_history(session, school.id, local_day(request, authority))
    if not past:
        return _none_on_record(school)
    rows = tuple(
        (
            say_day(item.from_date),
            authority.tier(item.tier).label,
            item.reason or "no reason on record",
            item.decided_by,
        )
        for item in past
    )
    table = Table(("From", "Tier", "Reason", "Decided by"), rows, f"Tier decisions for {school.name}, newest first")
    return Card(title=f"{school.name}: how its tier came about", body=(table,), notice=_NOTICE, about=school.id)


def _school(request: Request) -> SchoolView:
    assert request.school is not None, "the dispatcher finds the school before it calls"
    return request.school


def _none_on_record(school: SchoolView) -> Card:
    words = f"No tier is on record for {school.name}. Its link officer can say whether one has been decided."
    return Card(body=(Text(words),), buttons=(_who_is_link(school),), about=school.id)


def _tier_only(school: SchoolView, decision: Decision, authority: Authority) -> Card:
    label = authority.tier(decision.tier).label
    return Card(
        title=f"{school.name}: {label}",
        body=(Text(f"{school.name} is on {label} support."), _source(decision)),
        notice=_NOTICE,
        about=school.id,
    )


def _evidence(school: SchoolView, request: Request, authority: Authority) -> tuple[Button, ...]:
    """The way to the evidence, and to what is under way, for those who may see them."""
    code = {"seed_code": school.seed_code}
    ways = (
        ("figures", Button("Risk matrix", "risk_flags", code)),
        ("tier_case", Button("Under discussion?", "tier_case", code)),
        ("view_tier", Button("Ask for support", "ask_support", code)),
    )
    return tuple(button for matter, button in ways if may(authority.access, request.standing, matter, school.id))


def _tier_with_reason(
    school: SchoolView, decision: Decision, since: date, request: Request, authority: Authority, day: date
) -> Card:
    tier = authority.tier(decision.tier)
    means = f": {tier.means}" if tier.means else ""
    opening = f"{school.name} has been on {tier.label} support since {say_day(since)}{means}."
    if since != decision.from_date:
        opening += f" It was last confirmed on {say_day(decision.from_date)}."
    facts = Facts(
        (
            ("Why", decision.reason or "no reason is on record"),
            ("Decided by", decision.decided_by or "nobody is on record"),
            ("Discussed with the headteacher", _discussed(decision)),
            ("What would move it back", decision.exit_criteria or "nothing is on record"),
            ("Review", _review(decision, tier.review, day)),
        )
    )
    history = Button("How it came about", "tier_history", {"seed_code": school.seed_code})
    visit = Button("Next visit", "next_visit", {"seed_code": school.seed_code})
    return Card(
        title=f"{school.name}: {tier.label}",
        body=(Text(opening), facts, _source(decision)),
        buttons=(history, visit, *_evidence(school, request, authority)),
        notice=_NOTICE,
        about=school.id,
    )


def _discussed(decision: Decision) -> str:
    return say_day(decision.discussed_on) if decision.discussed_on else "no discussion is on record"


def _review(decision: Decision, rhythm: str, day: date) -> str:
    if decision.review_on is None:
        return f"no date is on record (usually {rhythm})" if rhythm else "no date is on record"
    if decision.review_on < day:
        late = count((day - decision.review_on).days, "day")
        return f"was due on {say_day(decision.review_on)}, {late} ago"
    return say_day(decision.review_on)


def _source(decision: Decision) -> Text:
    return Text(f"From the tier decision of {say_day(decision.from_date)}.", quiet=True)


def _who_is_link(school: SchoolView) -> Button:
    return Button("Who is the link officer?", "who_is_link", {"seed_code": school.seed_code})
