"""Windows (Slack's modals): opened at once, filled when the answer is there, and what is sent from them taken in."""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlmodel import Session

from bot.slack.addresses import Address, address_in
from bot.slack.arriving import PATIENCE, Arriving
from bot.slack.desk import Desk, Posting
from bot.slack.forms import (
    FORM,
    Marks,
    errors_beside,
    filled_in,
    fits_a_view,
    marks_of,
    view_of,
    view_of_card,
    waiting_view,
)
from bot.slack.heard import Payload, Pressed, part, teams_of, text
from bot.slack.talking import in_private
from bot.slack.web_client import KeptAliveClient
from handlers.answer import Answered
from handlers.cards import Form, Reply, say
from handlers.filled_in import missing
from handlers.request import Account, Action, Place
from store.clock import real_now
from store.inbox import take_in, taken_in_at

_LOG = logging.getLogger("cairn.slack")
# Instead of an address: the answer is shown in the window itself.
HERE: Final = "here"
_STALE: Final = "This form is too old to be sent. Please open it again; nothing was done."
UNKNOWN: Final = "I do not know yet who you are here. Your authority's administrator can confirm your account."
_NOTHING: Final = "There is nothing that I may show you here."
_NOT_NOW: Final = "Slack does not tell me just now who you are. Nothing was done; please try again in a minute."
_SENT: Final = "This form has been sent already{at}, and nothing was done twice."


@dataclass(frozen=True)
class Window:
    """An open window of somebody's, by Slack's id of it."""

    id: str
    hash: str = ""


