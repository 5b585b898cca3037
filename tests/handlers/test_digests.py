"""The officer's week and the month in figures: on their day, with something to say, to who wants them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import delete, select

from bot.delivery import Delivery
from bot.round import run_round
from bot.web.transport import LocalTransport
from handlers.cards import loads
from store.local_page import posts
from store.people import Post
from store.tiers import TierDecision

from .conftest import NOW, Asking
from .practice_record import put

MONDAY = NOW.replace(hour=9)
SCHOOL = "Kilbrannan Primary School"


def go_round(asking: Asking, now: datetime) -> None:
    run_round(Delivery(asking.database, asking.authority, [LocalTransport(asking.database)], owner="tests"), now)


def to(asking: Asking, email: str) -> list[str]:
    with asking.database.read() as session:
        rows = session.execute(
            select(posts.c.card).where(posts.c.conversation == f"dm:{asking.people[email]}").order_by(posts.c.id)
        )
        return [loads(card).plain() for card in rows.scalars() if card]


def test_an_officers_week_names_visits_missing_notes_and_practice_to_check(asking: Asking):
    asking.visit(SCHOOL, NOW + timedelta(days=2))
    asking.visit("Kilbrannan Academy", NOW - timedelta(days=30))
    put(asking, "Number talks", checked_on=None, state="draft", announced_at=None)
    go_round(asking, MONDAY)
    week = "\n".join(to(asking, "officer@a.example"))
    for part in ("1 visit this week", SCHOOL, "No note yet: Kilbrannan Academy", "“Number talks”"):
        assert part in week


def test_an_officer_with_nothing_to_do_gets_no_digest(asking: Asking):
    asking.visit(SCHOOL, NOW + timedelta(days=2))
    go_round(asking, MONDAY)
    assert to(asking, "other@a.example") == []


def test_nobody_else_gets_an_officers_week(asking: Asking):
    asking.visit(SCHOOL, NOW + timedelta(days=2))
    go_round(asking, MONDAY)
    for email in ("head@a.example", "lead@a.example", "quality@a.example", "admin@a.example"):
        assert "Your week" not in "".join(to(asking, email))


def test_it_comes_once_a_week_on_the_first_school_day(asking: Asking):
    asking.visit("Kilbrannan Academy", NOW - timedelta(days=30))
    for hours in range(0, 24 * 12, 6):
        go_round(asking, MONDAY + timedelta(hours=hours))
    weeks = [text for text in to(asking, "officer@a.example") if "Your week" in text]
    assert len(weeks) == 2


def test_a_first_day_that_has_passed_is_not_made_up_for(asking: Asking):
    asking.visit("Kilbrannan Academy", NOW - timedelta(days=30))
    for number in range(2, 5):
        go_round(asking, MONDAY + timedelta(days=number))
    assert to(asking, "officer@a.example") == []


def test_a_turned_down_digest_does_not_come(asking: Asking):
    asking.visit("Kilbrannan Academy", NOW - timedelta(days=30))
    asking.do("officer@a.example", "turn_down", kind="officer_digest")
    go_round(asking, MONDAY)
    assert to(asking, "officer@a.example") == []


def test_the_month_in_figures_counts_tiers_visits_and_what_is_outstanding(asking: Asking):
    first = datetime(2026, 12, 1, 9, tzinfo=UTC)
    asking.visit(SCHOOL, NOW - timedelta(days=13), status="done")
    asking.visit("Kilbrannan Academy", NOW - timedelta(days=5))
    asking.visit(SCHOOL, first + timedelta(days=6))
    go_round(asking, first)
    month = "\n".join(to(asking, "education@a.example"))
    for part in (
        "2 universal, 2 targeted and 1 intensive",
        "1 visit held in November, 1 in the calendar for December",
        "2 visits of the last twelve weeks without a note",
    ):
        assert part in month
    assert to(asking, "quality@a.example") == []


def test_it_counts_a_plan_review_past_its_day(asking: Asking):
    from store.plans import Plan

    plan = {
        "school_id": asking.schools[SCHOOL],
        "title": "Attendance",
        "review_every_school_weeks": 8,
        "next_review_on": MONDAY.date() - timedelta(days=60),
        "state": "agreed",
        "scheduled_at": NOW - timedelta(days=90),
        "changed_at": NOW - timedelta(days=90),
    }
    with asking.database.write() as session:
        session.add(Plan(**plan))
    go_round(asking, MONDAY)
    assert f"Plan reviews past their day: {SCHOOL}" in "\n".join(to(asking, "officer@a.example"))
    assert "Plan reviews" not in "\n".join(to(asking, "other@a.example"))
    go_round(asking, datetime(2026, 12, 1, 9, tzinfo=UTC))
    assert "1 plan review past the day" in "\n".join(to(asking, "education@a.example"))


def test_the_month_comes_once_on_its_first_school_day(asking: Asking):
    for number in range(45):
        go_round(asking, MONDAY + timedelta(days=number))
    months = [text for text in to(asking, "education@a.example") if "The month in figures" in text]
    assert len(months) == 2


def test_without_anything_on_record_there_is_no_month(asking: Asking):
    with asking.database.write() as session:
        session.connection().execute(delete(TierDecision))
    go_round(asking, datetime(2026, 12, 1, 9, tzinfo=UTC))
    assert to(asking, "education@a.example") == []


def test_who_is_head_of_education_no_more_gets_no_figures(asking: Asking):
    first = datetime(2026, 12, 1, 6, tzinfo=UTC)
    go_round(asking, first)
    with asking.database.write() as session:
        session.connection().execute(delete(Post).where(Post.role == "head_of_education"))
    go_round(asking, first.replace(hour=9))
    assert to(asking, "education@a.example") == []


def test_the_line_of_a_lock_screen_names_no_tier_and_no_school(asking: Asking):
    asking.visit("Kilbrannan Academy", NOW - timedelta(days=30))
    go_round(asking, datetime(2026, 12, 1, 9, tzinfo=UTC))
    with asking.database.read() as session:
        cards = [loads(card) for card in session.execute(select(posts.c.card)).scalars() if card]
    assert cards
    for card in cards:
        assert not any(word in card.notice.lower() for word in ("universal", "targeted", "intensive", "kilbrannan"))
