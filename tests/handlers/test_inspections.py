"""An inspection that was noted: told to who must know, the visits around it called off with one tap."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from handlers.cards import Form
from store.inspections import inspections
from store.outbox import duties
from store.visits import visit_by_id

from .conftest import NOW, Asking
from .test_promised_visits import HEAD, OFFICER, SCHOOL, button, calendar, messages, press, sent

WORDS = "HMIE phoned, we're being inspected w/c 7 Dec"


def told(asking: Asking, rule: str) -> set[int]:
    with asking.database.read() as session:
        return {row.recipient_id for row in session.execute(select(duties)) if row.rule == rule}


def test_it_is_noted_told_to_officer_and_head_of_education_and_the_visits_are_cleared(asking: Asking):
    near = asking.visit(SCHOOL, datetime(2026, 12, 9, 10, tzinfo=UTC))
    far = asking.visit(SCHOOL, datetime(2027, 2, 9, 10, tzinfo=UTC))
    card = asking.ask(HEAD, WORDS).reply
    assert "I will tell Hugh Innes and Rhona Blair." in card.plain()
    assert "Visit 2, Wed 9 December, 10:00" in card.plain()
    assert card.buttons[0].label == "Note it and call off 1 visit"
    with asking.database.read() as session:
        assert session.execute(select(inspections.c.id)).all() == []
    done = press(asking, HEAD, card.buttons[0])
    assert done.outcome == "done"
    assert "Called off: Visit 2, Wed 9 December, 10:00." in done.reply.plain()
    with asking.database.read() as session:
        assert visit_by_id(session, near).reason == "School is being inspected"
        assert visit_by_id(session, far).status == "agreed"
    assert told(asking, "inspection_noted") == {asking.people[OFFICER], asking.people["education@a.example"]}


def test_the_lock_screen_says_nothing_of_it(asking: Asking):
    press(asking, HEAD, asking.ask(HEAD, WORDS).reply.buttons[0])
    card = messages(asking)["education@a.example"]
    assert "is to be inspected" in card.plain()
    assert "inspect" not in card.notice


def test_noted_twice_it_is_told_once(asking: Asking):
    card = asking.ask(HEAD, WORDS).reply
    press(asking, HEAD, card.buttons[0])
    again = press(asking, OFFICER, asking.ask(OFFICER, f"{SCHOOL} is being inspected w/c 7 Dec").reply.buttons[0])
    assert "noted already, by Ailsa Munro" in again.reply.plain()
    assert told(asking, "inspection_noted") == {asking.people[OFFICER], asking.people["education@a.example"]}


def test_no_visit_is_proposed_into_the_week_of_an_inspection(asking: Asking):
    press(asking, HEAD, asking.ask(HEAD, WORDS).reply.buttons[0])
    sent(asking)
    assert not [visit for visit in calendar(asking) if datetime(2026, 12, 7) <= visit.starts_at.replace(tzinfo=None)
                < datetime(2026, 12, 12)]  # fmt: skip


def test_without_a_day_the_form_asks_and_a_wrong_one_is_said(asking: Asking):
    form = asking.ask(HEAD, "we are being inspected, HMIE phoned").reply
    assert isinstance(form, Form)
    code = asking.code(SCHOOL)
    wrong = asking.do(HEAD, "inspection_notice", seed_code=code, first="2026-11-02", clear="no").reply
    assert isinstance(wrong, Form)
    assert "has passed" in " ".join(item.error for item in wrong.fields)


@pytest.mark.parametrize("email", ["far@a.example", "adviser@a.example", "lead@a.example", "admin@a.example"])
def test_who_has_nothing_to_do_with_the_school_cannot_note_one(asking: Asking, email: str):
    code = asking.code(SCHOOL)
    done = asking.do(email, "inspection_notice", seed_code=code, first="2026-12-07", last="2026-12-11", clear="yes")
    assert done.refused
    assert told(asking, "inspection_noted") == set()


def test_a_button_that_names_no_visit_clears_none(asking: Asking):
    shown = asking.ask(HEAD, WORDS, now=NOW).reply
    assert "No visit lies around it." in shown.plain()
    assert button(shown, "inspection_notice").values["clear"] == "no"
