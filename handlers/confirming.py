"""What a sentence would do, said before it is done: one tap confirms it, another changes something.

Where the day or the time cannot be, the answer says why, and offers the next that fits both sides.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from sqlmodel import Session

from config.authority import Authority
from framework.proposing import Site, Wish, objection, slots
from handlers.agreeing import times_that_suit
from handlers.asked import local_day
from handlers.cards import Button, Card, Text
from handlers.diaries import Diaries, diaries_of
from handlers.instead import Invalid
from handlers.request import Request
from handlers.telling import other_side
from handlers.visit_forms import no_clash, start_given
from handlers.wording import MODES, say_list, say_when
from store.posts import heads_of, link_officers
from store.schools import SchoolView
from store.visits import VisitView

_LOOKS_AHEAD = timedelta(weeks=6)
_OFFERED = 3


@dataclass(frozen=True)
class Meant:
    """A visit as it would be: at which school, by whom, how long and how; `moved` the visit that is moved, if any.

    `values` are those of the tap that does it.
    """

    school: SchoolView
    officer: int
    minutes: int
    mode: str
    what: str
    values: Mapping[str, str]
    moved: VisitView | None = None

    @property
    def action(self) -> str:
        return "move_visit" if self.moved else "book_visit"

    @property
    def verb(self) -> str:
        return "Move" if self.moved else "Book"

    @property
    def plain_values(self) -> dict[str, str]:
        return {name: value for name, value in self.values.items() if name != "fallback_mode"}


def confirm(meant: Meant, request: Request, session: Session, authority: Authority) -> Card:
    """What booking or moving would do, to be confirmed; or why not that day, with the next ones that fit."""
    asked = replace(request, action=replace(request.action, values={**request.values, **meant.values}))
    diaries = _diaries(meant, request, session, authority)
    try:
        starts_at = start_given(asked, authority, meant.school.cluster)
        moved = meant.moved.id if meant.moved else None
        no_clash(request, session, authority, meant.officer, starts_at, meant.minutes, moved=moved)
    except Invalid as invalid:
        return _other_days(meant, list(invalid.errors.values()), asked, diaries, authority)
    told = _others(meant.school, request, session, authority)
    will = _what_happens(meant, starts_at, told, authority, request)
    body = [Text(line) for line in (will, _warning(meant, starts_at, diaries)) if line]
    return Card(_title(meant), tuple(body), _taps(meant), about=meant.school.id)


def _title(meant: Meant) -> str:
    return f"{meant.verb} {meant.what}: {meant.school.name}?"


def _taps(meant: Meant) -> tuple[Button, ...]:
    """Do it; do it in the other way that was said to serve too; change something first."""
    buttons = [Button(f"{meant.verb} it", meant.action, meant.plain_values, style="primary")]
    fallback = meant.values.get("fallback_mode", "")
    if fallback and fallback != meant.mode:
        how = MODES.get(fallback, fallback)
        buttons.append(
            Button(f"{meant.verb} it, and make it {how}", meant.action, {**meant.plain_values, "mode": fallback})
        )
    return (*buttons, _change(meant))


def _change(meant: Meant) -> Button:
    return Button("Change something", meant.action, {**meant.plain_values, "step": "form"})


def _other_days(meant: Meant, why: list[str], asked: Request, diaries: Diaries, authority: Authority) -> Card:
    offered = _next_that_fit(meant, asked, diaries, authority)
    buttons = [_tap(start, meant.action, meant.plain_values, authority, asked) for start in offered]
    lines = [*why, "These fit both sides:" if offered else "I found no other day near it."]
    return Card(_title(meant), tuple(Text(line) for line in lines), (*buttons, _change(meant)), about=meant.school.id)


def _others(school: SchoolView, request: Request, session: Session, authority: Authority) -> list[str]:
    day = local_day(request, authority)
    both = [*link_officers(session, day, [school.id]).get(school.id, []), *heads_of(session, school.id, day)]
    return sorted({holder.name for holder in both if holder.person_id != request.standing.person_id})


def _diaries(meant: Meant, request: Request, session: Session, authority: Authority) -> Diaries:
    moved = meant.moved.id if meant.moved else None
    return diaries_of(session, authority, request.now, [meant.school.id], [meant.officer], leaving_out=moved)


def _what_happens(
    meant: Meant, starts_at: datetime, told: Sequence[str], authority: Authority, request: Request
) -> str:
    today = local_day(request, authority)
    how = MODES.get(meant.mode, meant.mode)
    when = f"{say_when(starts_at, authority.timezone, today)}, {how}, {meant.minutes} minutes"
    was = f"from {say_when(meant.moved.starts_at, authority.timezone, today)} to {when}" if meant.moved else when
    ask = f"{say_list(told)} will be asked to agree." if told else "There is nobody on the other side to ask."
    return f"{meant.what[:1].upper()}{meant.what[1:]} at {meant.school.name}: {was}. {ask}"


def _wish(meant: Meant, first: date, last: date, diaries: Diaries) -> Wish:
    site = diaries.sites.get(meant.school.id, Site(meant.school.id))
    return Wish("", site, meant.officer, first, last, meant.minutes, meant.mode)


def _warning(meant: Meant, starts_at: datetime, diaries: Diaries) -> str:
    """What a proposal would have kept away from, though somebody may still want it."""
    day = starts_at.astimezone(diaries.rules.zone).date()
    lenient = replace(diaries.rules, first=time(0), last=time(23, 59))
    why = objection(
        _wish(meant, day, day, diaries),
        starts_at,
        diaries.officer(meant.officer),
        diaries.school(meant.school.id),
        lenient,
    )
    return f"Please note: {why}." if why else ""


def _next_that_fit(meant: Meant, asked: Request, diaries: Diaries, authority: Authority) -> list[datetime]:
    """The next days on which the same time (or the nearest to it) suits both sides."""
    today = local_day(asked, authority)
    wanted, clock = _wanted(asked, today)
    first = max(wanted, authority.school_year.shift(today, 1, meant.school.cluster))
    wish = _wish(meant, first, first + _LOOKS_AHEAD, diaries)
    by_day: dict[date, datetime] = {}
    for start in slots(wish, diaries.officer(meant.officer), diaries.school(meant.school.id), diaries.rules):
        local = start.astimezone(authority.timezone)
        kept = by_day.get(local.date())
        if kept is None or _apart(start, clock, authority) < _apart(kept, clock, authority):
            by_day[local.date()] = start
        if len(by_day) > _OFFERED:
            break
    return sorted(by_day.values())[:_OFFERED]


def _wanted(asked: Request, today: date) -> tuple[date, time]:
    try:
        day = date.fromisoformat(asked.values.get("date", ""))
    except ValueError:
        day = today
    try:
        clock = time.fromisoformat(asked.values.get("time", ""))
    except ValueError:
        clock = time(10)
    return day, clock.replace(tzinfo=None)


def _apart(moment: datetime, clock: time, authority: Authority) -> int:
    local = moment.astimezone(authority.timezone)
    return abs(local.hour * 60 + local.minute - clock.hour * 60 - clock.minute)


def _tap(start: datetime, action: str, values: Mapping[str, str], authority: Authority, request: Request) -> Button:
    local = start.astimezone(authority.timezone)
    plain = {name: value for name, value in values.items() if name != "fallback_mode"}
    moment = {"date": f"{local:%Y-%m-%d}", "time": f"{local:%H:%M}"}
    return Button(say_when(start, authority.timezone, local_day(request, authority)), action, plain | moment)


def moves_into(
    visit: VisitView, span: tuple[date, date], values: Mapping[str, str], request: Request, session: Session,
    authority: Authority,
) -> Card:  # fmt: skip
    """The days of a month or week that suit both sides, for a visit that is to be moved there."""
    found = times_that_suit(visit, request, session, authority, span)[:_OFFERED]
    today = local_day(request, authority)
    names = sorted({h.name for h in other_side(session, visit, request.standing.person_id, today)})
    kind = authority.visit_type(visit.visit_type).label
    was = say_when(visit.starts_at, authority.timezone, today)
    why = f" Reason: {values['reason']}." if values.get("reason") else ""
    asked = f"{say_list(names)} will be asked to agree." if names else ""
    lines = [f"{kind} at {visit.school} stands at {was}.{why}"]
    lines.append(f"These days suit both sides. {asked}" if found else "I found no day there that suits both sides.")
    buttons = [_tap(start, "move_visit", values, authority, request) for start in found]
    buttons[:1] = [replace(button, style="primary") for button in buttons[:1]]
    if found and values.get("fallback_mode") and values["fallback_mode"] != visit.mode:
        mode = values["fallback_mode"]
        first = _tap(found[0], "move_visit", {**values, "mode": mode}, authority, request)
        buttons.insert(1, replace(first, label=f"{first.label}, {MODES.get(mode, mode)}"))
    plain = {name: value for name, value in values.items() if name != "fallback_mode"}
    buttons.append(Button("Another day", "move_visit", {**plain, "step": "form"}))
    title = f"Move the visit: {visit.school}?"
    return Card(title, tuple(Text(line) for line in lines), tuple(buttons), about=visit.school_id)


def confirm_cancel(
    visit: VisitView, values: Mapping[str, str], request: Request, session: Session, authority: Authority
) -> Card:
    """What cancelling would do: one tap with the reason that may be kept, or a tap for each of the list."""
    today = local_day(request, authority)
    names = sorted({h.name for h in other_side(session, visit, request.standing.person_id, today)})
    kind = authority.visit_type(visit.visit_type).label
    told = f"{say_list(names)} will be told." if names else "There is nobody on the other side to tell."
    when = say_when(visit.starts_at, authority.timezone, today)
    lines = [f"{kind} at {visit.school}, {when}, will be called off. {told}"]
    reason = values.get("reason", "")
    if reason:
        lines.append(f"The reason that is kept: {reason}.")
        buttons = [Button("Cancel the visit", "cancel_visit", values, style="danger")]
        buttons.append(Button("Another reason", "cancel_visit", {**values, "step": "form"}))
    else:
        lines.append("For which reason? It never says anything about anybody's health.")
        reasons = authority.framework.cancel_reasons
        buttons = [Button(one, "cancel_visit", {**values, "reason": one}) for one in reasons[:8]]
    buttons.append(Button("Move it instead", "move_visit", {"visit": values["visit"], "step": "form"}))
    title = f"Cancel the visit: {visit.school}?"
    return Card(title, tuple(Text(line) for line in lines), tuple(buttons), about=visit.school_id)
