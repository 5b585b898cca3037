"""Dates proposed for what is still owed: of one school, or of all an officer's schools; sent with one tap.

The draft is made anew from the record when it is sent. Where it then differs from what was shown, the new one is shown
instead: nobody sends what they have not seen.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlmodel import Session

from config.authority import Authority
from framework.access import may
from framework.promises import MISSED, Standing
from framework.proposing import Proposal, Site, Wish, in_order, propose
from handlers.asked import local_day, not_yours
from handlers.cards import Button, Card, Reply, Table, Text
from handlers.diaries import diaries_of
from handlers.instead import Instead
from handlers.promised import SchoolPromises, promise_label, promises_of
from handlers.promises import may_know
from handlers.request import Request
from handlers.telling import tell_dates
from handlers.visit_story import remember
from handlers.wording import MODES, clipped, count, say_day, say_list, say_when
from store.posts import Holder, heads, link_officers
from store.schools import SchoolView, all_schools
from store.visits import Visit, VisitView, visit_by_id

_SHOWN = 30
_LEFT_SHOWN = 8
# A visit whose time has passed is still owed: it is proposed for the coming weeks.
_MAKE_UP_FOR = timedelta(weeks=8)


@dataclass(frozen=True)
class Draft:
    """What is proposed: each with the promise that it keeps, and the schools and officers that it is about."""

    proposals: tuple[Proposal, ...]
    promises: dict[str, tuple[SchoolPromises, Standing]]
    officers: dict[int, Holder]

    @property
    def placed(self) -> list[Proposal]:
        return [one for one in self.proposals if one.starts_at is not None]

    @property
    def fingerprint(self) -> str:
        said = [(one.wish.key, one.wish.officer, one.wish.minutes, one.wish.mode, one.starts_at) for one in self.placed]
        return hashlib.sha256(repr(said).encode()).hexdigest()[:20]


def draft(session: Session, authority: Authority, schools: Sequence[SchoolView], request: Request) -> Draft:
    """Dates for every owed visit of these schools, by their link officers."""
    today = local_day(request, authority)
    officers = _officers(session, schools, request, today)
    owed = [(one, standing) for one in promises_of(session, authority, schools, today) for standing in one.owed]
    owed = [(one, standing) for one, standing in owed if one.school.id in officers]
    people = {holder.person_id for holder in officers.values()}
    diaries = diaries_of(session, authority, request.now, [school.id for school in schools], people)
    wishes = {}
    for one, standing in owed:
        wish = _wish(one, standing, officers[one.school.id].person_id, authority, today)
        wishes[wish.key] = (replace(wish, site=diaries.sites[one.school.id]), (one, standing))
    found = propose([wish for wish, _ in wishes.values()], diaries.officers, diaries.schools, diaries.rules)
    return Draft(tuple(in_order(found)), {key: promise for key, (_, promise) in wishes.items()}, officers)


def _wish(one: SchoolPromises, standing: Standing, officer: int, authority: Authority, today: date) -> Wish:
    promise = standing.promise
    year = authority.school_year
    soonest = year.shift(today, max(authority.framework.proposing.notice_school_days, 1), one.school.cluster)
    last = promise.last if standing.state != MISSED else min(soonest + _MAKE_UP_FOR, year.session(today).last)
    at = one.standings.index(standing)
    key = f"{one.school.seed_code}:{at}"
    visit = promise.visit
    return Wish(key, Site(one.school.id), officer, max(promise.first, soonest), last, visit.minutes, visit.mode)


def _officers(session: Session, schools: Sequence[SchoolView], request: Request, today: date) -> dict[int, Holder]:
    """Who visits each school: the asker where they are its link officer, otherwise the first that it has."""
    found = {}
    linked = link_officers(session, today, [school.id for school in schools])
    for school, holders in linked.items():
        own = [holder for holder in holders if holder.person_id == request.standing.person_id]
        if holders:
            found[school] = (own or holders)[0]
    return found


def proposal_card(request: Request, session: Session, authority: Authority) -> Reply:
    """The dates that would suit both sides of one school, with one tap to send them."""
    school = _school(request, authority)
    made = draft(session, authority, [school], request)
    today = local_day(request, authority)
    if not made.proposals:
        words = f"Nothing is left to arrange for {school.name} this session, or it has no link officer on record."
        return Card(body=(Text(words),), about=school.id)
    title = f"Dates for {school.name}"
    return Card(
        title=title,
        body=(*_tables(made, title, authority, today, with_school=False), *_left_over(made, authority)),
        buttons=_send_button(made, request, session, school, today),
        about=school.id,
    )


def calendar_card(request: Request, session: Session, authority: Authority) -> Reply:
    """The dates for everything still owed at the asker's own schools, with one tap to send them to all."""
    schools = _own_schools(request, session, authority)
    made = draft(session, authority, schools, request)
    today = local_day(request, authority)
    if not made.placed:
        return Card(
            body=(Text("Nothing is left to arrange at your schools this session."), *_left_over(made, authority))
        )
    title = f"{count(len(made.placed), 'visit')} proposed at {count(len(_schools_of(made)), 'school')}"
    send = Button(
        f"Send them to {count(len(_schools_of(made)), 'school')}",
        "propose_calendar",
        {"fingerprint": made.fingerprint},
        style="primary",
    )
    note = Text("Each school is asked in one message. Nothing is agreed before the school has said so.", quiet=True)
    body = (*_tables(made, title, authority, today, with_school=True), *_left_over(made, authority), note)
    return Card(title=title, body=body, buttons=(send,))


