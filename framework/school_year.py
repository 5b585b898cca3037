"""The school year: terms, closures and school days, as values. Term dates are each council's own."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

BankHolidays = Callable[[int], Mapping[date, str]]

# The longest run of closed days that a search walks over: a whole summer with room to spare.
# A day outside these years is a slip of the keyboard, and would lead the calendar past its ends.
SOME_YEARS = range(1950, 2101)
_LONGEST_CLOSURE_DAYS = 120


@dataclass(frozen=True)
class Closure:
    """Days without school, both ends included; `clusters` empty means everywhere."""

    name: str
    first: date
    last: date
    clusters: frozenset[str] = frozenset()

    def holds(self, day: date, cluster: str = "") -> bool:
        return self.first <= day <= self.last and (not self.clusters or cluster in self.clusters)


@dataclass(frozen=True)
class Term:
    """A stretch of school between two of the year's longer holidays, both ends included."""

    name: str
    first: date
    last: date


@dataclass(frozen=True)
class SchoolSession:
    """One school year, mid-August to the end of June: `first` and `last` are its ends, both included."""

    name: str
    first: date
    last: date
    in_service: frozenset[date] = frozenset()
    closures: tuple[Closure, ...] = ()

    def terms(self) -> tuple[Term, ...]:
        """The terms, cut at the closures of a week or more that hold for every cluster."""
        breaks = sorted((c for c in self.closures if (c.last - c.first).days >= 6 and not c.clusters), key=_by_first)
        starts = [self.first, *(c.last + timedelta(days=1) for c in breaks)]
        ends = [*(c.first - timedelta(days=1) for c in breaks), self.last]
        spans = [(a, b) for a, b in zip(starts, ends, strict=True) if a <= b]
        return tuple(Term(f"term {number}", a, b) for number, (a, b) in enumerate(spans, 1))


def _by_first(closure: Closure) -> date:
    return closure.first


@dataclass(frozen=True)
class SchoolYear:
    """An authority's school years. A day outside every listed session is judged by `usual_session`."""

    sessions: tuple[SchoolSession, ...] = ()
    bank_holidays: BankHolidays = lambda _year: {}

    def session(self, day: date) -> SchoolSession:
        """The session that holds `day`; the summer belongs to the session that follows it."""
        listed = sorted(self.sessions, key=lambda session: session.first)
        for session in listed:
            # No school year of Scotland runs past 28 June: what follows is the summer before the next one.
            if min(session.first, date(session.first.year, 6, 29)) <= day <= session.last:
                return session
        return usual_session(day.year if day >= date(day.year, 7, 1) else day.year - 1)

    def terms(self, day: date) -> tuple[Term, ...]:
        return self.session(day).terms()

    def closures(self, day: date) -> tuple[Closure, ...]:
        return self.session(day).closures

    def is_listed(self, day: date) -> bool:
        """Whether the authority itself has given the dates of the session that holds `day`."""
        return self.session(day) in self.sessions

    def why_closed(self, day: date, cluster: str = "") -> str:
        """Why there is no school on `day` in `cluster` ('' asks for the whole authority), or '' when there is."""
        session = self.session(day)
        if not session.first <= day <= session.last:
            return "the summer holiday"
        if day.weekday() >= 5:
            return "the weekend"
        for closure in session.closures:
            if closure.holds(day, cluster):
                return closure.name
        if day in session.in_service:
            return "an in-service day"
        return self.bank_holidays(day.year).get(day, "")

    def is_school_day(self, day: date, cluster: str = "") -> bool:
        return not self.why_closed(day, cluster)

    def next_school_day(self, day: date, cluster: str = "") -> date:
        """The first school day on or after `day`."""
        return next(self._school_days(day, 1, cluster))

    def shift(self, day: date, school_days: int, cluster: str = "") -> date:
        """The school day that lies `school_days` before (negative) or after `day`, which itself does not count."""
        if school_days == 0:
            return day
        step = 1 if school_days > 0 else -1
        days = self._school_days(day + timedelta(days=step), step, cluster)
        return [next(days) for _ in range(abs(school_days))][-1]

    def school_days(self, first: date, last: date, cluster: str = "") -> int:
        """How many school days there are from `first` to `last`, both included."""
        length = (last - first).days + 1
        return sum(self.is_school_day(first + timedelta(days=number), cluster) for number in range(max(length, 0)))

    def _school_days(self, day: date, step: int, cluster: str) -> Iterator[date]:
        idle = 0
        while idle < _LONGEST_CLOSURE_DAYS:
            if self.is_school_day(day, cluster):
                idle = 0
                yield day
            else:
                idle += 1
            day += timedelta(days=step)
        raise ValueError(f"No school day within {_LONGEST_CLOSURE_DAYS} days of {day}: look at school_year.toml.")


@lru_cache(maxsize=32)
def usual_session(year: int) -> SchoolSession:
    """The session that begins in August of `year`, by a pattern that many councils come near (ours, not official)."""
    first = weekday_on_or_after(date(year, 8, 15), 0)
    october = weekday_on_or_after(date(year, 10, 8), 0)
    christmas = weekday_on_or_after(date(year, 12, 21), 0)
    february = weekday_on_or_after(date(year + 1, 2, 8), 0)
    spring = weekday_on_or_after(date(year + 1, 4, 1), 0)
    may = weekday_on_or_after(date(year + 1, 5, 1), 0)
    return SchoolSession(
        name=f"{year}/{(year + 1) % 100:02d}",
        first=first,
        last=date(year + 1, 6, 28) - timedelta(days=(date(year + 1, 6, 28).weekday() - 4) % 7),
        in_service=frozenset({first, first + timedelta(days=1), february + timedelta(days=2)}),
        closures=(
            Closure("the October holiday", october, october + timedelta(days=11)),
            Closure("the Christmas holiday", christmas, christmas + timedelta(days=13)),
            Closure("the February mid-term", february, february + timedelta(days=1)),
            Closure("the spring holiday", spring, spring + timedelta(days=11)),
            Closure("May Day", may, may),
        ),
    )


def weekday_on_or_after(day: date, weekday: int) -> date:
    """The first day on or after `day` that falls on `weekday` (0 Monday to 6 Sunday)."""
    return day + timedelta(days=(weekday - day.weekday()) % 7)
