"""Figures, grades and officers' notes of the demo authority. Every number here is invented, those 'nationally' too."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time

from store.demo.names import QUALITY_MANAGER, email_of
from store.demo.officers import Leave, officer_on
from store.demo.places import PLACES, Place
from store.demo.tiers import INTENSIVE, UNIVERSAL, TierHistory
from store.demo.year import running_session, school_day_from

Row = dict[str, str]
SOURCE = "Invented for the demo"
SMALL_ROLL = 20
SESSIONS = 3
# Means by sector: attendance, unauthorised absence, literacy, numeracy, exclusions, satisfied parents; all invented.
_PRIMARY = {"attendance": 93.4, "unauthorised_absence": 1.6, "attainment_literacy": 75.0, "attainment_numeracy": 80.0,
            "exclusions": 2.0, "parent_survey": 86.0}  # fmt: skip
_SECONDARY = {"attendance": 88.6, "unauthorised_absence": 4.2, "attainment_literacy": 88.0, "attainment_numeracy": 89.0,
              "exclusions": 18.0, "parent_survey": 79.0}  # fmt: skip
_NATIONALLY = {"attendance": ("93.0", "87.9"), "attainment_literacy": ("74", "87"), "attainment_numeracy": ("80", "88")}
_SPREAD = {"attendance": 0.6, "unauthorised_absence": 0.4, "attainment_literacy": 3.0, "attainment_numeracy": 3.0,
           "exclusions": 0.8, "parent_survey": 3.0}  # fmt: skip
# What supported schools have less, or more, of.
_SUPPORTED = {"attendance": -5.2, "unauthorised_absence": 2.1, "attainment_literacy": -14.0,
              "attainment_numeracy": -9.0, "exclusions": 3.0, "parent_survey": -4.0}  # fmt: skip
_DECIMALS = {"attendance": 1, "unauthorised_absence": 1, "exclusions": 1}
_NOTED = (
    "Two staff meetings were moved within a month; the depute is carrying more than is on paper.",
    "Parents spoke well of the new reporting at the open evening.",
    "The headteacher feels on top of the timetable, less so of tracking in S1 and P1.",
    "Staffroom mood has lifted since the support assistants came back.",
)
_AMENDED = "Two staff meetings were moved, within two months and not one; the depute has since been given time for it."


@dataclass(frozen=True)
class DemoEvidence:
    """Rows in the shapes of the CSV contracts, and notes with their officer and moment; what is wrong on purpose."""

    indicators: list[Row]
    grades: list[Row]
    notes: list[Row]
    unnoticed: Place
    unsent: Place
    period: str


def evidence(today: date, seed: int, tiers: TierHistory, leave: Leave) -> DemoEvidence:
    """The last three whole sessions of every school; universal ones are well, but for one that nobody has noticed."""
    year = running_session(today).year
    periods = [f"{one}/{(one + 1) % 100:02}" for one in range(year - SESSIONS, year)]
    universal = [one for one in PLACES if tiers.tier_on(one, today) == UNIVERSAL and one.sector == "primary"]
    large = [one for one in universal if one.roll >= 100]
    unnoticed, unsent = large[1], large[3]
    indicators = [
        row
        for place in PLACES
        for row in _figures(
            place,
            periods,
            random.Random(f"{seed}:figures:{place.code}"),
            weak=place == unnoticed or tiers.tier_on(place, today) != UNIVERSAL,
        )
        if not (place == unsent and row["period"] == periods[-1] and row["measure"] == "attendance")
    ]
    grades = [row for place in PLACES for row in _grades(place, today, seed, tiers)]
    return DemoEvidence(indicators, grades, list(_notes(today, tiers, leave)), unnoticed, unsent, periods[-1])


def _figures(place: Place, periods: list[str], rng: random.Random, *, weak: bool) -> Iterator[Row]:
    deprived = min(95, max(0, round(rng.gauss(45 if weak else 18, 12))))
    for at, period in enumerate(periods):
        if place.sector in ("primary", "secondary", "all_through"):
            yield from _outcomes(place, period, rng, weak=weak, last=at == len(periods) - 1)
        yield _row(place, "simd_q1", period, str(deprived))
        yield _row(place, "roll", period, str(max(1, place.roll + rng.randint(-3, 3))))
        yield _row(place, "pef", period, str(1225 * max(1, round(place.roll * deprived / 100))))
        yield _row(place, "staff_absence", period, f"{max(0.0, rng.gauss(7.5, 1.5)):.1f}")
        yield _row(place, "vacancies", period, str(rng.choice((0, 0, 0, 1))))
        yield _row(place, "complaints", period, str(rng.choice((0, 0, 1, 2))))


def _outcomes(place: Place, period: str, rng: random.Random, *, weak: bool, last: bool) -> Iterator[Row]:
    means = _PRIMARY if place.sector == "primary" else _SECONDARY
    for measure, mean in means.items():
        # Nearer to the mean in the early sessions: what is weak has come to be so.
        shift = _SUPPORTED[measure] * (1.0 if last else 0.6) if weak else 0.0
        drawn = rng.gauss(0, 1) * _SPREAD[measure]
        value = max(0.0, mean + shift + max(-_SPREAD[measure], min(_SPREAD[measure], drawn)))
        hidden = place.roll < SMALL_ROLL
        text = "c" if hidden else f"{value:.{_DECIMALS.get(measure, 0)}f}"
        primary, secondary = _NATIONALLY.get(measure, ("", ""))
        yield _row(place, measure, period, text, national=primary if place.sector == "primary" else secondary)


def _row(place: Place, measure: str, period: str, value: str, *, national: str = "") -> Row:
    return {
        "seed_code": place.seed_code,
        "measure": measure,
        "period": period,
        "value": value,
        "local_comparator": "",
        "national_comparator": national,
        "source": SOURCE,
    }


def _grades(place: Place, today: date, seed: int, tiers: TierHistory) -> Iterator[Row]:
    """Own evaluation each session; an inspection where intensive support came after one."""
    rng = random.Random(f"{seed}:grades:{place.code}")
    tier = tiers.tier_on(place, today)
    graded = school_day_from(today, -60)
    for qi in ("1.3", "2.3", "3.1", "3.2"):
        grade = rng.choice((4, 4, 5)) if tier == UNIVERSAL else rng.choice((3, 4))
        yield _grade(place, qi, "self_evaluation", grade, graded)
        if tier == INTENSIVE:
            yield _grade(place, qi, "inspection", 2 if qi == "2.3" else 3, school_day_from(today, -150))


def _grade(place: Place, qi: str, kind: str, grade: int, day: date) -> Row:
    return {
        "seed_code": place.seed_code,
        "qi": qi,
        "kind": kind,
        "grade": str(grade),
        "graded_on": day.isoformat(),
        "source": SOURCE,
    }


def _notes(today: date, tiers: TierHistory, leave: Leave) -> Iterator[Row]:
    """A few officers' notes; the first of them was amended a week later by the quality manager."""
    supported = [place for place in PLACES if tiers.tier_on(place, today) != UNIVERSAL]
    for at, (place, text) in enumerate(zip(supported, _NOTED, strict=False)):
        day = school_day_from(today, -20 - 3 * at)
        yield _note(place, text, day, officer_on(place, day, leave), "")
    if supported:
        later = school_day_from(today, -15)
        yield _note(supported[0], _AMENDED, later, email_of(QUALITY_MANAGER), "yes")


def _note(place: Place, text: str, day: date, email: str, amends: str) -> Row:
    written = datetime.combine(day, time(16, 30)).isoformat()
    return {
        "seed_code": place.seed_code,
        "text": text,
        "happened_on": day.isoformat(),
        "officer": email,
        "written_at": written,
        "amends_first": amends,
    }


def wrong_with_evidence(found: DemoEvidence) -> list[str]:
    """What is deliberately wrong, a sentence each."""
    return [
        f"{found.unnoticed.name}: its figures of {found.period} meet criteria for targeted support, and nobody has "
        "looked at its tier.",
        f"{found.unsent.name}: nobody has sent its attendance of {found.period}.",
    ]