def _school(request: Request, authority: Authority) -> SchoolView:
    school = request.school
    assert school is not None, "the dispatcher finds the school before it calls"
    return school


def _own_schools(request: Request, session: Session, authority: Authority) -> list[SchoolView]:
    own = [school for school in all_schools(session) if school.id in request.standing.own_schools]
    found = [
        school
        for school in own
        if may_know(request, authority, school.id)
        and may(authority.access, request.standing, "change_visit", school.id)
    ]
    if not found:
        raise Instead(not_yours(request, session, "change_visit"))
    return found


def _schools_of(made: Draft) -> set[int]:
    return {one.wish.site.school for one in made.placed}


def _tables(
    made: Draft, title: str, authority: Authority, today: date, *, with_school: bool
) -> tuple[Table | Text, ...]:
    placed = made.placed
    if not placed:
        return (Text("I found no day that suits both sides."),)
    header = ("When", "School", "Visit", "How") if with_school else ("When", "Visit", "How", "Length")
    rows = [_row(one, made, authority, today, with_school=with_school) for one in placed[:_SHOWN]]
    more = (Text(f"… and {len(placed) - _SHOWN} more."),) if len(placed) > _SHOWN else ()
    return (Table(header, tuple(rows), title), *more)


def _row(one: Proposal, made: Draft, authority: Authority, today: date, *, with_school: bool) -> tuple[str, ...]:
    assert one.starts_at is not None, "only placed ones are shown in the table"
    school, _ = made.promises[one.wish.key]
    when = say_when(one.starts_at, authority.timezone, today)
    label, how = _label(one, made, authority), MODES.get(one.wish.mode, one.wish.mode)
    return (when, school.school.name, label, how) if with_school else (when, label, how, f"{one.wish.minutes} minutes")


def _label(one: Proposal, made: Draft, authority: Authority) -> str:
    school, standing = made.promises[one.wish.key]
    return promise_label(standing.promise, [other.promise for other in school.standings], authority)


def _left_over(made: Draft, authority: Authority) -> tuple[Text, ...]:
    """What got no day, and why."""
    left = [one for one in made.proposals if one.starts_at is None][:_LEFT_SHOWN]
    names = [(made.promises[one.wish.key][0].school.name, _label(one, made, authority), one.why_not) for one in left]
    return tuple(Text(f"{school}, {label}: no day found, {why}.") for school, label, why in names)


