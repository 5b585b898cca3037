"""When a visit could be: the rules that no proposal breaks, what makes one day better than another, and a plain draft.

Pure and deterministic: the same calendar gives the same proposal. `objection` is the whole of the hard rules and `cost`
the whole of the soft ones, so that a planner of another kind can rest on the same two. Moments are aware UTC; days,
weekdays and hours are those of the authority's clock.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from math import asin, cos, radians, sin, sqrt
from typing import Final

from framework.school_year import SchoolYear
from framework.sending import at

_EARTH_RADIUS_KM: Final = 6371.0
# A road is longer than the line between two places.
_ROAD: Final = 1.3
# Where a school lies is not known: half an hour of road is assumed.
_UNKNOWN_ROAD_MINUTES: Final = 30
_STEPS_IN_A_WEEK: Final = 5

# What speaks against a day, counted in days away from the middle of the window. Ours.
TOGETHER: Final = -25.0
REMOTE_RUNNING: Final = 12.0
SAME_DAY: Final = 2.0
BUSY_WEEK: Final = 1.5
LATER_IN_DAY: Final = 0.1


@dataclass(frozen=True)
class Site:
    """Where a school is, as far as visiting goes. `remote`: an officer's day goes on the way; `island` '' for none."""

    school: int
    cluster: str = ""
    latitude: float | None = None
    longitude: float | None = None
    remote: bool = False
    island: str = ""

    def kilometres(self, other: Site) -> float | None:
        """Along the great circle; None where one of the two is not on the map."""
        if None in (self.latitude, self.longitude, other.latitude, other.longitude):
            return None
        a, b, c, d = (radians(v or 0.0) for v in (self.latitude, self.longitude, other.latitude, other.longitude))
        half = sin((c - a) / 2) ** 2 + cos(a) * cos(c) * sin((d - b) / 2) ** 2
        return 2 * _EARTH_RADIUS_KM * asin(sqrt(half))


@dataclass(frozen=True)
class Span:
    """A time at which somebody cannot, from `opens` to `closes` (left out)."""

    opens: datetime
    closes: datetime

    def meets(self, other: Span) -> bool:
        return self.opens < other.closes and other.opens < self.closes


@dataclass(frozen=True)
class Weekly:
    """The same hours of every week; `weekday` 0 is Monday."""

    weekday: int
    first: time = time(0)
    last: time = time(23, 59)

    def on(self, day: date, zone: tzinfo) -> Span | None:
        if day.weekday() != self.weekday:
            return None
        return Span(at(day, self.first, zone), at(day, self.last, zone))


@dataclass(frozen=True)
class Booked:
    """A visit that stands in the calendar."""

    span: Span
    site: Site
    mode: str = "in_person"

    @property
    def is_online(self) -> bool:
        return self.mode == "online"


@dataclass(frozen=True)
class Diary:
    """What one side has on already: spans and hours at which it cannot, and the visits of its calendar."""

    busy: tuple[Span, ...] = ()
    weekly: tuple[Weekly, ...] = ()
    visits: tuple[Booked, ...] = ()

    def also(self, visit: Booked) -> Diary:
        return replace(self, visits=(*self.visits, visit))

    def on_day(self, day: date, zone: tzinfo) -> Diary:
        """What of it can matter to an hour of this day."""
        whole = Span(at(day, time(0), zone), at(day + timedelta(days=1), time(0), zone))
        return Diary(
            tuple(span for span in self.busy if span.meets(whole)),
            tuple(weekly for weekly in self.weekly if weekly.weekday == day.weekday()),
            tuple(visit for visit in self.visits if abs((local_day(visit.span.opens, zone) - day).days) <= 1),
        )

    def is_busy(self, span: Span, day: date, zone: tzinfo) -> bool:
        regular = (weekly.on(day, zone) for weekly in self.weekly)
        return any(span.meets(other) for other in (*self.busy, *regular) if other is not None)


@dataclass(frozen=True)
class Wish:
    """A visit that needs a day, from `first` to `last` (both included), by this officer at this site."""

    key: str
    site: Site
    officer: int
    first: date
    last: date
    minutes: int
    mode: str = "in_person"


