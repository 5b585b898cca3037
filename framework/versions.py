"""What changed between two versions of a framework, in sentences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

Rows = Mapping[str, Mapping[str, Any]]
# What the parts of a framework are called, one and many.
PARTS: Final = {"tiers": "tier", "criteria": "criterion", "measures": "measure"}
_NAMES: Final = {
    "label": "name",
    "below": "threshold",
    "above": "threshold",
    "worse_by": "threshold",
    "behind_by": "threshold",
    "at_most": "grade",
    "exit_at": "way out",
    "exit": "way out",
    "points_to": "tier that it points to",
    "suggest_from": "points from which it is suggested",
    "visits": "visits a session",
    "means": "meaning",
    "review_school_weeks": "time between reviews",
    "plan_review_school_weeks": "time between plan reviews",
    "note_working_days": "time for a note",
    "decided_by": "who decides",
    "least_roll": "smallest roll judged",
}


def changes(before: Mapping[str, Rows], now: Mapping[str, Rows]) -> list[str]:
    """A sentence for each tier, criterion or measure that is new, gone or different; none where nothing changed."""
    return [
        sentence for part, one in PARTS.items() for sentence in _of_part(one, before.get(part, {}), now.get(part, {}))
    ]


def _of_part(one: str, before: Rows, now: Rows) -> Iterator[str]:
    for key, row in now.items():
        if key not in before:
            yield f"New {one}: {row.get('label', key)}."
        elif row != before[key]:
            yield from _of_row(one, before[key], row)
    for key, row in before.items():
        if key not in now:
            yield f"No longer a {one}: {row.get('label', key)}."


def _of_row(one: str, before: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[str]:
    label = now.get("label", "")
    for name in sorted(before.keys() | now.keys()):
        was, is_now = before.get(name), now.get(name)
        if was != is_now:
            what = _NAMES.get(name, name.replace("_", " "))
            yield f"{label} ({one}): {what} was {_said(was)} and is {_said(is_now)}."


def _said(value: object) -> str:
    if value in (None, "", [], ()):
        return "nothing"
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    return f"“{value}”" if isinstance(value, str) else f"{value:g}" if isinstance(value, float) else str(value)
