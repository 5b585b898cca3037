"""The page as a server: its link, its ticks, its health, around the application."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import FrameType
from urllib.parse import urlsplit

import uvicorn
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request as HttpRequest
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.app import Cairn, Keep, make_delivery, move_demo_clock
from bot.delivery import Delivery
from bot.entrance import Entrance
from bot.round import Round, give_up_planning, heartbeat, run_round
from bot.ticks import SECONDS, Ticks
from bot.web.page import create_page
from config.authority import Authority
from handlers.answer import Answered
from handlers.cards import Card
from handlers.files import File
from handlers.request import Request
from store.clock import real_now
from store.database import Database
from store.local_page import end_link, make_link

LOOPBACK = ("127.0.0.1", "localhost", "::1")
MISSED_TICKS = 3
_LINK_LIFETIME = timedelta(days=30)
_SECONDS_TO_END = 10


@dataclass(frozen=True)
class LivePage:
    """The running Cairn behind the page: answers, rounds and the demo's clock, one round at a time."""

    cairn: Cairn
    delivery: Delivery
    link: str
    token: str
    _one_round: threading.Lock = field(default_factory=threading.Lock)

    @property
    def database(self) -> Database:
        return self.cairn.database

    @property
    def authority(self) -> Authority:
        return self.cairn.authority

    @property
    def is_demo(self) -> bool:
        return self.cairn.is_demo

    def now(self) -> datetime:
        return self.cairn.now()

    def answer(self, request: Request, keep: Keep | None = None) -> Answered:
        return self.cairn.answer(request, keep)

    def file(self, request: Request) -> File | Card:
        return self.cairn.file(request)

    def home(self, request: Request) -> tuple[Card, ...]:
        return self.cairn.home(request)

    def deliver(self) -> None:
        """Send what an answer has just enqueued, without waiting for the next tick."""
        self.round(self.now())

    def move_clock(self, to: datetime) -> None:
        move_demo_clock(self.cairn, to, self.round)

    def round(self, now: datetime) -> Round:
        with self._one_round:
            return run_round(self.delivery, now)

    def tick(self) -> None:
        self.round(self.now())


def start_of_page(cairn: Cairn, port: int) -> LivePage:
    """The page over `cairn`, with a fresh link that opens it."""
    with cairn.database.write() as session:
        token = make_link(session, "workspace", real_now(), _LINK_LIFETIME)
    base = cairn.settings.public_url.rstrip("/") or f"http://{_shown_host(cairn.settings.http_host)}:{port}"
    return LivePage(cairn, make_delivery(cairn), f"{base}/open?token={token}", token)


def end_of_page(page: LivePage) -> None:
    """The link opens nothing any more, and another process may plan."""
    with page.database.write() as session:
        end_link(session, page.token)
    give_up_planning(page.delivery)


def page_server(page: LivePage, entrances: Sequence[Entrance] = ()) -> uvicorn.Server:
    """A server for the page's application and the platforms' entrances, with the ticks running while it does."""
    app = create_page(page, hosts=_hosts(page.cairn))
    app.router.routes.append(Route("/healthz", _health_of(page)))
    # A platform's requests carry its own proof, and no browser's: they come in before the page's guard.
    routes = [route for entrance in entrances for route in entrance.routes]
    ticking = Starlette(routes=routes, lifespan=_ticking(page, entrances))
    ticking.mount("/", app)
    config = uvicorn.Config(ticking, log_level="warning", server_header=False, timeout_graceful_shutdown=3)
    return _Server(config, app.state.page.closing)


class _Server(uvicorn.Server):
    """Tells the open streams to end when it is asked to stop; they would hold it until its patience ends."""

    def __init__(self, config: uvicorn.Config, closing: threading.Event) -> None:
        super().__init__(config)
        self._closing = closing

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        self._closing.set()
        super().handle_exit(sig, frame)


def _ticking(page: LivePage, entrances: Sequence[Entrance]) -> Callable[[Starlette], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        ticks = Ticks(page.tick)
        for entrance in entrances:
            entrance.start()
        # The first round is not left to the first interval: whoever starts the demo sees what is due. On a platform
        # people are listened to at once, and a morning's reminders go out beside that.
        first = asyncio.create_task(run_in_threadpool(page.tick))
        if not entrances:
            await first
        ticks.start()
        yield
        await asyncio.wait([first], timeout=_SECONDS_TO_END)
        for stop in (*(entrance.stop for entrance in entrances), ticks.stop):
            await run_in_threadpool(stop)

    return lifespan


def _health_of(page: LivePage) -> Callable[[HttpRequest], Awaitable[Response]]:
    async def health(_request: HttpRequest) -> Response:
        last = await run_in_threadpool(_last_round, page)
        is_well = last is not None and real_now() - last < timedelta(seconds=SECONDS * MISSED_TICKS)
        said = last.isoformat() if last else None
        return JSONResponse({"ok": is_well, "last_round": said}, status_code=200 if is_well else 503)

    return health


def _last_round(page: LivePage) -> datetime | None:
    with page.database.read() as session:
        return heartbeat(session)


def _hosts(cairn: Cairn) -> tuple[str, ...]:
    public = urlsplit(cairn.settings.public_url).hostname
    return (*LOOPBACK, public) if public else LOOPBACK


def _shown_host(host: str) -> str:
    return f"[{host}]" if ":" in host else host
