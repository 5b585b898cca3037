"""What is missing from the calendar: visits without a note, schools without a visit."""

from __future__ import annotations

from collections.abc import Collection

from sqlmodel import Session

from config.authority import Authority
from framework.access import may, reaches_all
from handlers.asked import local_day, not_yours
from handlers.cards import Button, Card, Reply, Table, Text
from handlers.instead import Instead
from handlers.request import Request
from handlers.visits import listed
from handlers.wording import count, say_day
from store.schools import SchoolView, all_schools
from store.visits import next_visits, unrecorded_visits

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
    """Schools without a visit still to come in this school year."""
    schools = schools_in_question(request, session, authority)
    year = authority.school_year.session(local_day(request, authority))
    coming = next_visits(session, [school.id for school in schools], request.now, most=10_000)
    booked = {v.school_id for v in coming if v.starts_at.astimezone(authority.timezone).date() <= year.last}
    lacking = [school for school in schools if school.id not in booked]
    if not lacking:
        words = f"Every one of {count(len(schools), 'school')} has a visit to come until {say_day(year.last)}."
        return Card(body=(Text(words),))
    title = f"{len(lacking)} of {count(len(schools), 'school')} without a visit to come until {say_day(year.last)}"
    rows = tuple((school.name, school.cluster) for school in lacking[:_SHOWN])
    more = (Text(f"… and {len(lacking) - _SHOWN} more."),) if len(lacking) > _SHOWN else ()
    return Card(
        title=title, body=(Table(("School", "Cluster"), rows, title), *more), buttons=_book(lacking, request, authority)
    )


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
