"""What people do on Slack, read out of its payloads: any field but the few that make it what it is may be missing."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from bot.slack.addresses import Address
from bot.slack.text import typed

_MENTION: Final = re.compile(r"<@[A-Z0-9]+(?:\|[^>]*)?>")
_SPOKEN: Final = frozenset({"", "file_share", "thread_broadcast"})

Payload = Mapping[str, Any]
Hear = Callable[[Payload], None]


@dataclass(frozen=True)
class Spoken:
    """Words that somebody wrote: to Cairn alone, or in a channel with its name before them."""

    event_id: str
    user: str
    teams: tuple[str, ...]
    words: str
    there: Address
    is_direct: bool
    is_external: bool


@dataclass(frozen=True)
class Pressed:
    """A button that was pressed, and where: `surface` is 'message', 'home' or 'modal'."""

    key: str
    moment: str
    user: str
    teams: tuple[str, ...]
    value: str
    surface: str
    conversation: str
    thread: str
    is_ephemeral: bool
    trigger: str
    response_url: str
    view: Payload

    @property
    def is_direct(self) -> bool:
        return self.conversation.startswith("D")


def part(payload: Any, *names: str) -> Payload:
    """A part of a payload that holds others, {} where it is missing or something else."""
    for name in names:
        payload = payload.get(name) if isinstance(payload, Mapping) else None
    return payload if isinstance(payload, Mapping) else {}


def text(payload: Any, *names: str) -> str:
    """A text of a payload, '' where it is missing or something else."""
    found = part(payload, *names[:-1]).get(names[-1])
    return found if isinstance(found, str) else ""


def spoken(body: Payload) -> Spoken | None:
    """The words of a message or mention; None for what nobody said to Cairn: bots, edits, other people's talk."""
    event = part(body, "event")
    if event.get("bot_id") or event.get("bot_profile") or event.get("hidden") or text(event, "subtype") not in _SPOKEN:
        return None
    mention = text(event, "type") == "app_mention"
    if not mention and text(event, "channel_type") != "im":
        return None
    conversation, timestamp = text(event, "channel"), text(event, "ts")
    thread = text(event, "thread_ts") or (timestamp if mention else "")
    words = _MENTION.sub(" ", text(event, "text"), count=1) if mention else text(event, "text")
    return Spoken(
        event_id=text(body, "event_id") or f"{conversation}:{timestamp}",
        user=text(event, "user"),
        teams=(text(event, "user_team"), text(event, "team"), text(event, "source_team")),
        words=typed(words),
        there=Address(conversation, thread),
        is_direct=not mention,
        is_external=bool(body.get("is_ext_shared_channel")),
    )


def pressed(body: Payload) -> Pressed | None:
    """The first button of an interaction; None where none of ours was pressed."""
    actions = body.get("actions")
    action = next(iter(actions), None) if isinstance(actions, list) else None
    if not isinstance(action, Mapping):
        return None
    view, container = part(body, "view"), part(body, "container")
    conversation = text(body, "channel", "id") or text(container, "channel_id")
    message = text(body, "message", "ts") or text(container, "message_ts") or text(view, "root_view_id")
    surface = {"home": "home", "": "message"}.get(text(view, "type"), "modal")
    return Pressed(
        key=_key(action, view, conversation, message or text(view, "id")),
        moment=text(action, "action_ts") or text(body, "trigger_id"),
        user=text(body, "user", "id"),
        teams=teams_of(body),
        value=_value(action),
        surface=surface,
        conversation=conversation,
        thread=text(body, "message", "thread_ts") or text(container, "thread_ts"),
        is_ephemeral=bool(container.get("is_ephemeral")),
        trigger=text(body, "trigger_id"),
        response_url=text(body, "response_url"),
        view=view,
    )


def _key(action: Payload, view: Payload, conversation: str, shown: str) -> str:
    """The one button, as it was shown. A view keeps its id and its blocks' names when it is shown anew: there what the
    button stands for, and the view's own revision, tell it from another."""
    stands_for = f"{_value(action)}\n{text(view, 'hash')}"
    digest = hashlib.sha256(stands_for.encode()).hexdigest()[:16]
    return f"{conversation}:{shown}:{text(action, 'block_id')}:{text(action, 'action_id')}:{digest}"


def _value(action: Payload) -> str:
    return text(action, "value") or text(action, "selected_option", "value")


def teams_of(body: Payload) -> tuple[str, ...]:
    """The workspaces that an interaction or command names for who did it."""
    return text(body, "user", "team_id"), text(body, "team", "id") or text(body, "team_id")
