"""Themes, tiers, modes, states, scopes and people, as a sentence names them whatever it asks for."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.understanding.mode_said import mode_said
from handlers.understanding.phrases import tokens_of
from handlers.understanding.reading import read
from handlers.understanding.scope_said import scope_said
from handlers.understanding.themes_said import theme_said
from handlers.understanding.understand import understand
from handlers.understanding.vocabulary import NamedPerson
from tests.handlers.understanding.authority import TODAY, vocabulary

KNOWN = replace(
    vocabulary(),
    people=(
        NamedPerson(1, "Morag Sinclair", "link_officer"),
        NamedPerson(2, "Rhona Dingwall-Craw", "headteacher"),
        NamedPerson(3, "Calum Iain MacAskill", "headteacher"),
        NamedPerson(4, "Dorota Reid", "link_officer"),
    ),
)


def theme(words: str) -> str:
    return theme_said(read(words, KNOWN), KNOWN)


def named(words: str, previous: str = "") -> dict[str, str]:
    return dict(understand(words, KNOWN, TODAY, previous).named)


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("who is good at teaching P1 to P7 in the one room", "small_schools"),
        ("how does a one-teacher school plan for seven stages", "small_schools"),
        ("the boys winnae write, what works", "writing"),
        ("our family evenings went well", "family_learning"),
        ("faimilies learnin thegither", "family_learning"),
        ("parent drop-ins on a Friday", "parental_engagement"),
        ("remote teaching between islands", "digital"),
        ("P7 into S1, what do folk do", "transitions"),
        ("our symbol timetables are worth a look", "asn"),
        ("communication boards in the playground", "asn"),
        ("pupils wrote half of the plan", "pupil_voice"),
        ("our beach mornings", "outdoor_learning"),
        ("the outdoor stuff at Fearnbrae", "outdoor_learning"),
        ("the eco group's kitchen garden", "sustainability"),
        ("talking and listening", "listening_talking"),
        ("schools that really know themselves", "self_evaluation"),
        ("staff watching each other teach", "professional_learning"),
    ],
)
def test_a_theme_is_heard_in_the_words_that_teachers_use(words, key):
    assert theme(words) == key


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("how do you get drama going in a two-teacher school", "expressive_arts"),
        ("a wee school that is good at maths", "numeracy"),
        ("which nursery does outdoor days", "outdoor_learning"),
        ("I'd like a blether with somebody about outdoor learning", "outdoor_learning"),
        ("have the special schools anything on transition", "transitions"),
        ("who can write up the visit", ""),
    ],
)
def test_what_only_says_which_sort_of_school_comes_after_the_theme_asked_about(words, key):
    assert theme(words) == key


@pytest.mark.parametrize(
    ("words", "tier"),
    [
        ("which schools are in the middle group", "targeted"),
        ("who is in the top band", "intensive"),
        ("are we still on the lightest support", "universal"),
        ("which of them get heavy support", "intensive"),
        ("Fearnbrae is tier two is it not", "targeted"),
        ("what made Fearnbrae go from universal to targeted", "targeted"),
        ("can I see everything at a glance", None),
        ("universal or targeted for Fearnbrae", None),
    ],
)
def test_a_tier_is_heard_by_its_place_and_of_a_move_the_one_it_led_to(words, tier):
    assert named(words).get("tier") == tier


def test_tiers_of_other_names_and_number_are_called_by_their_places_too():
    two = replace(KNOWN, tiers=(("core", ("Core",)), ("enhanced", ("Enhanced",))))
    assert [hit.key for hit in two.tier_phrases.longest_in(["the", "top", "tier"])] == ["enhanced"]
    assert [hit.key for hit in two.tier_phrases.longest_in(["level", "1"])] == ["core"]
    assert two.tier_phrases.longest_in(["the", "middle", "group"]) == []


@pytest.mark.parametrize(
    ("words", "mode"),
    [
        ("here not online", "in_person"),
        ("boots on the ground, not Teams", "in_person"),
        ("no to Teams, yes to in person", "in_person"),
        ("hybrid so that partners can dial in", "hybrid"),
        ("me on screen and the psychologist in the room", "hybrid"),
        ("it is down as online and she wants me there in person instead", "in_person"),
        ("on the laptop", "online"),
        ("a visit to the virtual school", ""),
        ("it was not online", ""),
    ],
)
def test_the_mode_is_the_one_that_no_not_stands_before(words, mode):
    assert mode_said([token.text for token in tokens_of(words)], words) == mode


@given(
    st.lists(
        st.sampled_from(
            ["not", "no", "to", "here", "online", "teams", "in", "person", "hybrid", "was", "and", "0", "école"]
        )
    ).map(" ".join)
)
def test_any_words_at_all_give_a_mode_or_none(words):
    assert mode_said([token.text for token in tokens_of(words)], words) in ("", "in_person", "online", "hybrid")


@pytest.mark.parametrize(
    ("intent", "words", "scope"),
    [
        ("tier_list", "which of our lot are on targeted", "cluster"),
        ("plan_overdue", "overdue goals everywhere", "authority"),
        ("visit_list", "what was cancelled on me in November", "mine"),
        ("visit_list", "can I see the visits for December", ""),
        ("tier_list", "a table of each school across the authority, I have been asked for one", "authority"),
        ("oversight_balance", "is support fairly shared out", "authority"),
        ("oversight_balance", "do my schools get their fair share", "mine"),
        ("pairs_list", "all mentoring pairs", "authority"),
        ("pairs_list", "which of my heids are in a pair", "mine"),
    ],
)
def test_whose_schools_are_meant_is_heard(intent, words, scope):
    assert scope_said(intent, read(words, KNOWN)) == scope


def test_a_visit_recorded_is_one_that_was_held():
    assert named("log my visit to Fearnbrae yesterday as done")["status"] == "done"


@pytest.mark.parametrize(
    ("words", "person"),
    [
        ("is Rhona Kilpatrick still the link officer for Fearnbrae", "Rhona Kilpatrick"),
        ("Mrs Buie's mentor, who is it", "Mrs Buie"),
        ("who mentors Calum Iain", "Calum Iain MacAskill"),
        ("when is Iain next in", None),
        ("Dorota here. who is Morag's mentor", "Morag Sinclair"),
        ("which officer has John Baird Primary", None),
    ],
)
def test_a_name_that_is_not_on_record_never_becomes_somebody_else(words, person):
    assert named(words).get("person") == person
