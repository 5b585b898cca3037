"""Values as forms give them: read in one way, within bounds that no rule of the calendar breaks on."""

from __future__ import annotations

from datetime import date

from framework.school_year import SOME_YEARS

NO_DAY = "Please give the date as year-month-day, such as 2026-12-03."
FAR_DAY = "That day is far from any school year. Please give one such as 2026-12-03."


def day_of(text: str) -> date:
    """The day that a form gives. Raises ValueError, with the sentence to say, for no day and for one far away."""
    try:
        found = date.fromisoformat(text.strip())
    except ValueError:
        raise ValueError(NO_DAY) from None
    if found.year not in SOME_YEARS:
        raise ValueError(FAR_DAY)
    return found