def _send_button(
    made: Draft, request: Request, session: Session, school: SchoolView, today: date
) -> tuple[Button, ...]:
    if not made.placed:
        return (Button("Book a visit yourself", "book_visit", {"seed_code": school.seed_code}),)
    names = [h.name for h in _others(made, request, session, school, today)]
    label = f"Send to {say_list(sorted(set(names)))}" if names else "Put them in the calendar"
    values = {"seed_code": school.seed_code, "fingerprint": made.fingerprint}
    return (
        Button(clipped(label, 75), "propose_dates", values, style="primary"),
        Button("Book another day", "book_visit", {"seed_code": school.seed_code}),
    )


def _others(made: Draft, request: Request, session: Session, school: SchoolView, today: date) -> list[Holder]:
    officer = made.officers.get(school.id)
    both = [*([officer] if officer else []), *heads(session, today, [school.id]).get(school.id, [])]
    return [holder for holder in both if holder.person_id != request.standing.person_id]


def send(request: Request, session: Session, authority: Authority) -> Reply:
    """Put the dates of one school into the calendar as proposed, and have the other side asked in one message."""
    made = draft(session, authority, [_school(request, authority)], request)
    if made.fingerprint != request.values.get("fingerprint"):
        raise Instead(_drafted_anew(proposal_card(request, session, authority)))
    return _sent(made, request, session, authority)


def send_calendar(request: Request, session: Session, authority: Authority) -> Reply:
    """As `send`, for all the asker's schools: each school is asked in a message of its own."""
    made = draft(session, authority, _own_schools(request, session, authority), request)
    if made.fingerprint != request.values.get("fingerprint"):
        raise Instead(_drafted_anew(calendar_card(request, session, authority)))
    return _sent(made, request, session, authority)


def _drafted_anew(card: Reply) -> Card:
    assert isinstance(card, Card), "a draft is shown as a card"
    words = Text("Something changed since these dates were drafted, so nothing was sent. This is how they are now:")
    return Card(card.title, (words, *card.body), card.buttons, about=card.about)


def _sent(made: Draft, request: Request, session: Session, authority: Authority) -> Card:
    told: list[Holder] = []
    views = [_entered(one, made, request, session) for one in made.placed]
    for school in sorted(_schools_of(made)):
        told += tell_dates(request, session, authority, [view for view in views if view.school_id == school])
    names = sorted({holder.name for holder in told})
    asked = f"I am asking {say_list(names)}." if names else "There is nobody on the other side to ask."
    last = max(view.starts_at for view in views)
    words = (
        f"{count(len(views), 'visit')} proposed, until {say_day(last.astimezone(authority.timezone).date())}. {asked}"
    )
    about = views[0].school_id if len(_schools_of(made)) == 1 else None
    return Card(
        title="Dates sent",
        body=(Text(words), Text("Nothing counts as agreed until they have agreed it.")),
        buttons=(Button("Visits that wait for an answer", "visit_list", {"status": "proposed"}),),
        about=about,
    )


def _entered(one: Proposal, made: Draft, request: Request, session: Session) -> VisitView:
    """The proposed visit in the calendar, with who proposed it."""
    _, standing = made.promises[one.wish.key]
    assert one.starts_at is not None, "only placed ones are sent"
    visit = Visit(
        school_id=one.wish.site.school,
        visit_type=standing.promise.kind or "note",
        starts_at=one.starts_at,
        minutes=one.wish.minutes,
        mode=one.wish.mode,
        focus=standing.promise.visit.focus,
        officer_id=one.wish.officer,
        proposed_by_id=request.standing.person_id,
        changed_by_id=request.standing.person_id,
        changed_at=request.now,
        told_at=request.now,
    )
    session.add(visit)
    session.flush()
    view = visit_by_id(session, visit.id or 0)
    assert view is not None, "just written in this transaction"
    remember(session, request, view, "proposed")
    return view
