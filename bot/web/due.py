"""GET /due: what is due, and what became of it; never what a message says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlencode

from sqlmodel import Session
from starlette.requests import Request as HttpRequest
from starlette.responses import Response

from bot.web.receive import visitor_from
from bot.web.shell import Page, html, plain_page, shell
from framework.numbers import number_in
from store.page_lists import due_counts, due_rows

MOST_ROWS: Final = 100
SOON_ROWS: Final = 15
WAITING: Final = frozenset({"due", "gathered", "claimed"})
STATES: Final[Mapping[str, str]] = {
    "due": "Due",
    "gathered": "In a message",
    "claimed": "Being sent",
    "sent": "Delivered",
    "dropped": "Dropped",
    "expired": "Expired",
    "dead": "Could not be delivered",
    "unknown": "May have been sent",
}


def due(request: HttpRequest) -> Response:
    """The list for administrators, for those who may read deliveries, and for everybody in the demo."""
    page: Page = request.app.state.page
    visitor = visitor_from(page, request)
    if visitor is None or not visitor.may_see_deliveries:
        lines = ["This page shows what Cairn has to say and what it has delivered. It is for administrators."]
        return plain_page({"title": "Not open to you", "lines": lines, "onward": ("Back to the page", "/")}, 403)
    state, number = _asked(request)
    with page.workspace.database.read() as session:
        counts = due_counts(session)
        values = shell(page, session, visitor, back_to="/due")
        values |= _one_list(session, state, number) if state else _overview(session, counts)
    values |= {
        "tabs": _tabs(counts, state),
        "states": STATES,
        "zone": page.workspace.authority.timezone,
        "kinds": {rule.key: rule.label for rule in page.workspace.authority.framework.reminders},
    }
    return html("due.html", values)


def _overview(session: Session, counts: Mapping[str, int]) -> dict[str, Any]:
    """What comes next, the soonest first, and below it what became of the rest, the latest first."""
    waiting = sum(counts.get(state, 0) for state in WAITING)
    soon = due_rows(session, WAITING, SOON_ROWS, soonest_first=True)
    ended = due_rows(session, STATES.keys() - WAITING, MOST_ROWS)
    more = _address("due") if waiting > SOON_ROWS else ""
    lists = [("Due next", soon, "Nothing is due."), ("Delivered and ended", ended, "Nothing has gone out yet.")]
    return {"lists": lists, "more": more, "waiting": waiting, "later": "", "earlier": ""}


def _one_list(session: Session, state: str, number: int) -> dict[str, Any]:
    skip = (number - 1) * MOST_ROWS
    rows = due_rows(session, {state}, MOST_ROWS + 1, skip, soonest_first=state in WAITING)
    return {
        "lists": [(STATES[state], rows[:MOST_ROWS], "Nothing is in this state.")],
        "more": "",
        "later": _address(state, number - 1) if number > 1 else "",
        "earlier": _address(state, number + 1) if len(rows) > MOST_ROWS else "",
    }


def _asked(request: HttpRequest) -> tuple[str, int]:
    state = request.query_params.get("state", "")
    number = request.query_params.get("page", "1")
    return state if state in STATES else "", max(1, number_in(number, 1))


def _address(state: str, number: int = 1) -> str:
    asked = {"state": state} if state else {}
    query = urlencode(asked | ({"page": str(number)} if number > 1 else {}))
    return f"/due?{query}" if query else "/due"


def _tabs(counts: Mapping[str, int], state: str) -> list[tuple[str, str, int, bool]]:
    """Each filter: its words, its address, how many, whether it is chosen. Rare states without a row are left out."""
    usual = ("due", "sent", "dropped", "expired", "dead", "unknown")
    named = [key for key in STATES if counts.get(key) or key in usual]
    everything = ("All", _address(""), sum(counts.values()), not state)
    return [everything, *((STATES[key], _address(key), counts.get(key, 0), key == state) for key in named)]
