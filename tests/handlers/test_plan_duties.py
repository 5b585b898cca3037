"""What is due about action plans over the weeks: announced, chased, passed on, and quiet once a review is held."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update
from sqlmodel import delete

from config.authority import Authority, load_authority
from handlers import duties as planning
from handlers import plan_duties, visit_duties
from handlers.cards import Card
from handlers.composers import compose
from store.clock import real_now
from store.duties import Duty, Message
from store.messages import Outcome, claim, record
from store.outbox import duties
from store.people import Person, Post
from store.plan_lists import goals, plans_again

from .conftest import NOW, Asking
from .test_plans import NUMBERED, SCHOOL, put_plan

HEAD, OFFICER, QUALITY, DEPUTE = "head@a.example", "officer@a.example", "quality@a.example", "depute@a.example"
ADVISER = "adviser@a.example"
REVIEW = date(2026, 12, 1)


@pytest.fixture(autouse=True)
def _plans_and_visits_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """What others have due is not what these tests count."""
    monkeypatch.setattr(planning, "PLANNERS", (visit_duties, plan_duties))


def morning(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 9, tzinfo=UTC)


def tick(asking: Asking, now: datetime, authority: Authority | None = None) -> list[tuple[str, str, Card]]:
    """One round at `now`: (recipient's e-mail, kind, card) of what goes out, a message once for each kind in it."""
    authority = authority or asking.authority
    email = {person: address for address, person in asking.people.items()}
    with asking.database.write() as session:
        planning.plan(session, authority, now)
    with asking.database.write() as session:
        claimed = claim(
            session, "test", real_now() + timedelta(seconds=1), timedelta(minutes=1), 100, answers_only=False
        )
        composed = compose(session, authority, claimed, now)
        kinds = {row.id: row.kind for row in session.execute(select(duties.c.id, duties.c.kind))}
        sent = []
        for message in claimed:
            said = composed[message.id]
            state = "sent" if said.reply is not None else "dropped"
            record(session, "test", [Outcome(message.id, state, said.said, said.dropped, said.expired, sent_at=now)])
            if isinstance(said.reply, Card) and message.recipient_id is not None:
                sent += [(email[message.recipient_id], kinds[duty], said.reply) for duty in said.said]
    return sent


def days(first: date, count: int) -> list[date]:
    return [first + timedelta(days=number) for number in range(count)]


def over(asking: Asking, first: date, count: int, authority: Authority | None = None) -> list[tuple[date, str, str]]:
    """What goes out on which day, over `count` days from `first`, with a round each morning and afternoon."""
    found = []
    for day in days(first, count):
        for hour in (9, 15):
            found += [(day, who, kind) for who, kind, _ in tick(asking, morning(day).replace(hour=hour), authority)]
    return found


def test_a_review_that_nobody_holds_is_announced_chased_and_passed_on_each_once(asking: Asking):
    put_plan(asking, SCHOOL, NUMBERED, next_review_on=REVIEW, scheduled_at=datetime(2026, 9, 10, 9, tzinfo=UTC))
    found = over(asking, date(2026, 11, 20), 40)
    assert Counter(found) == {
        (date(2026, 11, 24), OFFICER, "plan_review_coming"): 1,
        (date(2026, 11, 24), HEAD, "plan_review_coming"): 1,
        (date(2026, 12, 2), OFFICER, "plan_review_overdue"): 1,
        (date(2026, 12, 2), HEAD, "plan_review_overdue"): 1,
        (date(2026, 12, 8), OFFICER, "plan_review_overdue"): 1,
        (date(2026, 12, 8), HEAD, "plan_review_overdue"): 1,
        (date(2026, 12, 15), QUALITY, "plan_review_long_overdue"): 1,
    }


def test_a_review_that_is_held_makes_everything_quiet_until_the_next(asking: Asking):
    put_plan(asking, SCHOOL, NUMBERED, next_review_on=REVIEW)
    assert {kind for *_, kind in over(asking, date(2026, 11, 23), 10)} == {"plan_review_coming", "plan_review_overdue"}
    held = {"plan": "1", "held_on": "2026-12-02", "agreed_next": "Go on."}
    asking.do(OFFICER, "record_review", now=morning(date(2026, 12, 3)), **held)
    after = over(asking, date(2026, 12, 3), 60)
    assert [(who, kind) for _, who, kind in after[:1]] == [(HEAD, "plan_reviewed")]
    # Forty school days from 2 December: the next is announced five before.
    assert {kind for *_, kind in after[1:]} <= {"plan_review_coming"}
    assert all(day >= date(2027, 1, 26) for day, *_ in after[1:])


def test_a_moved_review_is_announced_anew_and_one_moved_back_too(asking: Asking):
    put_plan(asking, SCHOOL, NUMBERED, next_review_on=REVIEW)
    first = over(asking, date(2026, 11, 24), 1)
    assert {kind for *_, kind in first} == {"plan_review_coming"}
    asking.do(HEAD, "move_review", plan="1", date="2026-12-15", now=morning(date(2026, 11, 25)))
    asking.do(HEAD, "move_review", plan="1", date="2026-12-01", now=morning(date(2026, 11, 25)))
    found = over(asking, date(2026, 11, 25), 7)
    assert Counter((who, kind) for _, who, kind in found) == {
        (OFFICER, "plan_review_moved"): 1,
        (OFFICER, "plan_review_coming"): 1,
        (HEAD, "plan_review_coming"): 1,
    }


def test_a_move_under_way_takes_the_message_of_the_old_date_back(asking: Asking):
    put_plan(asking, SCHOOL, NUMBERED, next_review_on=REVIEW)
    with asking.database.write() as session:
        planning.plan(session, asking.authority, morning(date(2026, 11, 24)))
    asking.do(HEAD, "move_review", plan="1", date="2027-01-19", now=morning(date(2026, 11, 24)))
    sent = tick(asking, morning(date(2026, 11, 24)).replace(hour=10))
    assert [(who, kind) for who, kind, _ in sent] == [(OFFICER, "plan_review_moved")]
    with asking.database.read() as session:
        ended = set(session.execute(select(duties.c.why_ended).where(duties.c.kind == "plan_review_coming")).scalars())
    assert ended == {"", "the review was held or moved"}


def test_what_was_overdue_when_it_came_in_is_chased_from_the_next_school_day(asking: Asking):
    put_plan(asking, SCHOOL, NUMBERED, next_review_on=date(2026, 10, 30))
    found = over(asking, NOW.date(), 30)
    chased = [day for day, who, kind in found if kind == "plan_review_overdue" and who == HEAD]
    assert chased == [date(2026, 11, 24), date(2026, 11, 30)]
    assert (date(2026, 12, 7), QUALITY, "plan_review_long_overdue") in found


@pytest.mark.parametrize("state", ["proposed", "closed"])
def test_a_plan_that_is_not_in_force_has_nothing_due(asking: Asking, state: str):
    put_plan(asking, SCHOOL, NUMBERED | {"due_on": date(2026, 11, 24)}, next_review_on=REVIEW, state=state)
    assert over(asking, NOW.date(), 30) == []


def test_closing_a_plan_drops_what_waits(asking: Asking):
    put_plan(asking, SCHOOL, NUMBERED, next_review_on=REVIEW)
    tick(asking, NOW)
    asking.do(OFFICER, "close_plan", plan="1", outcome="Goals met")
    assert {kind for *_, kind in over(asking, NOW.date(), 30)} == {"plan_closed"}


def test_laying_out_again_schedules_nothing_twice(asking: Asking):
    put_plan(asking, SCHOOL, NUMBERED | {"due_on": date(2026, 11, 25)}, next_review_on=REVIEW)
    with asking.database.write() as session:
        planning.plan(session, asking.authority, NOW)
        before = sorted(session.execute(select(duties.c.id, duties.c.not_before, duties.c.state)).all())
        plans_again(session)
        planning.plan(session, asking.authority, NOW)
        after = sorted(session.execute(select(duties.c.id, duties.c.not_before, duties.c.state)).all())
    assert before == after
    # To two people before and twice after, once to the quality manager, and the goal to two.
    assert len(before) == 2 + 4 + 1 + 2


def test_a_goal_past_its_time_goes_to_the_person_responsible_once(asking: Asking):
    named = {"responsible": "x", "responsible_id": asking.people[ADVISER]}
    put_plan(asking, SCHOOL, NUMBERED | named | {"due_on": date(2026, 11, 27)}, next_review_on=date(2027, 3, 1))
    assert over(asking, NOW.date(), 20) == [(date(2026, 11, 30), ADVISER, "goal_overdue")]


@pytest.mark.parametrize("who", ["", DEPUTE])
def test_where_nobody_who_may_know_is_named_both_sides_hear_of_it(asking: Asking, who: str):
    named = {"responsible": "x", "responsible_id": asking.people[who]} if who else {}
    put_plan(asking, SCHOOL, NUMBERED | named | {"due_on": date(2026, 11, 27)}, next_review_on=date(2027, 3, 1))
    found = over(asking, NOW.date(), 20)
    assert sorted(found) == [(date(2026, 11, 30), person, "goal_overdue") for person in (HEAD, OFFICER)]


@pytest.mark.parametrize("ending", ["met", "later", "reviewed"])
def test_a_goal_that_is_met_or_dated_anew_or_was_looked_at_is_not_chased(asking: Asking, ending: str):
    put_plan(asking, SCHOOL, NUMBERED | {"due_on": date(2026, 11, 27)}, next_review_on=date(2027, 3, 1))
    tick(asking, NOW)
    at = morning(date(2026, 11, 28))
    if ending == "met":
        asking.do(HEAD, "plan_update", plan="1", goal="1", status="met", now=at)
    if ending == "later":
        asking.do(HEAD, "change_goal", plan="1", goal="1", aim="Same", due_on="2027-02-26", now=at)
    if ending == "reviewed":
        asking.do(HEAD, "record_review", plan="1", held_on="2026-11-28", agreed_next="Go on.", now=at)
    found = over(asking, date(2026, 11, 28), 20)
    assert "goal_overdue" not in {kind for *_, kind in found}


def test_a_value_in_between_does_not_have_a_goal_chased_again(asking: Asking):
    put_plan(asking, SCHOOL, NUMBERED | {"due_on": date(2026, 11, 27)}, next_review_on=date(2027, 3, 1))
    over(asking, NOW.date(), 10)
    asking.do(HEAD, "plan_update", plan="1", goal="1", status="open", value="85%", now=morning(date(2026, 12, 3)))
    found = over(asking, date(2026, 12, 3), 20)
    assert {kind for *_, kind in found} == {"plan_changed"}


def test_a_new_headteacher_is_chased_and_the_one_who_has_left_is_not(asking: Asking):
    put_plan(asking, SCHOOL, NUMBERED, next_review_on=REVIEW)
    with asking.database.write() as session:
        person = Person(email="new@a.example", name="Una Shaw")
        session.add(person)
        session.flush()
        school = asking.schools[SCHOOL]
        session.exec(delete(Post).where(Post.person_id == asking.people[HEAD]))  # type: ignore[call-overload]
        session.add(Post(person_id=asking.people[HEAD], role="headteacher", school_id=school, until=date(2026, 12, 1)))
        session.add(Post(person_id=person.id, role="headteacher", school_id=school, from_date=date(2026, 12, 1)))
        asking.people["new@a.example"] = person.id or 0
    found = over(asking, NOW.date(), 12)
    assert (date(2026, 11, 24), HEAD, "plan_review_coming") in found
    assert (date(2026, 12, 2), "new@a.example", "plan_review_overdue") in found
    assert (date(2026, 12, 2), HEAD, "plan_review_overdue") not in found


def test_who_has_lost_their_post_meanwhile_is_sent_nothing(asking: Asking):
    put_plan(
        asking,
        SCHOOL,
        NUMBERED | {"responsible": "x", "responsible_id": asking.people[ADVISER], "due_on": date(2026, 11, 27)},
    )
    day = morning(date(2026, 11, 30))
    with asking.database.write() as session:
        planning.plan(session, asking.authority, day)
        session.exec(delete(Post).where(Post.person_id == asking.people[ADVISER]))  # type: ignore[call-overload]
    assert ADVISER not in {who for who, *_ in tick(asking, day.replace(hour=10))}
    with asking.database.read() as session:
        why = session.execute(select(duties.c.why_ended).where(duties.c.kind == "goal_overdue")).scalar_one()
    assert why == "the recipient has nothing to do with the plan any more"


def test_messages_say_what_to_do_and_a_lock_screen_nothing(asking: Asking):
    put_plan(asking, SCHOOL, NUMBERED, next_review_on=date(2026, 11, 20))
    sent = {who: card for who, _, card in tick(asking, morning(date(2026, 11, 24)))}
    assert "was due on Fri 20 November and is not on record" in sent[HEAD].plain()
    assert [b.label for b in sent[HEAD].buttons][:3] == ["Record a review", "Move the review", "Show the plan"]
    assert sent[HEAD].notice == "Cairn has 1 thing for you"
    passed_on = {who: card for day in days(date(2026, 12, 4), 5) for who, _, card in tick(asking, morning(day))}
    assert "11 school days ago" in passed_on[QUALITY].plain()
    assert [b.label for b in passed_on[QUALITY].buttons][:1] == ["Show the plan"]


def test_a_reminder_says_why_it_came_and_can_be_put_off_while_it_matters(asking: Asking):
    put_plan(asking, SCHOOL, NUMBERED, next_review_on=date(2026, 11, 20))
    tick(asking, morning(date(2026, 11, 24)))
    with asking.database.read() as session:
        message = session.execute(select(Message.id).where(Message.recipient_id == asking.people[HEAD])).scalar_one()  # type: ignore[call-overload]
    at = morning(date(2026, 11, 24)).replace(hour=12)
    why = asking.do(HEAD, "why_this_message", message=str(message), now=at).reply
    assert "you are its headteacher, and the rule “Overdue plan reviews”" in why.plain()
    put_off = asking.do(HEAD, "snooze", message=str(message), until="2026-11-26", now=at).reply.plain()
    assert "again on Thu 26 November" in put_off
    assert (date(2026, 11, 26), HEAD, "plan_review_overdue") in over(asking, date(2026, 11, 25), 3)


def test_who_turned_a_kind_down_gets_none_of_it(asking: Asking):
    put_plan(asking, SCHOOL, NUMBERED, next_review_on=REVIEW)
    assert "Overdue plan reviews" in asking.ask(HEAD, "my reminders").reply.plain()
    assert "long overdue" not in asking.ask(HEAD, "my reminders").reply.plain()
    asking.do(HEAD, "turn_down", kind="plan_review_overdue")
    found = over(asking, NOW.date(), 20)
    assert (HEAD, "plan_review_overdue") not in {(who, kind) for _, who, kind in found}
    assert (OFFICER, "plan_review_overdue") in {(who, kind) for _, who, kind in found}


def test_several_changes_of_one_sitting_reach_the_other_side_as_one(asking: Asking):
    put_plan(asking, SCHOOL, next_review_on=date(2027, 3, 1))
    for number in range(4):
        asking.do(OFFICER, "add_goal", plan="1", aim=f"Goal {number}", event=f"n{number}")
    assert [(day, who, kind) for day, who, kind in over(asking, NOW.date(), 5)] == [
        (date(2026, 11, 24), HEAD, "plan_changed")
    ]


def test_a_proposal_is_told_with_its_button_though_goals_were_added_since(asking: Asking):
    late = NOW.replace(hour=19)
    asking.do(OFFICER, "start_plan", seed_code=asking.code(SCHOOL), title="Attendance", now=late)
    asking.do(OFFICER, "add_goal", plan="1", aim="A goal", now=late)
    ((who, kind, card),) = tick(asking, morning(date(2026, 11, 24)))
    assert (who, kind) == (HEAD, "plan_proposed")
    assert "proposes an action plan" in card.plain()
    agree = card.buttons[0]
    assert asking.do(HEAD, agree.action, now=morning(date(2026, 11, 24)), **agree.values).outcome == "done"


def test_a_rule_that_the_authority_leaves_out_is_not_sent(asking: Asking, tmp_path: Path):
    (tmp_path / "framework.toml").write_text(
        '[[reminders]]\nkey = "goal_overdue"\nlabel = "Goals"\nto = ["quality_manager"]\nschool_days_after = [2]\n'
    )
    put_plan(asking, SCHOOL, NUMBERED | {"due_on": date(2026, 11, 27)}, next_review_on=REVIEW)
    found = over(asking, NOW.date(), 30, load_authority(tmp_path))
    assert found == [(date(2026, 12, 1), QUALITY, "goal_overdue")]


def test_a_local_holiday_of_the_cluster_holds_its_headteacher_back_and_nobody_else(asking: Asking, tmp_path: Path):
    (tmp_path / "school_year.toml").write_text(
        '[[sessions]]\nname = "2026/27"\nfirst = 2026-08-17\nlast = 2027-06-25\n'
        '[[sessions.closures]]\nname = "Fair"\nfirst = 2026-12-02\nlast = 2026-12-02\nclusters = ["Kilbrannan"]\n'
    )
    put_plan(asking, SCHOOL, NUMBERED, next_review_on=REVIEW)
    found = over(asking, date(2026, 12, 1), 4, load_authority(tmp_path))
    chased = [(day, who) for day, who, kind in found if kind == "plan_review_overdue"]
    assert chased == [(date(2026, 12, 2), OFFICER), (date(2026, 12, 3), HEAD)]


def test_a_dropped_goal_drops_its_duty(asking: Asking):
    put_plan(asking, SCHOOL, NUMBERED | {"due_on": date(2026, 11, 25)}, next_review_on=date(2027, 3, 1))
    tick(asking, NOW)
    with asking.database.write() as session:
        session.connection().execute(update(goals).values(state="dropped"))
        plans_again(session)
        planned = planning.plan(session, asking.authority, NOW)
    assert Counter(duty.kind for duty in planned.dropped) == {"goal_overdue": 2}
    with asking.database.read() as session:
        assert {duty.state for duty in session.scalars(select(Duty)) if duty.kind == "goal_overdue"} == {"dropped"}


def test_a_moved_review_is_told_although_the_reader_changed_a_goal_since(asking: Asking):
    put_plan(asking, SCHOOL, NUMBERED)
    friday, saturday = NOW.replace(day=27, hour=19), NOW.replace(day=28)
    asking.do(OFFICER, "move_review", plan="1", date="2026-12-15", now=friday)
    asking.do(HEAD, "plan_update", plan="1", goal="1", value="84%", status="open", now=saturday)
    sent = tick(asking, morning(date(2026, 12, 1)))
    ((_, _, card),) = [one for one in sent if one[:2] == (HEAD, "plan_review_moved")]
    assert "was moved. The next review is on Tue 15 December." in card.plain()
    assert "Ailsa" not in card.plain()


def test_why_a_message_came_tells_nothing_that_was_not_sent(asking: Asking):
    """What waits unsent, or was dropped when its turn came, has not come to anybody."""
    put_plan(asking, SCHOOL, next_review_on=date(2026, 11, 30))
    with asking.database.write() as session:
        planning.plan(session, asking.authority, morning(date(2026, 11, 24)))
    with asking.database.read() as session:
        waiting = session.execute(select(duties.c.message_id).where(duties.c.state == "gathered")).scalars().first()
    told = asking.do(OFFICER, "why_this_message", message=str(waiting)).reply.plain()
    assert "action plan" not in told
    with asking.database.write() as session:
        claimed = claim(session, "t", real_now() + timedelta(seconds=1), timedelta(minutes=1), 9, answers_only=False)
        gathered = session.execute(select(duties.c.id).where(duties.c.message_id == waiting)).scalars().all()
        record(session, "t", [Outcome(one.id, "dropped", dropped=dict.fromkeys(gathered, "gone")) for one in claimed])
    assert "action plan" not in asking.do(OFFICER, "why_this_message", message=str(waiting)).reply.plain()
