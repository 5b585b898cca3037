"""The rhythm of a school year for what is said now and then: weeks, months, and when practice is asked about again."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

from framework.school_year import SchoolYear


def monday_of(day: date) -> date:
    """The Monday of the week that holds `day`."""
    return day - timedelta(days=day.weekday())


def first_school_day_of_week(day: date, year: SchoolYear, cluster: str = "") -> date | None:
    """The first school day of the week that holds `day`; None when there is none in that week."""
    first = year.next_school_day(monday_of(day), cluster)
    return first if monday_of(first) == monday_of(day) else None


def first_school_day_of_month(day: date, year: SchoolYear) -> date | None:
    """The first school day of the month that holds `day`; None when there is none in that month."""
    first = year.next_school_day(day.replace(day=1))
    return first if (first.year, first.month) == (day.year, day.month) else None


def weeks_since_school(monday: date, year: SchoolYear, cluster: str = "") -> tuple[date, date]:
    """From the Monday of the last week with school before `monday`, up to `monday` (left out): holidays included."""
    return monday_of(year.shift(monday, -1, cluster)), monday


def months_later(day: date, months: int) -> date:
    """The same day `months` later, or the last of a shorter month."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
