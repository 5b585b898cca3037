from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framework.school_year import Closure, SchoolSession, SchoolYear
from handlers.understanding.when import find_date, find_dates, find_period, find_time

MONDAY = date(2026, 11, 23)
ONE_DAY = timedelta(days=1)
YEAR = SchoolYear()


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("9/12", date(2026, 12, 9)),
        ("9/12/2026", date(2026, 12, 9)),
        ("9.12.26", date(2026, 12, 9)),
        ("2026-12-09", date(2026, 12, 9)),
        ("move it to the 26th", date(2026, 11, 26)),
        ("26 Nov", date(2026, 11, 26)),
        ("26th of November", date(2026, 11, 26)),
        ("Nov 26th", date(2026, 11, 26)),
        ("thurs 3 dec", date(2026, 12, 3)),
        ("thursday the 3rd", date(2026, 12, 3)),
        ("3 Feb", date(2027, 2, 3)),
        ("29 feb", date(2028, 2, 29)),
        ("thurs", date(2026, 11, 26)),
        ("on wed", date(2026, 11, 25)),
        ("this monday", MONDAY),
        ("on Monday", date(2026, 11, 30)),
        ("next Tuesday", date(2026, 12, 1)),
        ("tuesday next week", date(2026, 12, 1)),
        ("next week on Friday", date(2026, 12, 4)),
        ("last Weds", date(2026, 11, 18)),
        ("today", MONDAY),
        ("tomorrow", date(2026, 11, 24)),
        ("the day after tomorrow", date(2026, 11, 25)),
        ("yesterday", date(2026, 11, 22)),
        ("a week on Friday", date(2026, 12, 4)),
        ("friday week", date(2026, 12, 4)),
        ("a fortnight on Tuesday", date(2026, 12, 8)),
        ("a week past friday", date(2026, 11, 13)),
        ("in three weeks", date(2026, 12, 14)),
        ("in 5 days' time", date(2026, 11, 28)),
        ("2 weeks ago", date(2026, 11, 9)),
        ("in two months", date(2027, 1, 23)),
        ("Tues 8/12/26", date(2026, 12, 8)),
        ("Monday (7 December)", date(2026, 12, 7)),
        ("the eighth of December", date(2026, 12, 8)),
        ("twenty first of January", date(2027, 1, 21)),
        ("feb, 2nd", date(2027, 2, 2)),
        ("9 & 10 March", date(2027, 3, 9)),
        ("Wed 9", date(2026, 12, 9)),
        ("the first Monday in February", date(2027, 2, 1)),
        ("the last Thursday of January", date(2027, 1, 28)),
        ("the 5th of next month", date(2026, 12, 5)),
        ("until the end of March", date(2027, 3, 31)),
        ("tomorrows visit", date(2026, 11, 24)),
    ],
)
def test_a_day_is_read_day_first(words, day):
    assert find_date(words, MONDAY) == day


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("record the visit of thurs", date(2026, 11, 19)),
        ("I visited on the 26th", date(2026, 10, 26)),
        ("the visit was on 3 Sept", date(2026, 9, 3)),
        ("move the visit of 20 November", date(2026, 11, 20)),
    ],
)
def test_what_lies_behind_is_looked_for_behind(words, day):
    assert find_date(words, MONDAY) == day


@pytest.mark.parametrize(
    "words",
    [
        "QI 2.3", "how many of the 12 schools", "31 June", "99/99", "3/4 of schools", "open 24/7", "we sat down",
        "3 may be enough", "session 2025/26", "in December 9 schools were visited", "the 2nd visit", "", "on mondays",
        "1.1 and 3.2", "95% of 10 schools",
    ],
)  # fmt: skip
def test_what_is_no_day_is_not_read_as_one(words):
    assert find_date(words, MONDAY) is None


def test_every_day_of_a_move_is_found_in_order():
    said = find_dates("move it from 3 Dec to Dec 10th", MONDAY)
    assert [one.day for one in said] == [date(2026, 12, 3), date(2026, 12, 10)]


