"""Visits by the authority's reference, or else by school, kind and day; what differs is changed as a move would."""

from __future__ import annotations

from config.authority import Authority
from store.imports.calendar import Calendar, KnownVisit, VisitFacts, with_facts
from store.imports.cells import Email, Line, Minutes, Mode, Moment, SeedCode, Status, VisitTypeKey
from store.imports.loading import NO_PERSON, NO_SCHOOL, CsvRow, Kind, Loading, person_ids, school_ids
from store.imports.sheet import shown
from store.visits import visits

_NAMED_CLASHES = 5


class VisitRow(CsvRow):
    """One visit. Empty `minutes`, `mode` and `status` stay as they are, and of a new visit are the usual ones."""

    seed_code: SeedCode
    visit_type: VisitTypeKey
    starts_at: Moment
    minutes: Minutes = None
    mode: Mode = ""
    focus: Line = ""
    officer: Email = ""
    status: Status = ""
    reference: Line = ""


def load(loading: Loading, rows: list[VisitRow]) -> None:
    """Add the visits that are new, change those that differ; of what people had changed in Cairn the remarks say so."""
    schools, people = school_ids(loading.session), person_ids(loading.session)
    calendar = Calendar(loading.session, loading.authority.timezone)
    # Those with a reference first: they mean one visit, and those without may take what is left.
    for row in sorted(rows, key=lambda one: not one.reference):
        school_id = schools.get(row.seed_code)
        if row.officer and row.officer not in people:
            loading.fault(row.row, "officer", NO_PERSON.format(row.officer))
        if school_id is None:
            loading.fault(row.row, "seed_code", NO_SCHOOL.format(row.seed_code))
        else:
            _enter(loading, calendar, row, school_id, people.get(row.officer))
    new, changed = calendar.new_rows(loading.now), calendar.changed_rows(loading.now)
    loading.add(visits, new)
    loading.change(visits, changed)
    loading.added, loading.changed, loading.unchanged = len(new), len(changed), len(rows) - len(new) - len(changed)
    loading.remarks += _clashes(calendar, people, loading.authority)


def _enter(loading: Loading, calendar: Calendar, row: VisitRow, school_id: int, officer_id: int | None) -> None:
    usual = VisitFacts(school_id, row.visit_type, row.starts_at, loading.authority.visit_type(row.visit_type).minutes)
    said = _said(row, officer_id, loading.columns)
    visit = calendar.find(with_facts(usual, said))
    if visit is None:
        calendar.add(with_facts(usual, said), row.row)
        return
    wrong = _wrong(row, school_id, visit)
    if wrong:
        loading.fault(row.row, "reference" if row.reference else "", wrong)
        return
    visit.row = row.row
    facts = with_facts(visit.facts, said)
    if facts != visit.facts:
        if visit.changed_by_id is not None and visit.changed_at:
            when = visit.changed_at.astimezone(loading.authority.timezone)
            loading.remarks.append(f"Row {row.row}: changed in Cairn on {when:%Y-%m-%d}; the file's values stand now.")
        calendar.change(visit, facts)


def _said(row: VisitRow, officer_id: int | None, columns: frozenset[str]) -> dict[str, object]:
    """The facts that the row names."""
    filled = row.model_dump(include={"visit_type", "starts_at", "minutes", "mode", "status", "reference"})
    said = {name: value for name, value in filled.items() if value}
    if "focus" in columns:
        said["focus"] = row.focus
    if "officer" in columns:
        said |= {"officer_id": officer_id, "officer_email": row.officer}
    return said


def _wrong(row: VisitRow, school_id: int, visit: KnownVisit) -> str:
    if visit.facts.school_id != school_id:
        return f"{shown(row.reference)} is a visit at another school; correct the reference or the seed code"
    if not visit.row:
        return ""
    if row.reference:
        return f"{shown(row.reference)} stands in row {visit.row} already; keep one of them"
    return f"row {visit.row} has the same school, kind and day; give each of the two a reference"


def _clashes(calendar: Calendar, people: dict[str, int], authority: Authority) -> list[str]:
    """A remark for each officer who is wanted in two places at once, the first few by name."""
    email_of = {person: email for email, person in people.items()}
    found = [(max(one.row, other.row), other.facts) for one, other in calendar.clashes()]
    remarks = [
        f"Row {row}: {email_of[facts.officer_id or 0]} has another visit at the same time, "
        f"{facts.starts_at.astimezone(authority.timezone):%Y-%m-%d %H:%M}."
        for row, facts in sorted(found, key=lambda one: one[0])
    ]
    more = len(remarks) - _NAMED_CLASHES
    return remarks[:_NAMED_CLASHES] + ([f"{more} more visits clash in the same way."] if more > 0 else [])


VISITS = Kind(VisitRow, load)