@dataclass
class Windows:
    """Opens windows and takes in what is sent from them."""

    desk: Desk
    client: KeptAliveClient

    def opened(self, found: Pressed, where: str) -> Window | None:
        """The window that was pressed in, or a new one that waits for its content; None where none can be opened."""
        return self.pressed_in(found) or self.open_with(found.trigger, waiting_view(where))

    def pressed_in(self, found: Pressed) -> Window | None:
        """The window that a button was pressed in."""
        return Window(text(found.view, "id")) if found.surface == "modal" else None

    def open_with(self, trigger: str, view: Mapping[str, Any]) -> Window | None:
        if not trigger:
            return None
        try:
            opened = self.client.views_open(trigger_id=trigger, view=dict(view))
        except Exception as error:
            _LOG.warning("a window could not be opened: %s", type(error).__name__)
            return None
        return Window(text(opened.get("view"), "id"), text(opened.get("view"), "hash"))

    def open_for(
        self, arriving: Arriving, trigger: str, where: str, window: Window | None = None
    ) -> tuple[Account, Window | None] | None:
        """The account, and the window that waits for its content (None: none can be opened); None for who gets nothing.

        It opens before Slack has said who they are, where that takes longer than its trigger lives.
        """
        arriving.is_settled(0.0 if arriving.is_expected else PATIENCE)
        if arriving.is_turned_away:
            return None
        window = window or self.open_with(trigger, waiting_view(where))
        try:
            account = arriving.account()
        except Exception as error:
            _LOG.warning("Slack does not tell who somebody is: %s", type(error).__name__)
            self._say(window, _NOT_NOW)
            return None
        if account is None:
            self._say(window, _NOTHING)
            return None
        return account, window

    def _say(self, window: Window | None, words: str) -> None:
        if window is not None and not self._filled(window, view_of_card(say(words), HERE)):
            _LOG.warning("a window stays as it was opened")

    def show(self, window: Window | None, where: str, reply: Reply, account: Account) -> None:
        """Put an answer into a window; where there is none, or that fails, it is posted, so that it is not lost."""
        if window is None or not self._filled(window, self.view_for(reply, where, account)):
            self.desk.post(account, None, address_in(where) or Address(), reply)

    def _filled(self, window: Window, view: Mapping[str, Any]) -> bool:
        try:
            self.client.views_update(view_id=window.id, view=dict(view))
        except Exception as error:
            _LOG.warning("a window could not be filled: %s", type(error).__name__)
            return False
        return True

    def view_for(self, reply: Reply, where: str, account: Account) -> dict[str, Any]:
        """An answer as a window; one that is too long for it goes to the direct conversation, and it says so."""
        if isinstance(reply, Form):
            return view_of(reply, where, self.desk.keep)
        if not (reply.title or reply.body):
            # Who is not known yet was greeted before and is answered with nothing; a window cannot stay empty.
            reply = say(UNKNOWN)
        if fits_a_view(reply):
            return view_of_card(reply, where, self.desk.keep)
        self.desk.post(account, None, address_in(where) or Address(), reply)
        return view_of_card(in_private(), where)

    def respond(self, url: str, said: dict[str, Any]) -> bool:
        """Say something through a response URL; whether it was taken. Raises what the network raises."""
        return self.client.say(url, said)

    def submit(self, body: Payload) -> dict[str, Any]:
        """A form that was sent: what acknowledges it. Errors stand beside their fields, and what was typed stays."""
        view = part(body, "view")
        account = self.desk.visitors.account(text(body, "user", "id"), *teams_of(body))
        if account is None or text(view, "callback_id") != FORM:
            return {}
        marks = marks_of(view, self.desk.kept)
        if marks is None or not marks.action.name:
            return _instead(view_of_card(say(_STALE, title="Too old"), HERE))
        return self._send(account, marks, filled_in(view, marks))

    def _send(self, account: Account, marks: Marks, values: Mapping[str, str]) -> dict[str, Any]:
        sent = self._sent_at(account, marks)
        if sent is not None:
            at = f" at {sent.astimezone(self.desk.workspace.authority.timezone):%H:%M}"
            return _instead(view_of_card(say(_SENT.format(at=at), title="Sent already"), HERE))
        kept = {name: value for name, value in marks.action.values.items() if name != "step"}
        action = Action(marks.action.name, {**kept, **values})
        request = self.desk.request(account, Place(), f"form:{marks.nonce}:{_digest(values)}", action)
        there = None if marks.where == HERE else address_in(marks.where) or Address()
        posting = Posting(there, only_done=True, also=_once(account, marks))
        answered = self.desk.answer(request, posting)
        if isinstance(answered.reply, Form):
            return self._form_again(answered.reply, marks, values)
        if posting.kept:
            return {"response_action": "clear"}
        return _instead(self.view_for(answered.reply, marks.where, account))

    def _form_again(self, form: Form, marks: Marks, values: Mapping[str, str]) -> dict[str, Any]:
        """The form with errors, beside their fields where those are in the window; or the next step."""
        asked = {item.name for item in form.fields} & set(values)
        if form.action != marks.action.name or not asked:
            # Another form: the next step of what was begun here.
            return _instead(view_of(form, marks.where, self.desk.keep))
        errors = {item.name: item.error for item in form.fields if item.error} or missing(form, values)
        beside = {name: words for name, words in errors.items() if name in asked}
        if beside and beside.keys() == errors.keys():
            return {"response_action": "errors", "errors": errors_beside(beside)}
        again = form.with_errors({**form_values(form), **values}, errors)
        return _instead(view_of(again, marks.where, self.desk.keep, marks.nonce))

    def _sent_at(self, account: Account, marks: Marks) -> datetime | None:
        with self.desk.database.read() as session:
            return taken_in_at(session, _sent_key(account, marks))


def form_values(form: Form) -> dict[str, str]:
    return {item.name: item.value for item in form.fields}


def _once(account: Account, marks: Marks) -> Any:
    """What marks a form as sent, in the transaction of what it changed."""

    def mark(session: Session, answered: Answered) -> None:
        if answered.outcome == "done" and not take_in(session, _sent_key(account, marks), real_now()):
            raise RuntimeError("the form was sent at the same moment by another way")

    return mark


def _sent_key(account: Account, marks: Marks) -> str:
    return f"{account.platform}:{account.tenant}:{account.user}:sent:{marks.nonce}"


def _digest(values: Mapping[str, str]) -> str:
    return hashlib.sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()[:24]


def _instead(view: Mapping[str, Any]) -> dict[str, Any]:
    return {"response_action": "update", "view": dict(view)}
