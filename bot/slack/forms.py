"""A Form as a modal view, and what was filled in there, read back."""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any, Final

from bot.slack import limits
from bot.slack.buttons import Keep, TooLong, texts_of
from bot.slack.elements import Block, header, quiet
from bot.slack.render import body_blocks, foot_of
from bot.slack.text import clipped, escape, pieces, plain
from handlers.cards import Card, Choice, Field, Form
from handlers.request import Action

FORM: Final = "cairn:form"
CARD: Final = "cairn:card"
_TYPED: Final = "typed"
_FIELD: Final = "field:"
_MOST_RADIOS: Final = 5
_NUMBER: Final = re.compile(r"-?\d+(\.\d+)?")


@dataclass(frozen=True)
class Marks:
    """What a modal remembers while it is open: its form, its nonce, and where its answer goes."""

    action: Action = field(default_factory=lambda: Action(""))
    nonce: str = ""
    where: str = ""
    long_values: Mapping[str, str] = field(default_factory=dict)


def view_of(form: Form, where: str, keep: Keep | None = None, nonce: str = "") -> dict[str, Any]:
    """A form as a modal. `where` is the address that the answer goes to; errors of the form stand above its fields."""
    long_values: dict[str, str] = {}
    inputs = [block for item in form.fields for block in _input(item, long_values)]
    above = [*_full_title(form.title), *body_blocks(form.body, tables=False), *_errors(form.fields)]
    marks = Marks(Action(form.action, form.hidden), nonce or secrets.token_urlsafe(12), where, long_values)
    return {
        "type": "modal",
        "callback_id": FORM,
        "title": plain(form.title, limits.VIEW_TITLE),
        "submit": plain(form.submit, limits.VIEW_TITLE),
        "close": plain("Cancel", limits.VIEW_TITLE),
        "private_metadata": _metadata(marks, keep),
        "blocks": _within([*above, *inputs]),
    }


def view_of_card(card: Card, where: str, keep: Keep | None = None) -> dict[str, Any]:
    """A card as a modal, to be read and pressed."""
    title = card.title or "Cairn"
    blocks = [*_full_title(title), *body_blocks(card.body, tables=False), *foot_of(card, keep)]
    return {
        "type": "modal",
        "callback_id": CARD,
        "title": plain(title, limits.VIEW_TITLE),
        "close": plain("Close", limits.VIEW_TITLE),
        "private_metadata": _metadata(Marks(where=where), keep),
        "blocks": _within(blocks or [quiet("–")]),
    }


def fits_a_view(card: Card) -> bool:
    """Whether all of a card can stand in one modal or on one page."""
    blocks = [*_full_title(card.title), *body_blocks(card.body, tables=False), *foot_of(card, lambda _: "")]
    return len(blocks) < limits.BLOCKS_OF_VIEW


def waiting_view(where: str) -> dict[str, Any]:
    """What stands in a modal for the moment until its form is there: a trigger lives for three seconds only."""
    return view_of_card(Card(title="Cairn", body=()), where) | {"blocks": [quiet("One moment…")]}


def _within(blocks: Sequence[Block]) -> list[Block]:
    if not blocks:
        return [quiet("There is nothing to fill in.")]
    if len(blocks) <= limits.BLOCKS_OF_VIEW:
        return list(blocks)
    note = quiet("… it is longer than a window here can show. Ask me in a direct message for all of it.")
    return [*blocks[: limits.BLOCKS_OF_VIEW - 1], note]


def _full_title(title: str) -> list[Block]:
    return header(title) if len(title) > limits.VIEW_TITLE else []


def _errors(fields: Iterable[Field]) -> list[Block]:
    return [
        quiet(escape(piece)) for item in fields if item.error for piece in pieces(f"⚠ {item.label}: {item.error}", 900)
    ]


def _metadata(marks: Marks, keep: Keep | None) -> str:
    found = {"a": marks.action.name, "v": dict(marks.action.values), "n": marks.nonce, "w": marks.where}
    if marks.long_values:
        found["o"] = dict(marks.long_values)
    whole = json.dumps(found, ensure_ascii=False, separators=(",", ":"))
    if len(whole) <= limits.METADATA:
        return whole
    if keep is None:
        raise TooLong(marks.action.name)
    return json.dumps({"kept": keep(whole)}, separators=(",", ":"))


def marks_of(view: Mapping[str, Any], kept: Callable[[str], str]) -> Marks | None:
    """What an open modal remembers; None when it is none of ours, or kept no more."""
    try:
        found = json.loads(str(view.get("private_metadata") or "{}"))
        if isinstance(found, dict) and "kept" in found:
            found = json.loads(kept(str(found["kept"])) or "null")
    except ValueError:
        return None
    if not isinstance(found, dict) or not isinstance(found.get("a"), str):
        return None
    action = Action(found["a"], texts_of(found.get("v") or {}))
    return Marks(action, str(found.get("n", "")), str(found.get("w", "")), texts_of(found.get("o") or {}))


def _input(item: Field, long_values: dict[str, str]) -> list[Block]:
    """A field as an input; what its labels could not hold stands below it."""
    element = _MAKERS.get(item.kind, _text_input)(item, long_values)
    made: Block = {
        "type": "input",
        "block_id": f"{_FIELD}{item.name}"[: limits.IDS],
        "label": plain(item.label, limits.INPUT_LABEL),
        "element": {**element, "action_id": _TYPED},
        "optional": not item.required,
    }
    if item.hint:
        made["hint"] = plain(item.hint, limits.INPUT_LABEL)
    return [made, *_cut_off(item)]


