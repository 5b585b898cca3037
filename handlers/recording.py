"""Writing a visit up: the note's form, a draft kept half written, and the note sent to the headteacher."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

from sqlmodel import Session

from config.authority import Authority
from framework.numbers import number_in
from handlers.asked import local_day
from handlers.cards import Button, Card, Form, Reply, Text
from handlers.given import day_of
from handlers.instead import Instead, Invalid
from handlers.note_form import KEEP, Given, asked_of, fields_of, given_in, kept_values
from handlers.note_times import NoteTimes
from handlers.request import Request
from handlers.telling import tell
from handlers.visit_forms import changed_meanwhile, nonce, still_as_seen, told_words
from handlers.visits import may_touch, visit_asked, visit_facts
from handlers.wording import say_day, say_when
from store.next_steps import add_note
from store.note_drafts import NoteDraft, draft_of, drafts_of, forget_draft, keep_draft
from store.people import Person
from store.visits import VisitNote, VisitView, change_visit, note_of, unrecorded_visits, visit_by_id

_OFFERED = 5


def recording_form(request: Request, session: Session, authority: Authority) -> Reply:
    """The note of the visit meant, as its type asks; what its writer kept of it stands in the fields."""
    visit = _visit_meant(request, session, authority)
    if not visit.lacks_note:
        raise Instead(_not_to_record(visit, session, authority))
    _must_have_begun(visit, request, authority)
    today = local_day(request, authority)
    draft = draft_of(session, request.standing.person_id or 0, visit.id)
    kept: dict[str, str] = json.loads(draft.kept) if draft else {}
    times = NoteTimes(session, authority, [visit.school_id])
    lines = [Text(f"The note goes to the headteacher. {times.say(times.of_visit(visit), today)}")]
    if draft:
        lines.append(Text(f"This is your draft of {say_when(draft.saved_at, authority.timezone, today)}."))
    return Form(
        title=f"Note of visit: {visit.school}",
        action="record_visit",
        fields=fields_of(asked_of(visit, session, authority, today), kept | dict(request.values)),
        submit="Record",
        body=(visit_facts(visit, authority, today), *lines),
        hidden={
            "visit": str(visit.id),
            "revision": str(visit.revision),
            "draft": str(draft.revision if draft else 0),
            "nonce": nonce(),
        },
        notice="Cairn has a note of visit for you to fill in",
        about=visit.school_id,
    )


def _visit_meant(request: Request, session: Session, authority: Authority) -> VisitView:
    if request.values.get("visit"):
        return visit_asked(request, session, authority, "write_note")
    schools = [request.school.id] if request.school else request.standing.links
    officer = None if request.school else request.standing.person_id
    found = unrecorded_visits(session, schools, request.now, officer=officer)
    found = [visit for visit in found if may_touch(visit, request, authority, "write_note")]
    named = [visit for visit in found if _day_of(visit, authority).isoformat() == request.values.get("date")]
    if len(named or found) == 1 and (named or not request.values.get("date")):
        return (named or found)[0]
    if not found:
        raise Instead(Card(body=(Text("Every visit so far has its record. To add one, book it first."),)))
    raise Instead(_which_visit(named or found, bool(named), request, session, authority))


def _day_of(visit: VisitView, authority: Authority) -> date:
    return visit.starts_at.astimezone(authority.timezone).date()


def _which_visit(found: list[VisitView], fits: bool, request: Request, session: Session, authority: Authority) -> Card:
    today = local_day(request, authority)
    begun = {draft.visit_id for draft in drafts_of(session, request.standing.person_id or 0)}
    choices = tuple(
        Button(
            f"{say_when(v.starts_at, authority.timezone, today)}, {v.school}{' (draft)' if v.id in begun else ''}",
            "record_visit",
            {"visit": str(v.id)},
        )
        for v in found[:_OFFERED]
    )
    missed = "" if fits or not request.values.get("date") else _no_visit_on(request.values["date"], today)
    return Card(body=(Text(f"{missed}Which visit do you want to record?"),), choices=choices)


def _no_visit_on(given: str, today: date) -> str:
    try:
        return f"No visit without a note is on record for {say_day(day_of(given), today)}. "
    except ValueError as error:
        return f"{error} "


def record(request: Request, session: Session, authority: Authority) -> Reply:
    """Send the note: it is on record, the visit 'done', the headteacher told. Or keep it as its writer's draft.

    Where somebody was quicker, what was written stays as a draft, and nothing else is changed.
    """
    visit = visit_asked(request, session, authority, "write_note")
    if request.values.get("then") == KEEP and visit.lacks_note:
        return _kept(visit, request, session, authority)
    written = note_of(session, visit.id)
    if written is not None and written.written_by_id == request.standing.person_id:
        return _not_to_record(visit, session, authority)
    _save(visit, request, session)
    try:
        return _sent(visit, request, session, authority)
    except Instead as instead:
        kept = Text("What you wrote is kept as your draft, under “my unfinished notes”.")
        raise Instead(replace(instead.reply, body=(*instead.reply.body, kept))) from None


def _save(visit: VisitView, request: Request, session: Session) -> None:
    writer = request.standing.person_id or 0
    there = draft_of(session, writer, visit.id)
    draft = NoteDraft(visit_id=visit.id, writer_id=writer, kept=kept_values(request.values), saved_at=request.now)
    keep_draft(session, draft, there.revision if there else 0)


def _sent(visit: VisitView, request: Request, session: Session, authority: Authority) -> Card:
    if not visit.lacks_note:
        raise Instead(_not_to_record(visit, session, authority))
    _must_have_begun(visit, request, authority)
    revision = still_as_seen(request, visit, session, authority)
    given = given_in(request, asked_of(visit, session, authority, local_day(request, authority)))
    by_whom = {"changed_by_id": request.standing.person_id, "changed_at": request.now}
    if not change_visit(session, visit.id, revision, {"status": "done", "mode": given.mode, **by_whom}):
        raise Instead(changed_meanwhile(visit_by_id(session, visit.id) or visit, session, authority))
    due_on = NoteTimes(session, authority, [visit.school_id]).due_on(visit.school_id, given.held_on)
    add_note(session, _note(visit, given, due_on, request), given.steps)
    forget_draft(session, request.standing.person_id or 0, visit.id)
    return _recorded(visit.id, due_on, request, session, authority)


def _must_have_begun(visit: VisitView, request: Request, authority: Authority) -> None:
    """Raises Instead for a visit still to come: one that was held earlier is moved first."""
    today = local_day(request, authority)
    if _day_of(visit, authority) > today:
        when = say_when(visit.starts_at, authority.timezone, today)
        words = f"This visit to {visit.school} is still to come ({when}). If it was held earlier, move it first."
        show = Button("Show the visit", "show_visit", {"visit": str(visit.id)})
        raise Instead(Card(body=(Text(words),), buttons=(show,), about=visit.school_id))


def _note(visit: VisitView, given: Given, due_on: date, request: Request) -> VisitNote:
    return VisitNote(
        visit_id=visit.id,
        held_on=given.held_on,
        due_on=due_on,
        strengths=given.strengths,
        evidence=given.evidence,
        qis=given.qis,
        tier_discussed=given.tier_discussed,
        answers=given.answers,
        written_by_id=request.standing.person_id,
        written_at=request.now,
        since=request.now,
    )


def _kept(visit: VisitView, request: Request, session: Session, authority: Authority) -> Card:
    writer, seen = request.standing.person_id or 0, request.values.get("draft", "")
    there = draft_of(session, writer, visit.id)
    draft = NoteDraft(visit_id=visit.id, writer_id=writer, kept=kept_values(request.values), saved_at=request.now)
    over = number_in(seen) if seen else (there.revision if there else 0)
    if not keep_draft(session, draft, over):
        when = say_when(there.saved_at, authority.timezone) if there else "just now"
        raise Invalid(
            then=f"You kept another draft of this note meanwhile ({when}). Send this again to have it take its place."
        )
    day = say_day(_day_of(visit, authority), local_day(request, authority))
    words = f"Your draft about the visit to {visit.school} on {day} is kept. Only you see it."
    return Card(
        body=(Text(words),),
        buttons=(
            Button("Go on writing", "record_visit", {"visit": str(visit.id)}),
            Button("My unfinished notes", "my_drafts"),
        ),
        about=visit.school_id,
    )


def _recorded(visit_id: int, due_on: date, request: Request, session: Session, authority: Authority) -> Card:
    view = visit_by_id(session, visit_id)
    assert view is not None, "just written in this transaction"
    told = tell(request, session, authority, "note_written", view)
    today = local_day(request, authority)
    timing = "in time" if today <= due_on else f"which was due by {say_day(due_on, today)}"
    return Card(
        title=f"Recorded: {view.school}",
        body=(Text(f"The note of visit is on record, {timing}. {told_words(told)}"),),
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
