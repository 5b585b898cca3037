"""One thing said or done on the page: checked, answered, and kept in the conversation with the change itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from sqlmodel import Session

from bot.web.channels import Conversation
from bot.web.shell import Page
from bot.web.visitor import Visitor
from handlers.answer import Answered
from handlers.cards import Form, Reply, dumps, loads
from handlers.filled_in import missing
from handlers.request import Account, Action, Place, Request
from store.local_page import (
    LocalPost,
    Shown,
    add_posts,
    close_form,
    last_words,
    mark_read,
    post_in,
    posts_of_event,
)


@dataclass(frozen=True)
class Sending:
    """What came from the page: words, or an action with its values and the post whose form it was (0 for none)."""

    conversation: Conversation
    nonce: str
    words: str = ""
    action: Action = field(default_factory=lambda: Action(""))
    post_id: int = 0


@dataclass
class Outcome:
    """What became of it: new posts, a form that is done, a form to fill in again, or a sentence on why it failed."""

    posts: Sequence[Shown] = ()
    sent_form: int = 0
    again: Form | None = None
    failure: str = ""
    was_kept: bool = field(default=False)


def exchange(page: Page, visitor: Visitor, sending: Sending) -> Outcome:
    """Have Cairn answer, and keep what was said with it; the same nonce again gives the same posts, no new effect."""
    form, is_sent = _form_of(page, sending)
    if is_sent:
        return _already_sent(page, sending)
    errors = missing(form, sending.action.values) if form else {}
    if form is None:
        sending = replace(sending, post_id=0)
    elif errors:
        return Outcome(again=form.with_errors(sending.action.values, errors))
    outcome = Outcome()
    request = _request(page, visitor, sending)
    answered = page.workspace.answer(request, _Keeper(request, visitor, sending, outcome))
    if answered.repeated:
        return _repeated(page, sending, form)
    if not outcome.was_kept:
        return Outcome(failure=answered.here.plain())
    outcome.posts = _posts(page, sending)
    return outcome


def _form_of(page: Page, sending: Sending) -> tuple[Form | None, bool]:
    """The form that was filled in, as Cairn posted it, and whether it was sent before."""
    if not sending.post_id:
        return None, False
    with page.workspace.database.read() as session:
        row = post_in(session, sending.conversation.key, sending.post_id)
    reply = loads(row.card) if row and row.card else None
    if row is None or not isinstance(reply, Form) or reply.action != sending.action.name:
        return None, False
    return reply, row.closed_at is not None


def _request(page: Page, visitor: Visitor, sending: Sending) -> Request:
    person = visitor.person_id
    with page.workspace.database.read() as session:
        previous = last_words(session, sending.conversation.key, person) if person is not None else ""
    return Request(
        account=Account("page", "", str(person)),
        place=Place(sending.conversation.channel),
        now=page.workspace.now(),
        event_id=sending.nonce,
        words=sending.words,
        previous=previous,
        action=sending.action,
    )


class _Keeper:
    """Writes what was said, and Cairn's reply, inside the transaction of the answer."""

    def __init__(self, request: Request, visitor: Visitor, sending: Sending, outcome: Outcome) -> None:
        self.request, self.visitor, self.sending, self.outcome = request, visitor, sending, outcome

    def __call__(self, session: Session, answered: Answered) -> None:
        self.outcome.was_kept = True
        if self.sending.post_id and _has_errors(answered.here):
            self.outcome.again = answered.here if isinstance(answered.here, Form) else None
            return
        self._keep(session, answered.here)

    def _keep(self, session: Session, reply: Reply) -> None:
        new = [self._post(card=dumps(reply))]
        if self.sending.words:
            new.insert(0, self._post(author_id=self.visitor.person_id, words=self.sending.words))
        last = add_posts(session, new)
        if self.visitor.person_id is not None:
            mark_read(session, self.visitor.person_id, self.sending.conversation.key, last)
        if self.sending.post_id:
            close_form(session, self.sending.conversation.key, self.sending.post_id, self.request.now)
            self.outcome.sent_form = self.sending.post_id

    def _post(self, author_id: int | None = None, words: str = "", card: str = "") -> LocalPost:
        return LocalPost(
            conversation=self.sending.conversation.key,
            author_id=author_id,
            words=words,
            card=card,
            event_id=self.sending.nonce,
            made_at=self.request.now,
        )


def _has_errors(reply: Reply) -> bool:
    return isinstance(reply, Form) and any(item.error for item in reply.fields)


def _posts(page: Page, sending: Sending) -> Sequence[Shown]:
    with page.workspace.database.read() as session:
        return posts_of_event(session, sending.conversation.key, sending.nonce)


def _already_sent(page: Page, sending: Sending) -> Outcome:
    posts = _posts(page, sending)
    if posts:
        return Outcome(posts=posts, sent_form=sending.post_id)
    return Outcome(failure="This form has been sent already, and nothing was done twice. Ask again for a new one.")


def _repeated(page: Page, sending: Sending, form: Form | None) -> Outcome:
    posts = _posts(page, sending)
    if posts:
        return Outcome(posts=posts, sent_form=sending.post_id if form else 0)
    if form:
        # Taken in before, and what it left is a form with errors that never reached this browser.
        return Outcome(again=form.with_errors(sending.action.values, {}))
    return Outcome(failure="That has been taken in already; nothing was done twice.")
