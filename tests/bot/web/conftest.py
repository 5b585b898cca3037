"""A page over a fake Cairn, opened as somebody."""

from __future__ import annotations

import re

import pytest
from starlette.testclient import TestClient

from bot.web.page import create_page
from tests.bot.web.fake_workspace import FakeWorkspace


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

    def act(self, action: str, values=None, key: str = "dm:1", nonce: str = "nonce-nonce-nonce-2", post: str = "", **kwargs):
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
