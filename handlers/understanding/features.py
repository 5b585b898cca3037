"""What the trained weights look at in a sentence: its words in plain spelling, with names and days put aside.

Features are short texts that a person can read: 'word:how', 'pair:how many', 'part:vis' (letters of a word),
'about:visit' (a concept), 'after:tier_list' (the sentence before), 'then:tier_list why' (a word after such a
sentence). Names never are features: a sentence about one school weighs the same as one about any other, or about none
on record.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from handlers.understanding.reading import Reading

_DAYS: Final = re.compile(r"(?:mon|tues?|wed(?:nes)?|weds|thu(?:r|rs)?|fri|sat(?:ur)?|sun)(?:day)?")
_MONTHS: Final = re.compile(
    r"jan(?:uary)?|feb(?:ruary)?|march|apr(?:il)?|june|july|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|"
    r"dec(?:ember)?"
)
# Letters of a word that are looked at together: enough to see through an ending or a slip of the keyboard.
_PARTS: Final = (3, 4)
_LONGEST_WORD: Final = 16
_PART_WEIGHT: Final = 0.4
_HALF: Final = 0.5
_SHORT: Final = 5
_MARKS: Final = ("?", "!", "👍", "👎", "→", "->", ":")


class Shape(NamedTuple):
    """All that is weighed of a sentence: its words with every name put aside, what they speak of, the signs."""

    symbols: tuple[str, ...]
    concepts: frozenset[str]
    marks: tuple[str, ...]


def shape_of(reading: Reading) -> Shape:
    """The shape of a sentence: the same for 'what tier is A on?' and 'what tier is B on?'."""
    marks = tuple(mark for mark in _MARKS if mark in reading.words)
    return Shape(tuple(symbols_of(reading)), reading.concepts, marks)


def features_of(reading: Reading, before: str = "") -> dict[str, float]:
    """Every feature of a sentence and how strong it is; `before` is what the sentence before it was about."""
    return features_of_shape(shape_of(reading), before)


def features_of_shape(shape: Shape, before: str = "") -> dict[str, float]:
    """Every feature of a shape and how strong it is."""
    symbols = shape.symbols
    found = {f"word:{symbol}": 1.0 for symbol in symbols}
    found.update((part, _PART_WEIGHT) for symbol in symbols for part in _parts(symbol))
    found.update((pair, 1.0) for pair in _pairs(symbols))
    found.update((f"about:{concept}", 1.0) for concept in shape.concepts)
    found.update((f"mark:{mark}", _HALF) for mark in shape.marks)
    found[f"length:{min(len(symbols), 12) // 3}"] = _HALF
    if before:
        short = "short" if len(symbols) <= _SHORT else "long"
        found.update({f"after:{before}": 1.0, f"after:{before} {short}": 1.0, f"after:{short}": 1.0})
        # 'Perfect' after an offer is a yes, after an answer it is thanks.
        for said in (*symbols, *(f"about {concept}" for concept in shape.concepts)):
            found[f"then:{before} {said}"] = found[f"then: {said}"] = 1.0
    return found


def symbols_of(reading: Reading) -> list[str]:
    """The words in order, each name, day and number as one sign of its kind."""
    signs = _signs(reading)
    symbols: list[str] = []
    for at, token in enumerate(reading.tokens):
        symbol = signs.get(at) or _sign_of(token.text)
        if not (symbol.startswith("<") and symbols and symbols[-1] == symbol):
            symbols.append(symbol)
    return symbols


def _signs(reading: Reading) -> dict[int, str]:
    kinds = (
        ("<tier>", reading.tiers),
        ("<kind>", reading.visit_types),
        ("<cluster>", reading.clusters),
        ("<person>", reading.people),
    )
    signs = {at: sign for sign, hits in kinds for hit in hits for at in range(hit.first, hit.last)}
    return signs | dict.fromkeys(range(*reading.name) if reading.name else (), "<school>")


@lru_cache(maxsize=4096)
def _sign_of(text: str) -> str:
    if _DAYS.fullmatch(text):
        return "<day>"
    if _MONTHS.fullmatch(text):
        return "<month>"
    return "<number>" if text[0].isdigit() and not text.startswith(("1.", "2.", "3.")) else text


def _pairs(symbols: Sequence[str]) -> Iterator[str]:
    previous = "^"
    for symbol in (*symbols, "$"):
        yield f"pair:{previous} {symbol}"
        previous = symbol
    for one, two in zip(symbols, symbols[2:], strict=False):
        yield f"skip:{one} {two}"


@lru_cache(maxsize=4096)
def _parts(symbol: str) -> tuple[str, ...]:
    if symbol.startswith("<") or len(symbol) > _LONGEST_WORD:
        return ()
    padded = f"^{symbol}$"
    return tuple(f"part:{padded[at : at + size]}" for size in _PARTS for at in range(len(padded) - size + 1))
