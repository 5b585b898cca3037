"""Who has the page open: from a cookie to a person, what they may use, and the token that their forms carry."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from sqlmodel import Session

from bot.web.channels import Conversation, channels_of, conversations_of
from bot.web.workspace import Workspace
from framework.access import Standing, may
from store.clock import real_now
from store.local_page import open_session, session_of, use_link
from store.posts import standing
from store.schools import all_schools

COOKIE: Final = "cairn_page"
SESSION_LIFETIME: Final = timedelta(hours=12)


@dataclass(frozen=True)
class Visitor:
    """One open browser. `kind` is 'demo', 'administrator' or 'personal'; without a person it can only look at /due."""

    token: str
    kind: str
    standing: Standing
    conversations: tuple[Conversation, ...] = ()
    may_see_deliveries: bool = False

    @property
    def person_id(self) -> int | None:
        return self.standing.person_id

    @property
    def csrf(self) -> str:
        """What every form of this session carries; another person chosen in another tab makes old forms stale."""
        return hashlib.sha256(f"cairn form {self.person_id} {self.token}".encode()).hexdigest()

    def sent_by_own_page(self, csrf: str) -> bool:
        return hmac.compare_digest(self.csrf.encode(), csrf.encode())

    def conversation(self, key: str) -> Conversation | None:
        """The conversation with this key, if this visitor may use it."""
        return next((found for found in self.conversations if found.key == key), None)


def visitor_of(workspace: Workspace, session: Session, token: str) -> Visitor | None:
    """Who a cookie's token stands for just now; None when it opens nothing (any more)."""
    opened = session_of(session, token, real_now()) if token else None
    if opened is None or (opened.kind == "demo") != workspace.is_demo:
        return None
    held = _standing(workspace, session, opened.person_id)
    return Visitor(
        token,
        opened.kind,
        held,
        conversations_of(held, _channels(workspace, session, held)),
        opened.kind != "personal" or may(workspace.authority.access, held, "administration_read"),
    )


def _standing(workspace: Workspace, session: Session, person_id: int | None) -> Standing:
    if person_id is None:
        return Standing()
    return standing(session, person_id, workspace.now().astimezone(workspace.authority.timezone).date())


def _channels(workspace: Workspace, session: Session, held: Standing) -> tuple[str, ...]:
    # Over a real record the channels are those of Slack or Teams; the page is for the direct conversation.
    if not workspace.is_demo or held.person_id is None:
        return ()
    return channels_of(held, {school.id: school.cluster for school in all_schools(session)})


def open_by_link(workspace: Workspace, link_token: str) -> str | None:
    """Use a link; returns the token of the new session for its cookie, or None when the link opens nothing."""
    now = real_now()
    with workspace.database.write() as session:
        used = use_link(session, link_token, now)
        if used is None:
            return None
        purpose, person_id = used
        kind = "personal" if purpose == "personal" else "demo" if workspace.is_demo else "administrator"
        return open_session(session, kind, person_id, now, SESSION_LIFETIME)
