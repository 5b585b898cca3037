"""Notes of visit through the real entrance: the form by type, drafts, the headteacher's word, next steps by a tap."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from config.notes import NoteForm, NoteQuestion
from handlers.answer import Answers
from handlers.cards import Card, Form, Table
from store.next_steps import steps_of
from store.note_drafts import drafts_of
from store.notes import marks_of, note_of_visit
from store.posts import posts
from store.visits import visit_by_id

from .conftest import NOW, Asking

SCHOOL = "Kilbrannan Primary School"
HELD = datetime(2026, 11, 19, 10, 0, tzinfo=UTC)
HEAD, OFFICER, OTHER = "head@a.example", "officer@a.example", "other@a.example"
QUALITY, LEAD, FAR = "quality@a.example", "lead@a.example", "far@a.example"


def fields(form: object) -> dict[str, str]:
    assert isinstance(form, Form), form
    return {item.name: item.value for item in form.fields}


def errors(form: object) -> dict[str, str]:
    assert isinstance(form, Form), form
    return {item.name: item.error for item in form.fields if item.error}


def given_note(asking: Asking, **more: str) -> dict[str, str]:
    return {
        "strengths": "Calm, purposeful classes.",
        "evidence": "Three lessons, jotters.",
        "qi_2_3": "4",
        "other_qis": "3.1",
        "step_1": "Share the reading routine",
        "step_1_owner": str(asking.people[HEAD]),
        "step_1_due": "2026-12-10",
        "then": "send",
    } | more


def sent(asking: Asking, visit: int, **more: str):
    return asking.do(OFFICER, "record_visit", visit=str(visit), **given_note(asking, **more))


def note(asking: Asking, visit: int):
    with asking.database.read() as session:
        found = note_of_visit(session, visit)
        assert found is not None
        return found, steps_of(session, found.id), marks_of(session, found.id)


def test_the_form_asks_what_the_type_of_visit_asks(asking: Asking):
    v1, v2 = asking.visit(SCHOOL, HELD), asking.visit(SCHOOL, HELD - timedelta(days=7))
    with asking.database.write() as session:
        from sqlalchemy import update

        from store.visits import visits

        session.connection().execute(update(visits).where(visits.c.id == v1).values(visit_type="V1"))
    first = fields(asking.do(OFFICER, "record_visit", visit=str(v1)).reply)
    second = fields(asking.do(OFFICER, "record_visit", visit=str(v2)).reply)
    assert {"qi_3_2", "qi_1_3", "tier"} <= first.keys()
    assert "qi_2_3" in second
    assert "tier" not in second


def test_another_authority_asks_its_own_questions(asking: Asking):
    kinds = asking.authority.framework.visit_types
    own = NoteForm(
        asks=("next_steps",), steps=1, questions=(NoteQuestion(key="gaelic", label="Gàidhlig sa chlas", required=True),)
    )
    framework = asking.authority.framework.model_copy(
        update={"visit_types": tuple(kind.model_copy(update={"note": own}) for kind in kinds)}
    )
    asking.answers = Answers(asking.database, replace(asking.authority, framework=framework))
    visit = asking.visit(SCHOOL, HELD)
    form = asking.do(OFFICER, "record_visit", visit=str(visit)).reply
    assert fields(form).keys() == {
        "held_on",
        "mode",
        "step_1",
        "step_1_owner",
        "step_1_due",
        "q_gaelic",
        "then",
    }
    refused = asking.do(OFFICER, "record_visit", visit=str(visit), then="send").reply
    assert "q_gaelic" in errors(refused)
    asking.do(OFFICER, "record_visit", visit=str(visit), then="send", q_gaelic="Tha e math 👍")
    assert "Gàidhlig sa chlas: Tha e math 👍" in asking.do(HEAD, "show_note", visit=str(visit)).reply.plain()


def test_a_note_is_sent_whole_and_the_head_is_asked_whether_it_is_accurate(asking: Asking):
    visit = asking.visit(SCHOOL, HELD)
    answered = sent(asking, visit)
    assert "on record, in time. I am telling Ailsa Munro." in answered.reply.plain()
    found, steps, marks = note(asking, visit)
    assert (found.state, found.due_on, found.qis) == ("waiting", date(2026, 12, 3), "2.3=4;3.1=")
    assert [(s.step, s.owner, s.due_on, s.state) for s in steps] == [
        ("Share the reading routine", "Ailsa Munro", date(2026, 12, 10), "open")
    ]
    assert marks == []
    shown = asking.do(HEAD, "show_note", visit=str(visit)).reply
    assert isinstance(shown, Card)
    assert "2.3 Learning, teaching and assessment: 4 good; 3.1" in shown.plain()
    assert "waits for the headteacher's word" in shown.plain()
    assert {"mark_accurate", "dispute_record", "step_done"} <= {button.action for button in shown.buttons}


def test_a_note_that_is_past_its_day_says_so(asking: Asking):
    visit = asking.visit("Ardsheal Primary School", HELD)  # intensive: five working days
    answered = asking.do(OFFICER, "record_visit", visit=str(visit), strengths="x", now=NOW + timedelta(days=7))
    assert "which was due by Thu 26 November" in answered.reply.plain()


def test_a_school_without_a_tier_on_record_has_the_usual_time(asking: Asking):
    from store.tiers import decisions

    with asking.database.write() as session:
        session.connection().execute(decisions.delete())
    visit = asking.visit(SCHOOL, HELD)
    sent(asking, visit)
    assert note(asking, visit)[0].due_on == date(2026, 12, 3)


@pytest.mark.parametrize(
    ("wrong", "field", "said"),
    [
        ({"strengths": " "}, "strengths", "what is going well"),
        ({"strengths": "x" * 8001}, "strengths", "under 8000 characters"),
        ({"strengths": "3 pupils refuse to read"}, "strengths", "Fewer than five pupils"),
        ({"held_on": "2026-11-24"}, "held_on", "has not come yet"),
        ({"held_on": "last week"}, "held_on", "year-month-day"),
        ({"other_qis": "9.9"}, "other_qis", "names no quality indicator"),
        ({"other_qis": "1.3: 9"}, "other_qis", "is no grade"),
        ({"step_1_owner": ""}, "step_1_owner", "who does it"),
        ({"step_1_owner": "99999"}, "step_1_owner", "who does it"),
        ({"step_1_due": ""}, "step_1_due", "the day by which"),
        ({"step_1_due": "2026-11-01"}, "step_1_due", "after the visit"),
        ({"step_2_due": "2026-12-01"}, "step_2", "no step"),
        ({"step_1": "y" * 501}, "step_1", "under 500 characters"),
    ],
)
def test_what_is_wrong_stands_beside_its_field_and_nothing_is_lost(asking: Asking, wrong: dict, field: str, said: str):
    visit = asking.visit(SCHOOL, HELD)
    reply = sent(asking, visit, **wrong).reply
    assert said in errors(reply)[field]
    assert fields(reply)["evidence"] == "Three lessons, jotters."
    with asking.database.read() as session:
        assert note_of_visit(session, visit) is None


def test_a_draft_half_written_is_found_again_after_a_restart_and_is_its_writers_alone(asking: Asking):
    visit = asking.visit(SCHOOL, HELD)
    kept = asking.do(
        OFFICER, "record_visit", visit=str(visit), then="keep", strengths="", evidence="Two lessons, só far"
    )
    assert "is kept. Only you see it." in kept.reply.plain()
    asking.answers = Answers(asking.database, asking.authority)  # as after a restart: nothing but the record is left
    listed = asking.ask(OFFICER, "my unfinished notes").reply
    assert isinstance(listed, Card)
    assert SCHOOL in listed.plain()
    again = asking.do(OFFICER, listed.buttons[0].action, **listed.buttons[0].values).reply
    assert fields(again)["evidence"] == "Two lessons, só far"
    for who in (HEAD, OTHER, QUALITY):
        assert "You have no unfinished note" in asking.ask(who, "my unfinished notes").reply.plain()
    asking.do(OFFICER, "record_visit", visit=str(visit), **given_note(asking))
    assert "You have no unfinished note" in asking.ask(OFFICER, "my unfinished notes").reply.plain()


def test_a_draft_is_offered_where_the_visit_is_chosen(asking: Asking):
    visit = asking.visit(SCHOOL, HELD)
    asking.visit(SCHOOL, HELD - timedelta(days=3))
    asking.do(OFFICER, "record_visit", visit=str(visit), then="keep", evidence="Begun")
    offered = asking.ask(OFFICER, "record a visit").reply
    assert isinstance(offered, Card)
    assert [choice.label.endswith("(draft)") for choice in offered.choices] == [True, False]


def test_of_two_drafts_of_one_note_none_is_written_over_unseen(asking: Asking):
    visit = asking.visit(SCHOOL, HELD)
    for text in ("first", "second"):
        reply = asking.do(OFFICER, "record_visit", visit=str(visit), then="keep", draft="0", evidence=text).reply
    assert "another draft of this note meanwhile" in errors(reply)["then"]
    assert isinstance(reply, Form)
    assert fields(reply)["evidence"] == "second"
    hidden = dict(reply.hidden)
    asking.do(OFFICER, "record_visit", then="keep", evidence="second", **hidden)
    with asking.database.read() as session:
        assert "second" in drafts_of(session, asking.people[OFFICER])[0].kept


def test_of_two_officers_one_wins_and_what_the_other_wrote_is_kept(asking: Asking):
    visit = asking.visit(SCHOOL, HELD, officer=OTHER)
    asking.do(OTHER, "record_visit", visit=str(visit), strengths="Mine first")
    second = asking.do(OFFICER, "record_visit", visit=str(visit), strengths="Written at the same time")
    assert "recorded already by Tom Gillies" in second.reply.plain()
    assert "kept as your draft" in second.reply.plain()
    mine = asking.ask(OFFICER, "my unfinished notes").reply
    assert isinstance(mine, Card)
    assert "Written at the same time" in mine.plain()
    away = mine.buttons[-1]
    assert "thrown away" in asking.do(OFFICER, away.action, **away.values).reply.plain()
    assert note(asking, visit)[0].strengths == "Mine first"


def test_a_visit_moved_while_its_note_was_written_loses_no_word_of_it(asking: Asking):
    visit = asking.visit(SCHOOL, HELD)
    with asking.database.read() as session:
        seen = visit_by_id(session, visit)
    assert seen is not None
    answered = asking.do(OFFICER, "record_visit", visit=str(visit), revision=str(seen.revision + 7), strengths="Kept")
    assert "changed meanwhile" in answered.reply.plain() or "was changed by" in answered.reply.plain()
    assert fields(asking.do(OFFICER, "record_visit", visit=str(visit)).reply)["strengths"] == "Kept"


def test_a_visit_still_to_come_is_moved_before_it_is_recorded(asking: Asking):
    coming = asking.visit(SCHOOL, NOW + timedelta(days=60))
    for values in ({}, {"held_on": "2026-11-20"}, {"held_on": "0001-01-01"}):
        reply = asking.do(OFFICER, "record_visit", visit=str(coming), strengths="x", **values).reply
        assert "is still to come (Fri 22 January 2027" in reply.plain()
        assert "move it first" in reply.plain()
    past = asking.visit(SCHOOL, HELD)
    refused = asking.do(OFFICER, "record_visit", visit=str(past), strengths="x", held_on="0001-01-01").reply
    assert "more than a year ago" in errors(refused)["held_on"]
    with asking.database.read() as session:
        assert [note_of_visit(session, visit) for visit in (coming, past)] == [None, None]


def test_a_head_who_would_write_a_note_is_told_whose_it_is_whatever_school_they_name(asking: Asking):
    answers = {asking.ask(HEAD, words).reply.plain() for words in ("record a visit", "record a visit to Morvarra High")}
    assert len(answers) == 1
    assert "link officer's to write" in answers.pop()


def test_an_officer_writes_up_a_visit_that_they_held_at_a_school_of_another(asking: Asking):
    asking.visit("Morvarra High School", HELD, officer=OFFICER)
    asking.visit("Morvarra High School", HELD - timedelta(days=1), officer=OTHER)
    form = asking.ask(OFFICER, "record my visit to Morvarra High School").reply
    assert isinstance(form, Form)
    assert "Morvarra High School" in form.title
    assert asking.ask(OFFICER, "record my visit to St Fillan's RC Primary School").refused


def test_of_several_own_schools_that_fit_one_is_asked_which(asking: Asking):
    for school in (SCHOOL, "Kilbrannan Academy"):
        asking.visit(school, HELD)
    asked = asking.ask(OFFICER, "write up my visit to Kilbrannan").reply
    assert isinstance(asked, Card)
    assert {choice.label for choice in asked.choices} == {SCHOOL, "Kilbrannan Academy"}


def test_the_head_marks_it_accurate_once_and_it_stays_on_record(asking: Asking):
    visit = asking.visit(SCHOOL, HELD)
    sent(asking, visit)
    by_words = asking.ask(HEAD, "the note is accurate").reply
    assert isinstance(by_words, Card)
    assert note(asking, visit)[0].state == "waiting"  # words alone mark nothing
    tap = next(button for button in by_words.buttons if button.action == "mark_accurate")
    assert "marked accurate" in asking.do(HEAD, tap.action, **tap.values).reply.plain()
    again = asking.do(HEAD, tap.action, **tap.values)
    assert "Nothing was changed now" in again.reply.plain()
    found, _, marks = note(asking, visit)
    assert found.state == "accurate"
    assert [(mark.mark, mark.by) for mark in marks] == [("accurate", "Ailsa Munro")]
    assert (
        "Accurate: Ailsa Munro, Mon 23 November 2026, 10:00"
        in asking.ask(OFFICER, "is the note accurate").reply.plain()
    )


def test_a_point_is_disputed_in_words_answered_and_settled_with_every_word_kept(asking: Asking):
    visit = asking.visit(SCHOOL, HELD)
    sent(asking, visit)
    form = asking.ask(HEAD, "that note is wrong: we have 14 staff not 12").reply
    assert isinstance(form, Form)
    assert fields(form)["point"] == "we have 14 staff not 12"
    disputed = asking.do(HEAD, form.action, point="We have 14 staff, not 12.", **form.hidden)
    assert "I am telling Rhona Blair." in disputed.reply.plain()
    asked = asking.do(OFFICER, "answer_dispute", visit=str(visit)).reply
    assert isinstance(asked, Form)
    assert "We have 14 staff, not 12." in asked.plain()
    answered = asking.do(OFFICER, "answer_dispute", answer="You are right: 14.", **asked.hidden)
    assert "I am telling Ailsa Munro." in answered.reply.plain()
    shown = asking.do(HEAD, "show_note", visit=str(visit)).reply
    assert isinstance(shown, Card)
    settle = next(button for button in shown.buttons if button.action == "mark_accurate")
    assert settle.label == "That settles it"
    asking.do(HEAD, settle.action, **settle.values)
    found, _, marks = note(asking, visit)
    assert found.state == "settled"
    assert [(mark.mark, mark.words) for mark in marks] == [
        ("disputed", "We have 14 staff, not 12."),
        ("answered", "You are right: 14."),
        ("accurate", ""),
    ]
    assert found.strengths == "Calm, purposeful classes."


def test_only_the_heads_side_marks_and_only_the_officers_side_answers(asking: Asking):
    visit = asking.visit(SCHOOL, HELD)
    sent(asking, visit)
    for who in (OFFICER, OTHER, QUALITY, LEAD, FAR):
        assert asking.do(who, "mark_accurate", visit=str(visit), seen="1").refused, who
        assert asking.do(who, "dispute_record", visit=str(visit), point="x").refused, who
    asking.do(HEAD, "dispute_record", visit=str(visit), point="x")
    for who in (HEAD, OTHER, QUALITY, LEAD, FAR):
        assert asking.do(who, "answer_dispute", visit=str(visit), answer="x").refused, who


def test_others_see_only_that_there_is_a_note(asking: Asking):
    visit = asking.visit(SCHOOL, HELD)
    sent(asking, visit)
    for who in (OTHER, LEAD):
        answered = asking.do(who, "show_note", visit=str(visit))
        assert answered.refused
        assert "Calm, purposeful" not in answered.reply.plain()
    assert (
        "is on record; it is for the school and its link officer"
        in asking.do(OTHER, "show_note", visit=str(visit)).reply.plain()
    )
    assert "Note of visit: on record" in asking.do(LEAD, "show_visit", visit=str(visit)).reply.plain()
    unknown = asking.do(FAR, "show_note", visit=str(visit)).reply.plain()
    assert unknown == asking.do(FAR, "show_note", visit="99999").reply.plain()


def test_a_notification_says_nothing_of_what_a_note_says(asking: Asking):
    visit = asking.visit(SCHOOL, HELD)
    sent(asking, visit)
    for answered in (
        asking.do(HEAD, "show_note", visit=str(visit)),
        asking.do(HEAD, "dispute_record", visit=str(visit)),
        asking.ask(HEAD, "which next steps are mine"),
    ):
        assert answered.reply.notice
        for word in ("Calm", "reading", "dispute", "accurate", "targeted"):
            assert word not in answered.reply.notice


def test_a_step_is_done_by_one_tap_and_the_second_says_who_was_first(asking: Asking):
    visit = asking.visit(SCHOOL, HELD)
    sent(asking, visit)
    mine = asking.ask(HEAD, "which next steps are mine").reply
    assert isinstance(mine, Card)
    assert "Share the reading routine" in mine.plain()
    tap = next(button for button in mine.buttons if button.action == "step_done")
    assert asking.do(HEAD, tap.action, **tap.values).outcome == "done"
    late = asking.do(OFFICER, tap.action, **tap.values).reply.plain()
    assert "was done already by Ailsa Munro" in late
    assert note(asking, visit)[1][0].state == "done"
    assert "No next step of yours is open" in asking.ask(HEAD, "which next steps are mine").reply.plain()


def test_a_step_may_get_another_day_but_not_one_that_has_passed(asking: Asking):
    visit = asking.visit(SCHOOL, HELD)
    sent(asking, visit)
    step = note(asking, visit)[1][0]
    assert (
        "from Mon 23 November"
        in errors(asking.do(HEAD, "move_step", next_step=str(step.id), date="2026-11-20").reply)["date"]
    )
    asking.do(HEAD, "move_step", next_step=str(step.id), date="2027-01-14")
    assert note(asking, visit)[1][0].due_on == date(2027, 1, 14)


@pytest.mark.parametrize("who", [OTHER, LEAD, FAR, "adviser@a.example", "admin@a.example"])
def test_who_may_not_read_the_note_learns_nothing_of_its_steps(asking: Asking, who: str):
    visit = asking.visit(SCHOOL, HELD)
    sent(asking, visit)
    step = note(asking, visit)[1][0]
    for action in ("show_step", "step_done", "move_step"):
        answered = asking.do(who, action, next_step=str(step.id), date="2026-12-20")
        assert "reading routine" not in answered.reply.plain()
        assert answered.refused
        assert answered.reply.plain() == asking.do(who, action, next_step="99999", date="2026-12-20").reply.plain()
    assert note(asking, visit)[1][0].state == "open"


def test_a_long_list_of_notes_goes_on_and_each_row_has_its_button(asking: Asking):
    for days in range(3, 28, 2):
        asking.visit(SCHOOL, NOW - timedelta(days=days))
    card, rows, opened = asking.do("officer@a.example", "notes_late").reply, 0, []
    while True:
        rows += sum(len(part.rows) for part in card.body if isinstance(part, Table))
        opened += [button.label for button in card.buttons if button.action == "record_visit"]
        following = [button for button in card.buttons if button.label.startswith("Next")]
        if not following:
            break
        card = asking.do("officer@a.example", following[0].action, **following[0].values).reply
    assert rows == len(opened) == len(set(opened)) == 13


def test_which_notes_are_late_and_whose_word_is_waited_for(asking: Asking):
    asking.visit("Ardsheal Primary School", datetime(2026, 11, 12, 10, tzinfo=UTC))  # intensive: due on the 19th
    visit = asking.visit(SCHOOL, datetime(2026, 11, 5, 10, tzinfo=UTC))
    asking.do(OFFICER, "record_visit", visit=str(visit), strengths="x", now=datetime(2026, 11, 6, 10, tzinfo=UTC))
    shown = asking.ask(OFFICER, "which notes are late").reply.plain()
    assert "1 note of visit is late; 1 note of visit waits for a word." in shown
    assert "Thu 19 November (late)" in shown
    assert "the headteacher's word" in shown
    asking.do(HEAD, "mark_accurate", visit=str(visit), seen="1")
    assert "waits for a word" not in asking.ask(OFFICER, "which notes are late").reply.plain()
    # Who may know of visits but not of notes is told what is not written, and nothing of what was said.
    assert "late" in asking.ask(LEAD, "which notes are late").reply.plain()


def test_what_was_never_said_about_a_note_of_an_earlier_session_is_chased_no_more(asking: Asking):
    visit = asking.visit(SCHOOL, datetime(2026, 5, 12, 9, tzinfo=UTC))
    asking.do(OFFICER, "record_visit", visit=str(visit), strengths="x", now=datetime(2026, 5, 13, 9, tzinfo=UTC))
    assert (
        "waits for a word"
        in asking.ask(OFFICER, "which notes are late", now=datetime(2026, 6, 10, 9, tzinfo=UTC)).reply.plain()
    )
    assert "waits for a word" not in asking.ask(OFFICER, "which notes are late").reply.plain()


def test_who_has_left_the_post_neither_reads_nor_marks(asking: Asking):
    from sqlalchemy import update

    visit = asking.visit(SCHOOL, HELD)
    sent(asking, visit)
    with asking.database.write() as session:
        mine = posts.c.person_id == asking.people[HEAD]
        session.connection().execute(update(posts).where(mine).values(until=date(2026, 11, 21)))
    for action, more in (("show_note", {}), ("mark_accurate", {"seen": "1"}), ("dispute_record", {"point": "x"})):
        assert asking.do(HEAD, action, visit=str(visit), **more).refused


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), min_size=1, max_size=300))
def test_whatever_is_written_is_kept_as_it_was_written(asking: Asking, text: str):
    visit = asking.visit(SCHOOL, HELD)
    reply = asking.do(OFFICER, "record_visit", visit=str(visit), strengths="x" + text, then="send").reply
    if isinstance(reply, Form):
        assert errors(reply).keys() == {"strengths"}
        return
    assert note(asking, visit)[0].strengths == ("x" + text).strip()
