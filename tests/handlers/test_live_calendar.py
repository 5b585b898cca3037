"""A changed tier changes the calendar: both sides are told once, and agree together what to add or to drop."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from sqlalchemy import select

from handlers.duties import plan
from store.outbox import duties
from store.tiers import TierDecision
from store.visits import visit_by_id, visits

from .conftest import NOW, Asking
from .test_promised_visits import HEAD, OFFICER, SCHOOL, button, messages, press

ACADEMY, ACADEMYS_HEAD = "Kilbrannan Academy", "acting@a.example"
LATER = NOW + timedelta(days=1)


def decide(asking: Asking, school: str, tier: str, day: date = date(2026, 11, 23)) -> None:
    with asking.database.write() as session:
        session.add(TierDecision(school_id=asking.schools[school], tier=tier, from_date=day, recorded_at=NOW))


def looked_through(asking: Asking, now: datetime = NOW) -> None:
    with asking.database.write() as session:
        plan(session, asking.authority, now)


def told(asking: Asking) -> list[tuple[str, int, int]]:
    with asking.database.read() as session:
        rows = [row for row in session.execute(select(duties)) if row.kind == "calendar_changed"]
    return sorted((row.subject, row.revision, row.recipient_id) for row in rows)


def test_a_calendar_that_is_seen_for_the_first_time_has_not_changed(asking: Asking):
    looked_through(asking)
    assert told(asking) == []


def test_more_visits_are_told_to_both_sides_once_and_name_no_tier(asking: Asking):
    looked_through(asking)
    decide(asking, ACADEMY, "targeted")
    looked_through(asking)
    looked_through(asking)
    subject = f"promise:{asking.schools[ACADEMY]}"
    assert {(one[0], one[1]) for one in told(asking)} == {(subject, 1)}
    assert {one[2] for one in told(asking)} == {asking.people[OFFICER], asking.people[ACADEMYS_HEAD]}
    card = messages(asking, LATER)[OFFICER]
    assert "Kilbrannan Academy is promised 5 visits this session from now on" in card.plain()
    assert "argeted" not in card.plain() + card.notice + str(card.buttons)
    offered = press(asking, OFFICER, button(card, "propose_dates"), LATER)
    assert "action plan" in offered.reply.plain().lower()


def test_fewer_visits_are_dropped_by_one_tap_of_either_side_and_the_other_is_told(asking: Asking):
    visit = asking.visit(SCHOOL, datetime(2026, 12, 9, 10, tzinfo=UTC))
    with asking.database.write() as session:
        session.connection().execute(visits.update().values(visit_type="action_plan"))
    looked_through(asking)
    decide(asking, SCHOOL, "universal")
    looked_through(asking)
    card = messages(asking, LATER)[HEAD]
    assert "1 in the calendar is no longer asked for" in card.plain()
    surplus = press(asking, HEAD, button(card, "surplus_visits"), LATER).reply
    assert "Action plan visit on Wed 9 December" in surplus.plain()
    assert press(asking, HEAD, button(surplus, "cancel_visit"), LATER).outcome == "done"
    with asking.database.read() as session:
        dropped = visit_by_id(session, visit)
        rules = {row.rule for row in session.execute(select(duties)) if row.recipient_id == asking.people[OFFICER]}
    assert (dropped.status, dropped.reason) == ("cancelled", "No longer needed")
    assert "visit_cancelled" in rules


def test_a_review_that_keeps_the_tier_changes_no_calendar(asking: Asking):
    looked_through(asking)
    decide(asking, ACADEMY, "universal")
    looked_through(asking)
    assert told(asking) == []


def test_a_tier_that_is_taken_back_is_told_as_the_new_change_alone(asking: Asking):
    looked_through(asking)
    decide(asking, ACADEMY, "targeted")
    looked_through(asking)
    decide(asking, ACADEMY, "universal", date(2026, 11, 24))
    assert (
        OFFICER not in messages(asking, LATER)
        or "Academy is promised 5" not in messages(asking, LATER)[OFFICER].plain()
    )
