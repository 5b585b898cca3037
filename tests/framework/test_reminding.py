"""The rules of reminding, over eleven years of clock changes and holidays."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from framework.reminding import after_visit, before_visit
from framework.school_year import Closure, SchoolSession, SchoolYear
from framework.sending import SendingHours, at

ZONE = ZoneInfo("Europe/London")
HOURS = SendingHours(time(8), time(17, 30), ZONE)
LISTED = SchoolSession(
    "2026/27",
    date(2026, 8, 17),
    date(2027, 6, 25),
    frozenset({date(2026, 8, 17), date(2027, 2, 17)}),
    (
        Closure("the October holiday", date(2026, 10, 12), date(2026, 10, 23)),
        Closure("the Christmas holiday", date(2026, 12, 21), date(2027, 1, 4)),
        Closure("the island holiday", date(2026, 11, 25), date(2026, 11, 25), frozenset({"Kilbrannan"})),
        Closure("the spring holiday", date(2027, 3, 26), date(2027, 4, 9)),
    ),
)
YEAR = SchoolYear((LISTED,))

days = st.dates(date(2025, 1, 1), date(2035, 12, 31))
clusters = st.sampled_from(["", "Dunfearn", "Kilbrannan"])
offsets = st.lists(st.integers(1, 60), min_size=1, max_size=5)
clock_times = st.times(time(7), time(19, 59)).map(lambda moment: moment.replace(tzinfo=None))
starts = st.builds(lambda day, clock: at(day, clock, ZONE), days, clock_times)
hours = st.builds(
    lambda first, length: SendingHours(time(first), time(first + length), ZONE), st.integers(2, 20), st.integers(1, 3)
)


def day_of(moment: datetime) -> date:
    return moment.astimezone(ZONE).date()


def school_morning(moment: datetime, of: SendingHours, cluster: str) -> bool:
    here = moment.astimezone(ZONE)
    return here.time() == of.first and YEAR.is_school_day(here.date(), cluster)


@st.composite
def told_days(draw, start):
    return draw(st.none() | st.integers(-5, 60).map(lambda back: day_of(start) - timedelta(days=back)))


@given(st.data(), starts, offsets, clusters, hours)
def test_before_a_visit_each_reminder_opens_on_a_school_morning_of_its_own_before_the_day(
    data, start, wanted, cluster, open_hours
):
    told_on = data.draw(told_days(start))
    found = before_visit(start, wanted, told_on, YEAR, open_hours, cluster)

    mornings = [day_of(due.opens) for due in found]
    assert mornings == sorted(set(mornings))
    assert all(morning < day_of(start) for morning in mornings)
    assert all(school_morning(due.opens, open_hours, cluster) for due in found)
    assert told_on is None or all(morning > told_on for morning in mornings)


@given(st.data(), starts, offsets, clusters)
def test_before_a_visit_each_reminder_holds_until_the_next_one_and_the_last_until_it_begins(
    data, start, wanted, cluster
):
    found = before_visit(start, wanted, data.draw(told_days(start)), YEAR, HOURS, cluster)

    assert all(due.closes > due.opens for due in found)
    assert [due.closes for due in found[:-1]] == [due.opens for due in found[1:]]
    assert not found or found[-1].closes == start


@given(starts, offsets, clusters)
def test_before_a_visit_known_long_ago_no_wanted_reminder_is_left_out(start, wanted, cluster):
    found = before_visit(start, wanted, None, YEAR, HOURS, cluster)

    assert [due.offset for due in found] == sorted(set(wanted), reverse=True)
    for due in found:
        assert YEAR.shift(day_of(due.opens), due.offset, cluster) >= day_of(start)
        assert YEAR.school_days(day_of(due.opens), day_of(start) - timedelta(days=1), cluster) == due.offset


@given(starts, offsets, st.integers(1, 60), clusters, hours)
def test_after_a_visit_reminders_come_in_order_on_school_mornings_and_end_with_a_school_day(
    start, wanted, useful_for, cluster, open_hours
):
    found = after_visit(start, wanted, useful_for, YEAR, open_hours, cluster)

    assert [due.opens for due in found] == sorted(due.opens for due in found)
    assert all(day_of(start) < day_of(due.opens) < day_of(due.closes) for due in found)
    assert all(school_morning(due.opens, open_hours, cluster) for due in found)
    assert all(due.closes.astimezone(ZONE).time() == open_hours.last for due in found)


@given(st.datetimes(datetime(2025, 1, 1), datetime(2035, 12, 31)), clusters, hours)
def test_the_next_moment_to_send_lies_in_the_hours_of_a_school_day_whatever_the_clock_does(naive, cluster, open_hours):
    now = naive.replace(tzinfo=ZoneInfo("UTC"))
    opens = open_hours.next_open(now, YEAR, cluster)
    here = opens.astimezone(ZONE)

    assert opens >= now
    assert open_hours.is_open(opens, YEAR, cluster)
    assert open_hours.first <= here.time() < open_hours.last
    assert YEAR.is_school_day(here.date(), cluster)


@given(st.datetimes(datetime(2025, 1, 1), datetime(2035, 12, 31)), clusters)
def test_nothing_may_be_sent_between_now_and_the_next_moment_to_send(naive, cluster):
    now = naive.replace(tzinfo=ZoneInfo("UTC"))
    opens = HOURS.next_open(now, YEAR, cluster)

    last = opens - timedelta(seconds=1)
    assert opens == now or not HOURS.is_open(last, YEAR, cluster)
    assert opens == now or not HOURS.is_open(now, YEAR, cluster)


@given(days)
def test_a_day_of_sending_is_nine_and_a_half_hours_long_on_the_days_when_clocks_change_too(day):
    assert HOURS.closes(day) - HOURS.opens(day) == timedelta(hours=9, minutes=30)


def test_clocks_that_change_between_two_reminders_leave_both_at_eight():
    monday_after_the_change = at(date(2029, 3, 26), time(10), ZONE)
    found = before_visit(monday_after_the_change, [1, 5], None, YEAR, HOURS, "")

    assert [due.opens.astimezone(ZONE).time() for due in found] == [time(8), time(8)]
    assert [due.opens.hour for due in found] == [8, 8]
    assert found[-1].closes.hour == 9


def test_somebody_told_on_the_day_before_the_visit_is_not_reminded_at_all():
    start = at(date(2026, 11, 26), time(10), ZONE)

    assert before_visit(start, [5, 1], date(2026, 11, 25), YEAR, HOURS, "") == []


def test_two_reminders_that_would_share_a_morning_become_the_nearer_one():
    start = at(date(2026, 11, 27), time(10), ZONE)
    found = before_visit(start, [5, 1], date(2026, 11, 25), YEAR, HOURS, "")

    assert [(due.offset, day_of(due.opens)) for due in found] == [(1, date(2026, 11, 26))]


def test_a_clusters_own_closed_day_moves_its_reminders_and_nobody_elses():
    start = at(date(2026, 11, 26), time(10), ZONE)
    mornings = {
        cluster: day_of(before_visit(start, [1], None, YEAR, HOURS, cluster)[0].opens) for cluster in ("", "Kilbrannan")
    }

    assert mornings == {"": date(2026, 11, 25), "Kilbrannan": date(2026, 11, 24)}
