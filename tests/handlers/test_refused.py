"""What stands in the entities of a question that is refused: the words' own, and a school to who knows them all."""

from __future__ import annotations

import pytest

from bot.cli.asking import answer_as_data
from tests.handlers.conftest import Asking

THEIRS = "Morvarra High School"
BOOKS = "book a visit to {} on 3 December at 10"


@pytest.mark.parametrize("asker", ["officer@a.example", "quality@a.example", "education@a.example"])
def test_whoever_knows_every_school_sees_which_was_heard(asking: Asking, asker: str):
    told = answer_as_data(asking.ask(asker, BOOKS.format(THEIRS)))
    assert told["refused"]
    heard = {name: told["entities"].get(name) for name in ("school", "date", "time")}
    assert heard == {"school": THEIRS, "date": "2026-12-03", "time": "10:00"}


@pytest.mark.parametrize("asker", ["head@a.example", "depute@a.example", "adviser@a.example", "admin@a.example"])
@pytest.mark.parametrize("words", [BOOKS, "why is {} targeted", "who wrote the note of the visit to {} on 3 November"])
def test_to_anybody_else_a_school_that_exists_and_one_that_does_not_look_the_same(
    asking: Asking, asker: str, words: str
):
    told = answer_as_data(asking.ask(asker, words.format(THEIRS)))
    of_none = answer_as_data(asking.ask(asker, words.format("Nowhere High School")))
    assert told["refused"]
    assert told == of_none
    assert "school" not in told["entities"]


def test_a_day_that_the_words_say_stays(asking: Asking):
    told = answer_as_data(asking.ask("head@a.example", BOOKS.format(THEIRS)))
    assert told["entities"]["date"] == "2026-12-03"
