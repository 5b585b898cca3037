"""What the author of a message reads whom colleagues would like to share it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from config.authority import Authority
from framework.access import Standing
from handlers.asked import standing_of
from handlers.cards import Button
from handlers.lines import Gone, Line
from handlers.wording import clipped
from store.messages import DutyView
from store.practice_offers import OfferView, offers_by_id


@dataclass(frozen=True)
class OfferLines:
    """The offers of one batch of duties, and what their authors are today."""

    offers: Mapping[int, OfferView]
    standings: Mapping[int, Standing]

    def line(self, duty: DutyView) -> Line:
        offer = self.offers.get(duty.subject_id)
        if offer is None or offer.state != "open":
            raise Gone("it was answered")
        if not self.standings[duty.recipient_id].is_known:
            raise Gone("the recipient holds no post any more")
        text = (
            f"A colleague thinks that what you wrote in your cluster's channel may help others: “"
            f"{clipped(' '.join(offer.words.split()), 300)}” Would you like to share it as strong practice?"
        )
        share = Button("Share it", "practice_share", {"offer": str(offer.id), "step": "form"}, "primary")
        decline = Button("No, thanks", "decline_offer", {"offer": str(offer.id)})
        return Line(text, "Worth sharing?", (share, decline), share)

    def about(self, duty: DutyView) -> str:
        return "a message of yours"

    def why(self, duty: DutyView, standing: Standing) -> str:
        return "A message of yours: a colleague marked it as worth sharing. I ask its author once, and nobody else."

    def useful_until(self, duty: DutyView) -> datetime | None:
        offer = self.offers.get(duty.subject_id)
        return duty.send_by if offer is not None and offer.state == "open" else None


def offer_lines(session: Session, authority: Authority, duties: Sequence[DutyView], now: datetime) -> OfferLines:
    """What the duties of one batch need of the record."""
    day = now.astimezone(authority.timezone).date()
    people = {duty.recipient_id for duty in duties}
    return OfferLines(
        offers_by_id(session, {duty.subject_id for duty in duties}),
        {person: standing_of(session, authority, person, day) for person in people},
    )
