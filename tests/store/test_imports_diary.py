"""An officer's own diary: busy times and nothing else, right when clocks change, never an error for odd entries."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.diaries import busy_of, replace_diary
from store.imports.diary import Horizon, busy_times, read_diary
from store.imports.problems import ImportProblem
from store.people import Person

HORIZON = Horizon(datetime(2026, 11, 1, tzinfo=UTC), datetime(2027, 6, 30, tzinfo=UTC), ZoneInfo("Europe/London"))
WEEKLY = """UID:1
SUMMARY:Something private
DTSTART;TZID=Europe/London:20261026T090000
DTEND;TZID=Europe/London:20261026T100000
RRULE:FREQ=WEEKLY;UNTIL=20270412T080000Z
EXDATE;TZID=Europe/London:20261109T090000"""
MOVED = """UID:1
RECURRENCE-ID;TZID=Europe/London:20261116T090000
DTSTART;TZID=Europe/London:20261117T140000
DTEND;TZID=Europe/London:20261117T150000"""


def ics(*events: str, kind: str = "VEVENT") -> bytes:
    parts = (f"BEGIN:{kind}\n{event}\nEND:{kind}" for event in events)
    return "\r\n".join(["BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x", *parts, "END:VCALENDAR", ""]).encode()


def starts(*events: str, kind: str = "VEVENT") -> list[str]:
    return [f"{first:%Y-%m-%dT%H:%M}" for first, _ in busy_times("d.ics", ics(*events, kind=kind), HORIZON).times]


def test_what_repeats_stays_at_its_hour_when_the_clocks_change_and_its_exceptions_hold():
    found = starts(WEEKLY, MOVED)
    assert "2026-11-02T09:00" in found
    assert "2027-03-29T08:00" in found
    assert "2026-11-09T09:00" not in found
    assert "2026-11-16T09:00" not in found
    assert "2026-11-17T14:00" in found
    assert found[-1] == "2027-04-12T08:00"


def test_a_day_of_leave_is_the_whole_local_day():
    times = busy_times("d.ics", ics("UID:2\nDTSTART;VALUE=DATE:20270402\nDTEND;VALUE=DATE:20270403"), HORIZON).times
    assert times == [(datetime(2027, 4, 1, 23, tzinfo=UTC), datetime(2027, 4, 2, 23, tzinfo=UTC))]


@pytest.mark.parametrize(
    "free", ["TRANSP:TRANSPARENT", "STATUS:CANCELLED", "X-MICROSOFT-CDO-BUSYSTATUS:FREE", "status:cancelled"]
)
def test_what_is_free_or_called_off_keeps_nobody_busy(free: str):
    assert starts(f"UID:3\nDTSTART:20261130T090000Z\nDURATION:PT1H\n{free}") == []


def test_outlooks_names_of_time_zones_and_published_busy_times_are_read():
    assert starts("UID:4\nDTSTART;TZID=GMT Standard Time:20270330T090000\nDURATION:PT1H") == ["2027-03-30T08:00"]
    periods = "UID:5\nDTSTAMP:20261101T000000Z\nFREEBUSY;FBTYPE=BUSY:20261203T130000Z/20261203T150000Z"
    assert starts(periods, kind="VFREEBUSY") == ["2026-12-03T13:00"]


def test_an_entry_against_the_format_is_counted_and_the_rest_is_kept():
    read = busy_times("d.ics", ics("UID:6\nDTSTART:yesterday", "UID:7\nDTSTART:20261203T130000Z"), HORIZON)
    assert (len(read.times), read.unread) == (1, 1)


@pytest.mark.parametrize(
    "content", [b"", b"hello", b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n", b"\x00\xff", b"seed_code,name"]
)
def test_what_is_no_diary_is_refused_with_one_sentence(content: bytes, tmp_path):
    path = tmp_path / "diary.ics"
    path.write_bytes(content)
    with pytest.raises(ImportProblem, match="this is no calendar file"):
        read_diary(path, HORIZON)
    with pytest.raises(ImportProblem, match="cannot be opened"):
        read_diary(tmp_path / "none.ics", HORIZON)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from([
    "UID:1", "DTSTART:20261203T130000Z", "DTSTART;VALUE=DATE:20261203", "DTEND:20260101T000000Z", "DURATION:-PT1H",
    "RRULE:FREQ=DAILY", "RRULE:FREQ=SECONDLY", "RRULE:FREQ=YEARLY;COUNT=0", "RRULE:nonsense", "EXDATE:20261204",
    "RDATE:20261205T130000Z", "RECURRENCE-ID:now", "DTSTART;TZID=Nowhere/None:20261203T130000", "X:1", "DURATION:P1Y",
]), max_size=6))  # fmt: skip
def test_no_event_however_odd_stops_the_others(lines: list[str]):
    read = busy_times("d.ics", ics("\n".join(lines), "UID:9\nDTSTART:20261210T100000Z\nDURATION:PT1H"), HORIZON)
    assert (datetime(2026, 12, 10, 10, tzinfo=UTC), datetime(2026, 12, 10, 11, tzinfo=UTC)) in read.times


def test_a_new_diary_takes_the_place_of_the_old_one_and_holds_times_alone(database):
    with database.write() as session:
        person = Person(email="o@a.example", name="Rhona Blair")
        session.add(person)
        session.flush()
        for content in (ics(WEEKLY), ics(WEEKLY), ics("UID:8\nSUMMARY:x\nDTSTART:20261203T130000Z\nDURATION:PT1H")):
            kept = replace_diary(session, person.id, busy_times("d.ics", content, HORIZON).times)
        found = busy_of(session, [person.id], HORIZON.first)
    assert (kept, found) == (
        1,
        [(person.id, datetime(2026, 12, 3, 13, tzinfo=UTC), datetime(2026, 12, 3, 14, tzinfo=UTC))],
    )
