"""The further questions of a compound sentence, answered under the first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from handlers.cards import Button, Card, Divider, Element, Form, Reply, Text

# A platform shows few buttons on one card, and nobody reads more.
_MOST_BUTTONS: Final = 5


def joined(first: Reply, further: Iterable[Reply]) -> Reply:
    """One reply that says all of them: cards are put under each other, a form behind the first becomes its button.

    What needs an answer of its own (a question back, a form) keeps its buttons; a refusal is only said.
    """
    whole = first
    for other in further:
        whole = _under(whole, other)
    return whole


def _under(first: Reply, other: Reply) -> Reply:
    parts = (*first.body, Divider(), *_parts(other))
    if isinstance(first, Form):
        return replace(first, body=parts)
    buttons = (*first.buttons, *_buttons(other))
    choices = first.choices or (other.choices if isinstance(other, Card) else ())
    kept = tuple(dict.fromkeys((button.label, button.action) for button in buttons))
    by_key = {(button.label, button.action): button for button in reversed(buttons)}
    return replace(
        first,
        body=parts,
        choices=choices,
        buttons=tuple(by_key[key] for key in kept[:_MOST_BUTTONS]),
        notice=first.notice or "Cairn has an answer for you.",
    )


def _parts(other: Reply) -> tuple[Element, ...]:
    title = (Text(other.title),) if other.title else ()
    return (*title, *other.body) if isinstance(other, Card) else title


def _buttons(other: Reply) -> tuple[Button, ...]:
    if isinstance(other, Card):
        return other.buttons
    filled = {item.name: item.value for item in other.fields if item.value}
    return (Button(other.title, other.action, {**other.hidden, **filled, "step": "form"}),)
