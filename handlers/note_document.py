"""A note of visit as a document that an officer sends: who, where and when, what it says, what was said about it."""

from __future__ import annotations

from datetime import date

from sqlmodel import Session

from config.authority import Authority
from framework.notes import read_indicators
from handlers.asked import local_day
from handlers.documents import Document, Grid, Heading, Paragraph, Part, file_name
from handlers.files import File
from handlers.note_card import STATE_WORDS, content_of
from handlers.notes import note_meant
from handlers.request import Request
from handlers.wording import MODES, say_day, say_when
from store.next_steps import StepView, steps_of
from store.notes import MarkView, NoteView, marks_of

_INDICATORS = "Quality indicators discussed"
_SAID = {
    "accurate": "{who} marked this note accurate on {when}.",
    "disputed": "{who} disputed a point on {when}:",
    "answered": "{who} answered on {when}:",
}
_SETTLED = "{who} said on {when} that this settles it."
_WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def note_pdf(request: Request, session: Session, authority: Authority) -> File:
    """The note of a visit as a PDF. Raises Instead for who may not read it."""
    from handlers.document_pdf import to_pdf

    name, document = _made(request, session, authority)
    return File(f"{name}.pdf", "application/pdf", to_pdf(document))


def note_docx(request: Request, session: Session, authority: Authority) -> File:
    """The note of a visit as a Word document. Raises Instead for who may not read it."""
    from handlers.document_docx import to_docx

    name, document = _made(request, session, authority)
    return File(f"{name}.docx", _WORD_TYPE, to_docx(document))


def _made(request: Request, session: Session, authority: Authority) -> tuple[str, Document]:
    note = note_meant(request, session, authority, "note")
    name = file_name("note of visit", note.school, note.held_on.isoformat())
    return name, document_of(note, steps_of(session, note.id), marks_of(session, note.id), request, authority)


def document_of(
    note: NoteView, steps: list[StepView], said: list[MarkView], request: Request, authority: Authority
) -> Document:
    """The whole note as it stands on the request's day."""
    parts: list[Part] = [Grid(tuple(_about(note, authority)), (0.26, 0.74), by_label=True)]
    for label, text in content_of(note, authority):
        parts.append(Heading(label))
        parts.append(_indicators(note, authority) if label == _INDICATORS else Paragraph(text))
    parts += [Heading("Next steps"), _steps(steps)]
    parts += [Heading("Whether the school finds it accurate"), *_said(note, said, authority)]
    today = local_day(request, authority)
    return Document(
        title=f"Note of visit: {note.school}",
        language="en-GB",
        author=note.written_by or authority.name,
        made_at=note.written_at,
        footer=f"{authority.name}. Note of visit, {note.school}, {say_day(note.held_on)}. As of {say_day(today)}.",
        parts=tuple(parts),
    )


def _about(note: NoteView, authority: Authority) -> list[tuple[str, str]]:
    return [
        ("School", note.school),
        ("Held on", say_day(note.held_on)),
        ("Kind of visit", authority.visit_type(note.visit_type).label),
        ("How", MODES.get(note.mode, note.mode)),
        ("Link officer", note.officer or "nobody is named"),
        ("Written by", note.written_by or "nobody is on record"),
        ("Sent on", say_when(note.written_at, authority.timezone)),
        ("Status", STATE_WORDS[note.state]),
    ]


def _indicators(note: NoteView, authority: Authority) -> Grid:
    names, grades = authority.framework.quality_indicators, authority.framework.quality_grades
    rows = [
        (f"{one.key} {names.get(one.key, '')}".strip(), f"{one.grade} {grades.get(one.grade, 'no grade')}".strip())
        for one in read_indicators(note.qis)
    ]
    return Grid((("Quality indicator", "Grade"), *rows), (0.74, 0.26))


def _steps(steps: list[StepView]) -> Part:
    if not steps:
        return Paragraph("None were agreed.")
    rows = [(f"{step.number}. {step.step}", step.owner or "not named", _day(step.due_on), step.state) for step in steps]
    return Grid((("Next step", "Who", "By", "State"), *rows), (0.46, 0.22, 0.2, 0.12))


def _day(day: date | None) -> str:
    return say_day(day) if day else "no day set"


def _said(note: NoteView, said: list[MarkView], authority: Authority) -> list[Part]:
    if not said:
        return [Paragraph("The headteacher has not said yet whether this note is accurate.")]
    parts: list[Part] = []
    before = ""
    for mark in said:
        words = _SETTLED if mark.mark == "accurate" and before == "answered" else _SAID[mark.mark]
        parts.append(Paragraph(words.format(who=mark.by or "Somebody", when=say_when(mark.at, authority.timezone))))
        parts += [Paragraph(f"“{mark.words}”")] if mark.words else []
        before = mark.mark
    return parts
