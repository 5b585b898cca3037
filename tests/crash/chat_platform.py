"""The stand-in chat server as a platform that Cairn sends over."""

from __future__ import annotations

import json
from http.client import HTTPConnection, HTTPException
from typing import Any, Final
from urllib.parse import quote

from bot.outgoing import Outgoing, TransportError

# Well under half of the lease, in real seconds, at the speed of the loop's clock.
REQUEST_SECONDS: Final = 0.8


class ChatPlatform:
    """Posts over HTTP, one connection a request."""

    name: Final = "chat"
    can_reconcile: Final = True

    def __init__(self, port: int) -> None:
        self.port = port

    def reaches(self, outgoing: Outgoing) -> bool:
        return outgoing.recipient_id is not None

    def send(self, outgoing: Outgoing) -> str:
        status, told, retry_after = self.ask("POST", "/post", {"delivery_id": outgoing.delivery_id})
        if status == 429:
            raise TransportError("replay_safe", "429", retry_after)
        if status != 200:
            raise TransportError("ambiguous", str(status))
        return str(told["reference"])

    def find(self, outgoing: Outgoing) -> str | None:
        status, told, _ = self.ask("GET", f"/find?id={quote(outgoing.delivery_id)}")
        return str(told["reference"]) if status == 200 else None

    def ask(self, method: str, path: str, body: dict[str, str] | None = None) -> tuple[int, dict[str, Any], float]:
        """Status, answer and Retry-After. Raises TransportError when the answer never came."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=REQUEST_SECONDS)
        try:
            connection.request(method, path, json.dumps(body) if body else None)
            reply = connection.getresponse()
            return reply.status, json.loads(reply.read()), float(reply.headers["Retry-After"])
        except (OSError, HTTPException) as error:
            raise TransportError("ambiguous", type(error).__name__) from None
        finally:
            connection.close()


def counts(port: int) -> tuple[dict[str, int], dict[str, int]]:
    """How often each delivery was posted, and how often the server answered in which way."""
    _, told, _ = ChatPlatform(port).ask("GET", "/counts")
    return told["posts"], told["answers"]
