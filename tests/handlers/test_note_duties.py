"""What is due about notes over the weeks: late ones, the headteacher's silence, a dispute, next steps on their day."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import update

from config.authority import Authority
from handlers import duties as planning
from handlers import note_duties, visit_duties
from handlers.cards import Card
from handlers.composers import compose
from store.clock import real_now
from store.messages import Outcome, claim, record
from store.next_steps import steps_of
from store.notes import note_of_visit
from store.posts import posts

from .conftest import Asking
from .test_notes import HEAD, OFFICER, SCHOOL, given_note

THURSDAY = datetime(2026, 11, 5, 10, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _notes_and_visits_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """What others have due is not what these tests count."""
    monkeypatch.setattr(planning, "PLANNERS", (visit_duties, note_duties))


def morning(month: int, day: int, hour: int = 9) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=UTC)


def tick(asking: Asking, now: datetime, authority: Authority | None = None) -> list[tuple[str, Card]]:
    """One round at `now`: (recipient's e-mail, card) of what goes out."""
    authority = authority or asking.authority
    email = {person: address for address, person in asking.people.items()}
    with asking.database.write() as session:
        planning.plan(session, authority, now)
    sent = []
    with asking.database.write() as session:
        real = real_now() + timedelta(seconds=1)
        claimed = claim(session, "test", real, timedelta(minutes=1), 100, answers_only=False)
        composed = compose(session, authority, claimed, now)
        for message in claimed:
            said = composed[message.id]
            state = "sent" if said.reply is not None else "dropped"
            record(session, "test", [Outcome(message.id, state, said.said, said.dropped, said.expired, sent_at=now)])
            if isinstance(said.reply, Card) and message.recipient_id is not None:
                sent.append((email[message.recipient_id], said.reply))
    return sent


def texts(sent: list[tuple[str, Card]]) -> list[tuple[str, str]]:
    return [(who, card.plain()) for who, card in sent]


def over(asking: Asking, first: datetime, last: datetime) -> list[tuple[date, str, str]]:
    """Every message of the mornings from `first` to `last`: day, recipient, text."""
    found, now = [], first
    while now <= last:
        found += [(now.date(), who, text) for who, text in texts(tick(asking, now))]
        now += timedelta(days=1)
    return found


def written(asking: Asking, **more: str) -> int:
    visit = asking.visit(SCHOOL, THURSDAY)
    asking.do(OFFICER, "record_visit", visit=str(visit), now=morning(11, 6, 10), **given_note(asking, **more))
    return visit


def test_an_unwritten_note_is_reminded_of_with_its_day_and_once_more_when_it_is_late(asking: Asking):
    asking.visit("Ardsheal Primary School", THURSDAY, changed_by_id=None)  # intensive: due on Thu 12 November
    with asking.database.write() as session:
        from store.visits import visits

        session.connection().execute(update(visits).values(changed_at=THURSDAY))
    said = over(asking, morning(11, 6), morning(11, 27))
    assert [(day, who) for day, who, _ in said] == [(date(2026, 11, 12), OFFICER), (date(2026, 11, 16), OFFICER)]
    assert "It is due today." in said[0][2]
    assert "It was due by Thu 12 November, 2 working days ago." in said[1][2]


def test_a_silent_head_is_reminded_twice_and_the_note_never_becomes_accurate_by_itself(asking: Asking):
    visit = written(asking)
    said = over(asking, morning(11, 6, 11), morning(12, 18))
    of_head = [(day, text) for day, who, text in said if who == HEAD]
    assert "Is it accurate" in of_head[0][1] or "is it accurate" in of_head[0][1]
    asked = [(day, text) for day, text in of_head if "for your word" in text]
    assert [day for day, _ in asked] == [date(2026, 11, 13), date(2026, 11, 20)]
    assert "still waits for your word, since Fri 6 November, 10 school days" in asked[1][1]
    with asking.database.read() as session:
        found = note_of_visit(session, visit)
    assert found is not None
    assert found.state == "waiting"
    assert "waits for a word" in asking.ask(OFFICER, "which notes are late", now=morning(12, 18)).reply.plain()


def test_a_word_said_ends_the_reminders_of_it(asking: Asking):
    visit = written(asking)
    tick(asking, morning(11, 9))
    asking.do(HEAD, "mark_accurate", visit=str(visit), seen="1", now=morning(11, 9, 12))
    said = over(asking, morning(11, 10), morning(12, 4))
    assert not [text for _, _, text in said if "for your word" in text]


def test_a_dispute_is_told_chased_answered_and_told_back(asking: Asking):
    visit = written(asking)
    tick(asking, morning(11, 9))
    asking.do(HEAD, "dispute_record", visit=str(visit), point="14 staff, not 12", now=morning(11, 9, 12))
    said = over(asking, morning(11, 9, 13), morning(11, 16, 13))
    mine = [(day, text) for day, who, text in said if who == OFFICER]
    assert [day for day, _ in mine] == [date(2026, 11, 9), date(2026, 11, 16)]
    assert all("14 staff" not in text for _, text in mine)  # the words stand with the note, not in a message
    asking.do(OFFICER, "answer_dispute", visit=str(visit), answer="Yes, 14", now=morning(11, 16, 14))
    (told,) = [text for _, who, text in over(asking, morning(11, 16, 15), morning(11, 16, 15)) if who == HEAD]
    assert "is answered" in told


def test_a_next_step_is_asked_about_on_its_day_and_again_a_week_later_until_it_is_done(asking: Asking):
    visit = written(asking, step_1_due="2026-12-03")
    asking.do(HEAD, "mark_accurate", visit=str(visit), seen="1", now=morning(11, 6, 12))
    said = over(asking, morning(11, 9), morning(12, 18))
    of_step = [(day, who) for day, who, text in said if "reading routine" in text]
    assert of_step == [(date(2026, 12, 3), HEAD), (date(2026, 12, 10), HEAD)]
    first, second = [text for _, _, text in said if "reading routine" in text]
    assert "due today" in first
    assert "was due by Thu 3 December" in second
    assert "I asked on its day" in second


def test_a_step_done_by_the_tap_in_its_message_is_not_asked_about_again(asking: Asking):
    visit = written(asking, step_1_due="2026-12-03")
    asking.do(HEAD, "mark_accurate", visit=str(visit), seen="1", now=morning(11, 6, 12))
    tick(asking, morning(11, 9))
    ((who, card),) = tick(asking, morning(12, 3))
    assert who == HEAD
    tap = next(button for button in card.buttons if button.action == "step_done")
    assert asking.do(HEAD, tap.action, now=morning(12, 3, 10), **tap.values).outcome == "done"
    assert over(asking, morning(12, 4), morning(12, 18)) == []


def test_a_step_with_another_day_is_asked_about_then(asking: Asking):
    visit = written(asking, step_1_due="2026-11-12")
    asking.do(HEAD, "mark_accurate", visit=str(visit), seen="1", now=morning(11, 6, 12))
    with asking.database.read() as session:
        found = note_of_visit(session, visit)
        assert found is not None
        step = steps_of(session, found.id)[0]
    tick(asking, morning(11, 9))
    asking.do(HEAD, "move_step", next_step=str(step.id), date="2026-12-01", now=morning(11, 10))
    said = over(asking, morning(11, 11), morning(12, 1))
    assert [day for day, _, text in said if "reading routine" in text] == [date(2026, 12, 1)]


def test_a_step_of_somebody_who_left_goes_to_who_leads_the_school_now(asking: Asking):
    visit = written(asking, step_1_owner=str(asking.people[OFFICER]), step_1_due="2026-12-03")
    asking.do(HEAD, "mark_accurate", visit=str(visit), seen="1", now=morning(11, 6, 12))
    with asking.database.write() as session:
        mine = posts.c.person_id == asking.people[OFFICER]
        session.connection().execute(update(posts).where(mine).values(until=date(2026, 11, 20)))
    said = over(asking, morning(11, 21), morning(12, 3))
    assert [who for _, who, text in said if "reading routine" in text] == [HEAD]


def test_a_message_about_a_note_says_why_it_came(asking: Asking):
    visit = written(asking, step_1_due="2026-12-03")
    asking.do(HEAD, "mark_accurate", visit=str(visit), seen="1", now=morning(11, 6, 12))
    tick(asking, morning(11, 9))
    tick(asking, morning(12, 3))
    assert (
        "you are named for it, and the rule “Next steps on their day” reminds on its day"
        in asking.ask(HEAD, "why did I get this message?", now=morning(12, 3, 10)).reply.plain()
    )


def test_what_was_past_its_time_before_the_record_knew_of_it_is_never_due(asking: Asking):
    written(asking, step_1_due="2026-11-12")
    with asking.database.write() as session:
        planned = planning.plan(session, asking.authority, datetime(2027, 3, 1, 9, tzinfo=UTC))
    assert {duty.kind for duty in planned.expired} <= {"note_written"}
