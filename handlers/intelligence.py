"""Officers' notes about a school: dated and attributed; an amendment stands beside what it amends."""

from __future__ import annotations

from datetime import date

from sqlmodel import Session

from config.authority import Authority
from handlers.asked import local_day, not_yours
from handlers.cards import Button, Card, Element, Field, Form, Reply, Text
from handlers.instead import Instead, Invalid
from handlers.plan_forms import past_day_given, text_given
from handlers.request import Request
from handlers.visit_forms import nonce
from handlers.wording import say_day, say_when
from store.evidence import NoteView, add_note, notes_of_school
from store.schools import SchoolView

NOTICE = "Cairn has an answer for you."
_SHOWN = 10
_MOST_CHARACTERS = 1000


def intelligence(request: Request, session: Session, authority: Authority) -> Reply:
    """The notes about the school as they stand, the latest day first, with what was amended and by whom."""
    school = _school(request)
    notes = notes_of_school(session, school.id)
    today = local_day(request, authority)
    add = Button("Add a note", "add_intelligence", {"seed_code": school.seed_code})
    if not notes:
        return Card(
            body=(Text(f"No officer's note is on record for {school.name}."),),
            buttons=(add,),
            notice=NOTICE,
            about=school.id,
        )
    body: list[Element] = []
    for note in notes[:_SHOWN]:
        body.append(Text(f"{say_day(note.happened_on, today)}: {note.text}"))
        body.append(Text(_by_whom(note, authority), quiet=True))
    if len(notes) > _SHOWN:
        body.append(Text(f"… and {len(notes) - _SHOWN} earlier ones."))
    amend = [
        Button(
            f"Amend: {say_day(note.happened_on, today)}",
            "amend_intelligence",
            {"seed_code": school.seed_code, "note": str(note.id), "step": "form"},
        )
        for note in notes[:3]
    ]
    title = f"{school.name}: officers’ notes"
    return Card(title=title, body=tuple(body), buttons=(add, *amend), notice=NOTICE, about=school.id)


def _by_whom(note: NoteView, authority: Authority) -> str:
    words = f"{note.written_by or 'nobody on record'}, {say_when(note.written_at, authority.timezone)}"
    for earlier in reversed(note.earlier):
        when = say_when(earlier.written_at, authority.timezone)
        words += f". Amended; before it, by {earlier.written_by or 'nobody on record'} on {when}: “{earlier.text}”"
    return words


def adding_form(request: Request, session: Session, authority: Authority) -> Reply:
    """What was noted, and of which day."""
    school = _school(request)
    return _form(f"A note about {school.name}", "add_intelligence", school, local_day(request, authority), "")


def add(request: Request, session: Session, authority: Authority) -> Reply:
    """Put a note on record; nothing is told to anybody."""
    school = _school(request)
    text, day = _given(request, authority)
    add_note(session, school.id, text, day, request.standing.person_id, request.now)
    return _noted(school, "Noted")


def amending_form(request: Request, session: Session, authority: Authority) -> Reply:
    """The note as it stands, to be worded anew."""
    school = _school(request)
    note = _note(request, session)
    form = _form(f"Amend a note about {school.name}", "amend_intelligence", school, note.happened_on, note.text)
    return Form(
        title=form.title,
        action=form.action,
        fields=form.fields,
        submit="Amend",
        body=(Text("The earlier wording stays on record beside yours."),),
        hidden={**form.hidden, "note": str(note.id)},
        notice=NOTICE,
        about=school.id,
    )


def amend(request: Request, session: Session, authority: Authority) -> Reply:
    """Put another wording beside the note that stands."""
    school = _school(request)
    note = _note(request, session)
    text, day = _given(request, authority)
    if (text, day) == (note.text, note.happened_on):
        raise Invalid(text="That is what it says already. Please change the words, or leave it as it is.")
    add_note(session, school.id, text, day, request.standing.person_id, request.now, amends=note.id)
    return _noted(school, "Amended")


def _form(title: str, action: str, school: SchoolView, day: date, text: str) -> Form:
    fields = (
        Field(
            "text", "What you noted", "long_text", text, hint="Nothing about anybody's health, and no pupil by name."
        ),
        Field("date", "Of which day", "date", day.isoformat()),
    )
    return Form(
        title=title,
        action=action,
        fields=fields,
        submit="Keep the note",
        body=(Text("Seen by the school's link officer, the quality manager and the head of education."),),
        hidden={"seed_code": school.seed_code, "nonce": nonce()},
        notice=NOTICE,
        about=school.id,
    )


def _given(request: Request, authority: Authority) -> tuple[str, date]:
    text = text_given(request, "text", _MOST_CHARACTERS)
    if not text:
        raise Invalid(text="Please write what you noted.")
    return text, past_day_given(request, authority, "date")


def _note(request: Request, session: Session) -> NoteView:
    named = request.values.get("note", "")
    notes = notes_of_school(session, _school(request).id)
    found = next((note for note in notes if str(note.id) == named), None)
    if found is None:
        raise Instead(not_yours(request, session))
    return found


def _noted(school: SchoolView, done: str) -> Card:
    show = Button("Officers’ notes", "intelligence", {"seed_code": school.seed_code})
    return Card(body=(Text(f"{done}: {school.name}."),), buttons=(show,), notice=NOTICE, about=school.id)


def _school(request: Request) -> SchoolView:
    assert request.school is not None, "the dispatcher finds the school before it calls"
    return request.school
