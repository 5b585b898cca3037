"""How each way of naming days is read: from what a pattern of periods.py found to the first and last day."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Final

from dateutil.relativedelta import relativedelta

from handlers.understanding.days import find_dates
from handlers.understanding.ends import this_session
from handlers.understanding.numbers import month_of, number_of
from handlers.understanding.said import Said, month_of_year, month_said, unit_said, week_of
from handlers.understanding.stretches import (
    DAY,
    Period,
    first_weekday,
    holidays,
    last_school_day,
    taught,
    term,
    term_end,
)

_SEASONS: Final = {"winter": 12, "spring": 3, "summer": 6, "autumn": 9}
_NTH: Final = {"the": 0, "first": 0, "1st": 0, "second": 1, "2nd": 1, "third": 2, "3rd": 2, "fourth": 3, "4th": 3}


def two_days(match: re.Match[str], said: Said) -> Period | None:
    days = find_dates(match[0], said.today, said.past)
    if len(days) < 2:
        return None
    first, last = (this_session(one.day, said, match[0]) for one in days[:2])
    if last < first and said.past:
        first, last = last, first
    if last < first <= last + 6 * DAY:
        # 'From Monday to Friday' on a Thursday.
        last += 7 * DAY
    if last < first and last <= said.today:
        # 'From 17 August to 9 October': nobody means next August.
        return first - relativedelta(years=1), last
    return first, last if last >= first else last + relativedelta(years=1)


def days_of_one_month(match: re.Match[str], said: Said) -> Period | None:
    end = find_dates(f"{match['last']} {match['m']} {match['y'] or ''}", said.today, said.past)
    return (end[0].day.replace(day=int(match["first"])), end[0].day) if end else None


def two_months(match: re.Match[str], said: Said) -> Period:
    first, _ = month_said(match["a"], match["ya"], said)
    if match["yb"]:
        last = month_of_year(month_of(match["b"]), int(match["yb"]))[1]
        years = (last.year - first.year) if not match["ya"] else 0
        return first + relativedelta(years=years - (month_of(match["a"]) > last.month and not match["ya"])), last
    last = month_of_year(month_of(match["b"]), first.year)[1]
    return first, last if last >= first else last + relativedelta(years=1, day=31)


def week_named(match: re.Match[str], said: Said) -> Period | None:
    days = find_dates(match["rest"], said.today, said.past)
    return week_of(days[0].day) if days else None


def by_the_end_of_month(match: re.Match[str], said: Said) -> Period:
    return said.today, month_said(match["m"], None, said)[1]


def month_to_now(match: re.Match[str], said: Said) -> Period:
    return date(said.today.year - (month_of(match["m"]) > said.today.month), month_of(match["m"]), 1), said.today


def week_after_next(_: re.Match[str], said: Said) -> Period:
    return week_of(said.today + timedelta(weeks=2))


def _shift(how: str) -> int:
    if how.startswith(("next", "coming", "following")):
        return 1
    return -1 if how.startswith(("last", "previous", "past")) else 0


def rest_of(match: re.Match[str], said: Said) -> Period | None:
    whole = unit_said(match["unit"], 0, said)
    return (max(said.today, whole[0]), whole[1]) if whole else None


def start_or_end(match: re.Match[str], said: Said) -> Period | None:
    """'Before the end of term', 'since the start of the session'."""
    whole = unit_said(match["unit"], 1 if match["next"] else 0, said)
    if whole is None:
        return None
    if match["way"].startswith("since"):
        return whole[0], said.today
    return said.today, whole[1] if match["edge"] == "end" else whole[0] - DAY


def whole_unit(match: re.Match[str], said: Said) -> Period | None:
    return unit_said(match["unit"], _shift(match["how"] or ""), said)


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
    return taught(terms[number - 1], said.year) if 0 < number <= len(terms) else None


def around_holiday(match: re.Match[str], said: Said) -> Period | None:
    """Before, after or during a holiday: the days of school before it end with the last school day."""
    way, near = match["way"], holidays(match["name"] or "", said.today, said.year)
    if way.startswith(("since", "from")):
        ended = [one for one in near if one[1] < said.today]
        return (first_weekday(ended[-1][1] + DAY), said.today) if ended else None
    coming = [one for one in near if one[1] >= said.today]
    if not coming:
        return None
    first, last = coming[0]
    if way.startswith(("before", "by", "up", "until", "till", "this")):
        done = way.startswith("before") and said.past
        begins = said.year.session(said.today).first if done else said.today
        return begins, last_school_day(first - DAY, said.year)
    if way.startswith("after") and said.past:
        ended = [one for one in near if one[1] < said.today]
        return (first_weekday(ended[-1][1] + DAY), said.today) if ended else None
    if way.startswith("after"):
        back = first_weekday(last + DAY)
        return back, term_end(back, said.year)
    return first, last


def before_we_stop(match: re.Match[str], said: Said) -> Period | None:
    """'Before we stop for Christmas', 'till school breaks up': to the last school day before the holiday."""
    near = [one for one in holidays(match["name"] or "", said.today, said.year) if one[1] >= said.today]
    return (said.today, last_school_day(near[0][0] - DAY, said.year)) if near else None


def around_weekend(match: re.Match[str], said: Said) -> Period:
    """'This side of the weekend' ends on Friday; 'after the weekend' is the week that follows it."""
    monday = said.today - said.today.weekday() * DAY
    friday = monday + 4 * DAY
    if not match["way"]:
        return monday + 5 * DAY, monday + 6 * DAY
    if match["way"].startswith("after"):
        return week_of(monday + 7 * DAY)
    return said.today, friday if friday >= said.today else friday + 7 * DAY


def week_back(match: re.Match[str], said: Said) -> Period | None:
    """'The second week back after new year', 'the first week after the holidays': counted from the first school day."""
    name = "christmas" if (match["name"] or "").startswith("new") else match["name"] or ""
    ended = [one for one in holidays(name, said.today, said.year) if (one[1] < said.today) == said.past]
    if not ended:
        return None
    back = first_weekday(ended[-1 if said.past else 0][1] + DAY)
    if match["unit"].startswith("f"):
        return back, back + 13 * DAY
    first, last = week_of(back + _NTH[match["n"]] * 7 * DAY)
    # A week that begins in its middle ends with its Friday.
    return (first, last) if first >= back else (back, last - 2 * DAY)


def last_week_before(match: re.Match[str], said: Said) -> Period | None:
    """'The last week before Christmas', 'the last week of term'; a Monday or two belong to the week before."""
    near = [one for one in holidays(match["name"] or "", said.today, said.year) if one[1] >= said.today]
    last = last_school_day(near[0][0] - DAY, said.year) if near else said.today
    first = week_of(last if last.weekday() > 1 else last - 3 * DAY)[0]
    return (first - (7 if match["unit"] == "fortnight" else 0) * DAY, last) if near else None


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
    month = month_of(match["m"])
    year = int(match["y"] or said.today.year + (month < said.today.month))
    first, last = month_of_year(month, year)
    return said.today, first - DAY if way != "until" else last


def in_month(match: re.Match[str], said: Said) -> Period:
    return month_said(match["m"], match["y"], said)


def week_of_month(match: re.Match[str], said: Said) -> Period:
    """'The first week of December': the week that holds most of its first school days; the last likewise."""
    first, last = month_said(match["m"], None, said)
    if match["n"] == "last":
        return week_of(last if last.weekday() > 1 else last - 3 * DAY)
    begins = first if first.weekday() < 3 else first + 7 * DAY - first.weekday() * DAY
    return week_of(begins + 7 * _NTH[match["n"]] * DAY)


def week_spoken_of(match: re.Match[str], said: Said) -> Period | None:
    """'Any other day that week', 'to the week after': by the last day that was named before it."""
    days = [one for one in find_dates(said.text, said.today, False) if one.start < match.start()]
    return week_of(days[-1].day + (7 if match["after"] else 0) * DAY) if days else None


def from_month_on(match: re.Match[str], said: Said) -> Period:
    """'From January on': to the end of that session."""
    first, _ = month_said(match["m"], None, said)
    return first, said.year.session(first).last


def part_of_month(match: re.Match[str], said: Said) -> Period:
    """'The first fortnight of February', 'the second half of January'."""
    first, last = month_said(match["m"], None, said)
    if match["part"] == "first":
        return first, first + (14 if match["unit"] == "half" else 13) * DAY
    return (first + 15 * DAY if match["unit"] == "half" else last - 13 * DAY), last


def this_and_next(match: re.Match[str], said: Said) -> Period | None:
    here, after = (unit_said(match["unit"], shift, said) for shift in (0, 1))
    return (here[0], after[1]) if here and after else None


def so_far(match: re.Match[str], said: Said) -> Period | None:
    whole = unit_said(match["unit"], 0, said)
    return (whole[0], said.today) if whole else None


def ordinal_term(match: re.Match[str], said: Said) -> Period | None:
    terms = said.year.terms(said.today)
    at = _NTH[match["n"]]
    return taught(terms[at], said.year) if at < len(terms) else None


def seasons_term(match: re.Match[str], said: Said) -> Period | None:
    """The term of this session that holds the middle of a season."""
    start = said.year.session(said.today).first.year
    terms = [one for one in said.year.terms(said.today) if one.first.year == start]
    if match["season"] == "autumn" and terms:
        # In Scotland the terms before Christmas together.
        return taught(terms[0], said.year)[0], taught(terms[-1], said.year)[1]
    autumn, winter = date(start, 9, 15), date(start, 12, 1)
    day = {"autumn": autumn, "winter": winter, "spring": date(start + 1, 3, 1), "summer": date(start + 1, 5, 15)}
    held = [one for one in said.year.terms(said.today) if one.first <= day[match["season"]] <= one.last]
    return taught(held[0], said.year) if held else None


def season(match: re.Match[str], said: Said) -> Period:
    """'This winter': the three months of it that are meant (winter is December to February)."""
    begins = _SEASONS[match["season"]]
    years = (said.today.year + shift for shift in (-2, -1, 0, 1))
    spans = [(date(year, begins, 1), date(year, begins, 1) + relativedelta(months=3) - DAY) for year in years]
    if match["how"].startswith("last") or said.past:
        return [one for one in spans if one[1 if match["how"].startswith("last") else 0] <= said.today][-1]
    coming = [one for one in spans if one[1] >= said.today]
    return coming[1] if match["how"].startswith("next") and coming[0][0] <= said.today else coming[0]


def calendar_year(match: re.Match[str], said: Said) -> Period:
    year = said.today.year + _shift(match["how"])
    return date(year, 1, 1), date(year, 12, 31)


def new_year(match: re.Match[str], said: Said) -> Period | None:
    """'In the new year' is the term that begins it."""
    if match["way"].startswith(("before", "by", "until", "till")):
        return said.today, date(said.today.year, 12, 31)
    terms = [one for shift in (0, 1) if (one := term(shift, said.today, said.year))]
    return next((one for one in terms if one[0].year > said.today.year), None)
