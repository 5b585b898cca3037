"""What a message says when a school is promised other visits than before: how many, and what there is to arrange."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session

from config.authority import Authority
from framework.access import Standing, may
from handlers.cards import Button
from handlers.lines import Gone, Line
from handlers.promised import SchoolPromises, promises_of
from handlers.wording import clipped, count
from store.messages import DutyView
from store.posts import standing
from store.promises import promises_seen
from store.schools import school_by_id


@dataclass(frozen=True)
class PromiseLines:
    """What the schools of one batch of duties are promised today, and what their recipients are."""

    authority: Authority
    now: datetime
    promised: Mapping[int, SchoolPromises]
    revisions: Mapping[int, int]
    standings: Mapping[int, Standing]

    def line(self, duty: DutyView) -> Line:
        one = self.promised.get(duty.subject_id)
        if one is None:
            raise Gone("the school is gone")
        person = self.standings[duty.recipient_id]
        if not all(may(self.authority.access, person, matter, one.school.id) for matter in ("tier", "change_visit")):
            raise Gone("the recipient has nothing to do with the school any more")
        if duty.revision != self.revisions.get(one.school.id):
            raise Gone("the calendar was changed again, which is told instead")
        if not one.owed and not one.surplus:
            raise Gone("the calendar fits what is promised")
        values = {"seed_code": one.school.seed_code}
        buttons = [Button("Show the calendar", "visits_owed", values)]
        if one.owed:
            buttons.insert(0, Button("Propose dates", "propose_dates", values, style="primary"))
        if one.surplus:
            buttons.append(Button("Visits no longer needed", "surplus_visits", values))
        opened = Button(clipped(f"The calendar of {one.school.name}", 75), "visits_owed", values)
        return Line(self._text(one), one.school.name, tuple(buttons), opened)

    def _text(self, one: SchoolPromises) -> str:
        parts = [f"{one.school.name} is promised {count(len(one.standings), 'visit')} this session from now on"]
        if one.owed:
            parts.append(f"{len(one.owed)} {'is' if len(one.owed) == 1 else 'are'} still to arrange")
        if one.surplus:
            number = len(one.surplus)
            parts.append(f"{number} in the calendar {'is' if number == 1 else 'are'} no longer asked for")
        return f"{'; '.join(parts)}. Please agree together what to change."

    def about(self, duty: DutyView) -> str:
        one = self.promised.get(duty.subject_id)
        return f"the calendar of {one.school.name}" if one else "the calendar of a school that is gone"

    def why(self, duty: DutyView, standing: Standing) -> str:
        role = "its headteacher" if duty.school_id in standing.heads else "its link officer"
        return f"{self.about(duty)}: I tell you, as {role}, when a school is promised more, fewer or other visits."

    def useful_until(self, duty: DutyView) -> datetime | None:
        one = self.promised.get(duty.subject_id)
        return self.now + timedelta(days=14) if one and (one.owed or one.surplus) else None


def promise_lines(session: Session, authority: Authority, duties: Sequence[DutyView], now: datetime) -> PromiseLines:
    """Read what these duties about changed calendars need."""
    day = now.astimezone(authority.timezone).date()
    schools = [school for id_ in {d.subject_id for d in duties} if (school := school_by_id(session, id_)) is not None]
    return PromiseLines(
        authority,
        now,
        {one.school.id: one for one in promises_of(session, authority, schools, day)},
        {school: seen[2] for school, seen in promises_seen(session).items()},
        {person: standing(session, person, day) for person in {duty.recipient_id for duty in duties}},
    )
