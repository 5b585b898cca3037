"""GET /events: what is new, pushed to an open page as server-sent events."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from time import monotonic
from typing import Any, Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request as HttpRequest
from starlette.responses import Response, StreamingResponse

from bot.web.conversation import note_as_read
from bot.web.receive import visitor_from
from bot.web.render import FormMarks, post_view, render_post
from bot.web.shell import Page, clock_words
from bot.web.visitor import COOKIE, Visitor, visitor_of
from framework.numbers import number_in
from store.local_page import newest_post, posts_after, unread

POLL_SECONDS: Final = 1.0
HEARTBEAT_SECONDS: Final = 15.0
# Under PostgreSQL a post with a lower id may be committed after one with a higher: look back a little.
_LOOK_BACK: Final = 25


@dataclass
class Stream:
    """One open page: which conversation it shows, and what it has been sent."""

    page: Page
    token: str
    key: str
    start: int
    newest_anywhere: int = -1
    clock: str = ""
    sent: set[int] = field(default_factory=set)
    beaten_at: float = field(default_factory=monotonic)

    def news(self) -> list[str] | None:
        """The events since the last look, [] for none; None when the page may show this conversation no more."""
        with self.page.workspace.database.read() as session:
            newest = newest_post(session)
        is_time = monotonic() - self.beaten_at >= HEARTBEAT_SECONDS
        if newest == self.newest_anywhere and not is_time:
            return []
        self.newest_anywhere, self.beaten_at = newest, monotonic()
        return self._look()

    def _look(self) -> list[str] | None:
        with self.page.workspace.database.read() as session:
            visitor = visitor_of(self.page.workspace, session, self.token)
            if visitor is None or visitor.conversation(self.key) is None:
                return None
            rows = posts_after(session, self.key, max(self.start, max(self.sent, default=0) - _LOOK_BACK))
        events = [self._post(visitor, row) for row in rows if row.id not in self.sent]
        self.sent |= {row.id for row in rows}
        if events:
            note_as_read(self.page, visitor, self.key, max(self.sent))
        return [*events, self._counts(visitor), *self._time()]

    def _post(self, visitor: Visitor, row: Any) -> str:
        view = post_view(row, visitor.person_id, self.page.workspace.authority.timezone)
        html = render_post(view, FormMarks(visitor.csrf, self.key))
        return _event("post", {"id": row.id, "html": html}, row.id)

    def _counts(self, visitor: Visitor) -> str:
        others = [found.key for found in visitor.conversations if found.key != self.key]
        with self.page.workspace.database.read() as session:
            return _event("unread", unread(session, visitor.person_id or 0, others))

    def _time(self) -> list[str]:
        words = clock_words(self.page.local_now())
        if words == self.clock:
            return []
        self.clock = words
        return [_event("clock", words)]


def _event(name: str, content: Any, number: int | None = None) -> str:
    line = f"id: {number}\n" if number is not None else ""
    return f"{line}event: {name}\ndata: {json.dumps(content, ensure_ascii=False)}\n\n"


async def events(request: HttpRequest) -> Response:
    """The stream of one open conversation: posts as HTML, the counts of the others, the clock, and a heartbeat."""
    page: Page = request.app.state.page
    visitor = await run_in_threadpool(visitor_from, page, request)
    key = request.query_params.get("c", "")
    if visitor is None or visitor.conversation(key) is None:
        # 204 tells a browser not to connect again.
        return Response(status_code=204)
    after = request.headers.get("last-event-id") or request.query_params.get("after", "0")
    stream = Stream(page, request.cookies.get(COOKIE, ""), key, number_in(after))
    return StreamingResponse(_flow(request, stream), media_type="text/event-stream")


async def _flow(request: HttpRequest, stream: Stream) -> AsyncIterator[str]:
    yield "retry: 2000\n\n"
    while not stream.page.closing.is_set() and not await request.is_disconnected():
        new = await run_in_threadpool(stream.news)
        if new is None:
            yield _event("over", "This conversation is no longer open here.")
            return
        for event in new:
            yield event
        await asyncio.sleep(POLL_SECONDS)
