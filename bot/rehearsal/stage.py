"""The stage: a demo record of its own, its clock, a round at a time, and people who press what they are shown."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time

from sqlmodel import Session, select

from bot.app import Cairn, make_delivery
from bot.delivery import Attempt, Delivery
from bot.rehearsal.ledger import Ledger, Sent
from bot.round import run_round
from framework.access import Standing
from framework.sending import at
from handlers.cards import Button, Card, Field, Form, Reply
from handlers.request import Account, Action, Place, Request
from store.clock import set_business_clock
from store.messages import duties_by_id
from store.people import Person
from store.posts import standing
from store.schools import SchoolView, all_schools

Say = Callable[[str], object]
Filled = Mapping[str, str]


class Stuck(Exception):
    """Somebody in the rehearsal could not do what they are shown: what and why."""


@dataclass
class Stage:
    """One demo record in fast motion. `say` takes the lines of the log as they come."""

    cairn: Cairn
    say: Say
    now: datetime = field(default_factory=lambda: datetime.now(UTC))

    def __post_init__(self) -> None:
        self.delivery: Delivery = make_delivery(self.cairn)
        self.ledger = Ledger(self.cairn.authority.timezone)

    @property
    def today(self) -> date:
        return self.now.astimezone(self.cairn.authority.timezone).date()

    def move_to(self, day: date, clock: time) -> list[Sent]:
        """Set the clock to a local time and hold a round; returns what went out."""
        self.now = at(day, clock, self.cairn.authority.timezone)
        with self.cairn.database.write() as session:
            set_business_clock(session, self.now)
        return self.round()

    def round(self) -> list[Sent]:
        """Plan and send as of now."""
        done = run_round(self.delivery, self.now)
        self.ledger.expired += len(done.planned.expired)
        new = [self._sent(attempt) for attempt in done.delivered.of_state("sent")]
        self.ledger.sent += new
        for one in new:
            self._tell(one)
        return new

    def _sent(self, attempt: Attempt) -> Sent:
        message, reply = attempt.message, attempt.composed.reply
        with self.cairn.database.read() as session:
            duties = tuple(duties_by_id(session, attempt.outcome.said))
        assert reply is not None, "what was sent was composed"
        sender = (message.delivery_id, message.recipient_id, message.channel, message.kind)
        return Sent(self.now, *sender, reply, duties)

    def schools(self, session: Session) -> Sequence[SchoolView]:
        return all_schools(session)

    def everybody(self) -> list[int]:
        """All people of the record, by number."""
        with self.cairn.database.read() as session:
            return sorted(session.scalars(select(Person.id)))

    def person(self, person_id: int) -> Standing:
        """Who somebody is today."""
        with self.cairn.database.read() as session:
            return standing(session, person_id, self.today)

    def _tell(self, one: Sent) -> None:
        to = f"#{one.channel}" if one.channel else self.person(one.person_id or 0).name
        self.log(f"to {to}: {_in_a_line(one.reply)}")

    def act(self, person_id: int, action: str, values: Filled) -> Reply:
        """One tap or one form sent; returns what Cairn answers. Raises Stuck where Cairn failed or refused it."""
        request = Request(
            Account("page", "", str(person_id)),
            Place(),
            self.now,
            event_id=values.get("nonce") or secrets.token_urlsafe(16),
            action=Action(action, values),
        )
        answered = self.cairn.answer(request)
        if answered.outcome == "failed" or answered.refused:
            raise Stuck(f"{self.person(person_id).name}, {action} {dict(values)}: {answered.reply.plain()}")
        return answered.reply

    def do(self, person_id: int, action: str, values: Filled, filled: Filled | None = None) -> Reply:
        """Press, then fill in and confirm as far as Cairn asks for it; `filled` are the answers to a form's fields."""
        step: Action | None = Action(action, values)
        while step is not None:
            reply = self.act(person_id, step.name, step.values)
            step = _next_step(reply, step, filled or {})
        self.log(f"{self.person(person_id).name} [{action}]: {_in_a_line(reply)}")
        return reply

    def press(self, person_id: int, card: Reply, action: str, filled: Filled | None = None, **wanted: str) -> bool:
        """Press the button of `action` below a card, where there is one; whether there was."""
        button = button_of(card, action, wanted)
        if button is not None:
            self.do(person_id, action, button.values, filled)
        return button is not None

    def log(self, line: str) -> None:
        """A line of the log, with the time on the authority's clock."""
        self.say(f"  {self.now.astimezone(self.cairn.authority.timezone):%H:%M}  {line}")


def _in_a_line(reply: Reply) -> str:
    lines = [line for line in reply.plain().split("\n") if line]
    return " / ".join(lines)


def button_of(card: Reply, action: str, wanted: Filled) -> Button | None:
    """The button below a card that stands for this action with at least these values."""
    found = card.buttons if isinstance(card, Card) else ()
    return next(
        (one for one in found if one.action == action and wanted.items() <= dict(one.values).items()),
        None,
    )


def _next_step(reply: Reply, done: Action, filled: Filled) -> Action | None:
    """The form filled in, or the confirming button pressed; None when nothing more is asked."""
    if isinstance(reply, Form):
        faults = [f"{item.label}: {item.error}" for item in reply.fields if item.error]
        if faults:
            raise Stuck(f"{reply.title}: {'; '.join(faults)}")
        given = {item.name: filled.get(item.name) or item.value or _anything(item) for item in reply.fields}
        return Action(reply.action, {**reply.hidden, **given})
    button = button_of(reply, done.name, {})
    return Action(button.action, button.values) if button and _goes_on(done.values, button.values) else None


def _goes_on(done: Filled, offered: Filled) -> bool:
    """Whether a button confirms what was pressed; one that says otherwise takes it back, and is another choice."""
    shared = (done.keys() & offered.keys()) - {"step", "nonce"}
    return dict(done) != dict(offered) and all(done[name] == offered[name] for name in shared)


def _anything(item: Field) -> str:
    """What somebody in a hurry puts into a field that must not stay empty."""
    if not item.required:
        return ""
    if item.kind in ("choice", "choices"):
        return item.choices[0].value
    return {"number": "1", "time": "10:00"}.get(item.kind, "As we agreed when we met.")
