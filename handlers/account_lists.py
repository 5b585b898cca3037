"""Accounts for administrators: who waits, who is not linked; confirming, linking, turning away, closing."""

from __future__ import annotations

import re
from typing import Final

from sqlmodel import Session

from config.authority import Authority
from framework.access import may
from framework.accounts import TURNED_AWAY
from framework.numbers import number_in
from handlers.account_words import PLATFORMS, say_platform
from handlers.asked import local_day, not_yours
from handlers.cards import Button, Card, Choice, Element, Field, Form, Reply, Table, Text, say
from handlers.instead import Instead, Invalid
from handlers.request import Request
from handlers.understanding.names import fold
from handlers.visit_forms import nonce
from handlers.welcome import welcome
from handlers.wording import clipped, count, say_day, say_list
from store.accounts import (
    ProfileView,
    close_account,
    confirm_account,
    linked_profiles,
    people_with_addresses,
    profiles_by_id,
    set_profile,
    unlinked_people,
    waiting_profiles,
)
from store.audit import Act, put_on_record
from store.tenants import homes

_PAGE: Final = 20
_OPENED: Final = 4
_MOST_AT_ONCE: Final = 100
NAMED: Final = 10
_NOT_OURS: Final = "none"
_NOT_CONNECTED: Final = "Neither Slack nor Teams has been connected yet, so nobody can have an account there."


def accounts(request: Request, session: Session, authority: Authority) -> Reply:
    """Who waits for an administrator's word, and who has no account yet on each platform."""
    if request.values.get("unlinked") in PLATFORMS:
        return _unlinked(request, session, authority)
    waiting = waiting_profiles(session)
    start = number_in(request.values.get("from", ""))
    page = waiting[start : start + _PAGE]
    body: list[Element] = [_waiting_table(page, len(waiting))] if page else [Text("No account waits for your word.")]
    unlinked = _unlinked_by_platform(request, session, authority)
    body += [Text(say_unlinked(platform, names)) for platform, names in unlinked.items()] or [Text(_NOT_CONNECTED)]
    body.append(Text(f"From the accounts on record on {say_day(local_day(request, authority))}.", quiet=True))
    title = f"{count(len(waiting), 'account')} to confirm" if waiting else "Accounts"
    may_change = may(authority.access, request.standing, "administration")
    buttons = _account_buttons(page, waiting, start) if may_change else ()
    more = [_next_unlinked(platform, len(names), NAMED) for platform, names in unlinked.items()]
    return Card(title=title, body=tuple(body), buttons=(*buttons, *filter(None, more)), notice="Accounts")


def _unlinked(request: Request, session: Session, authority: Authority) -> Card:
    """Ten at a time of those without an account on a platform, with the address that Cairn looks for there."""
    platform, start = request.values["unlinked"], number_in(request.values.get("from", ""))
    day = local_day(request, authority)
    missing = unlinked_people(session, platform, day) if homes(session, platform) else []
    page = missing[start : start + NAMED]
    if not page:
        return say(f"There are no more of them on {say_platform(platform)}.", buttons=(Button("Accounts", "accounts"),))
    title = f"{start + 1} to {start + len(page)} of {len(missing)} not linked on {say_platform(platform)}"
    table = Table(("Who", "E-mail address on record"), tuple((name, email) for _, name, email in page), title)
    why = "Nobody with such an address has been seen there, or their account still waits for your word."
    body = (table, Text(why, quiet=True), Text(f"From the posts on record on {say_day(day)}.", quiet=True))
    more = _next_unlinked(platform, len(missing), start + NAMED)
    return Card(title=title, body=body, buttons=(*((more,) if more else ()), Button("Accounts", "accounts")))


def _next_unlinked(platform: str, number: int, shown: int) -> Button | None:
    if number <= shown:
        return None
    label = f"Next {min(number - shown, NAMED)} not linked on {say_platform(platform)}"
    return Button(label, "accounts", {"unlinked": platform, "from": str(shown)})


def _waiting_table(page: list[ProfileView], number: int) -> Table:
    rows = tuple((one.shown, say_platform(one.platform), one.person or "not on record", one.why) for one in page)
    return Table(("Who", "Where", "By e-mail", "Why it waits"), rows, f"{count(number, 'account')} to confirm")


def _account_buttons(page: list[ProfileView], waiting: list[ProfileView], start: int) -> tuple[Button, ...]:
    proposed = [one for one in waiting if one.state == "proposed"]
    together = [Button("Confirm several", "confirm_accounts", {"step": "form"}, "primary")] if len(proposed) > 1 else []
    each = [
        Button(clipped(f"Who is {one.name or one.user}?", 75), "link_account", {"account": str(one.id)})
        for one in page[:_OPENED]
    ]
    left = len(waiting) - start - _PAGE
    more = [Button(f"Next {min(left, _PAGE)}", "accounts", {"from": str(start + _PAGE)})] if left > 0 else []
    return (*together, *each, *more)


