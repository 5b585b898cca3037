"""What a person can do about a message: put it off, turn its kind down or on again, ask why it came."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlmodel import Session

from config.authority import Authority
from handlers.asked import local_day
from handlers.cards import Button, Card, Choice, Field, Form, Reply, Table, Text, say
from handlers.instead import Instead, Invalid
from handlers.request import Request
from handlers.visit_forms import nonce
from handlers.wording import say_day, say_when
from store.duties import Duty, Message
from store.outbox import (
    duties_of,
    last_message_to,
    message_by_id,
    snooze_duties,
    turn_down_kind,
    turn_on_kind,
    turned_down,
)
from store.visits import visit_by_id

TELLINGS = {
    "visit_booked": "a visit to a school of yours was booked",
    "visit_moved": "a visit was moved",
    "visit_cancelled": "a visit was cancelled",
    "visit_agreed": "a visit was agreed",
    "note_written": "a note of visit was written",
}


def snooze_form(request: Request, session: Session, authority: Authority) -> Reply:
    """Until when the message shall wait."""
    message = _own_message(request, session)
    today = local_day(request, authority)
    tomorrow = authority.school_year.shift(today, 1)
    next_week = authority.school_year.next_school_day(today + timedelta(days=7))
    days = (Choice(tomorrow.isoformat(), say_day(tomorrow)), Choice(next_week.isoformat(), say_day(next_week)))
    return Form(
        title="Remind me again",
        action="snooze",
        fields=(Field("until", "On", "choice", tomorrow.isoformat(), days),),
        submit="Remind me then",
        hidden={"message": str(message.id), "nonce": nonce()},
    )


def snooze(request: Request, session: Session, authority: Authority) -> Reply:
    """Put what still matters of the message off until the morning of the day given."""
    message = _own_message(request, session)
    day = _until(request.values["until"], request, authority)
    again = authority.sending.opens(authority.school_year.next_school_day(day))
    moved = 0
    for duty in duties_of(session, message.id or 0):
        moved += _put_off(session, duty, again, request)
    if not moved:
        return say("There is nothing left in that message to remind you of: its visits are past, or were changed.")
    return say(f"I will remind you again on {say_day(again.astimezone(authority.timezone).date())}.")


def _put_off(session: Session, duty: Duty, again: datetime, request: Request) -> int:
    ends = _useful_until(session, duty)
    if ends is None or again >= ends:
        return 0
    return snooze_duties(session, duty.id or 0, again, ends, request.now)


def _useful_until(session: Session, duty: Duty) -> datetime | None:
    """How long the reminder makes sense: of a visit to come until it starts; of a missing note for a fortnight more."""
    visit = visit_by_id(session, int(duty.subject.partition(":")[2]))
    if visit is None or not visit.stands or visit.schedule_revision != duty.revision:
        return None
    return visit.starts_at if duty.kind == "visit_upcoming" else duty.send_by + timedelta(days=14)


def _until(given: str, request: Request, authority: Authority) -> date:
    today = local_day(request, authority)
    if given == "tomorrow":
        return today + timedelta(days=1)
    try:
        day = date.fromisoformat(given)
    except ValueError:
        raise Invalid(until="Please choose a day.") from None
    if day <= today:
        raise Invalid(until="Please choose a day to come.")
    return day


def _own_message(request: Request, session: Session) -> Message:
    """The message that the button stands on. Raises Instead when it is not the asker's, or gone."""
    named = request.values.get("message", "")
    message = message_by_id(session, int(named)) if named.isdecimal() else None
    if message is None or message.recipient_id != request.standing.person_id:
        raise Instead(say("I cannot find that message among yours."))
    return message


def why_this_message(request: Request, session: Session, authority: Authority) -> Reply:
    """Why the message came: each duty's rule, subject and the relation that made this person its recipient."""
    if request.values.get("message"):
        message = _own_message(request, session)
    else:
        found = last_message_to(session, request.standing.person_id or 0)
        if found is None:
            return say("I have not sent you a message yet.")
        message = found
    duties = duties_of(session, message.id or 0)
    if message.kind == "answer":
        return say("That message was the answer to a question that you asked.")
    if not duties:
        return say("What that message reminded you of has been put off; it comes again on its day.")
    lines = tuple(Text(_why(duty, request, session, authority)) for duty in duties)
    kinds = {duty.kind for duty in duties}
    buttons = [
        Button(f"Stop “{rule.label}”", "turn_down", {"kind": rule.key})
        for rule in authority.framework.reminders
        if rule.key in kinds and rule.can_turn_down
    ]
    return Card(title="Why you got this", body=lines, buttons=tuple(buttons))


def _why(duty: Duty, request: Request, session: Session, authority: Authority) -> str:
    visit = visit_by_id(session, int(duty.subject.partition(":")[2]))
    where = f"{visit.school}, {say_when(visit.starts_at, authority.timezone)}" if visit else "a visit that is gone"
    role = "its headteacher" if duty.school_id in request.standing.heads else "its link officer"
    if duty.kind in TELLINGS:
        return f"{where}: I tell you, as {role}, when {TELLINGS[duty.kind]} by the other side."
    rule = next((rule for rule in authority.framework.reminders if rule.key == duty.kind), None)
    days = duty.rule.rpartition(":")[2]
    timing = "before" if duty.kind == "visit_upcoming" else "after, while there is no note"
    label = rule.label if rule else duty.kind
    return f"{where}: you are {role}, and the rule “{label}” sends a reminder {days} school days {timing}."


def preferences(request: Request, session: Session, authority: Authority) -> Reply:
    """The kinds of reminder, and which of them the asker has turned down."""
    off = turned_down(session, request.standing.person_id or 0)
    rules = authority.framework.reminders
    rows = tuple((rule.label, "off" if rule.key in off else "on") for rule in rules)
    buttons = tuple(
        Button(f"Turn on “{rule.label}”", "turn_on", {"kind": rule.key})
        if rule.key in off
        else Button(f"Stop “{rule.label}”", "turn_down", {"kind": rule.key})
        for rule in rules
        if rule.can_turn_down
    )
    table = Table(("Reminder", "For you"), rows, "Your reminders")
    hours = authority.framework.sending
    quiet = Text(f"Reminders go out on school days between {hours.first:%H:%M} and {hours.last:%H:%M}.", quiet=True)
    return Card(title="Your reminders", body=(table, quiet), buttons=buttons)


def turn_down(request: Request, session: Session, authority: Authority) -> Reply:
    """Stop one kind of reminder for the asker."""
    label = _kind(request, authority)
    turn_down_kind(session, request.standing.person_id or 0, request.values["kind"], request.now)
    undo = Button(f"Turn on “{label}”", "turn_on", {"kind": request.values["kind"]})
    return Card(
        body=(Text(f"I will not send you “{label}” any more. What others do to your visits I still tell you."),),
        buttons=(undo,),
    )


def turn_on(request: Request, session: Session, authority: Authority) -> Reply:
    """Send one kind of reminder to the asker again."""
    label = _kind(request, authority)
    turn_on_kind(session, request.standing.person_id or 0, request.values["kind"])
    return say(f"I will send you “{label}” again.")


def _kind(request: Request, authority: Authority) -> str:
    """The label of the kind named. Raises Instead for one that is unknown or cannot be turned down."""
    for rule in authority.framework.reminders:
        if rule.key == request.values.get("kind") and rule.can_turn_down:
            return rule.label
    raise Instead(say("I know no reminder of that kind that could be turned down."))
