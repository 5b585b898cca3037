"""Dates proposed: no closed day, nobody in two places, windows kept; islands together, remote schools apart."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framework.proposing import (
    Booked,
    Diary,
    Rules,
    Site,
    Span,
    Weekly,
    Wish,
    best,
    objection,
    propose,
    slots,
    why_none,
)
from framework.school_year import Closure, SchoolSession, SchoolYear
from tests.framework.independent_checker import Held, days, faults

ZONE = ZoneInfo("Europe/London")
YEAR = SchoolYear((
    SchoolSession(
        "2026/27",
        date(2026, 8, 17),
        date(2027, 6, 25),
        frozenset({date(2026, 8, 17)}),
        (
            Closure("October", date(2026, 10, 12), date(2026, 10, 16)),
            Closure("fair day", date(2026, 12, 1), date(2026, 12, 1), frozenset({"North"})),
        ),
    ),
))  # fmt: skip
RULES = Rules(YEAR, ZONE)
NORTH, SOUTH = Site(1, "North", 56.0, -5.0), Site(2, "South", 56.02, -5.01)
FIRST, LAST = date(2026, 11, 30), date(2026, 12, 4)


def wish(site: Site = NORTH, key: str = "w", **more) -> Wish:
    given = {"officer": 7, "first": FIRST, "last": LAST, "minutes": 120} | more
    return Wish(key, site, **given)


def moment(day: date, clock: str) -> datetime:
    return datetime.combine(day, time.fromisoformat(clock), ZONE).astimezone(UTC)


def booked(site: Site, day: date, clock: str, minutes: int = 120, mode: str = "in_person") -> Booked:
    starts = moment(day, clock)
    return Booked(Span(starts, starts + timedelta(minutes=minutes)), site, mode)


def test_a_closed_day_of_that_cluster_alone_is_left_out():
    fair = date(2026, 12, 1)
    assert fair not in {s.astimezone(ZONE).date() for s in slots(wish(), Diary(), Diary(), RULES)}
    assert fair in {s.astimezone(ZONE).date() for s in slots(wish(SOUTH), Diary(), Diary(), RULES)}


@pytest.mark.parametrize(
    ("clock", "minutes", "said"),
    [("08:30", 120, "outside the hours"), ("14:00", 120, "outside the hours"), ("13:30", 120, ""), ("09:00", 390, "")],
)
def test_a_visit_lies_within_the_hours_of_visits(clock: str, minutes: int, said: str):
    found = objection(wish(minutes=minutes), moment(FIRST, clock), Diary(), Diary(), RULES)
    assert said in found if said else found == ""


def test_the_same_hours_hold_on_both_sides_of_a_clock_change():
    spring = wish(first=date(2027, 3, 26), last=date(2027, 3, 29), minutes=60)
    local = [s.astimezone(ZONE) for s in slots(spring, Diary(), Diary(), RULES)]
    assert {s.time() for s in local if s.day == 26} == {s.time() for s in local if s.day == 29}
    assert {s.day for s in local} == {26, 29}


def test_what_the_officer_has_in_the_diary_is_kept_free():
    diary = Diary(busy=(Span(moment(FIRST, "09:00"), moment(FIRST, "12:00")),))
    assert "something else" in objection(wish(), moment(FIRST, "11:30"), diary, Diary(), RULES)
    assert objection(wish(), moment(FIRST, "12:00"), diary, Diary(), RULES) == ""


def test_the_way_between_two_schools_is_left_free():
    diary = Diary(visits=(booked(Site(9, "South", 56.4, -5.0), FIRST, "09:00", 60),))
    far = Rules(YEAR, ZONE, together_km=500)
    assert "on the way" in objection(wish(), moment(FIRST, "11:00"), diary, Diary(), far)
    assert objection(wish(), moment(FIRST, "11:30"), diary, Diary(), far) == ""
    online = wish(mode="online")
    diary = Diary(visits=(booked(Site(9, "South", 56.4, -5.0), FIRST, "09:00", 60, "online"),))
    assert objection(online, moment(FIRST, "10:00"), diary, Diary(), RULES) == ""


def test_a_teaching_head_is_not_asked_while_they_teach():
    teaches = Diary(weekly=(Weekly(0), Weekly(2, time(9), time(12))))
    local = [s.astimezone(ZONE) for s in slots(wish(minutes=60), Diary(), teaches, RULES)]
    assert not [s for s in local if s.weekday() == 0]
    assert min(s.time() for s in local if s.weekday() == 2) == time(12)


def test_two_visits_to_one_school_lie_apart():
    school = Diary(visits=(booked(NORTH, date(2026, 11, 25), "10:00"),))
    assert list(slots(wish(), Diary(), school, RULES)) == []
    assert why_none(wish(), Diary(), school, RULES) == "it is too close to another visit to the school"


def test_two_remote_schools_are_not_back_to_back_and_neighbours_share_the_day():
    far, other = Site(3, "A", 56.0, -5.0, remote=True), Site(4, "B", 57.5, -6.0, remote=True)
    near = Site(5, "A", 56.05, -5.02, remote=True)
    wishes = [wish(far, "far"), wish(other, "other"), wish(near, "near")]
    found = {one.wish.key: one.starts_at.astimezone(ZONE).date() for one in propose(wishes, {}, {}, RULES)}
    assert found["far"] == found["near"]
    assert abs((found["far"] - found["other"]).days) > 1


def test_schools_on_one_island_are_visited_on_one_day_and_never_with_the_mainland():
    one, two = (Site(at, "Isles", None, None, remote=True, island="Sulasay") for at in (11, 12))
    diary = Diary(visits=(booked(SOUTH, date(2026, 12, 2), "09:00"),))
    window = {"first": date(2026, 11, 9), "last": date(2026, 12, 18)}
    found = propose([wish(one, "one", **window), wish(two, "two", **window)], {7: diary}, {}, RULES)
    island_days = {p.starts_at.astimezone(ZONE).date() for p in found}
    assert len(island_days) == 1
    assert date(2026, 12, 2) not in island_days


def test_where_no_day_fits_the_reason_is_said():
    away = Diary(busy=(Span(moment(FIRST, "00:00"), moment(LAST, "23:59")),))
    (found,) = propose([wish()], {7: away}, {}, RULES)
    assert (found.starts_at, found.why_not) == (None, "the officer has something else then")


def test_the_best_moments_are_on_different_days_and_the_middle_of_the_window_first():
    found = [s.astimezone(ZONE).date() for s in best(wish(SOUTH), Diary(), Diary(), RULES, most=3)]
    assert found[0] == date(2026, 12, 2)
    assert len(set(found)) == 3


sites = st.builds(
    Site,
    st.integers(1, 12),
    st.sampled_from(["North", "South"]),
    st.one_of(st.none(), st.floats(55.5, 57.5)),
    st.floats(-7, -4),
    st.booleans(),
    st.sampled_from(["", "", "Sulasay"]),
)
wishes_of_many = st.lists(
    st.tuples(sites, st.integers(1, 3), st.integers(0, 180), st.integers(0, 25), st.integers(30, 240)), max_size=14
)


@settings(max_examples=60, deadline=None)
@given(wishes_of_many)
def test_whatever_is_wished_no_rule_is_broken(wanted):
    wishes = [
        Wish(str(n), site, officer, FIRST + timedelta(begins), FIRST + timedelta(begins + days_), minutes)
        for n, (site, officer, begins, days_, minutes) in enumerate(wanted)
    ]
    found = propose(wishes, {}, {}, RULES)
    assert found == propose(list(reversed(wishes)), {}, {}, RULES) or len({w.key for w in wishes}) < len(wishes)
    closed = days(date(2026, 10, 12), date(2026, 10, 16)) | days(date(2027, 6, 26), date(2027, 12, 31))
    held = [
        Held(
            p.wish.site.school,
            p.wish.officer,
            p.starts_at.astimezone(ZONE).replace(tzinfo=None),
            (p.starts_at + timedelta(minutes=p.wish.minutes)).astimezone(ZONE).replace(tzinfo=None),
            (p.wish.first, p.wish.last),
            closed | ({date(2026, 12, 1)} if p.wish.site.cluster == "North" else set()),
        )
        for p in found
        if p.starts_at
    ]
    assert len(found) == len(wishes)
    assert faults(held) == []