def _unlinked_by_platform(request: Request, session: Session, authority: Authority) -> dict[str, list[str]]:
    """Of each platform that is connected, the names of those with a post and without an account there."""
    day = local_day(request, authority)
    connected = [platform for platform in PLATFORMS if homes(session, platform)]
    return {one: [name for _, name, _ in unlinked_people(session, one, day)] for one in connected}


def say_unlinked(platform: str, names: list[str]) -> str:
    """'Not linked on Slack: …', the first few by name."""
    if not names:
        return f"Everybody with a post is linked on {say_platform(platform)}."
    more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
    shown = say_list(names[:NAMED]) if not more else ", ".join(names[:NAMED])
    return f"Not linked on {say_platform(platform)} ({len(names)}): {shown}{more}."


def confirming_form(request: Request, session: Session, authority: Authority) -> Reply:
    """The proposals, each with its box to tick."""
    proposed = [one for one in waiting_profiles(session) if one.state == "proposed"][:_MOST_AT_ONCE]
    if not proposed:
        return say("No account is proposed just now.", buttons=(Button("Accounts", "accounts"),))
    choices = tuple(
        Choice(str(one.id), f"{one.shown} is {one.person}, on {say_platform(one.platform)}") for one in proposed
    )
    hint = "Tick those whom you know to be who their e-mail address says. The others go on waiting."
    return Form(
        title="Confirm accounts",
        action="confirm_accounts",
        fields=(Field("accounts", "Whose accounts are right", "choices", choices=choices, hint=hint),),
        submit="Confirm",
        hidden={"nonce": nonce()},
    )


def confirm(request: Request, session: Session, authority: Authority) -> Reply:
    """Confirm the ticked proposals; what somebody has decided meanwhile is left and said."""
    _needs_administrator(request, session, authority)
    wanted = [number for part in request.values["accounts"].split(";") if (number := number_in(part))]
    if not wanted:
        raise Invalid(accounts="Please tick at least one.")
    found = profiles_by_id(session, wanted)
    done = [one for one in found.values() if one.state == "proposed" and one.person_id is not None]
    for one in done:
        _link(request, session, authority, one, one.person_id or 0)
    words = [f"Confirmed: {say_list([one.person for one in done])}."] if done else ["Nothing was left to confirm."]
    if len(wanted) > len(done) > 0:
        words.append(f"{count(len(wanted) - len(done), 'other')} had been decided already.")
    return say(*words, buttons=(Button("Accounts", "accounts"),))


def linking_form(request: Request, session: Session, authority: Authority) -> Reply:
    """Whose account this is: by e-mail address of somebody on record, or nobody of ours."""
    profile = _meant(request, session)
    if not _is_open(profile, request):
        return _as_it_stands(profile)
    proposed = profile.person_email if profile.state == "proposed" else ""
    hint = f"The address by which they are on record. Write “{_NOT_OURS}” if it is nobody of the authority."
    body = [Text(f"{profile.shown} on {say_platform(profile.platform)}: {profile.why}.")]
    if proposed:
        body.append(Text(f"By the e-mail address it is {profile.person}."))
    return Form(
        title="Whose account is this?",
        action="link_account",
        fields=(Field("whose", "E-mail address on record", value=proposed, hint=hint),),
        submit="That is who it is",
        body=tuple(body),
        hidden={"account": str(profile.id), "revision": str(profile.revision), "nonce": nonce()} | _again(request),
    )


def _again(request: Request) -> dict[str, str]:
    return {"again": "yes"} if request.values.get("again") else {}


def _is_open(profile: ProfileView, request: Request) -> bool:
    """Whether it can be said whose account this is: while it waits, or when a turning away is taken back."""
    return profile.waits or (bool(_again(request)) and profile.state == "refused" and profile.why == TURNED_AWAY)


def link(request: Request, session: Session, authority: Authority) -> Reply:
    """Make the account that person's, or turn it away."""
    _needs_administrator(request, session, authority)
    profile = _meant(request, session)
    if not _is_open(profile, request) or request.values.get("revision", str(profile.revision)) != str(profile.revision):
        raise Instead(_as_it_stands(profile))
    email = request.values["whose"].strip().lower()
    if email == _NOT_OURS:
        set_profile(session, profile.id, "refused", TURNED_AWAY, None, request.now)
        _record(request, session, profile, "account_refused")
        return say(f"{profile.shown} gets no answers from me, and you will not be asked again.")
    person = people_with_addresses(session, [email]).get(email)
    if person is None or person.left_at is not None:
        raise Invalid(whose="Nobody with this e-mail address is on record. Import them first, or check the spelling.")
    gone = _link(request, session, authority, profile, person.id)
    more = [f"Their earlier account ({say_list(gone)}) counts no more."] if gone else []
    return say(f"{profile.shown} is {person.name} now.", *more, buttons=(Button("Accounts", "accounts"),))


