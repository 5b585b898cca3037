"""The parts of a post that are fetched on their own: charts, drawn then, and files, made then."""

from __future__ import annotations

from dataclasses import replace
from typing import Final
from urllib.parse import quote

from starlette.requests import Request as HttpRequest
from starlette.responses import Response

from bot.web.receive import visitor_from
from bot.web.shell import Page, plain_page
from bot.web.visitor import Visitor
from framework.numbers import number_in
from handlers.cards import Chart, Download, Element, loads
from handlers.charts import draw
from handlers.files import File
from handlers.request import Account, Action, Place, Request
from store.local_page import post_in

_NOTHING: Final = "There is nothing here, or it is not for you."


def part(request: HttpRequest) -> Response:
    """GET /part/{post}/{number}/{key}: a chart or a file of a post, for who may read its conversation.

    What the address names counts only as far as such a post holds such a part: nobody can ask for a file by guessing.
    A file is judged anew by what its maker's rules say of this person today.
    """
    page: Page = request.app.state.page
    visitor = visitor_from(page, request)
    found = _part(page, visitor, request) if visitor is not None else None
    if visitor is None or found is None:
        return _not_here(_NOTHING)
    if isinstance(found, Chart):
        return Response(draw(found), media_type="image/png")
    asked = Request(
        account=Account("page", "", str(visitor.person_id)),
        place=Place(),
        now=page.workspace.now(),
        action=Action(found.file, found.values),
    )
    made = page.workspace.file(asked)
    return _handed_over(made) if isinstance(made, File) else _not_here(replace(made, title="").plain())


def _part(page: Page, visitor: Visitor, request: HttpRequest) -> Chart | Download | None:
    conversation = visitor.conversation(request.path_params["key"])
    number = number_in(request.path_params["number"])
    if conversation is None:
        return None
    with page.workspace.database.read() as session:
        row = post_in(session, conversation.key, number_in(request.path_params["post"]))
    body: tuple[Element, ...] = loads(row.card).body if row and row.card else ()
    found = body[number] if number < len(body) else None
    return found if isinstance(found, Chart | Download) else None


def _handed_over(made: File) -> Response:
    """A file to save: never shown in the page's own place, whatever is in it."""
    headers = {"content-disposition": f"attachment; filename*=UTF-8''{quote(made.name, safe='')}"}
    return Response(made.content, media_type=made.media_type, headers=headers)


def _not_here(sentence: str) -> Response:
    values = {"title": "Not here", "lines": sentence.split("\n"), "onward": ("Back to the page", "/")}
    return plain_page(values, 404)
