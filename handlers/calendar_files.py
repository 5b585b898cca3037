"""Calendars as files: a person's own, a cluster's, and the invitation to (or cancellation of) one visit."""

from __future__ import annotations

from sqlmodel import Session

from config.authority import Authority
from handlers.asked import not_yours
from handlers.calendar_events import event_of, events_of, knows_cluster
from handlers.files import File
from handlers.ics import MEDIA_TYPE, to_ics
from handlers.instead import Instead
from handlers.request import Request
from handlers.visits import visit_asked
from store.calendar_links import record_key


def calendar_title(authority: Authority, cluster: str = "") -> str:
    """What a calendar is called among a person's others."""
    return f"School visits, {cluster or authority.name}"


def my_calendar(request: Request, session: Session, authority: Authority) -> File:
    """The asker's visits, or those of the cluster named. Raises Instead for a cluster that is not for them to know."""
    cluster = request.values.get("cluster", "")
    if cluster and not knows_cluster(session, authority, request.standing, cluster):
        raise Instead(not_yours(request, session))
    events = events_of(session, authority, request.standing, request.now, cluster)
    return File("visits.ics", MEDIA_TYPE, to_ics(events, authority.timezone, calendar_title(authority, cluster)))


def visit_file(request: Request, session: Session, authority: Authority) -> File:
    """One visit: an invitation that takes the place of an earlier one, or its cancellation."""
    visit = visit_asked(request, session, authority)
    event = event_of(visit, record_key(session))
    method = "CANCEL" if event.status == "CANCELLED" else "PUBLISH"
    return File("visit.ics", MEDIA_TYPE, to_ics([event], authority.timezone, calendar_title(authority), method))
