"""A page over a fake Cairn, opened as somebody."""

from __future__ import annotations

import re
import threading
import time
import warnings

import pytest
import uvicorn

from bot.web.page import create_page
from tests.bot.web.fake_workspace import FakeWorkspace

with warnings.catch_warnings():
    # Starlette's client warns that it will want another HTTP library one day.
    warnings.simplefilter("ignore")
    from starlette.testclient import TestClient


class Browser:
    """A test client that fills in a page's own hidden values, as a browser without a script would."""

    def __init__(self, workspace: FakeWorkspace) -> None:
        self.workspace = workspace
        self.client = TestClient(create_page(workspace), base_url="http://127.0.0.1:8000", follow_redirects=False)

    def open(self, person: int | None = None) -> Browser:
        self.client.get(self.workspace.link())
        if person is not None:
            answer = self.post("/be", person=str(person))
            assert answer.status_code == 303, answer.text
        return self

    def get(self, path: str = "/", **kwargs):
        return self.client.get(path, **kwargs)

    def hidden(self, name: str, path: str = "/") -> str:
        return re.search(rf'name="{name}" value="([^"]*)"', self.get(path).text)[1]

    def post(self, path: str, *, headers=None, **fields):
        fields = {"csrf": self.hidden("csrf")} | fields
        return self.client.post(path, data=fields, headers=headers or {})

    def say(self, words: str, key: str = "dm:1", nonce: str = "nonce-nonce-nonce-1", **kwargs):
        return self.post("/say", conversation=key, nonce=nonce, words=words, **kwargs)

    def act(
        self, action: str, values=None, key: str = "dm:1", nonce: str = "nonce-nonce-nonce-2", post: str = "", **kwargs
    ):
        fields = {f"v.{name}": value for name, value in (values or {}).items()}
        return self.post("/act", conversation=key, nonce=nonce, action=action, post=post, **fields, **kwargs)


@pytest.fixture
def workspace(tmp_path):
    made = FakeWorkspace(tmp_path)
    yield made
    made.database.close()


@pytest.fixture
def real_record(tmp_path):
    made = FakeWorkspace(tmp_path, is_demo=False)
    yield made
    made.database.close()


@pytest.fixture
def browser(workspace):
    """The page open as Ailsa Rennie, headteacher."""
    return Browser(workspace).open(1)


@pytest.fixture
def address(workspace):
    """The page behind a real server on a free port of this machine; its address without a slash at the end."""
    app = create_page(workspace)
    config = uvicorn.Config(app, host="127.0.0.1", port=0, log_level="error", lifespan="off")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive(), "the server did not start"
        time.sleep(0.01)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    app.state.page.closing.set()
    server.should_exit = True
    thread.join(timeout=20)
    assert not thread.is_alive(), "an open stream keeps the server from stopping"
