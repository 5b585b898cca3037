"""The short form of `make kill-loop`."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

KILLS = 20


def test_senders_killed_at_random_moments_lose_nothing_and_post_nothing_twice(record_url):
    command = [sys.executable, "-m", "tests.crash.loop", "--kills", str(KILLS), "--url", record_url]
    ended = subprocess.run(command, cwd=Path(__file__).parents[2], capture_output=True, text=True, check=False)

    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert "0 lost, 0 extra, 0 duties not said" in ended.stdout
    assert f"{KILLS} kills" in ended.stdout
