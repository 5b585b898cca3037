"""Practice in the clusters' channels: what is new in a cluster, and once a school week what is new elsewhere."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Final

from sqlmodel import Session

from config.authority import Authority
from framework.rhythm import first_school_day_of_week, monday_of, weeks_since_school
from framework.sending import at
from handlers.cards import Button, Card, Element, Text
from handlers.lines import Gone
from handlers.practice_entries import contact_button, entry_facts, open_button
from handlers.wording import clipped, count
from store.announcements import Announced, announce
from store.leases import fact, set_fact
from store.practice import PracticeView, practice_by_id, practices_announced
from store.schools import cluster_names

_WEEK_POSTED: Final = "practice_week_posted"
_LISTED: Final = 8
_OPENED: Final = 5


def channel_of(cluster: str) -> str:
    """The record's own name of a cluster's channel."""
    return f"cluster:{cluster}"


def new_practice(session: Session, authority: Authority, announced: Announced, now: datetime) -> Card:
    """What is new in the cluster, as it stands now. Raises Gone when it may not be found any more."""
    practice = practice_by_id(session, int(announced.subject.partition(":")[2]))
    if practice is None or not practice.is_public:
        raise Gone("the practice is not shared any more")
    today = now.astimezone(authority.timezone).date()
    return Card(
        title=f"New strong practice: {practice.title}",
        body=(entry_facts(practice, authority, today),),
        buttons=(open_button(practice), contact_button(practice)),
        notice="New strong practice in your cluster",
        about=practice.school_id,
    )


def week_of_practice(session: Session, authority: Authority, announced: Announced, now: datetime) -> Card:
    """What was shared elsewhere since the last week with school. Raises Gone when nothing is left, or the week is."""
    monday = date.fromisoformat(announced.subject.partition(":")[2])
    if monday != monday_of(now.astimezone(authority.timezone).date()):
        raise Gone("the week is past")
    found = _new_elsewhere(session, authority, announced.cluster, monday)
    if not found:
        raise Gone("nothing of it is shared any more")
    lines: list[Element] = [Text(f"• {one.title} – {one.school}") for one in found[:_LISTED]]
    if len(found) > _LISTED:
        lines.append(Text(f"And {len(found) - _LISTED} more: ask me for strong practice."))
    opened: tuple[Button, ...] = tuple(open_button(one, clipped(f"Open {one.title}", 70)) for one in found[:_OPENED])
    title = f"{count(len(found), 'piece')} of strong practice shared elsewhere"
    return Card(title=title, body=tuple(lines), buttons=opened, notice="Strong practice shared elsewhere")


def _new_elsewhere(session: Session, authority: Authority, cluster: str, monday: date) -> list[PracticeView]:
    first, last = weeks_since_school(monday, authority.school_year, cluster)
    span = (at(day, time(), authority.timezone) for day in (first, last))
    return [one for one in practices_announced(session, *span) if one.cluster != cluster]


def post_week(session: Session, authority: Authority, now: datetime) -> None:
    """Once a school week, on its first school day, post what is new elsewhere to each cluster's channel.

    A cluster that is closed is tried again with every round of that week; when all are done the week is put on record.
    """
    today = now.astimezone(authority.timezone).date()
    monday = monday_of(today)
    if not authority.framework.practice.weekly_in_channels or fact(session, _WEEK_POSTED) == monday.isoformat():
        return
    waiting = False
    for cluster in cluster_names(session).values():
        first = first_school_day_of_week(today, authority.school_year, cluster)
        if first is None or first < today:
            continue
        if not authority.sending.is_open(now, authority.school_year, cluster):
            waiting = True
        elif _new_elsewhere(session, authority, cluster, monday):
            announce(session, channel_of(cluster), "practice_week", f"week:{monday.isoformat()}", now)
    if not waiting:
        set_fact(session, _WEEK_POSTED, monday.isoformat())
