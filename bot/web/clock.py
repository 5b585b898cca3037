"""POST /clock: the demo's clock, forward by a day, a week or to a date."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import Request as HttpRequest
from starlette.responses import RedirectResponse, Response

from bot.web.receive import RefusedSending, checked_visitor, read_form, refusal, text_of
from bot.web.shell import Page

FURTHEST: Final = timedelta(days=400)
_STEPS: Final = {"day": timedelta(days=1), "week": timedelta(weeks=1)}


async def clock(request: HttpRequest) -> Response:
    """Move the clock, and go back to where the person was."""
    page: Page = request.app.state.page
    try:
        fields = await read_form(request)
        return await run_in_threadpool(_move, page, request, fields)
    except RefusedSending as refused:
        return refusal(request, refused)


def _move(page: Page, request: HttpRequest, fields: FormData) -> Response:
    visitor = checked_visitor(page, request, fields)
    if not page.workspace.is_demo or visitor.kind != "demo":
        raise RefusedSending(403, "Only the demo's clock can be moved.")
    page.workspace.move_clock(moved(page.local_now(), text_of(fields, "step"), text_of(fields, "to")))
    return RedirectResponse(back_to(text_of(fields, "back_to")), status_code=303)


def moved(now: datetime, step: str, to: str) -> datetime:
    """The moment, aware UTC, that a step or a date leads to from a local `now`; the time of day stays what it is.

    Raises RefusedSending for no step at all, a date that has passed, or one too far ahead.
    """
    if step in _STEPS:
        return (now + _STEPS[step]).astimezone(UTC)
    try:
        day = date.fromisoformat(to)
    except ValueError:
        raise RefusedSending(422, "Please choose a date to move the clock to.") from None
    target = datetime.combine(day, now.timetz())
    if not now < target <= now + FURTHEST:
        raise RefusedSending(422, f"The clock moves forward only, and at most {FURTHEST.days} days at once.")
    return target.astimezone(UTC)


def back_to(path: str) -> str:
    """Where a form of the header returns to: a page of ours, whatever was sent."""
    is_ours = path == "/due" or (path.startswith("/c/") and path.isprintable() and "\\" not in path)
    return path if is_ours else "/"
