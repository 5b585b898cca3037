"""Who mentors whom: for the two themselves, their officers and oversight."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import Session

from config.authority import Authority
from framework.access import has_reach
from handlers.asked import not_yours
from handlers.cards import Button, Card, Reply, Text
from handlers.instead import Instead
from handlers.mentoring_access import may_know_pair, pair_asked
from handlers.mentoring_cards import NOTICE, pair_card
from handlers.mentoring_lists import listed, pairs_list
from handlers.request import Request
from handlers.wording import count
from store.mentoring import PairView, open_pairs, pairs_of
from store.mentoring_needs import waiting_needs
from store.mentors import LEADING
from store.schools import SchoolView


def mentor_of(request: Request, session: Session, authority: Authority) -> Reply:
    """The mentor or buddy of the asker, of the head of the school named, or of the person named."""
    person = request.values.get("person", "")
    if person and person != request.standing.name:
        return _of_person(person, request, session, authority)
    if request.school is None and not request.standing.heads:
        return pairs_list(request, session, authority)
    if request.school is None or request.school.id in request.standing.heads:
        return _own(request, session, authority)
    return _of_school(request.school, request, session, authority)


def _own(request: Request, session: Session, authority: Authority) -> Reply:
    mine = _known(pairs_of(session, request.standing.person_id or 0), request, authority)
    found = [pair for pair in mine if pair.mentee_id == request.standing.person_id]
    if len(found) == 1:
        return pair_card(found[0], request, authority)
    if found:
        return listed(found, "Your mentor and your buddy", request, authority)
    mentees = Button("My mentees", "my_mentees") if mine else None
    waits = any(need.person_id == request.standing.person_id for need in waiting_needs(session))
    may_ask = bool(request.standing.roles.intersection(LEADING))
    ask = Button("Ask for a mentor", "mentor_request", {"step": "form"}) if may_ask else None
    words = "No mentor or buddy is on record for you" + (
        "; I am looking for who fits best, on every school morning." if waits else "."
    )
    return Card(body=(Text(words),), buttons=tuple(button for button in (mentees, ask) if button), notice=NOTICE)


def _of_person(person: str, request: Request, session: Session, authority: Authority) -> Reply:
    """Whoever has no reach beyond their own school is refused before the name is looked at."""
    if not has_reach(authority.access, request.standing, "mentoring"):
        raise Instead(not_yours(request, session))
    found = _known([pair for pair in open_pairs(session) if pair.mentee == person], request, authority)
    return _shown(found, person, request, authority)


def _of_school(school: SchoolView, request: Request, session: Session, authority: Authority) -> Reply:
    found = [pair for pair in open_pairs(session) if pair.mentee_school_id == school.id]
    return _shown(_known(found, request, authority), f"the head of {school.name}", request, authority)


def _shown(found: Sequence[PairView], whom: str, request: Request, authority: Authority) -> Reply:
    about = request.school.id if request.school else None
    if not found:
        words = f"No mentor or buddy is on record for {whom}, as far as I can tell you."
        return Card(body=(Text(words),), notice=NOTICE, about=about)
    if len(found) == 1:
        return pair_card(found[0], request, authority)
    return listed(found, f"{count(len(found), 'pair')}", request, authority)


def _known(found: Sequence[PairView], request: Request, authority: Authority) -> list[PairView]:
    return [pair for pair in found if may_know_pair(authority, request.standing, pair)]


def my_mentees(request: Request, session: Session, authority: Authority) -> Reply:
    """Whom the asker mentors or is buddy of."""
    person = request.standing.person_id or 0
    mine = _known(pairs_of(session, person), request, authority)
    found = [pair for pair in mine if pair.mentor_id == person]
    if len(found) == 1:
        return pair_card(found[0], request, authority)
    if not found:
        return Card(body=(Text("You are nobody's mentor or buddy just now, by my record."),), notice=NOTICE)
    return listed(found, f"Your {count(len(found), 'mentee')}", request, authority)


def show_pair(request: Request, session: Session, authority: Authority) -> Reply:
    """One pair with what can be done about it."""
    return pair_card(pair_asked(request, session, authority), request, authority)
