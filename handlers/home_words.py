"""Small words that the sections of a home share."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

from config.authority import Authority
from handlers.asked import local_day
from handlers.cards import Text
from handlers.request import Request
from handlers.wording import clipped, say_day
from store.schools import SchoolView

MOST_BUTTONS: Final = 6
_LONGEST_LABEL: Final = 75


def named(label: str, school: SchoolView, request: Request) -> str:
    """A button's label, with the school where the asker leads several."""
    return label if len(request.standing.heads) < 2 else clipped(f"{label}: {school.name}", _LONGEST_LABEL)


def short(moment: datetime, request: Request, authority: Authority) -> str:
    """'Thu 3 December' on the local clock, with the year where it is another."""
    return say_day(moment.astimezone(authority.timezone).date(), local_day(request, authority))


def source(day: date) -> Text:
    return Text(f"From the record on {say_day(day)}.", quiet=True)
