"""What the page needs of the running Cairn, so that it can be put together with the real one or with a test's own."""

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
    """One running Cairn over one record.

    `answer` calls `keep` inside the one transaction of the answer, and not at all for an event that was taken in
    before; `deliver` has what an answer enqueued go out now; `move_clock` is for the demo alone.
    """

    @property
    def database(self) -> Database: ...

    @property
    def is_demo(self) -> bool: ...

    @property
    def authority(self) -> Authority: ...

    def now(self) -> datetime:
        """The business clock, aware UTC."""
        ...

    def move_clock(self, to: datetime) -> None:
        """Move the demo's clock to an aware moment, and run every school day passed over in between."""
        ...

    def answer(self, request: Request, keep: Keep | None = None) -> Answered: ...

    def home(self, request: Request) -> tuple[Card, ...]:
        """The sections of the asker's overview, none for who is not known."""
        ...

    def file(self, request: Request) -> File | Card:
        """The file that the request's action names, or the refusal of it."""
        ...

    def deliver(self) -> None: ...
