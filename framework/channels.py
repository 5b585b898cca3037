"""Which of a platform's channels is which of the record's: suggested by name, for an administrator to confirm."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

CLUSTER: Final = "cluster:"
# Ours: how authorities call the channels that are not a cluster's.
GENERAL: Final[Mapping[str, tuple[str, ...]]] = {
    "headteachers": ("headteachers", "head teachers", "heads", "hts", "headteacher", "headteacher forum"),
    "mentoring": ("mentoring", "mentors", "mentoring pairs", "mentor", "new headteachers", "buddies"),
    "officers": ("officers", "link officers", "qios", "qio team", "quality improvement team", "improvement officers"),
}
_MARKS: Final = frozenset({"cluster", "asg", "community", "learning", "associated", "group", "family"})
_LIGHT: Final = frozenset({"the", "schools", "school", "cairn", "all", "of", "team", "education"})
_WORD: Final = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class PlatformChannel:
    """A channel as its platform tells of it; `is_shared` with another organisation, `is_member` whether Cairn is in."""

    platform: str
    tenant: str
    ref: str
    name: str
    is_member: bool = False
    is_archived: bool = False
    is_shared: bool = False


def wanted_channels(clusters: Iterable[str]) -> tuple[str, ...]:
    """The channels that the record has a use for, by its own names: the general ones, then each cluster's."""
    return (*GENERAL, *(f"{CLUSTER}{name}" for name in clusters))


def suggested(channels: Mapping[str, str], wanted: Collection[str]) -> dict[str, str]:
    """For each of a platform's channels (id -> name) the record's channel that its name speaks of, where it is plain.

    Where two channels speak of the same one equally well, neither is suggested.
    """
    best: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for ref, name in channels.items():
        for channel in wanted:
            score = _fit(name, channel)
            if score:
                best[channel].append((score, ref))
    found = {}
    for channel, fits in best.items():
        top = max(score for score, _ in fits)
        leading = [ref for score, ref in fits if score == top]
        if len(leading) == 1:
            found[leading[0]] = channel
    return found


def _fit(name: str, channel: str) -> int:
    """How well a channel's name speaks of the record's channel: 0 not at all, more where it says what it is."""
    words = _words(name)
    bare = tuple(word for word in words if word not in _LIGHT)
    if not channel.startswith(CLUSTER):
        spoken = {_words(alias) for alias in GENERAL[channel]}
        return 2 if words in spoken else 1 if bare in spoken else 0
    of_cluster = tuple(word for word in _words(channel.removeprefix(CLUSTER)) if word not in _MARKS | _LIGHT)
    marked = any(word in _MARKS for word in words)
    same = tuple(word for word in bare if word not in _MARKS) == of_cluster
    return (2 if marked else 1) if same and of_cluster else 0


def _words(text: str) -> tuple[str, ...]:
    plain = unicodedata.normalize("NFKD", text.casefold().replace("'", "").replace("’", ""))
    return tuple(_WORD.findall("".join(letter for letter in plain if not unicodedata.combining(letter))))
