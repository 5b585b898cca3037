"""Visits as an iCalendar file (RFC 5545) that Outlook, Google Calendar and Apple Calendar take, updates in place."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, tzinfo
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from framework.time_zones import Change, changes_of
from handlers.calendar_events import Event

if TYPE_CHECKING:
    from icalendar import Calendar, Timezone
    from icalendar import Event as Component

MEDIA_TYPE: Final = "text/calendar; charset=utf-8"
_REFRESH: Final = timedelta(hours=1)
# Outlook shows by this whether somebody is busy; the others go by STATUS and TRANSP.
_BUSY: Final = {"TENTATIVE": "TENTATIVE", "CONFIRMED": "BUSY", "CANCELLED": "FREE"}


def to_ics(events: Sequence[Event], zone: tzinfo, title: str, method: str = "PUBLISH") -> bytes:
    """The events as one calendar in the authority's zone. The same events give the same bytes, whenever it is made.

    `method` is PUBLISH, or CANCEL for the cancellation of a single visit (RFC 5546).
    """
    # Imported here: most answers make no calendar.
    from icalendar import Calendar, vText

    calendar = Calendar()
    for name, value in (
        ("prodid", "-//Cairn//Engagement calendar//EN"),
        ("version", "2.0"),
        ("calscale", "GREGORIAN"),
        ("method", method),
    ):
        calendar.add(name, value)
    calendar.add("x-wr-calname", vText(_printable(title)))
    if method == "PUBLISH" and len(events) != 1:
        _refreshing(calendar)
    named = zone.key if isinstance(zone, ZoneInfo) else ""
    if named and events:
        calendar.add("x-wr-timezone", named)
        first_year = min(event.starts_at for event in events).astimezone(zone).year - 1
        calendar.add_component(_timezone(zone, named, first_year))
    for event in events:
        calendar.add_component(_component(event, zone, named, title))
    return bytes(calendar.to_ical())


def _refreshing(calendar: Calendar) -> None:
    calendar.add("refresh-interval", _REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")


def _component(event: Event, zone: tzinfo, named: str, organiser: str) -> Component:
    from icalendar import Event as Component
    from icalendar import vCalAddress

    made = Component()
    made.add("uid", event.uid)
    made.add("sequence", event.sequence)
    made.add("dtstamp", event.changed_at.astimezone(UTC))
    made.add("last-modified", event.changed_at.astimezone(UTC))
    made.add("dtstart", _moment(event.starts_at, zone, named))
    made.add("dtend", _moment(event.ends_at, zone, named))
    made.add("summary", _printable(event.summary))
    made.add("description", _printable(event.description))
    made.add("location", _printable(event.location))
    made.add("status", event.status)
    made.add("transp", "TRANSPARENT" if event.status == "CANCELLED" else "OPAQUE")
    made.add("x-microsoft-cdo-busystatus", _BUSY.get(event.status, "BUSY"))
    # PUBLISH and CANCEL need an organiser; nobody is to answer it, so it is an address that cannot exist.
    address = vCalAddress("mailto:nobody@cairn.invalid")
    address.params["CN"] = _printable(organiser).replace('"', "'")
    made.add("organizer", address)
    return made


def _printable(text: str) -> str:
    """The text without control characters, which RFC 5545 allows nowhere; line ends become spaces."""
    return "".join(char if char.isprintable() or char in "\u200d\ufe0f" else " " for char in text)


def _moment(moment: datetime, zone: tzinfo, named: str) -> datetime:
    """The moment on the local clock; in UTC where that clock shows a time twice, or the zone has no name."""
    local = moment.astimezone(zone)
    doubled = local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()
    return moment.astimezone(UTC) if doubled or not named else local


def _timezone(zone: tzinfo, named: str, first_year: int) -> Timezone:
    from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

    made = Timezone()
    made.add("tzid", named)
    for change in changes_of(zone, first_year):
        part = TimezoneDaylight() if change.is_summer else TimezoneStandard()
        _describe(part, change)
        made.add_component(part)
    return made


def _describe(part: object, change: Change) -> None:
    from icalendar import Component, vRecur

    assert isinstance(part, Component)
    part.add("dtstart", change.at)
    part.add("tzoffsetfrom", change.before)
    part.add("tzoffsetto", change.after)
    part.add("tzname", change.name)
    if change.rule:
        part.add("rrule", vRecur.from_ical(change.rule))
