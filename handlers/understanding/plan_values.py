"""What a sentence says of a plan's goal: its number, the value now, whether it is met, and what else is to change."""

from __future__ import annotations

from collections.abc import Set
from datetime import date
from typing import Final

from handlers.understanding.moves import one_day_for_another
from handlers.understanding.numbers import number_of, readable
from handlers.understanding.patterns import Pattern
from handlers.understanding.when import find_dates

_GOAL: Final = Pattern(
    r"\b(?:goal|action|step|target|milestone)s?\s*(?:no\.?|number|nr\.?)?\s*"
    r"(?P<number>\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten)\b(?!\s*%)"
)
_PER_CENT: Final = Pattern(r"(?P<value>\d{1,3}(?:\.\d+)?)\s*(?:%|per\s?cent\b)")
_AMOUNT: Final = Pattern(
    r"\b(?:at|is|now|reached|hit|to|up to)\s+(?P<value>£?\d{1,3}(?:,\d{3})*(?:\.\d+)?)(?![\w.:/-])"
)
# 'Goal 2 86', 'goal 2: 86': nothing else is said.
_BARE: Final = Pattern(r"^[\s:=,-]*(?P<value>\d{1,3}(?:\.\d+)?)[\s.!]*$")
_MET: Final = Pattern(r"\b(?:met|done|achieved?|completed?|finished|sorted|tick(?:ed)?\s+off|sign(?:ed)?\s+off)\b")
_NOT_YET: Final = Pattern(r"\b(?:not|n't|nearly|almost|half|isnt|havent|hasnt|yet|still)\b|n't\b")
_DROPPED: Final = Pattern(r"\b(?:drop(?:ped)?|abandon(?:ed)?|give up on|no longer a goal)\b")
_MORE_THAN_A_VALUE: Final = Pattern(
    r"\b(?:due date|deadline|time limit|date (?:on|of|for)|responsible|baseline|reword|measure of success)\b"
)


def plan_values(intent: str, words: str, concepts: Set[str], today: date) -> dict[str, str]:
    """'goal', 'value', 'status' and 'part' of an update; 'lacking' where schools without a plan are asked for.

    'part' says that more is to change of the goal than its value; then 'due_on' is the day named, ISO.
    """
    if intent == "plan_overdue":
        return {"lacking": "plan" if "no plan" in concepts else ""}
    if intent not in ("plan_update", "change_goal"):
        return {}
    text = readable(words)
    found = _GOAL.search(text)
    goal = str(number_of(found["number"])) if found else ""
    rest = text[: found.start()] + " " + text[found.end() :] if found else text
    if _MORE_THAN_A_VALUE.search(rest):
        days = find_dates(words, today)
        new = one_day_for_another(words, days).get("date") or (days[0].day.isoformat() if days else "")
        return {"goal": goal, "part": "true", "due_on": new}
    bare = _BARE.search(rest) if goal else None
    return {"goal": goal, "value": bare["value"] if bare else _value(rest, concepts), "status": _state(rest)}


def _value(text: str, concepts: Set[str]) -> str:
    per_cent = _PER_CENT.search(text)
    if per_cent:
        return f"{per_cent['value']}%"
    amount = None if "date" in concepts else _AMOUNT.search(text)
    return amount["value"] if amount else ""


def _state(text: str) -> str:
    if _DROPPED.search(text):
        return "dropped"
    return "met" if _MET.search(text) and not _NOT_YET.search(text) else ""