def _cut_off(item: Field) -> list[Block]:
    cut = [choice.label for choice in item.choices if len(choice.label) > limits.OPTION]
    found = [quiet(escape(piece)) for label in cut for piece in pieces(f"• {label}", limits.TEXT)]
    if item.kind in ("text", "long_text") and len(item.value) > limits.TYPED:
        found.append(
            quiet(
                f"What stood here is longer than the {limits.TYPED} characters that a field takes: "
                "its end, after the “…”, is left out."
            )
        )
    return found


def _text_input(item: Field, _long: dict[str, str]) -> Block:
    made: Block = {"type": "plain_text_input", "multiline": item.kind == "long_text"}
    if item.value:
        made["initial_value"] = clipped(item.value, limits.TYPED)
    return made


def _number_input(item: Field, _long: dict[str, str]) -> Block:
    made: Block = {"type": "number_input", "is_decimal_allowed": True}
    value = item.value.replace(",", ".")
    return made | ({"initial_value": value} if _NUMBER.fullmatch(value) else {})


def _date_input(item: Field, _long: dict[str, str]) -> Block:
    made: Block = {"type": "datepicker"}
    try:
        return made | ({"initial_date": date.fromisoformat(item.value).isoformat()} if item.value else {})
    except ValueError:
        return made


def _time_input(item: Field, _long: dict[str, str]) -> Block:
    made: Block = {"type": "timepicker"}
    try:
        return made | ({"initial_time": f"{time.fromisoformat(item.value):%H:%M}"} if item.value else {})
    except ValueError:
        return made


def _choice_input(item: Field, long_values: dict[str, str]) -> Block:
    if not item.choices:
        return _text_input(item, long_values)
    options = _options(item, long_values)
    # A radio button once pressed cannot be let go again: what may stay open is a menu.
    as_radios = item.required and len(options) <= _MOST_RADIOS
    made = {"type": "radio_buttons", "options": options} if as_radios else _menu("static_select", options)
    picked = [option for option, choice in zip(options, item.choices, strict=True) if choice.value == item.value]
    return made | ({"initial_option": picked[0]} if picked and item.value else {})


def _choices_input(item: Field, long_values: dict[str, str]) -> Block:
    if not item.choices:
        return _text_input(item, long_values)
    options = _options(item, long_values)
    few = len(options) <= limits.RADIOS
    made = {"type": "checkboxes", "options": options} if few else _menu("multi_static_select", options)
    wanted = set(item.value.split(";"))
    picked = [option for option, choice in zip(options, item.choices, strict=True) if choice.value in wanted]
    return made | ({"initial_options": picked} if picked else {})


def _menu(kind: str, options: Sequence[Block]) -> Block:
    """A menu; with more options than one list takes, in groups."""
    if len(options) <= limits.OPTIONS:
        return {"type": kind, "options": list(options)}
    groups = [options[at : at + limits.OPTIONS] for at in range(0, len(options), limits.OPTIONS)]
    named = [
        {"label": plain(f"{group[0]['text']['text'][:30]} …", limits.OPTION), "options": list(group)}
        for group in groups
    ]
    return {"type": kind, "option_groups": named}


def _options(item: Field, long_values: dict[str, str]) -> list[Block]:
    return [
        {"text": plain(choice.label, limits.OPTION), "value": _option_value(item, at, choice, long_values)}
        for at, choice in enumerate(item.choices)
    ]


def _option_value(item: Field, at: int, choice: Choice, long_values: dict[str, str]) -> str:
    if 0 < len(choice.value) <= limits.OPTION_VALUE and not choice.value.startswith("…"):
        return choice.value
    key = f"…{item.name[:100]}:{at}"
    long_values[key] = choice.value
    return key


_MAKERS: Final[dict[str, Callable[[Field, dict[str, str]], Block]]] = {
    "text": _text_input,
    "long_text": _text_input,
    "number": _number_input,
    "date": _date_input,
    "time": _time_input,
    "choice": _choice_input,
    "choices": _choices_input,
}


def filled_in(view: Mapping[str, Any], marks: Marks) -> dict[str, str]:
    """What stands in a modal's fields, by the field's name; several picked values joined by ';'."""
    state = view.get("state") or {}
    blocks = state.get("values") if isinstance(state, Mapping) else None
    found = {}
    for block_id, elements in (blocks or {}).items():
        if str(block_id).startswith(_FIELD) and isinstance(elements, Mapping):
            element = next(iter(elements.values()), None) or {}
            found[str(block_id).removeprefix(_FIELD)] = _value(element, marks)
    return found


def _value(element: Mapping[str, Any], marks: Marks) -> str:
    for name in ("value", "selected_date", "selected_time"):
        if isinstance(element.get(name), str):
            return typed_value(element[name])
    picked = element.get("selected_options") or [element.get("selected_option") or {}]
    values = [str(option.get("value") or "") for option in picked]
    return ";".join(marks.long_values.get(value, value) for value in values if value)


def typed_value(text: str) -> str:
    """What was typed into a field: Slack hands it over as it is, but for the NUL that no record keeps."""
    return text.replace("\0", "")


def errors_beside(errors: Mapping[str, str]) -> dict[str, str]:
    """Errors by the blocks they stand beside."""
    return {f"{_FIELD}{name}"[: limits.IDS]: clipped(text, limits.ERROR_TEXT) for name, text in errors.items()}
