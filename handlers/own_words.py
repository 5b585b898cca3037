"""An authority's own words in `[words]` of framework.toml: each stands under an action that Cairn has."""

from __future__ import annotations

from collections.abc import Iterable

from rapidfuzz import process

from config.problems import ConfigProblem
from handlers.table import HANDLERS


def check_words(actions: Iterable[str]) -> None:
    """Raises ConfigProblem, naming file, key and what to do, for the first of these that is no action of Cairn's."""
    for action in actions:
        if action not in HANDLERS:
            near = process.extractOne(action, list(HANDLERS))
            hint = f"; did you mean {near[0]}?" if near else "."
            raise ConfigProblem(
                f"framework.toml, words, {action}: there is no action of that name, so nothing could be done with"
                f" these words{hint}"
            )
