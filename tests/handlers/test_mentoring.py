"""Questions about mentoring, and what people do about a pair: who may, and what each of them reads."""

from __future__ import annotations

from datetime import date, time
from itertools import product

import pytest

from framework.fitting import Weights
from handlers.cards import Form, dumps
from handlers.table import HANDLERS
from tests.handlers.mentoring_scheme import MENTORS, Scheme, add_officer

ANNOUNCED_ON = date(2026, 12, 4)
PROPOSED_ON = date(2026, 11, 24)
REASON = "has experience with leadership of change"
EVERYBODY = (
    "head@a.example",
    "acting@a.example",
    "depute@a.example",
    "far@a.example",
    "una@a.example",
    "officer@a.example",
    "other@a.example",
    "third@a.example",
    "lead@a.example",
    "quality@a.example",
    "education@a.example",
    "adviser@a.example",
    "admin@a.example",
    *(email for email, *_ in MENTORS),
)


@pytest.fixture
def scheme(asking, authority):
    return Scheme(asking, authority)


@pytest.fixture
def proposed(scheme):
    """Kasia Nowak asked for help with QI 1.3 and is proposed to Isobel Keir; both are other@'s schools."""
    add_officer(scheme)
    scheme.round()
    scheme.do("far@a.example", "mentor_request", kind="mentor", needs="1.3")
    scheme.until(PROPOSED_ON)
    return scheme


@pytest.fixture
def announced(proposed):
    proposed.until(ANNOUNCED_ON)
    return proposed


def pair_of(scheme, email):
    return str(scheme.pairs()[email].id)


def plain(answered):
    return answered.reply.plain()


# Whom it is shown to: every person, before and after the announcement, at every entrance.


def shown(scheme, email, channel=""):
    """Everything that somebody can get about the pair of Kasia Nowak and Isobel Keir."""
    pair, school = pair_of(scheme, "far@a.example"), scheme.asking.code("Morvarra High School")
    return [
        scheme.do(email, "show_pair", pair=pair, channel=channel),
        scheme.do(email, "mentor_of", seed_code=school, channel=channel),
        scheme.do(email, "mentor_of", person="Kasia Nowak", channel=channel),
        scheme.do(email, "pairs_list", channel=channel),
        scheme.do(email, "my_mentees", channel=channel),
        scheme.ask(email, "who mentors Kasia Nowak?", channel),
        scheme.ask(email, "who is the mentor of the head of Morvarra High School?", channel),
        scheme.ask(email, "list the mentoring pairs", channel),
        scheme.ask(email, "who is my mentor?", channel),
        scheme.do(email, "end_pair", pair=pair, step="form", channel=channel),
        scheme.do(email, "decline_pair", pair=pair, step="form", channel=channel),
        scheme.do(email, "pair_met", pair=pair, met="maybe", channel=channel),
    ]


def knows(answers):
    return any("Kasia Nowak" in plain(one) and "Isobel Keir" in plain(one) for one in answers)


def reads_why(answers):
    return any(REASON in dumps(one.reply) for one in answers)


PAIR_AND_OFFICER = {"far@a.example", "isobel@a.example", "other@a.example"}
OVERSIGHT = {"quality@a.example", "education@a.example"}


def test_a_proposal_is_for_the_two_and_their_officer_alone(proposed):
    for email, channel in product(EVERYBODY, ("", "officers")):
        answers = shown(proposed, email, channel)
        assert knows(answers) == (email in PAIR_AND_OFFICER), (email, channel)
        assert reads_why(answers) == (email in PAIR_AND_OFFICER), (email, channel)


def test_an_announced_pair_is_for_the_two_their_officer_and_oversight_and_its_reasons_are_not(announced):
    for email, channel in product(EVERYBODY, ("", "officers")):
        answers = shown(announced, email, channel)
        assert knows(answers) == (email in PAIR_AND_OFFICER | OVERSIGHT), (email, channel)
        assert reads_why(answers) == (email in PAIR_AND_OFFICER), (email, channel)
        if channel:
            assert not any("Isobel Keir" in one.here.plain() for one in answers), email