@dataclass(frozen=True)
class Rules:
    """An authority's rules: visits lie between `first` and `last` by the local clock and begin at every `step` minutes.

    `most_a_day` visits an officer makes on one day, `apart` school days lie between two visits to one school, and
    schools within `together_km` count as one way. `kmh` is how fast a route is, `arriving` the minutes beside the road.
    """

    year: SchoolYear
    zone: tzinfo
    first: time = time(9)
    last: time = time(15, 30)
    step: int = 30
    most_a_day: int = 2
    apart: int = 10
    kmh: int = 50
    arriving: int = 15
    together_km: int = 25

    def together(self, one: Site, other: Site) -> bool:
        """Whether two schools lie on one way: the same school, one island, or near each other on the mainland."""
        if one.school == other.school:
            return True
        if one.island or other.island:
            return one.island == other.island
        apart = one.kilometres(other)
        return one.cluster == other.cluster if apart is None else apart <= self.together_km

    def on_the_way(self, one: Site, other: Site) -> timedelta:
        """The time between the end of one visit and the start of the next."""
        if one.school == other.school:
            return timedelta(0)
        apart = one.kilometres(other)
        road = _UNKNOWN_ROAD_MINUTES if apart is None else apart * _ROAD / self.kmh * 60
        return timedelta(minutes=round(road) + self.arriving)


def span_of(wish: Wish, starts_at: datetime) -> Span:
    return Span(starts_at, starts_at + timedelta(minutes=wish.minutes))


def objection(wish: Wish, starts_at: datetime, officer: Diary, school: Diary, rules: Rules) -> str:
    """Why the visit cannot begin at `starts_at`, in words; '' when nothing stands against it."""
    day = local_day(starts_at, rules.zone)
    return of_day(wish, day, officer, school, rules) or of_time(wish, starts_at, officer, school, rules)


def of_time(wish: Wish, starts_at: datetime, officer: Diary, school: Diary, rules: Rules) -> str:
    """What stands against the hour, on a day that may be. Diaries narrowed `on_day` serve as well as whole ones."""
    day = local_day(starts_at, rules.zone)
    return (
        _of_hours(wish, starts_at, rules)
        or _of_officer(wish, starts_at, officer, rules)
        or ("the school cannot host then" if school.is_busy(span_of(wish, starts_at), day, rules.zone) else "")
    )


def of_day(wish: Wish, day: date, officer: Diary, school: Diary, rules: Rules) -> str:
    """What stands against the whole day, whatever the hour."""
    closed = rules.year.why_closed(day, wish.site.cluster)
    if closed:
        return f"there is no school ({closed})"
    if not wish.first <= day <= wish.last:
        return "it is outside the time of this visit"
    on_day = [visit for visit in officer.visits if _day(visit, rules) == day]
    if len(on_day) >= rules.most_a_day:
        return "the officer has visits enough that day"
    if wish.mode != "online" and any(_too_far(wish.site, visit, rules) for visit in on_day):
        return "the officer is elsewhere that day, too far away"
    if any(_too_soon(day, _day(visit, rules), rules, wish.site.cluster) for visit in school.visits):
        return "it is too close to another visit to the school"
    return ""


def _too_far(site: Site, visit: Booked, rules: Rules) -> bool:
    """Whether both cost a day's way, and not the same way."""
    if visit.is_online or rules.together(site, visit.site):
        return False
    return bool(site.island or visit.site.island or (site.remote and visit.site.remote))


def _too_soon(day: date, other: date, rules: Rules, cluster: str) -> bool:
    first, last = sorted((day, other))
    if (last - first).days >= 3 * rules.apart + 20:
        return False
    return rules.year.school_days(first, last, cluster) <= rules.apart


def _day(visit: Booked, rules: Rules) -> date:
    return local_day(visit.span.opens, rules.zone)


@lru_cache(maxsize=16384)
def local_day(moment: datetime, zone: tzinfo) -> date:
    """The day that the authority's clock shows at this moment."""
    return moment.astimezone(zone).date()


def _of_hours(wish: Wish, starts_at: datetime, rules: Rules) -> str:
    span = span_of(wish, starts_at)
    opens, closes = (moment.astimezone(rules.zone) for moment in (span.opens, span.closes))
    inside = opens.date() == closes.date() and rules.first <= opens.time() and closes.time() <= rules.last
    return "" if inside else "it is outside the hours of visits"


def _of_officer(wish: Wish, starts_at: datetime, officer: Diary, rules: Rules) -> str:
    span = span_of(wish, starts_at)
    if officer.is_busy(span, starts_at.astimezone(rules.zone).date(), rules.zone):
        return "the officer has something else then"
    for visit in officer.visits:
        way = _way(wish, visit, rules)
        if Span(span.opens - way, span.closes + way).meets(visit.span):
            return "the officer is at another school then, or on the way"
    return ""


def _way(wish: Wish, visit: Booked, rules: Rules) -> timedelta:
    on_the_road = wish.mode != "online" or not visit.is_online
    return rules.on_the_way(wish.site, visit.site) if on_the_road else timedelta(0)


