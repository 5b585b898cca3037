"""What a sentence says of a note of visit: the point that is wrong in it, and whose next steps are asked for."""

from __future__ import annotations

import re
from typing import Final

from handlers.understanding.patterns import Pattern

# What follows 'the note is wrong: …' is the point itself, kept as it was typed.
_POINT: Final = re.compile(
    r"\b(?:wrong|right|true|inaccurate|incorrect|accurate|fair|agree|mistakes?|errors?)\b[^:,;.–—-]{0,40}?"
    r"(?:\s*[:;,]\s+|\s+[-–—]\s+|\.\s+)(?P<point>.{6,})$",
    re.IGNORECASE | re.DOTALL,
)
_MINE: Final = Pattern(r"\b(?:mine|my|i|me)\b")


def note_values(intent: str, words: str) -> dict[str, str]:
    """'point' of a dispute, as typed; 'scope' mine where a person asks for their own next steps."""
    if intent == "dispute_record":
        found = _POINT.search(words.strip())
        return {"point": found["point"].strip() if found else ""}
    if intent == "my_steps":
        return {"scope": "mine" if _MINE.search(words.lower()) else ""}
    return {}
