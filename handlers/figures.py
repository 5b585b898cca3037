"""A school's figures beside its sector's in the authority and beside schools like it; too few are never compared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from sqlmodel import Session

from config.authority import Authority
from config.evidence import Measure
from framework.access import may
from framework.comparing import FEWEST_COMPARED, Kind, alike, distribution
from framework.criteria import Evidence, Reading
from handlers.asked import local_day
from handlers.cards import Button, Card, Element, Reply, Table, Text
from handlers.evidence_facts import evidence_of, kind_of
from handlers.evidence_words import say_figure, say_reading
from handlers.request import Request
from handlers.wording import SECTORS, say_day
from store.schools import SchoolView, all_schools

_NOTICE = "Cairn has an answer for you."
_HIDDEN = "fewer than 5"


@dataclass(frozen=True)
class Others:
    """Every school's evidence, and which are most like the one asked about."""

    evidence: Mapping[int, Evidence]
    same_sector: frozenset[int]
    alike: tuple[int, ...]

    def figures(self, measure: str, period: str, schools: frozenset[int] | tuple[int, ...]) -> list[float]:
        """The figures of these schools for that very period; another one's would not be comparable."""
        return [
            reading.value
            for school in schools
            for reading in self.evidence[school].readings.get(measure, ())
            if reading.period == period and reading.value is not None
        ]


def school_figures(request: Request, session: Session, authority: Authority) -> Reply:
    """Each measure that the asker may see: latest figure and the one before, the sector's middle, schools alike."""
    school = request.school
    assert school is not None, "the dispatcher finds the school before it calls"
    day = local_day(request, authority)
    schools = all_schools(session)
    evidence = evidence_of(session, schools, day, all_of_them=True)
    others = _others(school, schools, evidence, authority)
    allowed = {m: may(authority.access, request.standing, m, school.id) for m in ("figures", "concern_figures")}
    measures = [one for one in authority.framework.measures if allowed[one.matter]]
    rows = [
        _row(one, readings, others, authority)
        for one in measures
        if (readings := evidence[school.id].readings.get(one.key))
    ]
    body: list[Element] = []
    sector = SECTORS.get(school.sector, school.sector)
    if rows:
        header = ("Measure", "Latest", "Before", f"{sector.capitalize()} schools here", "Schools alike", "Nationally")
        body.append(Table(header, tuple(rows), f"Figures of {school.name}, beside others"))
        words = f"{sector.capitalize()} schools here: the middle one, and where the middle half lies."
        body.append(Text(f"{words} {_alike_words(others)}"))
    else:
        body.append(Text(f"No figures are on record for {school.name}."))
    body.append(Text(f"From the figures on record on {say_day(day)}.", quiet=True))
    matrix = Button("Risk matrix", "risk_flags", {"seed_code": school.seed_code})
    return Card(title=f"{school.name}: figures", body=tuple(body), buttons=(matrix,), notice=_NOTICE, about=school.id)


def _others(
    school: SchoolView, schools: tuple[SchoolView, ...], evidence: Mapping[int, Evidence], authority: Authority
) -> Others:
    kinds: dict[int, Kind] = {one.id: kind_of(one, evidence[one.id], authority) for one in schools}
    same = frozenset(one.id for one in schools if one.sector == school.sector)
    return Others(evidence, same, tuple(alike(school.id, kinds)))


def _row(measure: Measure, readings: Sequence[Reading], others: Others, authority: Authority) -> tuple[str, ...]:
    now = readings[0]
    before = readings[1] if len(readings) > 1 else None
    return (
        measure.label,
        f"{say_reading(now, measure.key, authority)} ({now.period})",
        f"{say_reading(before, measure.key, authority)} ({before.period})" if before else "",
        _spread(others.figures(measure.key, now.period, others.same_sector), measure, authority),
        _middle(others.figures(measure.key, now.period, others.alike), measure, authority),
        "" if now.national is None else say_figure(now.national, measure.key, authority),
    )


def _spread(values: list[float], measure: Measure, authority: Authority) -> str:
    found = distribution(values)
    if found is None:
        return _HIDDEN
    said = [say_figure(one, measure.key, authority) for one in (found.median, found.quarter, found.three_quarters)]
    return f"{said[0]} ({said[1]} to {said[2]})"


def _middle(values: list[float], measure: Measure, authority: Authority) -> str:
    return say_figure(median(values), measure.key, authority) if len(values) >= FEWEST_COMPARED else _HIDDEN


def _alike_words(others: Others) -> str:
    if len(others.alike) < FEWEST_COMPARED:
        return "Too few schools are like this one to compare it with."
    return f"Schools alike: the middle of the {len(others.alike)} nearest by roll, deprivation and rurality."
