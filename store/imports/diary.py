"""An officer's own diary (iCalendar, RFC 5545): when they are busy, and nothing else of it.

Titles, places, guests and notes are never looked at. What repeats is written out until the horizon; what is marked as
free, or was called off, keeps nobody busy.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from pathlib import Path
from typing import Any

from store.imports.problems import Fault, ImportProblem

# A part of a calendar as the package reads it; a property may turn out to be of any kind.
Component = Any

_MOST_BYTES = 20 * 1024 * 1024
_MOST_TIMES = 50_000
# No meeting repeats more often: what does is read so far.
_MOST_OF_ONE = 2_000
_LONGEST = timedelta(days=400)


@dataclass(frozen=True)
class Horizon:
    """From when to when a diary counts (aware), and the zone of times that name none."""

    first: datetime
    last: datetime
    zone: tzinfo


@dataclass(frozen=True)
class Diary:
    """The busy times of a diary, aware UTC, in order; and how many entries could not be read."""

    times: list[tuple[datetime, datetime]]
    unread: int


def read_diary(path: Path, horizon: Horizon) -> Diary:
    """What the file at `path` keeps somebody busy with. Raises ImportProblem where it is no diary."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise ImportProblem(path.name, [Fault(0, "", f"the file cannot be opened: {error.strerror}")]) from None
    if len(content) > _MOST_BYTES:
        raise ImportProblem(path.name, [Fault(0, "", "the file is larger than 20 MB: export fewer months")])
    return busy_times(path.name, content, horizon)


def busy_times(name: str, content: bytes, horizon: Horizon) -> Diary:
    """As `read_diary`, of what stands in a file called `name`."""
    # Loaded when a diary comes in: nothing else here reads one.
    from icalendar import Calendar

    try:
        calendars = Calendar.from_ical(content.decode("utf-8-sig", "replace"), multiple=True)
    except ValueError:
        calendars = []
    if not calendars or any(calendar.name != "VCALENDAR" for calendar in calendars):
        wrong = "this is no calendar file (.ics): export the calendar in the iCalendar format"
        raise ImportProblem(name, [Fault(0, "", wrong)])
    found: set[tuple[datetime, datetime]] = set()
    unread = 0
    for calendar in calendars:
        for part in _parts(calendar, horizon):
            try:
                found.update(part)
            except (AttributeError, KeyError, TypeError, ValueError, OverflowError):
                # What is written against the format keeps nobody busy, and is counted.
                unread += 1
            if len(found) > _MOST_TIMES:
                wrong = f"the file holds more than {_MOST_TIMES} times: export fewer months"
                raise ImportProblem(name, [Fault(0, "", wrong)])
    return Diary(sorted(found), unread)


def _parts(calendar: Component, horizon: Horizon) -> Iterator[Iterator[tuple[datetime, datetime]]]:
    """The times of each entry of a calendar, one entry after the other."""
    events = list(calendar.walk("VEVENT"))
    instead = {(_text(e, "UID"), _moment(e["RECURRENCE-ID"].dt, horizon)) for e in events if _replaces(e)}
    for event in events:
        if _keeps_busy(event):
            yield _spans(event, instead, horizon)
    for periods in calendar.walk("VFREEBUSY"):
        yield _free_busy(periods, horizon)


def _replaces(event: Component) -> bool:
    return type(event.get("RECURRENCE-ID")).__name__ == "vDDDTypes"


def _spans(
    event: Component, instead: set[tuple[str, datetime]], horizon: Horizon
) -> Iterator[tuple[datetime, datetime]]:
    length = _length(event, horizon)
    for begins in _begins(event, horizon):
        # An occurrence that has an event of its own is that one: moved, or called off.
        is_replaced = not _replaces(event) and (_text(event, "UID"), begins) in instead
        if not is_replaced and begins < horizon.last and begins + length > horizon.first:
            yield begins, begins + length


def _text(event: Component, name: str) -> str:
    return str(event.get(name, ""))


def _keeps_busy(event: Component) -> bool:
    if _text(event, "STATUS").upper() == "CANCELLED" or _text(event, "TRANSP").upper() == "TRANSPARENT":
        return False
    return _text(event, "X-MICROSOFT-CDO-BUSYSTATUS").upper() not in ("FREE", "WORKINGELSEWHERE")


def _moment(value: date | datetime, horizon: Horizon) -> datetime:
    if isinstance(value, datetime):
        return (value if value.tzinfo else value.replace(tzinfo=horizon.zone)).astimezone(UTC)
    return datetime.combine(value, time(0), horizon.zone).astimezone(UTC)


def _length(event: Component, horizon: Horizon) -> timedelta:
    begins = event["DTSTART"].dt
    if "DTEND" in event:
        length = _moment(event["DTEND"].dt, horizon) - _moment(begins, horizon)
    elif "DURATION" in event:
        length = event["DURATION"].dt
    else:
        length = timedelta(hours=0) if isinstance(begins, datetime) else timedelta(days=1)
    return min(max(length, timedelta(0)), _LONGEST)


def _begins(event: Component, horizon: Horizon) -> Iterator[datetime]:
    """When an event begins, each time: on the clock of its own zone, so that 9:00 stays 9:00 when clocks change."""
    first = event["DTSTART"].dt
    left_out = {_moment(one.dt, horizon) for dates in _listed(event, "EXDATE") for one in dates.dts}
    local = first if isinstance(first, datetime) else datetime.combine(first, time(0))
    zone = local.tzinfo or horizon.zone
    for naive in _repeated(event, local.replace(tzinfo=None), zone, horizon):
        moment = naive.replace(tzinfo=zone).astimezone(UTC)
        if moment not in left_out:
            yield moment
    for dates in _listed(event, "RDATE"):
        yield from (_moment(one.dt, horizon) for one in dates.dts if isinstance(one.dt, date))


def _listed(event: Component, name: str) -> list[Any]:
    given = event.get(name, [])
    return given if isinstance(given, list) else [given]


def _repeated(event: Component, first: datetime, zone: tzinfo, horizon: Horizon) -> Iterator[datetime]:
    from dateutil.rrule import rrulestr

    yield first
    for rule in _listed(event, "RRULE"):
        # An end in UTC means that moment; the rule itself runs on the local clock.
        dates = rrulestr(_with_local_end(rule, zone), dtstart=first)
        last = horizon.last.astimezone(zone).replace(tzinfo=None)
        for number, one in enumerate(dates):
            if one > last or number > _MOST_OF_ONE:
                break
            if one != first:
                yield one


def _with_local_end(rule: Any, zone: tzinfo) -> str:
    parts = dict(part.split("=", 1) for part in rule.to_ical().decode().split(";"))
    until = rule.get("UNTIL")
    if until:
        end = until[0]
        if isinstance(end, datetime) and end.tzinfo:
            end = end.astimezone(zone).replace(tzinfo=None)
        parts["UNTIL"] = f"{end:%Y%m%dT%H%M%S}" if isinstance(end, datetime) else f"{end:%Y%m%d}T235959"
    return "RRULE:" + ";".join(f"{name}={value}" for name, value in parts.items())


def _free_busy(component: Component, horizon: Horizon) -> Iterator[tuple[datetime, datetime]]:
    for given in _listed(component, "FREEBUSY"):
        if str(given.params.get("FBTYPE", "BUSY")).upper() == "FREE":
            continue
        periods = given if isinstance(given, list) else [given]
        for period in periods:
            begins, ends = _moment(period.start, horizon), _moment(period.end, horizon)
            if begins < horizon.last and ends > horizon.first and ends - begins <= _LONGEST:
                yield begins, ends
