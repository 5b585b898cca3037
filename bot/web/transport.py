"""The local page as a platform: a delivery becomes a post that the open pages pick up."""

from __future__ import annotations

from typing import Final

from bot.outgoing import Outgoing
from bot.web.channels import conversation_of_channel, conversation_of_person
from handlers.cards import dumps
from store.clock import real_now
from store.database import Database
from store.local_page import can_open_page, delivered_post, post_delivery


class LocalTransport:
    """Posts deliveries to the page's conversations; the same delivery twice makes one post."""

    name: Final = "page"
    can_reconcile: Final = True

    def __init__(self, database: Database, *, has_channels: bool = True, has_everybody: bool = True) -> None:
        self.database = database
        self.has_channels = has_channels
        self.has_everybody = has_everybody

    def reaches(self, outgoing: Outgoing) -> bool:
        """Everybody has their own conversation here, and every channel its own; nothing of another platform.

        Without `has_everybody` the page is the address of those alone who can open it, by a session or a link.
        """
        if outgoing.address and not outgoing.address.startswith("page:"):
            return False
        if outgoing.recipient_id is None or outgoing.address:
            return bool(outgoing.address or (outgoing.channel and self.has_channels))
        return self.has_everybody or self._can_open(outgoing.recipient_id)

    def _can_open(self, person_id: int) -> bool:
        with self.database.read() as session:
            return can_open_page(session, person_id, real_now())

    def send(self, outgoing: Outgoing) -> str:
        """Post it, what is for a group to each of its people; returns the first post's id.

        Raises ValueError when neither a person nor a channel is named.
        """
        card, posted = dumps(outgoing.reply), []
        with self.database.write(durable=False) as session:
            for number, conversation in enumerate(_conversations(outgoing)):
                delivery = f"{outgoing.delivery_id}:{number}" if number else outgoing.delivery_id
                posted.append(post_delivery(session, conversation, card, delivery, outgoing.now))
        return str(posted[0])

    def find(self, outgoing: Outgoing) -> str | None:
        """The id of the post that this delivery already became, or None."""
        with self.database.read() as session:
            found = delivered_post(session, outgoing.delivery_id)
        return None if found is None else str(found)


def _conversations(outgoing: Outgoing) -> list[str]:
    if outgoing.people:
        return [conversation_of_person(person) for person in outgoing.people]
    if outgoing.channel:
        return [conversation_of_channel(outgoing.channel)]
    if outgoing.recipient_id is None:
        raise ValueError(f"Delivery {outgoing.delivery_id} names neither a person nor a channel.")
    return [conversation_of_person(outgoing.recipient_id)]
