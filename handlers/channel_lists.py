"""Channels for administrators: which the record has a use for, where they are, and confirming that."""

from __future__ import annotations

from sqlmodel import Session

from config.authority import Authority
from framework.access import may
from framework.numbers import number_in
from handlers.account_words import PLATFORMS, say_platform
from handlers.asked import not_yours
from handlers.cards import Button, Card, Choice, Element, Field, Form, Reply, Table, Text, say
from handlers.channels import say_channel, wanted, why_lost
from handlers.instead import Instead, Invalid
from handlers.request import Request
from handlers.visit_forms import nonce
from handlers.wording import clipped, count, say_list
from store.audit import Act, put_on_record
from store.channels import ChannelView, all_channels, channels_by_id, map_channel

_MOST = 100
_NONE = "none"
_WAITS = "What is for a channel without a place waits while it is useful, and goes out once you have confirmed one."


def channels(request: Request, session: Session, authority: Authority) -> Reply:
    """Each channel that the record has a use for, with where it is on each platform and whether it takes posts."""
    known = all_channels(session)
    if not known:
        return say("Neither Slack nor Teams has told me of a channel yet. On the local page every channel is there.")
    needed = wanted(session)
    rows = tuple((say_channel(channel), *_state(channel, known)) for channel in needed)
    missing = [channel for channel in needed if not any(one.channel == channel for one in known)]
    title = _title(len(missing), [one for one in known if one.channel in needed and why_lost(one)])
    body: list[Element] = [Table(("Channel", "Where", "State"), rows, title)]
    if missing:
        body.append(Text(f"Without a place: {say_list([say_channel(channel) for channel in missing])}."))
    body.append(Text(_WAITS, quiet=True))
    return Card(title=title, body=tuple(body), buttons=_buttons(request, authority, known), notice="Channels")


def _title(missing: int, lost: list[ChannelView]) -> str:
    if missing:
        return f"{count(missing, 'channel')} missing"
    return f"I cannot post to {count(len(lost), 'channel')}" if lost else "Every channel has its place"


def _state(channel: str, known: list[ChannelView]) -> tuple[str, str]:
    mapped = [one for one in known if one.channel == channel]
    proposed = [one for one in known if one.proposed == channel and not one.channel]
    where = say_list([_where(one) for one in mapped or proposed])
    if mapped:
        lost = [why for why in map(why_lost, mapped) if why]
        return where, lost[0] if lost else _in_use(mapped)
    return where, "to be confirmed" if proposed else "missing"


def _in_use(mapped: list[ChannelView]) -> str:
    """A channel that has a place on several platforms is posted to on one: everybody would read it twice."""
    first = min(mapped, key=lambda one: (PLATFORMS.index(one.platform), one.id))
    return f"in use: I post to {_where(first)} only" if len(mapped) > 1 else "in use"


def _where(view: ChannelView) -> str:
    return f"#{view.name} on {say_platform(view.platform)}"


def _buttons(request: Request, authority: Authority, known: list[ChannelView]) -> tuple[Button, ...]:
    if not may(authority.access, request.standing, "administration"):
        return ()
    by_hand = Button("Name a channel", "map_channel", {"step": "form"})
    if not any(one.proposed and not one.channel for one in known):
        return (by_hand,)
    return (Button("Confirm channels", "confirm_channels", {"step": "form"}, "primary"), by_hand)


def confirming_form(request: Request, session: Session, authority: Authority) -> Reply:
    """What the names suggest, each with its box to tick."""
    proposed = [one for one in all_channels(session) if one.proposed and not one.channel][:_MOST]
    if not proposed:
        return say("No channel is proposed just now.", buttons=(Button("Channels", "channels"),))
    choices = tuple(Choice(str(one.id), f"{_where(one)} is {say_channel(one.proposed)}") for one in proposed)
    hint = "I post there from then on: what is new in practice, pairs by their names; never anything about a tier."
    return Form(
        title="Confirm channels",
        action="confirm_channels",
        fields=(Field("channels", "Which of these are right", "choices", choices=choices, hint=hint),),
        submit="Confirm",
        hidden={"nonce": nonce()},
    )


def confirm(request: Request, session: Session, authority: Authority) -> Reply:
    """Confirm the ticked suggestions."""
    _needs_administrator(request, session, authority)
    chosen = [number for part in request.values["channels"].split(";") if (number := number_in(part))]
    if not chosen:
        raise Invalid(channels="Please tick at least one.")
    found = channels_by_id(session, chosen).values()
    done = [one for one in found if one.proposed and not one.channel and one.takes_posts]
    for one in done:
        _map(request, session, one, one.proposed)
    if not done:
        return say("Nothing was left to confirm.", buttons=(Button("Channels", "channels"),))
    return _done([(one, one.proposed) for one in done])


def mapping_form(request: Request, session: Session, authority: Authority) -> Reply:
    """Which channel of the record, and where it is on a platform."""
    known = [one for one in all_channels(session) if one.takes_posts]
    if not known:
        return say("No platform has told me of a channel that I could use.")
    ours = tuple(Choice(channel, say_channel(channel)) for channel in wanted(session))
    places = tuple(Choice(str(one.id), _where(one)) for one in known[: _MOST - 1])
    return Form(
        title="Name a channel",
        action="map_channel",
        fields=(
            Field("which", "Channel", "choice", request.values.get("which", ""), ours),
            Field("where", "Where it is", "choice", choices=(Choice(_NONE, "Nowhere any more"), *places)),
        ),
        submit="Save",
        hidden={"nonce": nonce()},
    )


def map_by_hand(request: Request, session: Session, authority: Authority) -> Reply:
    """Put down where a channel of the record is, or that it has no place any more."""
    _needs_administrator(request, session, authority)
    channel, where = request.values["which"], request.values["where"]
    if channel not in wanted(session):
        raise Invalid(which="Please choose one of the channels.")
    if where == _NONE:
        for one in all_channels(session):
            if one.channel == channel:
                _map(request, session, one, "")
        return say(f"I post to {say_channel(channel)} no more. {_WAITS}")
    view = channels_by_id(session, [number_in(where)]).get(number_in(where))
    if view is None:
        raise Invalid(where="Please choose one of the places.")
    if not view.takes_posts:
        raise Invalid(where=f"I cannot use #{view.name}: {why_lost(view)}.")
    _map(request, session, view, channel)
    return _done([(view, channel)])


def _map(request: Request, session: Session, view: ChannelView, channel: str) -> None:
    map_channel(session, view.id, channel, request.now)
    act = Act(
        at=request.now,
        actor_id=request.standing.person_id,
        through=request.account.platform,
        action="channel_mapped" if channel else "channel_unmapped",
        outcome="done",
        subject=f"channel:{view.id}",
    )
    put_on_record(session, [act])


def _done(mapped: list[tuple[ChannelView, str]]) -> Card:
    lines = [Text(f"• {_where(one)} is {say_channel(channel)} now.") for one, channel in mapped]
    absent = [f"#{one.name}" for one, _ in mapped if not one.is_member]
    if absent:
        lines.append(Text(clipped(f"I am not in {say_list(absent)} yet: please invite me there.", 2000)))
    return Card(title="Done", body=tuple(lines), buttons=(Button("Channels", "channels"),))


def _needs_administrator(request: Request, session: Session, authority: Authority) -> None:
    if not may(authority.access, request.standing, "administration"):
        raise Instead(not_yours(request, session))
