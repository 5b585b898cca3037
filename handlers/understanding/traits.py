"""What a school is beside its name: of which faith, in which language, for which stages."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from handlers.understanding.names import KINDS, LEVELS, SAINT, levels_of, words_of

FAITHS: Final = frozenset({"rc", "episcopal"})
# How a denomination may be written in the record.
_RECORDED: Final = (("rc", re.compile(r"catholic|\br\.?c\b", re.I)), ("episcopal", re.compile(r"episcopal", re.I)))
_GAELIC_NAME: Final = re.compile(r"sgoil|gaelic|gh?[àa]idhlig", re.IGNORECASE)
_GAELIC_ALIAS: Final = re.compile(r"bun-?\s?sgoil|gaelic|gh?[àa]idhlig", re.IGNORECASE)
# Names that a church school of another list may bear its faith beside, though none is recorded.
_HOLY: Final = frozenset({
    "holy", "lady", "sacred", "blessed", "heart", "trinity", "notre", "dame", "immaculate", "corpus", "christ", "queen",
    "family", "redeemer", "cross",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Traits:
    """`faiths`: those its names or the record give; `faith_known`: whether the record says, if only that it has none.

    `church`: its name is a church school's. `kinds`: every type word of its names. `levels`: the stages that
    it is asked for by; `taught`: those that may be typed of it without contradiction.
    """

    faiths: frozenset[str]
    faith_known: bool
    church: bool
    gaelic: bool
    kinds: frozenset[str]
    levels: frozenset[str]
    taught: frozenset[str]

    def may_be_of(self, faith: frozenset[str]) -> bool:
        """Whether a school of this faith can be meant: never one that the record knows to be of another or of none."""
        if not faith or self.faiths:
            return not faith or bool(faith & self.faiths)
        return self.church and not self.faith_known

    def fits(self, typed: frozenset[str]) -> bool:
        """Whether the school is all that these type words say: 'rc', 'gaelic', 'primary', 'academy', 'special'."""
        faith, stages = (
            typed & FAITHS,
            {word for word in typed if word in LEVELS and word not in ("academy", "grammar")},
        )
        if (faith and not faith & self.faiths) or ("gaelic" in typed and not self.gaelic):
            return False
        own = typed - faith - stages - {"gaelic", "school", "schools"}
        return own <= self.kinds and all(LEVELS[word] in self.levels for word in stages)


def traits_of(name: str, aliases: Sequence[str], sector: str, denomination: str) -> Traits:
    """What the names, the sector and the recorded denomination (in any wording, '' where unknown) say of a school."""
    words = [{word.text for word in words_of(one)} for one in (name, *aliases)]
    every = frozenset().union(*words)
    recorded = {faith for faith, pattern in _RECORDED if pattern.search(denomination)}
    return Traits(
        faiths=frozenset(every & FAITHS | recorded),
        faith_known=bool(denomination.strip()),
        church=SAINT in words[0] or not _HOLY.isdisjoint(words[0]),
        gaelic=bool(_GAELIC_NAME.search(name)) or any(map(_GAELIC_ALIAS.search, aliases)),
        kinds=every & KINDS,
        levels=_levels(sector, every),
        taught=levels_of(sector),
    )


def _levels(sector: str, words: frozenset[str]) -> frozenset[str]:
    """A special school is asked for as such, and as a primary only where its name says so."""
    if sector != "special":
        return levels_of(sector)
    return frozenset({"special"}) | {LEVELS[word] for word in words if word in LEVELS}
