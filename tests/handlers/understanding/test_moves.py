"""Days that lean on another day: the one given up for the one wanted, 'the Monday after', the day spoken of before."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.understanding.moves import held_on, moved, one_day_for_another, wanted_first
from handlers.understanding.school_days import school_days_in
from handlers.understanding.understand import understand
from handlers.understanding.when import find_dates
from tests.handlers.understanding.authority import vocabulary
from tests.handlers.understanding.test_stretches import YEAR

TODAY = date(2026, 11, 26)
VOCABULARY = vocabulary()


def _moved(words: str) -> tuple[str, str]:
    said = moved(words, find_dates(words, TODAY, False))
    return said.get("date", ""), said.get("from_date", "")


@pytest.mark.parametrize(
    ("words", "wanted", "given_up"),
    [
        ("the 8th is out, I'll come on the 15th", "2026-12-15", "2026-12-08"),
        ("4 February but there's a funeral, so the 18th would be kinder", "2027-02-18", "2027-02-04"),
        ("the 13th Jan is no good, could she no come on Friday 15th", "2027-01-15", "2027-01-13"),
        ("27 January rather than 20", "2027-01-27", "2027-01-20"),
        ("swap the 9th for the 16th", "2026-12-16", "2026-12-09"),
        ("the boat is full on 14th January so the visit has to be 21st Jan", "2027-01-21", "2027-01-14"),
        ("the 12th of Jan isn't on, Thursday 14th suits better", "2027-01-14", "2027-01-12"),
        ("10 Feb is a holiday so they'd rather have me on the 12th", "2027-02-12", "2027-02-10"),
        ("the one that was to be the 3rd, it'll need to go to the 10th", "2026-12-10", "2026-12-03"),
        ("Drumskail 3 Dec → 10 Dec, heating off", "2026-12-10", "2026-12-03"),
        ("we're on a trip on the 15th of December. The 17th's clear", "2026-12-17", "2026-12-15"),
        ("so instead of next Tuesday she is offering the Tuesday after", "2026-12-08", "2026-12-01"),
        ("put us down for the Friday after instead of it, Friday is an exam", "2026-11-27", ""),
        ("bump it off the 10th. Anything about the 19th of January would be kinder", "2027-01-19", "2026-12-10"),
        ("could we come a day later than the 13th of January", "2027-01-14", "2027-01-13"),
        ("could the visit go to the 16th please", "2026-12-16", ""),
        ("the sixteenth maybe", "2026-12-16", ""),
        ("just move the thursday one", "", "2026-12-03"),
        ("make the 10th an hour later, 11am", "2026-12-10", "2026-12-10"),
        ("they are in the week of 7 December, could ours go to the 16th", "2026-12-16", ""),
        ("Drumskail. Was 2 Dec. Now 9 Dec. Ta.", "2026-12-09", "2026-12-02"),
        ("bring it forward from 20 to 13 January", "2027-01-13", "2027-01-20"),
        ("Fearnbrae Tues 8 Dec, can we swap to the day after", "2026-12-09", "2026-12-08"),
        ("you come on a day when nobody is in, try the Tuesday, 8th of December", "2026-12-08", ""),
        ("change the Monday after next to the Wednesday please", "2026-12-09", "2026-12-07"),
        ("push Drumskail back a week from 4 dec", "2026-12-11", "2026-12-04"),
        ("it should now be first thing on the 3rd, it had been the afternoon of the 2nd", "2026-12-03", "2026-12-02"),
        ("can our visit no be on Wednesday the 16th, it's the panto. Thursday is grand", "2026-12-17", "2026-12-16"),
        ("it can come out of the 9th and go into the 11th", "2026-12-11", "2026-12-09"),
        ("to the morning of 20 January, they've a funeral in the village on the 14th", "2027-01-20", "2027-01-14"),
        ("no heat until Monday. Could tomorrow's visit go to 4 December instead", "2026-12-04", "2026-11-27"),
        ("tomorrow -> Tues?", "2026-12-01", "2026-11-27"),
        ("road ice, I'll offer them 27 Jan", "2027-01-27", ""),
        ("the afternoon rather than the morning on 21 Jan, then", "2027-01-21", "2027-01-21"),
        ("starting an hour later on the 3rd", "2026-12-03", "2026-12-03"),
        ("who set it for St Andrew's Day? We're shut. Tuesday, please.", "2026-12-01", "2026-11-30"),
        ("Drumskail tomorrow becomes Drumskail on the 4th", "2026-12-04", "2026-11-27"),
        ("could it be 17 February rather than when it is", "2027-02-17", ""),
        (
            "the 5th of feb is a friday and my friday is long so push it to the thursday before",
            "2027-02-04",
            "2027-02-05",
        ),
        ("no boat on Tuesday, winter timetable. Drumskail 8th to 10th", "2026-12-10", "2026-12-08"),
        ("the Wednesday would be better, the 9th", "2026-12-09", ""),
        ("we'd agreed 4 Dec; realistically it'll be 18 December", "2026-12-18", "2026-12-04"),
        ("they want me on the 9th rather than the day we had", "2026-12-09", ""),
        ("dragging it into the new year, 14th jan, the builders are in", "2027-01-14", ""),
        ("I'm away on the 8th, any chance of the 9th or the 10th", "2026-12-09", "2026-12-08"),
        ("the 8th won't work but the 9th will", "2026-12-09", "2026-12-08"),
        ("move it a fortnight on from the 8th", "2026-12-22", "2026-12-08"),
        ("same time but the 10th instead", "2026-12-10", ""),
        ("let's go with the 10th", "2026-12-10", ""),
        ("move my 3rd December visit to the week of the 14th", "", "2026-12-03"),
        ("you put 3 December but it's meant to be 14 December", "2026-12-14", "2026-12-03"),
        ("would the 12th of January mind being the 19th?", "2027-01-19", "2027-01-12"),
        ("wrong day, not the 3rd but the 4th", "2026-12-04", "2026-12-03"),
        ("exams are over by 20 January, so the Thursday following", "2027-01-21", ""),
    ],
)
def test_of_two_days_the_one_wanted_is_told_from_the_one_given_up(words: str, wanted: str, given_up: str) -> None:
    assert _moved(words) == (wanted, given_up)


def test_one_day_for_another_is_plain_whatever_else_a_sentence_asks_for() -> None:
    for words in ("cancel the 10th, I'll come on the 17th instead", "the 10th is out. Could it be the 17th?"):
        days = find_dates(words, TODAY, False)
        assert one_day_for_another(words, days) == {"date": "2026-12-17", "from_date": "2026-12-10"}
    for words in (
        "any time from the 10th of February to the 5th of March",
        "book the 10th and the 17th",
        "cancel the 10th",
        "visits on 10 December and 17 December",
    ):
        assert one_day_for_another(words, find_dates(words, TODAY, False)) == {}


def test_the_day_by_which_something_is_promised_is_no_day_of_a_visit() -> None:
    words = "saw P4 on the 24th, feedback promised by the 4th"
    days = find_dates(words, TODAY, True)
    assert [one.day.isoformat() for one in held_on(words, days)] == ["2026-11-24"]


def test_of_the_days_in_a_booking_the_one_asked_for_comes_first() -> None:
    words = "The inspection begins on Monday 14 December. I could use you here on the 10th"
    assert wanted_first(words, find_dates(words, TODAY, False))[0].day == date(2026, 12, 10)


@pytest.mark.parametrize(
    ("words", "days"),
    [
        ("the 9th is out, might the Monday after be free", ["2026-12-09", "2026-12-14"]),
        ("can the visit on Wednesday go to the Wednesday after", ["2026-12-02", "2026-12-09"]),
        ("a Thursday suits, the 17th if you have it", ["2026-12-17"]),
        ("swap it for the Monday after, the 14th", ["2026-12-14"]),
        ("make it a Thursday in March, whichever the 11th is", ["2027-03-11"]),
        ("the back of the February break, the 12th", ["2027-02-12"]),
        ("it will have to wait until January, the 14th say", ["2027-01-14"]),
        ("shift it to 26 March... no wait that's Good Friday, make it the 24th", ["2027-03-24"]),
        ("I teach on Wednesday mornings", []),
        ("the Thursday after next", ["2026-12-10"]),
        ("the day after St Andrew's Day, put off till the Friday of that week", ["2026-12-01", "2026-12-04"]),
        ("Thursday of next week, or the Tuesday the week after", ["2026-12-03", "2026-12-08"]),
        ("free up my Wednesday at Drumskail the 16th", ["2026-12-16"]),
        ("any day but Monday, the head is away on the 7th", ["2026-12-07"]),
        ("we don't need the january 14 meeting", ["2027-01-14"]),
        ("put the end of January against it, the 29th", ["2027-01-29"]),
        ("the head left, and the deadline is now the end of March", ["2027-03-31"]),
        ("visited yest", ["2026-11-25"]),
        ("that's good Friday", []),
        ("the eleevinth o Januar", ["2027-01-11"]),
        ("an hour ago", ["2026-11-26"]),
        ("the week beginning 11 January be kept free", ["2027-01-11"]),
        ("three may be enough", []),
    ],
)
def test_a_day_is_what_it_means_beside_the_others(words: str, days: list[str]) -> None:
    assert [one.day.isoformat() for one in find_dates(words, TODAY, False)] == days


@pytest.mark.parametrize(
    ("words", "past", "day"),
    [
        ("record my visit to Drumskail on the 9th", True, "2026-11-09"),
        ("saw them on 3 November. Put me in again on 3 February", True, "2027-02-03"),
        ("was there in May. Could we have what we had for 15 December dropped", None, "2026-12-15"),
        ("I won't be able to see them on the 9th", True, "2026-12-09"),
        ("I was there on the 9th", None, "2026-11-09"),
    ],
)
def test_a_day_lies_on_the_side_that_its_own_words_say(words: str, past: bool | None, day: str) -> None:
    assert find_dates(words, TODAY, past)[-1].day.isoformat() == day


@pytest.mark.parametrize(
    ("words", "before", "values"),
    [
        ("make it Friday instead", "move my Drumskail visit to Thursday 10 December", {"date": "2026-12-11"}),
        ("no, the Monday after that", "move my Drumskail visit to Friday 11 December", {"date": "2026-12-14"}),
        ("just cancel it", "could you move Drumskail from 14 December", {"date": "2026-12-14"}),
        ("make it the Friday of that week", "move my Drumskail visit on 2 December", {"date": "2026-12-04"}),
        ("och no wait, Wednesday the 9th", "could you move my Drumskail visit to the 8th", {"date": "2026-12-09"}),
        (
            "too early, 2.45 would be better",
            "when is my visit to Drumskail on the 9th",
            {"date": "2026-12-09", "time": "14:45"},
        ),
        ("cancel it", "when is my visit to Drumskail on Tuesday 8 December", {"date": "2026-12-08"}),
        ("cancel it", "move my Drumskail visit on 10 December to the 17th", {"date": "2026-12-10"}),
    ],
)
def test_a_follow_up_goes_by_the_day_spoken_of(words: str, before: str, values: dict[str, str]) -> None:
    understood = understand(words, VOCABULARY, TODAY, before)
    assert {name: understood.values.get(name) for name in values} == values


@pytest.mark.parametrize(
    ("words", "past", "days"),
    [
        ("first Monday back after New Year", False, ["2027-01-11"]),
        ("on the Monday before we break up", False, ["2026-12-21"]),
        ("the last Friday before the holidays", False, ["2026-12-18"]),
        ("the last day of term", False, ["2026-12-21"]),
        ("first Thursday after the October hols", True, ["2026-10-29"]),
        ("it took place on the last day before the October break", True, ["2026-10-09"]),
        ("second day back after the Christmas holidays", False, ["2027-01-07"]),
        ("the second Tuesday back", False, ["2027-01-19"]),
        ("the first Tuesday after lunch", False, []),
        ("the day before we go", False, []),
    ],
)
def test_the_school_year_names_days_too(words: str, past: bool, days: list[str]) -> None:
    assert [one.day.isoformat() for one in school_days_in(words, TODAY, YEAR, past)] == days


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("just back from Drumskail, good learning in P3, please record the visit", "2026-11-26"),
        ("record my visit to Drumskail this efternoon", "2026-11-26"),
        ("record my visit to Drumskail on Tuesday, next steps promised by the 4th", "2026-11-24"),
    ],
)
def test_a_visit_just_made_was_made_today(words: str, day: str) -> None:
    understood = understand(words, VOCABULARY, TODAY)
    assert (understood.intent, understood.values.get("date")) == ("record_visit", day)


PIECES = (
    "the 10th", "17 December", "Monday", "after", "rather than", "not", "move", "to", "from", "visit", "on", "instead",
    "could", "it be", "w/c", "by", "is out", "suits", "a week later", "January", ", ", ". ", "3pm", "tomorrow", "-> ",
    "the Tuesday",
)  # fmt: skip
SAID = st.lists(st.sampled_from(PIECES), max_size=12).map(" ".join)


@given(SAID, st.booleans() | st.none())
def test_whatever_is_said_gives_days_in_order_and_no_error(words: str, past: bool | None) -> None:
    days = find_dates(words, TODAY, past)
    assert [one.start for one in days] == sorted(one.start for one in days)
    said = moved(words, days)
    assert said.keys() <= {"date", "from_date"}
    assert set(one_day_for_another(words, days)) in (set(), {"date"}, {"date", "from_date"})
    assert {one.day for one in wanted_first(words, days)} == {one.day for one in days}


@pytest.mark.parametrize(
    ("words", "old", "new"),
    [
        ("new date for Fearnbrae PS is 24/02/27, the head agrees", None, "2027-02-24"),
        ("would the officer mind if our 1 December date became the 8th?", "2026-12-01", "2026-12-08"),
    ],
)
def test_what_a_date_becomes_is_wanted(words: str, old: str | None, new: str) -> None:
    named = understand(words, VOCABULARY, TODAY).named
    assert (named.get("from_date"), named.get("date")) == (old, new)
