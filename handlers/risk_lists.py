"""Which schools meet the criteria that are named, or any: 'low attendance and also a new headteacher?'."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import Session

from config.authority import Authority
from framework.access import has_reach, may
from framework.criteria import MET, MISSING, NOT_FOR_IT, SUPPRESSED, TOO_SMALL, Cell, Criterion, Evidence, matrix
from handlers.asked import local_day, not_yours
from handlers.cards import Button, Card, Element, Reply, Table, Text
from handlers.evidence_facts import evidence_of, visible_criteria
from handlers.evidence_words import say_cell
from handlers.instead import Instead
from handlers.oversight import where
from handlers.oversight_facts import in_question, officers_of, own_clusters
from handlers.paging import page_of
from handlers.request import Request
from handlers.wording import clipped, count, say_day, say_list
from store.posts import officers_on
from store.schools import SchoolView, all_schools
from store.tiers import tiers_on

_SHOWN = 10
NOTICE = "Cairn has an answer for you."
_EVENTS = {
    "new_headteacher": (
        r"\bnew(?:ly appointed)?\s+(?:acting\s+)?(?:ht|hts|heads?|head ?teachers?|leadership)\b"
        r"|\bheads? (?:is|are) new\b"
    ),
    "acting_headteacher": r"\bacting\s+(?:ht|hts|heads?|head ?teachers?)\b",
    "no_headteacher": r"\b(?:no|without an?|vacant)\s+(?:ht|head(?:ship)?s?|head ?teachers?)\b",
    "own_request": r"\bask(?:ed|s|ing)? for support\b|\brequested support\b",
}
OPEN = frozenset({MISSING, SUPPRESSED, TOO_SMALL})


@dataclass(frozen=True)
class Asked:
    """One condition: the criteria that answer it, of which a school has to meet one; and what it is called."""

    criteria: tuple[Criterion, ...]
    label: str


@dataclass(frozen=True)
class Found:
    """A school that meets every condition, and the cells that say so."""

    school: SchoolView
    met: tuple[Cell, ...]
    points: int


def schools_meeting(request: Request, session: Session, authority: Authority) -> Reply:
    """The schools that meet all that is named (or, with nothing named, any criterion), the most points first."""
    if not has_reach(authority.access, request.standing, "figures"):
        raise Instead(not_yours(request, session, "figures"))
    conditions = asked(request, authority)
    unknown = [one.label for one in conditions if not one.criteria]
    if unknown:
        raise Instead(_no_criterion(unknown, authority))
    day = local_day(request, authority)
    schools = schools_in_question(request, session, authority)
    evidence = evidence_of(session, schools, day, all_of_them=len(schools) > 100)
    found = _judged(schools, evidence, conditions, request, authority)
    found.hits.sort(key=lambda one: (-one.points, one.school.name))
    return _card(found, len(schools), conditions, request, authority)


def schools_in_question(request: Request, session: Session, authority: Authority) -> list[SchoolView]:
    """The schools that the question is about, out of those whose figures the asker may see."""
    day = local_day(request, authority)
    officers, clusters = officers_on(session, day), own_clusters(request, session)
    tiers = tiers_on(session, day) if request.values.get("tier") else {}

    def on_tier(school: SchoolView) -> bool:
        known = may(authority.access, request.standing, "tier", school.id)
        return known and school.id in tiers and tiers[school.id].tier == request.values["tier"]

    return [
        school
        for school in all_schools(session)
        if may(authority.access, request.standing, "figures", school.id)
        and in_question(school, request, clusters, officers_of(school.id, officers))
        and (not request.values.get("tier") or on_tier(school))
    ]


def asked(request: Request, authority: Authority) -> list[Asked]:
    """The conditions of a button (`criteria`: keys, joined by ';') or of a sentence, in the authority's own words."""
    named = [key for key in request.values.get("criteria", "").split(";") if key]
    if named:
        by_key = {one.key: one for one in authority.criteria}
        return [Asked((by_key[key],), by_key[key].label) for key in named if key in by_key]
    words = request.words.casefold()
    found = [
        Asked(tuple(one for one in authority.criteria if one.measure == measure.key), measure.label)
        for measure in authority.framework.measures
        if any(re.search(rf"\b{re.escape(name.casefold())}\b", words) for name in measure.names())
    ]
    events = [event for event, pattern in _EVENTS.items() if re.search(pattern, words)]
    found += [
        Asked(tuple(one for one in authority.criteria if one.event == event), event.replace("_", " "))
        for event in events
    ]
    grades = set(re.findall(r"\b[123]\.\d\b", words))
    return found + [
        Asked(tuple(one for one in authority.criteria if qi in one.qi), f"QI {qi}") for qi in sorted(grades)
    ]


