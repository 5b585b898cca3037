"""Answering proposed dates: all at once, one by one, or with another time that suits both sides."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta

from sqlmodel import Session

from config.authority import Authority
from framework.access import Standing
from framework.numbers import number_in
from framework.proposing import Site, Wish, best
from handlers.asked import local_day
from handlers.cards import Button, Card, Reply, Table, Text
from handlers.diaries import diaries_of
from handlers.instead import Instead
from handlers.promised import promises_of
from handlers.request import Request
from handlers.telling import tell
from handlers.visit_story import OFFICER, SCHOOL, remember, side_of, side_that_proposed, sides_that_proposed
from handlers.visits import may_touch, visit_asked
from handlers.wording import MODES, clipped, count, say_when
from store.schools import school_by_id
from store.visits import VisitView, change_visit, next_visits, visit_by_id

_OFFERED = 5
_BESIDE = timedelta(weeks=4)
_MOST = 400
_OPENED = 4


def dates_waiting(request: Request, session: Session, authority: Authority) -> Reply:
    """The proposed visits that wait for the asker's own side."""
    schools = [request.school.id] if request.school else sorted(request.standing.own_schools)
    found = [
        visit
        for visit in waiting_for(session, schools, request)
        if may_touch(visit, request, authority, "change_visit")
    ]
    about = request.school.id if request.school else None
    if not found:
        return Card(body=(Text("No proposed visit waits for your answer."),), about=about)
    title = f"{count(len(found), 'proposed visit')} {'waits' if len(found) == 1 else 'wait'} for your answer"
    today = local_day(request, authority)
    rows = tuple(
        (
            say_when(visit.starts_at, authority.timezone, today),
            visit.school,
            authority.visit_type(visit.visit_type).label,
            MODES.get(visit.mode, visit.mode),
        )
        for visit in found[:30]
    )
    return Card(
        title=title,
        body=(Table(("When", "School", "What", "How"), rows, title),),
        buttons=answer_buttons(found, authority, today),
        about=about,
    )


def waiting_for(session: Session, schools: Collection[int], request: Request) -> list[VisitView]:
    """The proposed visits to come at these schools that the asker's side did not propose itself."""
    proposed = [v for v in next_visits(session, schools, request.now, most=_MOST) if v.status == "proposed"]
    return waiting_for_side(session, proposed, request.standing)


def waiting_for_side(session: Session, proposed: Sequence[VisitView], standing: Standing) -> list[VisitView]:
    """Out of these proposed visits, those whose answer is this person's to give."""
    by_whom = sides_that_proposed(session, proposed)
    return [v for v in proposed if by_whom[v.id] != (SCHOOL if v.school_id in standing.heads else OFFICER)]


def answer_buttons(found: Sequence[VisitView], authority: Authority, today: date) -> tuple[Button, ...]:
    """Agree all of one school's dates with one tap, or ask for another time for one of them."""
    buttons = []
    for school in list(dict.fromkeys(visit.school_id for visit in found))[:_OPENED]:
        of_school = [visit for visit in found if visit.school_id == school]
        several = len({visit.school_id for visit in found}) > 1
        label = (
            "Agree" if len(of_school) == 1 else "Agree both" if len(of_school) == 2 else f"Agree all {len(of_school)}"
        )
        label = f"{label}: {of_school[0].school}" if several else label
        values = {"visit": str(of_school[0].id), "seen": ";".join(f"{v.id}:{v.revision}" for v in of_school)}
        buttons.append(Button(clipped(label, 75), "agree_dates", values, style="primary"))
    for visit in found[:_OPENED]:
        when = say_when(visit.starts_at, authority.timezone, today)
        buttons.append(Button(clipped(f"Not {when}", 75), "other_times", {"visit": str(visit.id)}))
    return tuple(buttons)


def agree_dates(request: Request, session: Session, authority: Authority) -> Reply:
    """Agree the dates as they were seen; what was changed meanwhile is left alone, and said."""
    agreed: list[VisitView] = []
    left: list[VisitView] = []
    for visit, revision in _as_seen(request, session):
        if visit is None or not may_touch(visit, request, authority, "change_visit"):
            continue
        done = _agree_one(visit, revision, request, session, authority)
        (agreed if done else left).append(visit)
    if not agreed and not left:
        raise Instead(dates_waiting(request, session, authority))
    zone, today = authority.timezone, local_day(request, authority)
    told = [f"{v.school}, {say_when(v.starts_at, zone, today)}" for v in agreed]
    lines = [Text(f"Agreed: {said}.") for said in told]
    lines += [Text(_left_alone(visit, request, session, authority)) for visit in left]
    title = f"{count(len(agreed), 'date')} agreed" if agreed else "Nothing was agreed"
    if agreed:
        lines.append(Text("The other side is told."))
    return Card(title=title, body=tuple(lines), about=(agreed or left)[0].school_id)


