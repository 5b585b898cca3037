"""A stand-in for a chat platform, in a process of its own: it keeps what was posted, and misbehaves as platforms do."""

from __future__ import annotations

import json
import os
import random
import time
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit


class ChatServer(ThreadingHTTPServer):
    """Posts by delivery id. `drops`, `limits` and `faults` are shares of posts; `slowest` is in seconds."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(
        self, drops: float = 0, limits: float = 0, faults: float = 0, slowest: float = 0, seed: int = 0
    ) -> None:
        super().__init__(("127.0.0.1", 0), Chat)
        self.posts: Counter[str] = Counter()
        self.answers: Counter[str] = Counter()
        self.shares = (("dropped", drops), ("limited", limits), ("faulty", faults))
        self.slowest = slowest
        self.chance = random.Random(seed)

    def fate(self) -> str:
        """What becomes of one post: 'dropped' is posted and never answered, 'limited' and 'faulty' are not posted."""
        drawn = self.chance.random()
        for name, share in self.shares:
            if drawn < share:
                return name
            drawn -= share
        return "posted"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Senders are killed in the middle of their requests: nothing to say about that."""


class Chat(BaseHTTPRequestHandler):
    server: ChatServer

    def do_POST(self) -> None:
        delivery = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["delivery_id"]
        time.sleep(self.server.chance.random() * self.server.slowest)
        fate = self.server.fate()
        self.server.answers[fate] += 1
        if fate in ("posted", "dropped"):
            self.server.posts[delivery] += 1
        time.sleep(self.server.chance.random() * self.server.slowest)
        if fate == "dropped":
            self.close_connection = True
        elif fate == "posted":
            self._answer(200, {"reference": f"ref:{delivery}"})
        else:
            self._answer(429 if fate == "limited" else 503, {})

    def do_GET(self) -> None:
        url = urlsplit(self.path)
        if url.path == "/counts":
            self._answer(200, {"posts": self.server.posts, "answers": self.server.answers})
            return
        delivery = parse_qs(url.query)["id"][0]
        found = self.server.posts[delivery] > 0
        self._answer(200 if found else 404, {"reference": f"ref:{delivery}"})

    def _answer(self, status: int, told: dict[str, Any]) -> None:
        body = json.dumps(told).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Retry-After", "10")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_said: Any) -> None:
        """Quiet."""


def start_in_a_process(**ways: float) -> tuple[int, int]:
    """Fork a server; returns its process id and its port. The caller ends it."""
    server = ChatServer(**ways)  # type: ignore[arg-type]
    child = os.fork()
    if child == 0:
        try:
            server.serve_forever(poll_interval=0.05)
        finally:
            os._exit(0)
    server.socket.close()
    return child, server.server_address[1]
