"""Visits asked for, booked, moved, cancelled, agreed and recorded, with the other side told."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from handlers.cards import Form
from store.outbox import duties
from store.visits import visit_by_id, visits

from .conftest import NOW, Asking

DAY = datetime(2026, 12, 3, 10, 0, tzinfo=UTC)
SCHOOL = "Kilbrannan Primary School"


def told(asking: Asking) -> list[tuple[str, int]]:
    """The duties that wait: rule and recipient."""
    with asking.database.read() as session:
        return sorted((row.rule, row.recipient_id) for row in session.execute(select(duties)) if row.state == "due")


def booked(asking: Asking, **values: str):
    given = {"seed_code": asking.code(SCHOOL), "date": "2026-12-03", "time": "10:00", "visit_type": "V2"} | values
    return asking.do("officer@a.example", "book_visit", **given)


def the_visit(asking: Asking):
    with asking.database.read() as session:
        return visit_by_id(session, session.execute(select(visits.c.id)).scalar_one())


def test_the_next_visit_of_the_asker_and_of_a_school(asking: Asking):
    asking.visit(SCHOOL, DAY)
    asking.visit(SCHOOL, DAY + timedelta(days=30))
    for who, words in (
        ("head@a.example", "when is our next visit?"),
        ("quality@a.example", f"next visit at {SCHOOL}?"),
    ):
        assert "Thu 3 December, 10:00" in asking.ask(who, words).reply.plain()


def test_visits_of_a_period_are_listed_for_those_who_may_see_them(asking: Asking):
    asking.visit(SCHOOL, DAY)
    asking.visit("Morvarra High School", DAY, officer="other@a.example")
    mine = asking.ask("officer@a.example", "what visits do I have in December?").reply.plain()
    assert SCHOOL in mine
    assert "Morvarra" not in mine
    lead = asking.ask("lead@a.example", "visits in December").reply.plain()
    assert "Morvarra" not in lead


def test_a_period_without_visits_says_so(asking: Asking):
    assert "No visits" in asking.ask("officer@a.example", "what visits do I have next week?").reply.plain()


def test_words_open_a_form_filled_in_and_change_nothing(asking: Asking):
    answered = asking.ask("officer@a.example", f"book a visit to {SCHOOL} on 3 Dec at 1.30")
    form = answered.reply
    assert isinstance(form, Form)
    assert {item.name: item.value for item in form.fields}["date"] == "2026-12-03"
    assert {item.name: item.value for item in form.fields}["time"] == "13:30"
    with asking.database.read() as session:
        assert session.execute(select(visits.c.id)).all() == []


def test_booking_puts_it_on_record_and_tells_the_head(asking: Asking):
    answered = booked(asking)
    assert "I am telling Ailsa Munro." in answered.reply.plain()
    visit = the_visit(asking)
    assert (visit.status, visit.starts_at, visit.officer) == ("proposed", DAY, "Rhona Blair")
    assert told(asking) == [("visit_booked", asking.people["head@a.example"])]


def test_a_form_sent_twice_books_once(asking: Asking):
    values = {"seed_code": asking.code(SCHOOL), "date": "2026-12-03", "time": "10:00"}
    first = asking.do("officer@a.example", "book_visit", event="nonce-1", **values)
    second = asking.do("officer@a.example", "book_visit", event="nonce-1", **values)
    assert first.outcome == "done"
    assert second.repeated
    assert "nothing was done twice" in second.reply.plain()
    with asking.database.read() as session:
        assert len(session.execute(select(visits.c.id)).all()) == 1


@pytest.mark.parametrize(
    ("wrong", "field", "said"),
    [
        ({"date": "2026-11-20"}, "date", "has passed"),
        (
            {"date": "2026-12-05"},
            "date",
            "no school on Sat 5 December 2026 (the weekend). The next school day is Mon 7 December",
        ),
        ({"date": "2026-12-25"}, "date", "the Christmas holiday"),
        ({"date": "32/13"}, "date", "year-month-day"),
        ({"time": "late"}, "time", "24-hour clock"),
        ({"time": "23:00"}, "time", "outside the day"),
        ({"minutes": "9999"}, "minutes", "10 to 600"),
        ({"visit_type": "V9"}, "visit_type", "Please choose one of these"),
        ({"mode": "by carrier pigeon"}, "mode", "Please choose one of these"),
    ],
)
def test_what_is_wrong_stands_beside_its_field_and_nothing_is_lost(asking: Asking, wrong: dict, field: str, said: str):
    answered = booked(asking, focus="Reading in P3", **wrong)
    form = answered.reply
    assert isinstance(form, Form)
    fields = {item.name: item for item in form.fields}
    assert said in fields[field].error
    assert fields["focus"].value == "Reading in P3"
    assert told(asking) == []


def test_a_focus_that_is_too_long_is_said_and_kept_never_cut(asking: Asking):
    answered = booked(asking, focus="x" * 301)
    assert isinstance(answered.reply, Form)
    focus = next(item for item in answered.reply.fields if item.name == "focus")
    assert "300 characters; it has 301" in focus.error
    assert len(focus.value) == 301
    assert told(asking) == []


def test_an_officer_is_never_in_two_places(asking: Asking):
    booked(asking)
    answered = asking.do(
        "officer@a.example", "book_visit", seed_code=asking.code("Kilbrannan Academy"), date="2026-12-03", time="11:00"
    )
    assert isinstance(answered.reply, Form)
    assert "Rhona Blair is at Kilbrannan Primary School then" in answered.reply.plain()


def test_the_head_agrees_and_the_officer_is_told(asking: Asking):
    booked(asking)
    visit = the_visit(asking)
    answered = asking.do("head@a.example", "agree_visit", visit=str(visit.id), revision=str(visit.revision))
    assert "I am telling Rhona Blair." in answered.reply.plain()
    assert the_visit(asking).status == "agreed"
    assert the_visit(asking).schedule_revision == visit.schedule_revision


def test_who_proposed_cannot_agree_alone(asking: Asking):
    booked(asking)
    answered = asking.do("officer@a.example", "agree_visit", visit=str(the_visit(asking).id))
    assert "it is for the other side to agree" in answered.reply.plain()
    assert the_visit(asking).status == "proposed"


def test_a_stale_form_says_who_was_quicker_and_changes_nothing(asking: Asking):
    booked(asking)
    visit = the_visit(asking)
    seen = {"visit": str(visit.id), "revision": str(visit.revision)}
    asking.do("head@a.example", "move_visit", date="2026-12-10", time="09:30", **seen)
    answered = asking.do("officer@a.example", "move_visit", date="2026-12-11", time="09:30", **seen)
    assert "was changed by Ailsa Munro" in answered.reply.plain()
    assert the_visit(asking).starts_at == datetime(2026, 12, 10, 9, 30, tzinfo=UTC)


def test_moving_asks_for_agreement_again(asking: Asking):
    visit_id = asking.visit(SCHOOL, DAY)
    answered = asking.do(
        "head@a.example",
        "move_visit",
        visit=str(visit_id),
        date="2026-12-10",
        time="13:00",
        reason="School cannot host",
    )
    assert "Moved" in answered.reply.title
    assert the_visit(asking).status == "proposed"
    assert told(asking) == [("visit_moved", asking.people["officer@a.example"])]


def test_cancelling_keeps_a_reason_from_the_list_only(asking: Asking):
    visit_id = asking.visit(SCHOOL, DAY)
    refused = asking.do("head@a.example", "cancel_visit", visit=str(visit_id), reason="HT off sick with flu")
    assert isinstance(refused.reply, Form)
    assert the_visit(asking).status == "agreed"
    asking.do("head@a.example", "cancel_visit", visit=str(visit_id), reason="School cannot host")
    assert the_visit(asking).reason == "School cannot host"
    again = asking.do("head@a.example", "cancel_visit", visit=str(visit_id), reason="School cannot host")
    assert "is cancelled already" in again.reply.plain()


def test_nobody_changes_a_visit_of_a_school_that_is_not_theirs(asking: Asking):
    visit_id = asking.visit(SCHOOL, DAY)
    for who in ("far@a.example", "other@a.example", "quality@a.example", "lead@a.example", "adviser@a.example"):
        for action, values in (
            ("move_visit", {"date": "2026-12-10", "time": "13:00"}),
            ("cancel_visit", {"reason": "No longer needed"}),
            ("agree_visit", {}),
            ("record_visit", {"strengths": "x"}),
        ):
            assert asking.do(who, action, visit=str(visit_id), **values).refused, (who, action)
    assert the_visit(asking).revision == 1


def test_a_past_visit_is_recorded_once_and_read_by_those_who_may(asking: Asking):
    visit_id = asking.visit(SCHOOL, NOW - timedelta(days=3))
    answered = asking.do(
        "officer@a.example", "record_visit", visit=str(visit_id), strengths="Calm classes", next_steps="Share it"
    )
    assert "Recorded" in answered.reply.title
    again = asking.do("officer@a.example", "record_visit", visit=str(visit_id), strengths="Other words")
    assert "recorded already by Rhona Blair" in again.reply.plain()
    for who in ("head@a.example", "officer@a.example", "education@a.example"):
        assert "Calm classes" in asking.do(who, "show_note", visit=str(visit_id)).reply.plain()
    for who in ("other@a.example", "lead@a.example", "adviser@a.example", "far@a.example", "admin@a.example"):
        assert asking.do(who, "show_note", visit=str(visit_id)).refused


def test_a_visit_to_come_is_not_recorded(asking: Asking):
    visit_id = asking.visit(SCHOOL, DAY)
    answered = asking.do("officer@a.example", "record_visit", visit=str(visit_id), strengths="x", held_on="2026-12-03")
    assert isinstance(answered.reply, Form)
    assert "has not come yet" in answered.reply.plain()


def test_moving_by_words_finds_the_visit_of_that_day(asking: Asking):
    asking.visit(SCHOOL, DAY)
    asking.visit(SCHOOL, DAY + timedelta(days=7))
    answered = asking.ask("officer@a.example", f"move {SCHOOL} from the 3rd to the 17th Dec")
    form = answered.reply
    assert isinstance(form, Form), form.plain()
    values = {item.name: item.value for item in form.fields}
    assert (values["date"], values["time"]) == ("2026-12-17", "10:00")


def test_which_visit_is_asked_where_two_fit(asking: Asking):
    asking.visit(SCHOOL, DAY)
    asking.visit(SCHOOL, DAY + timedelta(days=7))
    answered = asking.ask("head@a.example", "cancel our visit")
    assert len(answered.reply.choices) == 2
    chosen = answered.reply.choices[0]
    assert isinstance(asking.do("head@a.example", chosen.action, **chosen.values).reply, Form)


def test_the_school_clock_is_the_authoritys_on_both_sides_of_a_clock_change(asking: Asking):
    for day, utc in (("2027-03-25", 10), ("2027-03-30", 9)):
        asking.do("officer@a.example", "book_visit", seed_code=asking.code(SCHOOL), date=day, time="10:00")
        with asking.database.read() as session:
            starts = session.execute(select(visits.c.starts_at).order_by(visits.c.id.desc()).limit(1)).scalar_one()
        assert starts.hour == utc


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("cancel our visit on 3 december, HT off sick", "School cannot host"),
        ("cancel our visit on 3 december because of the snow", "Travel or weather"),
        ("cancel our visit on 3 december because we are being inspected", "School is being inspected"),
    ],
)
def test_a_reason_in_words_is_kept_as_one_of_the_list_and_says_nothing_of_health(asking: Asking, words: str, kept: str):
    asking.visit(SCHOOL, DAY)
    answered = asking.ask("head@a.example", words)
    form = answered.reply
    assert isinstance(form, Form)
    assert next(item.value for item in form.fields if item.name == "reason") == kept
    assert "sick" not in str(answered.action.values)


def test_the_last_visit_what_lacks_a_note_and_what_lacks_a_visit(asking: Asking):
    asking.visit(SCHOOL, NOW - timedelta(days=10))
    asking.visit("Kilbrannan Academy", DAY)
    assert "Fri 13 November" in asking.ask("head@a.example", "when was our last visit?").reply.plain()
    unwritten = asking.ask("officer@a.example", "which visits have no note?").reply.plain()
    assert "1 visit without a note" in unwritten
    lacking = asking.ask("officer@a.example", "which of my schools have no visit planned?").reply.plain()
    assert "2 of 3 schools" in lacking
    assert "Kilbrannan Academy" not in lacking


def test_the_note_of_the_last_visit_is_shown_to_those_who_may_read_it(asking: Asking):
    visit_id = asking.visit(SCHOOL, NOW - timedelta(days=10))
    asking.do("officer@a.example", "record_visit", visit=str(visit_id), strengths="Calm classes")
    assert "Calm classes" in asking.ask("head@a.example", "show the note of our last visit").reply.plain()
    asked = asking.ask("other@a.example", f"show the note of the last visit at {SCHOOL}")
    assert asked.refused


def test_the_officer_of_a_visit_writes_its_note_though_the_school_is_anothers(asking: Asking):
    visit_id = asking.visit("Morvarra High School", NOW - timedelta(days=3), officer="officer@a.example")
    answered = asking.do("officer@a.example", "record_visit", visit=str(visit_id), strengths="Calm classes")
    assert "Recorded" in answered.reply.title
