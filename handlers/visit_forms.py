"""What every form about a visit shares: its fields, and the checks on a day, a time and a clash."""

from __future__ import annotations

import secrets
from datetime import date, datetime, time, timedelta

from sqlmodel import Session

from config.authority import Authority
from framework.access import may_about_visit
from framework.numbers import number_in
from framework.sending import at
from handlers.asked import local_day
from handlers.cards import Button, Card, Choice, Field, Text
from handlers.given import day_of
from handlers.instead import Instead, Invalid
from handlers.request import Request
from handlers.wording import MODES, say_day, say_list, say_when
from store.people import Person
from store.posts import Holder
from store.schools import SchoolView
from store.visits import VisitView, clashes

EARLIEST, LATEST = time(7), time(20)


def nonce() -> str:
    """What makes a form that is sent twice count once."""
    return secrets.token_urlsafe(12)


def day_field(value: str = "", label: str = "Date") -> Field:
    return Field("date", label, "date", value)


def time_field(value: str = "") -> Field:
    return Field("time", "Time", "time", value, hint="On the 24-hour clock, such as 13:30.")


def mode_field(value: str = "in_person") -> Field:
    return Field("mode", "How", "choice", value, choices=tuple(Choice(key, label) for key, label in MODES.items()))


def reason_field(authority: Authority, *, required: bool, value: str = "") -> Field:
    choices = tuple(Choice(reason, reason) for reason in authority.framework.cancel_reasons)
    hint = "The other side sees it. It never says anything about anybody's health."
    return Field("reason", "Reason", "choice", value, choices, required, hint)


def reason_given(request: Request, authority: Authority) -> str:
    """The reason out of the authority's list, '' when none is given. Raises Invalid for any other text."""
    given = request.values.get("reason", "").strip()
    if given and given not in authority.framework.cancel_reasons:
        raise Invalid(reason=f"Please choose one of these: {say_list(authority.framework.cancel_reasons)}.")
    return given


def start_given(request: Request, authority: Authority, cluster: str) -> datetime:
    """The moment that date and time name, on a school day, in the day, still to come; aware UTC.

    Raises Invalid beside the field that is wrong, with the next day that fits.
    """
    day, clock = _day_given(request), _time_given(request)
    today = local_day(request, authority)
    if day < today:
        raise Invalid(date=f"{say_day(day)} has passed. Please give a day from {say_day(today)} on.")
    if day > today + timedelta(days=550):
        raise Invalid(date=f"{say_day(day)} is more than a school year away. Please check the year.")
    closed = authority.school_year.why_closed(day, cluster)
    if closed:
        fits = say_day(authority.school_year.next_school_day(day, cluster))
        raise Invalid(date=f"There is no school on {say_day(day)} ({closed}). The next school day is {fits}.")
    if not EARLIEST <= clock < LATEST:
        raise Invalid(
            time=f"{clock:%H:%M} is outside the day. Please give a time from {EARLIEST:%H:%M} to {LATEST:%H:%M}."
        )
    starts_at = at(day, clock, authority.timezone)
    if starts_at <= request.now:
        raise Invalid(time=f"{clock:%H:%M} has passed today. Please give a later time or another day.")
    return starts_at


def _day_given(request: Request) -> date:
    try:
        return day_of(request.values.get("date", ""))
    except ValueError as error:
        raise Invalid(date=str(error)) from None


def _time_given(request: Request) -> time:
    try:
        return time.fromisoformat(request.values.get("time", "").strip()).replace(second=0, microsecond=0, tzinfo=None)
    except ValueError:
        raise Invalid(time="Please give the time on the 24-hour clock, such as 13:30.") from None


def minutes_given(request: Request, usual: int) -> int:
    """The length in minutes, the visit type's usual one when none is given. Raises Invalid outside 10 to 600."""
    given = request.values.get("minutes", "").strip()
    if not given:
        return usual
    minutes = number_in(given)
    if not 10 <= minutes <= 600:
        raise Invalid(minutes="Please give a length from 10 to 600 minutes.")
    return minutes


def no_clash(
    request: Request,
    session: Session,
    authority: Authority,
    officer: int,
    starts_at: datetime,
    minutes: int,
    moved: int | None = None,
) -> None:
    """Raises Invalid when the officer is already somewhere else in that time.

    Where they are is said to those alone who may know of that school's visits.
    """
    for other in clashes(session, officer, starts_at, minutes, leaving_out=moved):
        when = say_when(other.starts_at, authority.timezone)
        if may_about_visit(authority.access, request.standing, "visits", other.school_id, other.officer_id):
            raise Invalid(time=f"{other.officer} is at {other.school} then ({when}, {other.minutes} minutes).")
        raise Invalid(time=f"{other.officer} has something else then. Please give another time.")


def still_as_seen(request: Request, visit: VisitView, session: Session, authority: Authority) -> int:
    """The revision that a form was made on (the present one where none came). Raises Instead when it is stale."""
    seen = request.values.get("revision", "")
    if seen and number_in(seen) != visit.revision:
        raise Instead(changed_meanwhile(visit, session, authority))
    return visit.revision


def changed_meanwhile(visit: VisitView, session: Session, authority: Authority) -> Card:
    """What a stale form or button gets: who changed the visit, when, and how it stands now."""
    person = session.get(Person, visit.changed_by_id) if visit.changed_by_id else None
    who = person.name if person else "somebody"
    when = say_when(visit.changed_at, authority.timezone)
    now = f"It is now {visit.status}, {say_when(visit.starts_at, authority.timezone)}."
    return Card(
        title=f"{visit.school}: changed meanwhile",
        body=(Text(f"This visit was changed by {who} on {when}, so nothing was done now. {now}"),),
        buttons=(Button("Show the visit", "show_visit", {"visit": str(visit.id)}),),
        about=visit.school_id,
    )


def told_words(told: list[Holder]) -> str:
    """'I am telling Ailsa Munro.', or that there is nobody to tell."""
    names = sorted({holder.name for holder in told})
    return f"I am telling {say_list(names)}." if names else "There is nobody on the other side to tell."


def cluster_of(school: SchoolView | None) -> str:
    return school.cluster if school else ""
