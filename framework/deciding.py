"""A tier decision as a small state machine: proposed, seen by the headteacher, discussed, decided, told.

Nothing here is said twice or out of order: each step names the states from which it may be taken, and every other
answer is a sentence that says where the matter stands.
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass
from typing import Final

ASKED, PROPOSED, VIEWED, DISCUSSED = "asked", "proposed", "viewed", "discussed"
DECIDED, TOLD, WITHDRAWN, ANSWERED = "decided", "told", "withdrawn", "answered"
OPEN: Final = (ASKED, PROPOSED, VIEWED, DISCUSSED)
UNDER_WAY: Final = (PROPOSED, VIEWED, DISCUSSED)

# Step -> the states from which it may be taken. A discussion that was held may be dated anew; a view may be changed
# until then.
STEPS: Final[Mapping[str, frozenset[str]]] = {
    "propose": frozenset({"", ASKED, DECIDED, TOLD, WITHDRAWN, ANSWERED}),
    "view": frozenset({PROPOSED, VIEWED}),
    "discuss": frozenset({PROPOSED, VIEWED, DISCUSSED}),
    "decide": frozenset({DISCUSSED}),
    "withdraw": frozenset(UNDER_WAY),
    "answer": frozenset({ASKED}),
}
AFTER: Final[Mapping[str, str]] = {
    "propose": PROPOSED,
    "view": VIEWED,
    "discuss": DISCUSSED,
    "decide": DECIDED,
    "withdraw": WITHDRAWN,
    "answer": ANSWERED,
}
_STANDS: Final[Mapping[str, str]] = {
    "": "Nothing about its tier is under way",
    ASKED: "The headteacher has asked for support, and no tier is proposed yet",
    PROPOSED: "A tier is proposed, and the headteacher's view is awaited",
    VIEWED: "The headteacher has given a view, and the discussion is still to be held",
    DISCUSSED: "It has been discussed, and waits to be decided",
    DECIDED: "It has been decided already",
    TOLD: "It has been decided already, and everybody concerned was told",
    WITHDRAWN: "The proposal was withdrawn",
    ANSWERED: "The headteacher's request was answered",
}


@dataclass(frozen=True)
class Rules:
    """What an authority's rules say: whether a discussion must be held first, and who decides where there is

    disagreement (roles).
    """

    discussion_required: bool = True
    on_disagreement: frozenset[str] = frozenset({"head_of_education"})

    def may_step(self, state: str, step: str) -> bool:
        """Whether this step may be taken from this state."""
        if step == "decide" and not self.discussion_required:
            return state in UNDER_WAY
        return state in STEPS[step]


def stands(state: str) -> str:
    """Where the matter stands, as a sentence without its full stop."""
    return _STANDS[state]


def deciding_roles(
    new: Set[str], old: Set[str], *, new_is_heavier: bool, disagreed: bool, rules: Rules
) -> frozenset[str]:
    """Who may decide on a move: the roles that the heavier of the two tiers names.

    Where the headteacher disagrees, those of them only whom the rules name for that (or, if none is both, they alone).
    """
    roles = frozenset(new if new_is_heavier else old or new)
    if not disagreed:
        return roles
    return roles & rules.on_disagreement or rules.on_disagreement