@pytest.mark.parametrize(
    ("words", "moment"),
    [
        ("half 9", time(9, 30)),
        ("half nine", time(9, 30)),
        ("half 3", time(15, 30)),
        ("1.30", time(13, 30)),
        ("at 7.30", time(7, 30)),
        ("9am", time(9)),
        ("2 p.m.", time(14)),
        ("12 am", time(0)),
        ("14:30", time(14, 30)),
        ("01:30", time(1, 30)),
        ("quarter past 10", time(10, 15)),
        ("quarter to 1", time(12, 45)),
        ("ten past two", time(14, 10)),
        ("at 5 to 9", time(8, 55)),
        ("noon", time(12)),
        ("2-3pm", time(14)),
        ("three o'clock", time(15)),
        ("9 in the morning", time(9)),
        ("1330hrs", time(13, 30)),
        ("move it to 3 Dec at 10", time(10)),
        ("at 2 on Thursday", time(14)),
    ],
)
def test_a_time_is_read_as_a_school_day_has_it(words, moment):
    assert find_time(words) == moment


@pytest.mark.parametrize(
    "words",
    [
        "QI 2.3", "12.50%", "£3.50", "9/12", "9.12.26", "2026-12-09", "at 3 schools", "7 visits", "25:00", "",
        "from 3 to 10 December", "half of 9 schools",
    ],
)  # fmt: skip
def test_what_is_no_time_is_not_read_as_one(words):
    assert find_time(words) is None


def test_afternoon_hours_end_at_six():
    assert find_time("at 6") == time(18)
    assert find_time("at 7") == time(7)


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("this week", date(2026, 11, 23), date(2026, 11, 29)),
        ("what visits are next week", date(2026, 11, 30), date(2026, 12, 6)),
        ("last week", date(2026, 11, 16), date(2026, 11, 22)),
        ("the week after next", date(2026, 12, 7), date(2026, 12, 13)),
        ("next month", date(2026, 12, 1), date(2026, 12, 31)),
        ("in December", date(2026, 12, 1), date(2026, 12, 31)),
        ("december visits", date(2026, 12, 1), date(2026, 12, 31)),
        ("in March", date(2027, 3, 1), date(2027, 3, 31)),
        ("who was visited in september", date(2026, 9, 1), date(2026, 9, 30)),
        ("February 2028", date(2028, 2, 1), date(2028, 2, 29)),
        ("w/c 30 Nov", date(2026, 11, 30), date(2026, 12, 6)),
        ("week beginning 30/11", date(2026, 11, 30), date(2026, 12, 6)),
        ("between 3 Dec and 9 Jan", date(2026, 12, 3), date(2027, 1, 9)),
        ("3-10 December", date(2026, 12, 3), date(2026, 12, 10)),
        ("from 3 to 10 dec", date(2026, 12, 3), date(2026, 12, 10)),
        ("between October and December", date(2026, 10, 1), date(2026, 12, 31)),
        ("from december to february", date(2026, 12, 1), date(2027, 2, 28)),
        ("the next fortnight", date(2026, 11, 23), date(2026, 12, 7)),
        ("in the next two weeks", date(2026, 11, 23), date(2026, 12, 7)),
        ("the last 3 weeks", date(2026, 11, 2), date(2026, 11, 23)),
        ("the past month", date(2026, 10, 23), date(2026, 11, 23)),
        ("before 3 dec", date(2026, 11, 23), date(2026, 12, 2)),
        ("by friday", date(2026, 11, 23), date(2026, 11, 27)),
        ("since september", date(2026, 9, 1), date(2026, 11, 23)),
        ("since last tuesday", date(2026, 11, 17), date(2026, 11, 23)),
    ],
)
def test_a_period_has_its_first_and_its_last_day(words, first, last):
    assert find_period(words, MONDAY, YEAR) == (first, last)


