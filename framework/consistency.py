"""How evenly an authority keeps what it promises: figures for a group of schools, out of their calendars. Pure.

A visit counts as contact when it was held. A school week is five school days of that school's cluster.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from framework.promises import STATES
from framework.school_year import SchoolYear

SCHOOL_WEEK: Final = 5
IN_PERSON, ONLINE, HYBRID = "in_person", "online", "hybrid"


@dataclass(frozen=True)
class HeldVisit:
    """A visit that took place. `note_in_time`: True or False once its note is due or written, None before."""

    day: date
    mode: str
    note_in_time: bool | None = None


@dataclass(frozen=True)
class SchoolCalendar:
    """One school's session: how its promises stand, what was held, who moved or called off what, its inspections.

    `states` are those of framework.promises; `moved_by` and `cancelled_by` hold a side ('officer' or 'school') for each
    time; `inspected_on` are the first days of inspections, `last_contact` the last day on which a visit was held, in
    this session or before it (None: none on record).
    """

    school: int
    name: str
    cluster: str
    remote: bool
    states: tuple[str, ...] = ()
    held: tuple[HeldVisit, ...] = ()
    moved_by: tuple[str, ...] = ()
    cancelled_by: tuple[str, ...] = ()
    inspected_on: tuple[date, ...] = ()
    last_contact: date | None = None


@dataclass(frozen=True)
class Figures:
    """The figures of one group; `before_inspection` out of `around_inspection` visits lay shortly before one."""

    group: str
    schools: int
    states: Mapping[str, int]
    moved_by: Mapping[str, int]
    cancelled_by: Mapping[str, int]
    notes_in_time: int
    notes_late: int
    modes: Mapping[tuple[bool, str], int]
    without_contact: tuple[str, ...]
    before_inspection: int
    around_inspection: int

    @property
    def promised(self) -> int:
        return sum(self.states.values())

    def state(self, *names: str) -> int:
        return sum(self.states.get(name, 0) for name in names)

    def mode(self, mode: str, *, remote: bool) -> int:
        return self.modes.get((remote, mode), 0)


@dataclass(frozen=True)
class Measure:
    """What counts as long without contact, and as shortly before an inspection: school weeks, by this school year."""

    year: SchoolYear
    today: date
    without_contact_weeks: int = 12
    before_inspection_weeks: int = 8

    def is_without_contact(self, one: SchoolCalendar) -> bool:
        """Whether nobody was with the school for so long, in person or online; without any on record, this session."""
        last = one.last_contact or self.year.session(self.today).first - timedelta(days=1)
        days = self.year.school_days(last + timedelta(days=1), self.today, one.cluster)
        return days >= self.without_contact_weeks * SCHOOL_WEEK

    def shortly_before(self, one: SchoolCalendar) -> tuple[int, int]:
        """Of the visits held before its inspections, how many in the weeks right before one, and how many in all."""
        shortly = in_all = 0
        for visit in one.held:
            coming = [day for day in one.inspected_on if visit.day < day]
            if coming:
                in_all += 1
                days = self.year.school_days(visit.day + timedelta(days=1), min(coming), one.cluster)
                shortly += days <= self.before_inspection_weeks * SCHOOL_WEEK
        return shortly, in_all


def figures(group: str, schools: Iterable[SchoolCalendar], measure: Measure) -> Figures:
    """The figures of one group."""
    found = list(schools)
    held = [(one, visit) for one in found for visit in one.held]
    before = [measure.shortly_before(one) for one in found]
    states = Counter(state for one in found for state in one.states)
    return Figures(
        group=group,
        schools=len(found),
        states={state: states[state] for state in STATES},
        moved_by=Counter(side for one in found for side in one.moved_by),
        cancelled_by=Counter(side for one in found for side in one.cancelled_by),
        notes_in_time=sum(visit.note_in_time is True for _, visit in held),
        notes_late=sum(visit.note_in_time is False for _, visit in held),
        modes=Counter((one.remote, visit.mode) for one, visit in held),
        without_contact=tuple(sorted(one.name for one in found if measure.is_without_contact(one))),
        before_inspection=sum(shortly for shortly, _ in before),
        around_inspection=sum(in_all for _, in_all in before),
    )


def by_group(
    schools: Iterable[SchoolCalendar], groups: Callable[[SchoolCalendar], str], measure: Measure
) -> list[Figures]:
    """The figures of each group, by its name."""
    found: dict[str, list[SchoolCalendar]] = {}
    for one in schools:
        found.setdefault(groups(one), []).append(one)
    return [figures(group, found[group], measure) for group in sorted(found)]
