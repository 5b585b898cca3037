"""The conversations of Slack as the record keeps them with an answer: 'slack:<conversation>:<thread>'."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

PLATFORM: Final = "slack"


@dataclass(frozen=True)
class Address:
    """A conversation and, inside it, a thread ('' for none); without a conversation the recipient's own is meant.

    A user in its place is the direct conversation with them, known in the record or not.
    """

    conversation: str = ""
    thread: str = ""

    def __str__(self) -> str:
        return f"{PLATFORM}:{self.conversation}:{self.thread}".rstrip(":") + ("" if self.conversation else ":")


def address_in(text: str) -> Address | None:
    """The address that a text names, None where it is another platform's."""
    platform, _, rest = text.partition(":")
    if platform != PLATFORM:
        return None
    conversation, _, thread = rest.partition(":")
    return Address(conversation, thread)
