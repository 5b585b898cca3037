"""What messages say about somebody who cannot be reached."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from config.authority import Authority
from framework.access import Standing
from handlers.asked import standing_of
from handlers.cards import Button
from handlers.lines import Gone, Line
from store.delivery_lists import sent_to
from store.messages import DutyView
from store.people import Person

_HELP = Button("What can I ask?", "help")
_ACCOUNTS = Button("Accounts", "accounts")


@dataclass(frozen=True)
class UnreachedLines:
    """Those who cannot be reached, how many messages each has had, and what the recipients of this are today."""

    names: Mapping[int, str]
    sent: Mapping[int, int]
    standings: Mapping[int, Standing]

    def line(self, duty: DutyView) -> Line:
        if duty.subject_id not in self.names:
            raise Gone("the person has left")
        if self.sent[duty.subject_id] + 1 != duty.revision:
            raise Gone("messages reach them again")
        person = self.standings[duty.recipient_id]
        if not person.is_known:
            raise Gone("the recipient holds no post any more")
        name = self.names[duty.subject_id]
        text = (
            f"My messages to {name} do not arrive any more, so they miss my reminders. Please tell them what they need "
            "to know, and have an administrator look at their account."
        )
        opened = _ACCOUNTS if person.is_administrator else _HELP
        return Line(text, f"I cannot reach {name}", (opened,), opened)

    def about(self, duty: DutyView) -> str:
        return f"messages to {self.names.get(duty.subject_id, 'somebody who has left')}"

    def why(self, duty: DutyView, standing: Standing) -> str:
        role = "you look after accounts" if standing.is_administrator else "you are their link officer"
        return f"{self.about(duty)}: {role}. I say so once, until something reaches them again."

    def useful_until(self, duty: DutyView) -> datetime | None:
        return None


def unreached_lines(
    session: Session, authority: Authority, duties: Sequence[DutyView], now: datetime
) -> UnreachedLines:
    """What the duties of one batch need of the record."""
    day = now.astimezone(authority.timezone).date()
    people = {id_: session.get(Person, id_) for id_ in {duty.subject_id for duty in duties}}
    there = {id_: one for id_, one in people.items() if one is not None and one.left_at is None}
    return UnreachedLines(
        {id_: one.name for id_, one in there.items()},
        {id_: sent_to(session, id_) for id_ in there},
        {person: standing_of(session, authority, person, day) for person in {d.recipient_id for d in duties}},
    )
