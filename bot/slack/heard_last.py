"""When something was last heard from Slack, for `cairn check`: put on record now and then, not with each event."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from time import monotonic
from typing import Final

from sqlmodel import Session

from store.clock import real_now
from store.database import Database
from store.short_memory import recall, remember

_KEY: Final = "slack:heard"
_KEPT: Final = timedelta(days=60)
_SECONDS: Final = 300.0


@dataclass
class HeardLast:
    """Notes that something came, at most every five minutes."""

    database: Database
    _again_at: float = 0.0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self) -> None:
        with self._lock:
            if monotonic() < self._again_at:
                return
            self._again_at = monotonic() + _SECONDS
        with self.database.write(durable=False) as session:
            remember(session, _KEY, real_now().isoformat(), real_now() + _KEPT)


def last_heard(session: Session) -> datetime | None:
    """The moment (real time, aware UTC) of about the last event; None when none has come for two months."""
    found = recall(session, _KEY, real_now())
    return datetime.fromisoformat(found) if found else None
