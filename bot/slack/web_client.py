"""Slack's Web API over connections that stay open: one client, one TLS context, the environment's proxy honoured.

slack_sdk's own client opens a connection, and reads the certificates, for every call. Here its one method that talks
to the network is replaced; what stands around it (arguments, answers, errors) stays the kit's.
"""

from __future__ import annotations

import http.client
import json
import os
import select
import socket
import ssl
from base64 import b64encode
from email.message import Message
from io import BytesIO
from queue import Empty, LifoQueue
from typing import Any, Final
from urllib.error import HTTPError
from urllib.parse import unquote, urlsplit
from urllib.request import Request, getproxies, proxy_bypass

from slack_sdk import WebClient

SECONDS: Final = 10
_IDLE_CONNECTIONS: Final = 16
_SLACKS: Final = (".slack.com", ".slack-gov.com")


class NotReached(OSError):
    """No connection came about, so that surely nothing was sent."""


class KeptAliveClient(WebClient):
    """A WebClient whose calls share open connections. It repeats nothing: who calls decides what may be sent twice."""

    def __init__(self, token: str, base_url: str, timeout: int = SECONDS, logger: Any = None) -> None:
        super().__init__(
            token=token,
            base_url=base_url,
            timeout=timeout,
            ssl=tls_context(),
            retry_handlers=[],
            user_agent_suffix="cairn",
            logger=logger,
        )
        self._connections = Connections(self.ssl, timeout)

    def _perform_urllib_http_request_internal(self, url: str, req: Request) -> dict[str, Any]:
        status, headers, body = self._connections.post(
            url, req.data if isinstance(req.data, bytes) else b"", _headers(req)
        )
        text = body.decode(headers.get_content_charset() or "utf-8", "replace")
        if status >= 400:
            raise HTTPError(url, status, text[:100], headers, BytesIO(body))
        return {"status": status, "headers": headers, "body": text}

    def close(self) -> None:
        self._connections.close()

    def is_slacks(self, url: str) -> bool:
        """Whether an address that a payload or an answer named is Slack's own, or of the address that is configured."""
        try:
            host, base = urlsplit(url).hostname or "", urlsplit(self.base_url).hostname or ""
        except ValueError:
            return False
        return host == base or (url.startswith("https://") and host.endswith(_SLACKS))

    def say(self, url: str, said: dict[str, Any]) -> bool:
        """Send something to a response URL; whether it was taken. Raises OSError where it is not Slack's own."""
        if not self.is_slacks(url):
            raise OSError("an address that is not Slack's")
        headers = {"Content-Type": "application/json; charset=utf-8"}
        status, _, _ = self._connections.post(url, json.dumps(said).encode(), headers)
        return status == 200

    def put_content(self, url: str, content: bytes) -> None:
        """Send a file's content to the address that Slack gave for it. Raises OSError where it was not taken."""
        if not self.is_slacks(url):
            raise OSError("an address that is not Slack's")
        headers = {"Content-Type": "application/octet-stream", "Content-Length": str(len(content))}
        status, _, _ = self._connections.post(url, content, headers)
        if status != 200:
            raise OSError(f"the upload was answered with {status}")


def _headers(request: Request) -> dict[str, str]:
    return dict(request.header_items())


def tls_context() -> ssl.SSLContext:
    """The machine's certificates, or those that SSL_CERT_FILE and SSL_CERT_DIR name (OpenSSL reads them itself)."""
    return ssl.create_default_context()


