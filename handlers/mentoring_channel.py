"""What the mentoring channel hears: the names and schools of those who are now pairs, and nothing more."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from config.authority import Authority
from handlers.cards import Card, Text
from handlers.lines import Gone
from handlers.wording import count
from store.announcements import Announced
from store.mentoring import pairs_announced_as


def pairs_announced(session: Session, authority: Authority, announced: Announced, now: datetime) -> Card:
    """The pairs of one announcement. Raises Gone where none of them is a pair any more."""
    found = pairs_announced_as(session, announced.subject)
    if not found:
        raise Gone("none of them is a pair any more")
    lines = tuple(
        Text(f"• {pair.mentee} ({pair.mentee_school}) and {pair.mentor} ({pair.mentor_school})") for pair in found
    )
    title = "A new mentoring pair" if len(found) == 1 else f"{count(len(found), 'new mentoring pair')}"
    return Card(title=title, body=(*lines, Text("We wish them well.")), notice="News in the mentoring channel")
