"""Where a school's name may stand in a sentence, by shape alone: no list of schools is looked at.

So what is understood from a sentence cannot tell anyone whether the school that they named exists.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from handlers.understanding.names import KINDS, LIGHT
from handlers.understanding.ordinary import ALSO_NAMES, LEADS_IN, is_ordinary
from handlers.understanding.phrases import Token

KIND_WORDS: Final = KINDS | {"ps", "hs", "acad", "prim", "pri"}
_JOINING: Final = frozenset({"of", "the", "na", "nan"})
_SAINTS: Final = frozenset({"st", "saint"})
_DETERMINERS: Final = frozenset(["the", "a", "an", "my", "our", "your", "this", "that", "some", "any", "no"])


def name_in(tokens: Sequence[Token], taken: set[int], known: frozenset[str]) -> tuple[int, int] | None:
    """The run of words most like a school's name: with a type word, else after 'at' or 'for', else any."""
    runs = _runs([_is_strange(tokens, at, taken, known) for at in range(len(tokens))], tokens, taken)
    return max(filter(lambda run: _is_shaped(tokens, run), runs), key=lambda run: _likeness(tokens, run), default=None)


def _is_shaped(tokens: Sequence[Token], run: tuple[int, int]) -> bool:
    """Whether a run stands where a name would: with a type word, a capital or 'for' before it, or at an end."""
    first, last = run
    before = tokens[first - 1].text if first else ""
    end = last == len(tokens) and before not in _DETERMINERS
    typed = any(token.text in KIND_WORDS for token in tokens[first:last])
    return typed or not first or end or before in LEADS_IN or tokens[first].capital


def _is_strange(tokens: Sequence[Token], at: int, taken: set[int], known: frozenset[str]) -> bool:
    token = tokens[at]
    if at in taken or token.text in KIND_WORDS or token.text in LIGHT or not token.text[0].isalpha():
        return False
    follower = tokens[at + 1].text if at + 1 < len(tokens) else ""
    if follower in KIND_WORDS and token.capital and (at > 0 or token.text not in known):
        return True
    if any(near.text in _SAINTS for near in tokens[max(at - 1, 0) : at + 1]):
        return True
    if token.text in ALSO_NAMES:
        return (token.capital and at > 0) or follower in KIND_WORDS
    return token.text not in known and not is_ordinary(token.text)


def _runs(strange: Sequence[bool], tokens: Sequence[Token], taken: set[int]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    at = 0
    while at < len(tokens):
        end = at + 1
        if strange[at]:
            while end < len(tokens) and end not in taken and _goes_on(strange, tokens, end):
                end += 1
            runs.append((at, end))
        at = end
    return runs


def _goes_on(strange: Sequence[bool], tokens: Sequence[Token], at: int) -> bool:
    """Whether a name goes on at this place: with a name's word, a type word, or the 'of' of 'Milton of Fearnach'."""
    joins = tokens[at].text in _JOINING and at + 1 < len(tokens) and strange[at + 1]
    return strange[at] or tokens[at].text in KIND_WORDS or joins


def _likeness(tokens: Sequence[Token], run: tuple[int, int]) -> tuple[bool, bool, bool, int]:
    kind = any(token.text in KIND_WORDS for token in tokens[run[0] : run[1]])
    led = run[0] > 0 and tokens[run[0] - 1].text in LEADS_IN
    return kind, led, tokens[run[0]].capital, run[1] - run[0]
