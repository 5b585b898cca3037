"""How Cairn writes days, times, lengths and lists: British, short, by the authority's clock."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, tzinfo
from functools import lru_cache

MODES = {"in_person": "in person", "online": "online", "hybrid": "hybrid"}
STATUSES = {"proposed": "proposed", "agreed": "agreed", "done": "done", "cancelled": "cancelled"}
SECTORS = {
    "early_years": "early years",
    "primary": "primary",
    "secondary": "secondary",
    "special": "special",
    "all_through": "all-through",
}
ROLE_NAMES = {
    "headteacher": "headteacher",
    "acting_headteacher": "acting headteacher",
    "depute": "depute headteacher",
    "link_officer": "link officer",
    "cluster_lead": "cluster lead",
    "quality_manager": "quality improvement manager",
    "head_of_education": "head of education",
    "support_provider": "support provider",
    "administrator": "administrator",
}


# Lists say the same few days again and again.
@lru_cache(maxsize=4096)
def say_day(day: date, today: date | None = None) -> str:
    """'Thu 3 December', with the year where it is not the year of `today` (or where none is given)."""
    year = "" if today is not None and day.year == today.year else f" {day.year}"
    return f"{day:%a} {day.day} {day:%B}{year}"


def say_when(moment: datetime, zone: tzinfo, today: date | None = None) -> str:
    """'Thu 3 December, 10:00' on the local clock."""
    local = moment.astimezone(zone)
    return f"{say_day(local.date(), today)}, {local:%H:%M}"


def say_list(words: Sequence[str]) -> str:
    """'a, b and c'."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}" if words else ""


def count(number: int, one: str, many: str = "") -> str:
    """'1 school', '3 schools'."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def clipped(text: str, most: int) -> str:
    """At most `most` characters, ending in '…' where something was left out."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
