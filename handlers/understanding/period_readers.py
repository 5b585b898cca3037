"""How each way of naming days is read: from what a pattern of periods.py found to the first and last day."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from dateutil.relativedelta import relativedelta

from handlers.understanding.days import find_dates
from handlers.understanding.numbers import month_of, number_of
from handlers.understanding.stretches import DAY, Period, SchoolYearDates, holidays, session, term, term_end

# A month named alone is the next one, unless that is more than half a year off.
_HALF_A_YEAR: Final = timedelta(days=183)


@dataclass(frozen=True)
class Said:
    """A sentence as the readers below see it."""

    text: str
    today: date
    year: SchoolYearDates
    past: bool


def two_days(match: re.Match[str], said: Said) -> Period | None:
    days = find_dates(match[0], said.today, said.past)
    if len(days) < 2:
        return None
    first, last = days[0].day, days[1].day
    if last < first and said.past:
        first, last = last, first
    if last < first <= last + 6 * DAY:
        # 'From Monday to Friday' on a Thursday.
        last += 7 * DAY
    if last < first and last <= said.today:
        # 'From 17 August to today': nobody means next August.
        return first - relativedelta(years=1), last
    return first, last if last >= first else last + relativedelta(years=1)


def days_of_one_month(match: re.Match[str], said: Said) -> Period | None:
    end = find_dates(f"{match['last']} {match['m']} {match['y'] or ''}", said.today, said.past)
    return (end[0].day.replace(day=int(match["first"])), end[0].day) if end else None


def two_months(match: re.Match[str], said: Said) -> Period:
    first, _ = _month(match["a"], match["ya"], said)
    last = _month_of_year(month_of(match["b"]), first.year)[1]
    return first, last if last >= first else last + relativedelta(years=1, day=31)


def week_of(match: re.Match[str], said: Said) -> Period | None:
    days = find_dates(match["rest"], said.today, said.past)
    return _week(days[0].day) if days else None


def now_to_month(match: re.Match[str], said: Said) -> Period:
    """From today to the end of a month; 'between now and February' to the day before it."""
    first, last = _month(match["m"], None, said)
    return said.today, last if match["end"] else first - DAY


def month_to_now(match: re.Match[str], said: Said) -> Period:
    return date(said.today.year - (month_of(match["m"]) > said.today.month), month_of(match["m"]), 1), said.today


def _week(day: date) -> Period:
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=6)


def named_week(match: re.Match[str], said: Said) -> Period:
    return _week(said.today + timedelta(weeks=_shift(match["how"])))


def week_after_next(_: re.Match[str], said: Said) -> Period:
    return _week(said.today + timedelta(weeks=2))


def _shift(how: str) -> int:
    if how.startswith(("next", "coming", "following")):
        return 1
    return -1 if how.startswith(("last", "previous", "past")) else 0


def rest_of(match: re.Match[str], said: Said) -> Period | None:
    whole = _unit(match["unit"], 0, said)
    return (max(said.today, whole[0]), whole[1]) if whole else None


def start_or_end(match: re.Match[str], said: Said) -> Period | None:
    """'Before the end of term', 'since the start of the session'."""
    whole = _unit(match["unit"], 0, said)
    if whole is None:
        return None
    return (whole[0], said.today) if match["way"].startswith("since") else (said.today, whole[1])


def _unit(unit: str, shift: int, said: Said) -> Period | None:
    if unit.startswith("week"):
        return _week(said.today + timedelta(weeks=shift))
    if unit.startswith("month"):
        there = said.today + relativedelta(months=shift)
        return _month_of_year(there.month, there.year)
    return term(shift, said.today, said.year) if unit.startswith("term") else session(shift, said.today, said.year)


def whole_unit(match: re.Match[str], said: Said) -> Period | None:
    return _unit(match["unit"], _shift(match["how"] or ""), said)


def coming_days(match: re.Match[str], said: Said) -> Period:
    count = number_of(match["n"].strip()) if match["n"] else 1
    unit = match["unit"]
    step = -count if match["how"].startswith(("last", "past", "previous")) else count
    if unit.startswith(("month", "year")):
        other = said.today + relativedelta(months=step * (12 if unit.startswith("y") else 1))
    else:
        other = said.today + step * timedelta(days=14 if unit.startswith("f") else 7 if unit.startswith("w") else 1)
    return min(said.today, other), max(said.today, other)


def session_by_years(match: re.Match[str], said: Said) -> Period | None:
    first, second = int(match["y"]), int(match["z"])
    found = said.year.session(date(first, 11, 1))
    return (found.first, found.last) if (first + 1) % 100 == second % 100 else None


def numbered_term(match: re.Match[str], said: Said) -> Period | None:
    terms = said.year.terms(said.today)
    number = number_of(match["n"])
    return (terms[number - 1].first, terms[number - 1].last) if 0 < number <= len(terms) else None


def around_holiday(match: re.Match[str], said: Said) -> Period | None:
    near = holidays(match["name"] or "", said.today, said.year)
    if match["way"].startswith(("since", "from")):
        ended = [one for one in near if one[1] < said.today]
        return (ended[-1][1] + DAY, said.today) if ended else None
    coming = [one for one in near if one[1] >= said.today]
    if not coming:
        return None
    first, last = coming[0]
    if match["way"].startswith(("before", "by", "until", "till")):
        return said.today, first - DAY
    if match["way"].startswith("after"):
        return last + DAY, term_end(last + DAY, said.year)
    return first, last


def this_side_of(match: re.Match[str], said: Said) -> Period | None:
    coming = [one for one in holidays(match["name"], said.today, said.year) if one[1] >= said.today]
    return (said.today, coming[0][0] - DAY) if coming else None


def around_day(match: re.Match[str], said: Said) -> Period | None:
    way = match["way"]
    days = find_dates(match["rest"], said.today, said.past or way == "since")
    if not days:
        return None
    day = days[0].day
    if way == "since":
        return day, said.today
    if way == "after":
        return day + DAY, said.year.session(day).last
    return said.today, day - DAY if way == "before" else day


def around_month(match: re.Match[str], said: Said) -> Period:
    way = match["way"]
    if way == "since":
        first = date(said.today.year - (month_of(match["m"]) > said.today.month), month_of(match["m"]), 1)
        return first, said.today
    first, last = _month(match["m"], match["y"], said)
    return said.today, first - DAY if way != "until" else last


def in_month(match: re.Match[str], said: Said) -> Period:
    return _month(match["m"], match["y"], said)


def week_of_month(match: re.Match[str], said: Said) -> Period:
    """'The first week of December': the week that holds most of its first school days; the last likewise."""
    first, last = _month(match["m"], None, said)
    if match["n"] == "last":
        return _week(last if last.weekday() > 1 else last - 3 * DAY)
    weeks = {"first": 0, "1st": 0, "second": 1, "2nd": 1, "third": 2, "3rd": 2}[match["n"]]
    return _week((first if first.weekday() < 3 else first + 7 * DAY - first.weekday() * DAY) + 7 * weeks * DAY)


def this_week_and_next(_: re.Match[str], said: Said) -> Period:
    return _week(said.today)[0], _week(said.today + timedelta(weeks=1))[1]


def so_far(match: re.Match[str], said: Said) -> Period | None:
    whole = _unit(match["unit"], 0, said)
    return (whole[0], said.today) if whole else None


def ordinal_term(match: re.Match[str], said: Said) -> Period | None:
    terms = said.year.terms(said.today)
    number = {"1st": 0, "first": 0, "2nd": 1, "second": 1, "3rd": 2, "third": 2, "4th": 3, "fourth": 3}
    at = number[match["n"]]
    return (terms[at].first, terms[at].last) if at < len(terms) else None


def seasons_term(match: re.Match[str], said: Said) -> Period | None:
    """The term of this session that holds the middle of a season."""
    start = said.year.session(said.today).first.year
    autumn, winter = date(start, 9, 15), date(start, 12, 1)
    day = {"autumn": autumn, "winter": winter, "spring": date(start + 1, 3, 1), "summer": date(start + 1, 5, 15)}
    held = [one for one in said.year.terms(said.today) if one.first <= day[match["season"]] <= one.last]
    return (held[0].first, held[0].last) if held else None


def calendar_year(match: re.Match[str], said: Said) -> Period:
    year = said.today.year + _shift(match["how"])
    return date(year, 1, 1), date(year, 12, 31)


def between_holidays(match: re.Match[str], said: Said) -> Period | None:
    before = [one for one in holidays(match["a"], said.today, said.year) if one[1] >= said.today]
    after = [one for one in holidays(match["b"], said.today, said.year) if before and one[0] > before[0][1]]
    return (before[0][1] + DAY, after[0][0] - DAY) if before and after else None


def new_year(match: re.Match[str], said: Said) -> Period | None:
    """'In the new year' is the term that begins it; 'since new year' runs from 1 January."""
    if match["way"].startswith("since"):
        return date(said.today.year, 1, 1), said.today
    if match["way"].startswith(("before", "by", "until", "till")):
        return said.today, date(said.today.year, 12, 31)
    terms = [one for shift in (0, 1) if (one := term(shift, said.today, said.year))]
    return next((one for one in terms if one[0].year > said.today.year), None)


def _month(name: str, year: str | None, said: Said) -> Period:
    month, today = month_of(name), said.today
    if year:
        return _month_of_year(month, int(year))
    ahead = _month_of_year(month, today.year + (month < today.month))
    behind = _month_of_year(month, today.year - (month > today.month))
    return behind if said.past or ahead[0] - today > _HALF_A_YEAR else ahead


def _month_of_year(month: int, year: int) -> Period:
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])
