"""Files: made when they are fetched, for who may have them; and nothing in a CSV that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers import files
from handlers.cards import Card
from handlers.files import File, FileKind, csv_file, defused
from handlers.request import Account, Action, Place, Request

from .conftest import NOW, Asking


@pytest.mark.parametrize(
    "cell",
    ["=1+1", "+1", "-2", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "\u00a0=1", "＝1", "＋1", "－1", "＠x", "\u200b=1"],
)
def test_what_a_spreadsheet_would_run_is_words(cell: str):
    assert defused(cell) == f"'{cell}"


@pytest.mark.parametrize(
    ("cell", "kept"), [("Ardsheal Primary", "Ardsheal Primary"), (-4, "-4"), (2.5, "2.5"), (None, ""), ("", "")]
)
def test_words_and_numbers_stay_as_they_are(cell: object, kept: str):
    assert defused(cell) == kept


@given(st.text(max_size=20))
def test_no_cell_begins_like_a_formula(cell: str):
    shown = unicodedata.normalize("NFKC", defused(cell)).strip()
    assert not shown.startswith(("=", "+", "-", "@"))


@given(st.lists(st.tuples(st.text(max_size=20), st.integers()), max_size=5))
def test_a_csv_is_read_back_as_it_was_written(rows: list[tuple[str, int]]):
    rows = [(text.replace("\ud800", ""), number) for text, number in rows]
    made = csv_file("list.csv", ("School", "Visits"), rows)
    assert made.content.startswith("\ufeff".encode())
    back = list(csv.reader(io.StringIO(made.content.decode("utf-8-sig"), newline="")))
    assert back == [["School", "Visits"], *([defused(text), str(number)] for text, number in rows)]


def asked_for(asking: Asking, email: str, **values: str) -> File | Card:
    return asking.answers.file(Request(Account("operator", "", email), Place(), NOW, action=Action("visits", values)))


def make(request, session, authority) -> File:
    return File(f"{request.school.name}.csv", "text/csv", b"1")


@pytest.fixture
def a_kind(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(files.FILES, "visits", FileKind("made:here", matter="note", one_school="ask"))
    monkeypatch.setattr("handlers.answer.load_maker", lambda _kind: make)


def test_a_file_is_made_for_who_may_have_it_and_put_on_record(asking: Asking, a_kind, audit):
    code = asking.code("Kilbrannan Primary School")
    made = asked_for(asking, "officer@a.example", seed_code=code)
    assert isinstance(made, File)
    assert made.name == "Kilbrannan Primary School.csv"
    assert audit()[-1] == ("visits", "shown", asking.schools["Kilbrannan Primary School"])


def test_a_file_that_is_not_yours_and_one_that_is_not_there_read_the_same(asking: Asking, a_kind, audit):
    real = asked_for(asking, "far@a.example", seed_code=asking.code("Kilbrannan Primary School"))
    none = asked_for(asking, "far@a.example", seed_code="0000000")
    assert isinstance(real, Card)
    assert real.refused
    assert real == none
    assert audit()[-1][1] == "refused"


def test_a_kind_of_file_that_does_not_exist_is_refused(asking: Asking):
    made = asking.answers.file(
        Request(Account("operator", "", "officer@a.example"), Place(), NOW, action=Action("none"))
    )
    assert isinstance(made, Card)
    assert made.refused