def _as_seen(request: Request, session: Session) -> list[tuple[VisitView | None, int]]:
    found = []
    for part in request.values.get("seen", "").split(";")[:100]:
        number, _, revision = part.partition(":")
        if number_in(number) and number_in(revision):
            found.append((visit_by_id(session, number_in(number)), number_in(revision)))
    return found


def _agree_one(visit: VisitView, revision: int, request: Request, session: Session, authority: Authority) -> bool:
    if visit.status != "proposed" or side_that_proposed(session, visit) == side_of(request, visit.school_id):
        return False
    by_whom = {"changed_by_id": request.standing.person_id, "changed_at": request.now, "told_at": request.now}
    if not change_visit(session, visit.id, revision, {"status": "agreed", **by_whom}):
        return False
    now = visit_by_id(session, visit.id) or visit
    remember(session, request, now, "agreed")
    tell(request, session, authority, "visit_agreed", now)
    return True


def _left_alone(visit: VisitView, request: Request, session: Session, authority: Authority) -> str:
    now = visit_by_id(session, visit.id) or visit
    when = say_when(now.starts_at, authority.timezone, local_day(request, authority))
    if now.status == "agreed":
        return f"{now.school}, {when}: agreed already{f' by {now.changed_by}' if now.changed_by else ''}."
    if now.status == "proposed" and side_that_proposed(session, now) == side_of(request, now.school_id):
        return f"{now.school}, {when}: this time is your own side's proposal; it is for the other side to agree."
    who = f" by {now.changed_by}" if now.changed_by else ""
    return f"{now.school}: this visit was changed{who} and is now {now.status}, {when}. Nothing was done about it."


def other_times(request: Request, session: Session, authority: Authority) -> Reply:
    """Times at which both sides can, for a visit that does not suit: one tap proposes another."""
    visit = visit_asked(request, session, authority, "change_visit")
    if not visit.stands:
        return Card(body=(Text(f"This visit to {visit.school} is {visit.status} already."),), about=visit.school_id)
    found = times_that_suit(visit, request, session, authority)
    zone, today = authority.timezone, local_day(request, authority)
    values = {"visit": str(visit.id), "revision": str(visit.revision)}
    buttons = [
        Button(
            say_when(start, zone, today),
            "move_visit",
            values | {"date": f"{start.astimezone(zone):%Y-%m-%d}", "time": f"{start.astimezone(zone):%H:%M}"},
        )
        for start in found
    ]
    buttons.append(Button("Another day", "move_visit", values | {"step": "form"}))
    words = "Times that suit both sides, as far as the calendar knows:" if found else "I found no time that suits both."
    kind = authority.visit_type(visit.visit_type).label
    return Card(
        title=f"Another time for {kind}: {visit.school}",
        body=(Text(f"It is proposed for {say_when(visit.starts_at, zone, today)}."), Text(words)),
        buttons=tuple(buttons),
        about=visit.school_id,
    )


def times_that_suit(
    visit: VisitView,
    request: Request,
    session: Session,
    authority: Authority,
    span: tuple[date, date] | None = None,
    mode: str = "",
) -> list[datetime]:
    """The best moments for a visit on other days, within `span` or its own window; aware UTC."""
    today = local_day(request, authority)
    officer = visit.officer_id or 0
    diaries = diaries_of(session, authority, request.now, [visit.school_id], [officer], leaving_out=visit.id)
    first, last = span or _window_of(visit, session, authority, today)
    site = diaries.sites.get(visit.school_id, Site(visit.school_id))
    soonest = authority.school_year.shift(today, 1, site.cluster)
    wish = Wish("", site, officer, max(first, soonest), last, visit.minutes, mode or visit.mode)
    found = best(wish, diaries.officer(officer), diaries.school(visit.school_id), diaries.rules, most=_OFFERED + 1)
    return sorted(start for start in found if start.date() != visit.starts_at.date())[:_OFFERED]


def _window_of(visit: VisitView, session: Session, authority: Authority, today: date) -> tuple[date, date]:
    """The window of the promise that the visit keeps, or some weeks around its day."""
    school = school_by_id(session, visit.school_id)
    day = visit.starts_at.astimezone(authority.timezone).date()
    for one in promises_of(session, authority, [school], today) if school else ():
        for standing in one.standings:
            if standing.visit is not None and standing.visit.id == visit.id and standing.promise.last > today:
                return standing.promise.first, standing.promise.last
    return day - _BESIDE, day + _BESIDE
