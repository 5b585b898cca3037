"""What a tier promises a school in a session, and which visits keep that promise. Pure rules; days are local ones."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Final

ANY: Final = ""


@dataclass(frozen=True)
class Window:
    """A stretch of the school year by months, as (month, day), both ends included; September comes before February."""

    first: tuple[int, int]
    last: tuple[int, int]

    def within(self, session_first: date, session_last: date) -> tuple[date, date]:
        """Its days in the session that runs from `session_first` to `session_last`, cut at both ends."""
        first, last = (_in_session(*end, session_first) for end in (self.first, self.last))
        return max(first, session_first), min(last, session_last)


def _in_session(month: int, day: int, begins: date) -> date:
    """That day of the school year which begins on `begins`; the 30th of February is its last day."""
    year = begins.year if (month, day) >= (7, 1) else begins.year + 1
    while True:
        try:
            return date(year, month, day)
        except ValueError:
            day -= 1


@dataclass(frozen=True)
class PatternVisit:
    """One visit of a tier's pattern. `kind` is a key of the visit types, ANY for any; `minutes` its length."""

    kind: str
    window: Window
    minutes: int
    mode: str = "in_person"
    focus: str = ""
    attends: tuple[str, ...] = ()


@dataclass(frozen=True)
class Promise:
    """A visit that a school is promised in one session, from `first` to `last`, both included."""

    visit: PatternVisit
    first: date
    last: date

    @property
    def kind(self) -> str:
        return self.visit.kind


@dataclass(frozen=True)
class Spell:
    """A tier that a school is on from `since` until the next spell begins; `pattern` is what that tier promises."""

    since: date
    pattern: tuple[PatternVisit, ...]


def promised(spells: Sequence[Spell], session_first: date, session_last: date) -> tuple[Promise, ...]:
    """What a school is promised in a session by the tiers that it has had, in the order of their windows.

    A visit whose window closed before a tier began is that of the tier before; everything from then on is the newer
    tier's. So a school that moves in November keeps the autumn of its old tier, and has the rest of its new one.
    """
    found: list[Promise] = []
    ordered = sorted(spells, key=lambda spell: spell.since)
    ends = [later.since for _, later in pairwise(ordered)] + [session_last + timedelta(days=1)]
    for number, (spell, end) in enumerate(zip(ordered, ends, strict=True)):
        # Before the first tier on record nothing else was promised: it counts for the whole session.
        begins = session_first if number == 0 else spell.since
        for visit in spell.pattern:
            first, last = visit.window.within(session_first, session_last)
            if begins <= last < end and first <= last:
                found.append(Promise(visit, first, last))
    return tuple(sorted(found, key=lambda promise: (promise.last, promise.first, promise.kind)))


@dataclass(frozen=True)
class CalendarVisit:
    """A visit of the calendar as a promise sees it. `status`: proposed, agreed, done or cancelled."""

    id: int
    kind: str
    day: date
    status: str


# The states of a promise, in the order in which they are told.
KEPT, LATE, UNRECORDED, AGREED, PROPOSED, OPEN, MISSED = STATES = (
    "kept",
    "late",
    "unrecorded",
    "agreed",
    "proposed",
    "open",
    "missed",
)


@dataclass(frozen=True)
class Standing:
    """How one promise stands on a day.

    `state`: kept (held within its window), late (held after it), unrecorded (its day has passed, and nobody has said
    that it was held), agreed or proposed (in the calendar), open (still to arrange), missed (its window has closed).
    """

    promise: Promise
    visit: CalendarVisit | None
    state: str

    @property
    def is_owed(self) -> bool:
        """Whether nothing stands in the calendar for it, early or late."""
        return self.visit is None


def standings(
    promises: Sequence[Promise], visits: Iterable[CalendarVisit], today: date
) -> tuple[tuple[Standing, ...], tuple[CalendarVisit, ...]]:
    """How each promise stands on `today`, and the visits still to come that no promise asks for.

    A visit keeps one promise: of its kind, the one in whose window it falls, or else the nearest; a promise of any kind
    takes what no other needs. A visit that was called off keeps none.
    """
    waiting = sorted((v for v in visits if v.status != "cancelled"), key=lambda visit: (visit.day, visit.id))
    taken: dict[int, CalendarVisit] = {}
    for fits in (_of_kind_in_window, _of_kind, _any_in_window, _any):
        for visit in list(waiting):
            open_ones = [at for at, one in enumerate(promises) if at not in taken and fits(one, visit)]
            if open_ones:
                taken[min(open_ones, key=lambda at: (_apart(promises[at], visit), at))] = visit
                waiting.remove(visit)
    found = tuple(_standing(one, taken.get(at), today) for at, one in enumerate(promises))
    return found, tuple(visit for visit in waiting if visit.day >= today and visit.status != "done")


def _of_kind_in_window(promise: Promise, visit: CalendarVisit) -> bool:
    return promise.kind == visit.kind and promise.first <= visit.day <= promise.last


def _of_kind(promise: Promise, visit: CalendarVisit) -> bool:
    return promise.kind == visit.kind


def _any_in_window(promise: Promise, visit: CalendarVisit) -> bool:
    return promise.kind == ANY and promise.first <= visit.day <= promise.last


def _any(promise: Promise, _visit: CalendarVisit) -> bool:
    return promise.kind == ANY


def _apart(promise: Promise, visit: CalendarVisit) -> int:
    """Days between a visit and the window of a promise, 0 within it."""
    return max((promise.first - visit.day).days, (visit.day - promise.last).days, 0)


def _standing(promise: Promise, visit: CalendarVisit | None, today: date) -> Standing:
    if visit is None:
        return Standing(promise, None, MISSED if promise.last < today else OPEN)
    if visit.status == "done":
        return Standing(promise, visit, KEPT if visit.day <= promise.last else LATE)
    if visit.day < today:
        return Standing(promise, visit, UNRECORDED)
    return Standing(promise, visit, AGREED if visit.status == "agreed" else PROPOSED)


def even_windows(number: int) -> tuple[Window, ...]:
    """September to June in `number` equal stretches, for visits whose time of year an authority has not said."""
    months = [(9, 1), (10, 1), (11, 1), (12, 1), (1, 1), (2, 1), (3, 1), (4, 1), (5, 1), (6, 1), (7, 1)]
    cuts = [round(at * (len(months) - 1) / number) for at in range(number + 1)] if number else []
    return tuple(Window(months[min(a, 9)], _day_before(months[max(b, min(a, 9) + 1)])) for a, b in pairwise(cuts))


def _day_before(month_day: tuple[int, int]) -> tuple[int, int]:
    month = month_day[0] - 1 or 12
    return month, 31 if month in (1, 3, 5, 7, 8, 10, 12) else 29 if month == 2 else 30
