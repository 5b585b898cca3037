"""From a theme to guidance: sent once to whom it is for, with practice that helps, read and counted without names."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from framework.access import has_reach
from framework.common_themes import Place, common_themes
from handlers import duties as planning
from handlers.cards import Card, Form, Table
from store.evidence import Indicator
from store.guidance import all_guidance, reads
from store.posts import standing

from .conftest import NOW, PEOPLE, SCHOOLS, Asking
from .test_plan_duties import morning, tick

HEAD, OFFICER, FAR, EDUCATION = "head@a.example", "officer@a.example", "far@a.example", "education@a.example"
WORDS = {"title": "Attendance", "text": "Ring by half past nine."}


@pytest.fixture(autouse=True)
def _guidance_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """What others have due is not what these tests count."""
    monkeypatch.setattr(planning, "PLANNERS", ())


def test_a_theme_is_a_criterion_of_many_schools_of_a_sector_or_a_cluster():
    places = {school: Place("primary", "North" if school < 4 else "South") for school in range(1, 7)} | {
        7: Place("", "")
    }
    met = {school: ["low"] for school in range(1, 6)} | {6: ["new"], 7: ["low", "new"]}
    found = common_themes(met, places, 3)
    assert [(one.criterion, one.kind, one.name, len(one.schools)) for one in found] == [
        ("low", "sector", "primary", 5),
        ("low", "cluster", "North", 3),
    ]
    assert common_themes(met, places, 6) == []


def low_everywhere(asking: Asking) -> None:
    with asking.database.write() as session:
        for number in asking.schools.values():
            session.add(Indicator(school_id=number, measure="parent_survey", period="2026", value=60, recorded_at=NOW))


def test_a_theme_leads_to_guidance_with_its_place_filled_in(asking: Asking):
    low_everywhere(asking)
    rules = asking.authority.framework.matrix.model_copy(update={"theme_schools": 3})
    object.__setattr__(asking.authority.framework, "matrix", rules)
    answered = asking.ask(EDUCATION, "what are the common themes across our schools?")
    assert isinstance(answered.reply, Card)
    (table,) = [element for element in answered.reply.body if isinstance(element, Table)]
    assert ("Fewer than 70% of parents are satisfied", "primary schools", "3") in [row[:3] for row in table.rows]
    button = next(one for one in answered.reply.buttons if one.values.get("to") == "sector:primary")
    form = asking.do(EDUCATION, button.action, **button.values).reply
    assert isinstance(form, Form)
    values = {item.name: item.value for item in form.fields}
    assert (values["title"], values["to"]) == ("Fewer than 70% of parents are satisfied", "sector:primary")


def test_guidance_goes_to_those_whom_it_is_for_and_once(asking: Asking):
    done = asking.do(OFFICER, "write_guidance", **WORDS, to="cluster:Kilbrannan")
    assert "goes to 2 headteachers on the next school morning" in done.reply.plain()
    assert tick(asking, NOW) == []
    next_day = morning(NOW.date() + timedelta(days=1))
    sent = tick(asking, next_day)
    assert {(who, kind) for who, kind, _ in sent} == {(HEAD, "guidance"), ("acting@a.example", "guidance")}
    assert all("Ring by half past nine." in card.plain() for _, _, card in sent)
    assert tick(asking, next_day + timedelta(hours=1)) == []


def test_read_is_counted_once_a_reader_and_names_nobody(asking: Asking):
    asking.do(OFFICER, "write_guidance", **WORDS, to="all")
    with asking.database.read() as session:
        number = str(all_guidance(session)[0].id)
    for who in (HEAD, HEAD, FAR):
        assert "counts as read" in asking.do(who, "read_guidance", guidance=number).reply.plain()
    said = asking.ask(OFFICER, "show me the guidance").reply.plain()
    assert "read by 2, without names" in said
    with asking.database.read() as session:
        marks = [row.mark for row in session.execute(select(reads))]
    assert len(set(marks)) == 2
    assert not {str(number) for number in asking.people.values()} & set(marks)
    assert "Ailsa" not in said


def test_whom_it_is_not_for_cannot_open_it(asking: Asking):
    asking.do(OFFICER, "write_guidance", **WORDS, to="cluster:Kilbrannan")
    with asking.database.read() as session:
        number = str(all_guidance(session)[0].id)
    for action in ("show_guidance", "read_guidance"):
        refused = asking.do(FAR, action, guidance=number)
        assert refused.refused
        assert refused.reply.plain() == asking.do(FAR, action, guidance="999").reply.plain()
    assert "No guidance is on record for you." in asking.ask(FAR, "show me the guidance").reply.plain()
    assert "Ring by half past nine." in asking.ask(HEAD, "show me the guidance").reply.plain()


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"to": "sector:universities"}, "choose whom it is for"),
        ({"to": "somebody"}, "choose whom it is for"),
        ({"to": "all", "title": "x" * 121}, "under 120 characters"),
        ({"to": "all", "text": "x" * 1501}, "under 1500 characters"),
    ],
)
def test_guidance_that_cannot_be_sent_is_asked_again(asking: Asking, values: dict[str, str], words: str):
    answered = asking.do(OFFICER, "write_guidance", **WORDS | values)
    assert isinstance(answered.reply, Form)
    assert words in answered.reply.plain()
    with asking.database.read() as session:
        assert all_guidance(session) == []


@pytest.mark.parametrize("email", [email for email, *_ in PEOPLE])
def test_only_officers_and_oversight_write_it_or_see_themes(asking: Asking, email: str):
    low_everywhere(asking)
    with asking.database.read() as session:
        person = standing(session, asking.people[email], date(2026, 11, 23))
    allowed = has_reach(asking.authority.access, person, "guidance")
    for action in ("write_guidance", "school_themes"):
        answered = asking.do(email, action, step="form")
        assert answered.refused != allowed
        if not allowed:
            own = {
                SCHOOLS[index][0]
                for one, _, _, where in PEOPLE
                if one == email
                for index in where
                if isinstance(index, int)
            }
            assert not [name for name in asking.schools if name in answered.reply.plain() and name not in own]
