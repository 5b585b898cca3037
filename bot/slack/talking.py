"""Words: a direct message, a mention in a channel, the slash command."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from bot.slack.addresses import Address
from bot.slack.arriving import PATIENCE, Arriving
from bot.slack.desk import Desk, Posting
from bot.slack.heard import Payload, Spoken, spoken, teams_of, text
from bot.slack.render import Part, messages_of
from bot.slack.text import typed
from handlers.cards import Card, say
from handlers.request import Account, Action, Place, Request

_LOG = logging.getLogger("cairn.slack")
_EPHEMERAL: Final = "ephemeral"
_ONE_MOMENT: Final = (
    "One moment, I am looking you up. I answer in a direct message; if none comes within a minute, please ask again."
)
_IN_PRIVATE: Final = "I have answered you in a direct message."


@dataclass
class Talk:
    """Answers what people write."""

    desk: Desk

    def message(self, body: Payload) -> None:
        """A message or a mention: the answer is posted where it was asked, or privately with a word about it there."""
        heard = spoken(body)
        if heard is None or heard.is_external:
            return
        account = self.desk.visitors.account(heard.user, *heard.teams)
        if account is None:
            return
        place = Place() if heard.is_direct else self.desk.where(heard.there.conversation)
        if place is None:
            return
        request = self._request(account, place, heard)
        self.desk.answer(request, Posting(heard.there, heard.there.conversation, is_direct=heard.is_direct))

    def _request(self, account: Account, place: Place, heard: Spoken) -> Request:
        request = self.desk.request(account, place, heard.event_id, Action("help"))
        if not heard.words:
            return request
        return self.desk.with_words(request, heard.words, heard.there.conversation)

    def command(self, body: Payload) -> dict[str, Any]:
        """A slash command: what acknowledges it, for the eyes of who typed it alone; {} for who gets nothing.

        Where Slack takes its time to say who that is, the answer follows in the direct conversation.
        """
        arriving = self.desk.visitors.arriving(text(body, "user_id"), *teams_of(body))
        if not arriving.is_settled(PATIENCE):
            arriving.then(lambda known: self._command_later(body, known))
            return _ephemeral(messages_of(say(_ONE_MOMENT))) if arriving.is_expected else {}
        account = arriving.account()
        request = self._command(body, account) if account is not None else None
        if account is None or request is None:
            return {}
        answered = self.desk.answer(request, Posting(None, text(body, "channel_id")))
        if answered.quiet:
            return {}
        parts = messages_of(answered.here, self.desk.keep)
        if len(parts) > 1:
            self.desk.post(account, answered.request.standing.person_id, Address(), answered.here)
            parts = messages_of(in_private())
        return _ephemeral(parts)

    def _command(self, body: Payload, account: Account) -> Request | None:
        """What a command asks; None where nothing is said. Wherever it is typed others may look on: what is sensitive
        goes to the direct conversation."""
        conversation, words = text(body, "channel_id"), typed(text(body, "text"))
        place = self.desk.where(conversation)
        if place is None:
            return None
        request = self.desk.request(account, place, f"command:{text(body, 'trigger_id')}", Action("help"))
        return self.desk.with_words(request, words, conversation) if words else request

    def _command_later(self, body: Payload, known: Arriving) -> None:
        try:
            account = known.account()
            request = self._command(body, account) if account is not None else None
            if request is not None:
                there = Posting(Address(), text(body, "channel_id"))
                self.desk.answer(replace(request, place=Place()), there)
        except Exception as error:
            _LOG.warning("a command is not answered, Slack does not tell whose it is: %s", type(error).__name__)


def _ephemeral(parts: Sequence[Part]) -> dict[str, Any]:
    return {"response_type": _EPHEMERAL, "text": parts[0].text, "blocks": parts[0].blocks}


def in_private() -> Card:
    """What stands where something was asked that is answered elsewhere."""
    return Card(body=say(_IN_PRIVATE).body, notice=_IN_PRIVATE)
