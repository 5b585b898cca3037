"""Lists for officers and oversight: the pairs, who waits, which mentors have room, whose training lapses."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from dateutil.relativedelta import relativedelta
from sqlmodel import Session

from config.authority import Authority
from framework.access import has_reach
from framework.numbers import number_in
from handlers.asked import local_day, not_yours
from handlers.cards import Button, Card, Element, Reply, Table, Text
from handlers.instead import Instead
from handlers.mentoring_access import may_from_outside, may_know_pair
from handlers.mentoring_cards import NOTICE
from handlers.mentoring_words import STATES, say_needs
from handlers.request import Request
from handlers.wording import count, say_day
from store.mentoring import PairView, open_pairs
from store.mentoring_needs import NeedView, waiting_needs
from store.mentors import Headship, MentorView, all_mentors, headships
from store.schools import SchoolView, all_schools

PAGE = 20
_OPENED = 5
_LAPSES_SOON_MONTHS = 6


def pairs_list(request: Request, session: Session, authority: Authority) -> Reply:
    """The pairs that the asker may know of, and who still waits with the reason why.

    Who may know of no pair but their own is refused: a list of one would read like the truth about all.
    """
    _needs_reach(request, session, authority)
    asked = _schools_in_question(request, session)
    found = [
        pair
        for pair in open_pairs(session)
        if may_know_pair(authority, request.standing, pair) and asked.keys() & set(pair.schools)
    ]
    waiting = _waiting(request, session, authority, asked)
    if request.values.get("count"):
        words = f"{count(len(found), 'pair')}; {count(len(waiting), 'headteacher')} waiting for one."
        return Card(body=(Text(words), _source(request, authority)), notice=NOTICE)
    title = f"{count(len(found), 'mentoring pair')}, {len(waiting)} waiting"
    return listed(found, title, request, authority, more=_waiting_table(waiting, authority))


def _schools_in_question(request: Request, session: Session) -> dict[int, SchoolView]:
    values = request.values
    conditions: list[Callable[[SchoolView], bool]] = []
    if values.get("scope") == "mine":
        conditions.append(lambda school: school.id in request.standing.own_schools)
    if values.get("cluster"):
        conditions.append(lambda school: school.cluster == values["cluster"])
    if values.get("sector"):
        conditions.append(lambda school: school.sector == values["sector"])
    if request.school is not None:
        conditions.append(lambda school: request.school is not None and school.id == request.school.id)
    return {school.id: school for school in all_schools(session) if all(holds(school) for holds in conditions)}


def _waiting(
    request: Request, session: Session, authority: Authority, asked: dict[int, SchoolView]
) -> list[tuple[NeedView, Headship]]:
    led = headships(session, local_day(request, authority))
    return [
        (need, led[need.person_id])
        for need in waiting_needs(session)
        if need.person_id in led
        and led[need.person_id].school_id in asked
        and may_from_outside(authority, request.standing, led[need.person_id].school_id)
    ]


def _waiting_table(waiting: Sequence[tuple[NeedView, Headship]], authority: Authority) -> tuple[Element, ...]:
    if not waiting:
        return ()
    rows = tuple(
        (
            need.person,
            headship.school,
            need.kind,
            say_day(need.asked_at.astimezone(authority.timezone).date()),
            need.waits_because or ("not answered yet" if need.state == "asked" else "in the next round"),
        )
        for need, headship in waiting
    )
    return (Table(("Waiting", "School", "For a", "Since", "Why"), rows, "Who waits for a mentor or a buddy"),)


def listed(
    found: Sequence[PairView],
    title: str,
    request: Request,
    authority: Authority,
    more: tuple[Element, ...] = (),
) -> Card:
    """Pairs as a table, a page of them, with the first few to open."""
    start = number_in(request.values.get("from", ""))
    page = found[start : start + PAGE]
    rows = tuple(
        (pair.mentee, pair.mentee_school, pair.mentor, pair.mentor_school, pair.kind, STATES[pair.state])
        for pair in page
    )
    header = ("Headteacher", "School", "Mentor or buddy", "School", "Kind", "State")
    buttons = [Button(f"{p.mentee} and {p.mentor}", "show_pair", {"pair": str(p.id)}) for p in page[:_OPENED]]
    left = len(found) - start - PAGE
    if left > 0:
        values = dict(request.values) | {"from": str(start + PAGE)}
        buttons.append(Button(f"Next {min(left, PAGE)}", request.action.name, values))
    table: tuple[Element, ...] = (Table(header, rows, title),) if rows else (Text("No pair is on record here."),)
    body = (*table, *more, _source(request, authority))
    return Card(title=title, body=body, buttons=tuple(buttons), notice=NOTICE)


def free_mentors(request: Request, session: Session, authority: Authority) -> Reply:
    """The mentors who can take on somebody more, those with a wanted strength first, those not trained now last."""
    _needs_reach(request, session, authority)
    today = local_day(request, authority)
    led = headships(session, today)
    wanted = {request.values.get("qi"), request.values.get("theme")} - {None, ""}
    free = [one for one in all_mentors(session) if one.active and one.room and one.person_id in led]
    trained = {one.person_id for one in free if _is_trained(one, today, authority)}
    free.sort(key=lambda one: (one.person_id not in trained, not wanted & set(one.strengths), one.name))
    if not free:
        return Card(body=(Text("No mentor has room just now."), _source(request, authority)), notice=NOTICE)
    rows = tuple(
        (
            one.name,
            led[one.person_id].school,
            str(one.room) if one.person_id in trained else f"{one.room}, as a buddy only",
            say_needs(one.strengths, authority) or "none named",
            _training(one, today, authority) or "current",
        )
        for one in free[:PAGE]
    )
    room = sum(one.room for one in free if one.person_id in trained)
    title = f"{count(len(trained), 'mentor')} with room for {room} more"
    if len(trained) < len(free):
        title += f"; {len(free) - len(trained)} without current training"
    table = Table(("Mentor", "School", "Room for", "Strengths", "Training"), rows, title)
    return Card(title=title, body=(table, _source(request, authority)), notice=NOTICE)


def mentor_training(request: Request, session: Session, authority: Authority) -> Reply:
    """The mentors whose training has lapsed, lapses within half a year, or is not on record."""
    today = local_day(request, authority)
    found = [(one, _training(one, today, authority)) for one in all_mentors(session) if one.active]
    rows = tuple(
        (one.name, one.email, say_day(one.trained_on) if one.trained_on else "no training on record", state)
        for one, state in found
        if state
    )
    years = count(authority.framework.mentoring.training_lasts_years, "year")
    source = Text(f"Training counts for {years}, by the authority's rules.", quiet=True)
    if not rows:
        return Card(body=(Text("Every mentor's training is current for the next half year."), source), notice=NOTICE)
    title = f"{len(rows)} of {count(len(found), 'mentor')} with training that has lapsed or soon will"
    return Card(
        title=title, body=(Table(("Mentor", "E-mail", "Trained on", "State"), rows, title), source), notice=NOTICE
    )


def _is_trained(mentor: MentorView, today: date, authority: Authority) -> bool:
    """Whether somebody's training counts today; who is not trained may still be a buddy."""
    years = authority.framework.mentoring.training_lasts_years
    done = mentor.trained_on
    return done is not None and done <= today <= done + relativedelta(years=years)


def _training(mentor: MentorView, today: date, authority: Authority) -> str:
    """'lapsed on …' or 'lapses on …', '' where it is current for half a year more."""
    if mentor.trained_on is None:
        return "none on record"
    if mentor.trained_on > today:
        return f"only on {say_day(mentor.trained_on)}"
    ends = mentor.trained_on + relativedelta(years=authority.framework.mentoring.training_lasts_years)
    if ends < today:
        return f"lapsed after {say_day(ends)}"
    return f"lapses after {say_day(ends)}" if ends <= today + relativedelta(months=_LAPSES_SOON_MONTHS) else ""


def _needs_reach(request: Request, session: Session, authority: Authority) -> None:
    if not has_reach(authority.access, request.standing, "mentoring"):
        raise Instead(not_yours(request, session))


def _source(request: Request, authority: Authority) -> Text:
    return Text(f"From the mentoring record on {say_day(local_day(request, authority))}.", quiet=True)
