"""What is still owed: the promised visits of one school, and the schools that have some still to arrange."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlmodel import Session

from config.authority import Authority
from framework.access import may
from framework.numbers import number_in
from framework.promises import AGREED, KEPT, LATE, MISSED, PROPOSED
from handlers.asked import local_day, not_yours
from handlers.cards import Button, Card, Facts, Reply, Table, Text
from handlers.instead import Instead
from handlers.promised import STATE_WORDS, SchoolPromises, in_words, promise_label, promises_of, when_words
from handlers.reasons import reason_kept
from handlers.request import Request
from handlers.wording import MODES, clipped, count, say_day, say_list
from store.posts import link_officers
from store.schools import SchoolView, all_schools
from store.visits import VisitView

PAGE = 20
_OPENED = 4


def visits_owed(request: Request, session: Session, authority: Authority) -> Reply:
    """One school's promised visits with how each stands; without a school, those with visits still to arrange."""
    schools = _in_question(request, session, authority)
    today = local_day(request, authority)
    found = promises_of(session, authority, schools, today)
    if len(found) == 1 and (request.school is not None or request.standing.is_head):
        return _of_one(found[0], request, authority, today)
    return _of_several(found, request, authority, today)


def _in_question(request: Request, session: Session, authority: Authority) -> list[SchoolView]:
    """The schools meant, out of those whose visits and tier the asker may know: the promise follows from the tier."""
    known = [s for s in all_schools(session) if may_know(request, authority, s.id)]
    values, own = request.values, request.standing.own_schools
    if request.school is not None:
        known = [school for school in known if school.id == request.school.id]
    elif values.get("cluster"):
        known = [school for school in known if school.cluster == values["cluster"]]
    elif values.get("person"):
        officers = link_officers(session, local_day(request, authority))
        known = [s for s in known if values["person"] in {holder.name for holder in officers.get(s.id, [])}]
    elif own and values.get("scope") != "authority":
        known = [school for school in known if school.id in own]
    if not known:
        raise Instead(not_yours(request, session))
    return known


def may_know(request: Request, authority: Authority, school: int) -> bool:
    """Whether the asker may know what this school is promised: its visits, and the tier that promises them."""
    return all(may(authority.access, request.standing, matter, school) for matter in ("visits", "tier"))


def _of_one(one: SchoolPromises, request: Request, authority: Authority, today: date) -> Card:
    promises = [standing.promise for standing in one.standings]
    rows = tuple(
        (
            promise_label(standing.promise, promises, authority),
            STATE_WORDS[standing.state],
            when_words(one, standing, authority, today),
            _how(one, standing.promise.visit.mode, standing.visit.id if standing.visit else None),
        )
        for standing in one.standings
    )
    title = f"Promised visits: {one.school.name}"
    table = (Table(("Visit", "State", "When", "How"), rows, title),) if rows else ()
    return Card(
        title=title,
        body=(Text(in_words(one, authority)), *table, *_surplus(one, authority, today), *_who_attends(one)),
        buttons=_buttons(one, request, authority),
        about=one.school.id,
    )


def _how(one: SchoolPromises, promised: str, visit: int | None) -> str:
    mode = one.visits[visit].mode if visit in one.visits and visit is not None else promised
    return MODES.get(mode, mode)


def _surplus(one: SchoolPromises, authority: Authority, today: date) -> tuple[Text, ...]:
    if not one.surplus:
        return ()
    said = [
        f"{authority.visit_type(visit.visit_type).label} on {_day(visit, authority, today)}" for visit in one.surplus
    ]
    return (Text(f"Beside what is promised: {say_list(said)}."),)


def _day(visit: VisitView, authority: Authority, today: date) -> str:
    return say_day(visit.starts_at.astimezone(authority.timezone).date(), today)


def _who_attends(one: SchoolPromises) -> tuple[Facts, ...]:
    """Who is to be there, where the pattern says so and it is the same for all of them."""
    who = {standing.promise.visit.attends for standing in one.standings} - {()}
    return (Facts((("Who attends", say_list(next(iter(who)))),)),) if len(who) == 1 else ()