def cost(wish: Wish, starts_at: datetime, officer: Diary, rules: Rules) -> float:
    """How far the visit is from its best, in days: the middle of its window, one way for neighbours, even weeks."""
    local = starts_at.astimezone(rules.zone)
    middle = wish.first + (wish.last - wish.first) / 2
    minutes = (local.hour - rules.first.hour) * 60 + local.minute - rules.first.minute
    return abs((local.date() - middle).days) + _load(wish, local.date(), officer, rules) + LATER_IN_DAY * minutes / 30


def _load(wish: Wish, day: date, officer: Diary, rules: Rules) -> float:
    total = 0.0
    for visit in officer.visits:
        apart = abs((_day(visit, rules) - day).days)
        if apart > _STEPS_IN_A_WEEK:
            continue
        total += BUSY_WEEK
        on_site = wish.mode != "online" and not visit.is_online
        if apart == 0:
            costly = wish.site.remote or bool(wish.site.island)
            total += TOGETHER if on_site and costly and rules.together(wish.site, visit.site) else SAME_DAY
        elif apart == 1 and on_site and _too_far(wish.site, visit, rules):
            total += REMOTE_RUNNING
    return total


def slots(wish: Wish, officer: Diary, school: Diary, rules: Rules) -> Iterator[datetime]:
    """Every moment at which the visit could begin, in order."""
    day = wish.first
    while day <= wish.last:
        if not of_day(wish, day, officer, school, rules):
            theirs, ours = officer.on_day(day, rules.zone), school.on_day(day, rules.zone)
            yield from (s for s in _starts(wish, day, rules) if not of_time(wish, s, theirs, ours, rules))
        day += timedelta(days=1)


def _starts(wish: Wish, day: date, rules: Rules) -> Iterator[datetime]:
    clock = datetime.combine(day, rules.first)
    last = datetime.combine(day, rules.last) - timedelta(minutes=wish.minutes)
    while clock <= last:
        yield at(day, clock.time(), rules.zone)
        clock += timedelta(minutes=rules.step)


def best(wish: Wish, officer: Diary, school: Diary, rules: Rules, most: int = 1) -> list[datetime]:
    """The best moments on different days, best first."""
    by_day: dict[date, tuple[float, datetime]] = {}
    for starts_at in slots(wish, officer, school, rules):
        day = starts_at.astimezone(rules.zone).date()
        rated = (cost(wish, starts_at, officer, rules), starts_at)
        by_day[day] = min(by_day.get(day, rated), rated)
    return [starts_at for _, starts_at in sorted(by_day.values())[:most]]


@dataclass(frozen=True)
class Proposal:
    """A wish with its moment; None, and why, where there is none."""

    wish: Wish
    starts_at: datetime | None
    why_not: str = ""


def propose(
    wishes: Iterable[Wish], officers: Mapping[int, Diary], schools: Mapping[int, Diary], rules: Rules
) -> list[Proposal]:
    """A moment for each wish, one after the other, what is soonest over first; each knows those before it.

    Schools on one island, and remote ones, come first among those of one window, so that they can share a day.
    """
    officers, schools = dict(officers), dict(schools)
    found = []
    for wish in sorted(wishes, key=_order):
        officer, school = officers.get(wish.officer, Diary()), schools.get(wish.site.school, Diary())
        chosen = next(iter(best(wish, officer, school, rules)), None)
        if chosen is None:
            found.append(Proposal(wish, None, why_none(wish, officer, school, rules)))
            continue
        booked = Booked(span_of(wish, chosen), wish.site, wish.mode)
        officers[wish.officer], schools[wish.site.school] = officer.also(booked), school.also(booked)
        found.append(Proposal(wish, chosen))
    return found


def _order(wish: Wish) -> tuple[date, date, bool, str, int, str]:
    return (
        wish.last,
        wish.first,
        not (wish.site.remote or wish.site.island),
        wish.site.island,
        wish.site.school,
        wish.key,
    )


def why_none(wish: Wish, officer: Diary, school: Diary, rules: Rules) -> str:
    """What stands against most of its school days, where no moment is left."""
    against: Counter[str] = Counter()
    day = wish.first
    while day <= wish.last:
        if rules.year.is_school_day(day, wish.site.cluster):
            reasons = [objection(wish, start, officer, school, rules) for start in _starts(wish, day, rules)]
            against.update(reason for reason in reasons if reason)
        day += timedelta(days=1)
    return against.most_common(1)[0][0] if against else "no school day is left in its time"


def in_order(proposals: Sequence[Proposal]) -> list[Proposal]:
    """By day, those without one last."""
    return sorted(proposals, key=lambda one: (one.starts_at is None, one.starts_at or datetime.max, one.wish.key))
