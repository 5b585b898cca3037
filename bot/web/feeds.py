"""Calendar feeds: what a link shows of the record to the calendar application that asks, and to nobody else."""

from __future__ import annotations

import hashlib
from typing import Final

from starlette.requests import Request as HttpRequest
from starlette.responses import PlainTextResponse, Response

from bot.web.shell import Page
from handlers.calendar_events import events_of, knows_cluster
from handlers.calendar_files import calendar_title
from handlers.ics import MEDIA_TYPE, to_ics
from store.audit import Act, put_on_record
from store.calendar_links import LinkView, link_by_token, mark_fetched
from store.posts import standing

_NOTHING: Final = "There is no such calendar."


def feed(request: HttpRequest) -> Response:
    """GET /ics/{token}.ics: the visits of the link's owner, by the posts held today.

    Without a public address, for a link that was stopped or never was, and for somebody who has left, the same 404.
    """
    page: Page = request.app.state.page
    token = request.path_params["token"].removesuffix(".ics")
    content = _calendar(page, token) if page.workspace.authority.public_url else None
    if content is None:
        return PlainTextResponse(_NOTHING, status_code=404)
    tag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    headers = {"etag": tag, "content-disposition": 'inline; filename="visits.ics"'}
    if _is_known(request.headers.get("if-none-match", ""), tag):
        return Response(status_code=304, headers=headers)
    return Response(content, media_type=MEDIA_TYPE, headers=headers)


def _is_known(given: str, tag: str) -> bool:
    """Whether the asker has this version already; a weak mark counts as well (RFC 9110, 13.1.2)."""
    tags = {part.strip().removeprefix("W/") for part in given.split(",")}
    return tag in tags or given.strip() == "*"


def _calendar(page: Page, token: str) -> bytes | None:
    authority, now = page.workspace.authority, page.workspace.now()
    day = now.astimezone(authority.timezone).date()
    with page.workspace.database.read() as session:
        link = link_by_token(session, token)
        person = standing(session, link.person_id, day) if link else None
        if link is None or person is None or not person.is_known:
            return None
        if link.cluster and not knows_cluster(session, authority, person, link.cluster):
            return None
        events = events_of(session, authority, person, now, link.cluster)
    if link.fetched_on != day:
        _put_on_record(page, link)
    return to_ics(events, authority.timezone, calendar_title(authority, link.cluster))


def _put_on_record(page: Page, link: LinkView) -> None:
    """That a link was looked at, once a day: calendar applications ask every hour."""
    now = page.workspace.now()
    day = now.astimezone(page.workspace.authority.timezone).date()
    with page.workspace.database.write(durable=False) as session:
        if mark_fetched(session, link.token_hash, day):
            put_on_record(session, [Act(now, link.person_id, "feed", "calendar_link", "shown")])
