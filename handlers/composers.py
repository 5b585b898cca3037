"""What a message says, composed when it is sent, from the record as it is then.

COMPOSERS names for each kind of duty the line it becomes. A duty whose reason has gone is dropped with the reason why,
and a message that is left without any says nothing at all.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from sqlmodel import Session

from config.authority import Authority
from framework.access import Standing, may
from handlers.cards import Button, Card, Reply, Text, loads
from handlers.duties import officers_of
from handlers.request import Account, Place, Request
from handlers.visits import visit_buttons
from handlers.wording import MODES, count, say_day, say_when
from store.messages import Claimed, DutyView, duties_of_messages, kinds_turned_down
from store.posts import Holder, heads, link_officers
from store.visits import VisitView, visits_by_id

_OPENED = 5


class Gone(Exception):
    """The reason for a duty has gone; the message says how."""


@dataclass(frozen=True)
class Composed:
    """What is to be sent (None: nothing is left to say), and what becomes of each duty of the message."""

    reply: Reply | None
    said: tuple[int, ...] = ()
    dropped: Mapping[int, str] = field(default_factory=dict)
    expired: tuple[int, ...] = ()
    held_back: tuple[int, ...] = ()


@dataclass(frozen=True)
class Today:
    """The record as far as one batch of messages needs it, read once."""

    day: date
    visits: Mapping[int, VisitView]
    heads: Mapping[int, list[Holder]]
    officers: dict[int, list[Holder]]
    turned_down: frozenset[tuple[int, str]]


def compose(session: Session, authority: Authority, messages: Sequence[Claimed], now: datetime) -> dict[int, Composed]:
    """What each of these messages says at `now` (business time), by message id."""
    duties = defaultdict(list)
    for duty in duties_of_messages(session, [message.id for message in messages if not message.kept]):
        duties[duty.message_id].append(duty)
    today = _read(session, authority, [duty for group in duties.values() for duty in group], now)
    return {
        message.id: Composed(loads(message.kept))
        if message.kept
        else _digest(message, duties[message.id], today, authority, now)
        for message in messages
    }


def _read(session: Session, authority: Authority, duties: Sequence[DutyView], now: datetime) -> Today:
    day = now.astimezone(authority.timezone).date()
    visits = visits_by_id(session, {duty.visit_id for duty in duties})
    schools = {visit.school_id for visit in visits.values()}
    return Today(
        day=day,
        visits=visits,
        heads=heads(session, day, schools) if schools else {},
        officers=link_officers(session, day, schools) if schools else {},
        turned_down=kinds_turned_down(session, {duty.recipient_id for duty in duties}),
    )


def _digest(
    message: Claimed, duties: Sequence[DutyView], today: Today, authority: Authority, now: datetime
) -> Composed:
    lines: list[tuple[DutyView, VisitView, str]] = []
    dropped: dict[int, str] = {}
    expired = tuple(duty.id for duty in duties if duty.send_by <= now)
    held_back = tuple(duty.id for duty in duties if not _open(duty, authority, now))
    for duty in duties:
        if duty.id in expired or duty.id in held_back:
            continue
        try:
            visit = _still_theirs(duty, today, authority)
            lines.append((duty, visit, COMPOSERS[duty.kind](duty, visit, authority, today.day, now)))
        except Gone as gone:
            dropped[duty.id] = str(gone)
    card = _card(message, lines, authority, today, now) if lines else None
    return Composed(card, tuple(duty.id for duty, _, _ in lines), dropped, expired, held_back)


def _open(duty: DutyView, authority: Authority, now: datetime) -> bool:
    """Whether the recipient's schools are open: a message that could not be posted may have waited into a holiday."""
    return not duty.cluster or authority.sending.is_open(now, authority.school_year, duty.cluster)


def _still_theirs(duty: DutyView, today: Today, authority: Authority) -> VisitView:
    """The visit of the duty. Raises Gone when it is not the recipient's any more, or they want no such message."""
    visit = today.visits.get(duty.visit_id)
    if visit is None:
        raise Gone("the visit is gone")
    if (duty.recipient_id, duty.kind) in today.turned_down:
        raise Gone("turned down by the recipient")
    standing = standing_of(duty.recipient_id, visit, today)
    if not may(authority.access, standing, "visits", visit.school_id):
        raise Gone("the recipient has nothing to do with the school any more")
    return visit


def standing_of(person: int, visit: VisitView, today: Today) -> Standing:
    """What the recipient is to the visit's school on the day of sending, out of the two sides of a visit."""
    school = frozenset({visit.school_id})
    officers = {holder.person_id for holder in officers_of(visit, today.officers)}
    leading = {holder.person_id: holder.role for holder in today.heads.get(visit.school_id, [])}
    return Standing(
        person_id=person,
        roles=frozenset({leading[person]} if person in leading else set())
        | ({"link_officer"} if person in officers else set()),
        heads=school if person in leading else frozenset(),
        links=school if person in officers else frozenset(),
    )


Composer = Callable[[DutyView, VisitView, Authority, date, datetime], str]


def _as_scheduled(duty: DutyView, visit: VisitView) -> None:
    if duty.revision != visit.schedule_revision:
        raise Gone("the visit was changed")


