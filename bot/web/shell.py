"""What stands around every page: the list of conversations, who you are, and the clock."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any

from sqlmodel import Session
from starlette.responses import HTMLResponse

from bot.web.channels import Conversation
from bot.web.demo_people import by_role, role_words
from bot.web.render import environment, new_nonce
from bot.web.visitor import Visitor
from bot.web.workspace import Workspace
from store.local_page import unread
from store.page_lists import posts_held


@dataclass(frozen=True)
class Page:
    """The page over one workspace. Setting `closing` ends the open streams, so that the server can stop at once."""

    workspace: Workspace
    closing: threading.Event = field(default_factory=threading.Event)

    def local_now(self) -> datetime:
        """The business clock on the authority's wall."""
        return self.workspace.now().astimezone(self.workspace.authority.timezone)


@dataclass(frozen=True)
class Entry:
    """One line of the list of conversations."""

    conversation: Conversation
    unread: int
    is_open: bool


def clock_words(now: datetime) -> str:
    """'Mon 23 Nov 2026, 09:12' from a local moment."""
    return f"{now:%a} {now.day} {now:%b %Y}, {now:%H:%M}"


def shell(page: Page, session: Session, visitor: Visitor, open_key: str = "", back_to: str = "/") -> dict[str, Any]:
    """The values that every template with a header needs. `back_to` is where the header's forms return to."""
    now = page.local_now()
    return {
        "authority": page.workspace.authority.name,
        "is_demo": page.workspace.is_demo,
        "visitor": visitor,
        "role": role_words(visitor.standing),
        "entries": _entries(session, visitor, open_key),
        "people": by_role(posts_held(session, now.date())) if visitor.kind == "demo" else [],
        "now": now,
        "clock": clock_words(now),
        "back_to": back_to,
        "new_nonce": new_nonce,
    }


def _entries(session: Session, visitor: Visitor, open_key: str) -> list[Entry]:
    if visitor.person_id is None:
        return []
    counts = unread(session, visitor.person_id, [found.key for found in visitor.conversations])
    return [
        Entry(found, 0 if found.key == open_key else counts.get(found.key, 0), found.key == open_key)
        for found in visitor.conversations
    ]


def html(template: str, values: Mapping[str, Any], status: int = 200) -> HTMLResponse:
    """A whole page."""
    return HTMLResponse(environment().get_template(template).render(values), status_code=status)


plain_page = partial(html, "plain.html")
"""A page without a header: `title`, `lines`, and optionally where to go on."""