def unlinking_card(request: Request, session: Session, authority: Authority) -> Reply:
    """Which account is to be closed, with its button."""
    profile = _meant(request, session, linked=True)
    if profile.state != "linked":
        return _as_it_stands(profile)
    words = f"{profile.shown} on {say_platform(profile.platform)} is confirmed as {profile.person}."
    values = {"account": str(profile.id), "sure": "yes"}
    close = Button("Close it", "unlink_account", values, "danger")
    return Card(title="Close this account?", body=(Text(words),), buttons=(close,))


def unlink(request: Request, session: Session, authority: Authority) -> Reply:
    """Close a confirmed account: nobody gets anything through it until it is confirmed anew."""
    _needs_administrator(request, session, authority)
    profile = _meant(request, session, linked=True)
    if not close_account(session, profile.platform, profile.tenant, profile.user):
        raise Instead(_as_it_stands(profile))
    set_profile(session, profile.id, "refused", TURNED_AWAY, None, request.now)
    _record(request, session, profile, "account_closed")
    return say(f"Closed. {profile.person or profile.shown} gets nothing there until the account is confirmed again.")


def _link(request: Request, session: Session, authority: Authority, profile: ProfileView, person_id: int) -> list[str]:
    gone = confirm_account(session, profile, person_id, request.now)
    _record(request, session, profile, "account_linked")
    if profile.wrote_at is not None:
        welcome(session, authority, person_id, request.now)
    return gone


def _record(request: Request, session: Session, profile: ProfileView, action: str) -> None:
    act = Act(
        at=request.now,
        actor_id=request.standing.person_id,
        through=request.account.platform,
        action=action,
        outcome="done",
        subject=f"account:{profile.id}",
    )
    put_on_record(session, [act])


def _needs_administrator(request: Request, session: Session, authority: Authority) -> None:
    if not may(authority.access, request.standing, "administration"):
        raise Instead(not_yours(request, session))


def _meant(request: Request, session: Session, *, linked: bool = False) -> ProfileView:
    """The account that a button or form names, or that the words name. Raises Instead where none or several fit."""
    named = request.values.get("account", "")
    if named:
        number = number_in(named)
        found = profiles_by_id(session, [number]).get(number)
        if found is None:
            raise Instead(say("That account is not on record any more."))
        return found
    fitting = _named_in(request, session, linked=linked)
    if len(fitting) == 1:
        return fitting[0]
    action = request.action.name
    if fitting:
        choices = tuple(
            Button(clipped(f"{one.shown}, {say_platform(one.platform)}", 75), action, {"account": str(one.id)})
            for one in fitting[:6]
        )
        raise Instead(Card(body=(Text("Which account do you mean?"),), choices=choices))
    words = "I find no confirmed account of that name." if linked else "I find no account of that name that waits."
    raise Instead(say(words, buttons=(Button("Accounts", "accounts"),)))


def _named_in(request: Request, session: Session, *, linked: bool) -> list[ProfileView]:
    """The accounts whose name (on the platform, or on record) stands in the words or in the e-mail that was given."""
    email = request.values.get("of", "").strip().lower()
    if linked:
        person = people_with_addresses(session, [email]).get(email)
        return linked_profiles(session, person.id) if person else []
    words = _names(request.words)
    waiting = waiting_profiles(session)
    if email:
        return [one for one in waiting if email in (one.email, one.person_email)]
    if not words:
        return waiting
    return [one for one in waiting if any(_names(name) and _names(name) <= words for name in (one.name, one.person))]


def _names(text: str) -> frozenset[str]:
    """The words of a text in one spelling, without a possessive: 'Tom Rae's' and 'tom rae' are the same."""
    return frozenset(fold(re.sub(r"['’]s$", "", part)) for part in text.split()) - {""}


def _as_it_stands(profile: ProfileView) -> Card:
    stands = {
        "linked": f"{profile.shown} is confirmed as {profile.person}.",
        "refused": f"{profile.shown} gets no answers: {profile.why}.",
    }
    words = stands.get(profile.state, f"{profile.shown} waits: {profile.why}.")
    back = Button("It is somebody after all", "link_account", {"account": str(profile.id), "again": "yes"})
    buttons = (back,) if profile.state == "refused" and profile.why == TURNED_AWAY else ()
    return say(words, buttons=(*buttons, Button("Accounts", "accounts")))
