"""A link to one's own calendar, for Outlook, Google or Apple: made, made anew, stopped; a file where there is none."""

from __future__ import annotations

from sqlmodel import Session

from config.authority import Authority
from handlers.asked import local_day, not_yours
from handlers.calendar_events import knows_cluster
from handlers.cards import Button, Card, Download, Element, Link, Reply, Text
from handlers.instead import Instead
from handlers.request import Request
from handlers.wording import count, say_day
from store.calendar_links import calendar_links_of, end_calendar_links, make_calendar_link
from store.schools import all_schools

MOST_LINKS = 6
_SAYS = "It shows when and where visits are and with whom; no tier, no reason, no note."


def link_card(request: Request, session: Session, authority: Authority) -> Reply:
    """What a calendar link is, which the asker has, and the button that makes one; without a public address a file."""
    cluster = _cluster(request, session, authority)
    whose = f"of {cluster}" if cluster else "of your visits"
    values = {"cluster": cluster} if cluster else {}
    file = Download("Calendar file", "my_calendar", values)
    if not authority.public_url:
        words = "This Cairn has no public address, so calendars cannot look here by themselves."
        more = "Open this file in your calendar, and open a new one when something has changed: nothing is doubled."
        return Card(title="Your calendar", body=(Text(words), Text(f"{more} {_SAYS}"), file))
    found = calendar_links_of(session, request.standing.person_id or 0)
    lines: list[Element] = [Text(f"A link {whose} keeps your own calendar up to date. {_SAYS}")]
    if found:
        today = local_day(request, authority)
        used = max((link.fetched_on for link in found if link.fetched_on), default=None)
        last = f", last looked at on {say_day(used, today)}" if used else ", not looked at yet"
        have = f"You have {count(len(found), 'link')}{last}. I keep no copy, so I cannot show it again."
        lines.append(Text(have))
    label = "Make another link" if found else "Make my link"
    buttons = [Button(label, "calendar_link", {**values, "make": "yes"}, style="primary")]
    buttons += [Button("Stop my calendar link", "stop_calendar_link")] if found else []
    return Card(title="Your calendar", body=(*lines, file), buttons=tuple(buttons))


def _cluster(request: Request, session: Session, authority: Authority) -> str:
    """The cluster whose calendar is asked for, '' for the asker's own. Raises Instead for one that is not theirs."""
    cluster = request.values.get("cluster", "")
    if request.values.get("scope") == "cluster" and not cluster:
        own = request.standing.leads or request.standing.own_schools
        cluster = next((school.cluster for school in all_schools(session) if school.id in own), "")
    if cluster and not knows_cluster(session, authority, request.standing, cluster):
        raise Instead(not_yours(request, session))
    return cluster


def make(request: Request, session: Session, authority: Authority) -> Reply:
    """A new link beside those that there are: for a phone and a computer one each."""
    if not authority.public_url:
        raise Instead(link_card(request, session, authority))
    cluster = _cluster(request, session, authority)
    person = request.standing.person_id or 0
    if len(calendar_links_of(session, person)) >= MOST_LINKS:
        words = f"You have {MOST_LINKS} calendar links already. “New calendar link” stops them and makes one."
        raise Instead(Card(body=(Text(words),), buttons=(Button("New calendar link", "new_calendar_link"),)))
    return _made(request, session, authority, person, cluster)


def new_card(request: Request, session: Session, authority: Authority) -> Reply:
    """What a new link does to the ones before."""
    if not authority.public_url:
        return link_card(request, session, authority)
    cluster = _cluster(request, session, authority)
    values = {"sure": "yes"} | ({"cluster": cluster} if cluster else {})
    words = "A new link stops every link that you had: calendars that use one show nothing new any more."
    button = Button("Make a new link", "new_calendar_link", values, style="primary")
    return Card(title="A new calendar link?", body=(Text(words),), buttons=(button,))


def make_anew(request: Request, session: Session, authority: Authority) -> Reply:
    """Stop every link of the asker's and make one."""
    if not authority.public_url:
        raise Instead(link_card(request, session, authority))
    cluster = _cluster(request, session, authority)
    person = request.standing.person_id or 0
    end_calendar_links(session, person, request.now)
    return _made(request, session, authority, person, cluster)


def _made(request: Request, session: Session, authority: Authority, person: int, cluster: str) -> Card:
    token = make_calendar_link(session, person, cluster, request.now)
    address = f"{authority.public_url.rstrip('/')}/ics/{token}.ics"
    words = "Add this in your calendar under “subscribe” or “from the web”, not as a file."
    careful = "Whoever has it sees when you visit which school: give it to nobody. End it with “stop my calendar link”."
    body = (Text(words), Link("Your calendar link", address), Text(careful))
    return Card(title="Your calendar link", body=body, notice="Cairn has your calendar link")


def stop_card(request: Request, session: Session, authority: Authority) -> Reply:
    """How many links would stop."""
    found = calendar_links_of(session, request.standing.person_id or 0)
    if not found:
        return Card(body=(Text("You have no calendar link."),), buttons=(Button("My calendar link", "calendar_link"),))
    words = f"Stop {count(len(found), 'calendar link')}? Calendars that use {'it' if len(found) == 1 else 'them'} end."
    button = Button("Stop my calendar link", "stop_calendar_link", {"sure": "yes"}, style="danger")
    return Card(title="Stop your calendar link?", body=(Text(words),), buttons=(button,))


def stop(request: Request, session: Session, authority: Authority) -> Reply:
    """Have none of the asker's links open anything any more."""
    ended = end_calendar_links(session, request.standing.person_id or 0, request.now)
    words = f"{count(ended, 'link')} stopped. Nobody sees anything through {'it' if ended == 1 else 'them'} any more."
    return Card(body=(Text(words if ended else "You had no calendar link."),))
