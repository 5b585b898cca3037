"""The platforms' channels, and which of the record's own each of them is; kept by id, so that a rename is followed."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select, update
from sqlmodel import Field, Session, SQLModel, UniqueConstraint

from framework.channels import PlatformChannel
from store.columns import UtcDateTime, insert_for, table_of
from store.prepared import Prepared
from store.waiting import reached_now


class ChannelOnPlatform(SQLModel, table=True):
    """One channel of a platform. `ref` is the platform's id, `name` its present name there.

    `channel` is the record's name for it ('cluster:Kilbrannan', 'officers'; '' for one that is none of ours) and
    `proposed` the one that its name suggests. `revision` counts what an administrator should hear of.
    """

    __tablename__ = "platform_channel"
    __table_args__ = (UniqueConstraint("platform", "tenant", "ref"),)
    id: int | None = Field(default=None, primary_key=True)
    platform: str
    tenant: str
    ref: str
    name: str
    channel: str = Field(default="", index=True)
    proposed: str = ""
    is_member: bool = False
    is_archived: bool = False
    is_shared: bool = False
    revision: int = 1
    changed_at: datetime = Field(sa_type=UtcDateTime)


rows = table_of(ChannelOnPlatform)


@dataclass(frozen=True)
class ChannelView:
    """A platform's channel as answers and senders need it."""

    id: int
    platform: str
    tenant: str
    ref: str
    name: str
    channel: str
    proposed: str
    is_member: bool
    is_archived: bool
    is_shared: bool
    revision: int

    @property
    def takes_posts(self) -> bool:
        """Whether Cairn may post there at all: never into a channel shared with another organisation."""
        return not self.is_archived and not self.is_shared


_VIEW = select(*(rows.c[name] for name in ChannelView.__dataclass_fields__))
_ALL = _VIEW.order_by(rows.c.name, rows.c.id)
_BY_ID = _VIEW.where(rows.c.id.in_(bindparam("ids", expanding=True)))
_BY_REF = Prepared(
    _VIEW.where(
        rows.c.platform == bindparam("platform"), rows.c.tenant == bindparam("tenant"), rows.c.ref == bindparam("ref")
    )
)
_MAPPED = _VIEW.where(rows.c.channel == bindparam("channel"), rows.c.channel != "").order_by(rows.c.id)


def all_channels(session: Session) -> list[ChannelView]:
    """Every channel that a platform has told of, by name."""
    return [ChannelView(*row) for row in session.execute(_ALL)]


def channels_by_id(session: Session, ids: Collection[int]) -> dict[int, ChannelView]:
    found = session.execute(_BY_ID, {"ids": list(ids)}) if ids else ()
    return {row.id: ChannelView(*row) for row in found}


def channel_at(session: Session, platform: str, tenant: str, ref: str) -> ChannelView | None:
    """What is on record of a platform's channel, None while the platform has not told of it."""
    row = _BY_REF.first(session, {"platform": platform, "tenant": tenant, "ref": ref})
    return ChannelView(*row) if row else None


def channel_to_post(session: Session, platform: str, channel: str) -> ChannelView | None:
    """Where a platform posts what is for the record's `channel`, None where it has no such channel.

    One that is archived, or that Cairn is not in, is found too: a post there fails, and an administrator hears of it.
    One that is shared with another organisation is not.
    """
    found = [ChannelView(*row) for row in session.execute(_MAPPED, {"channel": channel})]
    return next((one for one in found if one.platform == platform and not one.is_shared), None)


def keep_channel(session: Session, told: PlatformChannel, now: datetime) -> ChannelView:
    """Keep what the platform tells of a channel; a departure or an archiving counts in the revision."""
    values = {
        "name": told.name,
        "is_member": told.is_member,
        "is_archived": told.is_archived,
        "is_shared": told.is_shared,
    }
    before = channel_at(session, told.platform, told.tenant, told.ref)
    key = {"platform": told.platform, "tenant": told.tenant, "ref": told.ref}
    if before is None:
        row = insert_for(session, rows).values(**key, **values, channel="", proposed="", revision=1, changed_at=now)
        session.connection().execute(row.on_conflict_do_nothing())
    elif any(getattr(before, name) != value for name, value in values.items()):
        worse = (before.is_member and not told.is_member) or (told.is_archived and not before.is_archived)
        step = {"revision": rows.c.revision + (1 if worse else 0), "changed_at": now}
        session.connection().execute(update(rows).where(rows.c.id == before.id).values(**values, **step))
    found = channel_at(session, told.platform, told.tenant, told.ref)
    assert found is not None, "just written in this transaction"
    return found


def set_proposed(session: Session, channel_id: int, proposed: str) -> None:
    session.connection().execute(update(rows).where(rows.c.id == channel_id).values(proposed=proposed))


def map_channel(session: Session, channel_id: int, channel: str, now: datetime) -> None:
    """Have this be the platform's channel for the record's `channel` ('': for none), instead of any other there."""
    found = channels_by_id(session, [channel_id])[channel_id]
    if channel:
        same = (rows.c.platform == found.platform, rows.c.tenant == found.tenant, rows.c.channel == channel)
        others = update(rows).where(*same, rows.c.id != channel_id).values(channel="", changed_at=now)
        session.connection().execute(others)
        reached_now(session, channel=channel)
    values = {"channel": channel, "proposed": "", "revision": rows.c.revision + 1, "changed_at": now}
    session.connection().execute(update(rows).where(rows.c.id == channel_id).values(**values))


def mapped_to(session: Session, channel: str) -> list[ChannelView]:
    """Where the record's `channel` is on the platforms; none for '' and for what has no place."""
    return [ChannelView(*row) for row in session.execute(_MAPPED, {"channel": channel})] if channel else []


def note_loss(session: Session, view: ChannelView, *, archived: bool, now: datetime) -> ChannelView:
    """A post was refused there: it is archived, or Cairn is not in it, whatever the platform told before."""
    told = PlatformChannel(
        view.platform,
        view.tenant,
        view.ref,
        view.name,
        is_member=view.is_member and archived,
        is_archived=view.is_archived or archived,
        is_shared=view.is_shared,
    )
    return keep_channel(session, told, now)
