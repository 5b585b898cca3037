"""What a message says about dates that were proposed together: all of them, with one tap to agree."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from config.authority import Authority
from framework.access import Standing, may
from handlers.agreeing import answer_buttons, waiting_for_side
from handlers.cards import Button
from handlers.lines import Gone, Line
from handlers.wording import MODES, clipped, count, say_when
from store.messages import DutyView
from store.posts import standing
from store.schools import SchoolView, school_by_id
from store.visits import VisitView, next_visits

_MOST = 400


@dataclass(frozen=True)
class DatesLines:
    """The proposed visits of the schools in question, for each recipient those that wait for them."""

    authority: Authority
    now: datetime
    schools: Mapping[int, SchoolView]
    waiting: Mapping[tuple[int, int], list[VisitView]]
    standings: Mapping[int, Standing]

    @property
    def today(self) -> date:
        return self.now.astimezone(self.authority.timezone).date()

    def line(self, duty: DutyView) -> Line:
        school = self.schools.get(duty.subject_id)
        if school is None:
            raise Gone("the school is gone")
        if not may(self.authority.access, self.standings[duty.recipient_id], "change_visit", school.id):
            raise Gone("the recipient has nothing to do with the school any more")
        found = self.waiting[duty.recipient_id, school.id]
        if not found:
            raise Gone("the dates have been answered")
        by = next((visit.changed_by for visit in found if visit.changed_by), "The other side")
        what = "a visit" if len(found) == 1 else count(len(found), "visit")
        dates = "\n".join(f"– {self._one(visit)}" for visit in found)
        ends = "Does that suit you?" if len(found) == 1 else "Do they suit you?"
        return Line(
            f"{by} proposes {what} to {school.name}:\n{dates}\n{ends}",
            school.name,
            answer_buttons(found, self.authority, self.today),
            Button(
                clipped(f"Answer the dates for {school.name}", 75), "dates_waiting", {"seed_code": school.seed_code}
            ),
        )

    def _one(self, visit: VisitView) -> str:
        kind = self.authority.visit_type(visit.visit_type).label
        when = say_when(visit.starts_at, self.authority.timezone, self.today)
        return f"{kind}, {when} ({MODES.get(visit.mode, visit.mode)}, {visit.minutes} minutes)"

    def about(self, duty: DutyView) -> str:
        school = self.schools.get(duty.subject_id)
        return f"dates for {school.name}" if school else "dates for a school that is gone"

    def why(self, duty: DutyView, standing: Standing) -> str:
        role = "its headteacher" if duty.school_id in standing.heads else "its link officer"
        return f"{self.about(duty)}: I ask you, as {role}, when the other side proposes visits."

    def useful_until(self, duty: DutyView) -> datetime | None:
        found = self.waiting[duty.recipient_id, duty.subject_id]
        return max(visit.starts_at for visit in found) if found else None


def dates_lines(session: Session, authority: Authority, duties: Sequence[DutyView], now: datetime) -> DatesLines:
    """Read what these duties about proposed dates need."""
    day = now.astimezone(authority.timezone).date()
    ids = {duty.subject_id for duty in duties}
    schools = {id_: school for id_ in ids if (school := school_by_id(session, id_)) is not None}
    proposed = [visit for visit in next_visits(session, ids, now, most=_MOST) if visit.status == "proposed"]
    standings = {person: standing(session, person, day) for person in {duty.recipient_id for duty in duties}}
    waiting = {
        (duty.recipient_id, duty.subject_id): waiting_for_side(
            session, [v for v in proposed if v.school_id == duty.subject_id], standings[duty.recipient_id]
        )
        for duty in duties
    }
    return DatesLines(authority, now, schools, waiting, standings)
