"""Notes of visit read, marked accurate, disputed in words and answered: every word stays on record beside the note."""

from __future__ import annotations

from sqlmodel import Session

from config.authority import Authority
from framework.access import may_about_visit
from framework.notes import after_mark
from framework.numbers import number_in
from handlers.asked import local_day
from handlers.cards import Button, Card, Facts, Field, Form, Reply, Text
from handlers.instead import Instead, Invalid
from handlers.note_card import NOTICE, STATE_WORDS, may_on_note, note_card, said_rows
from handlers.note_telling import tell_of_note
from handlers.request import Request
from handlers.visit_forms import nonce, told_words
from handlers.visits import visit_asked
from handlers.wording import say_day, say_when
from store.notes import NoteMark, NoteView, mark_note, marks_of, note_of_visit
from store.visits import past_visits

_LOOKED_THROUGH = 40
_MOST_CHARACTERS = 3000


def show_note(request: Request, session: Session, authority: Authority) -> Reply:
    """The note of a visit in full; to who may know of the visit alone, that there is one."""
    if request.values.get("visit"):
        visit = visit_asked(request, session, authority)
        if not may_about_visit(authority.access, request.standing, "note", visit.school_id, visit.officer_id):
            return _that_there_is_one(request, session, authority)
    return note_card(note_meant(request, session, authority, "note"), request, session, authority)


def _that_there_is_one(request: Request, session: Session, authority: Authority) -> Card:
    visit = visit_asked(request, session, authority)
    when = say_when(visit.starts_at, authority.timezone, local_day(request, authority))
    there = "is on record; it is for the school and its link officer" if visit.has_note else "is not on record yet"
    words = f"The note of the visit to {visit.school} on {when} {there}."
    return Card(body=(Text(words),), refused=True, about=visit.school_id)


def note_meant(request: Request, session: Session, authority: Authority, matter: str) -> NoteView:
    """The note of the visit named, or the latest at the school meant. Raises Instead where there is none."""
    if request.values.get("visit"):
        visits = [visit_asked(request, session, authority, matter)]
    else:
        schools = [request.school.id] if request.school else request.standing.own_schools
        visits = past_visits(session, schools, request.now, most=_LOOKED_THROUGH)
    for visit in visits:
        note = note_of_visit(session, visit.id) if visit.has_note else None
        if note is not None and may_on_note(note, request, authority, matter):
            return note
    where = (
        f" for the visit of {say_when(visits[0].starts_at, authority.timezone)}" if request.values.get("visit") else ""
    )
    raise Instead(Card(body=(Text(f"No note of visit is on record yet{where}."),)))


def marking_card(request: Request, session: Session, authority: Authority) -> Reply:
    """The note itself with the buttons to mark it: words alone mark nothing."""
    note = note_meant(request, session, authority, "mark_note")
    return note_card(note, request, session, authority, f"Is this note accurate? {note.school}")


def mark_accurate(request: Request, session: Session, authority: Authority) -> Reply:
    """Put on record that the headteacher finds the note accurate, or that the officer's answer settles the dispute."""
    note = note_meant(request, session, authority, "mark_note")
    _say(note, "accurate", "", request, session, authority)
    now = note_of_visit(session, note.visit_id) or note
    return note_card(now, request, session, authority, f"On record: {note.school}")


def disputing_form(request: Request, session: Session, authority: Authority) -> Reply:
    """Which point of the note is wrong, in the headteacher's words."""
    note = note_meant(request, session, authority, "mark_note")
    hint = "Say what the note says and how it was. No pupil's name."
    point = Field("point", "What is wrong in it", "long_text", request.values.get("point", ""), hint=hint)
    return _form("Dispute a point", "dispute_record", "Send", point, note, session, authority, request)


def dispute(request: Request, session: Session, authority: Authority) -> Reply:
    """Put the disputed point on record beside the note, which stays as it was; the officer is asked to answer."""
    note = note_meant(request, session, authority, "mark_note")
    _say(note, "disputed", _words(request, "point"), request, session, authority)
    told = tell_of_note(request, session, authority, "note_disputed", note, revision=note.revision + 1)
    words = "What you say stands beside the note now, and the note stays as it was written."
    return _done(note, f"{words} {told_words(told)}")


def answering_form(request: Request, session: Session, authority: Authority) -> Reply:
    """The officer's answer to what the headteacher disputes."""
    note = note_meant(request, session, authority, "write_note")
    if not after_mark(note.state, "answered"):
        raise Instead(_nothing_to_say(note, session, authority))
    hint = "Say what is right. Both texts stay beside the note."
    answer = Field("answer", "Your answer", "long_text", request.values.get("answer", ""), hint=hint)
    return _form("Answer", "answer_dispute", "Send", answer, note, session, authority, request)


def answer(request: Request, session: Session, authority: Authority) -> Reply:
    """Put the officer's answer on record; the headteacher is asked whether it settles the matter."""
    note = note_meant(request, session, authority, "write_note")
    _say(note, "answered", _words(request, "answer"), request, session, authority)
    told = tell_of_note(request, session, authority, "note_answered", note, revision=note.revision + 1)
    return _done(note, f"Your answer stands beside the note now. {told_words(told)}")


def _form(
    title: str,
    action: str,
    submit: str,
    field: Field,
    note: NoteView,
    session: Session,
    authority: Authority,
    request: Request,
) -> Form:
    rows = said_rows(marks_of(session, note.id), authority)
    about = Text(f"Note of the visit on {say_day(note.held_on, local_day(request, authority))}.")
    return Form(
        title=f"{title}: {note.school}",
        action=action,
        fields=(field,),
        submit=submit,
        body=(about, Facts(tuple(rows))) if rows else (about,),
        hidden={"visit": str(note.visit_id), "seen": str(note.revision), "nonce": nonce()},
        notice=NOTICE,
        about=note.school_id,
    )


def _words(request: Request, name: str) -> str:
    words = request.values.get(name, "").strip()
    if len(words) > _MOST_CHARACTERS:
        raise Invalid(**{name: f"Please keep this under {_MOST_CHARACTERS} characters; it has {len(words)}."})
    return words


def _say(note: NoteView, mark: str, words: str, request: Request, session: Session, authority: Authority) -> None:
    """Add a word to the note as it was seen. Raises Instead where it was said already, or somebody was quicker."""
    state = after_mark(note.state, mark)
    seen = request.values.get("seen", "")
    said = NoteMark(note_id=note.id, mark=mark, words=words, by_id=request.standing.person_id, at=request.now)
    # A dispute is never lost for having been typed a moment too late: it joins what was said meanwhile.
    is_stale = mark != "disputed" and bool(seen) and number_in(seen) != note.revision
    if not state or is_stale or not mark_note(session, note, state, said):
        raise Instead(_nothing_to_say(note_of_visit(session, note.visit_id) or note, session, authority))


def _nothing_to_say(note: NoteView, session: Session, authority: Authority) -> Card:
    rows = said_rows(marks_of(session, note.id)[-1:], authority)
    last = f" Last: {rows[0][0].lower()}, {rows[0][1]}" if rows else ""
    words = f"The note is {STATE_WORDS[note.state]}. Nothing was changed now.{last}"
    return _done(note, words)


def _done(note: NoteView, words: str) -> Card:
    return Card(
        title=f"Note of visit: {note.school}",
        body=(Text(words),),
        buttons=(Button("Note of visit", "show_note", {"visit": str(note.visit_id)}),),
        notice=NOTICE,
        about=note.school_id,
    )
