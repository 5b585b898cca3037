"""How the page is opened: the front door, the links, and in the demo the choice of who to be."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import Request as HttpRequest
from starlette.responses import RedirectResponse, Response

from bot.web.conversation import conversation_page
from bot.web.receive import RefusedSending, checked_visitor, read_form, refusal, text_of, visitor_from
from bot.web.render import address_of
from bot.web.shell import Page, html, plain_page, shell
from bot.web.visitor import COOKIE, SESSION_LIFETIME, Visitor, open_by_link
from framework.numbers import number_in
from store.clock import real_now
from store.local_page import NO_POST, be_person, link_purpose
from store.page_lists import posts_held


def home(request: HttpRequest) -> Response:
    """GET /: the direct conversation; without a person the choice of one, or what is due; without a session how to."""
    page: Page = request.app.state.page
    visitor = visitor_from(page, request)
    if visitor is None:
        return _closed(page)
    if visitor.conversations:
        return conversation_page(page, visitor, visitor.conversations[0])
    if visitor.kind != "demo":
        return RedirectResponse("/due", status_code=303)
    with page.workspace.database.read() as session:
        return html("choose.html", shell(page, session, visitor))


def conversation(request: HttpRequest) -> Response:
    """GET /c/{key}: one conversation, or the same page for one that is not open to you and one that does not exist."""
    page: Page = request.app.state.page
    visitor = visitor_from(page, request)
    if visitor is None:
        return _closed(page)
    found = visitor.conversation(request.path_params["key"])
    if found is None:
        lines = ["There is no such conversation, or it is not open to you."]
        return plain_page({"title": "No such conversation", "lines": lines, "onward": ("Back to the page", "/")}, 404)
    before = number_in(request.query_params.get("before", ""), NO_POST)
    return conversation_page(page, visitor, found, before=before)


def _closed(page: Page) -> Response:
    how = (
        "Open it with the link that Cairn printed when it started."
        if page.workspace.is_demo
        else "Please ask your administrator for a link: it opens your page once, and this browser stays signed in."
    )
    lines = [how, "If you have just opened such a link, go on below."]
    return plain_page({"title": "This page is closed", "lines": lines, "onward": ("Go on", "/")}, 403)


def open_link(request: HttpRequest) -> Response:
    """GET /open: the printed link opens the page at once; a personal one asks for a tap first.

    Chat programs and mail scanners fetch addresses on their own: a look alone must not use up a link that works once.
    """
    page: Page = request.app.state.page
    token = request.query_params.get("token", "")
    with page.workspace.database.read() as session:
        purpose = link_purpose(session, token, real_now())
    if purpose == "personal":
        return html("open.html", {"token": token})
    return _opened(page, request, token)


async def open_personal(request: HttpRequest) -> Response:
    """POST /open: the tap that uses up a personal link."""
    page: Page = request.app.state.page
    try:
        fields = await read_form(request)
    except RefusedSending as refused:
        return refusal(request, refused)
    return await run_in_threadpool(_opened, page, request, text_of(fields, "token"))


def _opened(page: Page, request: HttpRequest, link_token: str) -> Response:
    token = open_by_link(page.workspace, link_token)
    if token is None:
        lines = ["This link has been used, or is out of date. Please ask Cairn for a new one."]
        return plain_page({"title": "This link opens nothing", "lines": lines, "onward": None}, 403)
    answer = RedirectResponse("/", status_code=303)
    answer.set_cookie(
        COOKIE,
        token,
        max_age=int(SESSION_LIFETIME.total_seconds()),
        httponly=True,
        samesite="strict",
        secure=request.url.scheme == "https",
    )
    return answer


async def be(request: HttpRequest) -> Response:
    """POST /be: in the demo, be somebody."""
    page: Page = request.app.state.page
    try:
        fields = await read_form(request)
        return await run_in_threadpool(_be, page, request, fields)
    except RefusedSending as refused:
        return refusal(request, refused)


def _be(page: Page, request: HttpRequest, fields: FormData) -> Response:
    visitor: Visitor = checked_visitor(page, request, fields)
    if not page.workspace.is_demo or visitor.kind != "demo":
        raise RefusedSending(403, "Who you are can be chosen in the demo only.")
    chosen = text_of(fields, "person")
    with page.workspace.database.write() as session:
        known = {str(post.person_id) for post in posts_held(session, page.local_now().date())}
        if chosen not in known:
            raise RefusedSending(422, "Please choose one of the people of the demo.")
        be_person(session, visitor.token, int(chosen))
    return RedirectResponse(address_of(f"dm:{chosen}"), status_code=303)
