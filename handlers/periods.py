"""The days that a question is about."""

from __future__ import annotations

from datetime import date

from handlers.cards import say
from handlers.given import day_of
from handlers.instead import Instead
from handlers.request import Request


def period_asked(request: Request, usual: tuple[date, date]) -> tuple[date, date]:
    """The first and last day that the action names, both included; `usual` where it names none.

    Raises Instead with the sentence to say for what is no day, and for one that is far away.
    """
    given = next((request.values[name] for name in ("period", "date") if request.values.get(name)), "")
    if not given:
        return usual
    first, _, last = given.partition("/")
    try:
        return day_of(first), day_of(last or first)
    except ValueError as error:
        raise Instead(say(str(error))) from None
