"""Offering to be a mentor: who keeps the list of mentors, and a word to them on a tap."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlmodel import Session

from config.authority import Authority
from framework.access import Standing
from handlers.asked import local_day
from handlers.cards import Button, Card, Reply, Text, say
from handlers.instead import Instead
from handlers.lines import Gone, Line
from handlers.mentoring_cards import NOTICE
from handlers.request import Request
from handlers.telling import useful_until
from handlers.wording import say_list
from store.mentors import LEADING, Headship, all_mentors, headships
from store.messages import DutyView
from store.outbox import DutyRow, put_duties
from store.people import Person
from store.posts import Holder, holders, standing

OFFERED: Final = "mentor_offered"
_LIKES: Final = r"(?:happy|willing|keen|glad|like|love|want|able|ready|offer|volunteer)"
_MENTOR: Final = r"(?:mentor|buddy)\b(?!\s+(?:(?:to|for)\s+)?me\b)"
# Somebody offers to be a mentor: '(I) could mentor someone', 'happy to be a mentor', 'put me down as a buddy'.
_OFFERS: Final = re.compile(
    rf"\bi (?:could|can|would|might) (?:also )?mentor\b(?! me\b)"
    rf"|\b{_LIKES} to (?:(?:be|become) (?:a|another) )?{_MENTOR}"
    rf"|\b(?:could|can|may) i (?:be|become) (?:a|another) {_MENTOR}"
    rf"|\b(?:put me down|sign me up|volunteer) as (?:a|another) {_MENTOR}"
)


def is_offer(words: str) -> bool:
    """Whether somebody who speaks of mentors offers to be one, and does not ask for one."""
    return _OFFERS.search(" ".join(words.casefold().split())) is not None


def offer_card(request: Request, session: Session, authority: Authority) -> Reply:
    """Who keeps the list of mentors, with one tap that tells them."""
    headship = _headship(request, session, authority)
    if any(one.person_id == headship.person_id and one.active for one in all_mentors(session)):
        raise Instead(Card(body=(Text("You are on the list of mentors already. Thank you."),), notice=NOTICE))
    names = say_list([one.name for one in _keepers(request, session, authority)])
    words = f"That is kind. {names} keeps the list of mentors. Shall I say that you could be one?"
    if " and " in names:
        words = f"That is kind. {names} keep the list of mentors. Shall I say that you could be one?"
    tell = Button("Yes, tell them", "offer_mentor", {"offer": "yes"}, style="primary")
    return Card(title="You as a mentor", body=(Text(words),), buttons=(tell,), notice=NOTICE, about=headship.school_id)


def tell_keepers(request: Request, session: Session, authority: Authority) -> Reply:
    """Have those who keep the list told, once a year of each headteacher, as soon as the sending hours allow."""
    headship = _headship(request, session, authority)
    opens = authority.sending.next_open(request.now, authority.school_year)
    keepers = _keepers(request, session, authority)
    rows = [
        DutyRow(
            rule=OFFERED,
            kind=OFFERED,
            subject=f"mentoroffer:{headship.person_id}",
            revision=local_day(request, authority).year,
            recipient_id=keeper.person_id,
            school_id=headship.school_id,
            cluster="",
            not_before=opens,
            send_by=useful_until(opens, authority, ""),
            made_at=request.now,
        )
        for keeper in keepers
    ]
    put_duties(session, rows)
    names = say_list([one.name for one in keepers])
    words = f"Thank you. {names} will hear from me that you could be a mentor; nobody is paired with you before then."
    return Card(body=(Text(words),), about=headship.school_id)


def _headship(request: Request, session: Session, authority: Authority) -> Headship:
    """The asker's own school. Raises Instead where they lead none."""
    led = headships(session, local_day(request, authority)) if request.standing.roles.intersection(LEADING) else {}
    own = led.get(request.standing.person_id or 0)
    if own is None:
        raise Instead(say("Mentors are headteachers and acting headteachers, who offer for themselves.", refused=True))
    return own


def _keepers(request: Request, session: Session, authority: Authority) -> list[Holder]:
    """The administrators, else the quality managers. Raises Instead where the record has neither."""
    day = local_day(request, authority)
    found = holders(session, ["administrator"], day) or holders(session, ["quality_manager"], day)
    if not found:
        raise Instead(say("Nobody is on record who keeps the list of mentors. Please tell your link officer."))
    return list({one.person_id: one for one in found}.values())


@dataclass(frozen=True)
class OfferingLines:
    """Who offers to be a mentor, with their address and the school that they lead today."""

    offering: Mapping[int, tuple[str, str, str]]
    standings: Mapping[int, Standing]

    def line(self, duty: DutyView) -> Line:
        if duty.subject_id not in self.offering:
            raise Gone("whoever offered leads no school any more")
        if not self.standings[duty.recipient_id].roles & {"administrator", "quality_manager"}:
            raise Gone("the recipient does not keep the list of mentors any more")
        name, email, school = self.offering[duty.subject_id]
        text = f"{name} ({school}, {email}) could be a mentor. Once they are on the list of mentors I can propose them."
        return Line(text, "Somebody offers to be a mentor")

    def about(self, duty: DutyView) -> str:
        name = self.offering.get(duty.subject_id, ("a headteacher",))[0]
        return f"{name} as a mentor"

    def why(self, duty: DutyView, standing: Standing) -> str:
        return "A headteacher offered to be a mentor, and you keep the list of mentors."

    def useful_until(self, duty: DutyView) -> datetime | None:
        """An offer is told once."""
        return None


def offering_lines(session: Session, authority: Authority, duties: Sequence[DutyView], now: datetime) -> OfferingLines:
    """Read what these duties about offers need."""
    day = now.astimezone(authority.timezone).date()
    led, found = headships(session, day), {}
    for person in {duty.subject_id for duty in duties} & led.keys():
        kept = session.get(Person, person)
        found[person] = (led[person].name, kept.email if kept else "", led[person].school)
    told = {duty.recipient_id for duty in duties}
    return OfferingLines(found, {person: standing(session, person, day) for person in told})
