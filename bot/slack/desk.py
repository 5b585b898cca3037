"""The desk: words and presses from Slack become requests, and what must be posted is kept with the answer itself.

Read, one write transaction with the event's id, commit, acknowledge; then the sender is woken. What is slow is a row
that survives a kill.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Final

from sqlmodel import Session

from bot.slack.addresses import PLATFORM, Address
from bot.slack.keeping import Keeping
from bot.slack.visitors import Visitors
from bot.slack.workspace import Workspace
from handlers.answer import Answered
from handlers.cards import Reply, dumps
from handlers.channels import place_at, place_of
from handlers.request import Account, Action, Place, Request
from store.channels import channel_at
from store.clock import real_now
from store.database import Database
from store.inbox import take_in
from store.outbox import put_answer
from store.short_memory import recall, remember

_LOG = logging.getLogger("cairn.slack")
_SAID_LASTS: Final = timedelta(hours=2)
ANSWER_LASTS: Final = timedelta(hours=12)
MOST_CHARACTERS: Final = 4000


@dataclass
class Desk:
    """Hands requests over, and keeps what is to be posted. `wake` has the sender look at once."""

    workspace: Workspace
    visitors: Visitors
    wake: Callable[[], None] = lambda: None
    changed: Callable[[], None] = lambda: None

    @property
    def database(self) -> Database:
        return self.workspace.database

    @property
    def keep(self) -> Callable[[str], str]:
        """Keeps what a button or a window cannot carry; returns its key."""
        return Keeping(self.database).keep

    @property
    def kept(self) -> Callable[[str], str]:
        return Keeping(self.database).kept

    def request(self, account: Account, place: Place, event_id: str, action: Action | None = None) -> Request:
        """A request of somebody who is let in; who is not known yet is asked about at Slack, once."""
        return Request(
            account=account,
            place=place,
            now=self.workspace.now(),
            event_id=event_id,
            action=action or Action(""),
            who=lambda: self.visitors.about(account.user),
        )

    def with_words(self, request: Request, words: str, conversation: str) -> Request:
        """The request with what was typed; the sentence before it in the same conversation is read with the answer."""
        key = _said_key(request.account, conversation)
        return replace(
            request,
            words=words[:MOST_CHARACTERS],
            said_before=lambda session: recall(session, key, real_now()),
        )

    def place(self, conversation: str) -> Place:
        """A conversation by the record's own name, by Slack's where it stands for none; never a private one."""
        with self.database.read() as session:
            return place_of(session, PLATFORM, self.visitors.home.team, conversation)

    def where(self, conversation: str) -> Place | None:
        """As `place`; None for a conversation that is shared with another organisation: nothing is said there."""
        with self.database.read() as session:
            found = channel_at(session, PLATFORM, self.visitors.home.team, conversation)
            if found is not None and found.is_shared:
                return None
            return place_at(PLATFORM, conversation, found)

    def is_shared(self, conversation: str) -> bool:
        """Whether a conversation is known to be shared with another organisation: nothing is said there."""
        with self.database.read() as session:
            found = channel_at(session, PLATFORM, self.visitors.home.team, conversation)
        return found is not None and found.is_shared

    def answer(self, request: Request, posting: Posting) -> Answered:
        """Answer it; what `posting` names for is kept with it, and goes out at once."""
        answered = self.workspace.answer(request, posting)
        if answered.outcome == "failed" and not posting.was_called:
            self._say_failed(answered, posting)
        if posting.was_called:
            self.wake()
        if answered.outcome == "done":
            self.changed()
        return answered

    def post(self, account: Account, person_id: int | None, there: Address, reply: Reply, event_id: str = "") -> bool:
        """Keep something to be posted by itself; False when the event was taken in before.

        What has no conversation of its own, and names nobody of the record, goes to the account's direct one.
        """
        if not there.conversation and person_id is None:
            there = replace(there, conversation=account.user)
        now = self.workspace.now()
        with self.database.write() as session:
            key = f"{account.platform}:{account.tenant}:{account.user}:{event_id}"
            if event_id and not take_in(session, key, real_now()):
                return False
            put_answer(session, person_id, str(there), dumps(reply), now, ANSWER_LASTS)
        self.wake()
        return True

    def _say_failed(self, answered: Answered, posting: Posting) -> None:
        """What went wrong is said where it was asked; the platform need not deliver the event again."""
        if posting.there is None:
            return
        request = answered.request
        self.post(request.account, request.standing.person_id, posting.there, answered.reply, request.event_id)


@dataclass
class Posting:
    """Where an answer is posted (None: it is shown otherwise), written inside the answer's own transaction.

    `only_done`: posted only where something was changed, since everything else is shown where it was pressed.
    """

    there: Address | None
    conversation: str = ""
    was_called: bool = False
    kept: bool = field(default=False)
    only_done: bool = False
    is_direct: bool = False
    also: Callable[[Session, Answered], None] | None = None

    def __call__(self, session: Session, answered: Answered) -> None:
        self.was_called = True
        request = answered.request
        if request.words:
            remember(session, _said_key(request.account, self.conversation), request.words, real_now() + _SAID_LASTS)
        if self.also is not None:
            self.also(session, answered)
        if self.there is not None and not answered.quiet and (answered.outcome == "done" or not self.only_done):
            self.kept = True
            # Somebody who is not known yet is greeted in their own conversation, wherever they wrote.
            there = self.there if request.standing.is_known or self.is_direct else Address(request.account.user)
            kept = dumps(answered.here)
            put_answer(session, request.standing.person_id, str(there), kept, request.now, ANSWER_LASTS)


def _said_key(account: Account, conversation: str) -> str:
    return f"slack:said:{account.tenant}:{conversation}:{account.user}"
