"""How evenly visits are kept: the answer, its picture and its file, for who may know it."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime

import pytest

from handlers.cards import Card, Chart, Download, Table
from handlers.charts import draw
from handlers.files import File
from handlers.request import Account, Action, Place, Request
from store.inspections import Inspection
from store.visits import VisitNote

from .conftest import NOW, Asking
from .test_promised_visits import HEAD, OFFICER, SCHOOL

QUALITY = "quality@a.example"


@pytest.fixture
def kept(asking: Asking) -> Asking:
    """One visit held with its note in time, one held and never written up in time, one moved by each side."""
    with_note = asking.visit(SCHOOL, datetime(2026, 9, 10, 9, tzinfo=UTC), status="done")
    asking.visit("Kilbrannan Academy", datetime(2026, 9, 17, 9, tzinfo=UTC), status="done", mode="online")
    moved = asking.visit(SCHOOL, datetime(2026, 12, 3, 10, tzinfo=UTC))
    with asking.database.write() as session:
        session.add(VisitNote(visit_id=with_note, held_on=date(2026, 9, 10), strengths="x",
                              written_at=datetime(2026, 9, 15, 12, tzinfo=UTC),
                              since=datetime(2026, 9, 15, 12, tzinfo=UTC)))  # fmt: skip
        session.add(Inspection(school_id=asking.schools[SCHOOL], first_on=date(2026, 10, 5),
                               last_on=date(2026, 10, 9), noted_at=NOW))  # fmt: skip
    asking.do(HEAD, "move_visit", visit=str(moved), date="2026-12-08", time="10:00")
    asking.do(OFFICER, "move_visit", visit=str(moved), date="2026-12-10", time="10:00")
    asking.do(OFFICER, "move_visit", visit=str(moved), date="2026-12-11", time="10:00")
    return asking


def rows(card: Card) -> dict[str, tuple[str, ...]]:
    table = next(part for part in card.body if isinstance(part, Table))
    return {row[0]: row[1:] for row in table.rows}


def file_of(asking: Asking, email: str, **values: str) -> File | Card:
    return asking.answers.file(
        Request(Account("operator", "", email), Place(), NOW, action=Action("visit_consistency", values))
    )


def test_oversight_sees_every_officer_and_the_whole(kept: Asking):
    card = kept.ask(QUALITY, "are visits kept on time across the authority?").reply
    found = rows(card)
    assert set(found) == {"Rhona Blair (3 schools)", "Tom Gillies (2 schools)", "All together (5 schools)"}
    # Both sides' moves are told apart; of the two visits held one has its note in time, the other's is overdue.
    assert found["Rhona Blair (3 schools)"][-2:] == ("2 / 1", "1 of 2")
    assert "Held in the 8 school weeks before an inspection: 1 of 1 visits (100%)" in card.plain()
    assert "Other schools: 1 in person, 1 online, 0 hybrid" in card.plain()


def test_an_officer_sees_their_own_schools_alone_and_a_head_nothing(kept: Asking):
    own = rows(kept.ask(OFFICER, "how consistent are our visits?").reply)
    assert set(own) == {"Rhona Blair (3 schools)"}
    for email in (HEAD, "adviser@a.example", "admin@a.example"):
        assert kept.ask(email, "are visits kept on time?").refused


def test_the_picture_says_in_words_what_it_shows_and_is_drawn(kept: Asking):
    card = kept.do(QUALITY, "visit_consistency", by="cluster").reply
    picture = next(part for part in card.body if isinstance(part, Chart))
    assert picture.labels == ("Kilbrannan", "Morvarra")
    for at, label in enumerate(picture.labels):
        said = picture.alt.split(f"{label}: ")[1]
        for series in picture.series:
            if series.figures[at]:
                assert f"{series.figures[at]:.0f} {series.name}" in said
    assert draw(picture).startswith(b"\x89PNG")


def test_the_file_holds_the_same_figures_for_who_may_have_it(kept: Asking):
    card = kept.do(QUALITY, "visit_consistency").reply
    link = next(part for part in card.body if isinstance(part, Download))
    made = file_of(kept, QUALITY, **dict(link.values))
    assert isinstance(made, File)
    table = list(csv.DictReader(io.StringIO(made.content.decode("utf-8-sig"), newline="")))
    assert [row["Link officer"] for row in table] == ["Rhona Blair", "Tom Gillies", "All together"]
    assert (table[0]["Moved by officer"], table[0]["Moved by school"]) == ("2", "1")
    assert isinstance(file_of(kept, HEAD), Card)
    own = file_of(kept, OFFICER)
    assert isinstance(own, File)
    assert "Tom Gillies" not in own.content.decode()


def test_the_figures_of_one_cluster_are_those_of_its_schools(kept: Asking):
    card = kept.ask(QUALITY, "are visits kept on time in Morvarra cluster?").reply
    assert set(rows(card)) == {"Tom Gillies (2 schools)"}
