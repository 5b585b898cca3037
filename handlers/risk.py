"""The risk matrix of one school: every criterion with its evidence and date, and what it suggests."""

from __future__ import annotations

from datetime import date

from sqlmodel import Session

from config.authority import Authority
from framework.access import may
from framework.criteria import MET, MISSING, NOT_FOR_IT, SUPPRESSED, TOO_SMALL, WATCH, Cell, points
from handlers.asked import local_day, not_yours
from handlers.cards import Button, Card, Element, Reply, Table, Text
from handlers.evidence_facts import Seen, evidence_of, seen_by, visible_criteria
from handlers.evidence_words import STATES, say_cell, say_figure, say_reading, say_rule
from handlers.instead import Instead
from handlers.request import Request
from handlers.wording import SECTORS, clipped, count, say_day
from store.evidence import sources
from store.schools import SchoolView
from store.tiers import tier_on

NOTICE = "Cairn has an answer for you."
_ORDER = {MET: 0, WATCH: 1, "clear": 2, TOO_SMALL: 3, SUPPRESSED: 4, MISSING: 5}
_OPENED = 5


def risk_flags(request: Request, session: Session, authority: Authority) -> Reply:
    """The matrix of the school asked about; where schools in the plural are meant, those that meet what was named."""
    if request.school is None or request.values.get("several"):
        from handlers.risk_lists import schools_meeting

        return schools_meeting(request, session, authority)
    day = local_day(request, authority)
    seen = seen_of(request.school, request, session, authority, day)
    return matrix_card(seen, request, session, authority, day)


def seen_of(school: SchoolView, request: Request, session: Session, authority: Authority, day: date) -> Seen:
    """The school's matrix as the asker may see it."""
    return seen_by(request.standing, school, evidence_of(session, [school], day)[school.id], authority)


def matrix_card(seen: Seen, request: Request, session: Session, authority: Authority, day: date) -> Card:
    """Met criteria first, what is missing last; each of those that are met opens to its evidence."""
    met = [cell for cell in seen.cells if cell.state == MET]
    body: list[Element] = [matrix_table(seen, authority), *(Text(line) for line in _lines(seen, authority))]
    body += [Text(line) for line in _suggestion(seen, request, session, authority, day)]
    body.append(Text(f"From the evidence on record on {say_day(day)}.", quiet=True))
    return Card(
        title=f"{seen.school.name}: {count(len(met), 'criterion', 'criteria')} met",
        body=tuple(body),
        buttons=_buttons(met, seen, request, authority),
        notice=NOTICE,
        about=seen.school.id,
    )


def matrix_table(seen: Seen, authority: Authority) -> Table:
    """A row for each criterion of the school's sector."""
    cells = sorted((one for one in seen.cells if one.state != NOT_FOR_IT), key=lambda one: _ORDER[one.state])
    rows = tuple([(one.criterion.label, STATES[one.state], say_cell(one, authority)) for one in cells])
    return Table(("Criterion", "State", "Evidence"), rows, f"Risk matrix of {seen.school.name}, met criteria first")


def _lines(seen: Seen, authority: Authority) -> list[str]:
    """What the matrix cannot say, and why."""
    lines = []
    asked = [one for one in seen.cells if one.state != NOT_FOR_IT]
    open_ = [one for one in asked if one.state in (MISSING, SUPPRESSED, TOO_SMALL)]
    if open_:
        lines.append(f"{len(open_)} of {count(len(asked), 'criterion', 'criteria')} cannot be judged from the record.")
    others = len(seen.cells) - len(asked)
    if others:
        sector = SECTORS.get(seen.school.sector, seen.school.sector)
        lines.append(f"{count(others, 'criterion is', 'criteria are')} not for {sector} schools.")
    if not seen.is_whole:
        hidden = len(authority.criteria) - len(seen.cells)
        lines.append(f"{count(hidden, 'criterion rests', 'criteria rest')} on figures that are not yours to see.")
    return lines


