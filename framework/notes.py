"""Notes of visit as pure rules: when one is due, what may become of it, how quality indicators are written down."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from framework.reminding import Due
from framework.school_year import BankHolidays, SchoolYear
from framework.sending import SendingHours

# What a note waits for: the headteacher's word, the officer's answer, the headteacher's word on that answer.
WAITING, ACCURATE, DISPUTED, ANSWERED, SETTLED = "waiting", "accurate", "disputed", "answered", "settled"
# The working days for a note of a school of which no tier is on record (ours).
USUAL_WORKING_DAYS: Final = 10
STATES: Final = (WAITING, ACCURATE, DISPUTED, ANSWERED, SETTLED)
# From which states each word on a note leads on, and to which; silence leads nowhere.
_LEADS: Final[Mapping[str, Mapping[str, str]]] = {
    "accurate": {WAITING: ACCURATE, DISPUTED: ACCURATE, ANSWERED: SETTLED},
    "disputed": {WAITING: DISPUTED, ACCURATE: DISPUTED, ANSWERED: DISPUTED, SETTLED: DISPUTED},
    "answered": {DISPUTED: ANSWERED},
}
_QI: Final = re.compile(r"(?P<qi>\d{1,2}(?:\.\d{1,2})?)\s*(?:[:=–-]\s*(?P<grade>\w+))?")


def after_mark(state: str, mark: str) -> str:
    """The state that a word ('accurate', 'disputed' or 'answered') leads to, '' where it changes nothing."""
    return _LEADS[mark].get(state, "")


def is_working_day(day: date, closed: BankHolidays) -> bool:
    """Monday to Friday but for the bank holidays that close the authority: officers work in school holidays."""
    return day.weekday() < 5 and day not in closed(day.year)


def note_due_on(held_on: date, working_days: int, closed: BankHolidays) -> date:
    """The last day on which a note is in time: so many working days after the visit, whose own day does not count."""
    day = held_on
    while working_days > 0:
        day += timedelta(days=1)
        working_days -= is_working_day(day, closed)
    return day


def working_days_late(due_on: date, day: date, closed: BankHolidays) -> int:
    """How many working days after its day a note is on `day`; 0 while it is in time."""
    span = range(1, max((day - due_on).days, 0) + 1)
    return sum(is_working_day(due_on + timedelta(days=number), closed) for number in span)


@dataclass(frozen=True)
class Indicator:
    """A quality indicator that was discussed, with the grade that was given, '' for none."""

    key: str
    grade: str = ""


class UnknownIndicator(ValueError):
    """A text that names no quality indicator, or no grade, of the authority's; the message says which."""


def indicators_in(text: str, known: Collection[str], grades: Collection[str]) -> tuple[Indicator, ...]:
    """What '1.3: 4, 3.2' names: each indicator once, the last word on it counts. Raises UnknownIndicator."""
    found: dict[str, str] = {}
    for part in re.split(r"[;,\n]+|\s+and\s+", text):
        if not part.strip():
            continue
        read = _QI.fullmatch(part.strip().removeprefix("QI").strip())
        if read is None or read["qi"] not in known:
            raise UnknownIndicator(f"“{part.strip()}” names no quality indicator. Write them as 2.3: 4, 3.1.")
        if read["grade"] and read["grade"] not in grades:
            raise UnknownIndicator(f"“{read['grade']}” is no grade. There are: {', '.join(grades)}.")
        found[read["qi"]] = read["grade"] or ""
    return tuple(Indicator(key, grade) for key, grade in found.items())


def kept_indicators(indicators: Iterable[Indicator]) -> str:
    """The indicators as one text, such as '2.3=4;3.1=', for keeping."""
    return ";".join(f"{one.key}={one.grade}" for one in indicators)


def read_indicators(kept: str) -> tuple[Indicator, ...]:
    """What `kept_indicators` wrote."""
    parts = (part.partition("=") for part in kept.split(";") if part)
    return tuple(Indicator(key, grade) for key, _, grade in parts)


def step_moments(
    due_on: date, known_on: date, offsets: Iterable[int], useful_for: int, year: SchoolYear, hours: SendingHours
) -> list[Due]:
    """When a next step is followed up: on its day (offset 0), then so many school days later, while it is not done.

    A day without school waits for the next school day; what had passed before the record knew of it (`known_on`)
    counts from the school day after that. Each is useful for `useful_for` school days, or until the next.
    """
    start = year.next_school_day(due_on if due_on > known_on else known_on + timedelta(days=1))
    mornings = {offset: year.shift(start, offset) for offset in sorted({0, *offsets})}
    days = list(mornings.values())
    nexts = [*days[1:], None]
    found = []
    for (offset, morning), following in zip(mornings.items(), nexts, strict=True):
        end = hours.closes(year.shift(morning, useful_for))
        found.append(Due(offset, hours.opens(morning), min(end, hours.opens(following)) if following else end))
    return found
