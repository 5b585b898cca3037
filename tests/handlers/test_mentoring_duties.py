"""Weeks of mentoring, day by day: asked, paired, declined and paired anew, announced once, checked in on."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, time

import pytest
from sqlmodel import select

from bot.outgoing import Outgoing
from bot.round import dry_round, run_round
from bot.web.transport import LocalTransport
from handlers.cards import say
from store.announcements import Announcement, announce, group_of, people_in
from store.database import Database
from store.duties import Duty
from store.local_page import NO_POST, latest_posts
from store.mentoring import Mentor, NotWith
from store.people import PlatformAccount, Post
from tests.handlers.mentoring_scheme import MONDAY, Scheme

NEW_HEADS = {"far@a.example", "acting@a.example", "una@a.example"}
PAIRED_ON = date(2026, 11, 30)
LAST_TO_DECLINE = date(2026, 12, 3)
ANNOUNCED_ON = date(2026, 12, 4)


@pytest.fixture
def scheme(asking, authority):
    return Scheme(asking, authority)


def duties_of(scheme, kind):
    with scheme.database.read() as session:
        return list(session.exec(select(Duty).where(Duty.kind == kind).order_by(Duty.id)))


def asked(scheme, email, words):
    return [text for text in scheme.said_to(email) if words in text]


def test_every_new_headteacher_is_asked_once_and_nobody_else(scheme):
    scheme.until(date(2026, 11, 25))
    assert set(scheme.needs()) == NEW_HEADS
    for email in NEW_HEADS:
        assert len(asked(scheme, email, "looking for an experienced colleague")) == 1
    assert not asked(scheme, "head@a.example", "experienced colleague")


def test_silence_leaves_nobody_out(scheme):
    scheme.until(date(2026, 11, 29))
    assert scheme.pairs() == {}
    scheme.until(PAIRED_ON)
    assert set(scheme.pairs("proposed")) == NEW_HEADS
    assert len({pair.mentor_id for pair in scheme.pairs().values()}) == 3


def test_an_answer_is_paired_on_the_next_school_morning_by_what_was_asked_for(scheme):
    scheme.round()
    scheme.do("far@a.example", "mentor_request", kind="mentor", needs="1.3")
    scheme.until(date(2026, 11, 24))
    assert set(scheme.pairs()) == {"far@a.example"}
    assert scheme.mentor_of("far@a.example") == "isobel@a.example"
    assert "has experience with leadership of change (1.3), as asked for" in scheme.said_to("far@a.example")[-1]


def test_a_proposal_goes_to_the_two_and_their_officer_alone(scheme):
    scheme.round()
    scheme.do("far@a.example", "mentor_request", kind="mentor", needs="1.3")
    scheme.until(date(2026, 11, 24))
    told = {post.recipient_id for post in scheme.platform.posts if "Isobel Keir" in post.reply.plain()}
    told |= {post.recipient_id for post in scheme.platform.posts if "Kasia Nowak" in post.reply.plain()}
    assert told == {scheme.asking.people[email] for email in ("far@a.example", "isobel@a.example", "other@a.example")}
    for post in scheme.platform.posts:
        assert "Isobel" not in post.reply.notice
        assert "experience" not in post.reply.notice


def test_nothing_is_announced_while_either_may_decline_and_each_pair_once_after_it(scheme):
    scheme.until(LAST_TO_DECLINE)
    assert scheme.announcements() == []
    scheme.until(date(2026, 12, 14))
    (said,) = scheme.announcements()
    for name in ("Kasia Nowak (Morvarra High School)", "Iain Og MacPhee (Kilbrannan Academy)", "Una Shaw"):
        assert said.count(name) == 1
    assert set(scheme.pairs("announced")) == NEW_HEADS


def test_the_announcement_holds_names_and_schools_and_no_reason(scheme):
    scheme.round()
    scheme.do("far@a.example", "mentor_request", kind="mentor", needs="1.3")
    scheme.until(date(2026, 12, 1))
    said = scheme.announcements()[0]
    assert said == (
        "A new mentoring pair\n"
        "• Kasia Nowak (Morvarra High School) and Isobel Keir (Tarrieburn High School)\n"
        "We wish them well."
    )


def test_who_declines_is_paired_with_somebody_else_and_nobody_learns_who_declined(scheme):
    scheme.until(PAIRED_ON)
    first = scheme.mentor_of("una@a.example")
    declined = scheme.do("una@a.example", "decline_pair", pair=str(scheme.pairs()["una@a.example"].id))
    assert declined.outcome == "done"
    scheme.until(date(2026, 12, 1))
    second = scheme.mentor_of("una@a.example")
    assert second not in ("lapsed@a.example", first)
    withdrawn = asked(scheme, first, "does not go ahead")
    assert len(withdrawn) == 1
    assert "declined" not in withdrawn[0]
    assert not asked(scheme, "una@a.example", "does not go ahead")
    assert len(asked(scheme, "officer@a.example", "does not go ahead")) == 1
    scheme.until(date(2026, 12, 11))
    assert len(scheme.announcements()) == 2
    assert "Una Shaw" not in scheme.announcements()[0]
    assert set(scheme.pairs("announced")) == NEW_HEADS


def test_a_mentor_may_decline_as_well_and_is_not_proposed_to_the_same_head_again(scheme):
    scheme.until(PAIRED_ON)
    first = scheme.mentor_of("acting@a.example")
    scheme.do(first, "decline_pair", pair=str(scheme.pairs()["acting@a.example"].id))
    scheme.until(date(2026, 12, 2))
    assert scheme.mentor_of("acting@a.example") != first
    assert len(asked(scheme, "acting@a.example", "I am looking for the best other fit for you")) == 1


def test_the_two_are_introduced_with_a_first_step(scheme):
    scheme.until(ANNOUNCED_ON)
    mentor = scheme.mentor_of("una@a.example")
    assert f"{mentor}) is now your mentor. A first step:" in asked(scheme, "una@a.example", "A first step")[0]
    assert "una@a.example" in asked(scheme, mentor, "A first step")[0]


def on_slack(scheme, *emails, tenant="T1"):
    with scheme.database.write() as session:
        for email in emails:
            person = scheme.asking.people[email]
            session.add(
                PlatformAccount(
                    platform="slack", tenant=tenant, user=f"U{person}", person_id=person, confirmed_at=scheme.now()
                )
            )


def together(scheme):
    """What was posted to groups of people: who, and the words."""
    return [(people_in(post.channel), post.reply.plain()) for post in scheme.platform.posts if people_in(post.channel)]


def test_two_who_share_a_platform_are_introduced_together_and_not_once_more_each(scheme):
    scheme.until(PAIRED_ON)
    mentor = scheme.mentor_of("una@a.example")
    on_slack(scheme, "una@a.example", mentor)
    scheme.until(ANNOUNCED_ON)
    ((people, words),) = together(scheme)
    assert set(people) == {scheme.asking.people["una@a.example"], scheme.asking.people[mentor]}
    assert "Una Shaw, meet" in words
    scheme.round(time(10))
    scheme.round(time(11))
    assert not asked(scheme, "una@a.example", "A first step")
    assert not asked(scheme, mentor, "A first step")
    assert len(together(scheme)) == 1
    others = NEW_HEADS - {"una@a.example"}
    assert all(asked(scheme, email, "A first step") for email in others)


def test_where_the_group_cannot_be_made_each_is_told_directly(scheme):
    scheme.until(PAIRED_ON)
    mentor = scheme.mentor_of("una@a.example")
    on_slack(scheme, "una@a.example", mentor)
    scheme.platform.refuses = "people:"
    scheme.until(ANNOUNCED_ON)
    assert not asked(scheme, "una@a.example", "A first step")
    scheme.round(time(10))
    assert together(scheme) == []
    assert asked(scheme, "una@a.example", "A first step")
    assert asked(scheme, mentor, "A first step")


def test_accounts_of_two_tenants_do_not_make_a_group(scheme):
    scheme.until(PAIRED_ON)
    mentor = scheme.mentor_of("una@a.example")
    on_slack(scheme, "una@a.example")
    on_slack(scheme, mentor, tenant="T2")
    scheme.until(ANNOUNCED_ON)
    assert together(scheme) == []
    assert asked(scheme, "una@a.example", "A first step")


def test_the_local_page_shows_an_introduction_to_both(scheme):
    with scheme.database.write() as session:
        announce(session, group_of([2, 1]), "pair_together", "pair:1", scheme.now())
    page = LocalTransport(scheme.database)
    outgoing = Outgoing("delivery", None, group_of([2, 1]), say("Ailsa, meet Iain."), scheme.now())
    assert page.send(outgoing) == page.send(outgoing)
    with scheme.database.read() as session:
        shown = [len(latest_posts(session, f"dm:{person}", 5, NO_POST)) for person in (1, 2, 3)]
    assert shown == [1, 1, 0]


def test_both_are_asked_whether_they_have_met_and_then_whether_it_fits(scheme, authority):
    scheme.until(ANNOUNCED_ON)
    year = authority.school_year
    met_asked, fit_asked = year.shift(ANNOUNCED_ON, 15), year.shift(ANNOUNCED_ON, 30)
    scheme.until(met_asked)
    mentor = scheme.mentor_of("una@a.example")
    assert len(asked(scheme, "una@a.example", "met yet?")) == len(asked(scheme, mentor, "met yet?")) == 1
    pair = str(scheme.pairs("announced")["una@a.example"].id)
    assert "Is it a good fit?" in scheme.do(mentor, "pair_met", pair=pair, met="yes").reply.plain()
    scheme.until(fit_asked)
    assert len(asked(scheme, "una@a.example", "Is it a good fit?")) == 1
    scheme.do("una@a.example", "pair_fit", pair=pair, fit="good")
    scheme.until(year.shift(fit_asked, 6))
    assert scheme.pairs()["una@a.example"].fit == "good"
    assert len(asked(scheme, "una@a.example", "met yet?")) == 1
    # Of the other pairs nobody has said anything: they are asked again, and their officer hears of it.
    assert len(asked(scheme, "far@a.example", "met yet?")) == 2


def test_the_officer_has_a_word_about_a_pair_that_is_stuck_for_21_days_and_about_no_other(scheme, authority):
    scheme.until(ANNOUNCED_ON)
    pair = str(scheme.pairs("announced")["una@a.example"].id)
    scheme.do("una@a.example", "pair_met", pair=pair, met="yes")
    # Day 21 falls into a holiday: the two are asked first, and then have a school day to answer.
    scheme.until(authority.school_year.shift(ANNOUNCED_ON, 15))
    assert not asked(scheme, "officer@a.example", "have not told me that they have met")
    scheme.until(authority.school_year.shift(ANNOUNCED_ON, 20))
    stuck = asked(scheme, "other@a.example", "have not told me that they have met")
    assert len(stuck) == 1
    assert "Kasia Nowak" in stuck[0]
    stuck = asked(scheme, "officer@a.example", "have not told me that they have met")
    assert len(stuck) == 1
    assert "Iain Og MacPhee" in stuck[0]
    assert "Una Shaw" not in stuck[0]


def test_check_ins_can_be_turned_down_and_proposals_cannot(scheme, authority):
    assert scheme.do("una@a.example", "turn_down", kind="pair_checkin").outcome == "done"
    assert scheme.do("una@a.example", "turn_down", kind="pair_proposed").outcome != "done"
    scheme.until(authority.school_year.shift(ANNOUNCED_ON, 15))
    assert not asked(scheme, "una@a.example", "met yet?")
    assert asked(scheme, "una@a.example", "I propose")
    assert asked(scheme, "far@a.example", "met yet?")


def test_an_ended_pair_is_told_without_its_reason_and_the_mentee_who_wants_another_gets_one(scheme):
    scheme.until(ANNOUNCED_ON)
    first = scheme.mentor_of("una@a.example")
    pair = str(scheme.pairs("announced")["una@a.example"].id)
    done = scheme.do("una@a.example", "end_pair", pair=pair, reason="We did not find a fit", again="yes")
    assert done.outcome == "done"
    scheme.until(date(2026, 12, 7))
    (told,) = asked(scheme, first, "has come to its end")
    assert "fit" not in told
    assert scheme.mentor_of("una@a.example") not in (first, "lapsed@a.example")


def test_a_pair_ends_with_a_post_and_the_mentee_waits_for_another(scheme):
    scheme.until(ANNOUNCED_ON)
    first = scheme.mentor_of("una@a.example")
    with scheme.database.write() as session:
        post = session.exec(select(Post).where(Post.person_id == scheme.asking.people[first])).one()
        post.until = date(2026, 12, 7)
    scheme.until(date(2026, 12, 7))
    assert scheme.pairs("ended")["una@a.example"].ended_reason == "A post has ended"
    assert scheme.mentor_of("una@a.example") != first


def test_a_proposal_that_did_not_reach_one_of_the_two_is_not_announced(scheme):
    scheme.until(date(2026, 11, 29))
    scheme.platform.strangers = frozenset({scheme.asking.people["far@a.example"]})
    scheme.until(date(2026, 12, 8))
    assert set(scheme.pairs("announced")) == NEW_HEADS - {"far@a.example"}
    scheme.platform.strangers = frozenset()
    scheme.until(date(2026, 12, 18))
    assert set(scheme.pairs("announced")) == NEW_HEADS
    mentor = scheme.mentor_of("far@a.example")
    assert len(asked(scheme, mentor, "I propose you")) == 1
    assert len(asked(scheme, "far@a.example", "I propose")) == 1


def test_an_authority_may_have_its_officers_approve_first(scheme):
    scheme.with_rules(officer_approves=True)
    scheme.until(date(2026, 12, 8))
    assert set(scheme.pairs("draft")) == NEW_HEADS
    assert scheme.announcements() == []
    assert not asked(scheme, "una@a.example", "propose you")
    assert not asked(scheme, "una@a.example", "I propose")
    assert asked(scheme, "officer@a.example", "before the two hear of it")
    pair = str(scheme.pairs("draft")["una@a.example"].id)
    assert scheme.do("una@a.example", "approve_pair", pair=pair).refused
    assert scheme.do("head@a.example", "approve_pair", pair=pair).refused
    scheme.do("officer@a.example", "approve_pair", pair=pair)
    scheme.until(date(2026, 12, 14))
    assert asked(scheme, "una@a.example", "I propose")
    assert set(scheme.pairs("announced")) == {"una@a.example"}


def test_exclusions_and_lapsed_training_hold_and_who_is_left_learns_why(scheme):
    with scheme.database.write() as session:
        for mentor in session.exec(select(Mentor)):
            if mentor.person_id != scheme.asking.people["lapsed@a.example"]:
                session.add(NotWith(person_id=mentor.person_id, other_id=scheme.asking.people["una@a.example"]))
    scheme.until(PAIRED_ON)
    assert set(scheme.pairs()) == {"far@a.example", "acting@a.example"}
    assert scheme.needs()["una@a.example"].waits_because == "no suitable mentor has room"


def test_nobody_is_over_their_capacity(scheme):
    with scheme.database.write() as session:
        for mentor in session.exec(select(Mentor)):
            mentor.capacity = 1 if mentor.person_id == scheme.asking.people["donald@a.example"] else 0
    scheme.until(date(2026, 12, 4))
    assert len(scheme.pairs()) == 1


def test_the_days_round_is_held_once_however_many_processes_there_are(scheme):
    scheme.until(LAST_TO_DECLINE)
    scheme.today = ANNOUNCED_ON

    def process(name):
        own = Database(scheme.database.url)
        delivery = replace(scheme.delivery, database=own, owner=name)
        done = [run_round(delivery, scheme.now(time(8, 5))) for _ in range(3)]
        own.close()
        return done

    scheme.clock.go_on(hours=1)
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(process, ["one", "two"]))
    assert len(scheme.announcements()) == 1
    with scheme.database.read() as session:
        assert len(list(session.exec(select(Announcement)))) == 1
    assert len(scheme.pairs()) == 3


def test_a_dry_round_pairs_nobody(scheme):
    scheme.until(date(2026, 11, 29))
    scheme.today = PAIRED_ON
    shown = dry_round(scheme.delivery, scheme.now(time(8, 5)))
    assert shown.planned.laid_out > 0
    assert scheme.pairs() == {}


def test_laying_out_again_under_changed_rules_sends_nothing_twice(scheme):
    scheme.until(ANNOUNCED_ON)
    before = len(scheme.platform.posts)
    scheme.with_rules(stuck_days=30)
    scheme.round()
    assert len(scheme.platform.posts) == before


def test_every_duty_says_what_it_is_about_and_why(scheme):
    scheme.until(ANNOUNCED_ON)
    for email in ("una@a.example", "officer@a.example"):
        why = scheme.do(email, "why_this_message").reply.plain()
        assert "Una Shaw" in why or "Iain" in why or "mentor" in why


def test_an_announcement_whose_pairs_are_gone_is_not_posted(scheme):
    from handlers.lines import Gone
    from handlers.mentoring_channel import pairs_announced
    from store.announcements import Announced

    with scheme.database.read() as session, pytest.raises(Gone):
        pairs_announced(
            session, scheme.authority, Announced(0, "mentoring", "pairs_announced", "pair:99"), scheme.now()
        )


def test_nobody_new_is_asked_whose_headship_began_before_or_who_is_a_mentor_of_long_standing(scheme):
    scheme.until(MONDAY)
    assert not set(scheme.needs()) & {"head@a.example", "fergus@a.example", "donald@a.example"}
