"""An officer's own visits at schools that are not theirs, and whose the note of a visit is to write."""

from __future__ import annotations

from sqlmodel import Session

from config.authority import Authority
from handlers.cards import Button, Card, Text
from handlers.request import Request
from handlers.table import Capability


def schools_visited(request: Request, capability: Capability, session: Session, authority: Authority) -> frozenset[int]:
    """The schools at which the asker holds a visit, where its own officer may do the matter as a link officer may."""
    person = request.standing
    is_for_its_officer = "link_officer" in authority.access.get(capability.matter, frozenset())
    if not (capability.of_visit and is_for_its_officer and person.is_officer and person.person_id):
        return frozenset()
    from store.visits import schools_visited_by

    return schools_visited_by(session, person.person_id)


def officer_writes() -> Card:
    """What a headteacher is told who would write a note of visit, whichever school they name."""
    words = "The note of a visit is the link officer's to write. Once sent, you read it here and say if it is right."
    return Card(body=(Text(words),), buttons=(Button("The last note", "show_note"),), refused=True)