def _suggestion(seen: Seen, request: Request, session: Session, authority: Authority, day: date) -> list[str]:
    """What the whole matrix suggests beside the tier of today, for those who may know that tier's reason."""
    if not seen.is_whole or not may(authority.access, request.standing, "tier_reason", seen.school.id):
        return []
    if seen.suggests is None:
        return ["Too little is on record to suggest a tier."]
    ranks = {tier.key: tier.rank for tier in authority.framework.tiers}
    reached = points(seen.cells, ranks, authority.tier(seen.suggests).rank)
    label = authority.tier(seen.suggests).label
    why = f" with {count(reached, 'point')}" if reached else ""
    now = tier_on(session, seen.school.id, day)
    stands = f" The school is on {authority.tier(now.tier).label} support." if now else ""
    return [f"The criteria suggest {label} support{why}.{stands} A suggestion moves no school: it is discussed first."]


def _buttons(met: list[Cell], seen: Seen, request: Request, authority: Authority) -> tuple[Button, ...]:
    code = {"seed_code": seen.school.seed_code}
    opened = [
        Button(
            clipped(f"Evidence: {one.criterion.label}", 70), "show_evidence", code | {"criterion": one.criterion.key}
        )
        for one in met[:_OPENED]
    ]
    more = [Button("Figures beside others", "school_figures", code)]
    if may(authority.access, request.standing, "tier_case", seen.school.id):
        more.append(Button("Its tier under discussion", "tier_case", code))
    if may(authority.access, request.standing, "intelligence", seen.school.id):
        more.append(Button("Officers’ notes", "intelligence", code))
    return (*opened, *more)


def show_evidence(request: Request, session: Session, authority: Authority) -> Reply:
    """One cell opened: the rule, every figure or grade on record with its date and source, and the way out."""
    school = request.school
    assert school is not None, "the dispatcher finds the school before it calls"
    visible = visible_criteria(request.standing, school.id, authority)
    criterion = next((one for one in visible if one.key == request.values.get("criterion")), None)
    if criterion is None:
        raise Instead(not_yours(request, session))
    day = local_day(request, authority)
    seen = seen_of(school, request, session, authority, day)
    cell = next(one for one in seen.cells if one.criterion is criterion)
    body: list[Element] = [Text(f"The rule: {say_rule(criterion, authority)}.")]
    body.append(Text(f"{STATES[cell.state].capitalize()}: {say_cell(cell, authority) or 'no evidence yet'}."))
    body += _evidence_table(cell, seen, session, authority)
    if criterion.exit:
        body.append(Text(f"What would end it: {criterion.exit}."))
    back = Button("The whole matrix", "risk_flags", {"seed_code": school.seed_code})
    return Card(
        title=f"{school.name}: {criterion.label}", body=tuple(body), buttons=(back,), notice=NOTICE, about=school.id
    )


def _evidence_table(cell: Cell, seen: Seen, session: Session, authority: Authority) -> list[Element]:
    criterion = cell.criterion
    if criterion.qi:
        rows = [
            (qi, one.kind.replace("_", " "), str(one.grade), say_day(one.day))
            for qi in criterion.qi
            for one in seen.evidence.grades.get(qi, ())
            if one.kind in criterion.grade_kinds
        ]
        return [Table(("Indicator", "Kind", "Grade", "Day"), tuple(rows), "Grades on record")] if rows else []
    listed = seen.evidence.readings.get(criterion.measure, ()) if criterion.measure else ()
    if not listed:
        return []
    known = sources(session, seen.school.id)
    figures = []
    for one in listed:
        source, at = known.get((criterion.measure, one.period), ("", None))
        taken = say_day(at.astimezone(authority.timezone).date()) if at else ""
        value = say_reading(one, criterion.measure, authority)
        figures.append(
            (
                one.period,
                value,
                _other(one.local, criterion.measure, authority),
                _other(one.national, criterion.measure, authority),
                source,
                taken,
            )
        )
    header = ("Period", "School", "Local", "National", "Source", "Taken in")
    return [Table(header, tuple(figures), f"{authority.measure(criterion.measure).label} on record, newest first")]


def _other(value: float | None, measure: str, authority: Authority) -> str:
    return "" if value is None else say_figure(value, measure, authority)
