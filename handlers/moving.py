"""Moving, cancelling and agreeing a visit that is in the calendar."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime

from sqlmodel import Session

from config.authority import Authority
from handlers.asked import local_day
from handlers.cards import Button, Card, Field, Form, Reply, Text
from handlers.confirming import Meant, confirm, confirm_cancel, moves_into
from handlers.given import day_of
from handlers.instead import Instead
from handlers.periods import period_asked
from handlers.request import Request
from handlers.telling import tell
from handlers.visit_forms import (
    changed_meanwhile,
    day_field,
    mode_field,
    no_clash,
    nonce,
    reason_field,
    reason_given,
    start_given,
    still_as_seen,
    time_field,
    told_words,
)
from handlers.visit_story import remember, side_of, side_that_proposed
from handlers.visits import may_touch, visit_asked, visit_buttons, visit_facts
from handlers.wording import MODES, say_day, say_when
from store.schools import school_by_id
from store.visits import VisitView, change_visit, next_visits, visit_by_id

_OFFERED = 5


def moving_form(request: Request, session: Session, authority: Authority) -> Reply:
    """A new day and time for the visit meant, filled in as far as words gave them."""
    visit = visit_meant(request, session, authority)
    local = visit.starts_at.astimezone(authority.timezone)
    values = request.values
    confirming = _move_to_confirm(visit, request, session, authority)
    if confirming is not None:
        return confirming
    fields = (
        day_field(values.get("date", local.date().isoformat()), "New date"),
        time_field(values.get("time", f"{local:%H:%M}")),
        mode_field(values.get("mode", visit.mode)),
        reason_field(authority, required=False, value=values.get("reason", "")),
    )
    return _form("Move the visit", "move_visit", "Move", fields, visit, authority, request)


def _wants_form(request: Request) -> bool:
    """A sentence, and a visit chosen after one, is answered with one tap; whoever asks for the form gets it."""
    return not request.by_words and request.values.get("chosen") != "true"


def _move_to_confirm(visit: VisitView, request: Request, session: Session, authority: Authority) -> Card | None:
    """What moving would do, where words said where to; None where the form has to ask."""
    values = request.values
    if _wants_form(request) or not (values.get("date") or values.get("period")):
        return None
    given = {"visit": str(visit.id), "revision": str(visit.revision), "reason": values.get("reason", "")}
    given |= {name: values[name] for name in ("mode", "fallback_mode") if values.get(name)}
    if not values.get("date"):
        today = local_day(request, authority)
        return moves_into(visit, period_asked(request, (today, today)), given, request, session, authority)
    school = school_by_id(session, visit.school_id)
    if school is None:
        return None
    local = visit.starts_at.astimezone(authority.timezone)
    given |= {"date": values["date"], "time": values.get("time") or f"{local:%H:%M}"}
    what = authority.visit_type(visit.visit_type).label
    mode = values.get("mode") or visit.mode
    meant = Meant(school, visit.officer_id or 0, visit.minutes, mode, what, given, visit)
    return confirm(meant, request, session, authority)


def cancelling_form(request: Request, session: Session, authority: Authority) -> Reply:
    """The reason for calling the visit off, from the short list."""
    visit = visit_meant(request, session, authority)
    if not _wants_form(request):
        values = {"visit": str(visit.id), "revision": str(visit.revision), "reason": request.values.get("reason", "")}
        return confirm_cancel(visit, values, request, session, authority)
    fields = (reason_field(authority, required=True, value=request.values.get("reason", "")),)
    return _form("Cancel the visit", "cancel_visit", "Cancel the visit", fields, visit, authority, request)


def agreeing_card(request: Request, session: Session, authority: Authority) -> Reply:
    """The visit that waits for the asker's yes, with its button."""
    visit = visit_meant(request, session, authority, _waits_for(request))
    return Card(
        title=f"Agree this visit to {visit.school}?",
        body=(visit_facts(visit, authority, local_day(request, authority)),),
        buttons=visit_buttons(visit, request, authority),
        about=visit.school_id,
    )


def _waits_for(request: Request) -> Callable[[VisitView], bool]:
    return lambda visit: visit.status == "proposed" and visit.changed_by_id != request.standing.person_id


def _form(
    title: str,
    action: str,
    submit: str,
    fields: tuple[Field, ...],
    visit: VisitView,
    authority: Authority,
    request: Request,
) -> Form:
    return Form(
        title=f"{title}: {visit.school}",
        action=action,
        fields=fields,
        submit=submit,
        body=(visit_facts(visit, authority, local_day(request, authority)),),
        hidden={"visit": str(visit.id), "revision": str(visit.revision), "nonce": nonce()},
        about=visit.school_id,
    )


def visit_meant(
    request: Request,
    session: Session,
    authority: Authority,
    fits: Callable[[VisitView], bool] = lambda _visit: True,
    matter: str = "change_visit",
) -> VisitView:
    """The visit named by a button, or the one that words can mean; Raises Instead with the question back otherwise."""
    if request.values.get("visit"):
        return visit_asked(request, session, authority, matter)
    schools = [request.school.id] if request.school else request.standing.own_schools
    coming = next_visits(session, schools, request.now, most=50)
    found = [v for v in coming if may_touch(v, request, authority, matter) and fits(v)]
    named = _day_named(request)
    if named and found:
        on_the_day = [v for v in found if v.starts_at.astimezone(authority.timezone).date() == named]
        if not on_the_day:
            # The one visit that there is may be another than the one they speak of: that is theirs to say.
            raise Instead(_which_visit(found, request, authority, named))
        found = on_the_day
    found = _before_the_period(found, request, authority) or found
    if request.values.get("which") == "next":
        found = found[:1]
    if len(found) == 1:
        return found[0]
    raise Instead(_which_visit(found, request, authority))