def _as_told(duty: DutyView, visit: VisitView) -> None:
    if duty.revision != visit.revision:
        raise Gone("the visit was changed again, which is told instead")


def _what(visit: VisitView, authority: Authority, today: date) -> str:
    kind = authority.visit_type(visit.visit_type).label
    how = MODES.get(visit.mode, visit.mode)
    return f"{kind} at {visit.school}, {say_when(visit.starts_at, authority.timezone, today)} ({how})"


def _upcoming(duty: DutyView, visit: VisitView, authority: Authority, today: date, now: datetime) -> str:
    _as_scheduled(duty, visit)
    if not visit.stands:
        raise Gone(f"the visit is {visit.status}")
    if visit.starts_at <= now:
        raise Gone("the visit has begun")
    days = (visit.starts_at.astimezone(authority.timezone).date() - today).days
    soon = {0: "Today", 1: "Tomorrow"}.get(days, f"In {count(days, 'day')}")
    open_end = "" if visit.status == "agreed" else " It is proposed, and not agreed yet."
    officer = f", with {visit.officer}" if visit.officer and duty.recipient_id != visit.officer_id else ""
    return f"{soon}: {_what(visit, authority, today)}{officer}.{open_end}"


def _note_missing(duty: DutyView, visit: VisitView, authority: Authority, today: date, now: datetime) -> str:
    _as_scheduled(duty, visit)
    if not visit.lacks_note:
        raise Gone("the note is on record" if visit.has_note else "the visit was cancelled")
    return f"No note of visit is on record yet: {_what(visit, authority, today)}."


def _booked(duty: DutyView, visit: VisitView, authority: Authority, today: date, now: datetime) -> str:
    _as_told(duty, visit)
    return f"{_somebody(visit)} proposes a visit: {_what(visit, authority, today)}. Does that suit you?"


def _moved(duty: DutyView, visit: VisitView, authority: Authority, today: date, now: datetime) -> str:
    _as_told(duty, visit)
    why = f" Reason: {visit.reason}." if visit.reason else ""
    return f"{_somebody(visit)} moved a visit. It is now {_what(visit, authority, today)}.{why} Does that suit you?"


def _cancelled(duty: DutyView, visit: VisitView, authority: Authority, today: date, now: datetime) -> str:
    _as_told(duty, visit)
    why = f" Reason: {visit.reason}." if visit.reason else ""
    return f"{_somebody(visit)} cancelled a visit: {_what(visit, authority, today)}.{why}"


def _agreed(duty: DutyView, visit: VisitView, authority: Authority, today: date, now: datetime) -> str:
    _as_told(duty, visit)
    return f"{_somebody(visit)} agreed the visit: {_what(visit, authority, today)}."


def _note_written(duty: DutyView, visit: VisitView, authority: Authority, today: date, now: datetime) -> str:
    _as_told(duty, visit)
    return f"The note of visit is on record: {_what(visit, authority, today)}."


def _somebody(visit: VisitView) -> str:
    return visit.changed_by or "Somebody"


COMPOSERS: Final[dict[str, Composer]] = {
    "visit_upcoming": _upcoming,
    "note_missing": _note_missing,
    "visit_booked": _booked,
    "visit_moved": _moved,
    "visit_cancelled": _cancelled,
    "visit_agreed": _agreed,
    "note_written": _note_written,
}


def _card(
    message: Claimed,
    lines: Sequence[tuple[DutyView, VisitView, str]],
    authority: Authority,
    today: Today,
    now: datetime,
) -> Card:
    title = (
        lines[0][1].school
        if len(lines) == 1
        else f"{count(len(lines), 'thing')} for you, {say_day(today.day, today.day)}"
    )
    body = tuple(Text(text if len(lines) == 1 else f"• {text}") for _, _, text in lines)
    return Card(
        title=title,
        body=body,
        buttons=(*_buttons(message, lines, authority, today, now), *_about_the_message(message, lines, authority)),
        notice=f"Cairn: {count(len(lines), 'thing')} about your visits",
    )


def _buttons(
    message: Claimed,
    lines: Sequence[tuple[DutyView, VisitView, str]],
    authority: Authority,
    today: Today,
    now: datetime,
) -> tuple[Button, ...]:
    if len(lines) == 1:
        visit = lines[0][1]
        person = message.recipient_id or 0
        standing = standing_of(person, visit, today)
        return visit_buttons(visit, Request(Account("", "", ""), Place(), now, standing=standing), authority)
    seen = {visit.id: visit for _, visit, _ in lines}
    opened = list(seen.values())[:_OPENED]
    return tuple(
        Button(
            f"Open {v.school}, {say_day(v.starts_at.astimezone(authority.timezone).date(), today.day)}",
            "show_visit",
            {"visit": str(v.id)},
        )
        for v in opened
    )


def _about_the_message(
    message: Claimed, lines: Sequence[tuple[DutyView, VisitView, str]], authority: Authority
) -> tuple[Button, ...]:
    values = {"message": str(message.id)}
    reminds = any(duty.kind in {rule.key for rule in authority.framework.reminders} for duty, _, _ in lines)
    later = (Button("Remind me later", "snooze", values),) if reminds else ()
    return (*later, Button("Why did I get this?", "why_this_message", values))
