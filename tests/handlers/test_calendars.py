"""Calendars that Outlook, Google and Apple take: read back by a reader of its own, right through clock changes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import update

from framework.sending import at
from framework.time_zones import changes_of
from handlers.answer import Answers
from handlers.calendar_events import Event
from handlers.cards import Card, Download, Link
from handlers.files import File
from handlers.ics import to_ics
from handlers.request import Account, Action, Place, Request
from store.posts import posts
from tests.rfc5545 import Component, moment, read

from .conftest import NOW, Asking

LONDON = ZoneInfo("Europe/London")
SCHOOL = "Kilbrannan Primary School"
HEAD, OFFICER, OTHER, LEAD, FAR = (f"{who}@a.example" for who in ("head", "officer", "other", "lead", "far"))


def event(starts_at: datetime, **more: object) -> Event:
    usual = Event(
        uid="visit-1.key@cairn.invalid",
        sequence=0,
        changed_at=NOW,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=90),
        summary="Visit",
        description="",
        location="",
        status="CONFIRMED",
    )
    return replace(usual, **more)


def fetched(asking: Asking, who: str, name: str = "my_calendar", now: datetime = NOW, **values: str) -> File | Card:
    return asking.answers.file(Request(Account("operator", "", who), Place(), now, action=Action(name, values)))


def calendar(asking: Asking, who: str, name: str = "my_calendar", **values: str) -> Component:
    made = fetched(asking, who, name, **values)
    assert isinstance(made, File), made
    return read(made.content)


@pytest.mark.parametrize(
    ("day", "hour", "utc"),
    [
        (date(2026, 10, 23), 9, "2026-10-23T08:00"),
        (date(2026, 10, 25), 9, "2026-10-25T09:00"),
        (date(2026, 10, 26), 9, "2026-10-26T09:00"),
        (date(2027, 3, 26), 9, "2027-03-26T09:00"),
        (date(2027, 3, 28), 9, "2027-03-28T08:00"),
        (date(2027, 3, 29), 9, "2027-03-29T08:00"),
    ],
)
def test_a_visit_keeps_its_local_time_on_both_sides_of_a_clock_change(day: date, hour: int, utc: str):
    starts_at = at(day, datetime.min.time().replace(hour=hour), LONDON)
    found = read(to_ics([event(starts_at)], LONDON, "Visits"))
    (one,) = found.all("VEVENT")
    assert one.properties["DTSTART"][0] == ({"TZID": "Europe/London"}, f"{day:%Y%m%d}T{hour:02}0000")
    assert moment(found, one, "DTSTART") == datetime.fromisoformat(utc).replace(tzinfo=UTC)


ZONES = ["Europe/London", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca", "Asia/Tokyo", "UTC"]


@settings(deadline=None, max_examples=60)
@given(st.sampled_from(ZONES), st.datetimes(datetime(2025, 1, 1), datetime(2035, 6, 1)))
def test_every_moment_in_every_zone_is_read_back_as_it_was(zone: str, naive: datetime):
    starts_at = naive.replace(second=0, microsecond=0, tzinfo=UTC)
    found = read(to_ics([event(starts_at)], ZoneInfo(zone), "Visits"))
    (one,) = found.all("VEVENT")
    assert moment(found, one, "DTSTART") == starts_at
    assert moment(found, one, "DTEND") == starts_at + timedelta(minutes=90)


def test_the_clock_of_britain_changes_by_two_rules():
    spring, autumn = changes_of(LONDON, 2026)
    assert (spring.rule, autumn.rule) == ("FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU", "FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU")
    assert (spring.at, autumn.at) == (datetime(2026, 3, 29, 1), datetime(2026, 10, 25, 2))


@settings(deadline=None, max_examples=80)
@given(st.text(st.characters(exclude_categories=("Cs",)), max_size=200))
def test_hostile_names_stay_one_line_of_one_event(name: str):
    found = read(to_ics([event(NOW, summary=name, location=name, description=name)], LONDON, name))
    assert len(found.all("VEVENT")) == 1


def test_gaelic_and_emoji_are_folded_between_characters():
    name = "Bun-sgoil Taobh na Pàirce agus Àrd-sgoil Phort Rìgh 👩‍🏫 " * 4
    (one,) = read(to_ics([event(NOW, summary=name)], LONDON, "x")).all("VEVENT")
    assert one.one("SUMMARY") == name


def test_a_person_sees_their_own_visits_and_nothing_that_is_sensitive(asking: Asking):
    asking.visit(SCHOOL, NOW + timedelta(days=10), focus="Attendance has dipped", reason="School is being inspected")
    asking.visit("Morvarra High School", NOW + timedelta(days=11), officer=OTHER)
    made = fetched(asking, HEAD)
    assert isinstance(made, File)
    (one,) = read(made.content).all("VEVENT")
    assert one.one("SUMMARY") == f"Visit: {SCHOOL}"
    for word in (b"dipped", b"inspected", b"Visit 2", b"targeted", b"tier", b"Morvarra"):
        assert word not in made.content
    assert [e.one("SUMMARY") for e in calendar(asking, OTHER).all("VEVENT")] == ["Visit: Morvarra High School"]
    assert calendar(asking, "admin@a.example").all("VEVENT") == []


def test_a_visit_moved_and_cancelled_keeps_its_uid_and_counts_up(asking: Asking):
    visit = asking.visit(SCHOOL, datetime(2026, 12, 3, 10, tzinfo=UTC), status="proposed")
    first = calendar(asking, HEAD)
    asking.do(OFFICER, "move_visit", visit=str(visit), date="2026-12-10", time="13:30")
    moved = calendar(asking, HEAD)
    asking.do(OFFICER, "cancel_visit", visit=str(visit), reason="Travel or weather")
    gone = calendar(asking, HEAD)
    events = [found.all("VEVENT")[0] for found in (first, moved, gone)]
    assert len({one.one("UID") for one in events}) == 1
    sequences = [int(one.one("SEQUENCE")) for one in events]
    assert sequences == sorted(set(sequences))
    assert [one.one("STATUS") for one in events] == ["TENTATIVE", "TENTATIVE", "CANCELLED"]
    assert moment(moved, events[1], "DTSTART") == datetime(2026, 12, 10, 13, 30, tzinfo=UTC)
    assert all(found.one("METHOD") == "PUBLISH" for found in (first, moved, gone))


def test_one_visit_is_an_invitation_and_then_its_cancellation(asking: Asking):
    visit = asking.visit(SCHOOL, datetime(2026, 12, 3, 10, tzinfo=UTC))
    invited = calendar(asking, HEAD, "visit_calendar", visit=str(visit))
    asking.do(OFFICER, "cancel_visit", visit=str(visit), reason="Travel or weather")
    cancelled = calendar(asking, HEAD, "visit_calendar", visit=str(visit))
    assert (invited.one("METHOD"), cancelled.one("METHOD")) == ("PUBLISH", "CANCEL")
    one = cancelled.all("VEVENT")[0]
    assert (one.one("STATUS"), one.one("UID")) == ("CANCELLED", invited.all("VEVENT")[0].one("UID"))
    for name in ("DTSTAMP", "ORGANIZER", "SEQUENCE"):
        assert one.one(name)
    refused = fetched(asking, FAR, "visit_calendar", visit=str(visit))
    assert isinstance(refused, Card)
    assert refused.plain() == fetched(asking, FAR, "visit_calendar", visit="99999").plain()  # type: ignore[union-attr]


def test_the_calendar_of_a_cluster_is_for_who_may_know_of_all_its_visits(asking: Asking):
    asking.visit(SCHOOL, NOW + timedelta(days=10))
    asking.visit("Morvarra High School", NOW + timedelta(days=11), officer=OTHER)
    for who in (LEAD, OFFICER, "quality@a.example"):
        assert [e.one("SUMMARY") for e in calendar(asking, who, cluster="Kilbrannan").all("VEVENT")] == [
            f"Visit: {SCHOOL}"
        ]
    for who, cluster in ((LEAD, "Morvarra"), (HEAD, "Kilbrannan"), (HEAD, "No such cluster")):
        assert isinstance(fetched(asking, who, cluster=cluster), Card), (who, cluster)


def with_address(asking: Asking, address: str = "https://cairn.council.example") -> None:
    asking.answers = Answers(asking.database, replace(asking.authority, public_url=address))


def test_without_a_public_address_there_is_a_file_and_no_link(asking: Asking):
    shown = asking.ask(OFFICER, "my calendar link").reply
    assert isinstance(shown, Card)
    assert any(isinstance(part, Download) for part in shown.body)
    assert not any(isinstance(part, Link) for part in asking.do(OFFICER, "calendar_link", make="yes").reply.body)


def test_a_link_is_made_with_a_tap_shown_once_and_stopped(asking: Asking):
    with_address(asking)
    shown = asking.ask(OFFICER, "my calendar link").reply
    assert isinstance(shown, Card)
    assert not any(isinstance(part, Link) for part in shown.body)
    tap = shown.buttons[0]
    made = asking.do(OFFICER, tap.action, **tap.values).reply
    link = next(part for part in made.body if isinstance(part, Link))
    assert link.url.startswith("https://cairn.council.example/ics/")
    assert "You have 1 link" in asking.ask(OFFICER, "my calendar link").reply.plain()
    stopping = asking.ask(OFFICER, "stop my calendar link").reply
    assert isinstance(stopping, Card)
    asking.do(OFFICER, stopping.buttons[0].action, **stopping.buttons[0].values)
    assert "You have no calendar link" in asking.ask(OFFICER, "stop my calendar link").reply.plain()


def test_a_link_to_a_cluster_that_one_may_not_know_is_not_made(asking: Asking):
    with_address(asking)
    for cluster in ("Morvarra", "Nowhere"):
        assert asking.do(LEAD, "calendar_link", make="yes", cluster=cluster).refused


def test_a_visit_booked_is_told_with_a_file_for_the_calendar_where_no_link_can_be(asking: Asking):
    from handlers import duties as planning
    from handlers.composers import compose
    from store.clock import real_now
    from store.messages import claim

    asking.do(OFFICER, "book_visit", seed_code=asking.code(SCHOOL), date="2026-12-03", time="10:00", visit_type="V2")
    with asking.database.write() as session:
        planning.plan(session, asking.authority, NOW)
    with asking.database.write() as session:
        real = real_now() + timedelta(seconds=1)
        claimed = claim(session, "test", real, timedelta(minutes=1), 50, answers_only=False)
        for authority, files in ((asking.authority, 1), (replace(asking.authority, public_url="https://x.example"), 0)):
            made = compose(session, authority, claimed, NOW)
            mine = [one.reply for m in claimed if m.recipient_id == asking.people[HEAD] for one in [made[m.id]]]
            assert [sum(isinstance(part, Download) for part in card.body) for card in mine if card] == [files]


def test_who_has_left_has_no_calendar(asking: Asking):
    asking.visit(SCHOOL, NOW + timedelta(days=10))
    with asking.database.write() as session:
        mine = posts.c.person_id == asking.people[HEAD]
        session.connection().execute(update(posts).where(mine).values(until=date(2026, 11, 21)))
    assert isinstance(fetched(asking, HEAD), Card)