def test_a_head_learns_nothing_of_another_schools_pair_not_even_whether_it_exists(announced):
    real = announced.do("head@a.example", "show_pair", pair=pair_of(announced, "far@a.example"))
    none = announced.do("head@a.example", "show_pair", pair="9999")
    assert real.refused
    assert plain(real) == plain(none)
    named = announced.ask("head@a.example", "who mentors the head at Morvarra High School?")
    made_up = announced.ask("head@a.example", "who mentors the head at Nonsuch High School?")
    assert named.refused
    assert plain(named) == plain(made_up)


def test_a_depute_is_not_told_who_mentors_their_headteacher(scheme):
    scheme.until(ANNOUNCED_ON)
    mentor = scheme.mentor_of("acting@a.example").partition("@")[0].capitalize()
    assert mentor in plain(scheme.ask("acting@a.example", "who is my mentor?"))
    assert mentor not in plain(scheme.ask("depute@a.example", "who is the mentor of the head at Kilbrannan Academy?"))
    assert scheme.do("depute@a.example", "show_pair", pair=pair_of(scheme, "acting@a.example")).refused


def test_the_other_officer_of_the_pair_may_read_its_reasons_too(scheme):
    scheme.until(ANNOUNCED_ON)
    pair = pair_of(scheme, "acting@a.example")
    # Kilbrannan Academy is officer@'s, every mentor's school other@'s.
    for email in ("officer@a.example", "other@a.example"):
        assert "Why:" in plain(scheme.do(email, "show_pair", pair=pair))


# Questions.


def test_who_is_my_mentor_gives_the_pair_with_the_others_address(announced):
    words = plain(announced.ask("far@a.example", "who is my mentor?"))
    assert "Your mentor: Isobel Keir" in words
    assert "isobel@a.example" in words
    assert REASON in words


def test_without_a_pair_the_answer_says_so_and_offers_to_ask(scheme):
    answered = scheme.ask("head@a.example", "who is my mentor?")
    assert "No mentor or buddy is on record for you." in plain(answered)
    assert "mentor_request" in [button.action for button in answered.reply.buttons]


def test_a_mentor_sees_their_mentees(announced):
    assert "You as mentor: Kasia Nowak" in plain(announced.ask("isobel@a.example", "who are my mentees?"))
    assert "nobody's mentor" in plain(announced.ask("head@a.example", "who am I mentoring?"))


def test_an_officer_sees_the_pairs_of_their_own_schools_and_who_waits(proposed):
    words = plain(proposed.ask("officer@a.example", "list the mentoring pairs"))
    assert "0 mentoring pairs, 2 waiting" in words
    assert "Una Shaw" in words
    assert "Kasia" not in words
    words = plain(proposed.ask("other@a.example", "which new heads still have no mentor?"))
    assert "1 mentoring pair, 0 waiting" in words
    assert "Kasia Nowak · Morvarra High School · Isobel Keir" in words


def test_oversight_sees_all_pairs_by_cluster_too(scheme):
    scheme.until(ANNOUNCED_ON)
    assert "3 mentoring pairs, 0 waiting" in plain(scheme.ask("quality@a.example", "list the mentoring pairs"))
    words = plain(scheme.ask("education@a.example", "show mentor pairings for the Morvarra cluster"))
    assert "1 mentoring pair" in words
    assert "Kasia Nowak" in words
    assert "3 pairs; 0 headteachers waiting" in plain(
        scheme.ask("quality@a.example", "how many mentor pairs are there?")
    )


def test_which_mentors_have_room_is_for_officers_and_oversight(announced):
    words = plain(announced.ask("officer@a.example", "which mentors have room?"))
    assert "Donald Orr" in words or "Catriona Weir" in words
    assert "Isobel Keir" not in words
    lines = words.splitlines()
    last = next(number for number, line in enumerate(lines) if "Lorna Petrie" in line)
    assert "Lorna Petrie · Carrabus Primary School · 4, as a buddy only" in lines[last]
    assert "lapsed after Sat 1 March 2025" in lines[last]
    assert not any("current" in line or "lapses" in line for line in lines[last + 1 :])
    assert "1 mentor with room for 1 more; 1 without current training" in words
    assert announced.ask("head@a.example", "which mentors have room?").refused
    assert announced.ask("admin@a.example", "which mentors have room?").refused


