"""`cairn rehearse`: school weeks of the demo in fast motion, with a log of everything that goes out."""

from __future__ import annotations

import argparse
import json
import tempfile
from datetime import date
from pathlib import Path

from bot.cli.opening import day
from bot.rehearsal.play import play
from bot.rehearsal.report import as_data, is_kept, lines

NOT_KEPT = 1


def rehearse(given: argparse.Namespace) -> int:
    """Play, print the log as it comes and the report at the end; 1 where a promise was broken."""
    first = day(given.today) if given.today else date.today()
    with tempfile.TemporaryDirectory(prefix="cairn-rehearsal-", ignore_cleanup_errors=True) as folder:
        played = play(Path(folder), first, given.weeks, _quiet if given.json or given.quiet else print, given.seed)
        report = as_data(played)
        played.stage.cairn.close()
    print(json.dumps(report, ensure_ascii=False) if given.json else "\n".join(lines(report)))
    return 0 if is_kept(report) else NOT_KEPT


def _quiet(line: str) -> None:
    """Says nothing: only the report is wanted."""
