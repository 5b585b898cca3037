"""What does not fit into a button or a modal lies in the record for a while, under a key that they carry."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import Final

from store.clock import real_now
from store.database import Database
from store.short_memory import recall, remember

_DAYS: Final = timedelta(days=14)


class Keeping:
    """Keeps long values of buttons and forms in a short transaction of its own, before they are shown."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def keep(self, value: str) -> str:
        """Keep it for two weeks; returns its key, which nobody can guess."""
        key = secrets.token_urlsafe(16)
        with self.database.write(durable=False) as session:
            remember(session, f"slack:values:{key}", value, real_now() + _DAYS)
        return key

    def kept(self, key: str) -> str:
        """What was kept, '' when it is no more."""
        with self.database.read() as session:
            return recall(session, f"slack:values:{key}", real_now())
