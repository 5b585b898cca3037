"""The limits of Block Kit as its reference states them, over whole payloads: what Slack would refuse fails here.

Written from the documentation, apart from the renderer's own constants.
"""

from __future__ import annotations

import json
import re
import warnings
from typing import Any

from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

_READ_BY_SLACK = re.compile(r"<(?!!date\^\d+\^|(?:https?://|mailto:)[^<>|]+\|)[^<>]*>")
_ONLY_MESSAGES = {"table", "markdown"}
MESSAGE_BLOCKS = {"header", "section", "context", "divider", "actions", "table", "image"}
VIEW_BLOCKS = {"header", "section", "context", "divider", "actions", "image", "input"}


def check_message(text: str, blocks: list[dict[str, Any]]) -> None:
    """Raises AssertionError, or what slack_sdk's models raise, for a message that Slack would refuse."""
    assert 0 < len(text) <= 40_000
    assert not _READ_BY_SLACK.search(text), text
    assert 0 < len(blocks) <= 50
    assert sum(block["type"] == "table" for block in blocks) <= 1
    assert {block["type"] for block in blocks} <= MESSAGE_BLOCKS
    _check_blocks(blocks)


def check_view(view: dict[str, Any]) -> None:
    """As `check_message`, for a modal or the home tab."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        View(**view).validate_json()
    assert 0 < len(view["blocks"]) <= 100
    assert {block["type"] for block in view["blocks"]} <= VIEW_BLOCKS
    assert len(view.get("private_metadata", "")) <= 3000
    for name in ("title", "submit", "close"):
        if name in view:
            assert view[name]["type"] == "plain_text"
            assert 1 <= len(view[name]["text"]) <= 24
    if view["type"] == "modal":
        assert ("submit" in view) or not any(block["type"] == "input" for block in view["blocks"])
    _check_blocks(view["blocks"])


def _check_blocks(blocks: list[dict[str, Any]]) -> None:
    ids = [block["block_id"] for block in blocks if "block_id" in block]
    assert len(ids) == len(set(ids)), "block_id twice"
    actions = [
        element["action_id"] for block in blocks for element in block.get("elements", []) if "action_id" in element
    ]
    assert len(actions) == len(set(actions)), "action_id twice"
    for block in blocks:
        parsed = Block.parse(block)
        assert parsed is not None
        parsed.validate_json()
        assert len(block.get("block_id", "")) <= 255
        _CHECKS[block["type"]](block)
        json.dumps(block)


def _text(text: dict[str, Any], most: int, kinds: tuple[str, ...] = ("mrkdwn", "plain_text")) -> None:
    assert text["type"] in kinds
    assert 1 <= len(text["text"]) <= most, len(text["text"])
    assert text["text"].strip()
    if text["type"] == "mrkdwn":
        assert not _READ_BY_SLACK.search(text["text"]), text["text"]
        assert "emoji" not in text
    else:
        assert "verbatim" not in text


def _section(block: dict[str, Any]) -> None:
    assert "text" in block or block.get("fields")
    if "text" in block:
        _text(block["text"], 3000)
    assert len(block.get("fields", [])) <= 10


def _context(block: dict[str, Any]) -> None:
    assert 1 <= len(block["elements"]) <= 10
    for element in block["elements"]:
        _text(element, 3000)


def _actions(block: dict[str, Any]) -> None:
    assert 1 <= len(block["elements"]) <= 25
    for element in block["elements"]:
        assert element["type"] == "button"
        _text(element["text"], 75, ("plain_text",))
        assert len(element["value"]) <= 2000
        assert len(element["action_id"]) <= 255
        assert element.get("style", "primary") in ("primary", "danger")


def _table(block: dict[str, Any]) -> None:
    assert 1 <= len(block["rows"]) <= 100
    assert len({len(row) for row in block["rows"]}) == 1
    assert 1 <= len(block["rows"][0]) <= 20
    assert len(block.get("column_settings", [])) <= 20
    cells = [cell for row in block["rows"] for cell in row]
    assert all(cell["type"] in ("raw_text", "rich_text") for cell in cells)
    assert all(cell["text"] for cell in cells if cell["type"] == "raw_text")
    assert sum(len(cell.get("text", "")) for cell in cells) <= 10_000


def _image(block: dict[str, Any]) -> None:
    assert ("image_url" in block) != ("slack_file" in block)
    assert len(block.get("image_url", "")) <= 3000
    assert 1 <= len(block["alt_text"]) <= 2000


def _input(block: dict[str, Any]) -> None:
    _text(block["label"], 2000, ("plain_text",))
    if "hint" in block:
        _text(block["hint"], 2000, ("plain_text",))
    element = block["element"]
    assert len(element["action_id"]) <= 255
    _ELEMENTS[element["type"]](element)


def _typed(element: dict[str, Any]) -> None:
    assert len(element.get("initial_value", "x")) <= 3000
    assert element.get("initial_value", "x")


def _picked(most: int):
    def check(element: dict[str, Any]) -> None:
        groups = element.get("option_groups") or [{"options": element["options"]}]
        assert len(groups) <= 100
        options = [option for group in groups for option in group["options"]]
        assert all(1 <= len(group["options"]) <= most for group in groups)
        for group in groups:
            if "label" in group:
                _text(group["label"], 75, ("plain_text",))
        for option in options:
            _text(option["text"], 75, ("plain_text", "mrkdwn"))
            assert 1 <= len(option["value"]) <= 150
        values = [option["value"] for option in options]
        assert len(values) == len(set(values)), "an option's value twice"
        picked = [
            *element.get("initial_options", []),
            *([element["initial_option"]] if "initial_option" in element else []),
        ]
        assert all(option in options for option in picked)
        assert element.get("initial_options") != []

    return check


def _date(element: dict[str, Any]) -> None:
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", element.get("initial_date", "2026-01-01"))


def _time(element: dict[str, Any]) -> None:
    assert re.fullmatch(r"\d\d:\d\d", element.get("initial_time", "10:00"))


_ELEMENTS = {
    "plain_text_input": _typed,
    "number_input": lambda element: float(element.get("initial_value", "1")),
    "datepicker": _date,
    "timepicker": _time,
    "radio_buttons": _picked(10),
    "checkboxes": _picked(10),
    "static_select": _picked(100),
    "multi_static_select": _picked(100),
}
_CHECKS = {
    "header": lambda block: _text(block["text"], 150, ("plain_text",)),
    "section": _section,
    "context": _context,
    "divider": lambda block: None,
    "actions": _actions,
    "table": _table,
    "image": _image,
    "input": _input,
}
