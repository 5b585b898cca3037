"""How a visit is held, as a sentence says it: in person, online or both ways at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from handlers.understanding.concepts import MODES
from handlers.understanding.patterns import Pattern
from handlers.understanding.phrases import Hit
from handlers.understanding.reading import phrases_of

_MORE: Final[dict[str, str]] = {
    "in_person": (
        "boots on the ground; in our place; in their place; at their place; at our place; in the room; "
        "in the building; "
        "round the table; around the table; physically; came in person; come in person; in their own school; "
        "on the premises; at the school itself; there in person; over the door; face tae face"
    ),
    "online": (
        "on screen; on the screen; over the screen; by screen; over the computer; on the computer; on the laptop; "
        "by laptop; by video link; over video; over a video call; via teams; by teams; a teams call; on line; "
        "over the phone; on the phone call; on zoom; over zoom; via zoom"
    ),
    "hybrid": "half of us there; half on screen; half online; some online; dialling in; dial in; part on screen",
}
MODES_SAID: Final = phrases_of({mode: f"{MODES[mode]}; {more}" for mode, more in _MORE.items()})
_DENIED: Final = frozenset(
    {"not", "no", "nae", "never", "instead", "rather", "wasnt", "werent", "isnt", "arent", "dont", "than"}
)
_JOINING: Final = frozenset({"to", "on", "of", "by", "over", "via", "be", "as", "actually", "than"})
_NO_MODE: Final = frozenset({"school", "schools", "learning", "lessons", "teaching", "safety", "classroom"})
# 'Down as online, and she wants me there in the flesh': the one told last is the new one.
_ANOTHER: Final = Pattern(r"\b(?:down as|was|were|instead|change|changed|switch|currently|supposed)\b")


def modes_in(texts: Sequence[str]) -> list[Hit]:
    """Where the words stand for a way to hold a visit: 'virtual' in 'the virtual school' is none."""
    return [hit for hit in MODES_SAID.longest_in(texts) if not _is_no_mode(texts, hit)]


def mode_said(texts: Sequence[str], words: str) -> str:
    """'in_person', 'online', 'hybrid' or ''; what a 'not' stands before is not meant, and both at once are hybrid."""
    hits = modes_in(texts)
    meant = [hit.key for hit in hits if not _is_denied(texts, hit)]
    if "hybrid" in meant:
        return "hybrid"
    if len(set(meant)) > 1:
        return meant[-1] if _ANOTHER.search(words.lower()) else "hybrid"
    if not meant and hits and "here" in texts:
        # 'Here, not online.'
        return "in_person"
    return meant[0] if meant else ""


def _is_no_mode(texts: Sequence[str], hit: Hit) -> bool:
    return hit.last < len(texts) and texts[hit.last] in _NO_MODE


def _is_denied(texts: Sequence[str], hit: Hit) -> bool:
    at = hit.first - 1
    while at >= 0 and texts[at] in _JOINING and hit.first - at < 3:
        at -= 1
    return at >= 0 and texts[at] in _DENIED
