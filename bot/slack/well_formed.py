"""Whether a payload has the shape that Slack gives it: what has not never reaches the kit, which stumbles over it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import parse_qs

_JSON: Final = "application/json"


def payload_of(body: str, content_type: str) -> Mapping[str, Any] | None:
    """The payload of a request's body: JSON, JSON in a field `payload`, or a command's fields; else None."""
    if content_type.partition(";")[0].strip().lower() == _JSON:
        return _object(body)
    fields = {name: values[0] for name, values in parse_qs(body, keep_blank_values=True).items()}
    if "payload" in fields:
        return _object(fields["payload"])
    return fields if "command" in fields or "ssl_check" in fields else None


def is_well_formed(payload: Mapping[str, Any]) -> bool:
    """Whether the parts by which the kit finds its way are there and are what they should be."""
    event, actions = payload.get("event", {"type": ""}), payload.get("actions", [{}])
    return (
        isinstance(payload.get("type", ""), str)
        and isinstance(event, Mapping)
        and isinstance(event.get("type", ""), str)
        and _is_view(payload)
        and isinstance(actions, list)
        and bool(actions)
        and _are_objects(actions)
        and _are_objects(payload.get("authorizations") or [])
    )


def _is_view(payload: Mapping[str, Any]) -> bool:
    """Of a window that was sent or closed the kit reads what it is and whose."""
    view = payload.get("view", {})
    if not isinstance(view, Mapping):
        return False
    is_told_of = payload.get("type") in ("view_submission", "view_closed")
    return not is_told_of or all(isinstance(view.get(name), str) for name in ("type", "callback_id"))


def _object(text: str) -> Mapping[str, Any] | None:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _are_objects(parts: Any) -> bool:
    return isinstance(parts, list) and all(isinstance(one, Mapping) for one in parts)
