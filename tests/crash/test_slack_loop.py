"""The short form of `make slack-kill-loop`."""

from __future__ import annotations

from pathlib import Path

from tests.crash.slack_loop import kill_loop


def test_killed_at_any_moment_cairn_answers_each_message_once(tmp_path: Path):
    assert kill_loop(2, 7, tmp_path) == (6, 0, 0)
