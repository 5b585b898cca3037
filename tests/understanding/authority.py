"""The fictional authority that the sentences speak of: the demo's own, as it stands on one day."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from config.authority import load_authority
from handlers.understanding.record import build_vocabulary
from handlers.understanding.vocabulary import Vocabulary
from store.database import Database
from store.demo_record import make_demo
from store.migrations import prepare

# The day on which the sentences were written: a Thursday in term.
TODAY: Final = date(2026, 11, 26)


@cache
def demo_vocabulary() -> Vocabulary:
    """The vocabulary of the demo on that day."""
    with TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{folder}/demo.sqlite3")
        prepare(database)
        make_demo(database, Path(folder), TODAY)
        with database.read() as session:
            vocabulary = build_vocabulary(session, load_authority(Path(folder) / "config"), TODAY)
        database.close()
    return vocabulary
