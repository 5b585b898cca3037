"""What reaches Cairn: who asked, where, and what, whatever the platform."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from sqlmodel import Session

from framework.access import Standing
from framework.accounts import PlatformUser
from store.schools import SchoolView

# No database keeps these: NUL, and half of a character that takes two.
_UNKEEPABLE: Final = re.compile("[\x00\ud800-\udfff]")


@dataclass(frozen=True)
class Account:
    """Whom a platform vouches for: the only thing that access ever rests on.

    `platform` is 'slack', 'teams', 'page' or 'operator' (the command line's --as, kept as such in the audit);
    `tenant` is the Slack team or Teams tenant ('' for the other two); `user` the platform's own id of the person
    (for 'page' the person's id in the record, for 'operator' an e-mail address).
    """

    platform: str
    tenant: str
    user: str


@dataclass(frozen=True)
class Place:
    """Where it was asked: a direct conversation, or a channel by the record's own name for it.

    Channel names are 'headteachers', 'mentoring', 'officers' or 'cluster:<name of the cluster>'.
    """

    channel: str = ""

    @property
    def is_private(self) -> bool:
        return not self.channel


@dataclass(frozen=True)
class Action:
    """Everything a person does: a name and its values. `words` is what they typed, when they typed."""

    name: str
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Request:
    """One thing that one person asked or did.

    `now` is the business clock, aware UTC. `event_id` is the platform's own id of the event, or a form's nonce:
    what makes a redelivery harmless. `previous` is the sentence before in the same conversation, which `said_before`
    (where it is given) reads from the record with all the rest. `who` asks the
    platform about the sender: it is called only where Cairn does not know them yet, outside any transaction, and gives
    None for who gets nothing. The dispatcher fills `standing`, `action` and, where the action is about one school that
    the asker may know of, `school`.
    """

    account: Account
    place: Place
    now: datetime
    event_id: str = ""
    words: str = ""
    previous: str = ""
    action: Action = Action("")
    standing: Standing = field(default_factory=Standing)
    school: SchoolView | None = None
    who: Callable[[], PlatformUser | None] | None = None
    said_before: Callable[[Session], str] | None = None

    @property
    def values(self) -> Mapping[str, str]:
        return self.action.values

    @property
    def by_words(self) -> bool:
        """True when the action was understood from a sentence, so that a change still needs its confirming tap."""
        return bool(self.words)

    def keepable(self) -> Request:
        """The request without the characters that no database keeps, in whatever a person typed or sent."""
        said = self.action.values
        if not any(
            map(_UNKEEPABLE.search, (self.event_id, self.words, self.previous, self.action.name, *said, *said.values()))
        ):
            return self
        values = {_kept(name): _kept(value) for name, value in said.items()}
        return replace(
            self,
            event_id=_kept(self.event_id),
            words=_kept(self.words),
            previous=_kept(self.previous),
            action=Action(_kept(self.action.name), values),
        )


def _kept(text: str) -> str:
    return _UNKEEPABLE.sub("", text)
