"""By when a note of visit is to be with the headteacher: the working days of the tier that the school was on."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from sqlmodel import Session

from config.authority import Authority
from framework.notes import USUAL_WORKING_DAYS, note_due_on, working_days_late
from framework.school_year import BankHolidays
from handlers.wording import count, say_day
from store.tiers import tier_spells
from store.visits import VisitView


class NoteTimes:
    """When the notes of these schools are due; their tiers are read once."""

    def __init__(self, session: Session, authority: Authority, schools: Collection[int]) -> None:
        self._authority = authority
        self._spells = tier_spells(session, frozenset(schools))

    def due_on(self, school_id: int, held_on: date) -> date:
        """The last day on which the note of a visit held on that day is in time."""
        spells = self._spells.get(school_id, ())
        tier = next((tier for since, tier in spells if since <= held_on), "")
        days = self._authority.tier(tier).note_working_days if tier else USUAL_WORKING_DAYS
        return note_due_on(held_on, days, self._closed)

    def of_visit(self, visit: VisitView) -> date:
        """The last day on which the note of this visit is in time, had it been held when it was booked."""
        return self.due_on(visit.school_id, visit.starts_at.astimezone(self._authority.timezone).date())

    def days_late(self, due_on: date, day: date) -> int:
        """How many working days after its day a note is on `day`, 0 while it is in time."""
        return working_days_late(due_on, day, self._closed)

    def say(self, due_on: date, today: date) -> str:
        """'It is due by Thu 3 December.', or since when and how much it is late."""
        late = self.days_late(due_on, today)
        if not late:
            return f"It is due {'today' if due_on == today else f'by {say_day(due_on, today)}'}."
        return f"It was due by {say_day(due_on, today)}, {count(late, 'working day')} ago."

    @property
    def _closed(self) -> BankHolidays:
        return self._authority.school_year.bank_holidays
