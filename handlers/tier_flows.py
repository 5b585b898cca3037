"""Tiers over time: moves with their reasons, flows, drift, and how long schools stay above the lightest tier."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import cache

from sqlmodel import Session

from config.authority import Authority
from framework.access import may
from framework.flows import History, counts, days_within, flows, middle_stay, moves
from framework.oversight import percent
from framework.rhythm import months_later
from handlers.asked import local_day
from handlers.cards import Button, Card, Chart, Download, Element, Reply, Series, Table, Text
from handlers.oversight import NOTICE, where
from handlers.oversight_facts import in_question, officers_of, own_clusters
from handlers.periods import period_asked
from handlers.plans import tiers_with_plan
from handlers.request import Request
from handlers.wording import count, say_day, say_list
from store.posts import officers_on
from store.schools import SchoolView, all_schools
from store.tiers import Decision, decisions_of_all

# How many schools stood on each tier on a day.
Counting = Callable[[date], Counter[str]]
_SHOWN = 20
_MONTH_DAYS = 30.4
_POINTS = 7


def tier_changes(request: Request, session: Session, authority: Authority) -> Reply:
    """The moves between tiers of a period (this session where none is named), latest first, with their reasons."""
    today = local_day(request, authority)
    first, last = period(request, today, authority)
    schools, decided = known(request, session, authority, last)
    found = moves(histories(decided), first, last)
    rows = []
    for move in found[:_SHOWN]:
        decision = next(one for one in decided[move.school] if one.from_date == move.day)
        rows.append(
            (
                schools[move.school].name,
                say_day(move.day, today),
                f"{authority.tier(move.before).label} to {authority.tier(move.after).label}",
                decision.reason or "no reason on record",
                decision.decided_by or "nobody on record",
            )
        )
    span = f"from {say_day(first)} to {say_day(last)}"
    up = sum(authority.tier(move.after).rank > authority.tier(move.before).rank for move in found)
    title = f"{count(len(found), 'move')} between tiers{where(request)}"
    body: list[Element] = [Text(f"{span[0].upper()}{span[1:]}: {up} to more support, {len(found) - up} to less.")]
    if rows:
        body.append(Table(("School", "When", "Move", "Why", "Decided by"), tuple(rows), title))
    if len(found) > _SHOWN:
        body.append(Text(f"The latest {_SHOWN} are shown; the file has them all."))
    if found:
        body.append(Download("Moves as a file (CSV)", "tier_changes", {"period": f"{first}/{last}"}))
    body.append(source(today))
    return Card(title=title, body=tuple(body), buttons=(Button("Over time", "tier_drift"),), notice=NOTICE)


def period(request: Request, today: date, authority: Authority) -> tuple[date, date]:
    """The period that is asked about, or this session so far."""
    first, last = period_asked(request, (min(authority.school_year.session(today).first, today), today))
    return first, min(last, today)


def known(
    request: Request, session: Session, authority: Authority, day: date
) -> tuple[dict[int, SchoolView], dict[int, list[Decision]]]:
    """The schools in question whose tier and reason the asker may know, and every decision on them, earliest first."""
    officers, clusters = officers_on(session, local_day(request, authority)), own_clusters(request, session)
    schools = {
        school.id: school
        for school in all_schools(session)
        if may(authority.access, request.standing, "tier_reason", school.id)
        and in_question(school, request, clusters, officers_of(school.id, officers))
    }
    decided = decisions_of_all(session, day)
    return schools, {school: decided.get(school, []) for school in schools}


def histories(decided: Mapping[int, Sequence[Decision]]) -> dict[int, History]:
    return {school: [(one.from_date, one.tier) for one in listed] for school, listed in decided.items()}


def source(day: date) -> Text:
    return Text(f"From the tier decisions on record on {say_day(day)}.", quiet=True)


def tier_drift(request: Request, session: Session, authority: Authority) -> Reply:
    """Schools by tier over the last terms as a picture, who moved in a year, and how long schools stay."""
    today = local_day(request, authority)
    schools, decided = known(request, session, authority, today)
    past = histories(decided)

    @cache
    def on(day: date) -> Counter[str]:
        return counts(past, day)

    points = _points(on, len(past), today, authority)
    body: list[Element] = [over_time(on, points, authority), *(Text(line) for line in _drift(on, points, authority))]
    body += _flow_table(past, today, authority)
    body += [Text(line) for line in _stays(past, schools, today, authority)]
    return Card(
        title=f"Support over time{where(request)}: {count(len(schools), 'school')}",
        body=(*body, source(today)),
        buttons=(Button("Moves this session", "tier_changes"), Button("Support by tier", "oversight_balance")),
        notice=NOTICE,
    )


def _points(on: Counting, whole: int, today: date, authority: Authority) -> list[date]:
    """The beginnings of the last terms and today, as far as most schools' tiers were on record."""
    year = authority.school_year
    sessions = [year.session(months_later(today, -12 * back)) for back in (3, 2, 1, 0)]
    starts = sorted({term.first for one in sessions for term in one.terms() if term.first < today})
    kept = [day for day in starts if 2 * on(day).total() >= whole]
    return [*kept[-(_POINTS - 1) :], today]


