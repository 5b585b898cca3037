"""What stands before every route of the page: known hosts, own origin, small bodies, and the headers of each answer."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from framework.numbers import LARGEST, number_in

LOOPBACK: Final = frozenset({"127.0.0.1", "localhost", "::1"})
MOST_BODY_BYTES: Final = 64 * 1024
_POLICY: Final = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self'; object-src 'none'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
_HEADERS: Final = {
    "content-security-policy": _POLICY,
    # Not 'no-referrer': with it a browser sends 'Origin: null' with our own plain forms. Nothing leaves this origin.
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
}


class Guard:
    """Refuses what no own page would send, before anything is read."""

    def __init__(self, app: ASGIApp, hosts: Collection[str]) -> None:
        self.app = app
        self.hosts = frozenset(host.lower() for host in hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        refused = why_refused(scope["method"], Headers(scope=scope), self.hosts)
        answer: ASGIApp = PlainTextResponse(refused[1], status_code=refused[0]) if refused else self.app
        await answer(scope, receive, _with_headers(send, scope["path"]))


def why_refused(method: str, headers: Headers, hosts: Collection[str]) -> tuple[int, str] | None:
    """The status and the sentence with which a request is refused, or None. A foreign Host is DNS rebinding."""
    host = headers.get("host", "")
    if _name(host) not in hosts:
        return 400, "Cairn does not answer under this address. Use the link that Cairn printed or sent you."
    if method in ("GET", "HEAD"):
        return None
    if not _is_own(headers.get("origin"), host, hosts):
        return 403, "This was sent from another site, so Cairn did not take it in."
    if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return 403, "This was sent from another site, so Cairn did not take it in."
    return _too_long(headers.get("content-length", ""))


def _name(host: str) -> str:
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""


def _is_own(origin: str | None, host: str, hosts: Collection[str]) -> bool:
    # Without an Origin no browser sent it, and the form's own token still decides.
    if origin is None:
        return True
    try:
        sent_from = urlsplit(origin)
    except ValueError:
        return False
    # Another port of this machine is another site; a proxy, though, may have put its own name into Host.
    same = sent_from.netloc.lower() == host.lower()
    return same or (sent_from.hostname or "") in set(hosts) - LOOPBACK


def _too_long(length: str) -> tuple[int, str] | None:
    if not length.isascii() or not length.isdecimal():
        return 411, "The length of what was sent is missing."
    if number_in(length, LARGEST) > MOST_BODY_BYTES:
        return 413, "That is too long for Cairn. Please shorten it."
    return None


def _with_headers(send: Send, path: str) -> Send:
    async def send_with_headers(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            headers.update(_HEADERS)
            headers["cache-control"] = _cached(path)
        await send(message)

    return send_with_headers


def _cached(path: str) -> str:
    """Nothing is kept but what is asked for anew each time: the page's own files, and calendars by their mark."""
    if path.startswith("/ics/"):
        return "private, no-cache"
    return "no-cache" if path.startswith("/static/") else "no-store"