def test_terms_and_sessions_are_the_authoritys_own():
    session = YEAR.session(MONDAY)
    autumn, winter, spring = (
        (YEAR.next_school_day(one.first), YEAR.shift(one.last + ONE_DAY, -1)) for one in YEAR.terms(MONDAY)[:3]
    )
    assert find_period("this session", MONDAY, YEAR) == (session.first, session.last)
    assert find_period("this year", MONDAY, YEAR) == (session.first, session.last)
    assert find_period("this term", MONDAY, YEAR) == winter
    assert find_period("next term", MONDAY, YEAR) == spring
    assert find_period("last term", MONDAY, YEAR) == (session.first, autumn[1])
    assert find_period("term 3", MONDAY, YEAR) == spring
    assert find_period("the rest of this term", MONDAY, YEAR) == (MONDAY, winter[1])
    assert find_period("by the end of term", MONDAY, YEAR) == (MONDAY, winter[1])
    assert find_period("since the start of the session", MONDAY, YEAR) == (session.first, MONDAY)


def test_the_sessions_before_and_after_are_found_from_inside_the_summer_too():
    summer = date(2026, 7, 20)
    last, coming = YEAR.session(date(2026, 5, 1)), YEAR.session(date(2026, 9, 1))
    assert find_period("last session", summer, YEAR) == (last.first, last.last)
    assert find_period("this session", summer, YEAR) == (coming.first, coming.last)
    assert find_period("session 2025/26", summer, YEAR) == (last.first, last.last)
    ends = YEAR.shift(YEAR.terms(summer)[0].last + ONE_DAY, -1)
    assert find_period("next term", summer, YEAR) == (coming.first, ends)


def test_holidays_are_the_authoritys_own():
    session = YEAR.session(MONDAY)
    christmas = next(closure for closure in YEAR.closures(MONDAY) if "Christmas" in closure.name)
    before = (MONDAY, YEAR.shift(christmas.first, -1))
    for words in ("before the Christmas holidays", "before xmas", "until Christmas", "before the hols"):
        assert find_period(words, MONDAY, YEAR) == before
    assert find_period("during the Christmas holidays", MONDAY, YEAR) == (christmas.first, christmas.last)
    assert find_period("since the summer", MONDAY, YEAR) == (session.first, MONDAY)
    assert find_period("before the summer", MONDAY, YEAR) == (MONDAY, session.last)
    january = date(2027, 1, 20)
    assert find_period("since Christmas", january, YEAR) == (YEAR.shift(christmas.last, 1), january)


@pytest.mark.parametrize("words", ["QI 2.3 in 3 schools", "what tier is it", "visits in 2026", "2026-12-09", ""])
def test_what_is_no_period_is_not_read_as_one(words):
    assert find_period(words, MONDAY, YEAR) is None


WORDS = (
    "9/12 the 26th nov 31 thurs next last week a month in since before between and to christmas summer term at half 9 "
    "2.3 2026 14:30 session from 99 may 999 months ago"
)
ANY_TEXT = st.text() | st.lists(st.sampled_from(WORDS.split())).map(" ".join)


@given(ANY_TEXT, st.dates(date(2000, 1, 1), date(2090, 1, 1)))
def test_any_text_at_all_gives_an_answer_and_never_an_error(words, today):
    day, period, moment = find_date(words, today), find_period(words, today, YEAR), find_time(words)
    assert day is None or isinstance(day, date)
    assert moment is None or isinstance(moment, time)
    assert period is None or period[0] <= period[1]


