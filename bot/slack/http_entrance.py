"""The signed HTTP entrance, `/slack/events`: for where Slack can reach a public address and Socket Mode is not wanted.

Headers are checked before the kit sees a request: on a malformed timestamp it answers 500. A replay inside the five
minutes that a signature is good for finds its event taken in already.
"""

from __future__ import annotations

import hashlib
import hmac
import logging
import time
from collections.abc import Awaitable, Callable
from typing import Final

from slack_bolt import App, BoltRequest, BoltResponse
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.slack.receive import dispatched
from bot.slack.well_formed import is_well_formed, payload_of
from framework.numbers import LARGEST, number_in

PATH: Final = "/slack/events"
MOST_BYTES: Final = 1024 * 1024
_MOST_SECONDS: Final = 300
_LOG = logging.getLogger("cairn.slack")
_NOT_SLACKS: Final = "The request holds nothing that Slack sends."
_MALFORMED: Final = "The request is not signed as Slack signs."


def slack_route(app: App, signing_secret: str) -> Route:
    """The route of Slack's requests; the kit's blocking calls run in the thread pool."""
    return Route(PATH, _entrance(app, signing_secret), methods=["POST"])


def _entrance(app: App, secret: str) -> Callable[[Request], Awaitable[Response]]:
    async def entrance(request: Request) -> Response:
        if not _length_is_fine(request.headers.get("content-length", "0")):
            return PlainTextResponse("That is too long.", status_code=413)
        body = await request.body()
        if len(body) > MOST_BYTES:
            return PlainTextResponse("That is too long.", status_code=413)
        words = _signed(body, request, secret)
        if words is None:
            return PlainTextResponse(_MALFORMED, status_code=401)
        payload = payload_of(words, request.headers.get("content-type", ""))
        if payload is None or not is_well_formed(payload):
            _LOG.warning("a signed request is not of the shape that Slack gives: nothing is done")
            return PlainTextResponse(_NOT_SLACKS, status_code=400)
        headers = dict(request.headers.items())
        asked = BoltRequest(body=words, query=request.url.query, headers=dict(headers))
        return _as_http(await run_in_threadpool(dispatched, app, asked))

    return entrance


def _length_is_fine(length: str) -> bool:
    return number_in(length, LARGEST) <= MOST_BYTES


def _signed(body: bytes, request: Request, secret: str) -> str | None:
    """The body as text where it is signed, and lately (https://docs.slack.dev/authentication/verifying-requests)."""
    stamp = request.headers.get("x-slack-request-timestamp", "")
    signature = request.headers.get("x-slack-signature", "")
    if not (stamp.isascii() and stamp.isdecimal() and len(stamp) <= 12) or not signature.isascii():
        return None
    if abs(time.time() - int(stamp)) > _MOST_SECONDS:
        return None
    right = hmac.new(secret.encode(), b"v0:" + stamp.encode() + b":" + body, hashlib.sha256).hexdigest()
    if not hmac.compare_digest(f"v0={right}".encode(), signature.encode()):
        return None
    try:
        return body.decode()
    except UnicodeDecodeError:
        return None


def _as_http(response: BoltResponse) -> Response:
    made = Response(response.body or "", status_code=response.status)
    for name, values in response.headers.items():
        if name.lower() in ("content-length", "set-cookie"):
            continue
        made.headers[name] = ", ".join(values) if isinstance(values, list) else str(values)
    return made
