"""Presses: a button's answer goes to the direct conversation, or into the window that it stands in; forms open as one.

A trigger lives for three seconds: the window opens first, and is filled when the answer is there.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import Final

from bot.slack.addresses import Address, address_in
from bot.slack.arriving import Arriving
from bot.slack.buttons import unpacked
from bot.slack.desk import Desk, Posting
from bot.slack.forms import marks_of
from bot.slack.heard import Payload, Pressed, pressed
from bot.slack.pictures import fetching
from bot.slack.render import fetched, messages_of
from bot.slack.talking import in_private
from bot.slack.windows import HERE, Windows
from handlers.asked import person_of
from handlers.cards import Card, Reply, say
from handlers.request import Account, Action, Place, Request
from handlers.table import HANDLERS

_LOG = logging.getLogger("cairn.slack")
_STALE: Final = "That button is too old to know what it was for. Please ask again."


@dataclass
class Presses:
    """Carries out what buttons stand for."""

    desk: Desk
    windows: Windows

    def press(self, body: Payload) -> None:
        """One press. Whatever comes of it is said; twice the same changes things once."""
        found = pressed(body)
        if found is None or (found.conversation and not found.is_direct and self.desk.is_shared(found.conversation)):
            return
        action = unpacked(found.value, self.desk.kept)
        arriving = self.desk.visitors.arriving(found.user, *found.teams)
        if action is not None and wants_window(found, action):
            self._in_a_window(found, arriving, action)
            return
        account = arriving.account()
        if account is None:
            return
        wanted = fetched(action) if action is not None else None
        if wanted is not None:
            self._fetch(found, account, fetching(wanted))
        elif action is not None:
            self._in_messages(found, account, action)
        elif found.value:
            self._tell(found, account, say(_STALE))

    def _in_messages(self, found: Pressed, account: Account, action: Action) -> None:
        """A button of a message: answered in the direct conversation, with a word in passing where others look on."""
        there = Address(found.conversation, found.thread) if found.is_direct else Address()
        posting = Posting(there)
        answered = self.desk.answer(self._request(found, account, action), posting)
        if answered.repeated:
            self._tell(found, account, answered.reply)
        elif not found.is_direct and posting.kept:
            self._whisper(found, in_private())

    def _in_a_window(self, found: Pressed, arriving: Arriving, action: Action) -> None:
        """A form, or anything that is pressed in a window or on the home page: shown in a window."""
        where = HERE if found.surface == "home" else str(Address(*self._back_to(found)))
        opened = self.windows.open_for(arriving, found.trigger, where, self.windows.pressed_in(found))
        if opened is None:
            return
        account, window = opened
        if window is None:
            self._in_messages(found, account, action)
            return
        answered = self.desk.answer(self._request(found, account, action), Posting(None))
        self.windows.show(window, where, answered.reply, account)

    def _back_to(self, found: Pressed) -> tuple[str, str]:
        """Where the answer to a form belongs that a press opens."""
        if found.surface == "modal":
            marks = marks_of(found.view, self.desk.kept)
            return _split(marks.where) if marks else ("", "")
        return (found.conversation, found.thread) if found.is_direct else ("", "")

    def _request(self, found: Pressed, account: Account, action: Action) -> Request:
        return self.desk.request(account, Place(), event_of(found, action), action)

    def _fetch(self, found: Pressed, account: Account, card: Card) -> None:
        there = Address(found.conversation, found.thread) if found.is_direct else Address()
        with self.desk.database.read() as session:
            person = person_of(session, account)
        if person is not None:
            self.desk.post(account, person, there, card, f"file:{found.key}:{found.moment}")

    def _tell(self, found: Pressed, account: Account, card: Reply) -> None:
        """Say something in passing about a press, to who pressed alone."""
        if found.surface != "message":
            window = self.windows.opened(found, HERE)
            if window is not None:
                self.windows.show(window, HERE, card, account)
        elif not self._whisper(found, card):
            # The same press that comes again is told once.
            event = f"told:{found.key}:{found.moment}"
            self.desk.post(account, None, Address(found.conversation, found.thread), card, event)

    def _whisper(self, found: Pressed, card: Reply) -> bool:
        """Shown beside the message to who pressed; never the only copy of anything that matters."""
        if not found.response_url:
            return False
        part = messages_of(card, self.desk.keep)[0]
        said = {"response_type": "ephemeral", "replace_original": False, "text": part.text, "blocks": part.blocks}
        try:
            return self.windows.respond(found.response_url, said)
        except Exception as error:
            _LOG.warning("a word in passing was not taken: %s", type(error).__name__)
            return False


def wants_window(found: Pressed, action: Action) -> bool:
    """Whether what a press brings is shown in a window: forms, and all that is pressed in one or on the home page."""
    return fetched(action) is None and (found.surface != "message" or asks_for_form(action))


def asks_for_form(action: Action) -> bool:
    """Whether a form has to be filled in before the action can be carried out."""
    capability = HANDLERS.get(action.name)
    if capability is None or not capability.carry_out:
        return False
    if action.values.get("step") == "form":
        return True
    return not all(action.values.get(name, "").strip() for name in capability.needs)


def event_of(found: Pressed, action: Action) -> str:
    """What makes a press count once: where something is changed the button itself, otherwise each single press.

    A switch may be pressed as often as somebody likes: pressed again it changes nothing, or what was changed since.
    """
    capability = HANDLERS.get(action.name)
    changes = capability is not None and bool(capability.carry_out) and not asks_for_form(action)
    once = changes and capability is not None and not capability.is_switch
    return f"press:{found.key}" if once else f"press:{found.key}:{found.moment}"


def _split(where: str) -> tuple[str, str]:
    address = address_in(where) or Address()
    return address.conversation, address.thread
