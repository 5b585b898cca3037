"""Visits asked for, booked, moved, cancelled, agreed and recorded, with the other side told."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest
from sqlalchemy import delete, select

from handlers.cards import Form
from store.outbox import duties
from store.people import Post
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


def test_each_row_of_a_list_of_visits_has_its_button(asking: Asking):
    held = NOW - timedelta(days=4)
    asking.visit(SCHOOL, DAY)
    noted = asking.visit(SCHOOL, held)
    asking.do("officer@a.example", "record_visit", visit=str(noted), strengths="Calm classes", next_steps="Share it")
    asking.visit(SCHOOL, held - timedelta(days=7), status="done")
    listed = asking.do("officer@a.example", "visit_list", scope="mine", period="2026-11-01/2026-12-31").reply
    assert [button.action for button in listed.buttons] == ["record_visit", "show_note", "show_visit"]
    assert all(SCHOOL in button.label for button in listed.buttons)
    of_head = asking.do("head@a.example", "visit_list", period="2026-11-01/2026-12-31").reply
    assert [button.action for button in of_head.buttons] == ["show_visit", "show_note", "show_visit"]


def test_schools_without_a_visit_are_listed_to_the_last_of_them(asking: Asking, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("handlers.visit_gaps._SHOWN", 2)
    monkeypatch.setattr("handlers.directory._SHOWN", 2)
    with asking.database.write() as session:
        session.connection().execute(delete(Post).where(Post.role == "link_officer"))
    for action, values in (("visit_list", {"which": "none", "scope": "authority"}), ("without_officer", {})):
        card = asking.do("education@a.example", action, **values).reply
        number, read = int(card.title.split(" ")[0]), len(card.body[0].rows)
        while following := [button for button in card.buttons if button.label.startswith("Next")]:
            card = asking.do("education@a.example", following[0].action, **following[0].values).reply
            read += len(card.body[0].rows)
        assert read == number > 2


def test_whoever_writes_no_notes_of_any_school_is_told_whose_they_are(asking: Asking):
    said = asking.do("education@a.example", "record_visit", step="form").reply.plain()
    assert "That is for the school's link officer to do." in said
    said = asking.do("education@a.example", "book_visit", step="form").reply.plain()
    assert "That is for the school's headteacher or its link officer to do." in said


def test_a_long_list_of_visits_goes_on_ten_at_a_time(asking: Asking):
    for number in range(12):
        asking.visit(SCHOOL, DAY + timedelta(hours=number))
    first = asking.do("officer@a.example", "visit_list", period="2026-12-01/2026-12-31").reply
    assert [button.label for button in first.buttons][-1] == "Next 2"
    assert len({button.label for button in first.buttons}) == 11
    second = asking.do("officer@a.example", "visit_list", **first.buttons[-1].values).reply
    assert len(second.buttons) == 2


def test_a_period_without_visits_says_so(asking: Asking):
    assert "No visits" in asking.ask("officer@a.example", "what visits do I have next week?").reply.plain()


def tap(asking: Asking, email: str, card, number: int = 0):
    """Press one of a card's buttons."""
    chosen = card.buttons[number]
    return asking.do(email, chosen.action, **dict(chosen.values))


def test_words_say_what_will_happen_change_nothing_and_are_confirmed_by_one_tap(asking: Asking):
    answered = asking.ask("officer@a.example", f"book visit 2 at {SCHOOL} for thurs 3 dec 1.30")
    said = answered.reply.plain()
    assert "Visit 2 at Kilbrannan Primary School: Thu 3 December, 13:30, in person, 120 minutes" in said
    assert "Ailsa Munro will be asked to agree." in said
    with asking.database.read() as session:
        assert session.execute(select(visits.c.id)).all() == []
    assert tap(asking, "officer@a.example", answered.reply).outcome == "done"
    assert (the_visit(asking).visit_type, the_visit(asking).starts_at.hour) == ("V2", 13)


def test_words_without_a_day_open_a_form_filled_in_as_far_as_they_went(asking: Asking):
    form = asking.ask("officer@a.example", f"book visit 3 at {SCHOOL} for 1.30").reply
    assert isinstance(form, Form)
    values = {item.name: item.value for item in form.fields}
    assert (values["visit_type"], values["date"], values["time"]) == ("V3", "", "13:30")


def test_what_would_change_can_be_changed_first(asking: Asking):
    card = asking.ask("officer@a.example", f"book a visit to {SCHOOL} on 3 Dec at 1.30").reply
    form = tap(asking, "officer@a.example", card, -1).reply
    assert isinstance(form, Form)
    assert {item.name: item.value for item in form.fields}["time"] == "13:30"


