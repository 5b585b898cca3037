"""Visits by the authority's reference, or else by school, kind and day; what differs is changed as a move would."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from store.imports.calendar import Calendar, KnownVisit
from store.imports.cells import Email, Line, Minutes, Mode, Moment, SeedCode, Status, VisitTypeKey
from store.imports.loading import NO_PERSON, NO_SCHOOL, CsvRow, Kind, Loading, person_ids, school_ids
from store.visits import STANDING_STATUSES, visits

_NAMED_CLASHES = 5


class VisitRow(CsvRow):
    """One visit. Left empty, `minutes`, `mode` and `status` stay as they are; of a new visit they are the usual ones."""

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
    """Add the visits that are new, change those that differ; of what people had changed in Cairn the file says so."""
    schools, people = school_ids(loading.session), person_ids(loading.session)
    calendar = Calendar(loading.session, loading.authority.timezone)
    for row in rows:
        school_id = schools.get(row.seed_code)
        if row.officer and row.officer not in people:
            loading.fault(row.row, "officer", NO_PERSON.format(row.officer))
        if school_id is None:
            loading.fault(row.row, "seed_code", NO_SCHOOL.format(row.seed_code))
        else:
            _enter(loading, calendar, row, school_id, people.get(row.officer))