OWN_YEAR = SchoolYear(
    (
        SchoolSession(
            "2026/27",
            date(2026, 8, 17),
            date(2027, 6, 25),
            closures=(
                Closure("October", date(2026, 10, 12), date(2026, 10, 23)),
                Closure("Christmas", date(2026, 12, 22), date(2027, 1, 5)),
                Closure("February mid-term", date(2027, 2, 8), date(2027, 2, 9)),
                Closure("Easter", date(2027, 4, 2), date(2027, 4, 16)),
            ),
        ),
    )
)


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("this side of Christmas", date(2026, 11, 23), date(2026, 12, 21)),
        ("afore the hols", date(2026, 11, 23), date(2026, 12, 21)),
        ("between Xmas and Easter", date(2027, 1, 6), date(2027, 4, 1)),
        ("in the new year", date(2027, 1, 6), date(2027, 4, 1)),
        ("Feb mid-term", date(2027, 2, 8), date(2027, 2, 9)),
        ("the festive break", date(2026, 12, 22), date(2027, 1, 5)),
        ("first week of December", date(2026, 11, 30), date(2026, 12, 6)),
        ("this week and next", date(2026, 11, 23), date(2026, 12, 6)),
        ("next 2 wks", date(2026, 11, 23), date(2026, 12, 7)),
        ("rest of the session", date(2026, 11, 23), date(2027, 6, 25)),
        ("so far this session", date(2026, 8, 17), date(2026, 11, 23)),
        ("the coming month", date(2026, 11, 23), date(2026, 12, 23)),
        ("this calendar year", date(2026, 1, 1), date(2026, 12, 31)),
        ("in the past year", date(2025, 11, 23), date(2026, 11, 23)),
        ("January to March", date(2027, 1, 1), date(2027, 3, 31)),
        ("Jan - March", date(2027, 1, 1), date(2027, 3, 31)),
        ("jan diary pls", date(2027, 1, 1), date(2027, 1, 31)),
        ("second term", date(2026, 10, 26), date(2026, 12, 21)),
        ("summer term", date(2027, 4, 19), date(2027, 6, 25)),
    ],
)
def test_a_period_is_read_from_an_authoritys_own_year(words, first, last):
    assert find_period(words, MONDAY, OWN_YEAR) == (first, last)


def test_from_one_weekday_to_an_earlier_one_ends_in_the_week_after():
    assert find_period("from monday to friday", date(2026, 11, 26), YEAR) == (date(2026, 11, 30), date(2026, 12, 4))


@pytest.mark.parametrize(
    ("words", "hour", "minute"),
    [
        ("make it 11 instead of half nine", 11, 0),
        ("so 11 no 10", 11, 0),
        ("10 to 11.30", 10, 0),
        ("3ish", 15, 0),
        ("the back of nine", 9, 0),
        ("between 10 and 11", 10, 0),
    ],
)
def test_the_first_or_the_new_one_of_two_hours_is_meant(words, hour, minute):
    assert find_time(words) == time(hour, minute)


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("book it for wendesday", date(2026, 11, 11)),
        ("see you on firday", date(2026, 11, 6)),
        ("move it to 6 feburary", date(2027, 2, 6)),
        ("the twelfth suits us", date(2026, 11, 12)),
        ("December the first at ten", date(2026, 12, 1)),
        ("next week Wednesday", date(2026, 11, 11)),
        ("Wednesday the week after next", date(2026, 11, 18)),
        ("Tuesday (10th) at 2", date(2026, 11, 10)),
        ("extend it tae the 29th o January", date(2027, 1, 29)),
        ("log the call held on Monday 2nd", date(2026, 11, 2)),
        ("yesterday, no wait, it was Monday there", date(2026, 11, 2)),
    ],
)
def test_days_in_the_ways_that_people_write_them(words: str, day: date) -> None:
    assert find_date(words, date(2026, 11, 5)) == day


@pytest.mark.parametrize(
    ("words", "moment"),
    [
        ("on the 16th, quarter tae eleven", time(10, 45)),
        ("11th Feb 0930", time(9, 30)),
        ("Fearnbrae / 4.12.26 / 1100 / in person", time(11)),
        ("half 2 not half 1 please", time(14, 30)),
        ("9 til 11, good talk", time(9)),
        ("come at 3 when the weans are away", time(15)),
        ("at 10 o clock", time(10)),
    ],
)
def test_times_in_the_ways_that_people_write_them(words: str, moment: time) -> None:
    assert find_time(words) == moment
