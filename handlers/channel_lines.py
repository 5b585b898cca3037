"""What messages say about channels, to administrators."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from config.authority import Authority
from framework.access import Standing, may
from handlers.account_words import say_platform
from handlers.asked import standing_of
from handlers.cards import Button
from handlers.channels import PROPOSED, say_channel, why_lost
from handlers.lines import Gone, Line
from handlers.wording import count
from store.channels import ChannelView, all_channels, channels_by_id
from store.messages import DutyView

_OPEN = Button("Channels", "channels")


@dataclass(frozen=True)
class ChannelLines:
    """The channels of one batch of duties, how many are proposed, and what the recipients are today."""

    authority: Authority
    channels: Mapping[int, ChannelView]
    proposed: int
    standings: Mapping[int, Standing]

    def line(self, duty: DutyView) -> Line:
        if not may(self.authority.access, self.standings[duty.recipient_id], "administration"):
            raise Gone("the recipient looks after channels no more")
        return self._proposals() if duty.kind == PROPOSED else self._lost(duty)

    def _proposals(self) -> Line:
        if not self.proposed:
            raise Gone("every proposal was decided")
        text = f"By their names I take {count(self.proposed, 'channel')} to be of use to me. Please confirm which."
        confirm = Button("Confirm channels", "confirm_channels", {"step": "form"}, "primary")
        return Line(text, "Channels to confirm", (confirm, _OPEN), _OPEN)

    def _lost(self, duty: DutyView) -> Line:
        view = self.channels.get(duty.subject_id)
        why = why_lost(view) if view is not None and view.channel else ""
        if view is None or not why:
            raise Gone("the channel takes posts again, or is none of ours")
        text = f"I cannot post to {say_channel(view.channel)} in #{view.name} on {say_platform(view.platform)}: {why}."
        mend = "Please invite me there." if not view.is_archived and not view.is_shared else "Please name another."
        return Line(f"{text} {mend}", "A channel that I cannot use", (_OPEN,), _OPEN)

    def about(self, duty: DutyView) -> str:
        view = self.channels.get(duty.subject_id)
        return f"the channel #{view.name}" if view is not None and duty.kind != PROPOSED else "channels"

    def why(self, duty: DutyView, standing: Standing) -> str:
        return f"{self.about(duty)}: you look after channels."

    def useful_until(self, duty: DutyView) -> datetime | None:
        return None


def channel_lines(session: Session, authority: Authority, duties: Sequence[DutyView], now: datetime) -> ChannelLines:
    """What the duties of one batch need of the record."""
    day = now.astimezone(authority.timezone).date()
    return ChannelLines(
        authority,
        channels_by_id(session, {duty.subject_id for duty in duties if duty.kind != PROPOSED}),
        sum(bool(one.proposed) and not one.channel for one in all_channels(session)),
        {person: standing_of(session, authority, person, day) for person in {d.recipient_id for d in duties}},
    )
