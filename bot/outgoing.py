"""What goes out, the ways it can fail, and what a platform must be able to do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

from handlers.cards import Reply
from store.announcements import people_in

FailureKind = Literal["replay_safe", "ambiguous", "recipient_dead", "credential", "bug"]


@dataclass(frozen=True)
class Outgoing:
    """One message on its way: to a person, to a channel by the record's name, or to a group of people.

    Of a group `people` are those who talk there with Cairn, by their ids in the record; a platform without such
    conversations does not reach it. `address` is the platform's own conversation that an answer belongs to ('' for
    none). `now` is business time, `since` the real time from which on an earlier attempt may have posted it; aware UTC.
    """

    delivery_id: str
    recipient_id: int | None
    channel: str
    reply: Reply
    now: datetime
    address: str = ""
    since: datetime | None = None

    @property
    def people(self) -> tuple[int, ...]:
        return people_in(self.channel)


class TransportError(Exception):
    """A post that did not come back as done. `kind` decides what follows; `retry_after` is in seconds, real time.

    replay_safe: surely not posted (429), so it may be sent again. ambiguous: may have been posted (a time-out, 5xx), so
    it is looked for first. recipient_dead: this conversation takes no posts. credential: the app itself is shut out.
    bug: the platform refuses what was made.
    """

    def __init__(self, kind: FailureKind, reason: str, retry_after: float | None = None) -> None:
        super().__init__(reason)
        self.kind: FailureKind = kind
        self.reason = reason
        self.retry_after = retry_after


class Transport(Protocol):
    """A platform as delivery sees it. `can_reconcile` says whether `find` can tell what was posted before."""

    @property
    def name(self) -> str: ...

    @property
    def can_reconcile(self) -> bool: ...

    def reaches(self, outgoing: Outgoing) -> bool:
        """Whether this platform has an address for the recipient."""
        ...

    def send(self, outgoing: Outgoing) -> str:
        """Post it under its delivery id and return the platform's reference. Raises TransportError."""
        ...

    def find(self, outgoing: Outgoing) -> str | None:
        """The reference under which this delivery id was posted before, None when it surely was not."""
        ...
