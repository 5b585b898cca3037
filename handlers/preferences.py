"""What a person can do about a message: put it off, turn its kind down or on again, ask why it came."""

from __future__ import annotations

from datetime import date, timedelta

from sqlmodel import Session

from config.authority import Authority
from config.reminders import ReminderRule
from framework.access import Standing
from framework.numbers import number_in
from handlers.asked import local_day
from handlers.cards import Button, Card, Choice, Field, Form, Reply, Table, Text, say
from handlers.composers import read_lines
from handlers.given import day_of
from handlers.instead import Instead, Invalid
from handlers.request import Request
from handlers.visit_forms import nonce
from handlers.wording import say_day
from store.duties import Message
from store.messages import duties_said_by
from store.outbox import (
    last_message_to,
    message_by_id,
    snooze_duties,
    turn_down_kind,
    turn_on_kind,
    turned_down,
)


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
    duties = duties_said_by(session, message)
    lines = read_lines(session, authority, duties, request.now)
    moved = 0
    for duty in duties:
        ends = lines[duty.subject_kind].useful_until(duty)
        if ends is not None and again < ends:
            moved += snooze_duties(session, duty.id, again, ends, request.now)
    if not moved:
        return say("There is nothing left in that message to remind you of: it is past, or was changed.")
    return say(f"I will remind you again on {say_day(again.astimezone(authority.timezone).date())}.")


def _until(given: str, request: Request, authority: Authority) -> date:
    today = local_day(request, authority)
    if given == "tomorrow":
        return today + timedelta(days=1)
    try:
        day = day_of(given)
    except ValueError as error:
        raise Invalid(until=str(error)) from None
    if day <= today:
        raise Invalid(until="Please choose a day to come.")
    return day


def _own_message(request: Request, session: Session) -> Message:
    """The message that the button stands on. Raises Instead when it is not the asker's, or gone."""
    named = request.values.get("message", "")
    message = message_by_id(session, number_in(named))
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
    duties = duties_said_by(session, message)
    if message.kind == "answer":
        return say("That message was the answer to a question that you asked.")
    if not duties:
        return say("What that message reminded you of has been put off; it comes again on its day.")
    lines = read_lines(session, authority, duties, request.now)
    reasons = tuple(Text(lines[duty.subject_kind].why(duty, request.standing)) for duty in duties)
    buttons = tuple(
        Button(f"Stop “{rule.label}”", "turn_down", {"kind": rule.key})
        for rule in authority.framework.reminders
        if rule.key in {duty.kind for duty in duties} and rule.can_turn_down
    )
    return Card(title="Why you got this", body=reasons, buttons=buttons)


def preferences(request: Request, session: Session, authority: Authority) -> Reply:
    """The kinds of reminder, and which of them the asker has turned down."""
    off = turned_down(session, request.standing.person_id or 0)
    rules = [rule for rule in authority.framework.reminders if _is_for(rule, request.standing)]
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


def _is_for(rule: ReminderRule, standing: Standing) -> bool:
    """Whether somebody of this standing can be a recipient of the rule at all."""
    holds = {
        "link_officer": standing.is_officer,
        "headteacher": standing.is_head,
        "quality_manager": "quality_manager" in standing.roles,
        "head_of_education": "head_of_education" in standing.roles,
        "responsible": standing.is_officer or standing.is_head or bool(standing.supports),
    }
    return any(holds.get(role, True) for role in rule.to)


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
