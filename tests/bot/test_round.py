"""Whole rounds over a small record: who is told what, on which morning, and what is never said."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import select

from bot.delivery import Delivery
from bot.round import dry_round, give_up_planning, heartbeat, run_round
from config.authority import load_authority
from handlers import duties
from handlers.answer import Answers
from handlers.request import Account, Action, Place, Request
from store.duties import TurnedDown
from store.people import Person, Post
from store.visits import Visit, VisitNote, visit_by_id
from tests.bot.fake_platform import Clock, FakePlatform, fails, loses_the_reply
from tests.crash.small_record import (
    LONG_AGO,
    MONDAY,
    duties_in,
    fill,
    local,
    messages_in,
    of_visits_alone,
    put,
    put_visit,
)

AUTHORITY = of_visits_alone(load_authority(None))


class Rounds:
    """The record, a platform, and rounds at business times."""

    def __init__(self, database, authority=AUTHORITY):
        self.database = database
        self.small = fill(database)
        self.platform = FakePlatform()
        self.clock = Clock()
        self.delivery = Delivery(database, authority, [self.platform], clock=self.clock)
        self.number = 0

    def at(self, moment):
        """One round at a local time; returns it."""
        self.clock.go_on(hours=1)
        return run_round(self.delivery, local(moment))

    def over(self, *days):
        """A round on each day at one past eight, and one at midday."""
        return [self.at(f"{day} {clock}") for day in days for clock in ("08:01", "12:00")]

    def said_to(self, person):
        return self.platform.said_to(person)

    def do(self, who, action, moment, **values):
        self.number += 1
        email = f"{who}@example.org"
        request = Request(
            Account("operator", "", email),
            Place(),
            local(moment),
            f"event {self.number}",
            action=Action(action, values),
        )
        answered = Answers(self.database, self.delivery.authority).answer(request)
        assert answered.outcome == "done", answered.reply.plain()
        return answered

    def visit(self, visit_id):
        with self.database.read() as session:
            return visit_by_id(session, visit_id)

    def states(self, rule):
        return [duty.state for duty in duties_in(self.database) if duty.rule == rule]

    def with_authority(self, authority):
        self.delivery = replace(self.delivery, authority=authority)


@pytest.fixture
def rounds(database):
    return Rounds(database)


def reminders(texts):
    return [text for text in texts if "Tomorrow:" in text or "In " in text or "Today:" in text]


def test_both_sides_are_reminded_five_school_days_and_one_before_a_visit(rounds):
    put_visit(rounds.database, rounds.small.fearnbrae, rounds.small.morag, "2026-11-30 10:00")

    rounds.over("2026-11-20", "2026-11-23", "2026-11-24", "2026-11-25", "2026-11-26", "2026-11-27", "2026-11-30")

    for person in (rounds.small.morag, rounds.small.alan):
        first, second = rounds.said_to(person)[:2]
        assert "In 7 days: Visit 2 at Fearnbrae Primary School" in first
        assert "In 3 days: Visit 2 at Fearnbrae Primary School" in second
        assert len(reminders(rounds.said_to(person))) == 2


def test_a_second_round_sends_nothing_again(rounds):
    put_visit(rounds.database, rounds.small.fearnbrae, rounds.small.morag, "2026-11-24 10:00")
    assert len(rounds.at("2026-11-23 08:01").delivered.attempts) == 2

    again = rounds.at("2026-11-23 08:02")

    assert (again.planned.laid_out, again.planned.gathered, again.delivered.attempts) == (0, 0, ())


def test_a_visit_is_not_reminded_of_before_eight_nor_after_half_past_five(rounds):
    put_visit(rounds.database, rounds.small.fearnbrae, rounds.small.morag, "2026-11-24 10:00")

    for moment in ("2026-11-20 17:30", "2026-11-21 12:00", "2026-11-23 03:00", "2026-11-23 07:59", "2026-11-23 17:30"):
        rounds.at(moment)
    assert rounds.platform.posts == []
    rounds.at("2026-11-23 17:29")

    assert len(rounds.platform.posts) == 2


def test_nothing_goes_out_in_a_holiday(rounds):
    # By the usual pattern from 21 December 2026 to 3 January 2027; the Monday after it is a bank holiday.
    put_visit(rounds.database, rounds.small.fearnbrae, rounds.small.morag, "2027-01-06 10:00")

    rounds.over(*[f"2026-12-{day}" for day in range(21, 32)], "2027-01-01", "2027-01-02", "2027-01-03", "2027-01-04")
    in_the_holiday = list(rounds.platform.posts)
    rounds.at("2027-01-05 08:01")

    assert in_the_holiday == []
    assert len(rounds.platform.posts) == 2


def year_with_an_island_holiday(folder):
    (folder / "school_year.toml").write_text(
        """
