"""A note of visit as it is read: what it says, its next steps, and what headteacher and officer said about it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from typing import Final

from sqlmodel import Session

from config.authority import Authority
from framework.access import may_about_visit
from framework.notes import ACCURATE, ANSWERED, DISPUTED, SETTLED, WAITING, after_mark, read_indicators
from handlers.asked import local_day
from handlers.cards import Button, Card, Download, Element, Facts, Table
from handlers.note_form import TIER_WORDS
from handlers.request import Request
from handlers.wording import MODES, say_day, say_when
from store.next_steps import StepView, steps_of
from store.notes import MarkView, NoteView, marks_of

NOTICE: Final = "Cairn has a note of visit for you."
STATE_WORDS: Final = {
    WAITING: "waits for the headteacher's word",
    ACCURATE: "marked accurate",
    DISPUTED: "disputed, waits for the officer's answer",
    ANSWERED: "disputed and answered, waits for the headteacher's word",
    SETTLED: "disputed, answered and settled",
}
MARK_WORDS: Final = {"accurate": "Accurate", "disputed": "Disputed", "answered": "Answer"}
_TAPS = 3


def may_on_note(note: NoteView | StepView, request: Request, authority: Authority, matter: str) -> bool:
    """Whether the asker may know or do `matter` about the visit of this note."""
    return may_about_visit(authority.access, request.standing, matter, note.school_id, note.officer_id)


def note_card(note: NoteView, request: Request, session: Session, authority: Authority, title: str = "") -> Card:
    """The whole note, with what this person may do about it."""
    today = local_day(request, authority)
    next_steps = steps_of(session, note.id)
    said = marks_of(session, note.id)
    body: list[Element] = [Facts(tuple(_about(note, authority))), Facts(tuple(content_of(note, authority)))]
    if next_steps:
        body.append(steps_table(next_steps, today))
    body.append(Facts((("State", STATE_WORDS[note.state]), *said_rows(said, authority))))
    values = {"visit": str(note.visit_id)}
    body += [Download("As a PDF", "note_pdf", values), Download("For Word", "note_docx", values)]
    return Card(
        title=title or f"Note of visit: {note.school}",
        body=tuple(body),
        buttons=(*_note_buttons(note, request, authority), *_step_buttons(next_steps, request, authority)),
        notice=NOTICE,
        about=note.school_id,
    )


def _about(note: NoteView, authority: Authority) -> list[tuple[str, str]]:
    timing = ""
    if note.due_on is not None:
        sent_on = note.written_at.astimezone(authority.timezone).date()
        timing = ", in time" if sent_on <= note.due_on else f", due by {say_day(note.due_on)}"
    return [
        ("Held on", f"{say_day(note.held_on)} ({MODES.get(note.mode, note.mode)})"),
        ("Kind", authority.visit_type(note.visit_type).label),
        ("Written by", note.written_by or "nobody is on record"),
        ("Sent on", f"{say_when(note.written_at, authority.timezone)}{timing}"),
    ]


def content_of(note: NoteView, authority: Authority) -> list[tuple[str, str]]:
    """What the note says, a heading and its text each, without what was left empty."""
    rows = [
        ("Strengths", note.strengths or "none noted"),
        ("Evidence looked at", note.evidence),
        ("Quality indicators discussed", say_indicators(note.qis, authority)),
        ("Tier discussed", TIER_WORDS.get(note.tier_discussed, "")),
        *((label, text) for label, text in json.loads(note.answers)),
    ]
    return [(label, text) for label, text in rows if text]


def say_indicators(kept: str, authority: Authority) -> str:
    """'2.3 Learning, teaching and assessment: 4 good; …', '' where none was discussed."""
    names, grades = authority.framework.quality_indicators, authority.framework.quality_grades
    parts = []
    for one in read_indicators(kept):
        grade = f": {one.grade} {grades.get(one.grade, '')}".rstrip() if one.grade else ""
        parts.append(f"{one.key} {names.get(one.key, '')}".strip() + grade)
    return "; ".join(parts)


def steps_table(found: Sequence[StepView], today: date | None) -> Table:
    """What, who, by when, and whether it is done."""
    rows = tuple((f"{s.number}. {s.step}", s.owner or "not named", _by(s, today), step_state(s)) for s in found)
    return Table(("Next step", "Who", "By", "State"), rows, "Next steps")


def _by(step: StepView, today: date | None) -> str:
    return say_day(step.due_on, today) if step.due_on else "no day set"


def step_state(step: StepView) -> str:
    """'open', or by whom it was done."""
    if step.is_open:
        return "open"
    return f"done ({step.changed_by})" if step.changed_by else "done"


def said_rows(said: Sequence[MarkView], authority: Authority) -> list[tuple[str, str]]:
    """Everything that was said about the note, with who and when, in order."""
    rows = []
    for mark in said:
        when = say_when(mark.at, authority.timezone)
        who = f"{mark.by or 'somebody'}, {when}"
        rows.append((MARK_WORDS[mark.mark], f"{who}: {mark.words}" if mark.words else who))
    return rows


def _note_buttons(note: NoteView, request: Request, authority: Authority) -> list[Button]:
    values = {"visit": str(note.visit_id), "seen": str(note.revision)}
    found = []
    if may_on_note(note, request, authority, "mark_note"):
        if after_mark(note.state, "accurate"):
            label = "That settles it" if note.state == ANSWERED else "It is accurate"
            found.append(Button(label, "mark_accurate", values, style="primary"))
        if after_mark(note.state, "disputed"):
            found.append(Button("Something is wrong", "dispute_record", values))
    if may_on_note(note, request, authority, "write_note") and after_mark(note.state, "answered"):
        found.append(Button("Answer", "answer_dispute", values, style="primary"))
    return found


def _step_buttons(found: Sequence[StepView], request: Request, authority: Authority) -> list[Button]:
    open_ones = [step for step in found if step.is_open and may_do_step(step, request, authority)]
    return [Button(f"Step {step.number} is done", "step_done", step_values(step)) for step in open_ones[:_TAPS]]


def step_values(step: StepView) -> dict[str, str]:
    """What a button about a step carries."""
    return {"next_step": str(step.id), "seen": str(step.revision)}


def may_do_step(step: StepView, request: Request, authority: Authority) -> bool:
    """Whether the asker may say that a step is done, or by when: either side of the visit, who may read its note."""
    if not may_on_note(step, request, authority, "note"):
        return False
    own = step.owner_id is not None and step.owner_id == request.standing.person_id
    return own or any(may_on_note(step, request, authority, matter) for matter in ("mark_note", "write_note"))
