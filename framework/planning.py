"""Action plans as pure rules: how far a goal has come, what a plan lacks, when it is reviewed, what is overdue."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from framework.reminding import Due
from framework.school_year import SchoolYear
from framework.sending import SendingHours

SCHOOL_DAYS_A_WEEK: Final = 5
# How often a plan is reviewed where its school's tier says nothing of it (ours).
USUAL_SCHOOL_WEEKS: Final = 8
_NUMBER: Final = re.compile(r"(?P<number>-?\d{1,3}(?:,\d{3})+(?:\.\d+)?|-?\d+(?:\.\d+)?)")
_PEOPLE: Final = re.compile(r"\b(?:pupils?|child(?:ren)?|learners?|bairns?|boys?|girls?|young people)\b", re.IGNORECASE)
_WHO: Final = r"(?:pupils?|child(?:ren)?|learners?|bairns?|boys?|girls?|young people)"
_FEW_PEOPLE: Final = re.compile(
    r"(?<![\w.,/£$%-])(?:[1-4]|one|two|three|four)"
    r"(?:\s*(?:of|out of|/|in)\s*(?:the\s+|our\s+)?\d+)?"
    r"\s+(?:(?:more|other|new|young|[ps][1-7])\s+)?"
    rf"{_WHO}\b(?!\s+(?:councils?|surveys?|voice|groups?|leaders?))",
    re.IGNORECASE,
)
_PER_CENT: Final = re.compile(r"\s*(?:%|per ?cent\b)", re.IGNORECASE)

# What the improvement framework asks of every goal, by the words that a headteacher reads.
ASKED_OF_A_GOAL: Final[Mapping[str, str]] = {
    "responsible": "somebody responsible",
    "due_on": "a time limit",
    "measure": "a measure of success",
    "baseline": "a baseline",
    "target": "a target",
}


@dataclass(frozen=True)
class Measured:
    """A value as a number with its unit ('%', 'pupils', '' for a bare number)."""

    number: float
    unit: str


def measured(text: str) -> Measured | None:
    """The number that a value is ('86%', '£1,200', '12 families'); None for words, ranges and suppressed values."""
    found = list(_NUMBER.finditer(text))
    if len(found) != 1:
        return None
    before, after = text[: found[0].start()].strip(), text[found[0].end() :]
    if before not in ("", "£", "about") or not text.strip():
        return None
    unit = "%" if _PER_CENT.match(after) else before if before == "£" else " ".join(after.lower().split())
    return Measured(float(found[0]["number"].replace(",", "")), unit)


def progress(baseline: str, target: str, latest: str) -> float | None:
    """The share of the way from baseline to target: 0 at the baseline, 1 at the target, below 0 when it moved away.

    None where one of the three is no number, where their units differ, or where there is no way to go.
    """
    values = [measured(text) for text in (baseline, target, latest)]
    start, end, now = values
    if start is None or end is None or now is None or start.number == end.number:
        return None
    units = {value.unit for value in (start, end, now) if value.unit}
    if len(units) > 1:
        return None
    return (now.number - start.number) / (end.number - start.number)


def lacking(goal: Mapping[str, object]) -> tuple[str, ...]:
    """Which of ASKED_OF_A_GOAL this goal has nothing for, in their order."""
    return tuple(name for name in ASKED_OF_A_GOAL if not goal.get(name))


def lacking_by_kind(goals: Iterable[tuple[int, tuple[str, ...]]]) -> dict[str, tuple[int, ...]]:
    """For each thing that goals lack, the numbers of those goals; only what is lacking somewhere."""
    listed = list(goals)
    found = {name: tuple(number for number, lacks in listed if name in lacks) for name in ASKED_OF_A_GOAL}
    return {name: numbers for name, numbers in found.items() if numbers}


def next_review(held_on: date, school_weeks: int, year: SchoolYear, cluster: str = "") -> date:
    """The school day that lies `school_weeks` weeks of five school days after `held_on`."""
    return year.shift(held_on, school_weeks * SCHOOL_DAYS_A_WEEK, cluster)


def is_overdue(due_on: date | None, today: date) -> bool:
    """Whether a day has passed; on the day itself nothing is overdue yet, and without a day nothing ever is."""
    return due_on is not None and due_on < today


def before_review(
    review_on: date, offsets: Iterable[int], known_on: date, year: SchoolYear, hours: SendingHours, cluster: str
) -> list[Due]:
    """The reminders before a review, furthest first, each useful until the next or until the day of the review ends.

    Nobody is reminded on the day on which the date was set (`known_on`): what falls there waits for the next school
    morning, and of two that then share one the nearer stays.
    """
    mornings: dict[date, int] = {}
    for offset in sorted(offsets, reverse=True):
        morning = year.shift(review_on, -offset, cluster)
        if morning <= known_on:
            morning = year.next_school_day(known_on + timedelta(days=1), cluster)
        if morning <= review_on:
            mornings[morning] = offset
    days = sorted(mornings)
    if not days:
        return []
    ends = [hours.opens(day) for day in days[1:]] + [hours.closes(review_on)]
    return [Due(mornings[day], hours.opens(day), end) for day, end in zip(days, ends, strict=True)]


def after_day(
    passed: date, known_on: date, offsets: Iterable[int], useful_for: int, year: SchoolYear, hours: SendingHours
) -> list[Due]:
    """The reminders after a day has passed, nearest first; each is useful for `useful_for` school days.

    What had passed before the record knew of it (`known_on`) is counted from then: it is chased too, from the next
    school day on, and not forgotten for being old. Closed days of a single cluster are left to the sending.
    """
    start = max(passed, known_on)
    mornings = {offset: year.shift(start, offset) for offset in sorted(offsets)}
    ends = [hours.closes(year.shift(morning, useful_for)) for morning in mornings.values()]
    nexts = [*(hours.opens(morning) for morning in list(mornings.values())[1:]), ends[-1] if ends else None]
    return [
        Due(offset, hours.opens(morning), min(end, after or end))
        for (offset, morning), end, after in zip(mornings.items(), ends, nexts, strict=bool(ends))
    ]


def shows_too_few(text: str) -> bool:
    """Whether a text counts from one to four pupils, who could be recognised (figures under five are not shown).

    Their number may stand in figures or words, as a part of a whole ('2 of 14 pupils', '1/12') or with a share beside.
    """
    value = measured(text)
    alone = value is not None and 0 < value.number < 5 and value.unit != "%" and bool(_PEOPLE.search(text))
    return alone or bool(_FEW_PEOPLE.search(text))