[[sessions]]
name = "2026/27"
first = 2026-08-17
last = 2027-06-25
[[sessions.closures]]
name = "the island holiday"
first = 2026-11-25
last = 2026-11-25
clusters = ["Kilbrannan"]
""",
        encoding="utf-8",
    )
    return load_authority(folder)


def rules(folder, days):
    (folder / "framework.toml").write_text(
        f"""
[[reminders]]
key = "visit_upcoming"
label = "Upcoming visits"
to = ["link_officer", "headteacher"]
school_days_before = {days}
""",
        encoding="utf-8",
    )
    return load_authority(folder)


def test_a_headteacher_is_left_alone_on_the_clusters_own_closed_day_and_the_officer_is_not(database, tmp_path):
    rules(tmp_path, [1])
    rounds = Rounds(database, year_with_an_island_holiday(tmp_path))
    small = rounds.small
    put_visit(database, small.kilbrannan, small.ewan, "2026-11-26 10:00")

    rounds.at("2026-11-24 08:01")
    assert (len(rounds.said_to(small.isla)), len(rounds.said_to(small.ewan))) == (1, 0)
    rounds.over("2026-11-25")

    assert (len(rounds.said_to(small.isla)), len(rounds.said_to(small.ewan))) == (1, 1)


def test_what_could_not_be_posted_before_a_closed_day_waits_until_after_it(database, tmp_path):
    rounds = Rounds(database, year_with_an_island_holiday(tmp_path))
    small = rounds.small
    put_visit(database, small.kilbrannan, small.ewan, "2026-11-27 10:00", told_at=local("2026-11-23 09:00"))
    rounds.at("2026-11-23 10:00")
    rounds.platform.faults = [fails("replay_safe", retry_after=60)] * 2
    rounds.at("2026-11-24 08:01")

    rounds.over("2026-11-25")
    on_the_closed_day = rounds.said_to(small.isla)
    rounds.over("2026-11-26")

    assert on_the_closed_day == []
    assert len(rounds.said_to(small.isla)) == 1


def test_what_may_have_been_posted_before_a_closed_day_is_not_posted_again_after_it(database, tmp_path):
    rules(tmp_path, [5])
    rounds = Rounds(database, year_with_an_island_holiday(tmp_path))
    small = rounds.small
    put_visit(database, small.kilbrannan, small.ewan, "2026-11-27 10:00", told_at=local("2026-11-23 09:00"))
    rounds.platform.faults = [loses_the_reply] * 2
    rounds.at("2026-11-24 17:20")

    rounds.over("2026-11-25", "2026-11-26")

    assert len(rounds.said_to(small.isla)) == 1
    assert rounds.states("visit_upcoming:5") == ["sent", "sent"]


def test_what_could_not_be_looked_for_on_a_closed_day_is_not_posted_again_after_it(database, tmp_path):
    rules(tmp_path, [5])
    rounds = Rounds(database, year_with_an_island_holiday(tmp_path))
    small = rounds.small
    put_visit(database, small.kilbrannan, small.ewan, "2026-11-27 10:00", told_at=local("2026-11-23 09:00"))
    rounds.platform.faults = [loses_the_reply] * 2
    rounds.at("2026-11-24 17:20")
    rounds.platform.find_faults = [fails("ambiguous")] * 4

    rounds.over("2026-11-25", "2026-11-26")

    assert len(rounds.said_to(small.isla)) == 1
    assert rounds.states("visit_upcoming:5") == ["sent", "sent"]


def test_a_message_whose_reason_went_after_it_was_posted_counts_as_sent(rounds):
    small = rounds.small
    visit = put_visit(rounds.database, small.fearnbrae, small.morag, "2026-11-24 10:00")
    rounds.platform.faults = [loses_the_reply] * 2
    rounds.at("2026-11-23 08:01")
    with rounds.database.write() as session:
        row = session.get(Visit, visit)
        row.status, row.revision = "cancelled", row.revision + 1

    rounds.at("2026-11-23 10:00")

    assert len(rounds.platform.posts) == 2
    assert {message.state for message in messages_in(rounds.database)} == {"sent"}
    assert {duty.state for duty in duties_in(rounds.database) if duty.message_id is not None} == {"sent"}


def test_a_visit_moved_before_the_reminder_goes_out_is_reminded_of_at_its_new_time_only(rounds):
    small = rounds.small
    visit = put_visit(rounds.database, small.fearnbrae, small.morag, "2026-11-24 10:00")
    rounds.at("2026-11-16 12:00")
    rounds.do("morag", "move_visit", "2026-11-16 16:00", visit=str(visit), date="2026-12-08", time="14:00")

    rounds.over("2026-11-17", "2026-11-23", "2026-11-24")
    before = reminders(rounds.said_to(small.alan))
    rounds.over("2026-12-01", "2026-12-07")

    assert before == []
    assert [("8 December" in text) for text in reminders(rounds.said_to(small.alan))] == [True, True]


def test_the_other_side_is_told_of_a_move_once_and_the_mover_is_not(rounds):
    small = rounds.small
    visit = put_visit(rounds.database, small.fearnbrae, small.morag, "2026-12-08 10:00")
    rounds.do("morag", "move_visit", "2026-11-23 09:00", visit=str(visit), date="2026-12-09", time="14:00")

    rounds.over("2026-11-23")

    [told] = rounds.said_to(small.alan)
    assert "Morag Sinclair moved a visit" in told
    assert rounds.said_to(small.morag) == []


def test_what_is_changed_in_the_evening_is_told_in_the_morning(rounds):
    small = rounds.small
    visit = put_visit(rounds.database, small.fearnbrae, small.morag, "2026-12-08 10:00")
    rounds.do("morag", "move_visit", "2026-11-23 21:00", visit=str(visit), date="2026-12-09", time="14:00")

    rounds.at("2026-11-23 21:01")
    assert rounds.platform.posts == []
    rounds.at("2026-11-24 08:00")

    assert len(rounds.said_to(small.alan)) == 1


def test_of_a_visit_moved_twice_only_the_last_move_is_told(rounds):
    small = rounds.small
    visit = put_visit(rounds.database, small.fearnbrae, small.morag, "2026-12-08 10:00")
    rounds.do("morag", "move_visit", "2026-11-23 21:00", visit=str(visit), date="2026-12-09", time="14:00")
    rounds.do("morag", "move_visit", "2026-11-23 21:05", visit=str(visit), date="2026-12-10", time="14:00")

    rounds.over("2026-11-24")

    [told] = rounds.said_to(small.alan)
    assert "10 December" in told
    assert [d.why_ended for d in duties_in(rounds.database) if d.state == "dropped" and d.kind == "visit_moved"] == [
        "the visit was changed again, which is told instead"
    ]


def test_a_visit_moved_away_and_back_is_reminded_of_again(rounds):
    small = rounds.small
    visit = put_visit(rounds.database, small.fearnbrae, small.morag, "2026-12-01 10:00")
    rounds.over("2026-11-24")
    assert len(reminders(rounds.said_to(small.alan))) == 1
    rounds.do("morag", "move_visit", "2026-11-24 13:00", visit=str(visit), date="2026-12-08", time="10:00")
    rounds.at("2026-11-24 13:01")
    rounds.do("morag", "move_visit", "2026-11-25 13:00", visit=str(visit), date="2026-12-01", time="10:00")

    rounds.over("2026-11-25", "2026-11-26", "2026-11-27", "2026-11-30", "2026-12-01")

    days_named = ["In 5 days" in text or "Tomorrow" in text for text in reminders(rounds.said_to(small.alan))[1:]]
    assert days_named == [True, True]


def test_agreeing_a_visit_does_not_remind_of_it_anew(rounds):
    small = rounds.small
    visit = put_visit(rounds.database, small.fearnbrae, small.morag, "2026-12-01 10:00", status="proposed")
    rounds.over("2026-11-24")
    rounds.do("alan", "agree_visit", "2026-11-24 13:00", visit=str(visit))

    rounds.over("2026-11-25", "2026-11-26", "2026-11-27", "2026-11-30")

    assert len(reminders(rounds.said_to(small.alan))) == 2
    assert len(reminders(rounds.said_to(small.morag))) == 2
    assert rounds.states("visit_upcoming:5") == ["sent", "sent"]


def test_a_visit_agreed_on_the_day_before_it_is_not_reminded_of_and_holds_up_nobody_else(rounds):
    small = rounds.small
    visit = put_visit(rounds.database, small.fearnbrae, small.morag, "2026-11-25 10:00", status="proposed")
    put_visit(rounds.database, small.kilbrannan, small.ewan, "2026-11-25 10:00")
    rounds.do("alan", "agree_visit", "2026-11-24 07:30", visit=str(visit))

    rounds.over("2026-11-24")

    assert reminders(rounds.said_to(small.alan)) == []
    assert len(reminders(rounds.said_to(small.isla))) == 1


def test_a_cancelled_visit_is_not_reminded_of(rounds):
    small = rounds.small
    visit = put_visit(rounds.database, small.fearnbrae, small.morag, "2026-11-24 10:00")
    rounds.at("2026-11-16 12:00")
    rounds.do("morag", "cancel_visit", "2026-11-16 16:00", visit=str(visit), reason="Travel or weather")

    rounds.over("2026-11-17", "2026-11-23", "2026-11-24")

    assert reminders(rounds.said_to(small.alan) + rounds.said_to(small.morag)) == []
    assert len(rounds.said_to(small.alan)) == 1


def held_back_by_a_rate_limit(rounds, moment="2026-11-23 08:01"):
    """A round in which every reminder is gathered and none gets out."""
    rounds.platform.faults = [fails("replay_safe", retry_after=60)] * 10
    rounds.at(moment)
    rounds.platform.faults = []
    assert {message.state for message in messages_in(rounds.database)} == {"due"}


def test_a_visit_moved_while_its_message_waits_is_not_sent_stale(rounds):
    small = rounds.small
    visit = put_visit(rounds.database, small.fearnbrae, small.morag, "2026-11-24 10:00")
    held_back_by_a_rate_limit(rounds)
    rounds.do("morag", "move_visit", "2026-11-23 09:00", visit=str(visit), date="2026-12-08", time="14:00")

    rounds.at("2026-11-23 10:00")

    assert reminders(rounds.said_to(small.alan)) == []
    gathered = [d for d in duties_in(rounds.database) if d.kind == "visit_upcoming" and d.message_id is not None]
    assert {(d.state, d.why_ended) for d in gathered} == {("dropped", "the visit was changed")}


def test_a_visit_cancelled_while_its_message_waits_takes_the_message_with_it(rounds):
    small = rounds.small
    visit = put_visit(rounds.database, small.fearnbrae, small.morag, "2026-11-24 10:00")
    held_back_by_a_rate_limit(rounds)
    with rounds.database.write() as session:
        row = session.get(Visit, visit)
        row.status, row.revision = "cancelled", row.revision + 1

    rounds.at("2026-11-23 10:00")

    assert rounds.platform.posts == []
    assert {message.state for message in messages_in(rounds.database)} == {"dropped"}
    gathered = [d for d in duties_in(rounds.database) if d.message_id is not None]
    assert {d.why_ended for d in gathered} == {"the visit is cancelled"}


def test_a_headteacher_who_left_while_the_message_waited_gets_nothing(rounds):
    small = rounds.small
    put_visit(rounds.database, small.fearnbrae, small.morag, "2026-11-24 10:00")
    held_back_by_a_rate_limit(rounds)
    with rounds.database.write() as session:
        session.get(Person, small.alan).left_at = LONG_AGO

    rounds.at("2026-11-23 10:00")

    assert rounds.said_to(small.alan) == []
    assert len(rounds.said_to(small.morag)) == 1
    [why] = [d.why_ended for d in duties_in(rounds.database) if d.recipient_id == small.alan and d.state == "dropped"]
    assert why == "the recipient has nothing to do with the school any more"


def test_an_officer_whose_post_ended_while_the_message_waited_gets_nothing(rounds):
    small = rounds.small
    put_visit(rounds.database, small.fearnbrae, small.morag, "2026-11-24 10:00")
    held_back_by_a_rate_limit(rounds)
    with rounds.database.write() as session:
        for post in session.exec(select(Post).where(Post.person_id == small.morag)):
            post.until = MONDAY.date()

    rounds.at("2026-11-23 10:00")

    assert rounds.said_to(small.morag) == []
    assert len(rounds.said_to(small.alan)) == 1


def test_the_officer_of_a_visit_is_reminded_though_linked_to_other_schools(rounds):
    small = rounds.small
    put_visit(rounds.database, small.kilbrannan, small.morag, "2026-11-24 10:00")

    rounds.over("2026-11-23")

    assert len(reminders(rounds.said_to(small.morag))) == 1
    assert reminders(rounds.said_to(small.ewan)) == []


def test_who_covers_an_officer_is_reminded_as_well(rounds):
    small = rounds.small
    put(rounds.database, Post(person_id=small.ewan, role="link_officer", covers_id=small.morag))
    put_visit(rounds.database, small.fearnbrae, small.morag, "2026-11-24 10:00")

    rounds.over("2026-11-23")

    assert len(reminders(rounds.said_to(small.ewan))) == len(reminders(rounds.said_to(small.morag))) == 1


def test_somebody_with_two_posts_at_one_school_is_told_once(rounds):
    small = rounds.small
    put(rounds.database, Post(person_id=small.alan, role="acting_headteacher", school_id=small.fearnbrae))
    visit = put_visit(rounds.database, small.fearnbrae, small.morag, "2026-12-08 10:00")

    rounds.do("morag", "move_visit", "2026-11-23 09:00", visit=str(visit), date="2026-12-09", time="14:00")
    rounds.over("2026-11-23")

    assert len(rounds.said_to(small.alan)) == 1


def test_a_kind_turned_down_while_the_message_waited_is_not_sent(rounds):
    small = rounds.small
    put_visit(rounds.database, small.fearnbrae, small.morag, "2026-11-24 10:00")
    held_back_by_a_rate_limit(rounds)
    with rounds.database.write() as session:
        session.add(TurnedDown(person_id=small.alan, kind="visit_upcoming", since=MONDAY))

    rounds.at("2026-11-23 10:00")

    assert rounds.said_to(small.alan) == []
    assert len(rounds.said_to(small.morag)) == 1


def test_a_note_already_written_is_not_asked_for(rounds):
    small = rounds.small
    written = put_visit(rounds.database, small.fearnbrae, small.morag, "2026-11-16 10:00")
    put_visit(rounds.database, small.tarrieburn, small.morag, "2026-11-16 14:00")
    rounds.at("2026-11-17 12:00")
    rounds.platform.faults = [fails("replay_safe", retry_after=60)]
    rounds.at("2026-11-23 08:01")
    note = VisitNote(
        visit_id=written, held_on=MONDAY.date(), written_by_id=small.morag, written_at=MONDAY, since=MONDAY
    )
    put(rounds.database, note)

    rounds.at("2026-11-23 10:00")

    [asked] = rounds.said_to(small.morag)
    assert "Tarrieburn" in asked
    assert "Fearnbrae" not in asked
    assert "the note is on record" in [d.why_ended for d in duties_in(rounds.database)]


def test_an_authority_that_closes_visits_to_a_relation_closes_the_reminders_that_wait_too(rounds, tmp_path):
    small = rounds.small
    put_visit(rounds.database, small.fearnbrae, small.morag, "2026-11-24 10:00")
    held_back_by_a_rate_limit(rounds)
    access = {matter: list(named) for matter, named in AUTHORITY.framework.access.items()} | {
        "visits": ["link_officer"]
    }
    rows = "\n".join(f"{matter} = {relations!r}" for matter, relations in access.items())
    (tmp_path / "framework.toml").write_text(f"[access]\n{rows}\n", encoding="utf-8")
    rounds.with_authority(of_visits_alone(load_authority(tmp_path)))

    rounds.at("2026-11-23 10:00")

    assert rounds.said_to(small.alan) == []
    assert len(rounds.said_to(small.morag)) == 1


def test_after_three_days_of_silence_what_is_still_useful_goes_and_the_rest_is_reported(rounds):
    small = rounds.small
    put_visit(rounds.database, small.fearnbrae, small.morag, "2026-11-24 10:00")
    put_visit(rounds.database, small.kilbrannan, small.ewan, "2026-11-27 10:00")
    rounds.at("2026-11-20 07:00")

    done = rounds.at("2026-11-25 10:00")

    expired = sorted((duty.rule, duty.recipient_id) for duty in done.planned.expired)
    assert expired == [(f"visit_upcoming:{days}", person) for days in (1, 5) for person in (small.morag, small.alan)]
    assert rounds.said_to(small.alan) == []
    assert "In 2 days" in rounds.said_to(small.isla)[0]
    assert rounds.at("2026-11-25 10:01").planned.expired == ()


def test_a_message_that_could_not_be_posted_for_days_expires_and_is_reported(rounds):
    small = rounds.small
    put_visit(rounds.database, small.fearnbrae, small.morag, "2026-11-24 10:00")
    held_back_by_a_rate_limit(rounds)

    done = rounds.at("2026-11-24 10:01")

    assert rounds.platform.posts == []
    assert len(done.delivered.of_state("expired")) == 2
    assert set(rounds.states("visit_upcoming:1")) == {"expired"}


def test_new_rules_lay_the_reminders_of_known_visits_out_anew(rounds, tmp_path):
    small = rounds.small
    put_visit(rounds.database, small.fearnbrae, small.morag, "2026-12-08 10:00")
    rounds.at("2026-11-23 08:01")
    rounds.with_authority(rules(tmp_path, [3, 1]))

    done = rounds.at("2026-11-23 08:02")
    rounds.over("2026-12-01", "2026-12-03", "2026-12-07")

    assert {duty.rule for duty in done.planned.dropped if duty.kind == "visit_upcoming"} == {"visit_upcoming:5"}
    assert [text.split(":")[0][-9:] for text in reminders(rounds.said_to(small.alan))] == ["In 5 days", "\nTomorrow"]


def test_a_rule_that_is_taken_back_into_force_reminds_again(rounds, tmp_path):
    small = rounds.small
    put_visit(rounds.database, small.fearnbrae, small.morag, "2026-12-08 10:00")
    rounds.at("2026-11-23 08:01")
    rounds.with_authority(rules(tmp_path, [1]))
    rounds.at("2026-11-23 08:02")
    rounds.with_authority(AUTHORITY)
    rounds.at("2026-11-23 08:03")

    rounds.over("2026-12-01")

    assert len(reminders(rounds.said_to(small.alan))) == 1


def test_a_dry_round_says_what_would_happen_and_leaves_nothing_behind(rounds):
    put_visit(rounds.database, rounds.small.fearnbrae, rounds.small.morag, "2026-11-24 10:00")

    done = dry_round(rounds.delivery, MONDAY)

    assert len(done.delivered.of_state("sent")) == 2
    assert (duties_in(rounds.database), messages_in(rounds.database), rounds.platform.posts) == ([], [], [])


def test_a_dry_round_sends_no_reminder_by_night_either(rounds):
    put_visit(rounds.database, rounds.small.fearnbrae, rounds.small.morag, "2026-11-24 10:00")
    held_back_by_a_rate_limit(rounds)
    with rounds.database.write() as session:
        for message in messages_in(rounds.database):
            session.merge(message).next_attempt_at = LONG_AGO

    done = dry_round(rounds.delivery, local("2026-11-23 22:00"))

    assert done.delivered.of_state("sent") == []


def test_a_round_leaves_a_heartbeat_and_its_lease_can_be_given_up(rounds):
    rounds.at("2026-11-23 08:01")
    other = replace(rounds.delivery, owner="another")
    assert run_round(other, MONDAY).leader == rounds.delivery.owner

    give_up_planning(rounds.delivery)

    assert run_round(other, MONDAY).leader == ""
    with rounds.database.read() as session:
        assert heartbeat(session) is not None


@pytest.mark.parametrize("change", ["2026-03-29", "2027-10-31"])
def test_reminders_keep_to_local_hours_over_a_change_of_the_clocks(rounds, change):
    small = rounds.small
    sunday = local(f"{change} 12:00")
    monday, friday = sunday + timedelta(days=1), sunday - timedelta(days=2)
    put_visit(
        rounds.database, small.fearnbrae, small.morag, f"{monday:%Y-%m-%d} 10:00", changed_at=friday - timedelta(9)
    )
    rounds.at(f"{friday:%Y-%m-%d} 07:59")
    early = list(rounds.platform.posts)

    rounds.at(f"{friday:%Y-%m-%d} 08:00")

    assert early == []
    assert len(rounds.said_to(small.alan)) == 1


def test_a_snoozed_reminder_comes_again_on_its_day_and_only_once(rounds):
    small = rounds.small
    put_visit(rounds.database, small.fearnbrae, small.morag, "2026-12-01 10:00")
    rounds.over("2026-11-24")
    [message] = [m for m in messages_in(rounds.database) if m.recipient_id == small.alan]
    rounds.do("alan", "snooze", "2026-11-24 13:00", message=str(message.id), until="2026-11-26")

    rounds.over("2026-11-25")
    before = len(rounds.said_to(small.alan))
    rounds.over("2026-11-26", "2026-11-27")

    assert (before, len(rounds.said_to(small.alan))) == (1, 2)


def test_a_planner_that_fails_holds_nobody_elses_reminders_back(rounds, monkeypatch):
    class Failing:
        """A capability whose duties cannot be laid out."""

        __name__ = "handlers.failing"

        def lay_out(self, session, authority, now):
            session.add(TurnedDown(person_id=rounds.small.morag, kind="half done", since=now))
            session.flush()
            raise OverflowError("date value out of range")

        def waits(self, session):
            return True

        def plan_all_again(self, session, now):
            return None

    monkeypatch.setattr(duties, "PLANNERS", (Failing(), *duties.PLANNERS))
    put_visit(rounds.database, rounds.small.fearnbrae, rounds.small.morag, "2026-11-24 10:00")

    done = rounds.at("2026-11-23 08:01")

    assert done.planned.failed == ("failing",)
    assert len(done.delivered.of_state("sent")) == 2
    with rounds.database.read() as session:
        assert session.exec(select(TurnedDown)).all() == []
        assert heartbeat(session) is None
