"""Telling the other side what was said about a note of visit: a duty of its own, read out as the note then stands."""

from __future__ import annotations

from sqlmodel import Session

from config.authority import Authority
from handlers.asked import local_day
from handlers.request import Request
from handlers.telling import useful_until
from handlers.visit_duties import officers_of
from store.duties import Duty
from store.notes import NoteView
from store.posts import Holder, heads_of, officers_on
from store.schools import school_by_id
from store.visits import visit_by_id


def tell_of_note(
    request: Request, session: Session, authority: Authority, rule: str, note: NoteView, revision: int
) -> list[Holder]:
    """Enqueue what one side is told of the note at `revision`: a dispute the officers, an answer the headteacher."""
    day = local_day(request, authority)
    visit = visit_by_id(session, note.visit_id)
    if rule == "note_disputed" and visit is not None:
        found = officers_of(visit, officers_on(session, day, [note.school_id]))
    else:
        found = heads_of(session, note.school_id, day)
    told = [holder for holder in found if holder.person_id != request.standing.person_id]
    school = school_by_id(session, note.school_id)
    for holder in told:
        cluster = school.cluster if school and rule != "note_disputed" else ""
        opens = authority.sending.next_open(request.now, authority.school_year, cluster)
        session.add(
            Duty(
                rule=rule,
                kind=rule,
                subject=f"note:{note.id}",
                revision=revision,
                recipient_id=holder.person_id,
                school_id=note.school_id,
                cluster=cluster,
                not_before=opens,
                send_by=useful_until(opens, authority, cluster),
                made_at=request.now,
            )
        )
    return told
