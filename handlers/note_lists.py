"""Which notes of visit are late, and which wait for somebody's word: silence is shown, never taken as a yes."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Final

from sqlmodel import Session

from config.authority import Authority
from framework.access import may
from framework.notes import ANSWERED, DISPUTED, WAITING
from handlers.asked import local_day
from handlers.cards import Button, Card, Element, Reply, Table, Text
from handlers.note_times import NoteTimes
from handlers.paging import page_of
from handlers.request import Request
from handlers.visit_gaps import schools_in_question
from handlers.wording import clipped, count, say_day
from store.notes import NoteView, notes_in
from store.visits import VisitView, unrecorded_visits

_SHOWN = 10
# Silence for so many school days is shown as such.
SILENT_FOR: Final = 5
_WAITS_FOR: Final = {WAITING: "the headteacher's word", ANSWERED: "the headteacher's word", DISPUTED: "an answer"}


def notes_late(request: Request, session: Session, authority: Authority) -> Reply:
    """Visits whose note is past its day, those due soon, and notes that have waited long for a word."""
    schools = [school.id for school in schools_in_question(request, session, authority)]
    today = local_day(request, authority)
    unwritten = _unwritten(schools, request, session, authority)
    late = [(visit, due_on) for visit, due_on in unwritten if due_on < today]
    silent = _silent(schools, request, session, authority)
    body: list[Element] = [Text(_summary(len(late), len(unwritten) - len(late), len(silent)))]
    writing, more = page_of(unwritten, _SHOWN, request)
    reading, further = page_of(silent, _SHOWN, request)
    if writing:
        rows = tuple(_unwritten_row(visit, due_on, today) for visit, due_on in writing)
        body.append(Table(("School", "Visit", "Officer", "Note due"), rows, "Visits without a note"))
    if reading:
        rows = tuple((n.school, say_day(n.held_on, today), _WAITS_FOR[n.state], _since(n, authority)) for n in reading)
        body.append(Table(("School", "Visit", "Waits for", "Since"), rows, "Notes that wait for a word"))
    buttons = [*_writing(writing, request, authority), *_reading(reading, today), *(more or further)]
    about = request.school.id if request.school else None
    return Card("Notes of visit", tuple(body), tuple(buttons), notice="Cairn has a list of notes for you", about=about)


def _summary(late: int, coming: int, silent: int) -> str:
    parts = [f"{count(late, 'note')} of visit {'is' if late == 1 else 'are'} late" if late else "No note is late"]
    parts += [f"{coming} more {'is' if coming == 1 else 'are'} still to be written"] if coming else []
    parts += [f"{count(silent, 'note')} of visit {'waits' if silent == 1 else 'wait'} for a word"] if silent else []
    return "; ".join(parts) + "."


def _unwritten(
    schools: Collection[int], request: Request, session: Session, authority: Authority
) -> list[tuple[VisitView, date]]:
    found = unrecorded_visits(session, schools, request.now, officer=request.standing.person_id)
    times = NoteTimes(session, authority, {visit.school_id for visit in found})
    return sorted(((visit, times.of_visit(visit)) for visit in found), key=lambda pair: pair[1])


def _unwritten_row(visit: VisitView, due_on: date, today: date) -> tuple[str, ...]:
    due = say_day(due_on, today) + (" (late)" if due_on < today else "")
    return visit.school, say_day(visit.starts_at.date(), today), visit.officer or "nobody is named", due


def _silent(schools: Collection[int], request: Request, session: Session, authority: Authority) -> list[NoteView]:
    """This session's notes that have waited for a word for SILENT_FOR school days, and every dispute.

    Only those that the asker may read.
    """
    allowed = [school for school in schools if may(authority.access, request.standing, "note", school)]
    found = notes_in(session, (WAITING, DISPUTED, ANSWERED), allowed)
    begun = authority.school_year.session(local_day(request, authority)).first
    # A note of before this was asked of headteachers waits for nobody.
    asked = [note for note in found if note.due_on and note.held_on >= begun]
    return [note for note in asked if note.state == DISPUTED or _is_silent(note, request, authority)]


def _is_silent(note: NoteView, request: Request, authority: Authority) -> bool:
    since = note.since.astimezone(authority.timezone).date()
    return authority.school_year.shift(since, SILENT_FOR) <= local_day(request, authority)


def _since(note: NoteView, authority: Authority) -> str:
    return say_day(note.since.astimezone(authority.timezone).date())


def _writing(found: Sequence[tuple[VisitView, date]], request: Request, authority: Authority) -> list[Button]:
    mine = [
        visit
        for visit, _ in found
        if visit.officer_id == request.standing.person_id
        or may(authority.access, request.standing, "write_note", visit.school_id)
    ]
    today = local_day(request, authority)
    return [
        Button(clipped(f"Write: {_held(v, today, authority)}", 75), "record_visit", {"visit": str(v.id)}) for v in mine
    ]


def _held(visit: VisitView, today: date, authority: Authority) -> str:
    return f"{say_day(visit.starts_at.astimezone(authority.timezone).date(), today)}, {visit.school}"


def _reading(found: Sequence[NoteView], today: date) -> list[Button]:
    return [
        Button(
            clipped(f"Note: {say_day(note.held_on, today)}, {note.school}", 75),
            "show_note",
            {"visit": str(note.visit_id)},
        )
        for note in found
    ]
