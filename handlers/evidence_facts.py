"""What is on record of schools as the matrix reads it, and what of it a person may see."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from config.authority import Authority
from framework.access import Standing, may
from framework.comparing import Kind
from framework.criteria import Cell, Criterion, Evidence, Suggesting, matrix, suggested
from store.evidence import all_grades, leadership, readings
from store.schools import SchoolView
from store.tier_cases import asked_for_support


def evidence_of(
    session: Session, schools: Collection[SchoolView], day: date, *, all_of_them: bool = False
) -> dict[int, Evidence]:
    """The evidence of these schools on `day`, by school id; `all_of_them` reads the record at once, and not by name."""
    only = None if all_of_them else [school.id for school in schools]
    figures, grades, heads = readings(session, only), all_grades(session, only), leadership(session, day, only)
    asked = asked_for_support(session, only[0] if only is not None and len(only) == 1 else None)
    found: dict[int, Evidence] = {}
    for school in schools:
        head = heads.get(school.id)
        found[school.id] = Evidence(
            sector=school.sector,
            day=day,
            roll=school.roll,
            readings=figures.get(school.id, {}),
            grades=grades.get(school.id, {}),
            has_head=head is not None,
            head_is_acting=head is not None and head.acting,
            head_since=head.since if head else None,
            asked_on=asked[school.id].date() if school.id in asked else None,
        )
    return found


def matter_of(criterion: Criterion, authority: Authority) -> str:
    """The line of `[access]` that says who may see what this criterion rests on."""
    if criterion.measure:
        return authority.measure(criterion.measure).matter
    return "tier_case" if criterion.event == "own_request" else "directory" if criterion.event else "figures"


@dataclass(frozen=True)
class Seen:
    """The matrix of one school as one person may see it: its cells, and whether they are all there are.

    `suggests` is the tier that the matrix suggests, None where it suggests none or where cells are kept back: what
    somebody may not see must not show in the suggestion either.
    """

    school: SchoolView
    evidence: Evidence
    cells: tuple[Cell, ...]
    is_whole: bool
    suggests: str | None


def seen_by(standing: Standing, school: SchoolView, evidence: Evidence, authority: Authority) -> Seen:
    """What this person may see of the school's matrix."""
    visible = visible_criteria(standing, school.id, authority)
    cells = matrix(visible, evidence)
    whole = len(visible) == len(authority.criteria)
    return Seen(school, evidence, cells, whole, suggestion(cells, authority) if whole else None)


def visible_criteria(standing: Standing, school_id: int, authority: Authority) -> tuple[Criterion, ...]:
    """The criteria whose evidence this person may see of this school."""
    matters = ("figures", "concern_figures", "tier_case", "directory")
    allowed = {matter: may(authority.access, standing, matter, school_id) for matter in matters}
    if all(allowed.values()):
        return authority.criteria
    return tuple(one for one in authority.criteria if allowed[matter_of(one, authority)])


def suggestion(cells: Iterable[Cell], authority: Authority) -> str | None:
    """The tier that a whole matrix suggests, None where too little is known."""
    tiers = [Suggesting(tier.key, tier.rank, tier.suggest_from) for tier in authority.framework.tiers]
    return suggested(tuple(cells), tiers, authority.framework.matrix.least_evidence_percent / 100)


def kind_of(school: SchoolView, evidence: Evidence, authority: Authority) -> Kind:
    """What makes other schools like this one."""
    figures = evidence.readings.get(authority.framework.matrix.deprivation_measure, ())
    deprived = figures[0].value if figures else None
    return Kind(school.sector, school.roll, deprived, school.urban_rural)
