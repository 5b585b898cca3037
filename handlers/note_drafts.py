"""Notes of visit that the asker has half written: found again, gone on with, thrown away."""

from __future__ import annotations

import json

from sqlmodel import Session

from config.authority import Authority
from framework.numbers import number_in
from handlers.asked import local_day
from handlers.cards import Button, Card, Reply, Text
from handlers.request import Request
from handlers.wording import say_day, say_when
from store.note_drafts import DraftView, drafts_of, forget_draft

_READ_OUT = ("strengths", "evidence", "next_steps")


def my_drafts(request: Request, session: Session, authority: Authority) -> Reply:
    """The notes that the asker has half written, the latest first."""
    found = drafts_of(session, request.standing.person_id or 0)
    if not found:
        return Card(body=(Text("You have no unfinished note of visit."),))
    today = local_day(request, authority)
    lines, buttons = list[Text](), list[Button]()
    for draft in found:
        day = say_day(draft.starts_at.astimezone(authority.timezone).date(), today)
        values = {"visit": str(draft.visit_id)}
        lines.append(Text(f"• {draft.school}, {day}: kept {say_when(draft.saved_at, authority.timezone, today)}."))
        if draft.is_closed:
            lines += [Text("The visit was recorded or cancelled meanwhile. You had written:"), *_read_out(draft)]
            buttons.append(Button(f"Throw away: {draft.school}, {day}", "drop_draft", values))
        else:
            buttons.append(Button(f"{draft.school}, {day}", "record_visit", values))
    notice = "Cairn has your unfinished notes"
    return Card(title="Your unfinished notes", body=tuple(lines), buttons=tuple(buttons), notice=notice)


def _read_out(draft: DraftView) -> list[Text]:
    kept: dict[str, str] = json.loads(draft.kept)
    written = [text for name, text in kept.items() if name in _READ_OUT or name.startswith(("q_", "step_"))]
    return [Text(text) for text in written if not text.isdecimal() and text not in ("school", "authority")]


def drop_draft(request: Request, session: Session, authority: Authority) -> Reply:
    """Throw one of the asker's own drafts away."""
    gone = forget_draft(session, request.standing.person_id or 0, number_in(request.values["visit"]))
    return Card(body=(Text("The draft is thrown away." if gone else "You have no draft about that visit."),))
