"""A school's tier: asked in words, judged by access, answered from the record."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from sqlalchemy import delete, select

from bot.cli.asking import answer_as_data
from handlers.cards import Card

from .conftest import NOW, Asking


def test_a_head_is_told_their_own_tier_with_its_reason(asking: Asking):
    answered = asking.ask("head@a.example", "what tier are we on, and why?")
    text = answered.reply.plain()
    assert "Kilbrannan Primary School has been on Targeted support since Mon 14 September 2026" in text
    assert "Attendance has dipped for two sessions." in text
    assert "Rhona Blair" in text
    assert "Wed 20 January 2027" in text


def test_the_answer_cites_the_decision_it_comes_from(asking: Asking):
    assert "From the tier decision of Mon 14 September 2026." in asking.ask("head@a.example", "our tier?").reply.plain()


def test_a_lock_screen_shows_no_tier(asking: Asking):
    notice = asking.ask("officer@a.example", "what tier is Ardsheal Primary on?").reply.notice
    assert notice
    assert "ntensive" not in notice


def test_a_cluster_lead_is_told_the_tier_and_not_the_reason(asking: Asking):
    text = asking.ask("lead@a.example", "what tier is Ardsheal Primary School on?").reply.plain()
    assert "Intensive" in text
    assert "Inspection" not in text


@pytest.mark.parametrize("name", ["Kilbrannan Primary", "kilbranan ps", "Kilbrannan Prim Sch"])
def test_typos_and_abbreviations_find_the_school(asking: Asking, name: str):
    answered = asking.ask("officer@a.example", f"what tier is {name} on?")
    assert answered.request.school is not None, answered.reply.plain()
    assert answered.request.school.name == "Kilbrannan Primary School"


def test_two_that_fit_are_offered_and_a_tap_answers(asking: Asking):
    answered = asking.ask("officer@a.example", "what tier is Kilbrannan on?")
    labels = [choice.label for choice in answered.reply.choices]
    assert sorted(labels) == ["Kilbrannan Academy", "Kilbrannan Primary School"]
    tapped = answered.reply.choices[labels.index("Kilbrannan Academy")]
    assert "Universal" in asking.do("officer@a.example", tapped.action, **tapped.values).reply.plain()


def test_an_officer_is_told_plainly_that_there_is_no_such_school(asking: Asking):
    answered = asking.ask("officer@a.example", "what tier is Balnahuaigh Primary School on?")
    assert "no school called" in answered.reply.plain()
    assert not answered.refused


def _same_but_for_the_words(one: dict, other: dict, words: tuple[str, str]) -> bool:
    return json.dumps(one).replace(words[0], "…") == json.dumps(other).replace(words[1], "…")


@pytest.mark.parametrize(
    "who",
    ["head@a.example", "acting@a.example", "depute@a.example", "far@a.example", "admin@a.example", "nobody@a.example"],
)
@pytest.mark.parametrize(
    "question",
    [
        "what tier is {} on?",
        "why is {} on its tier?",
        "tier history of {}",
        "when is the next visit at {}?",
        "visits at {} this term",
        "book a visit to {} on 3 dec at 10",
    ],
)
def test_a_school_that_is_not_theirs_reads_like_one_that_does_not_exist(asking: Asking, who: str, question: str):
    real, invented = "St Fillan's RC Primary School", "Balnahuaigh RC Primary School"
    answers = [answer_as_data(asking.ask(who, question.format(name))) for name in (real, invented)]
    assert _same_but_for_the_words(*answers, (real, invented)), answers
    assert answers[0]["refused"]


def test_by_button_too_a_school_that_is_not_theirs_reads_like_none(asking: Asking):
    real = asking.do("head@a.example", "tier_of_school", seed_code=asking.code("St Fillan's RC Primary School"))
    invented = asking.do("head@a.example", "tier_of_school", seed_code="1234567")
    assert answer_as_data(real) == answer_as_data(invented)
    assert real.refused


def test_a_tier_asked_in_a_channel_is_answered_in_private(asking: Asking):
    answered = asking.ask("officer@a.example", "what tier is Ardsheal Primary on?", channel="officers")
    assert answered.place == "private"
    assert "ntensive" not in answered.here.plain()
    assert "Intensive" in answered.reply.plain()


def test_the_link_officer_is_named_in_the_channel_itself(asking: Asking):
    answered = asking.ask("head@a.example", "who is the link officer for Morvarra High School?", channel="headteachers")
    assert answered.place == "here"
    assert "Tom Gillies" in answered.here.plain()


def test_every_question_is_on_record(asking: Asking, audit):
    asking.ask("officer@a.example", "what tier is Ardsheal Primary on?")
    asking.ask("head@a.example", "what tier is Ardsheal Primary on?")
    asking.ask("nobody@a.example", "what tier is Ardsheal Primary on?")
    assert audit() == [
        ("tier_of_school", "shown", asking.schools["Ardsheal Primary School"]),
        ("tier_of_school", "refused", None),
        ("unknown", "refused", None),
    ]


def test_why_follows_the_question_before(asking: Asking):
    answered = asking.ask("officer@a.example", "why?", previous="what tier is Ardsheal Primary on?")
    assert "Inspection follow-through." in answered.reply.plain()


def test_the_day_a_post_ends_its_holder_is_refused(asking: Asking):
    from store.people import Post

    ends = NOW.date() + timedelta(days=3)
    with asking.database.write() as session:
        for post in session.scalars(select(Post).where(Post.person_id == asking.people["head@a.example"])):
            post.until = ends
    assert not asking.ask("head@a.example", "our tier?", now=NOW + timedelta(days=2)).refused
    assert asking.ask("head@a.example", "our tier?", now=NOW + timedelta(days=3)).refused


def test_how_many_and_which(asking: Asking):
    counted = asking.ask("quality@a.example", "how many schools are targeted?").reply.plain()
    assert "2 of 5 schools are on Targeted support" in counted
    listed = asking.ask("quality@a.example", "which schools are targeted?").reply.plain()
    assert "Kilbrannan Primary School" in listed
    assert "Morvarra High School" in listed
    assert "Ardsheal" not in listed


def test_lists_hold_only_what_the_asker_may_know(asking: Asking):
    listed = asking.ask("lead@a.example", "which schools are targeted?").reply.plain()
    assert "Kilbrannan Primary School" in listed
    assert "Morvarra" not in listed


def test_a_head_is_not_told_which_schools_are_targeted(asking: Asking):
    listed = asking.ask("head@a.example", "which schools are intensive?")
    assert "Ardsheal" not in listed.reply.plain()


def test_balance_by_tier_by_cluster_and_by_officer(asking: Asking):
    assert "5 schools by tier" in asking.ask("education@a.example", "how many schools are on each tier?").reply.plain()
    cluster = asking.ask(
        "education@a.example", "how many schools are intensive in the Kilbrannan cluster?"
    ).reply.plain()
    assert "1 of 3 schools in the Kilbrannan cluster" in cluster
    officer = asking.ask("education@a.example", "which of Tom Gillies' schools are targeted?").reply.plain()
    assert "Morvarra High School" in officer
    assert "Kilbrannan" not in officer


def test_local_names_of_tiers_are_understood(asking: Asking):
    assert "2 of 5" in asking.ask("quality@a.example", "how many schools are enhanced?").reply.plain()


def test_a_school_without_a_tier_on_record_is_said_to_have_none(asking: Asking):
    from store.tiers import TierDecision

    with asking.database.write() as session:
        session.connection().execute(delete(TierDecision))
    assert "No tier is on record" in asking.ask("head@a.example", "what tier are we?").reply.plain()


@pytest.mark.parametrize("words", ["im drowning, no supply and 2 off sick", "I can't cope any more, where to turn"])
def test_a_head_for_whom_it_is_too_much_is_told_whom_to_ring(asking: Asking, words: str):
    answered = asking.ask("head@a.example", words)
    assert answered.action.name == "turn_to_somebody"
    officer = asking.ask("head@a.example", "who is our link officer?").reply.plain()
    assert isinstance(answered.reply, Card)
    assert "@" in officer
    assert officer.partition("(")[2].partition(")")[0] in answered.reply.plain()
    assert "Ask for support" in [button.label for button in answered.reply.buttons]


def test_somebody_without_a_school_is_told_of_the_team_and_nobody_of_them(asking: Asking):
    answered = asking.ask("quality@a.example", "honestly I can't cope any more")
    assert isinstance(answered.reply, Card)
    assert "quality improvement team" in answered.reply.plain()
    assert answered.reply.buttons == ()
