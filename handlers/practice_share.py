"""Sharing practice and changing it: a school that shares consents; what an officer shares waits for its yes."""

from __future__ import annotations

from dataclasses import asdict, replace

from sqlalchemy import bindparam, select
from sqlmodel import Session

from config.authority import Authority
from framework.access import may
from framework.numbers import number_in
from handlers.asked import local_day
from handlers.cards import Card, Form, Reply, Text, say
from handlers.instead import Instead, Invalid
from handlers.practice_entries import (
    changed_meanwhile,
    entry_card,
    may_see,
    not_found,
    open_button,
    practice_asked,
    still_as_seen,
)
from handlers.practice_forms import LONGEST_TITLE, Facts, facts_given, fields_from_words, fields_of
from handlers.request import Action, Request
from handlers.visit_forms import nonce
from handlers.wording import clipped, say_list
from store.people import Person
from store.posts import heads_of, link_officers
from store.practice import PracticeView, add_practice, change_practice, practice_by_id, practices
from store.practice_offers import close_offer, offers_by_id
from store.schools import SchoolView

_PROMISE = "Nobody sees it before the school agrees and an officer has checked it."


def sharing_form(request: Request, session: Session, authority: Authority) -> Reply:
    """What is needed to share something, filled in as far as it is known."""
    school, author = _school(request), author_of(request, session)
    request = _from_offer(request, session)
    contact = author.email if author else _contact_of(school, request, session, authority)
    theirs = author is not None and author.id != request.standing.person_id
    asked = f"I ask {author.name} first, who wrote it. " if author and theirs else ""
    kept = {name: request.values[name] for name in ("author", "source", "offer") if request.values.get(name)}
    return Form(
        title=f"Share strong practice of {school.name}",
        action="practice_share",
        fields=fields_from_words(request, authority, contact),
        submit="Share",
        body=(Text(f"{asked}{_PROMISE}"),),
        hidden={"seed_code": school.seed_code, "nonce": nonce()} | kept,
        about=school.id,
    )


def author_of(request: Request, session: Session) -> Person | None:
    """Who wrote the message that the entry begins as, None where it begins as none."""
    named = request.values.get("author", "")
    person = session.get(Person, number_in(named))
    return person if person is not None and person.left_at is None else None


def _from_offer(request: Request, session: Session) -> Request:
    """The request with what an offered message of the asker's own says. Raises Instead where there is no such offer."""
    named = request.values.get("offer", "")
    if not named:
        return request
    offer = offers_by_id(session, [number_in(named)]).get(number_in(named))
    if offer is None or offer.author_id != request.standing.person_id or offer.state != "open":
        raise Instead(say("That message was shared or declined already."))
    told = {"summary": offer.words, "title": _first_line(offer.words), "source": offer.link}
    author = {"author": str(offer.author_id)}
    values = {**told, **author, **{name: value for name, value in request.values.items() if value}}
    return replace(request, action=Action(request.action.name, values))


def _first_line(words: str) -> str:
    return clipped(next((line.strip() for line in words.splitlines() if line.strip()), ""), 80)


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
    school, author = _school(request), author_of(request, session)
    facts = facts_given(request, authority)
    facts = replace(facts, title=_free_title(request, session, authority, school.id, facts.title))
    day = local_day(request, authority)
    found = {
        "school_id": school.id,
        "identified_by": _email(session, request.standing.person_id),
        "identified_on": day,
        "entered_by_id": request.standing.person_id,
        "author_id": author.id if author else None,
        "source": _web_address(request.values.get("source", "")),
    }
    agreed = _agreed(request, authority, school.id, author.id if author else None)
    practice_id = add_practice(session, found | asdict(facts) | agreed)
    if offer := number_in(request.values.get("offer", "")):
        close_offer(session, offer, "shared")
    view = practice_by_id(session, practice_id)
    assert view is not None, "just written in this transaction"
    return _taken_in(view, request, session, authority, "Taken in")


def _web_address(given: str) -> str:
    return given if given.startswith(("https://", "http://")) and len(given) <= 500 else ""


def _agreed(request: Request, authority: Authority, school_id: int, author_id: int | None) -> dict[str, object]:
    """Whose yes the entry has by the very hand that wrote it: a head's, its author's, or its link officer's check."""
    person, day = request.standing, local_day(request, authority)
    consents = may(authority.access, person, "consent_practice", school_id)
    author_says = "" if author_id is None else "yes" if author_id == person.person_id else "asked"
    checks = school_id in person.links and may(authority.access, person, "check_practice", school_id)
    return {
        "consent": "yes" if consents else "asked",
        "consent_by_id": person.person_id if consents else None,
        "consent_at": request.now if consents else None,
        "checked_by_id": person.person_id if checks else None,
        "checked_on": day if checks else None,
        "check_note": "",
        "confirmed_on": day if consents else None,
        "state": "shared" if consents and checks and author_says != "asked" else "draft",
        "author_says": author_says,
        "changed_by_id": person.person_id,
        "changed_at": request.now,
    }


def _free_title(
    request: Request, session: Session, authority: Authority, school_id: int, title: str, but: int = 0
) -> str:
    """The title, if the school has no entry of it. Raises Invalid for one that the asker may know of; beside one that
    they may not, theirs is numbered, so that a guessed title tells nothing."""
    same = session.execute(_SAME_TITLE, {"school": school_id, "title": title, "but": but}).scalar()
    if same is None:
        return title
    found = practice_by_id(session, same)
    if found is not None and not found.is_public and not may_see(found, request.standing, authority.access):
        return next(
            numbered
            for numbered in (f"{title[: LONGEST_TITLE - 5]} ({number})" for number in range(2, 100))
            if not session.execute(_SAME_TITLE, {"school": school_id, "title": numbered, "but": but}).first()
        )
    raise Invalid(title="The school has an entry of that title already. Please change that one, or choose another.")


_SAME_TITLE = select(practices.c.id).where(
    practices.c.school_id == bindparam("school"),
    practices.c.title == bindparam("title"),
    practices.c.id != bindparam("but"),
)


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
    if practice.waits_for_author:
        return f"I am asking {practice.author or 'its author'}, who wrote it, whether it may be shared."
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
    title = _free_title(request, session, authority, practice.school_id, facts.title, practice.id)
    facts = replace(facts, title=title)
    changes = {**asdict(facts), **_agreed(request, authority, practice.school_id, practice.author_id)}
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
