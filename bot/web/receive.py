"""A form or a click of the page, read into what was sent; and its answer, as a page or for the script."""

from __future__ import annotations

import re
from typing import Any, Final

from starlette.background import BackgroundTask
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import Request as HttpRequest
from starlette.responses import JSONResponse, RedirectResponse, Response

from bot.web.conversation import Unsent, conversation_page
from bot.web.exchange import Outcome, Sending, exchange
from bot.web.render import FormMarks, address_of, new_nonce, post_view, render_post
from bot.web.shell import Page, plain_page
from bot.web.visitor import COOKIE, Visitor, visitor_of
from framework.numbers import number_in
from handlers.request import Action
from store.local_page import post_in

MOST_CHARACTERS: Final = 2000
_NONCE: Final = re.compile(r"[A-Za-z0-9_-]{16,64}")
_STALE: Final = "This page is out of date. Please load it again; nothing was sent."


class RefusedSending(Exception):
    """A sending that the page does not take in, with the status and the sentence that answer it."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status
        self.sentence = sentence


async def read_form(request: HttpRequest) -> FormData:
    """The fields of a plain form; raises RefusedSending for anything else."""
    kind = request.headers.get("content-type", "").partition(";")[0]
    if kind != "application/x-www-form-urlencoded":
        raise RefusedSending(415, "Cairn takes in plain forms only.")
    return await request.form()


def checked_visitor(page: Page, request: HttpRequest, fields: FormData) -> Visitor:
    """Who sent a form of their own page; raises RefusedSending when there is no session or it is another's form."""
    visitor = visitor_from(page, request)
    if visitor is None:
        raise RefusedSending(403, "Your session has ended. Open the page again with a link; nothing was sent.")
    if not visitor.sent_by_own_page(text_of(fields, "csrf")):
        raise RefusedSending(403, _STALE)
    return visitor


def visitor_from(page: Page, request: HttpRequest) -> Visitor | None:
    """Who has the page open, by the cookie; None without a session."""
    with page.workspace.database.read() as session:
        return visitor_of(page.workspace, session, request.cookies.get(COOKIE, ""))


def text_of(fields: FormData, name: str) -> str:
    """One field's text, '' when it is missing."""
    value = fields.get(name, "")
    return _clean(value) if isinstance(value, str) else ""


def _clean(text: str) -> str:
    # PostgreSQL keeps no NUL, and no keyboard types one.
    return text.replace("\0", "")


def wants_json(request: HttpRequest) -> bool:
    """Whether the page's script asks, and not a plain form."""
    return "application/json" in request.headers.get("accept", "")


async def say(request: HttpRequest) -> Response:
    """POST /say: what a person typed."""
    return await _take(request, _words_sent)


async def act(request: HttpRequest) -> Response:
    """POST /act: a button that was pressed, or a form that was filled in."""
    return await _take(request, _action_sent)


async def _take(request: HttpRequest, read: Any) -> Response:
    page: Page = request.app.state.page
    try:
        fields = await read_form(request)
        return await run_in_threadpool(_answer, page, request, fields, read)
    except RefusedSending as refused:
        return refusal(request, refused)


def refusal(request: HttpRequest, refused: RefusedSending) -> Response:
    """A refused sending as JSON for the script, as a plain page otherwise."""
    if wants_json(request):
        return JSONResponse({"error": refused.sentence}, status_code=refused.status)
    values = {"title": "That was not sent", "lines": [refused.sentence], "onward": ("Back to the page", "/")}
    return plain_page(values, refused.status)


def _answer(page: Page, request: HttpRequest, fields: FormData, read: Any) -> Response:
    visitor = checked_visitor(page, request, fields)
    sending: Sending = read(visitor, fields)
    outcome = exchange(page, visitor, sending)
    shown = _for_script if wants_json(request) else _as_page
    answer = shown(page, visitor, sending, outcome)
    if outcome.was_kept:
        # What the answer enqueued for others goes out at once, but the person who asked does not wait for it.
        answer.background = BackgroundTask(page.workspace.deliver)
    return answer


def _words_sent(visitor: Visitor, fields: FormData) -> Sending:
    words = text_of(fields, "words").strip()
    if not words:
        raise RefusedSending(422, "There was nothing to send. Please type your question first.")
    if len(words) > MOST_CHARACTERS:
        raise RefusedSending(422, f"That is longer than {MOST_CHARACTERS} characters. Please shorten it.")
    return Sending(*_where(visitor, fields), words=words)


def _action_sent(visitor: Visitor, fields: FormData) -> Sending:
    action = Action(text_of(fields, "action"), _values(fields))
    return Sending(*_where(visitor, fields), action=action, post_id=number_in(text_of(fields, "post")))


def _where(visitor: Visitor, fields: FormData) -> tuple[Any, str]:
    conversation = visitor.conversation(text_of(fields, "conversation"))
    if conversation is None:
        raise RefusedSending(404, "This conversation is not open to you (any more). Nothing was sent.")
    nonce = text_of(fields, "nonce")
    if not _NONCE.fullmatch(nonce):
        raise RefusedSending(400, _STALE)
    return conversation, nonce


def _values(fields: FormData) -> dict[str, str]:
    """The values 'v.<name>'; what several checkboxes of one name give is joined by ';'."""
    names = dict.fromkeys(key for key in fields if key.startswith("v."))
    texts = {name: [_clean(text) for text in fields.getlist(name) if isinstance(text, str)] for name in names}
    return {_clean(name[2:]): ";".join(text for text in found if text) for name, found in texts.items()}


def _as_page(page: Page, visitor: Visitor, sending: Sending, outcome: Outcome) -> Response:
    if outcome.posts:
        target = f"{address_of(sending.conversation.key)}#post-{outcome.posts[0].id}"
        return RedirectResponse(target, status_code=303)
    unsent = Unsent(outcome.failure, sending.words, sending.nonce, sending.post_id, outcome.again)
    return conversation_page(page, visitor, sending.conversation, unsent=unsent)


def _for_script(page: Page, visitor: Visitor, sending: Sending, outcome: Outcome) -> Response:
    """The new posts; a form that was sent, folded; or the form again with its errors, to be put in its place."""
    if outcome.failure:
        return JSONResponse({"error": outcome.failure}, status_code=500)
    shown = [_post(page, visitor, sending, row) for row in outcome.posts]
    replaced = _replaced(page, visitor, sending, outcome)
    body = {"posts": shown, "replace": replaced, "nonce": new_nonce()}
    return JSONResponse(body, status_code=422 if outcome.again else 200)


def _replaced(page: Page, visitor: Visitor, sending: Sending, outcome: Outcome) -> list[dict[str, Any]]:
    post_id = sending.post_id if outcome.again else outcome.sent_form
    if not post_id:
        return []
    with page.workspace.database.read() as session:
        row = post_in(session, sending.conversation.key, post_id)
    return [_post(page, visitor, sending, row, outcome)] if row else []


def _post(page: Page, visitor: Visitor, sending: Sending, row: Any, outcome: Outcome | None = None) -> dict[str, Any]:
    again = outcome.again if outcome else None
    view = post_view(row, visitor.person_id, page.workspace.authority.timezone, again)
    return {"id": row.id, "html": render_post(view, FormMarks(visitor.csrf, sending.conversation.key))}
