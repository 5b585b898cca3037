"""A Card or a Form as Slack messages. Pure: the same card always gives the same blocks, and all its text is escaped."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final, TypeGuard

from bot.slack import limits
from bot.slack.buttons import Keep, rows_of
from bot.slack.elements import Block, blocks_of, header, section
from bot.slack.text import clipped, escape
from handlers.cards import Button, Card, Download, Element, Facts, Field, Form, Reply, Text
from handlers.request import Action
from handlers.wording import say_day

# Pressing the button of a file is no action of the record: the file is made and sent to whoever pressed.
FETCH: Final = "slack:file"
_FILE: Final = "file"
_NOTICE: Final = "Cairn has an answer for you."


@dataclass(frozen=True)
class Part:
    """One Slack message: `text` for notifications and screen readers, `blocks` for everybody else."""

    text: str
    blocks: list[Block]


def messages_of(reply: Reply, keep: Keep | None = None) -> list[Part]:
    """A card or form as messages: one, or for what is too long several that follow each other."""
    card = as_card(reply) if isinstance(reply, Form) else reply
    blocks = [*header(card.title), *body_blocks(card.body, tables=True)]
    line = notification(card)
    return [Part(line, group or [section(line)]) for group in _grouped(blocks, foot_of(card, keep))]


def uploads(part: Part) -> frozenset[str]:
    """The ids of the pictures uploaded to Slack that a message shows."""
    return frozenset(block["slack_file"]["id"] for block in part.blocks if "slack_file" in block)


def in_words(part: Part) -> Part:
    """The message with what its uploaded pictures show said in their words instead."""
    made = [blocks_of(Text(b["alt_text"]), tables=False) if "slack_file" in b else [b] for b in part.blocks]
    return replace(part, blocks=[block for blocks in made for block in blocks])


def as_card(form: Form) -> Card:
    """A form where none can be filled in: what it asks, what is known already, and the button that opens it."""
    known = tuple((item.label, _known(item)) for item in form.fields if item.value and item.kind != "choices")
    values = {item.name: item.value for item in form.fields if item.value} | dict(form.hidden) | {"step": "form"}
    errors = tuple(Text(f"{item.label}: {item.error}") for item in form.fields if item.error)
    body: tuple[Element, ...] = (*form.body, *errors)
    if known:
        body = (*body, Facts(known))
    return Card(
        title=form.title,
        body=body,
        buttons=(Button("Open the form", form.action, values, "primary"),),
        notice=form.notice,
    )


def _known(item: Field) -> str:
    """What stands in a field, as it is said rather than as it is sent."""
    if item.kind == "date":
        try:
            return say_day(date.fromisoformat(item.value))
        except ValueError:
            return item.value
    return next((choice.label for choice in item.choices if choice.value == item.value), item.value)


def body_blocks(body: Sequence[Element], *, tables: bool) -> list[Block]:
    """The parts of a card in turn; the one table that a message may hold is the first that fits one."""
    found: list[Block] = []
    for element in body:
        made = blocks_of(element, tables=tables)
        tables = tables and not any(block["type"] == "table" for block in made)
        _append(found, made)
    return found


def _append(found: list[Block], made: Sequence[Block]) -> None:
    """Put blocks behind others; short paragraphs that follow each other share one block."""
    for block in made:
        last = found[-1] if found else None
        if last is not None and _can_join(last, block):
            last["text"]["text"] += f"\n{block['text']['text']}"
        else:
            found.append(block)


def _can_join(last: Block, block: Block) -> bool:
    if last["type"] != "section" or block["type"] != "section":
        return False
    return len(last["text"]["text"]) + 1 + len(block["text"]["text"]) <= limits.TEXT


def foot_of(card: Card, keep: Keep | None = None, of: str = "") -> list[Block]:
    """What can be pressed: the choices of a question first, files before the buttons. `of` tells sections apart."""
    files = [Button(part.label, FETCH, {**part.values, _FILE: part.file}) for part in card.body if _is_file(part)]
    return [
        *rows_of(card.choices, f"{of}choice", keep),
        *rows_of(files, f"{of}file", keep),
        *rows_of(card.buttons, f"{of}button", keep),
    ]


def _is_file(part: Element) -> TypeGuard[Download]:
    return isinstance(part, Download)


def fetched(action: Action) -> Download | None:
    """The file that a press asks for, None where it asks for something else."""
    if action.name != FETCH:
        return None
    values = {name: value for name, value in action.values.items() if name != _FILE}
    return Download("", action.values.get(_FILE, ""), values)


def _grouped(blocks: Sequence[Block], foot: Sequence[Block]) -> Iterator[list[Block]]:
    """The blocks in groups of which each makes one message; the foot stands below the last."""
    group: list[Block] = []
    used = 0
    for block in blocks:
        length = _characters(block)
        if group and (len(group) >= limits.BLOCKS_OF_A_PART or used + length > limits.CHARACTERS_OF_A_PART):
            yield [*group, _goes_on()]
            group, used = [], 0
        group.append(block)
        used += length
    room = limits.BLOCKS_OF_MESSAGE - len(group)
    if len(foot) <= room:
        yield [*group, *foot]
        return
    yield [*group, _goes_on()]
    for at in range(0, len(foot), limits.BLOCKS_OF_A_PART):
        yield list(foot[at : at + limits.BLOCKS_OF_A_PART])


def _goes_on() -> Block:
    return {
        "type": "context",
        "elements": [{"type": "plain_text", "text": "… it goes on in the next message.", "emoji": False}],
    }


def _characters(part: Any) -> int:
    if isinstance(part, str):
        return len(part)
    if isinstance(part, dict):
        return sum([_characters(value) for key, value in part.items() if key in _HOLDS_TEXT])
    return sum(map(_characters, part)) if isinstance(part, list) else 0


_HOLDS_TEXT: Final = frozenset({"text", "elements", "rows", "fields", "fallback"})


def notification(card: Card) -> str:
    """The line for a lock screen: the notice, else the title; never the words below, which may say what is private."""
    line = card.notice or card.title or _NOTICE
    return escape(clipped(" ".join(line.split()), 300)) or _NOTICE
