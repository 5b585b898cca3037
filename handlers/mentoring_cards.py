"""How a pair is shown, and what each person may press below it."""

from __future__ import annotations

from datetime import date
from typing import Final

from config.authority import Authority
from framework.access import Standing
from handlers.asked import local_day
from handlers.cards import Button, Card, Element, Facts, Text
from handlers.mentoring_access import is_their_officer, may_read_reasons
from handlers.mentoring_words import FIT, MET, STATES, say_reasons, until
from handlers.request import Request
from handlers.wording import say_day
from store.mentoring import PairView

NOTICE: Final = "Cairn has an answer for you."


def pair_card(pair: PairView, request: Request, authority: Authority, first: str = "") -> Card:
    """A pair with what this person may know of it, under an opening sentence where there is one."""
    person, today = request.standing, local_day(request, authority)
    body: list[Element] = [Text(first)] if first else []
    body.append(Facts(tuple(_rows(pair, person, authority, today))))
    if pair.reasons and may_read_reasons(authority, person, pair):
        body.append(Text(say_reasons(pair.reasons)))
    return Card(
        title=_title(pair, person),
        body=tuple(body),
        buttons=pair_buttons(pair, person, authority),
        notice=NOTICE,
        about=pair.mentee_school_id,
    )


def _title(pair: PairView, person: Standing) -> str:
    if person.person_id == pair.mentee_id:
        return f"Your {pair.kind}: {pair.mentor}"
    if person.person_id == pair.mentor_id:
        return f"You as {pair.kind}: {pair.mentee}"
    return f"{pair.mentee} and {pair.mentor}"


def _rows(pair: PairView, person: Standing, authority: Authority, today: date) -> list[tuple[str, str]]:
    inside = person.person_id in pair.people
    since = pair.announced_at or pair.proposed_at or pair.made_at
    state = f"{STATES[pair.state]} {until(pair.window_ends_at, authority, today)}".strip()
    rows = [
        ("Headteacher", _who(pair.mentee, pair.mentee_school, pair.mentee_email if inside else "")),
        (pair.kind.capitalize(), _who(pair.mentor, pair.mentor_school, pair.mentor_email if inside else "")),
        ("State", state if pair.state == "proposed" else STATES[pair.state]),
        ("Since", say_day(since.astimezone(authority.timezone).date(), today)),
    ]
    if pair.state == "announced":
        rows.append(("Have met", MET[pair.met]))
    if pair.state == "announced" and is_their_officer(authority, person, pair):
        rows.append(("Fit", FIT[pair.fit]))
    return rows


def _who(name: str, school: str, email: str) -> str:
    return f"{name}, {school}" + (f" ({email})" if email else "")


def pair_buttons(pair: PairView, person: Standing, authority: Authority) -> tuple[Button, ...]:
    """What can be done about the pair now, by this person."""
    values = {"pair": str(pair.id), "revision": str(pair.revision)}
    inside = person.person_id in pair.people
    if pair.state == "draft" and not inside:
        return (
            Button("Approve", "approve_pair", values, style="primary"),
            Button("Not this pair", "decline_pair", values | {"step": "form"}),
        )
    if pair.state == "proposed" and inside:
        return (Button("Decline", "decline_pair", values | {"step": "form"}),)
    if pair.state == "announced" and (inside or is_their_officer(authority, person, pair)):
        return (
            *(_checkin_buttons(pair, person) if inside else ()),
            Button("End this pair", "end_pair", values | {"step": "form"}),
        )
    return ()


def _checkin_buttons(pair: PairView, person: Standing) -> tuple[Button, ...]:
    values = {"pair": str(pair.id)}
    said_so = pair.met_by(person.person_id) == "yes"
    if pair.met != "yes":
        return (
            Button("We have met", "pair_met", values | {"met": "yes"}, style="primary"),
            Button("Not yet", "pair_met", values | {"met": "no"}),
        )
    if pair.fit_by(person.person_id) == "unknown":
        return (
            Button("A good fit", "pair_fit", values | {"fit": "good"}, style="primary"),
            Button("Not for us", "pair_fit", values | {"fit": "not"}),
            *([Button("We have not met yet", "pair_met", values | {"met": "no"})] if said_so else []),
        )
    return ()