def over_time(on: Counting, points: Sequence[date], authority: Authority) -> Chart:
    """How many schools stood on each tier at each of these days."""
    held = [on(day) for day in points]
    bands = sorted(authority.framework.tiers, key=lambda tier: tier.rank)
    labels = (*(f"{day:%b %Y}" for day in points[:-1]), "Today")
    series = tuple(Series(band.label, tuple(float(one[band.key]) for one in held)) for band in bands)
    said = "; ".join(
        f"{label}: {say_list([f'{one[band.key]} {band.label}' for band in bands])}"
        for label, one in zip(labels, held, strict=True)
    )
    return Chart("stacked", "Schools by tier at the beginning of each term, and today", labels, series, f"{said}.")


def _drift(on: Counting, points: Sequence[date], authority: Authority) -> list[str]:
    if len(points) < 2:
        return ["The record does not reach back far enough to show a drift."]
    keys = tiers_with_plan(authority)
    first, now = on(points[0]), on(points[-1])
    were, are = sum(first[key] for key in keys), sum(now[key] for key in keys)
    lightest = min(authority.framework.tiers, key=lambda tier: tier.rank).label
    shares = percent(were, sum(first.values())), percent(are, sum(now.values()))
    way = "has grown" if are > were else "has shrunk" if are < were else "is what it was"
    since = say_day(points[0])
    return [f"The share above {lightest} support {way}: {shares[0]} on {since}, {shares[1]} today."]


def _flow_table(past: Mapping[int, History], today: date, authority: Authority) -> list[Element]:
    """From which tier to which in a year: rows are the tier of a year ago, columns that of today."""
    found = flows(past, months_later(today, -12), today)
    if not found:
        return []
    bands = sorted(authority.framework.tiers, key=lambda tier: tier.rank)
    rows = tuple(
        (band.label, *(str(found[band.key, other.key]) for other in bands))
        for band in bands
        if any(found[band.key, other.key] for other in bands)
    )
    title = "From the tier of a year ago (down) to that of today (across)"
    return [Text(f"{title}:"), Table(("A year ago", *(f"Now {band.label}" for band in bands)), rows, title)]


def _stays(
    past: Mapping[int, History], schools: Mapping[int, SchoolView], today: date, authority: Authority
) -> list[str]:
    keys = tiers_with_plan(authority)
    stays = {
        school: days for school, history in past.items() if (days := days_within(history, keys, today)) is not None
    }
    half = middle_stay(stays.values())
    if half is None:
        return []
    lightest = min(authority.framework.tiers, key=lambda tier: tier.rank).label
    longest = sorted(stays, key=lambda school: (-stays[school], schools[school].name))[:3]
    named = say_list([f"{schools[school].name} ({_months(stays[school])})" for school in longest])
    return [
        f"{count(len(stays), 'school')} above {lightest} support: half of them for {_months(half)} or longer. "
        f"Longest: {named}."
    ]


def _months(days: float) -> str:
    return count(max(1, round(days / _MONTH_DAYS)), "month")
