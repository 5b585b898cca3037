"""Words: a direct message, a mention in a channel, the slash command."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from bot.slack.addresses import Address
from bot.slack.desk import Desk, Posting
from bot.slack.heard import Payload, Spoken, spoken, teams_of, text
from bot.slack.render import messages_of
from bot.slack.text import typed
from handlers.cards import Card, say
from handlers.request import Account, Action, Place, Request

_EPHEMERAL: Final = "ephemeral"
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
        """A slash command: what acknowledges it, for the eyes of who typed it alone; {} for who gets nothing."""
        account = self.desk.visitors.account(text(body, "user_id"), *teams_of(body))
        if account is None:
            return {}
        conversation, words = text(body, "channel_id"), typed(text(body, "text"))
        # Wherever it is typed others may look on: what is sensitive goes to the direct conversation.
        place = self.desk.where(conversation)
        if place is None:
            return {}
        request = self.desk.request(account, place, f"command:{text(body, 'trigger_id')}", Action("help"))
        if words:
            request = self.desk.with_words(request, words, conversation)
        answered = self.desk.answer(request, Posting(None, conversation))
        if answered.quiet:
            return {}
        parts = messages_of(answered.here, self.desk.keep)
        if len(parts) > 1:
            self.desk.post(account, answered.request.standing.person_id, Address(), answered.here)
            parts = messages_of(in_private())
        return {"response_type": _EPHEMERAL, "text": parts[0].text, "blocks": parts[0].blocks}


def in_private() -> Card:
    """What stands where something was asked that is answered elsewhere."""
    return Card(body=say(_IN_PRIVATE).body, notice=_IN_PRIVATE)
