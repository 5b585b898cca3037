"""What is still owed, dates proposed for it, and how both sides come to agree them."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy import select

from handlers.cards import Card, Form
from handlers.composers import compose
from handlers.duties import plan
from store.clock import real_now
from store.diaries import replace_diary
from store.messages import claim
from store.outbox import duties
from store.visit_events import events_of
from store.visits import visits, visits_between

from .conftest import NOW, Asking

SCHOOL = "Kilbrannan Primary School"  # targeted: five visits
OFFICER, HEAD = "officer@a.example", "head@a.example"
ALWAYS = (datetime(2026, 8, 1, tzinfo=UTC), datetime(2027, 8, 1, tzinfo=UTC))


def calendar(asking: Asking):
    with asking.database.read() as session:
        return visits_between(session, *ALWAYS)


def story(asking: Asking, visit: int) -> list[tuple[str, str, str]]:
    with asking.database.read() as session:
        return [(event.what, event.side, event.by) for event in events_of(session, [visit])]


def button(card, action: str, number: int = 0):
    return [item for item in card.buttons if item.action == action][number]


def press(asking: Asking, email: str, item, now: datetime = NOW):
    return asking.do(email, item.action, now=now, **dict(item.values))


def sent(asking: Asking, email: str = OFFICER, school: str = SCHOOL):
    shown = asking.do(email, "propose_dates", seed_code=asking.code(school)).reply
    return press(asking, email, button(shown, "propose_dates"))


def messages(asking: Asking, now: datetime = NOW) -> dict[str, Card]:
    """What waits for each person, composed as it would be sent now; by name."""
    with asking.database.write() as session:
        plan(session, asking.authority, now)
        claimed = claim(session, "test", real_now(), timedelta(seconds=60), 100, answers_only=False)
        made = compose(session, asking.authority, claimed, now)
        names = {number: email for email, number in asking.people.items()}
        return {names[m.recipient_id]: made[m.id].reply for m in claimed if made[m.id].reply is not None}


def test_a_school_hears_how_many_of_its_promised_visits_are_in_the_calendar(asking: Asking):
    asking.visit(SCHOOL, datetime(2026, 12, 3, 10, tzinfo=UTC))
    said = asking.ask(HEAD, "how many of our promised visits are still to arrange?").reply.plain()
    assert "1 of 5 promised visits is held or agreed" in said
    assert "Visit 3" in said


def test_an_officer_asks_what_is_owed_to_a_school_and_which_schools_have_something_to_arrange(asking: Asking):
    owed = asking.ask(OFFICER, f"what do we still owe {SCHOOL}?")
    assert owed.action.name == "visits_owed"
    assert "0 of 5 promised visits" in owed.reply.plain()
    several = asking.ask(OFFICER, "which of my schools have visits still to arrange?").reply
    assert "3 of 3 schools with visits still to arrange" in several.plain()
    assert "Morvarra" not in several.plain()


def test_who_may_not_know_the_tier_does_not_learn_it_from_the_promise(asking: Asking):
    real = asking.ask("far@a.example", f"what do we still owe {SCHOOL}?")
    none = asking.ask("far@a.example", "what do we still owe Nonsuch Primary School?")
    assert real.refused
    assert real.reply == none.reply


def test_dates_are_shown_first_and_sent_with_one_tap(asking: Asking):
    shown = asking.ask(OFFICER, f"propose dates for {SCHOOL}")
    assert shown.action.name == "propose_dates"
    assert calendar(asking) == []
    assert "Send to Ailsa Munro" in [item.label for item in shown.reply.buttons]
    done = press(asking, OFFICER, button(shown.reply, "propose_dates"))
    assert done.outcome == "done"
    entered = calendar(asking)
    assert [visit.status for visit in entered] == ["proposed"] * len(entered)
    # V1's time has passed: it is owed still, so all five are proposed.
    assert sorted(visit.visit_type for visit in entered) == ["V1", "V2", "V3", "V4", "action_plan"]
    assert story(asking, entered[0].id) == [("proposed", "officer", "Rhona Blair")]


def test_a_draft_that_is_out_of_date_is_shown_anew_and_nothing_is_sent(asking: Asking):
    shown = asking.do(OFFICER, "propose_dates", seed_code=asking.code(SCHOOL)).reply
    first = next(row for part in shown.body if hasattr(part, "rows") for row in part.rows)[0]
    with asking.database.write() as session:
        replace_diary(session, asking.people[OFFICER], [(NOW, NOW + timedelta(days=25))])
    again = press(asking, OFFICER, button(shown, "propose_dates"))
    assert calendar(asking) == []
    assert "nothing was sent" in again.reply.plain()
    assert first not in again.reply.plain()
    assert press(asking, OFFICER, button(again.reply, "propose_dates")).outcome == "done"


def test_the_headteacher_gets_all_dates_in_one_message_and_agrees_them_with_one_tap(asking: Asking):
    sent(asking)
    card = messages(asking)[HEAD]
    assert f"Rhona Blair proposes 5 visits to {SCHOOL}" in card.plain()
    assert "argeted" not in card.plain() + card.notice
    agreed = press(asking, HEAD, button(card, "agree_dates"))
    assert agreed.reply.title == "5 dates agreed"
    entered = calendar(asking)
    assert {visit.status for visit in entered} == {"agreed"}
    assert story(asking, entered[0].id)[-1] == ("agreed", "school", "Ailsa Munro")


def test_a_date_that_does_not_suit_is_answered_with_another_that_suits_both_and_the_officer_accepts(asking: Asking):
    sent(asking)
    card = messages(asking)[HEAD]
    other = press(asking, HEAD, button(card, "other_times")).reply
    choice = button(other, "move_visit")
    moved = press(asking, HEAD, choice)
    assert moved.outcome == "done"
    visit = next(v for v in calendar(asking) if v.id == int(choice.values["visit"]))
    assert visit.status == "proposed"
    assert visit.changed_by == "Ailsa Munro"
    # It is the officer's to agree now, and nobody else's.
    assert "for the other side" in asking.do(HEAD, "agree_visit", visit=str(visit.id)).reply.plain()
    accepted = asking.do(OFFICER, "agree_visit", visit=str(visit.id), revision=str(visit.revision))
    assert accepted.outcome == "done"
    assert [(what, side) for what, side, _ in story(asking, visit.id)] == [
        ("proposed", "officer"),
        ("moved", "school"),
        ("agreed", "officer"),
    ]


def test_nobody_of_the_side_that_proposed_can_agree_for_the_other(asking: Asking):
    made = asking.do(
        "acting@a.example", "book_visit", seed_code=asking.code("Kilbrannan Academy"), date="2026-12-03", time="10:00"
    )
    assert made.outcome == "done"
    visit = calendar(asking)[0]
    said = asking.do("depute@a.example", "agree_visit", visit=str(visit.id)).reply.plain()
    assert "for the other side" in said
    assert calendar(asking)[0].status == "proposed"


def test_what_was_changed_after_it_was_seen_is_left_alone_and_said(asking: Asking):
    sent(asking)
    card = messages(asking)[HEAD]
    one = calendar(asking)[0]
    asking.do(OFFICER, "cancel_visit", visit=str(one.id), reason="Officer cannot attend")
    said = press(asking, HEAD, button(card, "agree_dates")).reply.plain()
    assert "is now cancelled" in said
    assert sorted({visit.status for visit in calendar(asking)}) == ["agreed", "cancelled"]


def test_silence_is_reminded_and_never_taken_as_agreement(asking: Asking):
    sent(asking)
    messages(asking)
    later = datetime(2026, 12, 2, 9, tzinfo=UTC)
    reminded = messages(asking, later)
    assert "still waits for your answer" in reminded[HEAD].plain()
    assert OFFICER not in reminded or "still waits" not in reminded[OFFICER].plain()
    assert {visit.status for visit in calendar(asking)} == {"proposed"}
    owed = asking.ask(OFFICER, f"what do we still owe {SCHOOL}?", now=later).reply.plain()
    assert "waits for an answer" in owed
    with asking.database.read() as session:
        rows = [row for row in session.execute(select(duties)) if row.kind == "visit_unanswered"]
    assert {row.recipient_id for row in rows} == {asking.people[HEAD]}


def test_a_teaching_head_keeps_days_free_and_no_reason_is_kept(asking: Asking):
    form = asking.ask(HEAD, "I teach on Mondays and Wednesdays").reply
    assert isinstance(form, Form)
    values = {item.name: item.value for item in form.fields}
    assert (values["when"], values["weekdays"]) == ("weekly", "0;2")
    done = asking.do(HEAD, "not_on", **values)
    assert "every Monday" in done.reply.plain()
    sent(asking)
    assert {visit.starts_at.weekday() for visit in calendar(asking)} <= {1, 3, 4}


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"when": "weekly"}, "at least one day"),
        ({"when": "dates", "first": "never"}, "year-month-day"),
        ({"when": "dates", "first": "2026-12-10", "last": "2026-12-01"}, "before"),
        ({"when": "dates", "first": "2026-11-01"}, "has passed"),
        ({"when": "weekly", "weekdays": "1", "from_time": "12:00", "until_time": "09:00"}, "not after"),
    ],
)
def test_times_that_make_no_sense_are_said_beside_their_field(asking: Asking, wrong: dict, said: str):
    form = asking.do(HEAD, "not_on", **wrong).reply
    assert isinstance(form, Form)
    assert said in " ".join(item.error for item in form.fields)


def test_an_officer_drafts_the_calendar_of_all_their_schools_and_each_is_asked_once(asking: Asking):
    shown = asking.ask(OFFICER, "draft the calendar for my schools")
    assert shown.action.name == "propose_calendar"
    done = press(asking, OFFICER, button(shown.reply, "propose_calendar"))
    assert done.outcome == "done", done.reply.plain()
    entered = calendar(asking)
    assert {visit.school for visit in entered} == {SCHOOL, "Kilbrannan Academy", "Ardsheal Primary School"}
    taken = [(visit.starts_at, visit.ends_at) for visit in entered]
    assert all(one == other or one[0] >= other[1] or other[0] >= one[1] for one in taken for other in taken)
    with asking.database.read() as session:
        rows = [row for row in session.execute(select(duties)) if row.kind == "dates_proposed"]
    assert len({row.subject for row in rows}) == 2  # Ardsheal has nobody to ask
    assert len(rows) == len({(row.subject, row.recipient_id) for row in rows})


def test_the_visit_days_that_words_name_are_school_days_of_the_cluster(asking: Asking):
    sent(asking)
    year = asking.authority.school_year
    for visit in calendar(asking):
        day = visit.starts_at.astimezone(asking.authority.timezone)
        assert year.is_school_day(day.date(), "Kilbrannan")
        assert time(9) <= day.time() <= time(15, 30)
        assert day.date() > date(2026, 11, 23)


def test_visits_table_exists_for_every_promise_of_the_form(asking: Asking):
    sent(asking)
    with asking.database.read() as session:
        assert len(session.execute(select(visits.c.id)).all()) == 5
