"""Times at which somebody is not to be asked for a visit: hours of every week, or dates. Nobody says why."""

from __future__ import annotations

import re
from datetime import date, time, timedelta
from typing import Final

from sqlmodel import Session

from config.authority import Authority
from framework.numbers import number_in
from handlers.asked import local_day
from handlers.cards import Button, Card, Choice, Field, Form, Reply, Text
from handlers.instead import Invalid
from handlers.request import Request
from handlers.visit_forms import nonce
from handlers.wording import clipped, say_day
from store.diaries import NotOn, NotOnView, forget_not_on, not_on_of

DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
_ALL_DAY: Final = (time(0), time(23, 59))
_MOST_ROWS: Final = 40


def form(request: Request, session: Session, authority: Authority) -> Reply:
    """When the asker is not to be asked, filled in as far as words gave it."""
    weekdays = _weekdays_in(request.words)
    first, last = _dates_in(request)
    when = "weekly" if weekdays else "dates" if first else request.values.get("when", "")
    return Form(
        title="Times to keep free",
        action="not_on",
        fields=(
            Field("when", "When", "choice", when, (Choice("weekly", "Every week"), Choice("dates", "On dates"))),
            Field(
                "weekdays", "Days of every week", "choices", ";".join(weekdays),
                tuple(Choice(str(n), name) for n, name in enumerate(DAYS)), required=False,
            ),
            Field("first", "First date", "date", first, required=False),
            Field("last", "Last date", "date", last, required=False),
            Field("from_time", "From", "time", "", required=False, hint="Empty: the whole day."),
            Field("until_time", "Until", "time", "", required=False),
        ),
        submit="Keep free",
        body=(Text("No visit is proposed to you then. Cairn keeps the times alone, and no reason."),),
        hidden={"nonce": nonce()},
    )  # fmt: skip


def _weekdays_in(words: str) -> list[str]:
    """The days of the week that are meant as every week's: 'on Mondays', 'Tuesdays and Thursdays', 'every Friday'."""
    plain = words.casefold()
    every = re.search(r"\b(?:every|each|weekly|i teach|teaching|class commitment)\b", plain)
    ending = "s?" if every else "s"
    return [str(n) for n, name in enumerate(DAYS) if re.search(rf"\b{name.casefold()}{ending}\b", plain)]


def _dates_in(request: Request) -> tuple[str, str]:
    given = request.values.get("period") or request.values.get("date") or request.values.get("first", "")
    first, _, last = given.partition("/")
    return first, last or request.values.get("last", "")


def keep(request: Request, session: Session, authority: Authority) -> Reply:
    """Put the times on record for the asker."""
    begins, ends = _hours(request)
    rows = _weekly_rows(request) if request.values.get("when") == "weekly" else [_dated_row(request, authority)]
    if len(not_on_of(session, [_person(request)], local_day(request, authority))) + len(rows) > _MOST_ROWS:
        raise Invalid(when=f"You keep {_MOST_ROWS} times free already. Please take one away first.")
    for weekday, first, last in rows:
        session.add(
            NotOn(
                person_id=_person(request),
                weekday=weekday,
                first_on=first,
                last_on=last,
                from_time=begins,
                until_time=ends,
                made_at=request.now,
            )
        )
    session.flush()
    return kept_free(request, session, authority)


def _person(request: Request) -> int:
    assert request.standing.person_id is not None, "only people of the record reach a handler"
    return request.standing.person_id


def _weekly_rows(request: Request) -> list[tuple[int | None, date | None, date | None]]:
    chosen = [part for part in request.values.get("weekdays", "").split(";") if part in set("01234")]
    if not chosen:
        raise Invalid(weekdays="Please choose at least one day of the week.")
    return [(int(part), None, None) for part in chosen]


def _dated_row(request: Request, authority: Authority) -> tuple[int | None, date | None, date | None]:
    first = _date(request, "first")
    last = _date(request, "last") if request.values.get("last", "").strip() else first
    if last < first:
        raise Invalid(last=f"The last date is before {say_day(first)}.")
    if last < local_day(request, authority):
        raise Invalid(last=f"{say_day(last)} has passed.")
    if last - first > timedelta(days=366):
        raise Invalid(last="That is more than a year. Please check the dates.")
    return None, first, last


def _date(request: Request, name: str) -> date:
    try:
        return date.fromisoformat(request.values.get(name, "").strip())
    except ValueError:
        raise Invalid(**{name: "Please give the date as year-month-day, such as 2026-12-03."}) from None


def _hours(request: Request) -> tuple[time, time]:
    given = [request.values.get(name, "").strip() for name in ("from_time", "until_time")]
    try:
        begins, ends = (time.fromisoformat(t) if t else usual for t, usual in zip(given, _ALL_DAY, strict=True))
    except ValueError:
        raise Invalid(from_time="Please give the times on the 24-hour clock, such as 13:30.") from None
    if begins >= ends:
        raise Invalid(until_time="This is not after the time from which you keep free.")
    return begins.replace(second=0, microsecond=0, tzinfo=None), ends.replace(second=0, microsecond=0, tzinfo=None)


def forget(request: Request, session: Session, authority: Authority) -> Reply:
    """Take one of the asker's own times away."""
    row = number_in(request.values.get("row", ""))
    if row:
        forget_not_on(session, _person(request), row)
    return kept_free(request, session, authority)


def kept_free(request: Request, session: Session, authority: Authority) -> Reply:
    """The times that the asker keeps free, each with a tap to take it away."""
    found = not_on_of(session, [_person(request)], local_day(request, authority))
    lines = tuple(Text(f"• {_said(row)}") for row in found) or (Text("You keep no times free."),)
    away = [Button(clipped(f"Take away: {_said(row)}", 75), "forget_not_on", {"row": str(row.id)}) for row in found[:5]]
    return Card(
        title="Times that you keep free",
        body=(*lines, Text("No visit is proposed to you then. Visits that stand already stay.", quiet=True)),
        buttons=(Button("Add a time", "not_on", {"step": "form"}), *away),
    )


def _said(row: NotOnView) -> str:
    whole = (row.from_time, row.until_time) == _ALL_DAY
    hours = "" if whole else f", {row.from_time:%H:%M} to {row.until_time:%H:%M}"
    if row.weekday is not None:
        return f"every {DAYS[row.weekday] if row.weekday < len(DAYS) else 'weekend'}{hours}"
    assert row.first_on is not None, "a row without a weekday has dates"
    until = f" to {say_day(row.last_on)}" if row.last_on and row.last_on != row.first_on else ""
    return f"{say_day(row.first_on)}{until}{hours}"