def test_whose_training_has_lapsed_is_for_oversight_and_the_administrator(scheme):
    for email in ("quality@a.example", "admin@a.example"):
        words = plain(scheme.ask(email, "whose mentor training has lapsed?"))
        assert "1 of 5 mentors" in words
        assert "lapsed@a.example" in words
    for email in ("head@a.example", "officer@a.example"):
        assert scheme.ask(email, "whose mentor training has lapsed?").refused


# Asking for a mentor.


def test_words_fill_the_form_and_book_nothing_before_it_is_sent(scheme):
    answered = scheme.ask("head@a.example", "I'd like a mentor for 2.3")
    assert isinstance(answered.reply, Form)
    filled = {item.name: item.value for item in answered.reply.fields}
    assert filled == {"kind": "mentor", "needs": "2.3"}
    buddy = scheme.ask("head@a.example", "I need a buddy").reply
    assert {item.name: item.value for item in buddy.fields}["kind"] == "buddy"
    assert scheme.needs() == {}


def test_anybody_who_leads_a_school_may_ask_and_others_may_not(scheme):
    assert scheme.do("head@a.example", "mentor_request", kind="mentor", needs="2.3;reading").outcome == "done"
    assert scheme.needs()["head@a.example"].needs == "2.3;reading"
    for email in ("depute@a.example", "officer@a.example", "admin@a.example"):
        assert scheme.do(email, "mentor_request", kind="mentor").refused


def test_an_unknown_need_or_kind_is_said_beside_the_field(scheme):
    reply = scheme.do("head@a.example", "mentor_request", kind="mentor", needs="astronomy").reply
    assert [item.error for item in reply.fields if item.name == "needs"] == [
        "I do not know “astronomy”. Please choose from the list."
    ]
    assert scheme.do("head@a.example", "mentor_request", kind="friend").outcome == "failed"
    assert scheme.needs() == {}


def test_not_now_is_respected(scheme):
    scheme.round()
    scheme.do("una@a.example", "mentor_request", kind="none")
    scheme.until(date(2026, 12, 2))
    assert "una@a.example" not in scheme.pairs()


def test_the_wish_for_a_school_of_the_same_denomination_is_kept(scheme):
    from sqlmodel import select

    from store.schools import School

    with scheme.database.write() as session:
        for school in session.exec(select(School).where(School.name.in_(["Ardsheal Primary School"]))):
            school.denomination = "Roman Catholic"
    form = scheme.ask("una@a.example", "I would like a mentor").reply
    assert [item.name for item in form.fields] == ["kind", "needs", "denomination"]
    scheme.do("una@a.example", "mentor_request", kind="mentor", denomination="yes")
    assert scheme.needs()["una@a.example"].wants_denomination


def test_who_has_a_mentor_is_shown_the_pair_instead_of_getting_another(announced):
    answered = announced.do("far@a.example", "mentor_request", kind="mentor")
    assert "You have a mentor already" in plain(answered)
    assert answered.outcome != "done"


def test_a_mentor_and_a_buddy_are_two_pairs_with_two_people(announced):
    with announced.database.write() as session:
        from sqlmodel import select

        from store.schools import School

        for school in session.exec(select(School)):
            school.latitude, school.longitude = 56.0, -5.0
    assert announced.do("far@a.example", "mentor_request", kind="buddy").outcome == "done"
    announced.until(date(2026, 12, 11))
    announced.until(date(2026, 12, 14))
    words = plain(announced.ask("far@a.example", "who is my mentor?"))
    assert "Your mentor and your buddy" in words
    assert "Isobel Keir" in words
    assert len({pair for pair in words.splitlines() if "Kasia Nowak" in pair}) == 2


# Offering to be one.


@pytest.mark.parametrize(
    "words",
    ["I could mentor someone", "I'd be happy to be a mentor", "happy to mentor a new head", "put me down as a mentor"],
)
def test_who_offers_to_be_a_mentor_hears_who_keeps_the_list_and_tells_them_on_a_tap(scheme, words):
    card = scheme.ask("head@a.example", words).reply
    assert "Jo Bain keeps the list of mentors" in card.plain()
    (button,) = card.buttons
    for _ in range(2):
        assert scheme.do("head@a.example", button.action, **button.values).outcome == "done"
    scheme.round(time(10, 30))
    told = [text for text in scheme.said_to("admin@a.example") if "could be a mentor" in text]
    assert len(told) == 1
    assert "Ailsa Munro" in told[0]
    assert not scheme.needs().get("head@a.example")


