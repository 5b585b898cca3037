"""Figures of public statistics as values: a number with its unit, or the reason why there is none.

A suppressed figure is not known: never zero, never a fall. The codes are those of the Scottish Government's school
statistics (`c` and `*` disclosive, `z` not applicable, `x` not available, `[c]` and `[x]` in newer files); a range such
as `97-100%` hides a small number as well.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

CODES: Final = frozenset(
    {"c", "z", "*", "x", "[c]", "[z]", "[x]", "[low]", "low", ":", "..", "-", "–", "n/a", "na", "#"}
)
_NUMBER: Final = re.compile(
    r"£?\s*(?P<number>[+-]?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?|[+-]?\.[0-9]+)\s*(?P<unit>%|per ?cent)?",
    re.I,
)
_SOME: Final = r"£?\s*[0-9]+(?:\.[0-9]+)?\s*%?"
_RANGE: Final = re.compile(
    rf"{_SOME}\s*(?:-|–|—|to)\s*{_SOME}"
    rf"|(?:[<>≤≥]=?|under|over|fewer than|less than|more than|at least|at most|up to)\s*{_SOME}"
    r"|[0-9]+\s+or\s+(?:fewer|less|more)\s*%?|[0-9]+\s*\+",
    re.I,
)
_PARTS: Final = re.compile(r"[0-9]+")
MOST_CHARACTERS: Final = 24


@dataclass(frozen=True)
class Figure:
    """A number, or `code`: why there is none (a suppression code or a range as it was given, 'blank' for nothing)."""

    value: float | None
    code: str = ""


def figure(text: str, unit: str = "") -> Figure:
    """What a cell of a file holds. Raises ValueError, in words, for what is neither a number nor a code nor a range."""
    plain = " ".join(text.split())
    if not plain:
        return Figure(None, "blank")
    if plain.casefold() in CODES or _RANGE.fullmatch(plain):
        return Figure(None, plain[:MOST_CHARACTERS])
    found = _NUMBER.fullmatch(plain)
    if found is None:
        raise ValueError("it is neither a number nor a code for a suppressed figure")
    if found["unit"] and unit != "%":
        raise ValueError(f"it is a percentage, and this measure counts {unit or 'plain numbers'}")
    return Figure(float(found["number"].replace(",", "")))


def in_order(period: str) -> tuple[tuple[int, ...], str]:
    """What periods are put in order by: '2023/24' before '2024/25', '2024' before '2025', 'term 2' before 'term 10'."""
    return tuple(int(part) for part in _PARTS.findall(period)), period


# A matrix says the same thresholds for school after school.
@lru_cache(maxsize=8192)
def shown(value: float, unit: str, decimals: int) -> str:
    """'93.0%', '£12,300', '149 pupils', '4.2 days'."""
    number = f"{value:,.{decimals}f}"
    if unit == "£":
        return f"£{number}" if value >= 0 else f"−£{number.removeprefix('-')}"
    return f"{number}%" if unit == "%" else f"{number} {unit}".strip()
