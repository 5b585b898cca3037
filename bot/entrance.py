"""What a chat platform brings to a running Cairn: its routes, and what runs beside the server."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from starlette.routing import BaseRoute


class Entrance(Protocol):
    """One platform's way in, for as long as Cairn runs."""

    @property
    def routes(self) -> Sequence[BaseRoute]:
        """What it serves beside the page; [] where it opens its own connections."""
        ...

    @property
    def said(self) -> str:
        """One line for who starts Cairn: how this platform is listened to."""
        ...

    def start(self) -> None: ...

    def refresh(self) -> None:
        """Show anew on the platform what has changed in the record; called after each change, and now and then."""
        ...

    def stop(self) -> None:
        """Take in nothing more, and let what is under way end."""
        ...
