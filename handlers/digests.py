"""Two digests: the link officer's week, and the month in figures for the head of education.

Each is a duty of the first school day of its week or month, worded when it is sent; with nothing to say it is dropped.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import Final

from sqlmodel import Session

from config.authority import Authority
from framework.access import Standing
from framework.rhythm import first_school_day_of_month, first_school_day_of_week, monday_of
from framework.sending import at
from handlers.cards import Button
from handlers.lines import Gone, Line
from handlers.wording import count, say_day, say_list, say_when
from store.leases import fact, set_fact
from store.messages import DutyView
from store.outbox import DutyRow, WaitingDuty, put_duties
from store.plan_lists import PlanView, open_plans
from store.posts import holders, standing
from store.practice import PracticeView, unshared_practices
from store.schools import all_schools
from store.tiers import tier_keys_on
from store.visits import VisitView, unrecorded_visits, visits_between

_NAMED: Final = 5


@dataclass(frozen=True)
class Rhythm:
    """A digest: who gets it, when it begins to count, and on which day it goes out."""

    kind: str
    role: str
    subject: str
    first_day: Callable[[date, Authority], date | None]
    begins: Callable[[date], date]


DIGESTS: Final = (
    Rhythm(
        "officer_digest",
        "link_officer",
        "week",
        lambda day, authority: first_school_day_of_week(day, authority.school_year),
        monday_of,
    ),
    Rhythm(
        "education_digest",
        "head_of_education",
        "month",
        lambda day, authority: first_school_day_of_month(day, authority.school_year),
        lambda day: day.replace(day=1),
    ),
)


def waits(session: Session) -> bool:
    """Never: everything that changed is laid out at once."""
    return False


def plan_all_again(session: Session, now: datetime) -> None:
    """Have this week's and this month's digest looked at again: the rules or the dates changed."""
    for digest in DIGESTS:
        set_fact(session, f"{digest.kind}_planned", "")


def lay_out(session: Session, authority: Authority, now: datetime) -> tuple[int, list[WaitingDuty]]:
    """Lay out the digests of this week and month, once each; a first day that has passed is not made up for."""
    today = now.astimezone(authority.timezone).date()
    kinds = {rule.key for rule in authority.framework.reminders}
    count = 0
    for digest in (one for one in DIGESTS if one.kind in kinds):
        begins = digest.begins(today).isoformat()
        if fact(session, f"{digest.kind}_planned") != begins:
            day = digest.first_day(today, authority)
            rows = _rows(digest, day, session, authority, now) if day is not None and day >= today else []
            put_duties(session, rows)
            set_fact(session, f"{digest.kind}_planned", begins)
            count += len(rows)
    return count, []


def _rows(digest: Rhythm, day: date, session: Session, authority: Authority, now: datetime) -> list[DutyRow]:
    recipients = sorted({holder.person_id for holder in holders(session, [digest.role], day)})
    return [
        DutyRow(
            rule=digest.kind,
            kind=digest.kind,
            subject=f"{digest.subject}:{digest.begins(day):%Y%m%d}",
            revision=1,
            recipient_id=person,
            school_id=None,
            cluster="",
            not_before=authority.sending.opens(day),
            send_by=authority.sending.closes(day),
            made_at=now,
        )
        for person in recipients
    ]


@dataclass(frozen=True)
class DigestLines:
    """The record as far as the digests of one batch need it, read when the first of them is worded."""

    session: Session
    authority: Authority
    now: datetime
    standings: Mapping[int, Standing]

    @property
    def today(self) -> date:
        return self.now.astimezone(self.authority.timezone).date()

    @cached_property
    def late_plans(self) -> list[PlanView]:
        """Agreed plans whose review is past its day, whose ever school it is."""
        return [
            plan
            for plan in open_plans(self.session)
            if plan.is_agreed and plan.next_review_on is not None and plan.next_review_on < self.today
        ]

    @cached_property
    def unshared(self) -> list[PracticeView]:
        return unshared_practices(self.session)

    def line(self, duty: DutyView) -> Line:
        person = self.standings[duty.recipient_id]
        if duty.kind == "officer_digest":
            return self._week(person)
        return self._month(person, duty)

    def _week(self, person: Standing) -> Line:
        """An officer's visits of the week and what is still open. Raises Gone when there is nothing."""
        if not person.links:
            raise Gone("the recipient looks after no school today")
        parts = [
            *self._visits(person.links),
            *self._without_note(person.links),
            *self._late(person.links),
            *self._to_check(person.links),
        ]
        if not parts:
            raise Gone("there is nothing to say")
        buttons = (Button("My visits", "visit_list", {"scope": "mine"}), Button("Record a visit", "record_visit"))
        return Line(" ".join(parts), "Your week", buttons, buttons[0])

    def _visits(self, schools: frozenset[int]) -> list[str]:
        first = at(self.today, time(), self.authority.timezone)
        last = at(monday_of(self.today) + timedelta(days=7), time(), self.authority.timezone)
        found = [visit for visit in visits_between(self.session, first, last, schools) if visit.stands]
        if not found:
            return []
        named = [
            f"{visit.school} ({say_when(visit.starts_at, self.authority.timezone, self.today)})" for visit in found
        ]
        return [f"{count(len(found), 'visit')} this week: {_some(named)}."]

    def _without_note(self, schools: frozenset[int]) -> list[str]:
        found = unrecorded_visits(self.session, schools, self.now)
        return [f"No note yet: {_some([self._visit_named(visit) for visit in found])}."] if found else []

    def _visit_named(self, visit: VisitView) -> str:
        return f"{visit.school} ({say_day(visit.starts_at.astimezone(self.authority.timezone).date(), self.today)})"

    def _late(self, schools: frozenset[int]) -> list[str]:
        found = [plan for plan in self.late_plans if plan.school_id in schools]
        named = [
            f"{plan.school} (due {say_day(plan.next_review_on, self.today)})" for plan in found if plan.next_review_on
        ]
        return [f"Plan reviews past their day: {_some(named)}."] if named else []

    def _to_check(self, schools: frozenset[int]) -> list[str]:
        found = [one for one in self.unshared if one.school_id in schools and one.waits_for_check]
        return [f"Practice to check: {_some([f'“{one.title}”' for one in found])}."] if found else []

    def _month(self, person: Standing, duty: DutyView) -> Line:
        """The authority in figures. Raises Gone for who is head of education no more, or without anything to count."""
        if "head_of_education" not in person.roles:
            raise Gone("the recipient is not head of education today")
        parts = [*self._tiers(), *self._held(), *self._notes_and_reviews()]
        if not parts:
            raise Gone("there is nothing to say")
        button = Button("Schools by tier", "tier_list")
        return Line(" ".join(parts), "The month in figures", (button,), button)

    def _tiers(self) -> list[str]:
        counted = Counter(tier_keys_on(self.session, self.today).values())
        bands = sorted(self.authority.framework.tiers, key=lambda band: band.rank)
        named = [f"{counted[band.key]} {band.label.lower()}" for band in bands if counted[band.key]]
        return [f"Schools by tier: {say_list(named)}."] if named else []

    def _held(self) -> list[str]:
        """The visits of the calendar month before this one that took place, and those of this one still to come."""
        begins = self.today.replace(day=1)
        before = (begins - timedelta(days=1)).replace(day=1)
        after = (begins + timedelta(days=32)).replace(day=1)
        first, middle, last = (at(day, time(), self.authority.timezone) for day in (before, begins, after))
        held = [visit for visit in visits_between(self.session, first, middle) if visit.status == "done"]
        coming = [visit for visit in visits_between(self.session, middle, last) if visit.stands]
        if not held and not coming:
            return []
        return [f"{count(len(held), 'visit')} held in {before:%B}, {len(coming)} in the calendar for {begins:%B}."]

    def _notes_and_reviews(self) -> list[str]:
        schools = [school.id for school in all_schools(self.session)]
        missing = unrecorded_visits(self.session, schools, self.now)
        notes = [f"{count(len(missing), 'visit')} of the last twelve weeks without a note."] if missing else []
        late = [f"{count(len(self.late_plans), 'plan review')} past the day."] if self.late_plans else []
        return [*notes, *late]

    def about(self, duty: DutyView) -> str:
        return "an officer's week" if duty.kind == "officer_digest" else "the month in figures"

    def why(self, duty: DutyView, standing: Standing) -> str:
        if duty.kind == "officer_digest":
            return "Your week: you are a link officer, and it comes on the first school day of a week."
        return "The month in figures: you are head of education, and it comes on the first school day of a month."

    def useful_until(self, duty: DutyView) -> datetime | None:
        """To the end of its week, or a week into its month."""
        return duty.send_by + timedelta(days=4 if duty.kind == "officer_digest" else 7)


def _some(named: Sequence[str]) -> str:
    """The first few by name, and how many more."""
    more = len(named) - _NAMED
    return say_list(named) if more <= 0 else f"{', '.join(named[:_NAMED])} and {more} more"


def digest_lines(session: Session, authority: Authority, duties: Sequence[DutyView], now: datetime) -> DigestLines:
    """Who the recipients of these digests are today."""
    day = now.astimezone(authority.timezone).date()
    people = {duty.recipient_id for duty in duties}
    return DigestLines(session, authority, now, {person: standing(session, person, day) for person in people})
