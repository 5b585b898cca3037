"""How each way of naming a single day is read: from what a pattern of days.py found to the day."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Final

from dateutil.easter import easter
from dateutil.relativedelta import relativedelta

from handlers.understanding.near_days import in_some_year, last_weekday, next_weekday, nth_of_month
from handlers.understanding.numbers import month_of, number_of, weekday_of

# (the first letters, 'day' or 'eve'): day and month.
_NAMED_DAYS: Final = {
    ("st ", "day"): (30, 11), ("st.", "day"): (30, 11), ("hal", ""): (31, 10), ("hog", ""): (31, 12),
    ("bur", "day"): (25, 1), ("bur", "night"): (25, 1), ("chr", "day"): (25, 12), ("chr", "eve"): (24, 12),
    ("box", "day"): (26, 12), ("new", "day"): (1, 1), ("new", "eve"): (31, 12),
}  # fmt: skip
_FAR_FOR_A_BARE_DAY: Final = timedelta(days=62)


def full_year(text: str) -> int:
    digits = text.strip().lstrip("'")
    return int(digits) if len(digits) == 4 else 2000 + int(digits)


def iso(match: re.Match[str], _: date, __: bool) -> date:
    return date(int(match["y"]), int(match["m"]), int(match["d"]))


def numeric(match: re.Match[str], _: date, __: bool) -> date:
    return date(full_year(match["y"]), int(match["m"]), int(match["d"]))


def numeric_without_year(match: re.Match[str], today: date, behind: bool) -> date | None:
    return None if match[0] == "24/7" else in_some_year(int(match["d"]), int(match["m"]), today, behind)


def named_month(match: re.Match[str], today: date, behind: bool) -> date:
    day, month = int(match["d"]), month_of(match["m"])
    return date(full_year(match["y"]), month, day) if match["y"] else in_some_year(day, month, today, behind)


def weeks_on_weekday(match: re.Match[str], today: date, _: bool) -> date:
    weeks = 2 * number_of(match["n"] or "a") if match["unit"].startswith("f") else number_of(match["n"] or "a")
    base = anchor(match["day"], today)
    return base + timedelta(weeks=weeks)


def weeks_past_weekday(match: re.Match[str], today: date, _: bool) -> date:
    return last_weekday(weekday_of(match["day"]), today) - timedelta(weeks=number_of(match["n"] or "a"))


def anchor(text: str, today: date) -> date:
    if text.startswith("tod"):
        return today
    return today + timedelta(days=1) if text.startswith("tom") else next_weekday(weekday_of(text), today)


def ahead_or_ago(match: re.Match[str], today: date, _: bool) -> date:
    step = -1 if match.groupdict().get("ago") else 1
    count, unit = step * number_of(match["n"]), match["unit"]
    if unit.startswith("month"):
        return today + relativedelta(months=count)
    days = 1 if unit.startswith("day") else 14 if unit.startswith("fortnight") else 7
    return today + timedelta(days=days * count)


def on_this_day(_: re.Match[str], today: date, __: bool) -> date:
    """'An hour ago'."""
    return today


def near_day(match: re.Match[str], today: date, _: bool) -> date:
    shifts = {"day after": 2, "day before": -2, "yes": -1, "tod": 0, "ton": 0}
    text = match[0].removeprefix("the ")
    return today + timedelta(days=next((days for name, days in shifts.items() if text.startswith(name)), 1))


def weekday_and_day(match: re.Match[str], today: date, behind: bool) -> date:
    wanted = weekday_of(match["day"])
    step = -1 if behind else 1
    first = nth_of_month(int(match["d"]), today, behind)
    months = [first + relativedelta(months=step * ahead, day=first.day) for ahead in range(12)]
    found = next((day for day in months if day.weekday() == wanted and day.day == first.day), first)
    other = nth_of_month(int(match["d"]), today, not behind)
    # 'Held on Monday 16th' is the one just gone, and 'see me on Friday 4th' the next, rather than one far away.
    return other if other.weekday() == wanted and abs(found - today) > _FAR_FOR_A_BARE_DAY else found


def day_of_month(match: re.Match[str], today: date, behind: bool) -> date:
    return nth_of_month(int(match["d"]), today, behind)


def weekday_and_number(match: re.Match[str], today: date, behind: bool) -> date | None:
    """'Wed 9' where the 9th is a Wednesday; otherwise the number is an hour."""
    day = nth_of_month(int(match["d"]), today, behind)
    return day if day.weekday() == weekday_of(match["day"]) else None


def weekday_of_month(match: re.Match[str], today: date, behind: bool) -> date | None:
    """'The first Monday in February', 'the last Thursday of January'."""
    # "The last Thursday" speaks of no past.
    first = in_some_year(1, month_of(match["m"]), today, behind and match["n"] != "last")
    days = [first + timedelta(days=number) for number in range(31)]
    fits = [day for day in days if day.month == first.month and day.weekday() == weekday_of(match["day"])]
    return fits[{"first": 0, "1st": 0, "second": 1, "2nd": 1, "third": 2, "3rd": 2}.get(match["n"], -1)]


def day_of_some_month(match: re.Match[str], today: date, _: bool) -> date:
    shift = {"next": 1, "last": -1}.get(match["how"], 0)
    return (today.replace(day=1) + relativedelta(months=shift)).replace(day=int(match["d"]))


def end_of_month(match: re.Match[str], today: date, _: bool) -> date:
    """'Until the end of March' lies ahead, whatever the rest tells of."""
    return in_some_year(1, month_of(match["m"]), today, False) + relativedelta(day=31)


def weekday(match: re.Match[str], today: date, behind: bool) -> date:
    wanted, how = weekday_of(match["day"]), match["how"] or ""
    if how.startswith("next"):
        return today + timedelta(days=7 - today.weekday() + wanted)
    after = match.groupdict().get("after")
    if how.startswith(("last", "past")) or after:
        last = last_weekday(wanted, today)
        # Nobody calls yesterday 'last Wednesday'.
        return last - timedelta(days=7) if how == "last" and (today - last).days == 1 else last
    if how == "this" and wanted <= today.weekday() and (behind or wanted == today.weekday()):
        return today - timedelta(days=today.weekday() - wanted)
    return last_weekday(wanted, today) if behind and "this" not in how else next_weekday(wanted, today)


def weekday_after_next(match: re.Match[str], today: date, _: bool) -> date:
    return next_weekday(weekday_of(match["day"]), today) + timedelta(weeks=1)


def named_day(match: re.Match[str], today: date, behind: bool) -> date | None:
    """'St Andrew's Day', 'Hallowe'en', 'Good Friday': the days that everybody knows without their number."""
    name, which = match["name"], match["which"] or ""
    if name == "good":
        return _good_friday(today, behind) if which == "friday" else None
    alone = name.startswith(("hal", "hog"))
    day = _NAMED_DAYS.get((name[:3], "" if alone else which))
    return in_some_year(*day, today, behind) if day else None


def _good_friday(today: date, behind: bool) -> date:
    days = [easter(today.year + shift) - timedelta(days=2) for shift in (-1, 0, 1)]
    return [day for day in days if day <= today][-1] if behind else next(day for day in days if day >= today)


def weekday_of_week(match: re.Match[str], today: date, _: bool) -> date:
    weeks = {"next": 1, "after": 2, "last": -1}.get(match["how"], 0)
    return today + timedelta(days=7 * weeks - today.weekday() + weekday_of(match["day"]))
