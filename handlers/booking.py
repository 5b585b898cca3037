"""Booking a visit: the form, the checks, the record, and word to the other side."""

from __future__ import annotations

from sqlmodel import Session

from config.authority import Authority
from config.files import VisitType
from framework.numbers import number_in
from handlers.asked import local_day
from handlers.cards import Card, Choice, Field, Form, Reply, Text
from handlers.confirming import Meant, confirm
from handlers.instead import Invalid
from handlers.request import Request
from handlers.telling import tell
from handlers.visit_forms import (
    cluster_of,
    day_field,
    minutes_given,
    mode_field,
    no_clash,
    nonce,
    start_given,
    time_field,
    told_words,
)
from handlers.visit_story import remember
from handlers.visits import visit_buttons, visit_facts
from handlers.wording import MODES
from store.posts import link_officers
from store.schools import SchoolView
from store.visits import Visit, visit_by_id

_LONGEST_FOCUS = 300


def booking_form(request: Request, session: Session, authority: Authority) -> Reply:
    """What is needed to book, filled in as far as it is known."""
    school = _school(request)
    values = request.values
    kind = _kind_wanted(values.get("visit_type", ""), request, authority)
    if request.by_words and values.get("date") and values.get("time"):
        return _confirming(kind, request, session, authority)
    types = tuple(Choice(kind.key, kind.label) for kind in authority.framework.visit_types)
    fields = (
        Field("visit_type", "Kind of visit", "choice", kind.key, types),
        day_field(values.get("date", "")),
        time_field(values.get("time", "")),
        Field("minutes", "Length in minutes", "number", values.get("minutes", str(kind.minutes)), required=False),
        mode_field(values.get("mode", "in_person")),
        Field("focus", "Focus", "text", values.get("focus", kind.focus), required=False),
    )
    return Form(
        title=f"Book a visit to {school.name}",
        action="book_visit",
        fields=fields,
        submit="Book",
        body=(Text("The other side is asked to agree. Nothing is booked before you press Book."),),
        hidden={"seed_code": school.seed_code, "nonce": nonce()},
        about=school.id,
    )


def _confirming(kind: VisitType, request: Request, session: Session, authority: Authority) -> Reply:
    """What booking by these words would do, for one tap."""
    school, values = _school(request), request.values
    mode = values.get("mode") or kind.mode
    minutes = number_in(values.get("minutes", "")) or kind.minutes
    try:
        officer = _officer_for(request, session, authority, school)
    except Invalid as invalid:
        return Card(body=tuple(Text(line) for line in invalid.errors.values()), about=school.id)
    given = {"seed_code": school.seed_code, "visit_type": kind.key, "date": values["date"], "time": values["time"]}
    given |= {"minutes": str(minutes), "mode": mode, "focus": values.get("focus") or kind.focus}
    meant = Meant(school, officer, minutes, mode, kind.label, given)
    return confirm(meant, request, session, authority)


def book(request: Request, session: Session, authority: Authority) -> Reply:
    """Put the visit into the calendar as proposed and have the other side told."""
    school = _school(request)
    kind = _kind_given(request, authority)
    starts_at = start_given(request, authority, cluster_of(school))
    minutes = minutes_given(request, kind.minutes)
    mode = _mode_given(request)
    officer = _officer_for(request, session, authority, school)
    no_clash(request, session, authority, officer, starts_at, minutes)
    visit = Visit(
        school_id=school.id,
        visit_type=kind.key,
        starts_at=starts_at,
        minutes=minutes,
        mode=mode,
        focus=_focus_given(request),
        officer_id=officer,
        proposed_by_id=request.standing.person_id,
        changed_by_id=request.standing.person_id,
        changed_at=request.now,
        told_at=request.now,
    )
    session.add(visit)
    session.flush()
    assert visit.id is not None, "a flushed row has its key"
    return _booked(visit.id, request, session, authority)


def _booked(visit_id: int, request: Request, session: Session, authority: Authority) -> Card:
    view = visit_by_id(session, visit_id)
    assert view is not None, "just written in this transaction"
    remember(session, request, view, "proposed")
    told = tell(request, session, authority, "visit_booked", view)
    return Card(
        title=f"Booked: {view.school}",
        body=(visit_facts(view, authority, local_day(request, authority)), Text(told_words(told))),
        buttons=visit_buttons(view, request, authority),
        about=view.school_id,
    )


def _school(request: Request) -> SchoolView:
    assert request.school is not None, "the dispatcher finds the school before it calls"
    return request.school


def _kind_wanted(named: str, request: Request, authority: Authority) -> VisitType:
    """The kind named, or the one whose window holds today, or the first."""
    kinds = authority.framework.visit_types
    today = f"{local_day(request, authority):%m-%d}"
    by_window = [kind for kind in kinds if kind.window and _within(today, *kind.window)]
    return _kind_called(named, authority) or next(iter(by_window), kinds[0])


def _within(day: str, first: str, last: str) -> bool:
    return first <= day <= last if first <= last else day >= first or day <= last


def _kind_called(named: str, authority: Authority) -> VisitType | None:
    wanted = named.strip().casefold()
    kinds = authority.framework.visit_types
    return next((kind for kind in kinds if wanted in {name.casefold() for name in kind.names()}), None)


def _kind_given(request: Request, authority: Authority) -> VisitType:
    named = request.values.get("visit_type", "")
    if not named:
        return _kind_wanted("", request, authority)
    kind = _kind_called(named, authority)
    if kind is None:
        known = ", ".join(kind.label for kind in authority.framework.visit_types)
        raise Invalid(visit_type=f"Please choose one of these: {known}.")
    return kind


def _focus_given(request: Request) -> str:
    focus = request.values.get("focus", "").strip()
    if len(focus) > _LONGEST_FOCUS:
        raise Invalid(focus=f"Please keep this to {_LONGEST_FOCUS} characters; it has {len(focus)}.")
    return focus


def _mode_given(request: Request) -> str:
    mode = request.values.get("mode", "") or "in_person"
    if mode not in MODES:
        raise Invalid(mode=f"Please choose one of these: {', '.join(MODES.values())}.")
    return mode


def _officer_for(request: Request, session: Session, authority: Authority, school: SchoolView) -> int:
    officers = link_officers(session, local_day(request, authority), [school.id]).get(school.id, [])
    own = next((officer for officer in officers if officer.person_id == request.standing.person_id), None)
    chosen = own or next(iter(officers), None)
    if chosen is None:
        raise Invalid(
            date=f"No link officer is on record for {school.name}, so there is nobody to visit. "
            "Please ask the quality improvement team."
        )
    return chosen.person_id
