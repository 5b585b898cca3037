"""Sharing practice and changing it: a school that shares consents; what an officer shares waits for its yes."""

from __future__ import annotations

from dataclasses import asdict

from sqlalchemy import select
from sqlmodel import Session

from config.authority import Authority
from framework.access import may
from handlers.asked import local_day
from handlers.cards import Card, Form, Reply, Text
from handlers.instead import Instead, Invalid
from handlers.practice_entries import (
    changed_meanwhile,
    entry_card,
    not_found,
    open_button,
    practice_asked,
    still_as_seen,
)
from handlers.practice_forms import Facts, facts_given, fields_from_words, fields_of
from handlers.request import Request
from handlers.visit_forms import nonce
from handlers.wording import say_list
from store.people import Person
from store.posts import heads_of, link_officers
from store.practice import PracticeView, add_practice, change_practice, practice_by_id, practices
from store.schools import SchoolView

_PROMISE = "Nobody sees it before the school agrees and an officer has checked it."


def sharing_form(request: Request, session: Session, authority: Authority) -> Reply:
    """What is needed to share something, filled in as far as it is known."""
    school = _school(request)
    return Form(
        title=f"Share strong practice of {school.name}",
        action="practice_share",
        fields=fields_from_words(request, authority, _contact_of(school, request, session, authority)),
        submit="Share",
        body=(Text(_PROMISE),),
        hidden={"seed_code": school.seed_code, "nonce": nonce()},
        about=school.id,
    )


def _school(request: Request) -> SchoolView:
    assert request.school is not None, "the dispatcher finds the school before it calls"
    return request.school


def _contact_of(school: SchoolView, request: Request, session: Session, authority: Authority) -> str:
    """The asker's own address where it is their school, else that of whoever leads it."""
    if school.id in request.standing.heads:
        return _email(session, request.standing.person_id)
    leading = heads_of(session, school.id, local_day(request, authority))
    return leading[0].email if leading else ""


def _email(session: Session, person_id: int | None) -> str:
    person = session.get(Person, person_id) if person_id else None
    return person.email if person else ""


def share(request: Request, session: Session, authority: Authority) -> Reply:
    """Put a new entry on record as a draft; whoever must agree or check is asked with the next round."""
    school, facts = _school(request), facts_given(request, authority)
    _title_is_free(session, school.id, facts.title)
    day = local_day(request, authority)
    found = {
        "school_id": school.id,
        "identified_by": _email(session, request.standing.person_id),
        "identified_on": day,
        "entered_by_id": request.standing.person_id,
    }
    practice_id = add_practice(session, found | asdict(facts) | _agreed(request, authority, school.id))
    view = practice_by_id(session, practice_id)
    assert view is not None, "just written in this transaction"
    return _taken_in(view, request, session, authority, "Taken in")


def _agreed(request: Request, authority: Authority, school_id: int) -> dict[str, object]:
    """Whose yes the entry has by the very hand that wrote it: a head's consent, or its link officer's check."""
    person, day = request.standing, local_day(request, authority)
    consents = may(authority.access, person, "consent_practice", school_id)
    checks = school_id in person.links and may(authority.access, person, "check_practice", school_id)
    return {
        "consent": "yes" if consents else "asked",
        "consent_by_id": person.person_id if consents else None,
        "consent_at": request.now if consents else None,
        "checked_by_id": person.person_id if checks else None,
        "checked_on": day if checks else None,
        "check_note": "",
        "confirmed_on": day if consents else None,
        "state": "shared" if consents and checks else "draft",
        "changed_by_id": person.person_id,
        "changed_at": request.now,
    }


def _title_is_free(session: Session, school_id: int, title: str, but: int = 0) -> None:
    same = select(practices.c.id).where(
        practices.c.school_id == school_id, practices.c.title == title, practices.c.id != but
    )
    if session.execute(same).first():
        raise Invalid(title="The school has an entry of that title already. Please change that one, or choose another.")


def _taken_in(practice: PracticeView, request: Request, session: Session, authority: Authority, done: str) -> Card:
    return Card(
        title=f"{done}: {practice.title}",
        body=(Text(_what_comes_next(practice, request, session, authority)),),
        # An officer of other schools enters it and does not see it before it is shared.
        buttons=(open_button(practice),)
        if practice.is_public or may(authority.access, request.standing, "practice_draft", practice.school_id)
        else (),
        about=practice.school_id,
    )


def _what_comes_next(practice: PracticeView, request: Request, session: Session, authority: Authority) -> str:
    if practice.is_public:
        return "Everybody can find it now."
    day = local_day(request, authority)
    if practice.consent != "yes":
        names = say_list([holder.name for holder in heads_of(session, practice.school_id, day)])
        return f"I am asking {names or 'the school, once somebody leads it,'} whether it may be shared."
    names = say_list(
        [one.name for one in link_officers(session, day, [practice.school_id]).get(practice.school_id, [])]
    )
    return f"I am asking {names or 'the quality improvement team'} to check it. Then everybody can find it."


def changing_form(request: Request, session: Session, authority: Authority) -> Reply:
    """An entry to be changed, as it stands."""
    practice = practice_asked(request, session, authority, "share_practice")
    _may_be_changed(request, practice, authority)
    asked = (Text(f"The officer asks: {practice.check_note}"),) if practice.check_note else ()
    return Form(
        title=f"Change: {practice.title}",
        action="practice_change",
        fields=fields_of(practice, authority),
        submit="Save",
        body=(*asked, Text(_PROMISE)),
        hidden={"practice": str(practice.id), "revision": str(practice.revision), "nonce": nonce()},
        about=practice.school_id,
    )


def change(request: Request, session: Session, authority: Authority) -> Reply:
    """Save a changed entry: what was agreed and checked was the text before, so both are asked for anew."""
    practice = practice_asked(request, session, authority, "share_practice")
    _may_be_changed(request, practice, authority)
    revision = still_as_seen(request, practice, authority)
    facts = facts_given(request, authority)
    if practice.state == "shared" and facts == _facts_of(practice):
        return entry_card(practice, request, authority, f"Nothing was changed: {practice.title}")
    _title_is_free(session, practice.school_id, facts.title, practice.id)
    changes = {**asdict(facts), **_agreed(request, authority, practice.school_id)}
    if not change_practice(session, practice.id, revision, changes):
        raise Instead(changed_meanwhile(practice_by_id(session, practice.id) or practice, authority))
    view = practice_by_id(session, practice.id) or practice
    return _taken_in(view, request, session, authority, "Changed")


def _may_be_changed(request: Request, practice: PracticeView, authority: Authority) -> None:
    """Everybody who sees a shared entry is not yet one who may change it."""
    if not may(authority.access, request.standing, "practice_draft", practice.school_id):
        raise Instead(not_found())


def _facts_of(practice: PracticeView) -> Facts:
    return Facts(
        practice.title,
        practice.summary,
        practice.what_changed,
        practice.themes_text,
        practice.qi_text,
        practice.stage,
        practice.contact_email,
    )
