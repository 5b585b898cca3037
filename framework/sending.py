"""When a reminder may go out: inside the authority's hours, on school days, on its own clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from framework.school_year import SchoolYear


@dataclass(frozen=True)
class SendingHours:
    """From `first` (included) to `last` (left out), by the authority's own clock, on school days."""

    first: time
    last: time
    zone: tzinfo

    def opens(self, day: date) -> datetime:
        """When sending begins on `day`, aware UTC."""
        return at(day, self.first, self.zone)

    def closes(self, day: date) -> datetime:
        return at(day, self.last, self.zone)

    def is_open(self, now: datetime, year: SchoolYear, cluster: str = "") -> bool:
        """Whether something may be sent at `now` (aware) to somebody in `cluster` ('' for the whole authority)."""
        day = now.astimezone(self.zone).date()
        return self.opens(day) <= now < self.closes(day) and year.is_school_day(day, cluster)

    def next_open(self, now: datetime, year: SchoolYear, cluster: str = "") -> datetime:
        """The first moment at or after `now` at which something may be sent, aware UTC."""
        if self.is_open(now, year, cluster):
            return now
        day = now.astimezone(self.zone).date()
        if now >= self.opens(day):
            day += timedelta(days=1)
        return self.opens(year.next_school_day(day, cluster))


def at(day: date, clock: time, zone: tzinfo) -> datetime:
    """The moment at which the local clock shows `clock` on `day`, aware UTC; the first of two in autumn."""
    return datetime.combine(day, clock, tzinfo=zone).astimezone(UTC)