@pytest.mark.parametrize(
    ("when", "why", "next_day"),
    [
        ("on 5 december at 10:00", "the weekend", "Mon 7 December, 10:00"),
        ("on 24 december at 10:00", "the Christmas holiday", "Tue 5 January 2027, 10:00"),
        ("on 3 december at 21:00", "outside the day", "Thu 3 December, 13:30"),
    ],
)
def test_a_day_that_cannot_be_is_answered_with_the_next_that_fits(asking: Asking, when: str, why: str, next_day: str):
    card = asking.ask("officer@a.example", f"book visit 2 at {SCHOOL} {when}").reply
    assert why in card.plain()
    assert card.buttons[0].label == next_day
    assert tap(asking, "officer@a.example", card).outcome == "done"


def test_a_clash_is_said_with_the_days_on_which_both_can(asking: Asking):
    asking.visit("Ardsheal Primary School", DAY)
    card = asking.ask("officer@a.example", f"book visit 2 at {SCHOOL} for 3 dec at 11:00").reply
    assert "Rhona Blair is at Ardsheal Primary School then" in card.plain()
    assert tap(asking, "officer@a.example", card).outcome == "done"


def test_a_head_does_not_learn_where_their_officer_is(asking: Asking):
    """The officer's other visits are other schools' business."""
    asking.visit("Ardsheal Primary School", DAY)
    visit = asking.visit(SCHOOL, DAY + timedelta(days=7))
    by_words = asking.ask("head@a.example", "book a visit for 3 dec at 11:00").reply.plain()
    code = asking.code(SCHOOL)
    by_form = asking.do("head@a.example", "book_visit", seed_code=code, date="2026-12-03", time="11:00").reply.plain()
    moved = asking.do("head@a.example", "move_visit", visit=str(visit), date="2026-12-03", time="11:00").reply.plain()
    for said in (by_words, by_form, moved):
        assert "Rhona Blair has something else then" in said
        assert "Ardsheal" not in said
        assert "10:00, 120" not in said


def test_the_colleague_who_covers_an_officer_cannot_agree_for_the_school(asking: Asking):
    with asking.database.write() as session:
        session.add(Post(person_id=asking.people["other@a.example"], role="link_officer",
                         covers_id=asking.people["officer@a.example"]))  # fmt: skip
    booked(asking)
    said = asking.do("other@a.example", "agree_visit", visit=str(the_visit(asking).id)).reply.plain()
    assert "for the other side to agree" in said
    assert the_visit(asking).status == "proposed"


def test_visits_that_were_held_are_counted_over_the_session_so_far(asking: Asking):
    asking.visit(SCHOOL, NOW - timedelta(days=40), status="done")
    asking.visit(SCHOOL, NOW - timedelta(days=20), status="cancelled")
    asking.visit(SCHOOL, DAY)
    for who, words in (
        ("officer@a.example", "how many visits have I done?"),
        ("quality@a.example", "how many visits were held this session?"),
    ):
        assert asking.ask(who, words).reply.plain().startswith("1 visit ")


def test_a_visit_that_is_still_going_on_lacks_no_note_yet(asking: Asking):
    asking.visit(SCHOOL, NOW - timedelta(minutes=30))
    said = asking.ask("officer@a.example", "which visits have no note?").reply.plain()
    assert "Every visit of the last twelve weeks has its note." in said


def test_a_move_keeps_its_time_and_says_from_where_to_where(asking: Asking):
    asking.visit(SCHOOL, datetime(2026, 11, 26, 13, 30, tzinfo=UTC))
    asking.visit(SCHOOL, datetime(2027, 2, 4, 10, 0, tzinfo=UTC))
    card = asking.ask("officer@a.example", f"move {SCHOOL} from the 26th to the 10th Dec same time").reply
    assert "from Thu 26 November, 13:30 to Thu 10 December, 13:30" in card.plain()
    done = tap(asking, "officer@a.example", card)
    assert (done.outcome, "Thu 10 December, 13:30" in done.reply.plain()) == ("done", True)


def test_a_visit_pushed_back_to_a_month_is_offered_days_that_suit_and_online_beside(asking: Asking):
    visit = asking.visit(SCHOOL, DAY)
    asking.visit(SCHOOL, datetime(2027, 3, 4, 10, 0, tzinfo=UTC))
    words = f"ferry's off, push {SCHOOL} back to January, online if we have to"
    card = asking.ask("officer@a.example", words).reply
    assert "Reason: Travel or weather." in card.plain()
    assert "January 2027" in card.buttons[0].label
    assert card.buttons[1].label.endswith(", online")
    assert tap(asking, "officer@a.example", card, 1).outcome == "done"
    with asking.database.read() as session:
        moved = visit_by_id(session, visit)
    assert (moved.mode, moved.starts_at.month, moved.reason) == ("online", 1, "Travel or weather")


