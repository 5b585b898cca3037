"""A command is a process of its own, which takes a second to start: on PostgreSQL the few tests of it that use it."""

from __future__ import annotations

import pytest

# One question, one change and one round: the rest of what commands do over a record does not know which it is.
ON_POSTGRESQL_TOO = (
    "test_a_question_is_answered_as_text_and_as_the_public_json",
    "test_an_action_is_carried_out_or_says_in_one_line_why_not",
    "test_ticks_send_what_is_due_and_a_second_sends_nothing",
)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    left_out = [item for item in items if _is_left_out(item)]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]


def _is_left_out(item: pytest.Item) -> bool:
    is_ours = item.path.parent.name == "cli" and "postgresql" in item.nodeid
    return is_ours and not item.name.startswith(ON_POSTGRESQL_TOO)
