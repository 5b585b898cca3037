"""The report of a rehearsal: what it showed, which promises were kept, and how many messages people got."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median
from typing import Any, Final

from bot.rehearsal.play import Played
from bot.rehearsal.story import Shown, shown
from handlers.wording import count

# A person with several posts is counted by the first of these that is theirs.
ROLES: Final = (
    "head_of_education",
    "quality_manager",
    "link_officer",
    "cluster_lead",
    "headteacher",
    "acting_headteacher",
    "depute",
    "support_provider",
    "administrator",
)


@dataclass(frozen=True)
class Load:
    """How many messages the people of one role got a school week: each person in each week is one number."""

    role: str
    people: int
    middle: float
    nine_in_ten: int
    most: int


def loads(played: Played) -> list[Load]:
    """Unasked messages a person and school week, by role; people who got nothing count with their noughts."""
    weeks = sorted({_monday(day) for day in played.days})
    got = Counter((one.person_id, _monday(played.ledger.local(one).date())) for one in played.ledger.unasked())
    by_role: dict[str, list[int]] = defaultdict(list)
    people = Counter[str]()
    for person, role in _roles(played).items():
        people[role] += 1
        by_role[role] += [got[person, week] for week in weeks]
    return [_load(role, people[role], sorted(by_role[role])) for role in ROLES if people[role]]


def _load(role: str, people: int, numbers: Sequence[int]) -> Load:
    return Load(role, people, median(numbers), numbers[(len(numbers) * 9 - 1) // 10], numbers[-1])


def _roles(played: Played) -> dict[int, str]:
    found: dict[int, str] = {}
    for person in played.stage.everybody():
        roles = played.stage.person(person).roles
        first = next((role for role in ROLES if role in roles), None)
        if first is not None:
            found[person] = first
    return found


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def as_data(played: Played) -> dict[str, Any]:
    """The whole report as plain values."""
    return {
        "first": played.first.isoformat(),
        "last": played.last.isoformat(),
        "school_days": len(played.days),
        "messages": len(played.ledger.unasked()),
        "expired": played.ledger.expired,
        "shown": [{"what": one.words, "missing": list(one.missing)} for one in shown(played)],
        "faults": played.ledger.faults(),
        "messages_a_person_and_week": [vars(load) for load in loads(played)],
    }


def is_kept(report: dict[str, Any]) -> bool:
    """Whether everything was shown and no promise was broken."""
    return not any(one["missing"] for one in report["shown"]) and not any(report["faults"].values())


def lines(report: dict[str, Any]) -> Iterator[str]:
    """The report to be read."""
    yield (
        f"{report['first']} to {report['last']}: {count(report['school_days'], 'school day')}, "
        f"{count(report['messages'], 'message')}, {report['expired']} expired instead of late."
    )
    for one in report["shown"]:
        yield f"  {one['what']}."
        yield from (f"    MISSING: {missing}" for missing in one["missing"])
    for promise, broken in report["faults"].items():
        yield f"  {promise}: {len(broken)}"
        yield from (f"    {what}" for what in broken)
    yield f"  {'Messages a person and school week':34}{'people':>8}{'median':>8}{'9 in 10':>9}{'most':>6}"
    for load in report["messages_a_person_and_week"]:
        role = load["role"].replace("_", " ")
        yield f"  {role:34}{load['people']:>8}{load['middle']:>8g}{load['nine_in_ten']:>9}{load['most']:>6}"


__all__ = ["Load", "Shown", "as_data", "is_kept", "lines", "loads"]
