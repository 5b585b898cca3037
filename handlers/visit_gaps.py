"""What is missing from the calendar: visits without a note, schools without a visit."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, time, timedelta

from sqlmodel import Session

from config.authority import Authority
from framework.access import may, reaches_all
from handlers.asked import local_day, not_yours
from handlers.cards import Button, Card, Reply, Table, Text
from handlers.instead import Instead
from handlers.paging import page_of
from handlers.periods import period_asked
from handlers.request import Request
from handlers.visits import listed
from handlers.wording import count, say_day
from store.schools import SchoolView, all_schools
from store.visits import next_visits, unrecorded_visits, visits_between

_SHOWN = 20


def without_note(request: Request, session: Session, authority: Authority) -> Reply:
    """Visits of the last twelve weeks that nobody has written up yet, latest first."""
    schools = [school.id for school in schools_in_question(request, session, authority)]
    found = unrecorded_visits(session, schools, request.now, officer=request.standing.person_id)
    # One that is still going on lacks nothing yet.
    found = [visit for visit in found if visit.ends_at <= request.now]
    if not found:
        return Card(body=(Text("Every visit of the last twelve weeks has its note."),))
    return listed(found, f"{count(len(found), 'visit')} without a note", request, authority)


def without_visit(request: Request, session: Session, authority: Authority) -> Reply:
    """Schools without a visit, held or planned, in the period asked about (this session where none is named)."""
    schools = schools_in_question(request, session, authority)
    year = authority.school_year.session(local_day(request, authority))
    first, last = period_asked(request, (year.first, year.last))
    return _lacking(schools, _visited(schools, first, last, session, authority), "held or planned", (first, last),
                    request, authority)  # fmt: skip


def nothing_to_come(request: Request, session: Session, authority: Authority) -> Reply:
    """Schools without a visit still to come in this school year."""
    schools = schools_in_question(request, session, authority)
    today = local_day(request, authority)
    year = authority.school_year.session(today)
    coming = next_visits(session, [school.id for school in schools], request.now, most=10_000)
    booked = {v.school_id for v in coming if v.starts_at.astimezone(authority.timezone).date() <= year.last}
    return _lacking(schools, booked, "to come", (today, year.last), request, authority)


def _visited(schools: list[SchoolView], first: date, last: date, session: Session, authority: Authority) -> set[int]:
    """The ids of those with a visit in these days that was not called off."""
    opens, closes = (datetime.combine(day, time(), authority.timezone) for day in (first, last + timedelta(days=1)))
    found = visits_between(session, opens, closes, [school.id for school in schools])
    return {visit.school_id for visit in found if visit.status != "cancelled"}


def _lacking(
    schools: list[SchoolView],
    visited: Collection[int],
    how: str,
    days: tuple[date, date],
    request: Request,
    authority: Authority,
) -> Card:
    lacking = [school for school in schools if school.id not in visited]
    span = f"visit {how} from {say_day(days[0])} to {say_day(days[1])}"
    if not lacking:
        return Card(body=(Text(f"Every one of {count(len(schools), 'school')} has a {span}."),))
    title = f"{len(lacking)} of {count(len(schools), 'school')} without a {span}"
    page, more = page_of(lacking, _SHOWN, request)
    rows = tuple((school.name, school.cluster) for school in page)
    buttons = (*_book(page, request, authority), *more)
    return Card(title=title, body=(Table(("School", "Cluster"), rows, title),), buttons=buttons)


def _book(lacking: Collection[SchoolView], request: Request, authority: Authority) -> tuple[Button, ...]:
    first = next((s for s in lacking if may(authority.access, request.standing, "change_visit", s.id)), None)
    return (Button(f"Book a visit to {first.name}", "book_visit", {"seed_code": first.seed_code}),) if first else ()


def schools_in_question(request: Request, session: Session, authority: Authority) -> list[SchoolView]:
    """The school or cluster named, the asker's own, or every school for those who may know of all."""
    if request.school is not None:
        return [request.school]
    schools = [s for s in all_schools(session) if may(authority.access, request.standing, "visits", s.id)]
    if request.values.get("cluster"):
        return [school for school in schools if school.cluster == request.values["cluster"]]
    if request.standing.own_schools and request.values.get("scope") != "authority":
        return [school for school in schools if school.id in request.standing.own_schools]
    if not reaches_all(authority.access, request.standing, "visits"):
        raise Instead(not_yours(request, session))
    return schools
