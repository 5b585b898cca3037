"""The platforms' channels: taken in as a platform tells of them, suggested by name, and told of when one is lost."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Final

from sqlmodel import Session

from config.authority import Authority
from framework.channels import CLUSTER, PlatformChannel, suggested, wanted_channels
from handlers.accounts import administrators
from handlers.request import Place
from handlers.telling import useful_until
from store.channels import ChannelView, all_channels, channel_at, keep_channel, set_proposed
from store.homes import ADMINISTRATION, mark_stale
from store.leases import fact, set_fact
from store.outbox import DutyRow, put_duties
from store.schools import cluster_names

LOST: Final = "channel_lost"
PROPOSED: Final = "channels_proposed"
_TOLD: Final = "channels_proposed"


def place_of(session: Session, platform: str, tenant: str, ref: str) -> Place:
    """Where something was asked: the record's channel, or for one that is none of ours its platform and id.

    Never a private place: what is sensitive is answered in a direct message from there too.
    """
    return place_at(platform, ref, channel_at(session, platform, tenant, ref))


def place_at(platform: str, ref: str, found: ChannelView | None) -> Place:
    """As `place_of`, of a channel that was looked up already."""
    return Place(found.channel if found is not None and found.channel else f"{platform}:{ref}")


def wanted(session: Session) -> tuple[str, ...]:
    """The channels that the record has a use for, by its own names."""
    return wanted_channels(cluster_names(session).values())


def say_channel(channel: str) -> str:
    """'the Kilbrannan cluster', 'officers'."""
    return f"the {channel.removeprefix(CLUSTER)} cluster" if channel.startswith(CLUSTER) else channel


def take_in(session: Session, authority: Authority, told: Collection[PlatformChannel], now: datetime) -> None:
    """Take in what a platform tells of channels: all of them when it starts, one when it changes.

    A rename is followed. Administrators hear, once each, of names that suggest a channel of ours, of a channel of ours
    that was archived or shared, and of one that Cairn is not in. `now` is business time.
    """
    views = [keep_channel(session, channel, now) for channel in told]
    mark_stale(session, [ADMINISTRATION])
    if _suggest(session):
        _tell_of_proposals(session, authority, now)
    for view in views:
        if view.channel and why_lost(view):
            tell_of_loss(session, authority, view, now)


def why_lost(view: ChannelView) -> str:
    """Why Cairn cannot post in a channel of ours, '' when it can."""
    if view.is_archived:
        return "it has been archived"
    if view.is_shared:
        return "it is shared with another organisation"
    return "" if view.is_member else "I am not in it"


def tell_of_loss(session: Session, authority: Authority, view: ChannelView, now: datetime) -> None:
    """Have the administrators told once that Cairn cannot post in this channel."""
    put_duties(session, _to_administrators(session, authority, LOST, f"channel:{view.id}", view.revision, now))


def _suggest(session: Session) -> bool:
    """Put down anew what the names suggest; True when there is something new to confirm."""
    channels, news = all_channels(session), False
    taken = {(one.platform, one.tenant, one.channel) for one in channels if one.channel}
    for home in {(one.platform, one.tenant) for one in channels}:
        free = {
            one.ref: one
            for one in channels
            if (one.platform, one.tenant) == home and not one.channel and one.takes_posts
        }
        missing = [channel for channel in wanted(session) if (*home, channel) not in taken]
        fitting = suggested({ref: one.name for ref, one in free.items()}, missing)
        for ref, one in free.items():
            if one.proposed != fitting.get(ref, ""):
                set_proposed(session, one.id, fitting.get(ref, ""))
                news = news or ref in fitting
    return news


def _tell_of_proposals(session: Session, authority: Authority, now: datetime) -> None:
    revision = int(fact(session, _TOLD) or "0") + 1
    set_fact(session, _TOLD, str(revision))
    put_duties(session, _to_administrators(session, authority, PROPOSED, "channels:1", revision, now))


def _to_administrators(
    session: Session, authority: Authority, rule: str, subject: str, revision: int, now: datetime
) -> list[DutyRow]:
    opens = authority.sending.next_open(now, authority.school_year)
    day = now.astimezone(authority.timezone).date()
    return [
        DutyRow(
            rule=rule,
            kind=rule,
            subject=subject,
            revision=revision,
            recipient_id=person,
            school_id=None,
            cluster="",
            not_before=opens,
            send_by=useful_until(opens, authority, ""),
            made_at=now,
        )
        for person in administrators(session, authority, day)
    ]
