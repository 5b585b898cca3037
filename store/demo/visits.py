"""The demo's engagement calendar as it would be planned: which visits a school is due in a session, and when."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from store.demo.officers import Leave, officer_on
from store.demo.places import PLACES, Place
from store.demo.tiers import INTENSIVE, LEVEL, TARGETED, UNIVERSAL, TierHistory
from store.demo.year import (
    Closure,
    next_local_closure,
    running_session,
    school_day_from,
    school_days_between,
)

UNVISITED_AT = "COU"
HORIZON = 60  # school days ahead for which visits are already in the calendar
COMING = (1, 1, 1, 5, 5)  # school days ahead to which a visit is drawn, one for each officer at work


@dataclass(frozen=True)
class Slot:
    """A visit of the pattern, from the first to the last month and day; a share below 1 means only some schools."""

    mark: str
    visit_type: str
    first: tuple[int, int]
    last: tuple[int, int]
    tier: str
    share: float = 1.0


# Universal 3, targeted 5, intensive 8 a session, as the framework's default pattern has it.
PATTERN = (
    Slot("V1", "V1", (9, 1), (10, 31), UNIVERSAL),
    Slot("AT", "attainment", (10, 20), (11, 30), INTENSIVE),
    Slot("AP1", "action_plan", (11, 5), (12, 18), TARGETED),
    Slot("V2", "V2", (11, 1), (1, 31), UNIVERSAL),
    Slot("AP2", "action_plan", (1, 12), (2, 28), INTENSIVE),
    Slot("V3", "V3", (2, 1), (4, 30), UNIVERSAL),
    Slot("AP3", "action_plan", (4, 1), (5, 10), INTENSIVE),
    Slot("V4", "V4", (5, 1), (6, 20), TARGETED),
    Slot("N", "note", (1, 15), (3, 20), UNIVERSAL, share=0.1),
)


@dataclass(frozen=True)
class Planned:
    """A visit before it has an hour. `fixed` ones keep their day, school or not; `coming` ones are drawn near."""

    place: Place
    slot: Slot
    year: int
    day: date
    fixed: bool = False
    coming: bool = False

    @property
    def reference(self) -> str:
        return f"{self.place.code}-{self.year}-{self.slot.mark}"


@dataclass(frozen=True)
class Plan:
    """All visits of two sessions and the weeks ahead; those that had to stay where they are come first."""

    visits: tuple[Planned, ...]
    next_of_headteacher: str
    on_holiday: str
    holiday: Closure


def _day_in(slot: Slot, year: int, place: Place, rng: random.Random) -> date:
    first, last = (date(year if month >= 8 else year + 1, month, day) for month, day in (slot.first, slot.last))
    return rng.choice(school_days_between(first, last, place.cluster))


def _of_school(place: Place, year: int, seed: int, tiers: TierHistory) -> list[Planned]:
    """What the pattern gives a school in a session, by the tier that it has on the day."""
    planned = []
    for slot in PATTERN:
        rng = random.Random(f"{seed}:{place.code}:{year}:{slot.mark}")
        one = Planned(place, slot, year, _day_in(slot, year, place, rng))
        wanted = LEVEL[tiers.tier_on(place, one.day)] >= LEVEL[slot.tier]
        if wanted and (slot.share == 1.0 or rng.random() < slot.share):
            planned.append(one)
    return planned


def _nearest(planned: Sequence[Planned], target: date) -> Planned:
    """The visit whose own day is nearest to `target`, of the session to which that day belongs."""
    year = running_session(target).year
    in_session = [one for one in planned if one.year == year]
    return min(in_session, key=lambda one: (abs((one.day - target).days), one.reference))


def _drawn_near(planned: Sequence[Planned], today: date, tiers: TierHistory, leave: Leave) -> list[Planned]:
    """A few visits brought to the next school day or the fifth; the headteacher's own comes first.

    Each has another officer, so that nobody is wanted in two places.
    """
    drawn: list[Planned] = []
    free = [one for one in planned if one.place == tiers.headteacher_at]
    busy: set[str] = set()
    for ahead in COMING:
        target = school_day_from(today, ahead)
        one = _nearest(free, target)
        drawn.append(replace(one, day=school_day_from(target, 0, one.place.cluster), coming=True))
        busy.add(officer_on(one.place, today, leave))
        free = [other for other in planned if officer_on(other.place, today, leave) not in busy]
    return drawn


def _when(one: Planned) -> tuple[date, str]:
    return one.day, one.reference


def _onto_holiday(planned: Sequence[Planned], closure: Closure, spared: Place) -> Planned:
    """The visit that comes nearest to a local holiday of its cluster, put on that very day."""
    near = [one for one in planned if one.place.cluster in closure.clusters and one.place != spared]
    return replace(_nearest(near, closure.first), day=closure.first, fixed=True)


def plan(today: date, seed: int, tiers: TierHistory, leave: Leave) -> Plan:
    """Two sessions of visits up to the horizon; some drawn to the coming days, one put on a local holiday."""
    running = running_session(today).year
    planned = [
        one
        for place in PLACES
        for year in (running - 1, running, running + 1)
        if place.code != UNVISITED_AT or year < running
        for one in _of_school(place, year, seed, tiers)
    ]
    closure = next_local_closure(school_day_from(today, 6))
    holiday = _onto_holiday(planned, closure, tiers.headteacher_at)
    near = _drawn_near([one for one in planned if one.place != holiday.place], today, tiers, leave)
    moved = {one.reference: one for one in (holiday, *near)}
    end = school_day_from(today, HORIZON)
    rest = [one for one in sorted(planned, key=_when) if one.day <= end and one.reference not in moved]
    return Plan((*moved.values(), *rest), near[0].reference, holiday.reference, closure)
