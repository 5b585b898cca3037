"""What messages say about visits. COMPOSERS names for each kind of duty the sentence it becomes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from sqlmodel import Session

from config.authority import Authority
from framework.access import Standing, may
from handlers.cards import Button, Download
from handlers.lines import Gone, Line
from handlers.note_times import NoteTimes
from handlers.request import Account, Place, Request
from handlers.visit_duties import officers_of
from handlers.visit_story import OFFICER, SCHOOL, sides_that_proposed
from handlers.visits import visit_buttons
from handlers.wording import MODES, count, say_day, say_when
from store.messages import DutyView
from store.posts import Holder, Officers, heads, officers_on
from store.visits import VisitView, visits_by_id

TELLINGS: Final = {
    "visit_booked": "a visit was booked",
    "visit_moved": "a visit was moved",
    "visit_cancelled": "a visit was cancelled",
    "visit_agreed": "a visit was agreed",
    "note_written": "a note of visit was written",
}
_CHANGES_OF_A_CALENDAR: Final = ("visit_booked", "visit_moved", "visit_cancelled", "visit_agreed")
NOTE_KINDS: Final = ("note_missing", "note_late")


_TIMINGS: Final = {
    "visit_upcoming": "before",
    "note_missing": "after, while there is no note",
    "note_late": "after the note was due, while there is none",
    "visit_unanswered": "after it was proposed, while nobody has answered",
}


@dataclass(frozen=True)
class VisitLines:
    """The visits of one batch of duties, and who is on their two sides today."""

    authority: Authority
    now: datetime
    visits: Mapping[int, VisitView]
    heads: Mapping[int, list[Holder]]
    officers: Officers
    proposed_by: Mapping[int, str]
    times: NoteTimes

    @property
    def today(self) -> date:
        return self.now.astimezone(self.authority.timezone).date()

    def line(self, duty: DutyView) -> Line:
        visit = self.visits.get(duty.subject_id)
        if visit is None:
            raise Gone("the visit is gone")
        standing = self._standing(duty.recipient_id, visit)
        if not may(self.authority.access, standing, "visits", visit.school_id):
            raise Gone("the recipient has nothing to do with the school any more")
        if duty.kind == "visit_unanswered" and self.proposed_by.get(visit.id) == self._side(duty.recipient_id, visit):
            raise Gone("the answer is the other side's to give")
        text = COMPOSERS[duty.kind](duty, visit, self.authority, self.today, self.now)
        if duty.kind in NOTE_KINDS:
            text += self._by_when(duty, visit)
        asked = Request(Account("", "", ""), Place(), self.now, standing=standing)
        files = self._files(visit) if duty.kind in _CHANGES_OF_A_CALENDAR else ()
        return Line(text, visit.school, visit_buttons(visit, asked, self.authority), self._opened(visit), files)

    def _files(self, visit: VisitView) -> tuple[Download, ...]:
        """An invitation to the visit, where no link keeps people's calendars up to date."""
        if self.authority.public_url:
            return ()
        day = say_day(visit.starts_at.astimezone(self.authority.timezone).date(), self.today)
        return (Download(f"For your calendar: {visit.school}, {day}", "visit_calendar", {"visit": str(visit.id)}),)

    def _by_when(self, duty: DutyView, visit: VisitView) -> str:
        """By when the note is due. Raises Gone for a plain reminder of a note that is late: that has its own."""
        due_on = self.times.of_visit(visit)
        late = self.times.days_late(due_on, self.today)
        if (
            late
            and duty.kind == "note_missing"
            and any(r.key == "note_late" for r in self.authority.framework.reminders)
        ):
            raise Gone("the note is late, which has its own reminder")
        if not late and duty.kind == "note_late":
            raise Gone("the note is not late")
        return f" {self.times.say(due_on, self.today)}"

    def _opened(self, visit: VisitView) -> Button:
        day = say_day(visit.starts_at.astimezone(self.authority.timezone).date(), self.today)
        return Button(f"Open {visit.school}, {day}", "show_visit", {"visit": str(visit.id)})

    def about(self, duty: DutyView) -> str:
        visit = self.visits.get(duty.subject_id)
        if visit is None:
            return "a visit that is gone"
        return f"{visit.school}, {say_when(visit.starts_at, self.authority.timezone)}"

    def why(self, duty: DutyView, standing: Standing) -> str:
        role = "its headteacher" if duty.school_id in standing.heads else "its link officer"
        if duty.kind in TELLINGS:
            return f"{self.about(duty)}: I tell you, as {role}, when {TELLINGS[duty.kind]} by the other side."
        rule = next((rule for rule in self.authority.framework.reminders if rule.key == duty.kind), None)
        days = count(int(duty.rule.rpartition(":")[2]), "school day")
        timing = _TIMINGS.get(duty.kind, "after")
        sends = f"the rule “{rule.label if rule else duty.kind}” sends a reminder {days} {timing}"
        return f"{self.about(duty)}: you are {role}, and {sends}."

    def useful_until(self, duty: DutyView) -> datetime | None:
        """Of a visit to come until it begins; of a missing note for a fortnight more."""
        visit = self.visits.get(duty.subject_id)
        if visit is None or visit.schedule_revision != duty.revision:
            return None
        if duty.kind in NOTE_KINDS:
            return duty.send_by + timedelta(days=14) if visit.lacks_note else None
        return visit.starts_at if visit.stands else None

    def _side(self, person: int, visit: VisitView) -> str:
        return SCHOOL if person in {holder.person_id for holder in self.heads.get(visit.school_id, [])} else OFFICER

    def _standing(self, person: int, visit: VisitView) -> Standing:
        """What the recipient is to the visit's school on the day of sending, out of the two sides of a visit."""
        school = frozenset({visit.school_id})
        officers = {holder.person_id for holder in officers_of(visit, self.officers)}
        leading = {holder.person_id: holder.role for holder in self.heads.get(visit.school_id, [])}
        held = {leading[person]} if person in leading else set()
        return Standing(
            person_id=person,
            roles=frozenset(held | ({"link_officer"} if person in officers else set())),
            heads=school if person in leading else frozenset(),
            links=school if person in officers else frozenset(),
        )


