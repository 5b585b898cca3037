"""Single days by number, month and weekday, near another day."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta
from typing import Final

from dateutil.relativedelta import relativedelta

# A day and month without a year is the next one, unless that is this far off and the last one is just behind us.
_FAR_AHEAD: Final = timedelta(days=240)
_JUST_BEHIND: Final = timedelta(days=125)


def in_some_year(day: int, month: int, today: date, behind: bool) -> date:
    """The day of that month nearest to what is meant; 29 February in a year that has one."""
    years = range(today.year - 4, today.year + 5)
    days = [found for found in (day_of(year, month, day) for year in years) if found is not None]
    if not days:
        raise ValueError(f"There is no day {day} in month {month}.")
    before = max((one for one in days if one <= today), default=days[0])
    after = min((one for one in days if one >= today), default=days[-1])
    if behind:
        return before
    return before if after - today > _FAR_AHEAD and today - before <= _JUST_BEHIND else after


def day_of(year: int, month: int, day: int) -> date | None:
    with suppress(ValueError):
        return date(year, month, day)
    return None


def nth_of_month(day: int, today: date, behind: bool) -> date:
    if not 1 <= day <= 31:
        raise ValueError(f"No month has a day {day}.")
    step = -1 if behind else 1
    for ahead in range(12):
        there = today + relativedelta(months=step * ahead, day=day)
        if there.day == day and (there <= today if behind else there >= today):
            return there
    raise ValueError(f"No day {day} near {today}.")


def next_weekday(wanted: int, today: date) -> date:
    return today + timedelta(days=(wanted - today.weekday() - 1) % 7 + 1)


def last_weekday(wanted: int, today: date) -> date:
    return today - timedelta(days=(today.weekday() - wanted - 1) % 7 + 1)


def next_day_numbered(number: int, today: date) -> date | None:
    """The next day of that number in a month, today included; None where no month has one."""
    with suppress(ValueError):
        return nth_of_month(number, today, False)
    return None