def proxy_for(url: str) -> str:
    """The proxy that the environment names for an address (HTTPS_PROXY, HTTP_PROXY, NO_PROXY), '' for none."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    if host and proxy_bypass(f"{host}:{parts.port}" if parts.port else host):
        return ""
    found = getproxies()
    secure = parts.scheme in ("https", "wss")
    return found.get("https" if secure else "http", "")


class Connections:
    """Open connections, given out one to a request and taken back when its answer is read."""

    def __init__(self, context: ssl.SSLContext | None, timeout: float) -> None:
        self._context, self._timeout = context, timeout
        self._idle: LifoQueue[tuple[str, http.client.HTTPConnection]] = LifoQueue(_IDLE_CONNECTIONS)

    def post(self, url: str, body: bytes, headers: dict[str, str]) -> tuple[int, Message, bytes]:
        """Status, headers and body of a POST. Raises OSError or HTTPException where no whole answer came."""
        parts = urlsplit(url)
        place = f"{parts.scheme}://{parts.netloc}"
        connection = self._taken(place) or self._reached(place)
        try:
            target = _target(parts, connection)
            connection.request("POST", target, body, headers)
            answer = connection.getresponse()
            read = answer.read()
        except BaseException:
            connection.close()
            raise
        self._give_back(place, connection, closes=answer.will_close)
        return answer.status, answer.headers, read

    def close(self) -> None:
        """Close what is open and idle."""
        while (idle := self._any()) is not None:
            idle[1].close()

    def _any(self) -> tuple[str, http.client.HTTPConnection] | None:
        try:
            return self._idle.get_nowait()
        except Empty:
            return None

    def _taken(self, place: str) -> http.client.HTTPConnection | None:
        """An idle connection to the place that is still open: one that its server ended is never written to."""
        while (idle := self._any()) is not None:
            if idle[0] == place and _is_open(idle[1]):
                return idle[1]
            idle[1].close()
        return None

    def _give_back(self, place: str, connection: http.client.HTTPConnection, *, closes: bool) -> None:
        if closes or self._idle.full():
            connection.close()
            return
        self._idle.put_nowait((place, connection))

    def _reached(self, place: str) -> http.client.HTTPConnection:
        try:
            return self._opened(place)
        except (OSError, http.client.HTTPException) as error:
            raise NotReached(f"{type(error).__name__}: {error}") from error

    def _opened(self, place: str) -> http.client.HTTPConnection:
        parts, proxy = urlsplit(place), urlsplit(proxy_for(place))
        host, port = parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
        if parts.scheme != "https":
            to = (proxy.hostname, proxy.port or 80) if proxy.hostname else (host, port)
            return _without_delay(http.client.HTTPConnection(*to, timeout=self._timeout))
        first = (proxy.hostname, proxy.port or 80) if proxy.hostname else (host, port)
        made = http.client.HTTPSConnection(*first, timeout=self._timeout, context=self._context)
        if proxy.hostname:
            made.set_tunnel(host, port, _credentials(proxy.username, proxy.password))
        return _without_delay(made)


def _credentials(user: str | None, password: str | None) -> dict[str, str]:
    if user is None:
        return {}
    pair = f"{unquote(user)}:{unquote(password or '')}".encode()
    return {"Proxy-Authorization": f"Basic {b64encode(pair).decode('ascii')}"}


def _target(parts: Any, connection: http.client.HTTPConnection) -> str:
    path = parts.path + (f"?{parts.query}" if parts.query else "")
    # To a proxy without a tunnel the whole address is said.
    is_direct = isinstance(connection, http.client.HTTPSConnection) or connection.host == parts.hostname
    return path if is_direct else f"{parts.scheme}://{parts.netloc}{path}"


def _without_delay(connection: http.client.HTTPConnection) -> http.client.HTTPConnection:
    connection.connect()
    # A request is two small writes: without this the second waits for the answer to the first.
    connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return connection


def _is_open(connection: http.client.HTTPConnection) -> bool:
    """Whether nothing has come in on an idle connection: neither its end nor anything that nobody asked for."""
    if connection.sock is None:
        return False
    if os.name == "posix":
        poll = select.poll()
        poll.register(connection.sock, select.POLLIN)
        return not poll.poll(0)
    return not select.select([connection.sock], [], [], 0)[0]
