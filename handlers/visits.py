"""Visits: the next one, those of a period, one in particular, and what is on today."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime, time, timedelta

from sqlmodel import Session

from config.authority import Authority
from framework.access import may, may_about_visit
from framework.numbers import number_in
from framework.sending import at
from handlers.asked import local_day, not_yours
from handlers.cards import Button, Card, Facts, Reply, Table, Text
from handlers.instead import Instead
from handlers.moments import Moment
from handlers.periods import period_asked
from handlers.request import Request
from handlers.table import load
from handlers.wording import MODES, STATUSES, clipped, count, say_day, say_when
from store.schools import all_schools
from store.visits import VisitView, next_visits, past_visits, visit_by_id, visits_between

PAGE = 10
# What may be missing from the calendar -> who lists it.
GAPS = {"unwritten": "visit_gaps:without_note", "none": "visit_gaps:without_visit",
        "none_to_come": "visit_gaps:nothing_to_come"}  # fmt: skip
_LABEL = 75


def next_visit(request: Request, session: Session, authority: Authority) -> Reply:
    """The next visit that still stands at the school asked about, or among the asker's own."""
    schools = _schools_in_question(request)
    if request.values.get("which") == "last":
        return _last_visit(schools, request, session, authority)
    found = next_visits(session, schools, request.now, most=1)
    if found:
        return visit_card(found[0], request, authority, title="Next visit")
    where = f"at {request.school.name}" if request.school else "at your schools"
    buttons = _book_button(request, authority)
    return Card(
        body=(Text(f"No visit {where} is in the calendar from {say_day(local_day(request, authority))} on."),),
        buttons=buttons,
        about=request.school.id if request.school else None,
    )


def _last_visit(schools: Collection[int], request: Request, session: Session, authority: Authority) -> Reply:
    found = past_visits(session, schools, request.now, most=1)
    if found:
        return visit_card(found[0], request, authority, title="Last visit")
    where = f"at {request.school.name}" if request.school else "at your schools"
    return Card(body=(Text(f"No visit {where} is on record so far."),), about=_about(request))


def visit_list(request: Request, session: Session, authority: Authority) -> Reply:
    """The visits of a period (the next four weeks where none is named) that the asker may know of."""
    if request.values.get("which") == "last":
        return _last_visit(_schools_in_question(request), request, session, authority)
    gaps = GAPS.get(request.values.get("which", ""))
    if gaps is not None:
        return load(gaps)(request, session, authority)
    first, last = _period(request, authority)
    schools = _scope(request, session)
    opens, closes = _span(first, last, authority)
    found = [v for v in visits_between(session, opens, closes, schools) if _may_see(v, request, authority)]
    found = [visit for visit in found if _fits(visit, request)]
    where = f" at {request.school.name}" if request.school else ""
    span = f"from {say_day(first)} to {say_day(last)}"
    if request.values.get("count"):
        return Card(body=(Text(f"{count(len(found), 'visit')}{where} {span}."),), about=_about(request))
    if not found:
        return Card(
            body=(Text(f"No visits{where} {span}."),), buttons=_book_button(request, authority), about=_about(request)
        )
    return listed(found, f"{count(len(found), 'visit')}{where}, {span}", request, authority)


def my_day(request: Request, session: Session, authority: Authority) -> Reply:
    """The asker's visits of today; where there are none, those of the next school day."""
    day = local_day(request, authority)
    next_day = authority.school_year.shift(day, 1)
    for one_day, words in ((day, "today"), (next_day, f"on {say_day(next_day, day)}")):
        opens, closes = _span(one_day, one_day, authority)
        found = [v for v in visits_between(session, opens, closes, request.standing.own_schools) if v.stands]
        if found:
            before = "" if one_day == day else "Nothing today; "
            return listed(found, f"{before}{count(len(found), 'visit')} {words}", request, authority)
    return Card(body=(Text(f"You have no visits today or on {say_day(next_day, day)}."),))


def show_visit(request: Request, session: Session, authority: Authority) -> Reply:
    """One visit with what can be done about it."""
    return visit_card(visit_asked(request, session, authority), request, authority)


def visit_asked(request: Request, session: Session, authority: Authority, matter: str = "visits") -> VisitView:
    """The visit that the action names. Raises Instead with the usual refusal where the asker may not know of it."""
    named = request.values.get("visit", "")
    visit = visit_by_id(session, number_in(named))
    if visit is None or not may_touch(visit, request, authority, matter):
        raise Instead(not_yours(request, session, matter))
    return visit


def may_touch(visit: VisitView, request: Request, authority: Authority, matter: str) -> bool:
    """Whether the asker may know or do `matter` about this visit."""
    return may_about_visit(authority.access, request.standing, matter, visit.school_id, visit.officer_id)


def visit_card(visit: VisitView, request: Request, authority: Authority, title: str = "Visit") -> Card:
    """A visit as facts, with the buttons that this person may press."""
    return Card(
        title=f"{title}: {visit.school}",
        body=(visit_facts(visit, authority, local_day(request, authority)),),
        buttons=visit_buttons(visit, request, authority),
        about=visit.school_id,
    )


def visit_facts(visit: VisitView, authority: Authority, today: date | None = None) -> Facts:
    """When, what, how, with whom, and how it stands."""
    when = say_when(visit.starts_at, authority.timezone, today)
    rows: list[tuple[str, str]] = [
        ("When", Moment(f"{when} ({visit.minutes} minutes)", visit.starts_at, when)),
        ("What", authority.visit_type(visit.visit_type).label),
        ("How", MODES.get(visit.mode, visit.mode)),
        ("Link officer", visit.officer or "nobody is named"),
        ("State", _state(visit)),
    ]
    if visit.focus:
        rows.insert(2, ("Focus", visit.focus))
    if visit.has_note:
        rows.append(("Note of visit", "on record"))
    return Facts(tuple(rows))


