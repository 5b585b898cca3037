"""One conversation as a page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from starlette.responses import Response

from bot.web.channels import Conversation
from bot.web.demo_people import questions_for
from bot.web.render import FormMarks, PostView, address_of, new_nonce, post_view
from bot.web.shell import Page, html, shell
from bot.web.visitor import Visitor
from handlers.cards import Form
from handlers.request import Account, Action, Place, Request
from store.local_page import NO_POST, latest_posts, mark_read, unread

MOST_POSTS: Final = 60
OK: Final = 200


@dataclass(frozen=True)
class Unsent:
    """What a refused sending leaves on the page: the sentence, the words typed, and the nonce to send them again with.

    `post_id` and `form` are the form that must be filled in again, when it was a form.
    """

    failure: str = ""
    words: str = ""
    nonce: str = ""
    post_id: int = 0
    form: Form | None = None

    @property
    def status(self) -> int:
        """What HTTP says to it: 422 for a form with errors, 500 where Cairn failed."""
        if self.form is not None:
            return 422
        return 500 if self.failure else OK


def conversation_page(
    page: Page,
    visitor: Visitor,
    conversation: Conversation,
    *,
    before: int = NO_POST,
    unsent: Unsent | None = None,
) -> Response:
    """The conversation with its newest posts (or those before one), marked as read."""
    left = unsent or Unsent()
    with page.workspace.database.read() as session:
        rows = latest_posts(session, conversation.key, MOST_POSTS + 1, before)
        has_news = bool(unread(session, visitor.person_id or 0, [conversation.key]))
        values = shell(page, session, visitor, conversation.key, address_of(conversation.key))
    shown = rows[-MOST_POSTS:]
    zone = page.workspace.authority.timezone
    again = {left.post_id: left.form}
    values |= {
        "conversation": conversation,
        "posts": [post_view(row, visitor.person_id, zone, again.get(row.id)) for row in shown],
        "marks": FormMarks(visitor.csrf, conversation.key),
        "newest": shown[-1].id if shown else 0,
        "earlier": shown[0].id if len(rows) > MOST_POSTS else 0,
        "is_latest": before == NO_POST,
        "unsent": left,
        "say_nonce": left.nonce or new_nonce(),
        "home": _home(page, visitor, conversation) if before == NO_POST else [],
        "home_open": not has_news and left.status == OK,
        "questions": questions_for(visitor.standing, is_channel=bool(conversation.channel)),
    }
    if shown:
        note_as_read(page, visitor, conversation.key, shown[-1].id)
    return html("conversation.html", values, left.status)


def _home(page: Page, visitor: Visitor, conversation: Conversation) -> list[PostView]:
    """The sections of the visitor's overview, above their own conversation with Cairn; none elsewhere."""
    if conversation.channel or visitor.person_id is None:
        return []
    now = page.workspace.now()
    account = Account("page", "", str(visitor.person_id))
    sections = page.workspace.home(Request(account, Place(), now, action=Action("home")))
    local = now.astimezone(page.workspace.authority.timezone)
    return [
        PostView(0, "", is_mine=False, made_at=local, words="", reply=card, is_sent=False, nonce=new_nonce)
        for card in sections
    ]


def note_as_read(page: Page, visitor: Visitor, conversation: str, post_id: int) -> None:
    """Remember that the visitor has had everything up to a post on their screen."""
    if visitor.person_id is None:
        return
    with page.workspace.database.write(durable=False) as session:
        mark_read(session, visitor.person_id, conversation, post_id)
