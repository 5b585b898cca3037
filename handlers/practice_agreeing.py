"""What makes practice everybody's: its school's consent, an officer's check, and 'still true' after a while."""

from __future__ import annotations

from collections.abc import Mapping

from sqlmodel import Session

from config.authority import Authority
from framework.access import may
from handlers.asked import local_day
from handlers.cards import Button, Card, Field, Form, Reply, Text, say
from handlers.instead import Instead, Invalid
from handlers.practice_entries import (
    changed_meanwhile,
    entry_card,
    how_it_stands,
    may_withdraw,
    not_found,
    open_button,
    practice_asked,
    still_as_seen,
)
from handlers.practice_message import answered_by_author
from handlers.practice_telling import tell_school
from handlers.request import Request
from handlers.visit_forms import nonce
from handlers.wording import clipped, count
from store.practice import PracticeView, change_practice, practice_by_id, unshared_practices

_LONGEST_NOTE = 1000
_LISTED = 10


def consent(request: Request, session: Session, authority: Authority) -> Reply:
    """The school's yes or no to its practice being shared."""
    practice = practice_asked(request, session, authority, "consent_practice")
    revision = still_as_seen(request, practice, authority)
    if not practice.waits_for_consent:
        raise Instead(_as_it_stands(practice))
    answer = request.values["answer"]
    if answer not in ("yes", "no"):
        raise Invalid(answer="Please answer yes or no.")
    agreed = answer == "yes"
    changes: dict[str, object] = {
        "consent": answer,
        "consent_by_id": request.standing.person_id,
        "consent_at": request.now,
        "confirmed_on": local_day(request, authority) if agreed else None,
        "state": "shared" if agreed and practice.checked_on and practice.author_agrees else "draft",
    }
    if practice.waits_for_author and practice.author_id == request.standing.person_id:
        changes |= answered_by_author(practice, answer, request, authority)
    now = _changed(request, session, authority, practice, revision, changes)
    if not agreed:
        tell_school(request, session, authority, "practice_refused", now)
        return _done(now, "It stays unshared. You can change it and share it another time.")
    if now.is_public:
        tell_school(request, session, authority, "practice_shared", now)
        return _done(now, "Thank you. Everybody can find it now.")
    return _done(now, "Thank you. The link officer is asked to check it; then everybody can find it.")


def approve(request: Request, session: Session, authority: Authority) -> Reply:
    """The officer's check: from now on everybody can find the entry."""
    practice = practice_asked(request, session, authority, "check_practice")
    revision = still_as_seen(request, practice, authority)
    if not practice.waits_for_check:
        raise Instead(_as_it_stands(practice))
    day = local_day(request, authority)
    changes = {"checked_by_id": request.standing.person_id, "checked_on": day, "state": "shared"}
    now = _changed(request, session, authority, practice, revision, changes)
    tell_school(request, session, authority, "practice_shared", now)
    return _done(now, "Approved. Everybody can find it now, and its cluster's channel hears of it.")


def changes_form(request: Request, session: Session, authority: Authority) -> Reply:
    """What the officer would like changed before the entry is shared."""
    practice = practice_asked(request, session, authority, "check_practice")
    if not practice.waits_for_check:
        return _as_it_stands(practice)
    hint = "Its school reads this. No pupil's name."
    return Form(
        title=f"Ask for changes: {practice.title}",
        action="practice_ask_changes",
        fields=(Field("note", "What should change", "long_text", request.values.get("note", ""), hint=hint),),
        submit="Ask",
        hidden={"practice": str(practice.id), "revision": str(practice.revision), "nonce": nonce()},
        about=practice.school_id,
    )


def ask_changes(request: Request, session: Session, authority: Authority) -> Reply:
    """Put the officer's wish on record and tell the school; the entry waits until it is changed."""
    practice = practice_asked(request, session, authority, "check_practice")
    revision = still_as_seen(request, practice, authority)
    if not practice.waits_for_check:
        raise Instead(_as_it_stands(practice))
    note = request.values["note"].strip()
    if len(note) > _LONGEST_NOTE:
        raise Invalid(note=f"Please keep this under {_LONGEST_NOTE} characters; it has {len(note)}.")
    now = _changed(request, session, authority, practice, revision, {"check_note": note})
    tell_school(request, session, authority, "practice_changes", now)
    return _done(now, "I am telling the school what you ask for.")


