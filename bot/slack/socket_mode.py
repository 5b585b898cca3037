"""Socket Mode: Slack's events over connections that Cairn opens itself, so that no public address is needed.

Each envelope is acknowledged on the connection that it came over, once its listener is done; one that is not is
delivered again by Slack. A connection that Slack announces to end is replaced before it does
(https://docs.slack.dev/apis/events-api/using-socket-mode).
"""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlsplit

from slack_bolt import App, BoltRequest, BoltResponse
from slack_sdk.errors import SlackApiError
from websockets.exceptions import ConnectionClosed, WebSocketException
from websockets.sync.client import ClientConnection, connect

from bot.slack.outcomes import reason_of, retry_after
from bot.slack.receive import dispatched
from bot.slack.web_client import KeptAliveClient, proxy_for
from bot.slack.well_formed import is_well_formed

_LOG = logging.getLogger("cairn.slack")
CONNECTIONS: Final = 2
WORKERS: Final = 16
_FIRST_PAUSE: Final = 1.0
_LONGEST_PAUSE: Final = 60.0
_SECONDS_TO_OPEN: Final = 10.0
_SECONDS_BETWEEN_PINGS: Final = 20.0
_GONE: Final = frozenset({"link_disabled", "invalid_auth", "not_authed", "account_inactive", "token_revoked"})


@dataclass
class SocketMode:
    """Keeps `connections` open until it is stopped; whatever comes over them goes through the Bolt application."""

    app: App
    client: KeptAliveClient
    app_token: str
    connections: int = CONNECTIONS
    connected: Callable[[], None] = lambda: None
    _stopped: threading.Event = field(default_factory=threading.Event)
    _open: set[ClientConnection] = field(default_factory=set)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _workers: ThreadPoolExecutor = field(
        default_factory=lambda: ThreadPoolExecutor(WORKERS, thread_name_prefix="cairn-slack")
    )

    def start(self) -> None:
        for _ in range(self.connections):
            self._begin()

    def stop(self) -> None:
        """Take in nothing more, and let what is under way be acknowledged."""
        self._stopped.set()
        self._workers.shutdown(wait=True, cancel_futures=True)
        with self._lock:
            still_open = list(self._open)
        for connection in still_open:
            connection.close()

    def is_connected(self) -> bool:
        with self._lock:
            return bool(self._open)

    def _begin(self) -> None:
        threading.Thread(target=self._stay_connected, name="cairn-slack-connection", daemon=True).start()

    def _stay_connected(self) -> None:
        """One connection after the other, until one is told that it is replaced, or all is to stop."""
        pause = _FIRST_PAUSE
        while not self._stopped.is_set():
            try:
                if self._serve(self._address()):
                    return
                pause = _FIRST_PAUSE
            except SlackApiError as error:
                pause = max(retry_after(error) or 0.0, pause)
                _LOG.warning("Slack gives no connection: %s", reason_of(error))
                if reason_of(error) in _GONE:
                    pause = _LONGEST_PAUSE
            except (OSError, WebSocketException, ValueError, TimeoutError) as error:
                _LOG.warning("the connection to Slack failed (%s); trying again", type(error).__name__)
            self._stopped.wait(pause)
            pause = min(pause * 2, _LONGEST_PAUSE)

    def _address(self) -> str:
        return str(self.client.apps_connections_open(app_token=self.app_token)["url"])

    def _serve(self, url: str) -> bool:
        """Take in what comes over one connection until it ends; whether another has taken its place."""
        secure = urlsplit(url).scheme == "wss"
        with connect(
            url,
            ssl=self.client.ssl if secure else None,
            proxy=proxy_for(url) or None,
            open_timeout=_SECONDS_TO_OPEN,
            ping_interval=_SECONDS_BETWEEN_PINGS,
            close_timeout=2,
            compression=None,
            user_agent_header="cairn",
        ) as connection:
            with self._lock:
                self._open.add(connection)
            try:
                return self._read(connection)
            finally:
                with self._lock:
                    self._open.discard(connection)

    def _read(self, connection: ClientConnection) -> bool:
        replaced = False
        try:
            for frame in connection:
                kind, told = _told(frame)
                if kind == "hello":
                    self.connected()
                elif kind == "disconnect" and told.get("reason") == "link_disabled":
                    _LOG.error("Socket Mode is switched off in the app's settings")
                    self._stopped.wait(_LONGEST_PAUSE)
                elif kind == "disconnect" and not replaced and not self._stopped.is_set():
                    # The next one is opened at once; this one still hands over and acknowledges until Slack ends it.
                    replaced = True
                    self._begin()
                elif told.get("envelope_id") and not self._stopped.is_set():
                    self._workers.submit(self._take_in, connection, told)
        except (ConnectionClosed, RuntimeError):
            pass
        return replaced

    def _answer(self, envelope: dict[str, Any]) -> BoltResponse:
        """What acknowledges an envelope; one of no shape of Slack's is acknowledged, or it would come again."""
        asked = _request(envelope)
        if not is_well_formed(asked.body):
            _LOG.warning("an envelope is not of the shape that Slack gives: nothing is done")
            return BoltResponse(status=200, body="")
        return dispatched(self.app, asked)

    def _take_in(self, connection: ClientConnection, envelope: dict[str, Any]) -> None:
        try:
            response = self._answer(envelope)
        except Exception:
            _LOG.exception("an envelope could not be taken in")
            return
        if response.status != 200:
            _LOG.warning("an envelope is not acknowledged (%s): Slack delivers it again", response.status)
            return
        try:
            connection.send(json.dumps(_acknowledgement(envelope, response)))
        except (ConnectionClosed, OSError):
            _LOG.info("an acknowledgement came too late for its connection; a redelivery changes nothing")


def _told(frame: str | bytes) -> tuple[str, dict[str, Any]]:
    try:
        found = json.loads(frame)
    except ValueError:
        return "", {}
    return (str(found.get("type") or ""), found) if isinstance(found, dict) else ("", {})


def _request(envelope: dict[str, Any]) -> BoltRequest:
    headers: dict[str, str | Sequence[str]] = {
        f"x-slack-retry-{name}": str(envelope[key])
        for name, key in (("num", "retry_attempt"), ("reason", "retry_reason"))
        if envelope.get(key)
    }
    payload = envelope.get("payload")
    return BoltRequest(mode="socket_mode", body=payload if isinstance(payload, dict) else {}, headers=headers or None)


def _acknowledgement(envelope: dict[str, Any], response: BoltResponse) -> dict[str, Any]:
    """The answer to an envelope, with what the listener gave where Slack takes it."""
    said: dict[str, Any] = {"envelope_id": envelope["envelope_id"]}
    if response.body and envelope.get("accepts_response_payload", True):
        kind = str(response.headers.get("content-type", [""])[0])
        said["payload"] = json.loads(response.body) if kind.startswith("application/json") else {"text": response.body}
    return said