def _buttons(one: SchoolPromises, request: Request, authority: Authority) -> tuple[Button, ...]:
    values = {"seed_code": one.school.seed_code}
    found = []
    if may(authority.access, request.standing, "change_visit", one.school.id):
        if one.owed:
            found.append(Button("Propose dates", "propose_dates", values, style="primary"))
        found.append(Button("Book a visit", "book_visit", values))
    return tuple(found)


def surplus_visits(request: Request, session: Session, authority: Authority) -> Reply:
    """The visits to come that no promise asks for, each with a tap to call it off; the other side is told."""
    (one,) = promises_of(session, authority, _in_question(request, session, authority), local_day(request, authority))
    if not one.surplus:
        return Card(
            body=(Text(f"Every visit in the calendar of {one.school.name} is asked for."),), about=one.school.id
        )
    today = local_day(request, authority)
    reason = reason_kept("no longer needed", authority.framework.cancel_reasons)
    buttons = []
    for visit in one.surplus[:_OPENED]:
        label = f"Call off {authority.visit_type(visit.visit_type).label}, {_day(visit, authority, today)}"
        values = {"visit": str(visit.id), "revision": str(visit.revision), "reason": reason}
        buttons.append(Button(clipped(label, 75), "cancel_visit", values if reason else {**values, "step": "form"}))
    said = [f"{authority.visit_type(v.visit_type).label} on {_day(v, authority, today)}" for v in one.surplus]
    lines = (
        Text(f"Beside what is promised, the calendar holds {say_list(said)}."),
        Text("Keep what you both want. What is called off is told to the other side, who can book it again."),
    )
    return Card(
        title=f"Visits no longer needed: {one.school.name}", body=lines, buttons=tuple(buttons), about=one.school.id
    )


def _of_several(found: Sequence[SchoolPromises], request: Request, authority: Authority, today: date) -> Card:
    owing = [one for one in found if one.owed]
    owing.sort(key=lambda one: (-one.in_state(MISSED), -len(one.owed), one.school.name))
    if request.values.get("count"):
        return Card(body=(Text(f"{len(owing)} of {count(len(found), 'school')} with visits still to arrange."),))
    if not owing:
        words = f"Every promised visit of {count(len(found), 'school')} is in the calendar or has been held."
        return Card(body=(Text(words), *_waiting(found)))
    start = number_in(request.values.get("from", ""))
    page = owing[start : start + PAGE]
    title = f"{len(owing)} of {count(len(found), 'school')} with visits still to arrange"
    rows = tuple((one.school.name, _so_far(one), _to_arrange(one, authority)) for one in page)
    table = Table(("School", "Held or agreed", "Still to arrange"), rows, title)
    return Card(
        title=title,
        body=(table, *_waiting(found), Text(f"As promised this session, on {say_day(today)}.", quiet=True)),
        buttons=(*_open_first(page, request, authority), *_further(len(owing) - start - PAGE, start, request)),
    )


def _so_far(one: SchoolPromises) -> str:
    return f"{one.in_state(KEPT, LATE, AGREED)} of {len(one.standings)}"


def _to_arrange(one: SchoolPromises, authority: Authority) -> str:
    promises = [standing.promise for standing in one.standings]
    labels = [promise_label(standing.promise, promises, authority) for standing in one.owed]
    late = " (its time has passed)" if one.in_state(MISSED) else ""
    return ", ".join(labels) + late


def _waiting(found: Sequence[SchoolPromises]) -> tuple[Text, ...]:
    waiting = sum(one.in_state(PROPOSED) for one in found)
    return (Text(f"{count(waiting, 'proposed visit')} not answered yet."),) if waiting else ()


def _open_first(page: Sequence[SchoolPromises], request: Request, authority: Authority) -> list[Button]:
    mine = [one for one in page if may(authority.access, request.standing, "change_visit", one.school.id)]
    found = [
        Button(clipped(f"Propose dates: {one.school.name}", 75), "propose_dates", {"seed_code": one.school.seed_code})
        for one in mine[:_OPENED]
    ]
    if len(mine) > 1 and request.standing.is_officer:
        found.insert(0, Button("Propose dates for all my schools", "propose_calendar", {}, style="primary"))
    return found


def _further(left: int, start: int, request: Request) -> list[Button]:
    values = dict(request.values) | {"from": str(start + PAGE)}
    return [Button(f"Next {min(left, PAGE)}", "visits_owed", values)] if left > 0 else []
