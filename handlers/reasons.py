"""From the reason that somebody typed to the one that is kept: out of the authority's list, never about health."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

# What the words are about -> our default reasons that say no more than that, the more telling first.
_ABOUT: Final = (
    (r"inspect|\bhmie?\b", "School is being inspected"),
    (r"snow|\bice\b|icy|storm|weather|flood|ferr(?:y|ies)|road|travel|car\b|train|wind", "Travel or weather"),
    (r"no longer|not need|unnecessary|done already|already had", "No longer needed"),
    (r"\b(?:i|i'm|im|i am|my|me|officer|qio)\b", "Officer cannot attend"),
    (r"\w", "School cannot host"),
)


def reason_kept(words: str, reasons: Sequence[str]) -> str:
    """The reason of the list that covers what was typed, '' where none does.

    'HT off sick' is kept as 'School cannot host': a person's health is nobody's business here.
    """
    plain = words.strip().casefold()
    exact = next((reason for reason in reasons if reason.casefold() == plain), "")
    if exact or not plain:
        return exact
    return next((reason for pattern, reason in _ABOUT if reason in reasons and re.search(pattern, plain)), "")
