"""The record as oversight reads it: each school with its tier, plan, visits and officers, in a handful of reads."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta

from sqlmodel import Session

from config.authority import Authority
from config.files import TierBand
from framework.access import may, reaches_all
from framework.oversight import due_by_now
from framework.planning import is_overdue
from framework.sending import at
from handlers.asked import local_day
from handlers.plans import tiers_with_plan
from handlers.request import Request
from store.oversight import PlanNow, Visited, plans_now, visits_by_school
from store.posts import Holder, Officers, officers_on
from store.schools import SchoolView, all_schools
from store.tiers import TierNow, tiers_on

NO_OFFICER = "no link officer"
NO_CLUSTER = "no cluster"
_NARROWED = frozenset({"scope", "cluster", "sector", "person"})


@dataclass(frozen=True)
class Supported:
    """One school: its tier (None where none is on record), its open plan, its visits of this session and how many

    of them should have been held by now, and who is its link officer today (whoever covers, in place of who is away).
    """

    school: SchoolView
    tier: TierNow | None
    plan: PlanNow | None
    visits: Visited
    visits_due: int
    officers: tuple[Holder, ...]

    @property
    def key(self) -> str:
        """The key of its tier, '' where none is on record."""
        return self.tier.tier if self.tier else ""


@dataclass(frozen=True)
class Support:
    """Every school asked about, and the day it is about."""

    schools: tuple[Supported, ...]
    day: date
    authority: Authority

    def bands(self) -> list[TierBand]:
        """The tiers, lightest first, then any that is on record and in no file any more."""
        known = sorted(self.authority.framework.tiers, key=lambda tier: tier.rank)
        keys = {band.key for band in known}
        return [*known, *(self.authority.tier(key) for key in sorted({one.key for one in self.schools} - keys - {""}))]

    def enhanced(self) -> list[Supported]:
        """The schools above the lightest tier."""
        keys = tiers_with_plan(self.authority)
        return [one for one in self.schools if one.key in keys]

    def without_plan(self) -> list[Supported]:
        """Of those above the lightest tier, the ones without a plan that both sides agreed."""
        return [one for one in self.enhanced() if one.plan is None or not one.plan.agreed]

    def without_visit(self) -> list[Supported]:
        """Schools of any tier that had fewer visits by now than it promises, or have none this session at all."""
        return [one for one in self.schools if one.tier and (one.visits.held < one.visits_due or self.unvisited(one))]

    def unvisited(self, one: Supported) -> bool:
        """Whether no visit of this session was held, and none is to come, though its tier promises some."""
        return not (one.visits.held or one.visits.coming) and self.authority.tier(one.key).a_session > 0

    def without_review(self) -> list[Supported]:
        """Schools of any tier whose plan or tier was to be reviewed and was not."""
        return [one for one in self.schools if self.plan_review_late(one) or self.tier_review_late(one)]

    def undiscussed(self) -> list[Supported]:
        """Of those above the lightest tier, the ones whose tier no discussion with the headteacher stands for."""
        return [one for one in self.enhanced() if one.tier and one.tier.discussed_on is None]

    def plan_review_late(self, one: Supported) -> bool:
        return one.plan is not None and one.plan.agreed and is_overdue(one.plan.next_review_on, self.day)

    def tier_review_late(self, one: Supported) -> bool:
        return one.tier is not None and is_overdue(one.tier.review_on, self.day)


def read_support(request: Request, session: Session, authority: Authority) -> Support:
    """The schools that the question is about, out of those whose tier the asker may know."""
    day = local_day(request, authority)
    officers, clusters = officers_on(session, day), own_clusters(request, session)
    everywhere = reaches_all(authority.access, request.standing, "tier")
    schools = [
        school
        for school in all_schools(session)
        if (everywhere or may(authority.access, request.standing, "tier", school.id))
        and in_question(school, request, clusters, officers_of(school.id, officers))
    ]
    return support_of(schools, session, authority, request, officers)


def support_of(
    schools: Iterable[SchoolView], session: Session, authority: Authority, request: Request, officers: Officers
) -> Support:
    """These schools with what the record holds of their support on the request's day."""
    day = local_day(request, authority)
    tiers, plans = tiers_on(session, day), plans_now(session)
    year = authority.school_year.session(day)
    first, last = (at(one, time(), authority.timezone) for one in (year.first, year.last + timedelta(days=1)))
    visited = visits_by_school(session, first, last, request.now)
    gone = authority.school_year.school_days(year.first, day - timedelta(days=1)) if day > year.first else 0
    whole = authority.school_year.school_days(year.first, year.last)
    due = {band.key: due_by_now(band.a_session, gone, whole) for band in authority.framework.tiers}
    found = (
        Supported(
            school,
            tiers.get(school.id),
            plans.get(school.id),
            visited.get(school.id, Visited()),
            due.get(tiers[school.id].tier, 0) if school.id in tiers else 0,
            officers_of(school.id, officers),
        )
        for school in schools
    )
    return Support(tuple(found), day, authority)


def officers_of(school_id: int, officers: Officers) -> tuple[Holder, ...]:
    """Who looks after a school today: its officers, and in place of one who is away whoever covers."""
    own = officers.by_school.get(school_id, ())
    if not officers.covering and len(own) < 2:
        return tuple(own)
    found = [one for officer in own for one in (officers.cover_at(officer.person_id, school_id) or (officer,))]
    return tuple({holder.person_id: holder for holder in found}.values())


def own_clusters(request: Request, session: Session) -> frozenset[str]:
    """The clusters of the asker's own schools, where the question is about 'my cluster'."""
    if request.values.get("scope") != "cluster" or request.values.get("cluster"):
        return frozenset()
    own = request.standing.leads or request.standing.own_schools
    return frozenset(school.cluster for school in all_schools(session) if school.id in own)


def in_question(
    school: SchoolView, request: Request, clusters: frozenset[str], officers: Sequence[Holder] = ()
) -> bool:
    """Whether a question asks about this school, by what it names: cluster, sector, officer, mine, my cluster."""
    values = request.values
    if not (clusters or values.keys() & _NARROWED):
        return True
    asked = (
        values.get("scope") != "mine" or school.id in request.standing.own_schools,
        not clusters or school.cluster in clusters,
        not values.get("cluster") or school.cluster == values["cluster"],
        not values.get("sector") or school.sector == values["sector"],
        not values.get("person") or values["person"] in {officer.name for officer in officers},
    )
    return all(asked)


Grouping = Callable[[Supported], Sequence[str]]

_GROUPS: Mapping[str, Grouping] = {
    "cluster": lambda one: [one.school.cluster or NO_CLUSTER],
    "sector": lambda one: [one.school.sector],
    "officer": lambda one: [officer.name for officer in one.officers] or [NO_OFFICER],
}


def grouped(schools: Iterable[Supported], by: str) -> dict[str, list[Supported]]:
    """The schools by 'cluster', 'sector' or 'officer', in the order of names; one with two officers counts twice."""
    found: dict[str, list[Supported]] = {}
    for one in schools:
        for name in _GROUPS[by](one):
            found.setdefault(name, []).append(one)
    return dict(sorted(found.items()))
