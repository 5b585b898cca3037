"""Which theme of practice a sentence speaks of, where several of their words stand in it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from handlers.understanding.phrases import Hit
from handlers.understanding.reading import Reading
from handlers.understanding.vocabulary import Vocabulary

_STAGE: Final = re.compile(r"[ps][1-7](?: to [ps][1-7])?")
# What sort of school is meant, beside the theme that is asked about: 'drama in a two-teacher school'.
_SORT_OF_SCHOOL: Final = re.compile(
    r"(?:(?:wee|small|tiny|rural|remote|island|country|village|one|two|three|single|teacher|pupil|room|on|an) )*"
    r"(?:schools?|primaries|island|nursery|nurseries|nursery (?:children|staff|class)|elc|early years|wee ones|"
    r"composite class(?:es)?|rural|[ps][1-7]|one teacher|two teacher|three teacher)"
)
# 'A blether with somebody', 'writing up': the words of a theme in another sense.
_OTHERWISE: Final[Mapping[str, frozenset[str]]] = {
    "writing": frozenset({"up"}),
    "blether": frozenset({"with", "wi", "to", "about"}),
    "communication": frozenset({"from", "with"}),
}
# A theme of its own that mostly says where something else was done.
_SMALL: Final = "small_schools"
# Half the name of a theme and a word of every sentence, or a measure that other themes use.
_SAID_OF_ANYTHING: Final = frozenset({"listening", "talking", "reading age", "reading ages"})
_SECTOR_ALONE: Final = frozenset({"special school", "special schools"})


def theme_said(reading: Reading, vocabulary: Vocabulary) -> str:
    """The key of the theme asked about, '' where none is: one called by its name before others, then the one with the
    longest words, then the first; what only says which sort of school comes last."""
    hits = [hit for hit in reading.themes if not _is_no_theme(reading.texts, hit)]
    return max(hits, key=lambda hit: _weight(hit, reading.texts, _labels(vocabulary))).key if hits else ""


def _labels(vocabulary: Vocabulary) -> dict[str, set[str]]:
    return {key: {name.lower() for name in (names[0], *names[0].split(" and "))} for key, names in vocabulary.themes}


def _weight(hit: Hit, texts: Sequence[str], labels: Mapping[str, set[str]]) -> tuple[bool, bool, bool, int, int]:
    words = " ".join(texts[hit.first : hit.last])
    own = not labels.get(hit.key, set()).isdisjoint((words, *words.split())) and words not in _SAID_OF_ANYTHING
    return (
        not (hit.key == _SMALL or _SORT_OF_SCHOOL.fullmatch(words)),
        own,
        not _STAGE.fullmatch(words),
        hit.last - hit.first,
        -hit.first,
    )


def _is_no_theme(texts: Sequence[str], hit: Hit) -> bool:
    """Whether the words of a theme stand in another sense: 'writing up' a visit, 'someone to talk to' of a mentor."""
    words, after = " ".join(texts[hit.first : hit.last]), texts[hit.last] if hit.last < len(texts) else ""
    if words in _SECTOR_ALONE:
        return True
    before = texts[hit.first - 1] if hit.first else ""
    if before in ("our", "its", "their"):
        return False
    return after in _OTHERWISE.get(words, ()) or ("talk" in texts[hit.first : hit.last] and "someone" in texts)
