"""What messages say about accounts: to administrators that one waits for their word."""

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
from handlers.lines import Gone, Line
from store.accounts import ProfileView, profiles_by_id
from store.messages import DutyView


@dataclass(frozen=True)
class AccountLines:
    """The accounts of one batch of duties, and what their recipients are today."""

    authority: Authority
    profiles: Mapping[int, ProfileView]
    standings: Mapping[int, Standing]

    def line(self, duty: DutyView) -> Line:
        profile = self.profiles.get(duty.subject_id)
        if profile is None or not profile.waits:
            raise Gone("somebody has decided about the account")
        if not may(self.authority.access, self.standings[duty.recipient_id], "administration"):
            raise Gone("the recipient looks after accounts no more")
        text = f"{profile.shown} wrote to me on {say_platform(profile.platform)}, and I cannot tell for sure who it is."
        if profile.state == "proposed":
            text = f"{text} By the e-mail address it is {profile.person}: {profile.why}."
        opened = Button(f"Who is {profile.name or profile.user}?", "link_account", {"account": str(profile.id)})
        return Line(text, "An account to confirm", (opened, Button("All that wait", "accounts")), opened)

    def about(self, duty: DutyView) -> str:
        profile = self.profiles.get(duty.subject_id)
        return f"the account of {profile.shown}" if profile else "an account that is gone"

    def why(self, duty: DutyView, standing: Standing) -> str:
        return f"{self.about(duty)}: you look after accounts, and nobody gets an answer before theirs is confirmed."

    def useful_until(self, duty: DutyView) -> datetime | None:
        profile = self.profiles.get(duty.subject_id)
        return duty.send_by if profile is not None and profile.waits else None


def account_lines(session: Session, authority: Authority, duties: Sequence[DutyView], now: datetime) -> AccountLines:
    """What the duties of one batch need of the record."""
    day = now.astimezone(authority.timezone).date()
    people = {duty.recipient_id for duty in duties}
    return AccountLines(
        authority,
        profiles_by_id(session, {duty.subject_id for duty in duties}),
        {person: standing_of(session, authority, person, day) for person in people},
    )
