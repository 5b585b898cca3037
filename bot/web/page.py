"""The local page put together: its routes behind its guard."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import Final

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from bot.web import clock, due, entry, feeds, parts, receive, stream
from bot.web.guard import Guard
from bot.web.shell import Page
from bot.web.workspace import Workspace

STATIC: Final = Path(__file__).parent / "static"


def create_page(workspace: Workspace, *, hosts: Collection[str] = ("127.0.0.1", "localhost", "::1")) -> Starlette:
    """The page as an ASGI application; `hosts` are the names under which it answers, without ports.

    `app.state.page.closing.set()` ends the open streams: call it when the server is asked to stop.
    """
    app = Starlette(
        routes=[
            Route("/", entry.home),
            Route("/open", entry.open_link, methods=["GET"]),
            Route("/open", entry.open_personal, methods=["POST"]),
            Route("/c/{key:path}", entry.conversation),
            Route("/part/{post}/{number}/{key:path}", parts.part),
            Route("/ics/{token}", feeds.feed),
            Route("/say", receive.say, methods=["POST"]),
            Route("/act", receive.act, methods=["POST"]),
            Route("/events", stream.events),
            Route("/due", due.due),
            Route("/clock", clock.clock, methods=["POST"]),
            Route("/be", entry.be, methods=["POST"]),
            Mount("/static", StaticFiles(directory=STATIC)),
        ],
        middleware=[Middleware(Guard, hosts=hosts)],
    )
    app.state.page = Page(workspace)
    return app
