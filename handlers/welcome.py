"""The first message to somebody whose account has just been confirmed, after they had asked in vain."""

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
from handlers.prompts import first_words
from handlers.telling import useful_until
from store.messages import DutyView
from store.outbox import DutyRow, put_duties


def welcome(session: Session, authority: Authority, person_id: int, now: datetime) -> None:
    """Have this person welcomed, once; `now` is business time."""
    opens = authority.sending.next_open(now, authority.school_year)
    row = DutyRow(
        rule="welcome",
        kind="welcome",
        subject=f"welcome:{person_id}",
        revision=1,
        recipient_id=person_id,
        school_id=None,
        cluster="",
        not_before=opens,
        send_by=useful_until(opens, authority, ""),
        made_at=now,
    )
    put_duties(session, [row])


@dataclass(frozen=True)
class WelcomeLines:
    """What those who are welcomed are today."""

    standings: Mapping[int, Standing]

    def line(self, duty: DutyView) -> Line:
        words = first_words(self.standings[duty.recipient_id])
        if not words:
            raise Gone("the recipient holds no post")
        asking = Button("What can I ask?", "help")
        return Line(f"I know now who you are. {words}", "Hello, I am Cairn", (asking,), asking)

    def about(self, duty: DutyView) -> str:
        return "your account"

    def why(self, duty: DutyView, standing: Standing) -> str:
        return "An administrator has confirmed your account, after you had written to me."

    def useful_until(self, duty: DutyView) -> datetime | None:
        return None


def welcome_lines(session: Session, authority: Authority, duties: Sequence[DutyView], now: datetime) -> WelcomeLines:
    """What the duties of one batch need of the record."""
    day = now.astimezone(authority.timezone).date()
    people = {duty.recipient_id for duty in duties}
    return WelcomeLines({person: standing_of(session, authority, person, day) for person in people})