def _day_named(request: Request) -> date | None:
    """The day on which words say that the visit is: of a move the old one, otherwise the date itself."""
    named = request.values.get("from_date") or (
        request.values.get("date") if request.action.name != "move_visit" else ""
    )
    try:
        return day_of(named or "")
    except ValueError:
        return None


def _before_the_period(found: list[VisitView], request: Request, authority: Authority) -> list[VisitView]:
    """What can be pushed back to a month is what comes before it."""
    first = request.values.get("period", "").partition("/")[0] if request.action.name == "move_visit" else ""
    return [v for v in found if v.starts_at.astimezone(authority.timezone).date().isoformat() < first]


def _which_visit(found: list[VisitView], request: Request, authority: Authority, named: date | None = None) -> Card:
    where = f" at {request.school.name}" if request.school else ""
    if not found:
        words = f"I found no visit{where} in the calendar that you could change."
        return Card(body=(Text(words),), about=request.school.id if request.school else None)
    kept = {name: value for name, value in request.values.items() if name not in ("school", "seed_code", "from_date")}
    choices = tuple(
        Button(
            f"{say_when(v.starts_at, authority.timezone, local_day(request, authority))}, {v.school}",
            request.action.name if request.action.name != "agree_visit" else "show_visit",
            _opening(kept) | {"visit": str(v.id)},
        )
        for v in found[:_OFFERED]
    )
    asked = "Do you mean this one?" if len(choices) == 1 else "Which visit do you mean?"
    if named is not None:
        asked = f"I find no visit{where} on {say_day(named, local_day(request, authority))}. {asked}"
    return Card(body=(Text(asked),), choices=choices)


def _opening(values: Mapping[str, str]) -> dict[str, str]:
    # To choose a visit is not to confirm the change: `step` has the form shown first, filled in as far as words went.
    return {**values, "step": "form", "chosen": "true"}


def move(request: Request, session: Session, authority: Authority) -> Reply:
    """Move the visit; the other side is told and asked to agree the new time."""
    visit = visit_asked(request, session, authority, "change_visit")
    revision = still_as_seen(request, visit, session, authority)
    _still_stands(visit, authority)
    school = school_by_id(session, visit.school_id)
    starts_at = start_given(request, authority, school.cluster if school else "")
    if visit.officer_id is not None:
        no_clash(request, session, authority, visit.officer_id, starts_at, visit.minutes, moved=visit.id)
    mode = request.values.get("mode") if request.values.get("mode") in MODES else visit.mode
    if starts_at == visit.starts_at and mode == visit.mode:
        return _nothing_changed(visit, authority)
    changes = {"starts_at": starts_at, "mode": mode, "status": "proposed", "reason": reason_given(request, authority)}
    return _changed(request, session, authority, visit, revision, changes, "visit_moved", "Moved")


def cancel(request: Request, session: Session, authority: Authority) -> Reply:
    """Call the visit off with a reason from the list; the other side is told."""
    visit = visit_asked(request, session, authority, "change_visit")
    revision = still_as_seen(request, visit, session, authority)
    _still_stands(visit, authority)
    changes = {"status": "cancelled", "reason": reason_given(request, authority)}
    return _changed(request, session, authority, visit, revision, changes, "visit_cancelled", "Cancelled")


def agree(request: Request, session: Session, authority: Authority) -> Reply:
    """Put on record that this side agrees the visit as it stands; the other side is told."""
    visit = visit_asked(request, session, authority, "change_visit")
    revision = still_as_seen(request, visit, session, authority)
    _still_stands(visit, authority)
    if visit.status == "agreed":
        return Card(body=(Text(f"This visit to {visit.school} is agreed already."),), about=visit.school_id)
    if side_that_proposed(session, visit) == side_of(request, visit.school_id):
        words = "Your own side proposed this time; it is for the other side to agree. They have been told."
        return Card(body=(Text(words),), about=visit.school_id)
    return _changed(request, session, authority, visit, revision, {"status": "agreed"}, "visit_agreed", "Agreed")


def _still_stands(visit: VisitView, authority: Authority) -> None:
    if visit.stands:
        return
    when = say_day(visit.changed_at.astimezone(authority.timezone).date())
    words = f"This visit to {visit.school} is {visit.status} already (on {when}). Nothing was changed."
    raise Instead(Card(body=(Text(words),), about=visit.school_id))


def _nothing_changed(visit: VisitView, authority: Authority) -> Card:
    words = f"The visit to {visit.school} stands at {say_when(visit.starts_at, authority.timezone)} already."
    return Card(body=(Text(words),), about=visit.school_id)


def _changed(
    request: Request,
    session: Session,
    authority: Authority,
    visit: VisitView,
    revision: int,
    changes: Mapping[str, str | datetime | None],
    rule: str,
    done: str,
) -> Card:
    by_whom = {"changed_by_id": request.standing.person_id, "changed_at": request.now, "told_at": request.now}
    if not change_visit(session, visit.id, revision, {**changes, **by_whom}):
        raise Instead(changed_meanwhile(visit_by_id(session, visit.id) or visit, session, authority))
    now = visit_by_id(session, visit.id) or visit
    remember(session, request, now, rule.removeprefix("visit_"), visit.starts_at if rule == "visit_moved" else None)
    told = tell(request, session, authority, rule, now)
    return Card(
        title=f"{done}: {now.school}",
        body=(visit_facts(now, authority, local_day(request, authority)), Text(told_words(told))),
        buttons=visit_buttons(now, request, authority),
        about=now.school_id,
    )
