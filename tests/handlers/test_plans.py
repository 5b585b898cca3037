"""Action plans asked about, started, agreed, changed, reviewed and closed, with the other side told."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime
from itertools import product

import pytest
from sqlalchemy import select

from framework.access import may
from handlers.cards import Card, Form
from handlers.table import HANDLERS
from store.outbox import duties
from store.plan_lists import goals, goals_of, plan_by_id, plans, reviews, values, values_of_goal
from store.plans import Goal, Plan
from store.posts import standing

from .conftest import NOW, PEOPLE, SCHOOLS, Asking

SCHOOL = "Kilbrannan Primary School"
FAR = "Morvarra High School"
HEAD, OFFICER = "head@a.example", "officer@a.example"
AIM = "Attendance is back at our own level"
NUMBERED = {"measure": "attendance", "baseline": "80%", "target": "90%"}


def put_plan(asking: Asking, school: str = SCHOOL, *aims: dict, **more: object) -> int:
    """An agreed plan straight in the record, as an import would leave it, with these goals."""
    agreed = {"title": "Attendance", "state": "agreed", "agreed_on": date(2026, 9, 10), "review_every_school_weeks": 8}
    row = agreed | {"next_review_on": date(2026, 12, 1), "scheduled_at": NOW, "changed_at": NOW} | more
    with asking.database.write() as session:
        plan = Plan(school_id=asking.schools[school], **row)
        session.add(plan)
        session.flush()
        for number, aim in enumerate(aims, 1):
            session.add(
                Goal(plan_id=plan.id, number=number, **({"goal": AIM, "scheduled_at": NOW, "changed_at": NOW} | aim))
            )
        assert plan.id is not None
        return plan.id


def the_plan(asking: Asking, plan_id: int = 1):
    with asking.database.read() as session:
        found = plan_by_id(session, plan_id)
    assert found is not None
    return found


def the_goals(asking: Asking, plan_id: int = 1):
    with asking.database.read() as session:
        return goals_of(session, [plan_id])[plan_id]


def told(asking: Asking) -> list[tuple[str, int]]:
    with asking.database.read() as session:
        return sorted((row.rule, row.recipient_id) for row in session.execute(select(duties)) if row.state == "due")


def rows_of(asking: Asking, table) -> int:
    with asking.database.read() as session:
        return len(session.execute(select(table.c.id)).all())


def test_the_state_of_a_plan_is_told_as_numbers_against_its_baseline(asking: Asking):
    put_plan(
        asking,
        SCHOOL,
        NUMBERED
        | {"latest": "86%", "latest_on": date(2026, 11, 20), "responsible": "Ailsa", "due_on": date(2027, 3, 1)},
        {"goal": "Families are reached", "baseline": "low", "target": "high", "latest": "better"},
        NUMBERED | {"state": "met"},
    )
    text = asking.ask(HEAD, "how is our plan going?").reply.plain()
    assert "86% (Fri 20 November) · 60% of the way" in text
    assert "low → high · better · in words" in text
    assert "1 of 3 met" in text
    assert "Tue 1 December 2026" in text


def test_what_is_missing_in_a_plan_is_said_with_the_goals_that_lack_it(asking: Asking):
    put_plan(asking, SCHOOL, NUMBERED, {"goal": "B"}, {"goal": "C"}, NUMBERED | {"responsible": "Ailsa"})
    text = asking.ask(OFFICER, f"action plan of {SCHOOL}").reply.plain()
    assert "2 of 4 goals lack a baseline (goals 2 and 3)." in text
    assert "3 of 4 goals lack somebody responsible (goals 1, 2 and 3)." in text
    assert "4 of 4 goals lack a time limit" in text


def test_a_plan_that_lacks_nothing_is_said_to_be_whole(asking: Asking):
    put_plan(asking, SCHOOL, NUMBERED | {"responsible": "Ailsa", "due_on": date(2027, 3, 1)})
    assert "Nothing is missing" in asking.ask(HEAD, "how is our plan going?").reply.plain()


def test_a_school_on_more_than_universal_support_should_have_a_plan(asking: Asking):
    answered = asking.ask(OFFICER, f"action plan of {SCHOOL}")
    assert "No action plan is on record for" in answered.reply.plain()
    assert "Targeted support, so there should be one" in answered.reply.plain()
    assert "Start a plan" in [button.label for button in answered.reply.buttons]
    universal = asking.ask(OFFICER, "action plan of Kilbrannan Academy").reply.plain()
    assert "should be one" not in universal


def test_who_may_know_the_state_only_is_told_no_more(asking: Asking):
    put_plan(asking, SCHOOL, NUMBERED | {"state": "met"}, {"goal": "A goal of ours"}, next_review_on=date(2026, 11, 2))
    for email in ("other@a.example", "lead@a.example"):
        reply = asking.ask(email, f"action plan of {SCHOOL}").reply
        assert "1 of 2 met" in reply.plain()
        assert "Mon 2 November 2026, overdue" in reply.plain()
        assert AIM not in reply.plain()
        assert "A goal of ours" not in reply.plain()
        assert "Attendance" not in reply.plain()
        assert not reply.buttons


PLAN_ACTIONS = {
    "plan_status": {},
    "agree_plan": {},
    "move_review": {"date": "2026-12-08"},
    "close_plan": {"outcome": "Goals met"},
    "add_goal": {"aim": "Another goal"},
    "change_goal": {"goal": "1", "aim": "A changed goal"},
    "plan_update": {"goal": "1", "value": "86%", "status": "open"},
    "record_review": {"held_on": "2026-11-20", "agreed_next": "Go on."},
}


@pytest.mark.parametrize("email", [email for email, *_ in PEOPLE])
def test_who_may_not_is_refused_the_same_whether_the_plan_exists_or_not(asking: Asking, email: str):
    ids = {school: put_plan(asking, school, NUMBERED) for school, *_ in SCHOOLS}
    with asking.database.read() as session:
        person = standing(session, asking.people[email], NOW.date())
    for action, (school, plan_id) in product(PLAN_ACTIONS, ids.items()):
        matter = HANDLERS[action].matter
        allowed = may(asking.authority.access, person, matter, asking.schools[school])
        code = asking.code(school)
        answered = asking.do(email, action, seed_code=code, plan=str(plan_id), **PLAN_ACTIONS[action], step="form")
        assert answered.refused != allowed, (email, action, school, answered.reply.plain())
        if not allowed:
            nowhere = asking.do(email, action, seed_code="9999999", plan="9999", **PLAN_ACTIONS[action], step="form")
            assert answered.reply.plain() == nowhere.reply.plain()
            # The plan of a school that is not theirs under the seed code of one that is.
            own = next((name for name, id_ in asking.schools.items() if id_ in person.own_schools), None)
            if own:
                lured = asking.do(email, action, seed_code=asking.code(own), plan=str(plan_id), **PLAN_ACTIONS[action])
                assert lured.refused, (email, action, school)


def test_nothing_is_changed_by_who_may_not(asking: Asking):
    plan_id = put_plan(asking, SCHOOL, NUMBERED)
    for email in ("other@a.example", "lead@a.example", "quality@a.example", "adviser@a.example", "far@a.example"):
        for action, given in PLAN_ACTIONS.items():
            asking.do(email, action, seed_code=asking.code(SCHOOL), plan=str(plan_id), **given)
    assert (the_plan(asking).revision, len(the_goals(asking)), rows_of(asking, reviews)) == (1, 1, 0)


def start(asking: Asking, email: str = OFFICER, **given: str):
    return asking.do(
        email, "start_plan", **{"seed_code": asking.code(SCHOOL), "title": "Attendance", "weeks": "8"} | given
    )


def test_a_plan_is_proposed_by_one_side_and_agreed_by_the_other(asking: Asking):
    assert "I am telling Ailsa Munro." in start(asking).reply.plain()
    assert (the_plan(asking).state, the_plan(asking).next_review_on) == ("proposed", None)
    assert told(asking) == [("plan_proposed", asking.people[HEAD])]
    own_side = asking.do(OFFICER, "agree_plan", plan="1")
    assert "Your side has agreed this plan already" in own_side.reply.plain()
    agreed = asking.do(HEAD, "agree_plan", plan="1", revision="1")
    assert "Agreed" in agreed.reply.title
    plan = the_plan(asking)
    # Forty school days from the day of agreement, with Christmas and the bank holiday of 4 January between.
    assert (plan.state, plan.agreed_on, plan.next_review_on) == ("agreed", date(2026, 11, 23), date(2027, 2, 2))
    assert (plan.agreed_by_officer_id, plan.agreed_by_head_id) == (asking.people[OFFICER], asking.people[HEAD])
    assert ("plan_agreed", asking.people[OFFICER]) in told(asking)


def test_an_imported_proposal_needs_the_yes_of_both_sides(asking: Asking):
    put_plan(asking, SCHOOL, state="proposed", agreed_on=None, next_review_on=None)
    assert "Agreed by your side" in asking.do(HEAD, "agree_plan", plan="1").reply.title
    assert the_plan(asking).state == "proposed"
    asking.do(OFFICER, "agree_plan", plan="1")
    assert the_plan(asking).state == "agreed"


def test_words_open_the_form_and_change_nothing(asking: Asking):
    form = asking.ask(OFFICER, f"start an action plan for {SCHOOL}").reply
    assert isinstance(form, Form)
    assert form.action == "start_plan"
    assert {item.name: item.value for item in form.fields}["weeks"] == "8"
    assert rows_of(asking, plans) == 0


def test_a_form_sent_twice_counts_once(asking: Asking):
    first = asking.do(OFFICER, "start_plan", event="n1", seed_code=asking.code(SCHOOL), title="Attendance")
    again = asking.do(OFFICER, "start_plan", event="n1", seed_code=asking.code(SCHOOL), title="Attendance")
    assert (first.outcome, again.repeated, rows_of(asking, plans)) == ("done", True, 1)
    asking.do(HEAD, "add_goal", event="n2", plan="1", aim=AIM)
    assert asking.do(HEAD, "add_goal", event="n2", plan="1", aim=AIM).repeated
    assert len(the_goals(asking)) == 1


@pytest.mark.parametrize(
    ("given", "field", "said"),
    [
        ({"title": "attendance"}, "title", "has a plan of this title already"),
        ({"title": "x" * 121}, "title", "under 120 characters"),
        ({"title": "New", "weeks": "60"}, "weeks", "from 1 to 40"),
    ],
)
def test_what_is_wrong_with_a_new_plan_stands_beside_its_field(asking: Asking, given: dict, field: str, said: str):
    start(asking)
    form = start(asking, **given).reply
    assert isinstance(form, Form)
    assert said in {item.name: item.error for item in form.fields}[field]
    assert rows_of(asking, plans) == 1


def test_a_goal_is_added_with_who_is_responsible_and_the_other_side_hears_of_it_next_morning(asking: Asking):
    put_plan(asking)
    given = NUMBERED | {"aim": AIM, "responsible": "ailsa munro", "due_on": "2027-03-26"}
    answered = asking.do(OFFICER, "add_goal", plan="1", revision="1", **given)
    assert "Nothing is missing" in answered.reply.plain()
    assert "On the next school morning I tell Ailsa Munro." in answered.reply.plain()
    (goal,) = the_goals(asking)
    assert (goal.number, goal.responsible_id, goal.due_on) == (1, asking.people[HEAD], date(2027, 3, 26))
    with asking.database.read() as session:
        (duty,) = session.execute(select(duties)).all()
    assert (duty.rule, duty.not_before) == ("plan_changed", datetime(2026, 11, 24, 8, tzinfo=UTC))


def test_a_goal_is_completed_later_and_only_another_day_counts_as_another_schedule(asking: Asking):
    put_plan(asking, SCHOOL, NUMBERED | {"due_on": date(2027, 3, 1)})
    form = asking.do(HEAD, "change_goal", plan="1", goal="1").reply
    assert isinstance(form, Form)
    filled = {item.name: item.value for item in form.fields} | dict(form.hidden)
    asking.do(HEAD, "change_goal", **filled | {"responsible": "the office"})
    (goal,) = the_goals(asking)
    assert (goal.responsible, goal.due_on, goal.schedule_revision) == ("the office", date(2027, 3, 1), 1)
    asking.do(HEAD, "change_goal", **filled | {"due_on": "2027-04-30", "revision": "2"})
    assert the_goals(asking)[0].schedule_revision == 2


def test_a_stale_form_changes_nothing_and_says_who_was_quicker(asking: Asking):
    put_plan(asking, SCHOOL, NUMBERED)
    asking.do(HEAD, "add_goal", plan="1", revision="1", aim="Another goal")
    for action, given in PLAN_ACTIONS.items():
        if action != "plan_status":
            answered = asking.do(OFFICER, action, plan="1", revision="1", **given)
            assert "was changed by Ailsa Munro" in answered.reply.plain(), action
    assert the_plan(asking).revision == 2


def test_a_figure_about_fewer_than_five_pupils_is_refused(asking: Asking):
    put_plan(asking)
    form = asking.do(HEAD, "add_goal", plan="1", aim=AIM, baseline="3 pupils").reply
    assert isinstance(form, Form)
    assert "Fewer than five pupils" in {item.name: item.error for item in form.fields}["baseline"]
    assert the_goals(asking) == []


def test_a_goal_is_updated_by_words_with_one_confirming_tap(asking: Asking):
    put_plan(asking, SCHOOL, NUMBERED, NUMBERED)
    form = asking.ask(HEAD, "goal 2 is at 86%").reply
    assert isinstance(form, Form)
    filled = {item.name: item.value for item in form.fields} | dict(form.hidden)
    assert (filled["goal"], filled["value"], filled["status"]) == ("2", "86%", "open")
    assert rows_of(asking, values) == 0
    answered = asking.do(HEAD, "plan_update", **filled)
    assert "60% of the way" in answered.reply.plain()
    first, second = the_goals(asking)
    assert (first.latest, second.latest, second.latest_on) == ("", "86%", date(2026, 11, 23))


def test_words_may_name_the_state_or_another_day_of_a_goal(asking: Asking):
    put_plan(asking, SCHOOL, NUMBERED)
    done = asking.ask(HEAD, "goal 1 is met").reply
    assert isinstance(done, Form)
    assert {item.name: item.value for item in done.fields}["status"] == "met"
    later = asking.ask(HEAD, "change the due date on goal 1 to 30 April").reply
    assert isinstance(later, Form)
    assert later.action == "change_goal"
    assert {item.name: item.value for item in later.fields}["due_on"] == "2027-04-30"


def test_a_bare_number_takes_the_unit_of_the_target_and_an_older_value_stays_history(asking: Asking):
    put_plan(asking, SCHOOL, NUMBERED)
    for value, day in (("85", "2026-11-20"), ("83%", "2026-11-10")):
        asking.do(HEAD, "plan_update", plan="1", goal="1", status="open", value=value, on_day=day)
    (goal,) = the_goals(asking)
    assert (goal.latest, goal.latest_on) == ("85%", date(2026, 11, 20))
    with asking.database.read() as session:
        assert values_of_goal(session, goal.id) == [(date(2026, 11, 10), "83%"), (date(2026, 11, 20), "85%")]


@pytest.mark.parametrize(
    ("given", "field", "said"),
    [
        ({"status": "open"}, "value", "Please give the value now"),
        ({"status": "perhaps"}, "status", "Please choose one of these"),
        ({"status": "open", "value": "85%", "on_day": "2026-11-24"}, "on_day", "has not come yet"),
        ({"status": "open", "value": "85%", "on_day": "soon"}, "on_day", "year-month-day"),
    ],
)
def test_what_is_wrong_with_an_update_stands_beside_its_field(asking: Asking, given: dict, field: str, said: str):
    put_plan(asking, SCHOOL, NUMBERED)
    form = asking.do(HEAD, "plan_update", plan="1", goal="1", **given).reply
    assert isinstance(form, Form)
    assert said in {item.name: item.error for item in form.fields}[field]


def test_a_reached_target_is_not_called_met_before_both_sides_say_so(asking: Asking):
    put_plan(asking, SCHOOL, NUMBERED)
    text = asking.do(HEAD, "plan_update", plan="1", goal="1", status="open", value="91%").reply.plain()
    assert "say that the goal is met when you both see it so" in text
    assert the_goals(asking)[0].state == "open"


def record(asking: Asking, email: str = OFFICER, **given: str):
    return asking.do(email, "record_review", **{"plan": "1", "held_on": "2026-11-20", "agreed_next": "Go on."} | given)


def test_a_review_is_recorded_with_its_values_and_sets_the_next_by_its_interval(asking: Asking):
    put_plan(asking, SCHOOL, NUMBERED, {"goal": "B"}, NUMBERED | {"state": "met"})
    form = asking.do(OFFICER, "record_review", plan="1").reply
    assert isinstance(form, Form)
    assert [item.name for item in form.fields] == ["held_on", "value_1", "value_2", "met", "agreed_next"]
    answered = record(asking, revision="1", value_1="86", value_2="better", met="2", agreed_next="Look at P4.")
    assert "I am telling Ailsa Munro." in answered.reply.plain()
    plan = the_plan(asking)
    assert (plan.last_review_on, plan.next_review_on) == (date(2026, 11, 20), date(2027, 2, 1))
    first, second, _ = the_goals(asking)
    assert (first.latest, first.state, second.latest, second.state) == ("86%", "open", "better", "met")
    text = asking.ask(HEAD, "how is our plan going?").reply.plain()
    assert "Agreed at the review of Fri 20 November: Look at P4." in text
    assert "2 of 3 met" in text


@pytest.mark.parametrize(
    ("held_on", "said"),
    [("2026-11-24", "has not come yet"), ("2026-11-13", "is on record already"), ("x", "year-month")],
)
def test_a_review_is_of_a_past_day_and_later_than_the_last(asking: Asking, held_on: str, said: str):
    put_plan(asking, SCHOOL, NUMBERED)
    record(asking, held_on="2026-11-13")
    form = record(asking, held_on=held_on).reply
    assert isinstance(form, Form)
    assert said in form.fields[0].error
    assert rows_of(asking, reviews) == 1


def test_a_plan_that_is_not_agreed_has_no_review(asking: Asking):
    start(asking)
    assert "not agreed yet" in record(asking).reply.plain()
    assert "once the plan is agreed" in asking.do(OFFICER, "move_review", plan="1", date="2026-12-08").reply.plain()


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2026-11-20", "has passed"),
        ("2026-12-05", "no school on Sat 5 December 2026 (the weekend)"),
        ("2028-12-05", "more than a school year away"),
    ],
)
def test_a_review_is_moved_to_a_school_day_to_come(asking: Asking, day: str, said: str):
    put_plan(asking)
    form = asking.do(HEAD, "move_review", plan="1", date=day).reply
    assert isinstance(form, Form)
    assert said in form.fields[0].error
    asking.do(HEAD, "move_review", plan="1", date="2026-12-08")
    assert the_plan(asking).next_review_on == date(2026, 12, 8)
    assert told(asking) == [("plan_review_moved", asking.people[OFFICER])]


def test_a_closed_plan_can_be_read_and_not_changed(asking: Asking):
    put_plan(asking, SCHOOL, NUMBERED)
    wrong = asking.do(HEAD, "close_plan", plan="1", outcome="Because")
    assert isinstance(wrong.reply, Form)
    asking.do(HEAD, "close_plan", plan="1", outcome="Goals met")
    assert "closed: Goals met" in asking.do(HEAD, "plan_status", seed_code=asking.code(SCHOOL), plan="1").reply.plain()
    assert "No action plan is on record" in asking.ask(HEAD, "how is our plan going?").reply.plain()
    for action, given in PLAN_ACTIONS.items():
        if action != "plan_status":
            assert "closed already" in asking.do(HEAD, action, plan="1", **given).reply.plain(), action


def test_of_two_plans_the_one_meant_is_asked_for(asking: Asking):
    put_plan(asking, SCHOOL, NUMBERED)
    put_plan(asking, SCHOOL, {"goal": "B"}, {"goal": "C"}, title="Reading")
    both = asking.ask(HEAD, "how is our plan going?").reply
    assert [button.label for button in both.buttons] == ["Open “Attendance”", "Open “Reading”"]
    which = asking.ask(HEAD, "goal 1 is at 86%").reply
    assert isinstance(which, Card)
    assert [choice.label for choice in which.choices] == [f"{SCHOOL}: Attendance", f"{SCHOOL}: Reading"]
    chosen = which.choices[0]
    form = asking.do(HEAD, chosen.action, **chosen.values).reply
    assert isinstance(form, Form)
    assert {item.name: item.value for item in form.fields}["value"] == "86%"
    # Only one of the two has a goal of that number.
    assert isinstance(asking.ask(HEAD, "goal 2 is at 86%").reply, Form)


def test_overdue_plans_are_listed_among_the_askers_own_or_all(asking: Asking):
    put_plan(asking, SCHOOL, NUMBERED | {"due_on": date(2026, 11, 2)}, next_review_on=date(2026, 11, 16))
    put_plan(asking, FAR, NUMBERED, next_review_on=date(2026, 11, 2))
    mine = asking.ask(OFFICER, "which plans are overdue?").reply.plain()
    assert f"{SCHOOL} · Mon 16 November · 5 school days ago" in mine
    assert f"1. {AIM}" in mine
    assert FAR not in mine
    everything = asking.ask("quality@a.example", "which plans are overdue?").reply.plain()
    assert FAR in everything
    assert SCHOOL in everything
    own = asking.ask("far@a.example", "which plans are overdue?").reply.plain()
    assert FAR in own
    assert SCHOOL not in own
    assert asking.ask("admin@a.example", "which plans are overdue?").refused


def test_goals_of_plans_whose_state_alone_is_known_are_counted_and_not_named(asking: Asking):
    put_plan(asking, SCHOOL, NUMBERED | {"due_on": date(2026, 11, 2)})
    text = asking.ask("lead@a.example", "which plans in my cluster are overdue?").reply.plain()
    assert "1 goal of other plans past the time limit." in text
    assert AIM not in text


def test_targeted_schools_without_a_plan_are_listed_and_counted(asking: Asking):
    put_plan(asking, SCHOOL)
    text = asking.ask("quality@a.example", "which schools have no action plan").reply.plain()
    assert "Ardsheal Primary School" in text
    assert FAR in text
    assert "Kilbrannan Academy" not in text
    assert SCHOOL not in text
    targeted = asking.ask("quality@a.example", "which targeted schools don't have a plan").reply.plain()
    assert "Ardsheal" not in targeted
    counted = asking.ask("quality@a.example", "how many targeted schools have no plan").reply.plain()
    assert counted == "1 school has no action plan and should."


def test_when_a_plan_is_reviewed_is_answered_with_the_tiers_review(asking: Asking):
    put_plan(asking)
    text = asking.ask(HEAD, "when is our plan reviewed?").reply.plain()
    assert "reviewed next on Tue 1 December 2026, in 6 school days." in text
    assert "The tier is reviewed by Wed 20 January 2027." in text
    listed = asking.ask(OFFICER, "which plan reviews are due in December?").reply.plain()
    assert f"Tue 1 December · {SCHOOL}" in listed
    lead = asking.ask("lead@a.example", f"when is the plan review of {SCHOOL}?").reply.plain()
    assert "Tue 1 December" in lead
    assert "tier" not in lead


def test_everyone_sees_what_they_are_down_for_and_only_where_they_may(asking: Asking):
    who = {"responsible": "x", "responsible_id": asking.people["depute@a.example"]}
    put_plan(asking, SCHOOL, NUMBERED | who)
    put_plan(
        asking,
        "Kilbrannan Academy",
        NUMBERED | who | {"goal": "Later", "due_on": date(2027, 3, 1)},
        NUMBERED | who | {"goal": "Sooner", "due_on": date(2026, 11, 2)},
        NUMBERED | who | {"goal": "Met", "state": "met"},
    )
    reply = asking.ask("depute@a.example", "what am I down for and by when?").reply
    assert reply.title == "You are down for 2 goals, 1 past the time limit"
    assert reply.plain().index("Sooner") < reply.plain().index("Later")
    assert SCHOOL not in reply.plain()
    assert "not down for any" in asking.ask("far@a.example", "what am I down for and by when?").reply.plain()


def test_no_notice_names_a_plan_a_goal_or_a_school(asking: Asking):
    put_plan(asking, SCHOOL, NUMBERED)
    asked = ("how is our plan going?", "when is our plan reviewed?", "what am I down for?", "goal 1 is at 86%")
    replies = [asking.ask(HEAD, words).reply for words in asked]
    replies += [record(asking).reply, asking.do(HEAD, "add_goal", plan="1").reply, record(asking, revision="1").reply]
    for reply in replies:
        assert reply.notice == "Cairn has an answer for you."


def test_the_audit_names_the_school_of_every_change(asking: Asking, audit):
    put_plan(asking, SCHOOL, NUMBERED)
    asking.do(HEAD, "plan_update", plan="1", goal="1", status="met")
    assert audit()[-1] == ("plan_update", "done", asking.schools[SCHOOL])


def test_two_people_who_change_a_plan_at_once_change_it_once(asking: Asking):
    put_plan(asking, SCHOOL, NUMBERED)
    first = asking.do(HEAD, "plan_update", plan="1", goal="1", status="met", revision="1")
    second = asking.do(OFFICER, "plan_update", plan="1", goal="1", status="dropped", revision="1")
    assert (first.outcome, "changed meanwhile" in second.reply.title) == ("done", True)
    assert Counter(goal.state for goal in the_goals(asking)) == {"met": 1}


def test_the_numbers_of_goals_go_on_and_end_at_fifteen(asking: Asking):
    put_plan(asking, SCHOOL, *({"goal": f"Goal {number}"} for number in range(1, 16)))
    form = asking.do(HEAD, "add_goal", plan="1", aim="One too many").reply
    assert isinstance(form, Form)
    assert "which is the most" in form.fields[0].error
    assert rows_of(asking, goals) == 15


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "1949-12-31"])
def test_a_day_far_from_any_school_year_is_refused_beside_its_field(asking: Asking, day: str):
    put_plan(asking)
    form = asking.do(OFFICER, "add_goal", plan="1", aim=AIM, due_on=day).reply
    assert isinstance(form, Form)
    assert "far from any school year" in {item.name: item.error for item in form.fields}["due_on"]
    assert not the_goals(asking)


def test_a_change_of_a_proposed_plan_asks_the_other_side_again(asking: Asking):
    start(asking, HEAD)
    asking.do(OFFICER, "add_goal", plan="1", aim=AIM)
    asking.do(OFFICER, "agree_plan", plan="1")
    assert the_plan(asking).state == "proposed"
    agreed = asking.do(HEAD, "agree_plan", plan="1")
    assert (agreed.outcome, the_plan(asking).state) == ("done", "agreed")


def test_a_closed_plan_is_called_closed_to_who_may_know_its_state_alone(asking: Asking):
    put_plan(asking, state="closed", outcome="Goals met")
    told = asking.do("other@a.example", "plan_status", seed_code=asking.code(SCHOOL), plan="1").reply.plain()
    assert "State: closed" in told
    assert "Next review" not in told


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("910", "cannot be a share"),
        ("-5%", "cannot be a share"),
        ("ninety one", "Please give a figure"),
        ("91 or so", ""),
    ],
)
def test_a_value_that_cannot_be_is_asked_about(asking: Asking, value: str, said: str):
    put_plan(asking, SCHOOL, NUMBERED)
    reply = asking.do(OFFICER, "plan_update", plan="1", goal="1", value=value, status="open").reply
    error = {item.name: item.error for item in reply.fields}["value"] if isinstance(reply, Form) else ""
    assert said in error
    assert bool(said) == isinstance(reply, Form)


def test_a_goal_that_the_plan_has_not_is_said_so(asking: Asking):
    put_plan(asking, SCHOOL, NUMBERED, {"goal": "Another"})
    told = asking.ask(HEAD, "goal 9 is at 20%").reply
    assert isinstance(told, Card)
    assert "has no goal 9" in told.plain()
    assert len(told.choices) == 2
