"""What each side has on already, read from the record for the rules of proposing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlmodel import Session

from config.authority import Authority
from framework.proposing import Booked, Diary, Rules, Site, Span, Weekly
from framework.sending import at
from handlers.promised import session_span
from store.diaries import NotOnView, busy_of, not_on_of
from store.inspections import inspections_of
from store.posts import heads
from store.sites import SchoolSite, school_sites
from store.visits import VisitView, visits_between

_LOOKS_BACK = timedelta(weeks=6)
_LOOKS_AHEAD = timedelta(days=550)


def rules_of(authority: Authority) -> Rules:
    """The authority's own rules of proposing."""
    given = authority.framework.proposing
    return Rules(
        year=authority.school_year,
        zone=authority.timezone,
        first=given.first,
        last=given.last,
        step=given.step_minutes,
        most_a_day=given.most_a_day,
        apart=given.apart_school_days,
        kmh=given.travel_kmh,
        arriving=given.arriving_minutes,
        together_km=given.together_km,
    )


def sites_of(session: Session, authority: Authority) -> dict[int, Site]:
    """Every school as a place to go to, by its id."""
    return {row.school_id: _site(row, authority) for row in school_sites(session).values()}


def _site(row: SchoolSite, authority: Authority) -> Site:
    given = authority.framework.proposing
    on = (
        island.name for island in given.islands if row.cluster in island.clusters or row.seed_code in island.seed_codes
    )
    island = next(on, "")
    remote = bool(island) or row.urban_rural in given.remote_classes
    return Site(row.school_id, row.cluster, row.latitude, row.longitude, remote, island)


@dataclass(frozen=True)
class Diaries:
    """What the officers and the schools in question have on, by their ids."""

    sites: Mapping[int, Site]
    officers: Mapping[int, Diary]
    schools: Mapping[int, Diary]
    rules: Rules

    def officer(self, person: int) -> Diary:
        return self.officers.get(person, Diary())

    def school(self, school: int) -> Diary:
        return self.schools.get(school, Diary())


def diaries_of(
    session: Session,
    authority: Authority,
    now: datetime,
    schools: Collection[int],
    officers: Collection[int],
    leaving_out: int | None = None,
) -> Diaries:
    """The diaries of these schools and officers from `now` on; `leaving_out` is a visit that is being moved."""
    sites = sites_of(session, authority)
    today = now.astimezone(authority.timezone).date()
    begins, _ = session_span(authority, today)
    standing = [
        visit
        for visit in visits_between(session, min(begins, now - _LOOKS_BACK), now + _LOOKS_AHEAD)
        if visit.status != "cancelled" and visit.id != leaving_out
    ]
    leading = {school: [h.person_id for h in held] for school, held in heads(session, today, list(schools)).items()}
    people = {*officers, *(person for held in leading.values() for person in held)}
    own = _own_times(session, authority, people, now)
    inspected = _inspected(session, authority, schools, today)
    return Diaries(
        sites,
        {
            person: _with_visits(own[person], [v for v in standing if v.officer_id == person], sites)
            for person in officers
        },
        {
            school: _with_visits(
                _joined([*(own[person] for person in leading.get(school, ())), inspected[school]]),
                [v for v in standing if v.school_id == school],
                sites,
            )
            for school in schools
        },
        rules_of(authority),
    )


def _own_times(session: Session, authority: Authority, people: Collection[int], now: datetime) -> dict[int, Diary]:
    """What people keep free or have in their own diaries."""
    today = now.astimezone(authority.timezone).date()
    found: dict[int, Diary] = defaultdict(Diary)
    for person, first, last in busy_of(session, people, now):
        found[person] = _joined([found[person], Diary(busy=(Span(first, last),))])
    for row in not_on_of(session, people, today):
        found[row.person_id] = _joined([found[row.person_id], _of_row(row, authority)])
    return found


def _of_row(row: NotOnView, authority: Authority) -> Diary:
    if row.weekday is not None:
        return Diary(weekly=(Weekly(row.weekday, row.from_time, row.until_time),))
    if row.first_on is None:
        return Diary()
    zone, last = authority.timezone, row.last_on or row.first_on
    if (row.from_time, row.until_time) == (time(0), time(23, 59)):
        return Diary(busy=(Span(at(row.first_on, time(0), zone), at(last + timedelta(days=1), time(0), zone)),))
    each = ((row.first_on + timedelta(days=number)) for number in range((last - row.first_on).days + 1))
    return Diary(busy=tuple(Span(at(day, row.from_time, zone), at(day, row.until_time, zone)) for day in each))


def _inspected(session: Session, authority: Authority, schools: Collection[int], today: date) -> dict[int, Diary]:
    """The weeks in which schools are inspected: no visit is proposed in them."""
    found: dict[int, Diary] = defaultdict(Diary)
    zone = authority.timezone
    for one in inspections_of(session, schools, today):
        span = Span(at(one.first_on, time(0), zone), at(one.last_on + timedelta(days=1), time(0), zone))
        found[one.school_id] = _joined([found[one.school_id], Diary(busy=(span,))])
    return found


def _joined(diaries: Iterable[Diary]) -> Diary:
    parts = list(diaries)
    return Diary(
        busy=tuple(span for part in parts for span in part.busy),
        weekly=tuple(weekly for part in parts for weekly in part.weekly),
    )


def _with_visits(diary: Diary, visits: Iterable[VisitView], sites: Mapping[int, Site]) -> Diary:
    booked = tuple(
        Booked(Span(v.starts_at, v.ends_at), sites.get(v.school_id, Site(v.school_id)), v.mode) for v in visits
    )
    return Diary(diary.busy, diary.weekly, booked)
