"""Who may know of a pair, and who may read why it was made."""

from __future__ import annotations

from dataclasses import replace

from sqlmodel import Session

from config.authority import Authority
from framework.access import HEAD_ROLES, Standing, may
from framework.numbers import number_in
from handlers.asked import not_yours
from handlers.cards import Button, Card, Text, say
from handlers.instead import Instead
from handlers.request import Request
from store.mentoring import PairView, pair_by_id, pairs_of


def may_know_pair(authority: Authority, standing: Standing, pair: PairView) -> bool:
    """Whether somebody may know that these two are a pair.

    A pair is its two people's own: to lead one of the schools, or to be depute there, is not to be in it. Before it is
    announced it is for the two (once they are asked) and their officers alone; a draft also for oversight to approve.
    """
    if standing.is_head and standing.person_id in pair.people:
        return pair.state != "draft"
    if pair.announced_at is None and not (pair.state == "draft" and standing.has_oversight):
        return is_their_officer(authority, standing, pair)
    return any(may_from_outside(authority, standing, school) for school in pair.schools)


def is_their_officer(authority: Authority, standing: Standing, pair: PairView) -> bool:
    """Whether somebody is link officer of either school, today, and officers may know of pairs there."""
    own = standing.links.intersection(pair.schools)
    return standing.is_officer and any(may(authority.access, standing, "mentoring", school) for school in own)


def may_read_reasons(authority: Authority, standing: Standing, pair: PairView) -> bool:
    """The reasons are for the two and their officers."""
    if not may_know_pair(authority, standing, pair):
        return False
    return standing.person_id in pair.people or is_their_officer(authority, standing, pair)


def may_from_outside(authority: Authority, standing: Standing, school: int) -> bool:
    """Whether somebody may know of mentoring at a school by anything but leading it."""
    outside = replace(standing, roles=standing.roles - HEAD_ROLES, heads=frozenset())
    return may(authority.access, outside, "mentoring", school)


def pair_asked(request: Request, session: Session, authority: Authority) -> PairView:
    """The pair that the action names, or the asker's only one where it names none.

    Raises Instead with the usual refusal where the asker may not know of it.
    """
    named = request.values.get("pair", "") or _only_own(request, session, authority)
    pair = pair_by_id(session, number_in(named))
    if pair is None or not may_know_pair(authority, request.standing, pair):
        raise Instead(not_yours(request, session))
    return pair


def _only_own(request: Request, session: Session, authority: Authority) -> str:
    """The id of the one open pair that the asker is in and knows of. Raises Instead where there is none, or several."""
    own = [
        pair
        for pair in pairs_of(session, request.standing.person_id or 0)
        if may_know_pair(authority, request.standing, pair)
    ]
    if len(own) == 1:
        return str(own[0].id)
    if own:
        shown = tuple(Button(f"{one.mentee} and {one.mentor}", "show_pair", {"pair": str(one.id)}) for one in own)
        raise Instead(Card(body=(Text("You are in more than one pair. Which do you mean?"),), buttons=shown))
    raise Instead(say("You are in no pair at present, so there is nothing to answer."))