@pytest.mark.parametrize("words", ["who could mentor me?", "I'd like a mentor", "could somebody be a mentor to me"])
def test_who_asks_for_a_mentor_is_not_taken_to_offer(scheme, words):
    assert isinstance(scheme.ask("head@a.example", words).reply, Form)


def test_who_leads_no_school_or_is_on_the_list_cannot_offer(scheme):
    assert scheme.do("depute@a.example", "offer_mentor", offer="yes").refused
    assert "on the list of mentors already" in plain(scheme.ask("isobel@a.example", "I could mentor someone"))


# Changing a pair.


def test_only_the_two_may_decline_and_it_asks_once_more_first(proposed):
    pair = pair_of(proposed, "far@a.example")
    first = proposed.do("far@a.example", "decline_pair", pair=pair, step="form")
    assert first.outcome == "shown"
    assert proposed.pairs()["far@a.example"].state == "proposed"
    assert proposed.do("other@a.example", "decline_pair", pair=pair).refused
    assert proposed.do("quality@a.example", "decline_pair", pair=pair).refused
    # Of two people each knows who it was when it was not they: only what can be kept is promised.
    assert "nobody asks" in plain(first)
    assert "learns" not in plain(first)
    (button,) = first.reply.buttons
    assert proposed.do("far@a.example", button.action, **button.values).outcome == "done"
    assert proposed.pairs()["far@a.example"].state == "declined"


def test_one_of_the_two_declines_in_words_and_is_asked_once_more(proposed):
    for words in ("no thanks I don't want a mentor", "I want to decline my mentor"):
        answered = proposed.ask("far@a.example", words)
        assert [button.action for button in answered.reply.buttons] == ["decline_pair"]
        assert proposed.pairs()["far@a.example"].state == "proposed"


def test_who_is_in_no_pair_has_nothing_to_decline(scheme):
    answered = scheme.ask("fergus@a.example", "I want to decline my mentor")
    assert "You are in no pair" in plain(answered)


def test_a_pair_tells_in_words_that_it_has_met_and_is_shown_the_taps(announced):
    for words in ("we have met", "it is not a good fit"):
        answered = announced.ask("far@a.example", words)
        assert {"pair_met", "pair_fit"} & {button.action for button in answered.reply.buttons}


def test_a_second_decline_does_nothing_and_says_how_it_stands(proposed):
    pair = pair_of(proposed, "far@a.example")
    proposed.do("far@a.example", "decline_pair", pair=pair)
    again = proposed.do("isobel@a.example", "decline_pair", pair=pair)
    assert again.outcome != "done"
    assert "did not go ahead" in plain(again)


def test_an_announced_pair_is_declined_no_more(announced):
    answered = announced.do("far@a.example", "decline_pair", pair=pair_of(announced, "far@a.example"))
    assert answered.outcome != "done"
    assert announced.pairs()["far@a.example"].state == "announced"


def test_only_the_two_say_whether_they_have_met_and_one_yes_is_enough(announced):
    pair = pair_of(announced, "far@a.example")
    assert announced.do("other@a.example", "pair_met", pair=pair, met="yes").refused
    announced.do("far@a.example", "pair_met", pair=pair, met="no")
    assert announced.pairs()["far@a.example"].met == "no"
    announced.do("isobel@a.example", "pair_met", pair=pair, met="yes")
    announced.do("far@a.example", "pair_met", pair=pair, met="no")
    assert announced.pairs()["far@a.example"].met == "yes"


def test_a_tap_on_we_have_met_can_be_taken_back_by_who_tapped_it(announced):
    pair = pair_of(announced, "far@a.example")
    first = announced.do("far@a.example", "pair_met", pair=pair, met="yes").reply
    (back,) = [button for button in first.buttons if button.label == "We have not met yet"]
    corrected = announced.do("far@a.example", back.action, **back.values)
    assert (corrected.outcome, announced.pairs()["far@a.example"].met) == ("done", "no")
    assert "Good." not in plain(corrected)
    assert "We have met" in [button.label for button in corrected.reply.buttons]
    assert "have met: not yet" in plain(announced.do("isobel@a.example", "show_pair", pair=pair)).casefold()


