"""What a message of several things offers to press: each button says which of them it opens."""

from __future__ import annotations

from datetime import UTC, datetime

from handlers.cards import Button
from handlers.composers import compose, told_apart
from handlers.duties import plan
from store.clock import real_now
from store.messages import peek
from tests.handlers.conftest import NOW, Asking

SCHOOL = "Kilbrannan Primary School"


def test_buttons_that_would_read_the_same_are_numbered_and_others_stay_as_they_are():
    first, other, third = (
        Button("Open Reading buddies", "show_practice", {"practice": "1"}),
        Button("Open the plan", "plan_status"),
        Button("Open Reading buddies", "show_practice", {"practice": "2"}),
    )
    told = told_apart([first, other, third])
    assert [button.label for button in told] == [
        "Open Reading buddies (1)",
        "Open the plan",
        "Open Reading buddies (2)",
    ]
    assert [button.values for button in told] == [first.values, other.values, third.values]


def test_in_a_morning_of_several_things_no_two_buttons_read_the_same(asking: Asking):
    for hour in (9, 13):
        asking.visit(SCHOOL, datetime(2026, 11, 30, hour, tzinfo=UTC))
    with asking.database.write() as session:
        plan(session, asking.authority, NOW)
    with asking.database.read() as session:
        composed = compose(session, asking.authority, peek(session, real_now()), NOW)
    cards = [one.reply for one in composed.values() if one.reply is not None]
    assert any("2 things" in card.title for card in cards)
    for card in cards:
        labels = [button.label for button in card.buttons]
        assert len(labels) == len(set(labels))