def still_true(request: Request, session: Session, authority: Authority) -> Reply:
    """Its school stands for the entry as of today."""
    practice = practice_asked(request, session, authority, "consent_practice")
    revision = still_as_seen(request, practice, authority)
    if not practice.is_public:
        raise Instead(_as_it_stands(practice))
    now = _changed(request, session, authority, practice, revision, {"confirmed_on": local_day(request, authority)})
    months = count(authority.framework.practice.fresh_for_months, "month")
    return _done(now, f"Thank you. I will ask again in {months}.")


def withdrawing_card(request: Request, session: Session, authority: Authority) -> Reply:
    """What withdrawing means, with its button."""
    practice = _to_withdraw(request, session, authority)
    values = {"practice": str(practice.id), "revision": str(practice.revision), "sure": "yes"}
    return Card(
        title=f"Withdraw “{practice.title}”?",
        body=(Text("Nobody will find it any more. Its school can change it and share it again."),),
        buttons=(Button("Withdraw it", "practice_withdraw", values, "danger"), open_button(practice, "Leave it")),
        about=practice.school_id,
    )


def withdraw(request: Request, session: Session, authority: Authority) -> Reply:
    """Take the entry out of what can be found."""
    practice = _to_withdraw(request, session, authority)
    revision = still_as_seen(request, practice, authority)
    if practice.state == "withdrawn":
        raise Instead(_as_it_stands(practice))
    now = _changed(request, session, authority, practice, revision, {"state": "withdrawn"})
    tell_school(request, session, authority, "practice_withdrawn", now)
    return _done(now, "Withdrawn. Nobody finds it any more.")


def _to_withdraw(request: Request, session: Session, authority: Authority) -> PracticeView:
    practice = practice_asked(request, session, authority)
    if not may_withdraw(practice, request.standing, authority.access):
        raise Instead(not_found())
    return practice


def practice_waiting(request: Request, session: Session, authority: Authority) -> Reply:
    """What is not shared yet among the asker's own schools, with how each stands; for oversight everywhere."""
    person = request.standing
    only = None if person.has_oversight else person.heads | person.links
    found = [
        practice
        for practice in unshared_practices(session, only)
        if may(authority.access, person, "practice_draft", practice.school_id)
    ]
    if len(found) == 1:
        return entry_card(found[0], request, authority)
    if not found:
        return say("No practice waits for anybody's consent or check at your schools.")
    lines = tuple(Text(f"• {one.title} – {one.school}: {how_it_stands(one)}.") for one in found[:_LISTED])
    buttons = tuple(open_button(one, clipped(f"Open {one.title}", 70)) for one in found[:_LISTED])
    return Card(title=f"{count(len(found), 'piece')} of practice not shared yet", body=lines, buttons=buttons)


def _changed(
    request: Request,
    session: Session,
    authority: Authority,
    practice: PracticeView,
    revision: int,
    changes: Mapping[str, object],
) -> PracticeView:
    by_whom = {"changed_by_id": request.standing.person_id, "changed_at": request.now}
    if not change_practice(session, practice.id, revision, {**changes, **by_whom}):
        raise Instead(changed_meanwhile(practice_by_id(session, practice.id) or practice, authority))
    now = practice_by_id(session, practice.id)
    assert now is not None, "just changed in this transaction"
    return now


def _as_it_stands(practice: PracticeView) -> Card:
    stands = "is shared" if practice.is_public else how_it_stands(practice)
    words = f"“{practice.title}” {stands} already. Nothing was changed."
    if not practice.is_public and practice.state != "withdrawn":
        words = f"“{practice.title}”: {stands}. Nothing was changed."
    return Card(body=(Text(words),), buttons=(open_button(practice),), about=practice.school_id)


def _done(practice: PracticeView, words: str) -> Card:
    return Card(title=practice.title, body=(Text(words),), buttons=(open_button(practice),), about=practice.school_id)
