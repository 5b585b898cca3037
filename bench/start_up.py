"""Commands as processes, beside the least that any Python command takes, bytecode compiled for all of them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

from bench.record import NOW, make_record, officer_email, school_names
from bench.rounds import interleaved, timed
from bench.table import Compared

SCHOOLS: Final = 60
ROUNDS: Final = 15


def measure(folder: Path) -> list[Compared]:
    """A line for `cairn --help` and one for `cairn ask`, its answer included."""
    data = folder / "record"
    data.mkdir()
    make_record(data, SCHOOLS).file.rename(data / "cairn.sqlite3")
    run = _runner(folder)
    cairn = str(Path(sys.executable).with_name("cairn"))
    ask = [cairn, "ask", "--data", str(data), "--as", officer_email(1), "--now", NOW.isoformat(), "--json"]
    sides = {
        "help": timed(lambda _at: run([cairn, "--help"])),
        "pass": timed(lambda _at: run([sys.executable, "-c", "pass"])),
        "ask": timed(lambda _at: _answered(run([*ask, f"what tier is {school_names(1)[0]} on?"]))),
        "sqlmodel": timed(lambda _at: run([sys.executable, "-c", "import sqlmodel"])),
    }
    times = interleaved(sides, ROUNDS, warm_up=2)
    return [
        Compared("cairn --help", times["help"], times["pass"], "python -c pass", at_most=8, tail=True),
        Compared("cairn ask, answered", times["ask"], times["sqlmodel"], "import sqlmodel", at_most=1.3, tail=True),
    ]


def _runner(folder: Path) -> Callable[[list[str]], str]:
    """Runs a command away from any `.env`; the rounds that do not count leave the bytecode of all sides in a folder."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("CAIRN_", "PYTHON"))}
    environment["PYTHONPYCACHEPREFIX"] = str(folder / "bytecode")

    def run(command: list[str]) -> str:
        return subprocess.run(command, env=environment, cwd=folder, check=True, capture_output=True, text=True).stdout

    return run


def _answered(printed: str) -> None:
    answer = json.loads(printed)
    if answer["intent"] != "tier_of_school" or answer["refused"]:
        raise RuntimeError(f"cairn ask did not answer with a tier: {printed}")
