"""What Slack's folder needs of the running Cairn, so that it can be put together with the real one or a test's own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from sqlmodel import Session

from config.authority import Authority
from handlers.answer import Answered
from handlers.cards import Card
from handlers.files import File
from handlers.request import Request
from store.database import Database

Keep = Callable[[Session, Answered], None]


class Workspace(Protocol):
    """One running Cairn over one record. `answer` calls `keep` inside the one transaction of the answer."""

    @property
    def database(self) -> Database: ...

    @property
    def authority(self) -> Authority: ...

    def now(self) -> datetime:
        """The business clock, aware UTC."""
        ...

    def answer(self, request: Request, keep: Keep | None = None) -> Answered: ...

    def file(self, request: Request) -> File | Card: ...

    def home(self, request: Request) -> tuple[Card, ...]: ...
