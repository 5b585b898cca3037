"""Slack's signed requests, sent to a server that may still be starting."""

from __future__ import annotations

import time
from http.client import HTTPConnection


def post(port: int, body: bytes, headers: dict[str, str]) -> int:
    """The status of a request of Slack's; tried again only while nobody listens, so that it is delivered once."""
    for _ in range(300):
        connection = HTTPConnection("127.0.0.1", port, timeout=30)
        try:
            connection.request("POST", "/slack/events", body, headers)
            return connection.getresponse().status
        except ConnectionRefusedError:
            time.sleep(0.1)
        finally:
            connection.close()
    raise AssertionError("the server did not come up")