def visit_lines(session: Session, authority: Authority, duties: Sequence[DutyView], now: datetime) -> VisitLines:
    """Read what these duties about visits need."""
    day = now.astimezone(authority.timezone).date()
    visits = visits_by_id(session, {duty.subject_id for duty in duties})
    schools = {visit.school_id for visit in visits.values()}
    leading = heads(session, day, schools) if schools else {}
    officers = officers_on(session, day, schools)
    asked = [visits[d.subject_id] for d in duties if d.kind == "visit_unanswered" and d.subject_id in visits]
    times = NoteTimes(session, authority, schools)
    return VisitLines(authority, now, visits, leading, officers, sides_that_proposed(session, asked), times)


Composer = Callable[[DutyView, VisitView, Authority, date, datetime], str]


def _as_scheduled(duty: DutyView, visit: VisitView) -> None:
    if duty.revision != visit.schedule_revision:
        raise Gone("the visit was changed")


def _as_told(duty: DutyView, visit: VisitView) -> None:
    if duty.revision != visit.revision:
        raise Gone("the visit was changed again, which is told instead")


def _what(visit: VisitView, authority: Authority, today: date) -> str:
    kind = authority.visit_type(visit.visit_type).label
    how = MODES.get(visit.mode, visit.mode)
    return f"{kind} at {visit.school}, {say_when(visit.starts_at, authority.timezone, today)} ({how})"


def _upcoming(duty: DutyView, visit: VisitView, authority: Authority, today: date, now: datetime) -> str:
    _as_scheduled(duty, visit)
    if not visit.stands:
        raise Gone(f"the visit is {visit.status}")
    if visit.starts_at <= now:
        raise Gone("the visit has begun")
    days = (visit.starts_at.astimezone(authority.timezone).date() - today).days
    soon = {0: "Today", 1: "Tomorrow"}.get(days, f"In {count(days, 'day')}")
    open_end = "" if visit.status == "agreed" else " It is proposed, and not agreed yet."
    officer = f", with {visit.officer}" if visit.officer and duty.recipient_id != visit.officer_id else ""
    return f"{soon}: {_what(visit, authority, today)}{officer}.{open_end}"


def _note_missing(duty: DutyView, visit: VisitView, authority: Authority, today: date, now: datetime) -> str:
    _as_scheduled(duty, visit)
    if not visit.lacks_note:
        raise Gone("the note is on record" if visit.has_note else "the visit was cancelled")
    return f"No note of visit is on record yet: {_what(visit, authority, today)}."


def _unanswered(duty: DutyView, visit: VisitView, authority: Authority, today: date, now: datetime) -> str:
    _as_scheduled(duty, visit)
    if visit.status != "proposed":
        raise Gone(f"the visit is {visit.status}")
    return f"{_somebody(visit)} still waits for your answer: {_what(visit, authority, today)}. Does that suit you?"


def _booked(duty: DutyView, visit: VisitView, authority: Authority, today: date, now: datetime) -> str:
    _as_told(duty, visit)
    return f"{_somebody(visit)} proposes a visit: {_what(visit, authority, today)}. Does that suit you?"


def _moved(duty: DutyView, visit: VisitView, authority: Authority, today: date, now: datetime) -> str:
    _as_told(duty, visit)
    why = f" Reason: {visit.reason}." if visit.reason else ""
    return f"{_somebody(visit)} moved a visit. It is now {_what(visit, authority, today)}.{why} Does that suit you?"


def _cancelled(duty: DutyView, visit: VisitView, authority: Authority, today: date, now: datetime) -> str:
    _as_told(duty, visit)
    why = f" Reason: {visit.reason}." if visit.reason else ""
    return f"{_somebody(visit)} cancelled a visit: {_what(visit, authority, today)}.{why}"


def _agreed(duty: DutyView, visit: VisitView, authority: Authority, today: date, now: datetime) -> str:
    _as_told(duty, visit)
    return f"{_somebody(visit)} agreed the visit: {_what(visit, authority, today)}."


def _note_written(duty: DutyView, visit: VisitView, authority: Authority, today: date, now: datetime) -> str:
    _as_told(duty, visit)
    return f"The note of visit is on record: {_what(visit, authority, today)}. Please read it: is it accurate?"


def _somebody(visit: VisitView) -> str:
    return visit.changed_by or "Somebody"


COMPOSERS: Final[dict[str, Composer]] = {
    "visit_upcoming": _upcoming,
    "note_missing": _note_missing,
    "visit_unanswered": _unanswered,
    "note_late": _note_missing,
    "visit_booked": _booked,
    "visit_moved": _moved,
    "visit_cancelled": _cancelled,
    "visit_agreed": _agreed,
    "note_written": _note_written,
}
