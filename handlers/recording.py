"""Recording a visit that has taken place, with its note; and showing a note to those who may read it."""

from __future__ import annotations

from datetime import date

from sqlmodel import Session

from config.authority import Authority
from handlers.asked import local_day
from handlers.cards import Button, Card, Choice, Facts, Field, Form, Reply, Text
from handlers.instead import Instead, Invalid
from handlers.request import Request
from handlers.telling import tell
from handlers.visit_forms import changed_meanwhile, nonce, still_as_seen, told_words
from handlers.visits import visit_asked, visit_facts
from handlers.wording import MODES, say_day, say_when
from store.people import Person
from store.visits import VisitNote, VisitView, change_visit, note_of, past_visits, unrecorded_visits, visit_by_id

_OFFERED = 5
_LOOKED_THROUGH = 40
_MOST_CHARACTERS = 8000


def recording_form(request: Request, session: Session, authority: Authority) -> Reply:
    """The note of the visit meant: when it was held, strengths, next steps."""
    visit = _visit_meant(request, session, authority)
    values = request.values
    held = visit.starts_at.astimezone(authority.timezone).date().isoformat()
    modes = tuple(Choice(key, label) for key, label in MODES.items())
    fields = (
        Field("held_on", "Held on", "date", values.get("held_on", held), required=False),
        Field("mode", "How", "choice", values.get("mode", visit.mode), modes),
        Field(
            "strengths",
            "Strengths",
            "long_text",
            values.get("strengths", ""),
            hint="What is going well. No pupil's name.",
        ),
        Field(
            "next_steps",
            "Next steps",
            "long_text",
            values.get("next_steps", ""),
            required=False,
            hint="What, who, by when.",
        ),
    )
    return Form(
        title=f"Record the visit: {visit.school}",
        action="record_visit",
        fields=fields,
        submit="Record",
        body=(visit_facts(visit, authority, local_day(request, authority)),),
        hidden={"visit": str(visit.id), "revision": str(visit.revision), "nonce": nonce()},
        about=visit.school_id,
    )


def _visit_meant(request: Request, session: Session, authority: Authority) -> VisitView:
    if request.values.get("visit"):
        return visit_asked(request, session, authority, "write_note")
    schools = [request.school.id] if request.school else request.standing.links
    officer = None if request.school else request.standing.person_id
    found = unrecorded_visits(session, schools, request.now, officer=officer)
    if len(found) == 1:
        return found[0]
    if not found:
        raise Instead(Card(body=(Text("Every visit so far has its record. To add one, book it first."),)))
    choices = tuple(
        Button(
            f"{say_when(v.starts_at, authority.timezone, local_day(request, authority))}, {v.school}",
            "record_visit",
            {"visit": str(v.id)},
        )
        for v in found[:_OFFERED]
    )
    raise Instead(Card(body=(Text("Which visit do you want to record?"),), choices=choices))


def record(request: Request, session: Session, authority: Authority) -> Reply:
    """Put the note on record and the visit on 'done'; the headteacher is told that it can be read."""
    visit = visit_asked(request, session, authority, "write_note")
    revision = still_as_seen(request, visit, session, authority)
    if not visit.lacks_note:
        return _not_to_record(visit, session, authority)
    note = VisitNote(
        visit_id=visit.id,
        held_on=_held_on(request, visit, authority),
        strengths=_text(request, "strengths"),
        next_steps=_text(request, "next_steps"),
        written_by_id=request.standing.person_id,
        written_at=request.now,
    )
    by_whom = {"changed_by_id": request.standing.person_id, "changed_at": request.now}
    mode = request.values.get("mode") if request.values.get("mode") in MODES else visit.mode
    if not change_visit(session, visit.id, revision, {"status": "done", "mode": mode, **by_whom}):
        raise Instead(changed_meanwhile(visit_by_id(session, visit.id) or visit, session, authority))
    session.add(note)
    session.flush()
    return _recorded(visit.id, request, session, authority)


def _recorded(visit_id: int, request: Request, session: Session, authority: Authority) -> Card:
    view = visit_by_id(session, visit_id)
    assert view is not None, "just written in this transaction"
    told = tell(request, session, authority, "note_written", view)
    return Card(
        title=f"Recorded: {view.school}",
        body=(Text(f"The note of visit is on record. {told_words(told)}"),),
        buttons=(Button("Note of visit", "show_note", {"visit": str(visit_id)}),),
        about=view.school_id,
    )


def _not_to_record(visit: VisitView, session: Session, authority: Authority) -> Card:
    if visit.has_note:
        note = note_of(session, visit.id)
        writer = session.get(Person, note.written_by_id) if note and note.written_by_id else None
        when = f" on {say_when(note.written_at, authority.timezone)}" if note else ""
        words = f"This visit was recorded already{' by ' + writer.name if writer else ''}{when}. Nothing was changed."
        return Card(body=(Text(words),), buttons=(Button("Note of visit", "show_note", {"visit": str(visit.id)}),))
    return Card(body=(Text(f"This visit is {visit.status} already. Nothing was changed."),), about=visit.school_id)


def _held_on(request: Request, visit: VisitView, authority: Authority) -> date:
    given = request.values.get("held_on", "").strip()
    try:
        held = date.fromisoformat(given) if given else visit.starts_at.astimezone(authority.timezone).date()
    except ValueError:
        raise Invalid(held_on="Please give the date as year-month-day, such as 2026-12-03.") from None
    if held > local_day(request, authority):
        raise Invalid(held_on=f"{say_day(held)} has not come yet. A visit is recorded once it has been held.")
    return held


def _text(request: Request, name: str) -> str:
    text = request.values.get(name, "").strip()
    if len(text) > _MOST_CHARACTERS:
        raise Invalid(**{name: f"Please keep this under {_MOST_CHARACTERS} characters; it has {len(text)}."})
    return text


def _noted(request: Request, session: Session, authority: Authority) -> VisitView:
    """The visit whose note is asked for: the one named, or the latest at the school that has one."""
    if request.values.get("visit"):
        return visit_asked(request, session, authority, "note")
    schools = [request.school.id] if request.school else request.standing.own_schools
    found = [visit for visit in past_visits(session, schools, request.now, most=_LOOKED_THROUGH) if visit.has_note]
    if not found:
        raise Instead(Card(body=(Text("No note of visit is on record yet."),)))
    return found[0]


def show_note(request: Request, session: Session, authority: Authority) -> Reply:
    """The note of a visit in full."""
    visit = _noted(request, session, authority)
    note = note_of(session, visit.id)
    if note is None:
        words = f"No note is on record for the visit of {say_when(visit.starts_at, authority.timezone)}."
        return Card(body=(Text(words),), about=visit.school_id)
    writer = session.get(Person, note.written_by_id) if note.written_by_id else None
    rows = (
        ("Held on", say_day(note.held_on)),
        ("Kind", authority.visit_type(visit.visit_type).label),
        ("Strengths", note.strengths or "none noted"),
        ("Next steps", note.next_steps or "none noted"),
        ("Written by", writer.name if writer else "nobody is on record"),
        ("Written on", say_when(note.written_at, authority.timezone)),
    )
    return Card(
        title=f"Note of visit: {visit.school}",
        body=(Facts(rows),),
        notice="Cairn has a note of visit for you.",
        about=visit.school_id,
    )
