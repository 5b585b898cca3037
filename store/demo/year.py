"""The demo authority's school year, for any year: framework's usual session, with holidays of its own."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from dateutil.easter import easter

from framework.school_year import usual_session, weekday_on_or_after

MONDAY, THURSDAY, FRIDAY = 0, 3, 4
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Closure:
    """Days without school, first to last inclusive; `clusters` empty means everywhere."""

    name: str
    first: date
    last: date
    clusters: tuple[str, ...] = ()

    def covers(self, day: date, cluster: str) -> bool:
        return self.first <= day <= self.last and (not self.clusters or cluster in self.clusters)


@dataclass(frozen=True)
class Session:
    """One school year: `first` is the day on which staff return, `last` the last school day."""

    year: int
    first: date
    last: date
    in_service: tuple[date, ...]
    closures: tuple[Closure, ...]

    @property
    def name(self) -> str:
        return f"{self.year}/{(self.year + 1) % 100:02}"


def nth_weekday(year: int, month: int, weekday: int, nth: int) -> date:
    """The nth such weekday (Monday 0, nth from 1) of the month."""
    return weekday_on_or_after(date(year, month, 1), weekday) + timedelta(weeks=nth - 1)


def _general_closures(year: int) -> list[Closure]:
    """October, Christmas, February, Spring, and the bank holidays that fall outside them.

    Christmas is longer than usual: it takes in the bank holidays of January, whatever weekdays they fall on.
    """
    october, _, february, spring, may_day = usual_session(year).closures
    spring_bank = weekday_on_or_after(date(year + 1, 5, 25), MONDAY)
    andrew = date(year, 11, 30)
    andrew = andrew if andrew.weekday() <= FRIDAY else weekday_on_or_after(andrew, MONDAY)
    good_friday = easter(year + 1) - 2 * DAY
    closures = [
        Closure("October", october.first, october.last),
        Closure("St Andrew's Day", andrew, andrew),
        Closure("Christmas", date(year, 12, 22), date(year + 1, 1, 5)),
        Closure("February", february.first, february.last),
        Closure("Spring", spring.first, spring.last),
        Closure("May Day", may_day.first, may_day.last),
        Closure("Spring bank holiday", spring_bank, spring_bank),
    ]
    if not closures[4].covers(good_friday, ""):
        before_spring = good_friday < spring.first
        monday = min(good_friday + 3 * DAY, spring.first - DAY) if before_spring else good_friday + 3 * DAY
        closures.append(Closure("Easter", good_friday, monday))
    if year == 2025:  # a bank holiday of that one year, as the PyPI package `holidays` has it
        closures.append(Closure("World Cup holiday", date(2026, 6, 15), date(2026, 6, 15)))
    return closures


def _local_closures(year: int) -> list[Closure]:
    """Fair days and holidays that only one cluster keeps."""
    inverskail = weekday_on_or_after(date(year, 9, 24), MONDAY)
    show = nth_weekday(year, 9, FRIDAY, 2)
    communions = nth_weekday(year + 1, 3, THURSDAY, 2)
    fair = nth_weekday(year + 1, 5, FRIDAY, 3)
    regatta = nth_weekday(year + 1, 6, FRIDAY, 1)
    return [
        Closure("Ronsaig Show", show, show, ("Isle of Ronsaig",)),
        Closure("Inverskail local holiday", inverskail, inverskail, ("Inverskail",)),
        Closure("Sulasay communions", communions, communions + DAY, ("Sulasay",)),
        Closure("Kilbrannan Fair", fair, fair + timedelta(days=3), ("Kilbrannan",)),
        Closure("Ronsaig regatta", regatta, regatta, ("Isle of Ronsaig",)),
    ]


@lru_cache(maxsize=64)
def session(year: int) -> Session:
    """The session that begins in August of `year`."""
    usual = usual_session(year)
    first = usual.first
    general = _general_closures(year)
    after_october = weekday_on_or_after(general[0].last, MONDAY)
    wednesday = general[3].last + DAY
    after_may_day = general[5].last + DAY
    in_service = (first, first + DAY, after_october, wednesday, after_may_day)
    closures = sorted(general + _local_closures(year), key=lambda closure: (closure.first, closure.name))
    return Session(year, first, usual.last, in_service, tuple(closures))


def running_session(today: date) -> Session:
    """The session whose staff have returned most lately: through the summer it is still the one that has ended."""
    this = session(today.year)
    return this if this.first <= today else session(today.year - 1)


def sessions_around(today: date) -> list[Session]:
    """Last session, the running one and the next."""
    year = running_session(today).year
    return [session(year - 1), session(year), session(year + 1)]


def is_school_day(day: date, cluster: str = "") -> bool:
    """Whether pupils of the cluster are at school; with no cluster named only the general closures count."""
    if day.weekday() > FRIDAY:
        return False
    year = running_session(day)
    if day > year.last or day in year.in_service:
        return False
    return not any(closure.covers(day, cluster) for closure in year.closures)


@lru_cache(maxsize=512)
def _session_days(year: int, cluster: str) -> tuple[date, ...]:
    one = session(year)
    span = (one.first + timedelta(days=days) for days in range((one.last - one.first).days + 1))
    return tuple(day for day in span if is_school_day(day, cluster))


@lru_cache(maxsize=512)
def _days_about(year: int, cluster: str) -> tuple[date, ...]:
    return tuple(day for one in range(year - 4, year + 4) for day in _session_days(one, cluster))


def school_day_from(day: date, count: int, cluster: str = "") -> date:
    """The count-th school day after `day`, or before it where `count` is negative; 0 is `day` or the next after it.

    Reaches about three years either way.
    """
    days = _days_about(day.year, cluster)
    if count > 0:
        return days[bisect_right(days, day) + count - 1]
    return days[bisect_left(days, day) + count]


def school_days_between(first: date, last: date, cluster: str = "") -> tuple[date, ...]:
    """School days from `first` to `last`, both included."""
    days = _days_about(first.year, cluster)
    return days[bisect_left(days, first) : bisect_right(days, last)]


def next_local_closure(today: date) -> Closure:
    """The first closure after `today` that only some clusters keep."""
    later = [
        closure
        for one in sessions_around(today)
        for closure in one.closures
        if closure.clusters and closure.first > today
    ]
    return min(later, key=lambda closure: (closure.first, closure.name))


def _closure_lines(closure: Closure) -> list[str]:
    lines = ["[[sessions.closures]]", f'name = "{closure.name}"', f"first = {closure.first}", f"last = {closure.last}"]
    if closure.clusters:
        lines.append("clusters = [" + ", ".join(f'"{name}"' for name in closure.clusters) + "]")
    return [*lines, ""]


def _session_lines(one: Session) -> list[str]:
    in_service = ", ".join(str(day) for day in one.in_service)
    head = [f'name = "{one.name}"', f"first = {one.first}", f"last = {one.last}", f"in_service = [{in_service}]"]
    return ["[[sessions]]", *head, "", *(line for closure in one.closures for line in _closure_lines(closure))]


def school_year_toml(today: date) -> str:
    """The term dates around `today` in the form of config/school_year.toml."""
    opening = ["# Term dates of the fictional demo authority: last session, this one and the next.", ""]
    return "\n".join(opening + [line for one in sessions_around(today) for line in _session_lines(one)])
