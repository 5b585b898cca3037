"""What a message says about an inspection that was noted. The lock screen says nothing of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from sqlmodel import Session

from config.authority import Authority
from framework.access import Standing, may
from framework.sending import at
from handlers.cards import Button
from handlers.lines import Gone, Line
from handlers.wording import say_day
from store.inspections import InspectionView, inspections_by_id
from store.messages import DutyView
from store.posts import standing


@dataclass(frozen=True)
class InspectionLines:
    """The inspections of one batch of duties, and what their recipients are today."""

    authority: Authority
    now: datetime
    inspections: Mapping[int, InspectionView]
    standings: Mapping[int, Standing]

    def line(self, duty: DutyView) -> Line:
        one = self.inspections.get(duty.subject_id)
        if one is None:
            raise Gone("the inspection is not on record any more")
        if not may(self.authority.access, self.standings[duty.recipient_id], "inspection", one.school_id):
            raise Gone("the recipient has nothing to do with the school any more")
        today = self.now.astimezone(self.authority.timezone).date()
        if one.last_on < today:
            raise Gone("the inspection is over")
        until = f" to {say_day(one.last_on, today)}" if one.last_on != one.first_on else ""
        text = f"{one.school} is to be inspected, {say_day(one.first_on, today)}{until}. Noted by {one.noted_by}."
        values = {"scope": "mine", "period": f"{one.first_on - timedelta(days=7)}/{one.last_on + timedelta(days=7)}"}
        return Line(text, one.school, (Button("Visits around it", "visit_list", values),))

    def about(self, duty: DutyView) -> str:
        one = self.inspections.get(duty.subject_id)
        return f"an inspection of {one.school}" if one else "an inspection that is gone"

    def why(self, duty: DutyView, standing: Standing) -> str:
        role = "headteacher" if duty.school_id in standing.heads else "officer" if standing.is_officer else "oversight"
        return f"{self.about(duty)}: I tell you, as {role}, when an inspection of the school is noted."

    def useful_until(self, duty: DutyView) -> datetime | None:
        one = self.inspections.get(duty.subject_id)
        return at(one.last_on + timedelta(days=1), time(0), self.authority.timezone) if one else None


def inspection_lines(
    session: Session, authority: Authority, duties: Sequence[DutyView], now: datetime
) -> InspectionLines:
    """Read what these duties about inspections need."""
    day = now.astimezone(authority.timezone).date()
    people = {duty.recipient_id for duty in duties}
    found = inspections_by_id(session, {duty.subject_id for duty in duties})
    return InspectionLines(authority, now, found, {person: standing(session, person, day) for person in people})
