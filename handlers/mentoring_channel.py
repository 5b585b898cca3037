"""What the mentoring channel hears of new pairs, and the introduction of the two in a conversation of their own."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from config.authority import Authority
from handlers.cards import Card, Text
from handlers.lines import Gone
from handlers.wording import count
from store.announcements import Announced, people_in
from store.mentoring import pair_by_id, pairs_announced_as


def pairs_announced(session: Session, authority: Authority, announced: Announced, now: datetime) -> Card:
    """The pairs of one announcement, by names and schools and no more. Raises Gone where none of them is one now."""
    found = pairs_announced_as(session, announced.subject)
    if not found:
        raise Gone("none of them is a pair any more")
    lines = tuple(
        Text(f"• {pair.mentee} ({pair.mentee_school}) and {pair.mentor} ({pair.mentor_school})") for pair in found
    )
    title = "A new mentoring pair" if len(found) == 1 else f"{count(len(found), 'new mentoring pair')}"
    return Card(title=title, body=(*lines, Text("We wish them well.")), notice="News in the mentoring channel")


def introduction(session: Session, authority: Authority, announced: Announced, now: datetime) -> Card:
    """What the two read together with Cairn. Raises Gone where they are not a pair any more."""
    pair = pair_by_id(session, int(announced.subject.partition(":")[2]))
    if pair is None or pair.state != "announced" or set(pair.people) != set(people_in(announced.channel)):
        raise Gone("the two are not a pair any more")
    first = (
        f"{pair.mentee}, meet {pair.mentor} of {pair.mentor_school}, your {pair.kind}. "
        f"{pair.mentor}, meet {pair.mentee} of {pair.mentee_school}."
    )
    step = (
        f"A first step: {pair.mentee} names two times in the next fortnight for a first talk; if nothing has come in a "
        f"week, {pair.mentor} writes first."
    )
    kept = "What you talk about is yours: I keep only whether you have met and whether it fits."
    return Card(
        title=f"{pair.mentee} and {pair.mentor}",
        body=(Text(first), Text(step), Text(kept, quiet=True)),
        notice="An introduction",
    )