def _no_criterion(unknown: Sequence[str], authority: Authority) -> Card:
    words = (
        f"No criterion of your framework looks at {say_list([label.lower() for label in unknown])}, so I judge nothing."
    )
    return Card(body=(Text(words),), buttons=(Button("What are the criteria?", "tier_criteria"),), notice=NOTICE)


@dataclass
class Judged:
    """What became of all the schools: those that meet what was asked, and for each condition how many could not be

    judged by it (`unknown`) or have no criterion for it that the asker may see (`none`).
    """

    hits: list[Found]
    unknown: list[int]
    none: list[int]


def _judged(
    schools: Sequence[SchoolView],
    evidence: Mapping[int, Evidence],
    conditions: Sequence[Asked],
    request: Request,
    authority: Authority,
) -> Judged:
    """Every school held against the conditions; only what an answer needs is kept of each."""
    judged = Judged([], [0] * len(conditions), [0] * len(conditions))
    keys = [{one.key for one in condition.criteria} for condition in conditions]
    wanted = frozenset().union(*keys)
    for school in schools:
        visible = visible_criteria(request.standing, school.id, authority)
        cells = matrix([one for one in visible if one.key in wanted] if wanted else visible, evidence[school.id])
        _count_open(judged, cells, keys)
        met = tuple(one for one in cells if one.state == MET)
        if met and all(any(one.criterion.key in named for one in met) for named in keys):
            judged.hits.append(Found(school, met, sum(one.criterion.weight for one in met)))
    return judged


def _count_open(judged: Judged, cells: Sequence[Cell], keys: Sequence[set[str]]) -> None:
    for at, named in enumerate(keys):
        states = [one.state for one in cells if one.criterion.key in named and one.state != NOT_FOR_IT]
        judged.none[at] += not states
        judged.unknown[at] += bool(states) and all(state in OPEN for state in states)


def _card(
    judged: Judged, asked_about: int, conditions: Sequence[Asked], request: Request, authority: Authority
) -> Card:
    found = judged.hits
    what = say_list([one.label.lower() for one in conditions]) if conditions else "any criterion"
    title = f"{len(found)} of {count(asked_about, 'school')}{where(request)}: {what}"
    page, more = page_of(found, _SHOWN, request)
    rows = tuple(_row(one, authority) for one in page)
    body: list[Element] = [Table(("School", "Cluster", "Met", "Evidence"), rows, title)] if rows else []
    if not found:
        body.append(Text(f"No school{where(request)} meets {what}, as far as the record knows."))
    if len(found) > _SHOWN:
        body.append(Text("Those with the most points come first."))
    body += [Text(line) for line in _not_judged(judged, conditions)]
    body.append(Text(f"From the evidence on record on {say_day(local_day(request, authority))}.", quiet=True))
    buttons = tuple(
        Button(clipped(f"Open {one.school.name}", 70), "risk_flags", {"seed_code": one.school.seed_code})
        for one in page
    )
    return Card(title=title, body=tuple(body), buttons=(*buttons, *more), notice=NOTICE)


def _row(one: Found, authority: Authority) -> tuple[str, ...]:
    labels = "; ".join(cell.criterion.label for cell in one.met)
    return one.school.name, one.school.cluster, labels, "; ".join(say_cell(cell, authority) for cell in one.met)


def _not_judged(judged: Judged, conditions: Sequence[Asked]) -> list[str]:
    """For each condition, how many schools could not be judged by it, and at how many it is not the asker's to see."""
    lines = []
    for condition, unknown, none in zip(conditions, judged.unknown, judged.none, strict=True):
        if unknown:
            lines.append(f"{condition.label}: not known, suppressed or too few pupils at {count(unknown, 'school')}.")
        if none:
            lines.append(f"{condition.label}: no criterion for, or not yours to see at, {count(none, 'school')}.")
    return lines
