"""Through a council's proxy, with a council's certificates: Slack's own host names, reached by nothing else."""

from __future__ import annotations

import json
import shutil
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from slack_bolt import App
from slack_bolt.authorization import AuthorizeResult

from bot.slack.socket_mode import SocketMode
from bot.slack.web_client import KeptAliveClient

OPENSSL = shutil.which("openssl")
pytestmark = pytest.mark.skipif(OPENSSL is None, reason="no openssl on this machine to make a certificate with")


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A certificate of our own for Slack's host names, and its key."""
    folder = tmp_path_factory.mktemp("certificate")
    line = "req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=slack.com -keyout key.pem -out cert.pem"
    names = "subjectAltName=DNS:slack.com,DNS:wss-primary.slack.com"
    subprocess.run([OPENSSL, *line.split(), "-addext", names], cwd=folder, check=True, capture_output=True)
    return folder / "cert.pem", folder / "key.pem"


@dataclass
class Proxy:
    """Takes CONNECT for Slack's host names and joins them to servers on this machine; anything else it refuses."""

    ports: dict[str, int]
    asked: list[str] = field(default_factory=list)
    listener: socket.socket = field(default_factory=lambda: socket.create_server(("127.0.0.1", 0)))

    def __post_init__(self) -> None:
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.listener.getsockname()[1]}"

    def _accept(self) -> None:
        while True:
            try:
                taken, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self._join, args=(taken,), daemon=True).start()

    def _join(self, near: socket.socket) -> None:
        head = b""
        while b"\r\n\r\n" not in head:
            head += near.recv(4096)
        target = head.split()[1].decode()
        self.asked.append(target)
        port = self.ports.get(target)
        if port is None:
            near.sendall(b"HTTP/1.1 403 Forbidden\r\n\r\n")
            near.close()
            return
        far = socket.create_connection(("127.0.0.1", port))
        near.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
        for one, other in ((near, far), (far, near)):
            threading.Thread(target=_pour, args=(one, other), daemon=True).start()


def _pour(one: socket.socket, other: socket.socket) -> None:
    try:
        while content := one.recv(65536):
            other.sendall(content)
    except OSError:
        pass
    finally:
        other.close()


class Api(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        answer = {"ok": True, "team_id": "T1", "url": "wss://wss-primary.slack.com/link?ticket=1"}
        content = json.dumps(answer).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_said) -> None:
        """Quiet."""


@pytest.fixture
def acks() -> list[dict]:
    return []


@pytest.fixture
def proxy(certificate, acks, monkeypatch: pytest.MonkeyPatch) -> Iterator[Proxy]:
    """The environment of a machine whose only way out is this proxy, and whose certificates are these."""
    from websockets.sync.server import serve

    cert, key = certificate
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, key)
    http = ThreadingHTTPServer(("127.0.0.1", 0), Api)
    http.socket = context.wrap_socket(http.socket, server_side=True)
    threading.Thread(target=http.serve_forever, daemon=True).start()

    def envelopes(connection) -> None:
        connection.send(json.dumps({"type": "hello"}))
        payload = {"type": "event_callback", "event": {"type": "team_join"}}
        connection.send(json.dumps({"type": "events_api", "envelope_id": "e1", "payload": payload}))
        acks.extend(json.loads(frame) for frame in connection)

    sockets = serve(envelopes, "127.0.0.1", 0, ssl=context)
    threading.Thread(target=sockets.serve_forever, daemon=True).start()
    made = Proxy(
        {"slack.com:443": http.server_address[1], "wss-primary.slack.com:443": sockets.socket.getsockname()[1]}
    )
    for name in ("HTTP_PROXY", "NO_PROXY", "https_proxy", "http_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HTTPS_PROXY", made.url)
    monkeypatch.setenv("SSL_CERT_FILE", str(cert))
    yield made
    made.listener.close()
    http.shutdown()
    http.server_close()
    sockets.shutdown()


def test_calls_go_through_the_proxy_over_one_connection(proxy: Proxy):
    client = KeptAliveClient("xoxb-1", "https://slack.com/api/")
    for _ in range(3):
        assert client.auth_test()["team_id"] == "T1"
    client.close()
    assert proxy.asked == ["slack.com:443"]


def test_a_certificate_that_nobody_vouches_for_is_refused(proxy: Proxy, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("SSL_CERT_FILE")
    with pytest.raises(OSError, match="CERTIFICATE_VERIFY_FAILED"):
        KeptAliveClient("xoxb-1", "https://slack.com/api/").auth_test()


def test_socket_mode_goes_through_the_proxy_too(proxy: Proxy, acks: list[dict]):
    client = KeptAliveClient("xoxb-1", "https://slack.com/api/")
    app = App(
        client=client, authorize=lambda: AuthorizeResult(enterprise_id=None, team_id="T1", bot_token="xoxb-1"),
        process_before_response=True, request_verification_enabled=False,
    )  # fmt: skip
    app.event("team_join")(lambda ack: ack())
    listening = SocketMode(app, client, "xapp-1", connections=1)
    listening.start()
    ends = time.monotonic() + 10
    while not acks and time.monotonic() < ends:
        time.sleep(0.05)
    listening.stop()
    client.close()
    assert acks == [{"envelope_id": "e1"}]
    assert set(proxy.asked) == {"slack.com:443", "wss-primary.slack.com:443"}


def test_no_address_but_slacks_is_written_to():
    client = KeptAliveClient("xoxb-1", "https://slack.com/api/")
    for url in ("https://hooks.slack.com/actions/T/1/x", "https://files.slack.com/upload/v1/x", "https://slack.com/x"):
        assert client.is_slacks(url)
    for url in (
        "https://slack.com.evil.example/x",
        "http://hooks.slack.com/x",
        "https://evilslack.com/",
        "file:///etc",
        "",
    ):
        assert not client.is_slacks(url)
