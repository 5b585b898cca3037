"""The state machine of a tier decision: each step once, in order, by whom the rules name."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framework.deciding import AFTER, OPEN, STEPS, UNDER_WAY, Rules, deciding_roles, stands

STATES = ("", "asked", "proposed", "viewed", "discussed", "decided", "told", "withdrawn", "answered")
RULES = Rules()
ALLOWED = {
    "propose": {"", "asked", "decided", "told", "withdrawn", "answered"},
    "view": {"proposed", "viewed"},
    "discuss": {"proposed", "viewed", "discussed"},
    "decide": {"discussed"},
    "withdraw": {"proposed", "viewed", "discussed"},
    "answer": {"asked"},
}


@pytest.mark.parametrize(("state", "step"), list(product(STATES, STEPS)))
def test_each_step_from_each_state(state: str, step: str):
    assert RULES.may_step(state, step) == (state in ALLOWED[step])


def test_without_a_required_discussion_it_may_be_decided_at_once():
    rules = Rules(discussion_required=False)
    assert {state for state in STATES if rules.may_step(state, "decide")} == set(UNDER_WAY)


@given(st.lists(st.sampled_from(sorted(STEPS)), max_size=30))
def test_no_order_of_steps_decides_twice_or_without_a_discussion(tried: list[str]):
    state, done = "", list[str]()
    for step in tried:
        if RULES.may_step(state, step):
            state = AFTER[step]
            done = [step] if step == "propose" else [*done, step]
    if "decide" in done:
        assert done.count("decide") == 1
        assert done.index("discuss") < done.index("decide")
        assert done[-1] == "decide"


def test_what_is_open_can_be_left():
    assert all(any(RULES.may_step(state, step) for step in STEPS) for state in OPEN)


def test_every_state_is_said_in_words():
    assert all(stands(state) for state in STATES)


OFFICER, MANAGER, HEAD = "link_officer", "quality_manager", "head_of_education"


@pytest.mark.parametrize(
    ("new", "old", "heavier", "disagreed", "expected"),
    [
        ({OFFICER, MANAGER}, {HEAD}, False, False, {HEAD}),
        ({HEAD}, {OFFICER}, True, False, {HEAD}),
        ({OFFICER, MANAGER}, set(), False, False, {OFFICER, MANAGER}),
        ({MANAGER, HEAD}, {OFFICER}, True, True, {HEAD}),
        ({OFFICER}, {OFFICER}, True, True, {HEAD}),
    ],
)
def test_who_decides(new: set[str], old: set[str], heavier: bool, disagreed: bool, expected: set[str]):
    found = deciding_roles(new, old, new_is_heavier=heavier, disagreed=disagreed, rules=RULES)
    assert found == expected
