"""A Web API of nothing but `ok`, over loopback TLS with a certificate of its own."""

from __future__ import annotations

import json
import os
import ssl
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any


class _Ok(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        content = json.dumps({"ok": True, "channel": "C1", "ts": "1.1"}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_said: Any) -> None:
        """Quiet."""


class Api:
    """The server while the block runs; SSL_CERT_FILE names its certificate meanwhile."""

    def __init__(self, folder: Path, run: Callable[..., Any]) -> None:
        line = "req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -keyout key.pem -out cert.pem"
        names = ["-addext", "subjectAltName=DNS:localhost"]
        run(["openssl", *line.split(), *names], cwd=folder, check=True, capture_output=True)
        self._certificate = folder / "cert.pem"
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self._certificate, folder / "key.pem")
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _Ok)
        self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
        self.url = f"https://localhost:{self._server.server_address[1]}/api/"
        self._before = os.environ.get("SSL_CERT_FILE")

    def __enter__(self) -> Api:
        os.environ["SSL_CERT_FILE"] = str(self._certificate)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_raised: Any) -> None:
        self._server.shutdown()
        self._server.server_close()
        if self._before is None:
            del os.environ["SSL_CERT_FILE"]
        else:
            os.environ["SSL_CERT_FILE"] = self._before
