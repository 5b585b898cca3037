"""An inspection that a school was told of: noted, told to those who must know, the visits around it cleared."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from sqlmodel import Session

from config.authority import Authority
from framework.access import may
from handlers.asked import local_day
from handlers.cards import Button, Card, Field, Form, Reply, Text
from handlers.instead import Invalid
from handlers.reasons import reason_kept
from handlers.request import Request
from handlers.telling import tell, tell_inspection, to_be_told
from handlers.visit_forms import nonce
from handlers.visit_story import remember
from handlers.visits import may_touch
from handlers.wording import count, say_day, say_list, say_when
from store.inspections import Inspection, inspections_by_id, inspections_of
from store.schools import SchoolView
from store.visits import VisitView, change_visit, next_visits, visit_by_id

# The visits of the week before are for getting ready, and those of the week after for catching breath.
_AROUND = timedelta(days=7)
_MOST = 200


def notice(request: Request, session: Session, authority: Authority) -> Reply:
    """What will be noted, who is told, and which visits lie around it; one tap notes it, with or without clearing."""
    school = _school(request)
    found = _days(request)
    if found is None:
        return _form(request, school)
    try:
        first, last = _checked(found, request, authority)
    except Invalid as invalid:
        return _form(request, school).with_errors({"first": found[0], "last": found[1]}, invalid.errors)
    around = visits_around(session, school, first, last, request, authority)
    today = local_day(request, authority)
    when = f"in the week of {say_day(first, today)}" if (last - first).days > 1 else f"on {say_day(first, today)}"
    told = say_list(sorted({holder.name for holder in to_be_told(request, session, authority, school.id)}))
    will = f"I will tell {told}." if told else "There is nobody else to tell."
    lines = [Text(f"{school.name} is to be inspected {when}. {will}")]
    values = {"seed_code": school.seed_code, "first": first.isoformat(), "last": last.isoformat()}
    buttons = [Button("Note the inspection", "inspection_notice", values | {"clear": "no"})]
    if around:
        zone = authority.timezone
        said = [f"{authority.visit_type(v.visit_type).label}, {say_when(v.starts_at, zone, today)}" for v in around]
        lines.append(Text(f"Around it lie these visits: {say_list(said)}."))
        label = f"Note it and call off {count(len(around), 'visit')}"
        buttons.insert(0, Button(label, "inspection_notice", values | {"clear": "yes"}, style="primary"))
    else:
        lines.append(Text("No visit lies around it."))
        buttons = [Button("Note the inspection", "inspection_notice", values | {"clear": "no"}, style="primary")]
    buttons.append(Button("Another week", "inspection_notice", {"seed_code": school.seed_code, "step": "form"}))
    return Card(title=f"Inspection: {school.name}", body=tuple(lines), buttons=tuple(buttons), about=school.id)


def _school(request: Request) -> SchoolView:
    assert request.school is not None, "the dispatcher finds the school before it calls"
    return request.school


def _form(request: Request, school: SchoolView) -> Form:
    return Form(
        title=f"Inspection: {school.name}",
        action="inspection_notice",
        fields=(
            Field("first", "First day", "date", request.values.get("first", "")),
            Field("last", "Last day", "date", request.values.get("last", ""), required=False),
        ),
        submit="Note the inspection",
        body=(Text("Cairn notes the days, and tells the link officer and the head of education."),),
        hidden={"seed_code": school.seed_code, "clear": "no", "nonce": nonce()},
        about=school.id,
    )


def _days(request: Request) -> tuple[str, str] | None:
    """The days that words or a form named, None where none are, or the form is wanted."""
    values = request.values
    if values.get("step") == "form":
        return None
    given = values.get("period") or values.get("date") or values.get("first", "")
    first, _, last = given.partition("/")
    return (first, last or values.get("last", "") or first) if first else None


def _checked(found: tuple[str, str], request: Request, authority: Authority) -> tuple[date, date]:
    try:
        first, last = (date.fromisoformat(part) for part in found)
    except ValueError:
        raise Invalid(first="Please give the date as year-month-day, such as 2026-12-07.") from None
    # 'Week commencing' is its school days.
    if last.weekday() == 6 and (last - first).days == 6:
        last -= timedelta(days=2)
    today = local_day(request, authority)
    if last < first:
        raise Invalid(last=f"The last day is before {say_day(first)}.")
    if last < today:
        raise Invalid(first=f"{say_day(last)} has passed. Please give a day from {say_day(today)} on.")
    if (last - first).days > 20 or (first - today).days > 366:
        raise Invalid(first="Please check the dates: an inspection lasts days, and lies within the year to come.")
    return first, last


def visits_around(
    session: Session, school: SchoolView, first: date, last: date, request: Request, authority: Authority
) -> list[VisitView]:
    """The standing visits from a week before the inspection to a week after it that the asker may change."""
    zone = authority.timezone
    return [
        visit
        for visit in next_visits(session, [school.id], request.now, most=_MOST)
        if first - _AROUND <= visit.starts_at.astimezone(zone).date() <= last + _AROUND
        and may_touch(visit, request, authority, "change_visit")
    ]


def note(request: Request, session: Session, authority: Authority) -> Reply:
    """Put the inspection on record, tell who must know, and call the visits around it off where that was asked for."""
    school = _school(request)
    first, last = _checked((request.values.get("first", ""), request.values.get("last") or request.values["first"]),
                           request, authority)  # fmt: skip
    known = next((one for one in inspections_of(session, [school.id], first) if one.first_on == first), None)
    lines = []
    if known is None:
        kept = Inspection(
            school_id=school.id,
            first_on=first,
            last_on=last,
            noted_by_id=request.standing.person_id,
            noted_at=request.now,
        )
        session.add(kept)
        session.flush()
        view = inspections_by_id(session, [kept.id or 0])[kept.id or 0]
        told = sorted({holder.name for holder in tell_inspection(request, session, authority, view)})
        lines.append(f"Noted. I am telling {say_list(told)}." if told else "Noted. There is nobody else to tell.")
    else:
        lines.append(f"This inspection is noted already, by {known.noted_by or 'somebody'}; nobody is told twice.")
    if request.values.get("clear") == "yes":
        lines += _cleared(school, first, last, request, session, authority)
    buttons = (Button("Propose new dates", "propose_dates", {"seed_code": school.seed_code}),)
    may_propose = may(authority.access, request.standing, "change_visit", school.id)
    return Card(
        title=f"Inspection: {school.name}",
        body=tuple(Text(line) for line in lines),
        buttons=buttons if may_propose else (),
        about=school.id,
    )


def _cleared(
    school: SchoolView, first: date, last: date, request: Request, session: Session, authority: Authority
) -> Sequence[str]:
    reason = reason_kept("school is being inspected", authority.framework.cancel_reasons)
    lines = []
    for visit in visits_around(session, school, first, last, request, authority):
        by_whom = {"changed_by_id": request.standing.person_id, "changed_at": request.now, "told_at": request.now}
        when = say_when(visit.starts_at, authority.timezone, local_day(request, authority))
        if change_visit(session, visit.id, visit.revision, {"status": "cancelled", "reason": reason, **by_whom}):
            now = visit_by_id(session, visit.id) or visit
            remember(session, request, now, "cancelled")
            tell(request, session, authority, "visit_cancelled", now)
            lines.append(f"Called off: {authority.visit_type(visit.visit_type).label}, {when}.")
    return lines or ["No visit lay around it any more."]
