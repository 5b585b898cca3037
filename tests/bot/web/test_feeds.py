"""Calendar feeds: for whoever has the link, while it is one and its owner holds a post; by the version they have."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from store.audit import entries
from store.calendar_links import calendar_links_of, end_calendar_links, make_calendar_link
from store.visits import Visit, visits
from tests.bot.web.conftest import Browser
from tests.rfc5545 import read

HEAD, LEAVER = 1, 5


@pytest.fixture
def public(workspace):
    workspace.authority = replace(workspace.authority, public_url="https://cairn.council.example")
    with workspace.database.write() as session:
        for school in (1, 2):
            session.add(
                Visit(
                    school_id=school,
                    visit_type="V2",
                    starts_at=workspace.moment + timedelta(days=9),
                    minutes=90,
                    status="agreed",
                    changed_at=workspace.moment,
                )
            )
    return workspace


def link(workspace, person, cluster=""):
    with workspace.database.write() as session:
        return f"/ics/{make_calendar_link(session, person, cluster, workspace.moment)}.ics"


def test_a_link_shows_its_owners_visits_to_a_calendar_without_a_session(public):
    answer = Browser(public).get(link(public, HEAD))
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert answer.headers["cache-control"] == "private, no-cache"
    assert [e.one("SUMMARY") for e in read(answer.content).all("VEVENT")] == ["Visit: Sandend Primary School"]


def test_what_has_not_changed_is_not_sent_again_and_what_has_is(public):
    address, browser = link(public, HEAD), Browser(public)
    tag = browser.get(address).headers["etag"]
    public.moment += timedelta(hours=1)
    for known in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        again = browser.get(address, headers={"if-none-match": known})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    with public.database.write() as session:
        later = public.moment + timedelta(days=12)
        session.connection().execute(update(visits).values(starts_at=later, revision=2))
    changed = browser.get(address, headers={"if-none-match": tag})
    assert (changed.status_code, changed.headers["etag"] == tag) == (200, False)
    assert browser.client.head(address).headers["etag"] == changed.headers["etag"]


def test_every_calendar_that_is_not_there_gives_the_same_answer(public):
    stopped, left, cluster = link(public, HEAD), link(public, LEAVER), link(public, HEAD, "Kilmory")
    browser = Browser(public)
    assert browser.get(left).status_code == 200
    with public.database.write() as session:
        end_calendar_links(session, HEAD, public.moment)
    public.moment = datetime(2026, 12, 1, 9, tzinfo=UTC)
    answers = [browser.get(address) for address in (stopped, left, cluster, "/ics/x.ics", "/ics/x", "/ics/%00%ff.ics")]
    assert {(answer.status_code, answer.text) for answer in answers} == {(404, "There is no such calendar.")}


def test_without_a_public_address_no_feed_is_there(public):
    address = link(public, HEAD)
    public.authority = replace(public.authority, public_url="")
    assert Browser(public).get(address).status_code == 404


def test_the_record_holds_no_link_that_would_open_a_calendar_and_says_when_it_was_looked_at(public):
    address, browser = link(public, HEAD), Browser(public)
    for _ in range(3):
        browser.get(address)
    token = address.removeprefix("/ics/").removesuffix(".ics")
    with public.database.read() as session:
        (kept,) = calendar_links_of(session, HEAD)
        looked = session.execute(select(entries.c.action).where(entries.c.through == "feed")).all()
    assert token not in kept.token_hash
    assert kept.fetched_on == public.moment.date()
    assert len(looked) == 1
