"""Stretches of the school year as people name them: where they begin and where they end."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framework.school_year import Closure, SchoolSession, SchoolYear
from handlers.understanding.when import find_period

TODAY = date(2026, 11, 26)
ONE_DAY = timedelta(days=1)
LAST_YEAR = SchoolSession(
    "2025/26",
    date(2025, 8, 18),
    date(2026, 6, 26),
    closures=(
        Closure("October", date(2025, 10, 13), date(2025, 10, 24)),
        Closure("Christmas", date(2025, 12, 22), date(2026, 1, 5)),
        Closure("Spring", date(2026, 4, 6), date(2026, 4, 17)),
        Closure("Spring bank holiday", date(2026, 5, 25), date(2026, 5, 25)),
    ),
)
THIS_YEAR = SchoolSession(
    "2026/27",
    date(2026, 8, 17),
    date(2027, 6, 25),
    frozenset({date(2026, 8, 17), date(2026, 8, 18), date(2026, 10, 26)}),
    (
        Closure("October", date(2026, 10, 12), date(2026, 10, 23)),
        Closure("Christmas", date(2026, 12, 22), date(2027, 1, 5)),
        Closure("February", date(2027, 2, 8), date(2027, 2, 9)),
        Closure("Spring", date(2027, 4, 5), date(2027, 4, 16)),
    ),
)
YEAR = SchoolYear((LAST_YEAR, THIS_YEAR))


def _read(words: str) -> str:
    period = find_period(words, TODAY, YEAR)
    return "" if period is None else f"{period[0]}/{period[1]}"


@pytest.mark.parametrize(
    ("words", "period"),
    [
        ("what have I on next term", "2027-01-06/2027-04-02"),
        ("who has been seen this term", "2026-10-27/2026-12-21"),
        ("everything since August", "2026-08-17/2026-11-26"),
        ("anything new since the start of October", "2026-10-01/2026-11-26"),
        ("seen by nobody since the end of September", "2026-09-30/2026-11-26"),
        ("nothing since the new depute arrived in September", "2026-09-01/2026-11-26"),
        ("visits since we all came back after the tattie holidays", "2026-10-26/2026-11-26"),
        ("visits since the head changed after the October break", "2026-10-26/2026-11-26"),
        ("since Easter", "2026-04-20/2026-11-26"),
        ("since August last year", "2025-08-18/2026-11-26"),
    ],
)
def test_a_stretch_begins_and_ends_on_a_day_of_school(words: str, period: str) -> None:
    assert _read(words) == period


@pytest.mark.parametrize(
    ("words", "period"),
    [
        ("mine between now and the Christmas holidays", "2026-11-26/2026-12-21"),
        ("anything from now to the end of session", "2026-11-26/2027-06-25"),
        ("from here till the February break", "2026-11-26/2027-02-05"),
        ("between now and February", "2026-11-26/2027-01-31"),
        ("visits from the beginning of the session to the October break", "2026-08-17/2026-10-09"),
        ("from the October holiday to Christmas", "2026-10-26/2026-12-21"),
        ("between Christmas and the February break", "2027-01-06/2027-02-05"),
        ("from January to the end of term", "2027-01-01/2027-04-02"),
        ("September 2025 to May 2026", "2025-09-01/2026-05-31"),
        ("between September 2024 and May 2026", "2024-09-01/2026-05-31"),
        ("from October to March 2026", "2025-10-01/2026-03-31"),
        ("24 aug to 2 oct", "2026-08-24/2026-10-02"),
        ("from 1 September until the October break", "2026-09-01/2026-10-09"),
        ("from 1 September 2027 to 8 October 2027", "2027-09-01/2027-10-08"),
        ("from mid-August to the October break", "2026-08-17/2026-10-09"),
        ("since mid October", "2026-10-15/2026-11-26"),
        ("since we came back from the October break up to when we stop for Christmas", "2026-10-26/2026-12-21"),
        ("from when we're back after the spring break until the 25th of June", "2027-04-19/2027-06-25"),
        ("sept/oct", "2026-09-01/2026-10-31"),
        ("between the October break and today", "2026-10-26/2026-11-26"),
        ("from now to the end of June", "2026-11-26/2027-06-30"),
        ("from February onwards", "2027-02-01/2027-06-25"),
        ("between going back in January and the February break", "2027-01-06/2027-02-05"),
        ("Monday 7th to Friday 11th", "2026-12-07/2026-12-11"),
        ("this month and next", "2026-11-01/2026-12-31"),
    ],
)
def test_a_stretch_may_be_named_by_its_two_ends(words: str, period: str) -> None:
    assert _read(words) == period


@pytest.mark.parametrize(
    ("words", "period"),
    [
        ("is there a visit before we finish for Christmas", "2026-11-26/2026-12-21"),
        ("a slot afore the schools shut for Easter", "2026-11-26/2027-04-02"),
        ("can it be done before we break up", "2026-11-26/2026-12-21"),
        ("up to the summer holidays", "2026-11-26/2027-06-25"),
        ("what did we manage before Christmas", "2026-08-17/2026-12-21"),
        ("last saw you in June. Come before Christmas", "2026-11-26/2026-12-21"),
        ("any room this side of the weekend", "2026-11-26/2026-11-27"),
        ("straight after the weekend", "2026-11-30/2026-12-06"),
        ("the second week back after new year", "2027-01-11/2027-01-17"),
        ("first week of next term", "2027-01-06/2027-01-08"),
        ("the last week of term", "2026-12-14/2026-12-21"),
        ("visits this winter", "2026-12-01/2027-02-28"),
        ("the calls made last winter", "2025-12-01/2026-02-28"),
        ("this whole session on one page", "2026-08-17/2027-06-25"),
        ("our dates for the entire school year", "2026-08-17/2027-06-25"),
        ("this session to date", "2026-08-17/2026-11-26"),
        ("the note of our October meeting was changed after that", "2026-10-01/2026-10-31"),
        ("hybrid ones, March, all clusters", "2027-03-01/2027-03-31"),
        ("the wedding is on the 10th of December, could it be the week after", "2026-12-14/2026-12-20"),
        ("prelims on Tuesday, any other day that week", "2026-11-30/2026-12-06"),
        ("the last week of term: reviews between the 14th and 18th of December", "2026-12-14/2026-12-18"),
        ("who is being visited in December", "2026-12-01/2026-12-31"),
        ("was anybody seen after the summer", "2026-08-17/2026-11-26"),
        ("can't do 8 December, any date the following week", "2026-12-14/2026-12-20"),
        ("the first fortnight of February", "2027-02-01/2027-02-14"),
        ("the second half of January", "2027-01-16/2027-01-31"),
        ("the week we go back", "2027-01-06/2027-01-08"),
        ("on or before the 11th of December", "2026-11-26/2026-12-11"),
        ("early in June", "2027-06-01/2027-06-30"),
        ("the autumn term", "2026-08-17/2026-12-21"),
        ("anything flagged in the last month", "2026-10-26/2026-11-26"),
        ("the whole diary for the year", "2026-08-17/2027-06-25"),
        ("the first week of February, Wednesday if possible", "2027-02-01/2027-02-07"),
        ("the fortnight before Christmas", "2026-12-07/2026-12-21"),
        ("due by the end of next month", "2026-11-26/2026-12-31"),
        ("before the start of next term", "2026-11-26/2027-01-05"),
        ("up to and including the 18th", "2026-11-26/2026-12-18"),
        ("saw them this morning and Drumskail yesterday", ""),
        ("someone from the team to come between now and the Christmas holidays", "2026-11-26/2026-12-21"),
        ("by October", "2026-11-26/2027-09-30"),
    ],
)
def test_a_stretch_is_found_in_the_ways_that_people_name_it(words: str, period: str) -> None:
    assert _read(words) == period


ENDS = (
    "now", "today", "the start of term", "the end of session", "christmas", "the october break", "easter", "the hols",
    "january", "august 2025", "new year", "3 december", "the 9th", "next term", "the end of march", "summer",
)  # fmt: skip


@given(st.sampled_from(ENDS), st.sampled_from(ENDS), st.dates(date(2001, 1, 1), date(2089, 1, 1)))
def test_two_ends_never_make_a_stretch_that_runs_backwards(one: str, other: str, today: date) -> None:
    for words in (f"between {one} and {other}", f"from {one} until {other}", f"since {one}", f"before {other}"):
        period = find_period(words, today, YEAR)
        assert period is None or period[0] <= period[1]


@given(st.dates(date(2026, 8, 17), date(2027, 6, 25)))
def test_the_days_before_a_holiday_end_with_a_day_of_school(today: date) -> None:
    period = find_period("before the holidays", today, YEAR)
    assert period is None or period[0] == today
    assert period is None or YEAR.is_school_day(period[1]) or period[1] == today - ONE_DAY
