"""What each link officer carries: schools weighted by tier and travel, visits held and to come, and who has room."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import time, timedelta

from sqlmodel import Session

from config.authority import Authority
from framework.oversight import FAR_FROM_AVERAGE, Place, beside_average, centre, kilometres, load
from framework.sending import at
from handlers.asked import local_day, not_yours
from handlers.cards import Button, Card, Chart, Reply, Series, Table, Text
from handlers.instead import Instead
from handlers.oversight import NOTICE, source
from handlers.oversight_facts import Support, Supported, support_of
from handlers.plans import tiers_with_plan
from handlers.request import Request
from handlers.wording import count, say_list
from store.oversight import Visited, places, visits_by_officer
from store.posts import Holder, Officers, officers_on
from store.schools import all_schools


@dataclass(frozen=True)
class Carried:
    """What one officer carries this session; `load` is in visits, travel counted in, `beside` its part over the

    average of all (0.3: 30% above it). `enhanced` are the schools above the lightest tier.
    """

    officer: Holder
    schools: int
    enhanced: int
    load: float
    beside: float
    visits: Visited


def officer_load(request: Request, session: Session, authority: Authority) -> Reply:
    """Every link officer's load, the heaviest first, with who carries far more than the others and who has room."""
    day = local_day(request, authority)
    officers = officers_on(session, day)
    support = support_of(all_schools(session), session, authority, request, officers)
    carried = carried_by_all(support, officers, session, request)
    away = sorted(officer.name for person, officer in officers.in_post.items() if officers.is_away(person))
    if not carried:
        raise Instead(Card(body=(Text("No link officer is in post today."), source(day))))
    if request.values.get("person") and request.values["person"] not in {one.officer.name for one in carried}:
        raise Instead(not_yours(request, session))
    rows = tuple(_row(one) for one in carried)
    lightest = support.bands()[0].label
    header = ("Link officer", "Schools", f"Above {lightest}", "Load", "Beside average", "Visits held", "To come")
    title = f"Load of {count(len(carried), 'link officer')}, heaviest first"
    return Card(
        title=title,
        body=(
            _picture(carried, title),
            Table(header, rows, title),
            *(Text(line) for line in _lines(carried, support, away)),
            _method(authority),
            source(day),
        ),
        buttons=(
            Button("Support by officer", "oversight_balance", {"by": "officer"}),
            Button("What is missing?", "support_gaps"),
        ),
        notice=NOTICE,
    )


def _picture(carried: list[Carried], title: str) -> Chart:
    """The loads as bars, the heaviest first."""
    names = tuple(one.officer.name for one in carried)
    said = "; ".join(f"{one.officer.name}: {one.load:.0f}" for one in carried)
    loads = Series("Load in visits a session", tuple(round(one.load, 0) for one in carried))
    return Chart("bars", title, names, (loads,), f"Load in visits a session: {said}.")


def carried_by_all(support: Support, officers: Officers, session: Session, request: Request) -> list[Carried]:
    """What everybody at work carries, the heaviest first; whoever covers carries the schools of who is away."""
    authority = support.authority
    year = authority.school_year.session(support.day)
    first, last = (at(one, time(), authority.timezone) for one in (year.first, year.last + timedelta(days=1)))
    visited = visits_by_officer(session, first, last, request.now)
    own: dict[int, list[Supported]] = defaultdict(list)
    for one in support.schools:
        for officer in one.officers:
            own[officer.person_id].append(one)
    where = places(session)
    here = {person: officer for person, officer in officers.in_post.items() if not officers.is_away(person)}
    loads = {person: _load_of(own[person], where, authority) for person in here}
    keys = tiers_with_plan(authority)
    found = [
        Carried(
            officer,
            len(own[person]),
            sum(one.key in keys for one in own[person]),
            loads[person],
            beside_average(loads[person], loads.values()),
            visited.get(person, Visited()),
        )
        for person, officer in here.items()
    ]
    return sorted(found, key=lambda one: (-one.load, one.officer.name))


def _load_of(schools: Iterable[Supported], where: Mapping[int, Place], authority: Authority) -> float:
    """In visits: of each school those of its tier and the travel, in equal parts where several officers share it."""
    listed = list(schools)
    rules = authority.framework.oversight
    base = rules.base or centre(where[one.school.id] for one in listed if one.school.id in where)
    lightest = min(authority.framework.tiers, key=lambda band: band.rank)
    total = 0.0
    for one in listed:
        visits = (authority.tier(one.key) if one.tier else lightest).a_session
        away = kilometres(base, where[one.school.id]) if base and one.school.id in where else 0.0
        total += load(visits, away, rules.km_a_visit) / len(one.officers)
    return total


def _row(one: Carried) -> tuple[str, ...]:
    visits = one.visits
    beside = f"{100 * one.beside:+.0f}%".replace("-", "−")
    return (
        one.officer.name,
        str(one.schools),
        str(one.enhanced),
        f"{one.load:.0f}",
        beside,
        str(visits.held),
        str(visits.coming),
    )


def _lines(carried: list[Carried], support: Support, away: list[str]) -> list[str]:
    far = [one for one in carried if one.beside >= FAR_FROM_AVERAGE]
    room = [one for one in reversed(carried) if one.beside <= -FAR_FROM_AVERAGE]
    alone = [one.school.name for one in support.schools if not one.officers]
    lines = [
        f"Far above the average: {say_list([_said(one) for one in far])}."
        if far
        else f"Nobody carries {100 * FAR_FROM_AVERAGE:.0f}% or more above the average."
    ]
    if room:
        lines.append(f"Most room: {say_list([_said(one) for one in room])}.")
    if away:
        lines.append(f"Away and covered: {say_list(away)}.")
    if alone:
        lines.append(
            f"{count(len(alone), 'school')} without a link officer: {', '.join(alone[:5])}"
            + (" …" if alone[5:] else ".")
        )
    return lines


def _said(one: Carried) -> str:
    return f"{one.officer.name} ({100 * abs(one.beside):.0f}% {'above' if one.beside > 0 else 'below'})"


def _method(authority: Authority) -> Text:
    rules = authority.framework.oversight
    bands = sorted(authority.framework.tiers, key=lambda band: band.rank)
    weights = say_list([f"{band.a_session} for {band.label}" for band in bands])
    start = "their place of work" if rules.base else "the middle of their schools"
    travel = (
        f"; {rules.km_a_visit} km of travel from {start} and back count as one visit more" if rules.km_a_visit else ""
    )
    return Text(f"Load is counted in visits a session: {weights}{travel}.", quiet=True)
