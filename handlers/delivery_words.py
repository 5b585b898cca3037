"""What became of a message, in words; and who is told, once, that somebody can no longer be reached."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from typing import Final

from sqlmodel import Session

from config.authority import Authority
from handlers.accounts import administrators
from handlers.cards import Button, Card, say
from handlers.channels import tell_of_loss
from handlers.telling import useful_until
from store.channels import mapped_to, note_loss
from store.delivery_lists import sent_to
from store.outbox import DutyRow, put_duties
from store.posts import heads, link_officers

UNREACHED: Final = "recipient_unreached"
_KINDS: Final = {
    "recipient_dead": "this conversation takes no messages",
    "bug": "the platform refused what I had made",
    "ambiguous": "it may have been sent: the platform did not say",
    "may have been sent": "it may have been sent: the platform did not say",
    "credential": "the platform does not let me in any more",
    "replay_safe": "the platform asked me to wait, again and again",
}
_REASONS: Final = {
    "channel_not_found": "the platform knows no such conversation",
    "user_not_found": "the platform knows no such user",
    "user_disabled": "the account is deactivated",
    "is_archived": "the channel has been archived",
    "not_in_channel": "I am not in the channel",
    "restricted_action": "the workspace does not let me post there",
    "cannot_dm_bot": "the account is a bot's",
    "messages_tab_disabled": "messages to me are switched off there",
    "MessageWritesBlocked": "they have blocked me, or taken me away",
    "no account on any platform": "there is no account on any platform",
    "token_revoked": "my token was revoked",
    "account_inactive": "my token was switched off, or the app was removed",
    "invalid_auth": "my token is not valid",
    "msg_too_long": "the message was too long",
    "invalid_blocks": "the platform refused the shape of the message",
    "the message could not be made": "the message could not be made; the log says why",
}


def say_failure(failure: str) -> str:
    """Why a message did not arrive, or may have, in a few words; '' for none. Codes that are new stand as they are."""
    if not failure:
        return ""
    kind, _, reason = failure.partition(": ")
    if reason in _REASONS:
        maybe = "it may have been sent; " if kind == "ambiguous" else ""
        return f"{maybe}{_REASONS[reason]}"
    said = _KINDS.get(kind)
    if said is None:
        return failure
    return f"{said} ({reason})" if reason else said


def not_taken() -> Card:
    """What somebody reads in place of an answer whose shape the platform has refused."""
    return say(
        "I had an answer for you, but it could not be shown here. What you changed is on record. "
        "Please ask again in other words, or tell your authority's Cairn administrator."
    )


def pause_card(paused: str) -> Card:
    """What administrators read, once, when a platform has shut Cairn out and everything waits."""
    return replace(
        say(
            f"Nothing is sent just now: {say_failure(paused)}. What is due waits and is not lost.",
            "Please put the token in order, then let sending go on with: cairn deliveries resume",
            title="Sending is paused",
            buttons=(Button("My overview", "home"),),
        ),
        notice="Cairn needs an administrator",
    )


def tell_of_unreached(
    session: Session, authority: Authority, dead: Iterable[tuple[int | None, str, str]], now: datetime
) -> None:
    """Have whoever looks after them told, once, whose conversation takes no messages any more.

    `dead` are recipient, channel and failure of messages that will not arrive. A headteacher's link officers are told,
    of everybody else the administrators; of a channel of ours the administrators hear as of any that is lost.
    """
    for recipient, channel, failure in dead:
        if recipient is not None:
            put_duties(session, _rows(session, authority, recipient, now))
        for view in mapped_to(session, channel):
            lost = note_loss(session, view, archived="is_archived" in failure, now=now)
            tell_of_loss(session, authority, lost, now)


def _rows(session: Session, authority: Authority, recipient: int, now: datetime) -> list[DutyRow]:
    day = now.astimezone(authority.timezone).date()
    opens = authority.sending.next_open(now, authority.school_year)
    return [
        DutyRow(
            rule=UNREACHED,
            kind=UNREACHED,
            subject=f"recipient:{recipient}",
            # As long as nothing gets through in between, it is the same silence.
            revision=sent_to(session, recipient) + 1,
            recipient_id=person,
            school_id=None,
            cluster="",
            not_before=opens,
            send_by=useful_until(opens, authority, ""),
            made_at=now,
        )
        for person in _responsible(session, authority, recipient, day)
    ]


def _responsible(session: Session, authority: Authority, recipient: int, day: date) -> list[int]:
    """The link officers of the schools that they lead; for everybody else the administrators. Never they themselves."""
    led = [school for school, leading in heads(session, day).items() if recipient in {one.person_id for one in leading}]
    officers = {one.person_id for those in link_officers(session, day, led).values() for one in those} if led else set()
    return sorted((officers or set(administrators(session, authority, day))) - {recipient})
