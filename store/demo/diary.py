"""The officers' diaries: each planned visit gets a day, an hour and an officer, nobody in two places at once."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from store.demo.officers import Leave, officer_on
from store.demo.places import Place
from store.demo.tiers import TierHistory
from store.demo.visits import Plan, Planned, Slot
from store.demo.words import FOCUS
from store.demo.year import school_day_from

EARLIEST, LATEST, STEP, BETWEEN = 9 * 60, 15 * 60, 15, 30  # minutes of the day, and minutes between two visits
UNRECORDED = 3
AGREED_WITHIN = 12  # school days ahead
MOVED_BY = 8  # school days until a cancelled visit takes place after all
MINUTES = {"action_plan": 90, "attainment": 90, "note": 30}


@dataclass(frozen=True)
class Visit:
    """A visit in the calendar; `starts` counts minutes of the day, local time."""

    planned: Planned
    reference: str
    day: date
    starts: int
    minutes: int
    mode: str
    focus: str
    officer: str
    status: str

    @property
    def place(self) -> Place:
        return self.planned.place

    @property
    def slot(self) -> Slot:
        return self.planned.slot


class Diaries:
    """What each officer has on each day. Two visits on one day only within a cluster: the rest of it is travel."""

    def __init__(self) -> None:
        self._taken: dict[tuple[str, date], list[tuple[int, int, str]]] = {}

    def book(self, officer: str, day: date, wishes: Sequence[int], minutes: int, cluster: str) -> int | None:
        """The first wished start that is free, now taken; None where the officer cannot come that day."""
        taken = self._taken.setdefault((officer, day), [])
        if len(taken) >= 2 or any(other != cluster for _, _, other in taken):
            return None
        for starts in wishes:
            if all(starts >= end + BETWEEN or starts + minutes + BETWEEN <= begin for begin, end, _ in taken):
                taken.append((starts, starts + minutes, cluster))
                return starts
        return None


def _mode(one: Planned, rng: random.Random) -> str:
    """In person as a rule; where a visit costs a day's travel, online or hybrid about half the time."""
    if one.slot.visit_type == "note":
        return "online"
    weights = (50, 30, 20) if one.place.remote else (86, 10, 4)
    return rng.choices(("in_person", "online", "hybrid"), weights)[0]


def _length(one: Planned, mode: str, rng: random.Random) -> int:
    usual = MINUTES.get(one.slot.visit_type)
    return usual or (75 if mode == "online" else rng.choice((120, 150, 180)))


def _wishes(minutes: int, rng: random.Random) -> list[int]:
    """Every start inside the hours 09:00 to 15:00, a few likely ones first."""
    every = list(range(EARLIEST, LATEST - minutes + 1, STEP))
    likely = [start for start in rng.sample((555, 570, 600, 780), 4) if start in every]
    return likely + [start for start in every if start not in likely]


def _entered(one: Planned, diaries: Diaries, leave: Leave, rng: random.Random) -> Visit:
    """The visit on its planned day, or on the first later one on which its officer is free."""
    mode = _mode(one, rng)
    minutes = _length(one, mode, rng)
    wishes = _wishes(minutes, rng)
    day = one.day
    while True:
        officer = officer_on(one.place, day, leave)
        starts = diaries.book(officer, day, wishes, minutes, one.place.cluster)
        if starts is not None:
            focus = rng.choice(FOCUS[one.slot.visit_type])
            return Visit(one, one.reference, day, starts, minutes, mode, focus, officer, "")
        day = school_day_from(day, 1, one.place.cluster)


def _status(visit: Visit, today: date, horizon: date, rng: random.Random) -> str:
    """Done when past; soon to come mostly agreed, later ones mostly still proposed."""
    if visit.day < today:
        return "done"
    if visit.planned.fixed or visit.day == today or (visit.planned.coming and rng.random() < 0.8):
        return "agreed"
    return "agreed" if rng.random() < (0.75 if visit.day <= horizon else 0.3) else "proposed"


def _with_cancelled(visit: Visit, diaries: Diaries, leave: Leave, today: date, rng: random.Random) -> list[Visit]:
    """Now and then a past visit fell through and was held some days later under a reference of its own."""
    later = school_day_from(visit.day, MOVED_BY, visit.place.cluster)
    if visit.status != "done" or later >= today - timedelta(days=40) or rng.random() > 0.05:
        return [visit]
    again = _entered(replace(visit.planned, day=later), diaries, leave, rng)
    cancelled = replace(visit, status="cancelled")
    return [cancelled, replace(again, reference=f"{visit.reference}B", focus=visit.focus, status="done")]


def _unrecorded(visits: Sequence[Visit], today: date, spared: Place) -> set[str]:
    """The latest visits of which nobody has said whether they took place, all more than a school week ago."""
    line = school_day_from(today, -6)
    past = [one for one in visits if one.status == "done" and one.day <= line and one.place != spared]
    return {one.reference for one in sorted(past, key=lambda one: (one.day, one.reference))[-UNRECORDED:]}


def calendar(plan: Plan, today: date, seed: int, leave: Leave, tiers: TierHistory) -> list[Visit]:
    """Every visit by day, with its status; a few past ones are left as 'agreed', which is deliberately wrong."""
    diaries = Diaries()
    horizon = school_day_from(today, AGREED_WITHIN)
    visits: list[Visit] = []
    for one in plan.visits:
        rng = random.Random(f"{seed}:visit:{one.reference}")
        visit = _entered(one, diaries, leave, rng)
        status = "agreed" if one.reference == plan.next_of_headteacher else _status(visit, today, horizon, rng)
        visits += _with_cancelled(replace(visit, status=status), diaries, leave, today, rng)
    forgotten = _unrecorded(visits, today, tiers.headteacher_at)
    visits = [replace(one, status="agreed") if one.reference in forgotten else one for one in visits]
    return sorted(visits, key=lambda one: (one.day, one.starts, one.reference))


def visit_row(visit: Visit) -> dict[str, str]:
    """One row of the `visits` contract; the time is local."""
    return {
        "seed_code": visit.place.seed_code,
        "visit_type": visit.slot.visit_type,
        "starts_at": f"{visit.day}T{visit.starts // 60:02}:{visit.starts % 60:02}",
        "minutes": str(visit.minutes),
        "mode": visit.mode,
        "focus": visit.focus,
        "officer": visit.officer,
        "status": visit.status,
        "reference": visit.reference,
    }
