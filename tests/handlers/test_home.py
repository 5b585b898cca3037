"""What each sees first, what it never shows them, and when it is to be shown anew."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from handlers.cards import Card, Table
from handlers.request import Account, Action, Place, Request
from store.announcements import announce
from store.audit import entries
from store.clock import real_now
from store.homes import begin_day, changes, home_refreshed, mark_all_stale, stale_homes
from store.mentoring import Pair, pairs_by_id
from store.messages import Outcome, claim, record
from store.pair_changes import change_pair
from store.plans import Plan
from tests.handlers.conftest import NOW, PEOPLE, Asking

SOON = datetime(2026, 12, 3, 10, 0, tzinfo=UTC)


def sections(asking: Asking, email: str) -> dict[str, Card]:
    request = Request(Account("operator", "", email), Place(), NOW)
    return {card.title: card for card in asking.answers.home(request)}


def shown(asking: Asking, email: str) -> str:
    reply = asking.do(email, "home").reply
    assert isinstance(reply, Card)
    return reply.plain()


def plan(asking: Asking, school: str, **more: object) -> int:
    with asking.database.write() as session:
        row = Plan(
            school_id=asking.schools[school],
            title="Attendance first",
            agreed_on=date(2026, 9, 21),
            review_every_school_weeks=8,
            changed_at=NOW,
            scheduled_at=NOW,
            **{"state": "agreed", "next_review_on": date(2026, 12, 10)} | more,
        )
        session.add(row)
        session.flush()
        assert row.id is not None
        return row.id


def test_a_headteacher_sees_the_tier_and_why_the_next_visits_and_the_plan(asking: Asking):
    visit = asking.visit("Kilbrannan Primary School", SOON, status="proposed")
    plan(asking, "Kilbrannan Primary School")
    found = sections(asking, "head@a.example")
    tier = found["Kilbrannan Primary School: your tier"].plain()
    assert "Targeted support since" in tier
    assert "Why: Attendance has dipped" in tier
    visits = found["Next visits"]
    assert "Thu 3 December, 10:00" in visits.plain()
    assert [(button.label, button.action) for button in visits.buttons] == [
        ("Agree Thu 3 December", "agree_visit"),
        ("Move Thu 3 December", "move_visit"),
    ]
    assert visits.buttons[0].values["visit"] == str(visit)
    assert "Attendance first" in found["Kilbrannan Primary School: action plan"].plain()


def test_the_buttons_of_the_home_do_what_they_say(asking: Asking):
    asking.visit("Kilbrannan Primary School", SOON, status="proposed")
    agree = sections(asking, "head@a.example")["Next visits"].buttons[0]
    assert asking.do("head@a.example", agree.action, **agree.values).outcome == "done"
    labels = [button.label for button in sections(asking, "head@a.example")["Next visits"].buttons]
    assert labels == ["Move Thu 3 December"]


def test_a_headteacher_sees_nothing_of_another_school(asking: Asking):
    asking.visit("Morvarra High School", SOON, focus="Nobody else's business")
    text = shown(asking, "head@a.example")
    assert "Morvarra" not in text
    assert "Inspection follow-through" not in text


def test_a_mentee_sees_who_mentors_them_and_the_mentor_whom(asking: Asking):
    _pair(asking, "announced")
    assert "Your mentor: Kasia Nowak" in sections(asking, "head@a.example")["Mentoring"].plain()
    assert "You are mentor for Ailsa Munro" in sections(asking, "far@a.example")["Mentoring"].plain()
    assert "Mentoring" not in sections(asking, "depute@a.example")


def _pair(asking: Asking, state: str) -> int:
    with asking.database.write() as session:
        row = Pair(
            mentee_id=asking.people["head@a.example"],
            mentor_id=asking.people["far@a.example"],
            mentee_school_id=asking.schools["Kilbrannan Primary School"],
            mentor_school_id=asking.schools["Morvarra High School"],
            kind="mentor",
            state=state,
            reasons="[]",
            made_at=NOW,
            announced_at=NOW if state == "announced" else None,
        )
        session.add(row)
        session.flush()
        assert row.id is not None
        return row.id


def test_a_link_officer_sees_the_week_what_is_outstanding_and_schools_by_urgency(asking: Asking):
    asking.visit("Kilbrannan Academy", datetime(2026, 11, 25, 9, 0, tzinfo=UTC))
    asking.visit("Kilbrannan Academy", datetime(2026, 11, 9, 9, 0, tzinfo=UTC), status="done")
    plan(asking, "Kilbrannan Primary School", next_review_on=date(2026, 11, 2))
    found = sections(asking, "officer@a.example")
    assert "Wed 25 November, 09:00" in found["This week: 1 visit"].plain()
    outstanding = found["Outstanding"]
    assert "1 visit without a note" in outstanding.plain()
    assert "1 review overdue: Kilbrannan Primary School" in outstanding.plain()
    assert outstanding.buttons[0].action == "record_visit"
    table = found["Your 3 schools by urgency"].body[0]
    assert isinstance(table, Table)
    assert [row[0] for row in table.rows] == [
        "Ardsheal Primary School",
        "Kilbrannan Primary School",
        "Kilbrannan Academy",
    ]
    assert "no agreed plan" in table.rows[0][2]
    assert "plan review overdue" in table.rows[1][2]


def test_no_two_buttons_of_a_home_read_the_same(asking: Asking):
    for school in ("Kilbrannan Primary School", "Kilbrannan Academy"):
        asking.visit(school, NOW - timedelta(days=4))
        asking.visit(school, NOW + timedelta(days=1))
    for card in sections(asking, "officer@a.example").values():
        labels = [button.label for button in card.buttons]
        assert len(labels) == len(set(labels))
        assert card.title.startswith("Your ") or labels


def test_the_head_of_education_sees_balance_what_is_late_and_where_no_plan_is(asking: Asking):
    plan(asking, "Kilbrannan Primary School", next_review_on=date(2026, 11, 2))
    found = sections(asking, "education@a.example")
    assert "Targeted · 2" in found["Who receives what, of 5 schools"].plain()
    assert "1 plan review overdue: Kilbrannan Primary School" in found["What is late"].plain()
    assert "2 schools above the lightest tier" in found["Without an agreed plan"].plain()


def test_a_cluster_lead_sees_tiers_of_the_cluster_and_no_reason(asking: Asking):
    text = shown(asking, "lead@a.example")
    assert "Ardsheal Primary School · Intensive" in text
    assert "Inspection" not in text
    assert "Morvarra" not in text


def test_a_support_provider_sees_the_plans_of_the_schools_they_support(asking: Asking):
    plan(asking, "Kilbrannan Primary School")
    text = shown(asking, "adviser@a.example")
    assert "Kilbrannan Primary School · next review Thu 10 December" in text
    assert "Kilbrannan Academy" not in text


def test_an_administrator_sees_accounts_channels_and_deliveries_and_no_school(asking: Asking):
    text = shown(asking, "admin@a.example")
    assert "Accounts" in text
    assert "Everything was delivered" in text
    assert not any(school in text for school in asking.schools)


@pytest.mark.parametrize("email", [email for email, *_ in PEOPLE])
def test_every_role_has_a_home_whose_notice_shows_nothing_and_which_is_on_record(asking: Asking, email: str):
    reply = asking.do(email, "home").reply
    assert isinstance(reply, Card)
    assert reply.body
    assert reply.notice == "Your overview in Cairn"
    assert asking.answers.home(Request(Account("operator", "", email), Place(), NOW))
    with asking.database.read() as session:
        acts = session.execute(select(entries.c.actor_id).where(entries.c.action == "home")).scalars().all()
    assert acts == [asking.people[email]] * 2


def test_somebody_unknown_has_no_home(asking: Asking):
    assert asking.answers.home(Request(Account("slack", "T1", "U1"), Place(), NOW)) == ()
    assert asking.do("nobody@a.example", "home").refused


def test_asked_in_a_channel_the_home_is_shown_in_private(asking: Asking):
    assert asking.do("head@a.example", "home", channel="officers").place == "private"


def stale(asking: Asking) -> set[str]:
    """Whose home is to be shown anew; they count as shown then."""
    names = {person: email for email, person in asking.people.items()}
    with asking.database.write() as session:
        found = stale_homes(session, "operator")
        for person, revision in found:
            home_refreshed(session, "operator", person, revision)
    return {names[person] for person, _ in found}


def test_a_change_that_was_overtaken_is_shown_all_the_same(opened: Asking):
    """A slower transaction may commit a lower number after a higher one was shown; a minute later it is looked at."""
    head = opened.people["head@a.example"]
    with opened.database.write() as session:
        late = {"person_id": head, "platform": "operator", "made_at": real_now() - timedelta(seconds=30)}
        session.connection().execute(changes.insert().values(id=1001, **late))
    assert stale(opened) == {"head@a.example"}
    with opened.database.write() as session:
        session.connection().execute(changes.insert().values(id=1000, **late))
        aged = real_now() - timedelta(seconds=61)
        session.connection().execute(changes.update().values(made_at=aged))
    assert stale(opened) == {"head@a.example"}
    assert stale(opened) == set()


@pytest.fixture
def opened(asking: Asking) -> Asking:
    for email, *_ in PEOPLE:
        asking.answers.home(Request(Account("operator", "", email), Place(), NOW))
    assert stale(asking) == set()
    return asking


def test_a_change_has_those_homes_shown_anew_that_show_its_school_and_no_other(opened: Asking):
    opened.do(
        "officer@a.example",
        "book_visit",
        seed_code=opened.code("Kilbrannan Primary School"),
        date="2026-12-08",
        time="10:00",
    )
    assert stale(opened) == {
        "head@a.example",
        "officer@a.example",
        "lead@a.example",
        "adviser@a.example",
        "quality@a.example",
        "education@a.example",
    }
    assert stale(opened) == set()


def test_a_question_changes_nobodys_home(opened: Asking):
    opened.ask("head@a.example", "what tier are we on?")
    assert stale(opened) == set()


def test_what_changes_while_a_home_is_shown_is_not_lost(opened: Asking):
    visit = opened.visit("Kilbrannan Primary School", SOON, status="proposed")
    opened.do("head@a.example", "agree_visit", visit=str(visit))
    with opened.database.read() as session:
        before = dict(stale_homes(session, "operator"))
    opened.do("officer@a.example", "cancel_visit", visit=str(visit), reason="No longer needed")
    head = opened.people["head@a.example"]
    with opened.database.write() as session:
        home_refreshed(session, "operator", head, before[head])
        assert head in dict(stale_homes(session, "operator"))


def test_a_pair_that_is_announced_by_the_round_refreshes_both(opened: Asking):
    number = _pair(opened, "proposed")
    with opened.database.write() as session:
        change_pair(session, pairs_by_id(session, [number])[number], {"state": "announced", "announced_at": NOW})
    assert {"head@a.example", "far@a.example"} <= stale(opened)


def test_a_dead_letter_refreshes_the_administrators(opened: Asking):
    with opened.database.write() as session:
        announce(session, "officers", "practice_week", "week:2026-11-23", NOW)
    with opened.database.write() as session:
        (message,) = claim(session, "me", datetime.now(UTC), timedelta(minutes=2), 5, answers_only=False)
        record(session, "me", [Outcome(message.id, "dead", failure="recipient_dead: is_archived")])
    assert stale(opened) == {"admin@a.example"}


def test_a_new_day_refreshes_everybody_once(opened: Asking):
    with opened.database.write() as session:
        begin_day(session, date(2026, 11, 24))
    assert len(stale(opened)) == len(PEOPLE)
    with opened.database.write() as session:
        begin_day(session, date(2026, 11, 24))
    assert stale(opened) == set()


def test_an_import_refreshes_everybody(opened: Asking):
    with opened.database.write() as session:
        mark_all_stale(session)
    assert len(stale(opened)) == len(PEOPLE)


def test_a_home_is_asked_for_in_words(asking: Asking):
    answered = asking.ask("head@a.example", "show me my overview")
    assert answered.action == Action("home", answered.action.values)
    assert "your tier" in answered.reply.plain()
