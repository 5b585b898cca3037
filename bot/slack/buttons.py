"""Buttons: what a press carries, and back again."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from bot.slack import limits
from bot.slack.elements import Block, quiet
from bot.slack.text import escape, pieces, plain
from handlers.cards import Button
from handlers.request import Action

PREFIX: Final = "cairn"
_ROW: Final = 5
_JSON: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
# Longer values than a button can carry are kept in the record, under a key that the button carries instead.
Keep = Callable[[str], str]


class TooLong(Exception):
    """A button's values are longer than Slack takes, and nobody is there to keep them."""


def rows_of(buttons: Sequence[Button], group: str, keep: Keep | None = None) -> list[Block]:
    """Buttons in rows; one whose label is cut has it in full above."""
    if not buttons:
        return []
    cut = [button.label for button in buttons if len(button.label) > limits.BUTTON]
    lines = [quiet(escape(piece)) for label in cut for piece in pieces(f"• {label}", limits.TEXT)]
    made = [button_of(button, f"{PREFIX}:{group}:{at}", keep) for at, button in enumerate(buttons)]
    rows = [
        {"type": "actions", "block_id": f"{PREFIX}:{group}:{at}", "elements": made[at : at + _ROW]}
        for at in range(0, len(made), _ROW)
    ]
    return [*lines, *rows]


def button_of(button: Button, action_id: str, keep: Keep | None = None) -> Block:
    """One button; pressing it sends its action and values back."""
    made: Block = {
        "type": "button",
        "action_id": action_id,
        "text": plain(button.label, limits.BUTTON),
        "value": packed(Action(button.action, button.values), limits.BUTTON_VALUE, keep),
    }
    if button.style in ("primary", "danger"):
        made["style"] = button.style
    return made


def packed(action: Action, most: int, keep: Keep | None = None) -> str:
    """An action as one string of at most `most` characters. Raises TooLong where it does not fit."""
    whole = _JSON.encode({"a": action.name, "v": dict(action.values)})
    if len(whole) <= most:
        return whole
    if keep is None:
        raise TooLong(action.name)
    return _JSON.encode({"kept": keep(whole)})


def unpacked(text: str, kept: Callable[[str], str]) -> Action | None:
    """The action that `packed` made; None for anything else, and for values that are kept no more."""
    try:
        found = json.loads(text)
        if isinstance(found, dict) and "kept" in found:
            found = json.loads(kept(str(found["kept"])) or "null")
    except ValueError:
        return None
    if not isinstance(found, dict) or not isinstance(found.get("a"), str):
        return None
    values = found.get("v")
    return Action(found["a"], texts_of(values) if isinstance(values, Mapping) else {})


def texts_of(values: Mapping[Any, Any]) -> dict[str, str]:
    """Only texts, whatever came: the values are asked of every handler as such."""
    return {str(name): value for name, value in values.items() if isinstance(value, str)}
