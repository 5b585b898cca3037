"""What a person wants, as it was understood."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from handlers.understanding.schools import Found


@dataclass(frozen=True)
class Understood:
    """What a person wants.

    `intent`: the action, as handlers.table knows it; `values`: what the action goes by (dates ISO, times HH:MM on the
    authority's clock); `named`: every entity that was heard, but the school; `school`: what the words name, None when
    no school is named; `school_words`: as typed, even when there is no such school; `also`: further intents of a
    compound question; `why`: the evidence, in words; `likely`: 0 to 1; `rivals`: the next intents and how likely.
    """

    intent: str
    values: Mapping[str, str] = field(default_factory=dict)
    named: Mapping[str, str] = field(default_factory=dict)
    school: Found | None = None
    school_words: str = ""
    also: tuple[Understood, ...] = ()
    why: Sequence[str] = ()
    likely: float = 1.0
    rivals: tuple[tuple[str, float], ...] = ()
