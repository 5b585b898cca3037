"""Times of day as people write them: of several the new one, and what leans on a time said before."""

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.understanding.times import shifted_time
from handlers.understanding.understand import understand
from handlers.understanding.when import find_time
from tests.handlers.understanding.authority import vocabulary

TODAY = date(2026, 11, 26)
VOCABULARY = vocabulary()


@pytest.mark.parametrize(
    ("words", "moment"),
    [
        ("change it from 9am to 2pm, same day", time(14)),
        ("we are free from 9am to 2pm", time(9)),
        ("3pm -> 2pm on the 4th", time(14)),
        ("not half ten, they have PE then, half eleven", time(11, 30)),
        ("it says 9am and I needed it at 11am", time(11)),
        ("fearnbrae 9/12/26 1345 in person", time(13, 45)),
        ("fearnbrae Tues 0930 please", time(9, 30)),
        ("me at Fearnbrae the morn. 10", time(10)),
        ("a wee bit later than nine. Ten maybe", time(10)),
        ("a Tuesday, from eleven, when my class is covered", time(11)),
        ("come at 2 instead", time(14)),
        ("start at 2 rather than first thing", time(14)),
        ("quarter past one", time(13, 15)),
        ("the head teaches till two so quarter past", time(14, 15)),
        ("push the 10am visit an hour later", time(11)),
        ("aboot eleeven", time(11)),
        ("they need me out by noon, so bring the start to 8.30", time(8, 30)),
        ("from ten till noon", time(10)),
        ("in at 9 out by 11", time(9)),
        ("half nine till twelve", time(9, 30)),
        ("19 Jan at 0900, becomes 26 Jan at 1430", time(14, 30)),
        ("she wants it at 9 now", time(9)),
        ("by noon", time(12)),
        ("Fearnbrae tomorrow 9 sharp", time(9)),
    ],
)
def test_of_several_times_the_one_meant_is_found(words: str, moment: time) -> None:
    assert find_time(words) == moment


@pytest.mark.parametrize(
    "words",
    ["the note from 18 November", "as at 4 Dec", "at 3 inspections", "Thursday. 3 pupils", "half past", "five to go"],
)
def test_what_only_looks_like_a_time_is_none(words: str) -> None:
    assert find_time(words) is None


@pytest.mark.parametrize(
    ("moment", "words", "shifted"),
    [
        (time(10), "make it half past", time(10, 30)),
        (time(10), "quarter to would suit", time(9, 45)),
        (time(10, 30), "an hour later please", time(11, 30)),
        (time(10, 30), "could it be half an hour earlier", time(10)),
        (time(23, 30), "two hours later", None),
        (time(10), "make it online", None),
    ],
)
def test_a_time_may_lean_on_the_one_before(moment: time, words: str, shifted: time | None) -> None:
    assert shifted_time(moment, words) == shifted


def test_a_follow_up_moves_the_hour_of_the_sentence_before() -> None:
    understood = understand("make it half past instead", VOCABULARY, TODAY, "book Drumskail for 9 December at 10am")
    assert (understood.values.get("date"), understood.values.get("time")) == ("2026-12-09", "10:30")


PIECES = (
    "10am",
    "half nine",
    "from",
    "to",
    "->",
    "not",
    "2",
    "an hour later",
    "so quarter past",
    "at",
    "1430",
    ". ",
    "9/12",
)


@given(st.lists(st.sampled_from(PIECES), max_size=10).map(" ".join))
def test_whatever_is_said_of_hours_gives_one_or_none(words: str) -> None:
    moment = find_time(words)
    assert moment is None or isinstance(moment, time)
