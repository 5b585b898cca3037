"""Long lists in pages: what is shown now, and the button that goes on with the same question."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from framework.numbers import number_in
from handlers.cards import Button
from handlers.request import Request

T = TypeVar("T")


def page_of(found: Sequence[T], most: int, request: Request) -> tuple[Sequence[T], tuple[Button, ...]]:
    """`most` of what was found, from where the request goes on (`from`), and 'Next …' where more is left."""
    start = number_in(request.values.get("from", ""))
    left = len(found) - start - most
    if left <= 0:
        return found[start:], ()
    values = {**request.values, "from": str(start + most)}
    return found[start : start + most], (Button(f"Next {min(left, most)}", request.action.name, values),)
