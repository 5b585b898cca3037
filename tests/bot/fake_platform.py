"""A platform that does as it is told, and a clock that is moved by hand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.outgoing import Outgoing, TransportError
from store.clock import real_now


class Killed(BaseException):
    """The sender is gone at this point: nothing after it happens."""


@dataclass
class Clock:
    """Real time, as delivery sees it: ahead of the true one, so that what was just made is due."""

    now: datetime = field(default_factory=lambda: real_now() + timedelta(minutes=1))

    def __call__(self) -> datetime:
        return self.now

    def go_on(self, **span: float) -> None:
        self.now += timedelta(**span)


Fault = Callable[["FakePlatform", Outgoing], None]


def fails(kind: str, retry_after: float | None = None) -> Fault:
    """The post is refused, and surely not made."""

    def fault(_platform: FakePlatform, _outgoing: Outgoing) -> None:
        raise TransportError(kind, "as told", retry_after)  # type: ignore[arg-type]

    return fault


def loses_the_reply(platform: FakePlatform, outgoing: Outgoing) -> None:
    """The post is made, and the sender never hears of it."""
    platform.accept(outgoing)
    raise TransportError("ambiguous", "timed out")


def is_killed_before(_platform: FakePlatform, _outgoing: Outgoing) -> None:
    raise Killed


def is_killed_after(platform: FakePlatform, outgoing: Outgoing) -> None:
    platform.accept(outgoing)
    raise Killed


@dataclass
class FakePlatform:
    """Keeps posts by delivery id. `faults` says what becomes of the next sends in turn; None lets one through.

    Channels whose name begins with `refuses` take no posts.
    """

    name: str = "fake"
    can_reconcile: bool = True
    faults: list[Fault | None] = field(default_factory=list)
    find_faults: list[Fault | None] = field(default_factory=list)
    posts: list[Outgoing] = field(default_factory=list)
    tried: list[str] = field(default_factory=list)
    looked_for: list[str] = field(default_factory=list)
    strangers: frozenset[int] = frozenset()
    refuses: str = ""

    def reaches(self, outgoing: Outgoing) -> bool:
        return outgoing.recipient_id not in self.strangers

    def send(self, outgoing: Outgoing) -> str:
        self.tried.append(outgoing.delivery_id)
        if self.refuses and outgoing.channel.startswith(self.refuses):
            raise TransportError("recipient_dead", "restricted_action")
        fault = self.faults.pop(0) if self.faults else None
        if fault is not None:
            fault(self, outgoing)
        return self.accept(outgoing)

    def find(self, outgoing: Outgoing) -> str | None:
        self.looked_for.append(outgoing.delivery_id)
        fault = self.find_faults.pop(0) if self.find_faults else None
        if fault is not None:
            fault(self, outgoing)
        return next(
            (f"ref:{post.delivery_id}" for post in self.posts if post.delivery_id == outgoing.delivery_id), None
        )

    def accept(self, outgoing: Outgoing) -> str:
        self.posts.append(outgoing)
        return f"ref:{outgoing.delivery_id}"

    def ids(self) -> list[str]:
        return [post.delivery_id for post in self.posts]

    def said_to(self, person: int) -> list[str]:
        """Every message to one person, as text."""
        return [post.reply.plain() for post in self.posts if post.recipient_id == person]