def _state(visit: VisitView) -> str:
    words = STATUSES.get(visit.status, visit.status)
    if visit.status == "proposed":
        return "proposed, not agreed yet"
    if visit.reason and visit.status == "cancelled":
        return f"{words}: {visit.reason}"
    return words


def visit_buttons(visit: VisitView, request: Request, authority: Authority) -> tuple[Button, ...]:
    """Agree, move, cancel and record, as far as they make sense now and this person may."""
    values = {"visit": str(visit.id), "revision": str(visit.revision)}
    buttons = []
    may_change = may_touch(visit, request, authority, "change_visit")
    if visit.stands and visit.starts_at > request.now and may_change:
        if visit.status == "proposed" and visit.changed_by_id != request.standing.person_id:
            buttons.append(Button("Agree", "agree_visit", values, style="primary"))
        buttons += [
            Button("Move the visit", "move_visit", values),
            Button("Cancel the visit", "cancel_visit", values),
        ]
    may_write = may_touch(visit, request, authority, "write_note")
    if visit.lacks_note and visit.starts_at <= request.now and may_write:
        buttons.append(Button("Write the note", "record_visit", values, style="primary"))
    if visit.has_note and may_touch(visit, request, authority, "note"):
        buttons.append(Button("Note of visit", "show_note", {"visit": str(visit.id)}))
    return tuple(buttons)


def listed(found: Sequence[VisitView], title: str, request: Request, authority: Authority) -> Card:
    start = number_in(request.values.get("from", ""))
    page = found[start : start + PAGE]
    today = local_day(request, authority)
    rows = tuple(
        (
            Moment(say_when(visit.starts_at, authority.timezone, today), visit.starts_at),
            visit.school,
            authority.visit_type(visit.visit_type).label,
            MODES.get(visit.mode, visit.mode),
            STATUSES.get(visit.status, visit.status),
        )
        for visit in page
    )
    table = Table(("When", "School", "What", "How", "State"), rows, title)
    buttons = [_opening(visit, request, authority) for visit in page]
    left = len(found) - start - PAGE
    if left > 0:
        buttons.append(
            Button(f"Next {min(left, PAGE)}", "visit_list", dict(request.values) | {"from": str(start + PAGE)})
        )
    return Card(title=title, body=(table,), buttons=tuple(buttons), about=_about(request))


def _opening(visit: VisitView, request: Request, authority: Authority) -> Button:
    """The button of one row: what is done next about that visit."""
    row = f"{say_when(visit.starts_at, authority.timezone, local_day(request, authority))}, {visit.school}"
    values = {"visit": str(visit.id)}
    if visit.has_note and may_touch(visit, request, authority, "note"):
        return Button(clipped(f"Note of {row}", _LABEL), "show_note", values)
    unwritten = visit.lacks_note and visit.starts_at <= request.now
    if unwritten and may_touch(visit, request, authority, "write_note"):
        return Button(clipped(f"Write the note of {row}", _LABEL), "record_visit", values)
    return Button(clipped(row, _LABEL), "show_visit", values)


def _schools_in_question(request: Request) -> Collection[int]:
    return [request.school.id] if request.school else request.standing.own_schools


def _scope(request: Request, session: Session) -> Collection[int] | None:
    """The schools whose visits are meant, None for every school of the authority."""
    cluster = request.values.get("cluster", "")
    if cluster and request.school is None:
        return [school.id for school in all_schools(session) if school.cluster == cluster]
    return None if _asks_for_all(request) else _schools_in_question(request)


def _asks_for_all(request: Request) -> bool:
    if request.school is not None or request.values.get("scope") == "mine":
        return False
    widened = request.values.get("person") or request.values.get("scope") == "authority"
    return bool(widened) or not request.standing.own_schools


def _may_see(visit: VisitView, request: Request, authority: Authority) -> bool:
    return may_touch(visit, request, authority, "visits")


def _fits(visit: VisitView, request: Request) -> bool:
    values = request.values
    # A visit with a note was held, whatever its status says.
    status = "done" if visit.has_note and visit.status != "cancelled" else visit.status
    wanted = {"visit_type": visit.visit_type, "mode": visit.mode, "status": status, "person": visit.officer}
    if not values.get("status") and visit.status == "cancelled":
        return False
    return all(values[name] == has for name, has in wanted.items() if values.get(name))


def _period(request: Request, authority: Authority) -> tuple[date, date]:
    """The first and last day asked about, both included."""
    today = local_day(request, authority)
    if request.values.get("status") == "done":
        return period_asked(request, (authority.school_year.session(today).first, today))
    return period_asked(request, (today, today + timedelta(weeks=4)))


def _span(first: date, last: date, authority: Authority) -> tuple[datetime, datetime]:
    zone = authority.timezone
    return at(first, time(0), zone), at(last + timedelta(days=1), time(0), zone)


def _about(request: Request) -> int | None:
    return request.school.id if request.school else None


def _book_button(request: Request, authority: Authority) -> tuple[Button, ...]:
    school = request.school
    if school is None or not may(authority.access, request.standing, "change_visit", school.id):
        return ()
    return (Button("Book a visit", "book_visit", {"seed_code": school.seed_code}),)
