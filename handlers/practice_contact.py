"""Putting somebody in touch with the people behind a piece of practice."""

from __future__ import annotations

from dataclasses import replace

from sqlmodel import Session

from config.authority import Authority
from handlers.asked import local_day, standing_of
from handlers.cards import Button, Card, Reply, Text, say
from handlers.instead import Instead
from handlers.practice_entries import contact_button, not_found, open_button, practice_asked
from handlers.practice_finding import find, own_shape, search_of
from handlers.practice_telling import tell_people
from handlers.request import Request
from handlers.wording import clipped
from store.introductions import introduce
from store.posts import heads_of
from store.practice import PracticeView

_OFFERED = 5


def contact_card(request: Request, session: Session, authority: Authority) -> Reply:
    """Whom to speak to: of the entry that a button names, or of those that the words mean."""
    if request.values.get("practice"):
        return _offer(_public(request, session, authority))
    search = search_of(request, authority)
    if search.is_for_anything:
        return say("About which practice? Ask me for practice on something first, and press its contact button.")
    hits = find(session, authority, search, own_shape(request, session, authority))
    if not hits:
        return say("I found no strong practice for that, so I know nobody to put you in touch with.")
    if len(hits) == 1:
        return _offer(hits[0].practice)
    choices = tuple(
        contact_button(hit.practice, clipped(f"{hit.practice.title} – {hit.practice.school}", 70))
        for hit in hits[:_OFFERED]
    )
    return Card(body=(Text("About which of these?"),), choices=choices)


def _offer(practice: PracticeView) -> Card:
    words = f"“{practice.title}” is from {practice.school}. Shall I tell its contact that you would like to hear more?"
    return Card(
        body=(Text(words),), buttons=(contact_button(practice), open_button(practice)), about=practice.school_id
    )


def _public(request: Request, session: Session, authority: Authority) -> PracticeView:
    practice = practice_asked(request, session, authority)
    if not practice.is_public:
        raise Instead(not_found())
    return practice


def put_in_touch(request: Request, session: Session, authority: Authority) -> Reply:
    """The contact's address for the asker, and a word of introduction to the contact (or to the school's head)."""
    practice = _public(request, session, authority)
    if practice.school_id in request.standing.heads:
        return say("That is your own school's practice.")
    contacts = _contacts(practice, session, request, authority)
    if practice.contact_id not in contacts:
        practice = _without_contact(practice)
    contacts.pop(request.standing.person_id or 0, None)
    introduction = introduce(session, practice.id, request.standing.person_id or 0, request.now)
    if introduction is not None:
        subject = f"introduction:{introduction}"
        tell_people(request, session, authority, "practice_introduction", subject, practice, contacts)
    return _introduced(practice, contacts, introduction is not None)


def _contacts(practice: PracticeView, session: Session, request: Request, authority: Authority) -> dict[int, str]:
    """The contact where they hold a post today, else who leads the school: id and name."""
    day = local_day(request, authority)
    if practice.contact_id is not None and standing_of(session, authority, practice.contact_id, day).is_known:
        return {practice.contact_id: practice.contact}
    leading = heads_of(session, practice.school_id, day)
    return {holder.person_id: holder.name for holder in leading}


def _without_contact(practice: PracticeView) -> PracticeView:
    """As it is answered while its contact holds no post: the head of its school stands for them."""
    return practice if practice.contact_id is None else replace(practice, contact_id=None, contact="", contact_email="")


def _introduced(practice: PracticeView, contacts: dict[int, str], is_new: bool) -> Card:
    address = f" ({practice.contact_email})" if practice.contact_email else ""
    names = " and ".join(sorted(contacts.values()))
    who = practice.contact or practice.contact_email or names
    lines = [f"The contact for “{practice.title}” at {practice.school} is {who}{address if practice.contact else ''}."]
    if not who:
        lines = [f"No contact for “{practice.title}” is on record. Please ring {practice.school}."]
    if is_new and contacts:
        lines.append(f"I am telling {names} that you would like to hear more.")
    elif contacts:
        lines.append(f"{names} knows already that you asked.")
    return Card(
        body=tuple(map(Text, lines)),
        buttons=(Button("Open it", "show_practice", {"practice": str(practice.id)}),),
        about=practice.school_id,
    )
