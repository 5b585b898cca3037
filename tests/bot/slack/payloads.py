"""Payloads as Slack sends them, with the fields that it always sends and none beside."""

from __future__ import annotations

import hashlib
import hmac
import itertools
import json
import time
from typing import Any
from urllib.parse import urlencode

from tests.bot.slack.stand_in import BOT, SECRET, TEAM

_NUMBERS = itertools.count(1)


def number() -> int:
    return next(_NUMBERS)


def event(inner: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "type": "event_callback",
        "team_id": TEAM,
        "api_app_id": "A0",
        "event_id": f"Ev{number()}",
        "event": inner,
        **more,
    }


def direct(user: str, words: str, conversation: str | None = None, **more: Any) -> dict[str, Any]:
    stamp = f"{time.time():.6f}"
    inner = {
        "type": "message", "channel_type": "im", "channel": conversation or f"D{user[1:]}", "user": user,
        "text": words, "ts": stamp, "event_ts": stamp, **more,
    }  # fmt: skip
    return event(inner)


def mention(user: str, words: str, channel: str, **more: Any) -> dict[str, Any]:
    stamp = f"{time.time():.6f}"
    inner = {
        "type": "app_mention",
        "channel": channel,
        "user": user,
        "text": f"<@{BOT}> {words}",
        "ts": stamp,
        "event_ts": stamp,
        **more,
    }
    return event(inner)


def command(user: str, words: str, channel: str, trigger: str = "") -> dict[str, Any]:
    return {
        "command": "/cairn", "text": words, "user_id": user, "team_id": TEAM, "channel_id": channel,
        "channel_name": "x", "trigger_id": trigger or f"t{number()}", "response_url": "", "api_app_id": "A0",
    }  # fmt: skip


def buttons(blocks: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """The buttons of a message or view, by their labels."""
    return {
        element["text"]["text"]: {**element, "block_id": block.get("block_id", "")}
        for block in blocks
        if block["type"] == "actions"
        for element in block["elements"]
    }


def press(user: str, message: dict[str, Any], label: str, trigger: str = "", **more: Any) -> dict[str, Any]:
    button = buttons(message["blocks"])[label]
    found = {
        "type": "block_actions", "team": {"id": TEAM}, "user": {"id": user, "team_id": TEAM}, "trigger_id": trigger,
        "api_app_id": "A0", "actions": [{**button, "action_ts": f"{time.time():.6f}{number()}"}],
    }  # fmt: skip
    if "channel" in message:
        found |= {
            "container": {"type": "message", "message_ts": message["ts"], "channel_id": message["channel"]},
            "channel": {"id": message["channel"]}, "message": message,
        }  # fmt: skip
    else:
        found |= {"container": {"type": "view", "view_id": message["id"]}, "view": message}
    return found | more


def submit(user: str, view: dict[str, Any], **values: Any) -> dict[str, Any]:
    """A window sent with these values; a field that is not named keeps what stands in it."""
    state: dict[str, Any] = {}
    for block in view["blocks"]:
        if block["type"] == "input":
            name = block["block_id"].removeprefix("field:")
            state[block["block_id"]] = {block["element"]["action_id"]: _filled(block["element"], values.get(name))}
    return {
        "type": "view_submission", "team": {"id": TEAM}, "user": {"id": user, "team_id": TEAM}, "trigger_id": "t",
        "view": {**view, "state": {"values": state}},
    }  # fmt: skip


def _filled(element: dict[str, Any], value: Any) -> dict[str, Any]:
    kind = element["type"]
    if kind in ("plain_text_input", "number_input"):
        return {"type": kind, "value": element.get("initial_value") if value is None else value}
    if kind in ("datepicker", "timepicker"):
        name = "date" if kind == "datepicker" else "time"
        return {"type": kind, f"selected_{name}": element.get(f"initial_{name}") if value is None else value}
    options = element.get("options") or [one for group in element["option_groups"] for one in group["options"]]
    if kind in ("checkboxes", "multi_static_select"):
        picked = element.get("initial_options", []) if value is None else [o for o in options if o["value"] in value]
        return {"type": kind, "selected_options": picked}
    chosen = element.get("initial_option") if value is None else next(o for o in options if o["value"] == value)
    return {"type": kind, "selected_option": chosen}


def signed(
    payload: dict[str, Any], kind: str, secret: str = SECRET, stamp: str | None = None
) -> tuple[bytes, dict[str, str]]:
    """The body and headers of a signed request: `kind` is 'event', 'command' or 'interactive'."""
    if kind == "event":
        body, content_type = json.dumps(payload), "application/json"
    else:
        fields = payload if kind == "command" else {"payload": json.dumps(payload)}
        body, content_type = urlencode(fields), "application/x-www-form-urlencoded"
    return signed_body(body, content_type, secret, stamp)


def signed_body(
    body: str, content_type: str, secret: str = SECRET, stamp: str | None = None
) -> tuple[bytes, dict[str, str]]:
    stamp = stamp if stamp is not None else str(int(time.time()))
    mark = hmac.new(secret.encode(), f"v0:{stamp}:{body}".encode(), hashlib.sha256).hexdigest()
    headers = {"content-type": content_type, "x-slack-request-timestamp": stamp, "x-slack-signature": f"v0={mark}"}
    return body.encode(), headers


def said(message: dict[str, Any]) -> str:
    """All that stands in a message or view."""
    found: list[str] = []

    def walk(part: Any) -> None:
        if isinstance(part, dict):
            for key, value in part.items():
                if key in ("text", "fallback") and isinstance(value, str):
                    found.append(value)
                elif key not in ("value", "private_metadata", "metadata"):
                    walk(value)
        elif isinstance(part, list):
            for one in part:
                walk(one)

    walk(message.get("blocks", []))
    return "\n".join(found)