@pytest.mark.parametrize("words", ["cancel tomorrow's visit at {}", "move {} from tomorrow to 10 December"])
def test_a_visit_on_another_day_than_the_one_named_is_asked_about_not_taken(asking: Asking, words: str):
    asking.visit(SCHOOL, DAY)
    card = asking.ask("officer@a.example", words.format(SCHOOL)).reply
    assert f"I find no visit at {SCHOOL} on Tue 24 November. Do you mean this one?" in card.plain()
    assert not card.buttons
    assert [choice.label for choice in card.choices] == [f"Thu 3 December, 10:00, {SCHOOL}"]
    assert the_visit(asking).status == "agreed"


def test_a_cancelled_visit_keeps_a_reason_that_says_nothing_of_health_and_the_other_side_is_told(asking: Asking):
    visit = asking.visit(SCHOOL, datetime(2026, 11, 24, 10, 0, tzinfo=UTC))
    card = asking.ask("officer@a.example", f"cancel tomorrow's visit at {SCHOOL}, HT off sick").reply
    assert "The reason that is kept: School cannot host." in card.plain()
    assert "Ailsa Munro will be told." in card.plain()
    assert "sick" not in card.plain()
    assert tap(asking, "officer@a.example", card).outcome == "done"
    with asking.database.read() as session:
        assert visit_by_id(session, visit).reason == "School cannot host"
    assert ("visit_cancelled", asking.people["head@a.example"]) in told(asking)


def test_a_reason_that_was_not_given_is_one_tap_away(asking: Asking):
    asking.visit(SCHOOL, DAY)
    card = asking.ask("head@a.example", "cancel our visit").reply
    reasons = asking.authority.framework.cancel_reasons
    assert [item.label for item in card.buttons[: len(reasons)]] == list(reasons)
    assert tap(asking, "head@a.example", card).outcome == "done"


def test_two_people_change_one_visit_at_once_one_wins_and_the_other_is_told(asking: Asking):
    asking.visit(SCHOOL, DAY)
    officer = asking.ask("officer@a.example", f"move {SCHOOL} from the 3rd to the 10th Dec").reply
    head = asking.ask("head@a.example", "cancel our visit on 3 December, snow").reply
    assert tap(asking, "officer@a.example", officer).outcome == "done"
    late = tap(asking, "head@a.example", head)
    assert "changed by Rhona Blair" in late.reply.plain()
    assert the_visit(asking).status == "proposed"


def test_two_taps_in_the_same_moment_change_a_visit_once_and_lose_nothing(asking: Asking):
    """Both are in the middle of it when the other begins: whoever writes first wins, whoever is second is told."""
    asking.visit(SCHOOL, DAY)
    moves = {
        email: asking.ask(email, f"move the visit at {SCHOOL} from the 3rd to the {day}th Dec").reply.buttons[0]
        for email, day in (("officer@a.example", 10), ("head@a.example", 8))
    }
    both = Barrier(len(moves))

    def pressed(email: str):
        both.wait(timeout=10)
        return asking.do(email, moves[email].action, **moves[email].values)

    with ThreadPoolExecutor(len(moves)) as pool:
        answered = dict(zip(moves, pool.map(pressed, moves), strict=True))
    won = [email for email, one in answered.items() if one.outcome == "done"]
    assert len(won) == 1, answered
    second = next(one for email, one in answered.items() if email not in won)
    assert "changed by" in second.reply.plain()
    day = {"officer@a.example": 10, "head@a.example": 8}[won[0]]
    assert (the_visit(asking).starts_at.day, the_visit(asking).status) == (day, "proposed")
    assert len(told(asking)) == 1


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
    assert "is still to come (Thu 3 December, 10:00)" in answered.reply.plain()
    with asking.database.read() as session:
        assert (visit_by_id(session, visit_id) or pytest.fail("the visit is gone")).status == "agreed"


def test_which_visit_is_asked_where_two_fit_and_nothing_is_done_by_choosing(asking: Asking):
    asking.visit(SCHOOL, DAY)
    asking.visit(SCHOOL, DAY + timedelta(days=7))
    answered = asking.ask("head@a.example", "cancel our visit")
    assert len(answered.reply.choices) == 2
    chosen = answered.reply.choices[0]
    shown = asking.do("head@a.example", chosen.action, **chosen.values)
    assert shown.outcome == "shown"
    assert shown.reply.title == f"Cancel the visit: {SCHOOL}?"


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
    assert f"The reason that is kept: {kept}." in answered.reply.plain()
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