def test_what_the_other_said_of_having_met_is_not_taken_back_and_that_is_said(announced):
    pair = pair_of(announced, "far@a.example")
    for email in ("isobel@a.example", "far@a.example"):
        announced.do(email, "pair_met", pair=pair, met="yes")
    answered = announced.do("far@a.example", "pair_met", pair=pair, met="no")
    assert "One of you has told me that you have met" in plain(answered)
    assert announced.pairs()["far@a.example"].met == "yes"


def test_who_has_not_met_after_all_has_said_nothing_of_the_fit(announced):
    pair = pair_of(announced, "far@a.example")
    announced.do("far@a.example", "pair_fit", pair=pair, fit="not")
    announced.do("far@a.example", "pair_met", pair=pair, met="no")
    kept = announced.pairs()["far@a.example"]
    assert (kept.met, kept.mentee_fit, kept.fit) == ("no", "unknown", "unknown")


def test_a_tap_on_not_for_us_can_be_corrected_for_oneself_and_for_nobody_else(announced):
    pair = pair_of(announced, "far@a.example")
    announced.do("far@a.example", "pair_fit", pair=pair, fit="not")
    announced.do("far@a.example", "pair_fit", pair=pair, fit="good")
    assert announced.pairs()["far@a.example"].fit == "good"
    announced.do("isobel@a.example", "pair_fit", pair=pair, fit="not")
    announced.do("far@a.example", "pair_fit", pair=pair, fit="good")
    assert announced.pairs()["far@a.example"].fit == "not"


def test_one_not_for_us_stands_and_the_other_never_reads_it(announced):
    pair = pair_of(announced, "far@a.example")
    announced.do("far@a.example", "pair_fit", pair=pair, fit="not")
    announced.do("isobel@a.example", "pair_fit", pair=pair, fit="good")
    assert announced.pairs()["far@a.example"].fit == "not"
    assert "not a good fit" not in plain(announced.do("isobel@a.example", "show_pair", pair=pair))
    assert "not a good fit" in plain(announced.do("other@a.example", "show_pair", pair=pair))


def test_a_pair_is_ended_with_a_reason_from_the_list_by_the_two_or_their_officer(announced):
    pair = pair_of(announced, "far@a.example")
    wrong = announced.do("far@a.example", "end_pair", pair=pair, reason="She is ill")
    assert wrong.outcome == "failed"
    assert announced.pairs()["far@a.example"].state == "announced"
    assert announced.do("quality@a.example", "end_pair", pair=pair, reason="No time at present").refused
    assert announced.do("other@a.example", "end_pair", pair=pair, reason="No time at present").outcome == "done"
    ended = announced.pairs()["far@a.example"]
    assert (ended.state, ended.ended_reason) == ("ended", "No time at present")
    assert announced.needs()["far@a.example"].state == "paired"


def test_a_stale_form_changes_nothing(announced):
    pair = pair_of(announced, "far@a.example")
    form = announced.do("far@a.example", "end_pair", pair=pair, step="form").reply
    announced.do("isobel@a.example", "pair_met", pair=pair, met="yes")
    stale = announced.do("far@a.example", "end_pair", **{**form.hidden, "reason": "No time at present", "again": "no"})
    assert stale.outcome != "done"
    assert "changed meanwhile" in plain(stale)
    assert announced.pairs()["far@a.example"].state == "announced"


def test_help_names_what_each_role_may_ask_about_mentoring(scheme):
    assert "Who is my mentor?" in plain(scheme.do("head@a.example", "help"))
    assert "Which mentors have room?" in plain(scheme.do("officer@a.example", "help"))
    assert "Who is my mentor?" not in plain(scheme.do("depute@a.example", "help"))


def test_every_action_of_mentoring_that_names_a_pair_is_judged_by_its_matter():
    named = {"show_pair", "approve_pair", "decline_pair", "pair_met", "pair_fit", "end_pair", "mentor_of", "pairs_list"}
    assert {HANDLERS[name].matter for name in named} == {"mentoring"}


def test_the_weights_of_the_configuration_are_those_of_pairing(authority):
    weights = authority.framework.mentoring.weights.model_dump()
    assert Weights(**weights) == Weights()
    assert set(weights) == set(Weights.__dataclass_fields__)
