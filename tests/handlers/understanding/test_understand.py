"""From whole sentences to intents, values, schools and further intents."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from handlers.understanding.intents import INTENTS
from handlers.understanding.reading import READ_AT_MOST, read
from handlers.understanding.schools import NamedSchool
from handlers.understanding.understand import Understood, understand
from tests.handlers.understanding.authority import SCHOOLS, TODAY, vocabulary

VOCABULARY = vocabulary()


def said(words: str, previous: str = "") -> Understood:
    return understand(words, VOCABULARY, TODAY, previous)


@pytest.mark.parametrize(
    "sentence",
    [
        "what tier is {} on?",
        "when is the next visit at {}",
        "who is the link officer for {}",
        "show me {}'s action plan",
        "why is {} targeted",
        "any red flags at {}?",
        "tell me about {}",
        "does the head at {} have a mentor",
    ],
)
def test_the_intent_and_its_values_do_not_tell_whether_a_school_exists(sentence: str) -> None:
    names = (
        "Fearnbrae Primary", "Fearnbrae Primary School", "Nonsuch Primary School", "Nonsuch Nursery",
        "Visitation Primary", "Nonsuch Primary School Gaelic Unit", "Fearnbrae", "Nonsuch",
    )  # fmt: skip
    understood = [said(sentence.format(name)) for name in names]
    assert len({(one.intent, tuple(sorted(one.values.items())), len(one.also)) for one in understood}) == 1
    assert [one.school_words for one in understood] == list(names)


def test_the_same_words_mean_the_same_over_any_list_of_schools() -> None:
    none, other = vocabulary(()), vocabulary((NamedSchool(90, "Nonsuch Primary School", (), "primary", "Dunfearn"),))
    for words in ("what tier is Nonsuch on", "nonsuch primary next visit", "is asdfgh on target", "plan for nonsuch"):
        first, second = understand(words, none, TODAY), understand(words, other, TODAY)
        assert (first.intent, first.values, first.why) == (second.intent, second.values, second.why)


def test_words_that_name_no_school_of_ours_are_still_told() -> None:
    understood = said("what tier is Foobar Primary on")
    assert understood.school_words == "Foobar Primary"
    assert understood.school is not None
    assert understood.school.matches == ()


def test_a_school_is_found_in_the_sentence_that_names_it() -> None:
    found = said("whens the next vist at st cormacs").school
    assert found is not None
    assert found.school == SCHOOLS[3]


def test_a_question_without_a_school_leaves_it_open() -> None:
    understood = said("when is the next visit?")
    assert (understood.school, understood.school_words, "self_school" in understood.values) == (None, "", False)


def test_our_own_school_is_not_looked_for_by_name() -> None:
    understood = said("what tier are we on?")
    assert (understood.school, understood.values) == (None, {"self_school": "true"})


@pytest.mark.parametrize(
    ("words", "values"),
    [
        ("book a visit to Fearnbrae on 12 November at 10am", {"date": "2026-11-12", "time": "10:00"}),
        ("move Tuesday's visit at Fearnbrae to 14 November at 2pm",
         {"from_date": "2026-11-10", "date": "2026-11-14", "time": "14:00"}),
        ("postpone the visit on the 12th please", {"from_date": "2026-11-12"}),
        ("can we do the 14th instead, move the visit", {"date": "2026-11-14"}),
        ("cancel Friday's visit because the boiler broke", {"date": "2026-11-06", "reason": "the boiler broke"}),
        ("what visits do I have next week", {"period": "2026-11-09/2026-11-15", "scope": "mine"}),
        ("visits in December at Fearnbrae", {"period": "2026-12-01/2026-12-31"}),
        ("who is doing strong practice on 2.3 in P3", {"qi": "2.3", "stage": "P3"}),
        ("which secondaries are on level 2", {"tier": "targeted", "sector": "secondary"}),
        ("how many schools in Dunfearn are intensive", {"cluster": "Dunfearn", "count": "true", "tier": "intensive"}),
        ("arrange an online V2 with Tarrieburn", {"visit_type": "V2", "mode": "online"}),
        ("which of May Grant's schools are targeted", {"person": "May Grant"}),
        ("list the targeted schools in the authority", {"scope": "authority"}),
        ("list cancelled visits this session", {"status": "cancelled"}),
    ],
)  # fmt: skip
def test_values_are_read_from_the_words(words: str, values: dict[str, str]) -> None:
    found = said(words).values
    assert {name: found.get(name) for name in values} == values


def test_a_cluster_and_a_school_that_share_a_name_are_told_apart() -> None:
    assert said("what tier is Kilbrannan Academy on").values.get("cluster") is None
    assert said("which schools in Kilbrannan are targeted").values.get("cluster") == "Kilbrannan"


def test_a_month_or_a_verb_is_not_taken_for_a_person() -> None:
    assert "person" not in said("what visits are planned in may").values
    assert said("which of May's schools are targeted").values.get("person") == "May Grant"


def test_the_themes_of_a_plan_are_not_a_search_for_practice() -> None:
    understood = said("we have met our attendance goal")
    assert (understood.intent, "theme" in understood.values) == ("plan_update", False)


def test_a_compound_question_is_two_intents() -> None:
    understood = said("what tier is Fearnbrae on and when is its next visit?")
    assert (understood.intent, [other.intent for other in understood.also]) == ("tier_of_school", ["next_visit"])
    assert understood.also[0].school == understood.school


def test_why_after_and_leans_on_the_first_half() -> None:
    understood = said("what tier are we on and why?")
    assert [understood.intent, *(other.intent for other in understood.also)] in (
        ["tier_of_school", "tier_reason"],
        ["tier_reason"],
    )


def test_one_question_with_and_in_it_stays_one() -> None:
    assert said("who has good practice in reading and writing").also == ()


def test_a_greeting_before_a_question_is_no_intent_of_its_own() -> None:
    understood = said("Good morning. What tier is Fearnbrae on? Thanks!")
    assert (understood.intent, understood.also, understood.school_words) == ("tier_of_school", (), "Fearnbrae")


def test_a_follow_up_keeps_the_school_it_does_not_name() -> None:
    understood = said("why?", "what tier is Fearnbrae on?")
    assert (understood.intent, understood.school_words) == ("tier_reason", "Fearnbrae")


def test_a_follow_up_about_another_school_leaves_the_first_behind() -> None:
    understood = said("and Ochterfearn?", "when is our next visit")
    assert (understood.intent, understood.school_words) == ("next_visit", "Ochterfearn")
    assert "self_school" not in understood.values


def test_a_follow_up_keeps_what_it_does_not_change() -> None:
    understood = said("and in the Kilbrannan cluster?", "which primaries in the Dunfearn cluster are intensive")
    assert understood.intent == "tier_list"
    assert understood.values == {"tier": "intensive", "sector": "primary", "cluster": "Kilbrannan"}


def test_thanks_after_a_question_is_not_that_question_again() -> None:
    assert said("thanks", "what tier is Fearnbrae on?").intent == "smalltalk"


def test_a_plain_yes_is_no_follow_up() -> None:
    assert said("yes", "book a visit to Fearnbrae on Friday").intent == "confirm"


def test_the_reasons_name_the_slips_that_were_put_right() -> None:
    assert "'teir' read as 'tier'" in said("what teir are we on").why


AWKWARD = ["", " ", "\x00\x07\u202e", "?" * 9_000, "😀" * 3_000, "שלום עולם " * 900, "a'" * 5_000, "1.1" * 3_000,
           "what visit tier plan and when " * 400, "St " * 3_000, "(" * 10_000, "\ud800"]  # fmt: skip


@pytest.mark.parametrize("words", AWKWARD, ids=range(len(AWKWARD)))
def test_awkward_text_is_answered_all_the_same(words: str) -> None:
    assert said(words, words).intent in INTENTS


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=300), st.text(max_size=60))
@example("WOODLAND", "")
def test_no_text_is_an_error(words: str, previous: str) -> None:
    understood = said(words, previous)
    assert understood.intent in INTENTS
    assert all(value for value in understood.values.values())


def test_only_the_beginning_of_a_long_message_is_read() -> None:
    reading = read("what tier are we on " + "x" * 10_000, VOCABULARY)
    assert len(reading.words) == READ_AT_MOST


@pytest.mark.parametrize(
    "words",
    [
        "move our visit to 9 December at 10:00 because the head had a burst pipe",
        "cancel the visit on 9 December, we had a flood last week",
        "book a visit on 9 December as the last one was held online",
    ],
)
def test_a_reason_told_in_the_past_moves_no_day_there(words: str) -> None:
    assert understand(words, VOCABULARY, TODAY).values["date"] == "2026-12-09"


def test_a_correction_puts_another_school_in_place_of_the_one_named() -> None:
    understood = understand("no, the academy", VOCABULARY, TODAY, "what tier is Kilbrannan Primary on?")
    assert understood.intent == "tier_of_school"
    assert understood.school is not None
    assert understood.school.school is not None
    assert understood.school.school.name == "Kilbrannan Academy"


def test_the_second_one_is_the_second_of_those_asked_about() -> None:
    asked = understand("what tier is Kilbrannan on?", VOCABULARY, TODAY).school
    assert asked is not None
    assert asked.must_ask
    picked = understand("the second one", VOCABULARY, TODAY, "what tier is Kilbrannan on?")
    assert picked.intent == "tier_of_school"
    assert picked.school is not None
    assert picked.school.school == asked.matches[1].school


def test_words_of_an_authority_mean_what_it_has_taught() -> None:
    taught = replace(
        VOCABULARY, taught=(("skoosh the wibble for <school>", "next_visit"), ("gie's the craic", "my_day"))
    )
    assert understand("gie's the craic please", taught, TODAY).intent == "my_day"
    assert understand("gie's the craic please", VOCABULARY, TODAY).intent != "my_day"


@pytest.mark.parametrize(
    ("words", "day", "before"),
    [
        ("tomorrow's no good for us now, could it be next Tues instead?", "2026-12-01", "2026-11-24"),
        ("push our visit on the 8th back a week", "2026-12-15", "2026-12-08"),
        ("could our visit of the 8th come forward a week", "2026-12-01", "2026-12-08"),
        ("our visit on 20 jan no longer works, try 27 jan", "2027-01-27", "2027-01-20"),
    ],
)
def test_a_move_tells_the_new_day_from_the_one_that_it_stood_on(words: str, day: str, before: str) -> None:
    understood = understand(words, VOCABULARY, date(2026, 11, 23))
    assert understood.intent == "move_visit"
    assert (understood.values.get("date"), understood.values.get("from_date")) == (day, before)


@pytest.mark.parametrize(
    ("words", "values"),
    [
        ("goal 2 86", {"goal": "2", "value": "86"}),
        ("goal 2 done", {"goal": "2", "status": "met"}),
        ("goal 3: 40%", {"goal": "3", "value": "40%"}),
    ],
)
def test_a_goal_and_its_value_need_no_more_words(words: str, values: dict[str, str]) -> None:
    understood = said(words)
    assert understood.intent == "plan_update"
    assert {name: understood.values.get(name) for name in values} == values


@pytest.mark.parametrize("words", ["no thanks I don't want a mentor", "I want to decline my mentor"])
def test_turning_a_mentor_down_never_asks_for_one(words: str) -> None:
    assert said(words).intent == "decline_pair"


def test_an_indicator_asked_about_by_its_number_is_told() -> None:
    understood = said("what is QI 2.3?")
    assert (understood.intent, understood.values) == ("help", {"qi": "2.3"})


def test_a_greeting_is_told_from_thanks() -> None:
    assert said("good morning").values == {"said": "hello"}
    assert said("thanks a lot").values == {}


@pytest.mark.parametrize(
    ("words", "previous", "intent", "school"),
    [
        ("and the academy?", "what tier is Kilbrannan Primary on?", "tier_of_school", "Kilbrannan Academy"),
        ("no, the primary", "when is the next visit at Kilbrannan?", "next_visit", "Kilbrannan Primary School"),
        ("and for the academy", "who is the link officer for Kilbrannan PS?", "who_is_link", "Kilbrannan Academy"),
    ],
)
def test_a_type_alone_is_the_other_school_of_that_name(words: str, previous: str, intent: str, school: str) -> None:
    understood = said(words, previous)
    assert understood.school is not None
    assert understood.school.school is not None
    assert (understood.intent, understood.school.school.name) == (intent, school)


def test_a_type_that_no_school_of_that_name_has_is_never_the_first_school_again() -> None:
    understood = said("and the nursery?", "what tier is Kilbrannan Primary on?")
    assert understood.school is None or understood.school.school is None


def test_the_name_of_a_cluster_is_the_cluster_where_many_schools_are_asked_about() -> None:
    understood = said("just Kilbrannan", "which schools are on targeted support?")
    assert (understood.values.get("cluster"), understood.school) == ("Kilbrannan", None)
    assert said("any red flags round Kilbrannan way?").values.get("cluster") == "Kilbrannan"
    assert said("visits to Dunfearn").values.get("cluster") == "Dunfearn"


def test_what_tells_more_of_a_question_belongs_to_it() -> None:
    understood = said("Note of visit for Fearnbrae, Tuesday there. Strengths: calm. Next step: tracking of writing.")
    assert (understood.intent, understood.also) == ("record_visit", ())
    assert understood.values.get("date") == "2026-11-03"


def test_a_day_that_cannot_be_and_one_that_can_are_one_wish() -> None:
    understood = said("cannae do the 26th, panto. Could it be the 27th?")
    assert (understood.intent, understood.also) == ("move_visit", ())
    assert (understood.values["date"], understood.values["from_date"]) == ("2026-11-27", "2026-11-26")


def test_the_week_after_is_the_one_after_the_week_asked_about() -> None:
    understood = said("and the week after?", "what visits do I have next week")
    assert understood.values["period"] == "2026-11-16/2026-11-22"


def test_a_search_and_whom_to_ask_about_it_share_their_theme() -> None:
    assert said("who's the contact", "which schools are strong on writing").values.get("theme") == "writing"


@pytest.mark.parametrize("words", ["whaur can ah see guid writin wark", "whae's daein writin weel roon here"])
def test_scots_spellings_are_the_words_they_stand_for(words: str) -> None:
    understood = said(words)
    assert (understood.intent, understood.values.get("theme")) == ("practice_search", "writing")


def test_initials_in_capitals_are_the_one_school_that_they_stand_for() -> None:
    schools = (
        NamedSchool(1, "Eskbank Dale High School", (), "secondary", "Dunfearn"),
        NamedSchool(2, "Pine Edge Farm Primary School", (), "primary", "Dunfearn"),
    )
    own = vocabulary(schools)
    found = understand("EDHS: put goal 5 down as stuck", own, TODAY).school
    assert found is not None
    assert found.school == schools[0]
    assert understand("who is strong on PEF?", own, TODAY).school is None


@pytest.mark.parametrize("name", ["port ronsaaig", "Port Ronsaag", "prot ronsaig"])
def test_a_slip_in_a_name_of_two_words_is_never_the_other_school(name: str) -> None:
    schools = (
        NamedSchool(1, "Port Ronsaig Primary School", (), "primary", "Isle of Ronsaig"),
        NamedSchool(2, "Ronsaig High School", ("Àrd-sgoil Rònasaig",), "secondary", "Isle of Ronsaig"),
    )
    found = understand(f"hows {name} doing with their plan", vocabulary(schools), TODAY).school
    assert found is not None
    assert found.school in (None, schools[0])


def test_a_school_beside_what_is_out_of_scope_is_heard_and_its_town_is_not() -> None:
    assert said("order 30 chromebooks for Fearnbrae").school is not None
    assert said("is the ferry to Kilbrannan running").school is None


def test_a_week_by_its_first_day_names_no_school() -> None:
    understood = said("HMIE phoned, we're being inspected w/c 7 Dec")
    assert (understood.school_words, understood.values.get("self_school")) == ("", "true")
    assert understood.values["period"] == "2026-12-07/2026-12-13"


def test_a_place_beside_a_school_is_no_second_school_and_two_schools_are_asked_about() -> None:
    found = said("got back from Kilbrannan last night, record Fearnbrae").school
    assert found is not None
    assert found.school == SCHOOLS[0]
    both = said("is Glen Varrich on the same tier as Fearnbrae").school
    assert both is not None
    assert both.must_ask


def test_a_names_own_first_word_is_enough_where_no_other_school_has_it() -> None:
    schools = (
        NamedSchool(1, "Garvalt Bridge Primary School", (), "primary", "Dunfearn"),
        NamedSchool(2, "Varra Bridge Primary School", (), "primary", "Dunfearn"),
    )
    found = understand("hows garvalt getting on with their plan", vocabulary(schools), TODAY).school
    assert found is not None
    assert found.school == schools[0]
    other = understand("what tier is Bridge on", vocabulary(schools), TODAY).school
    assert other is None or other.school is None


def test_a_day_taken_back_is_not_the_day_meant() -> None:
    assert said("cancel the visit, not the Tuesday, the Thursday one").values["date"] == "2026-11-12"


@pytest.mark.parametrize(
    ("words", "intent"),
    [
        ("The phones have rung all day about the boiler. Who is our link officer?", "who_is_link"),
        ("I read the plan and the note last night, could you tell me what tier Fearnbrae is on", "tier_of_school"),
        ("My mentor has retired on me. Could I have another one, please?", "mentor_request"),
    ],
)
def test_a_story_before_a_question_is_no_question(words: str, intent: str) -> None:
    understood = said(words)
    assert (understood.intent, understood.also) == (intent, ())


@pytest.mark.parametrize(
    ("previous", "words", "intent"),
    [
        ("move our visit to the 9th", "correct, please proceed", "confirm"),
        ("book us a visit for Thursday", "eh no", "decline"),
        ("say that our note is not accurate", "please don't", "decline"),
        ("which schools are targeted", "much obliged", "smalltalk"),
    ],
)
def test_an_answer_is_no_repetition_of_what_was_asked(previous: str, words: str, intent: str) -> None:
    assert said(words, previous).intent == intent


@pytest.mark.parametrize(
    "word", ["driving", "mentioned", "sailing", "percent", "office", "plain", "heating", "swapped"]
)
def test_a_word_of_english_is_no_slip(word: str) -> None:
    assert read(f"we are {word} there", VOCABULARY).mended == ()


@pytest.mark.parametrize(
    ("typed", "meant"), [("vist", "visit"), ("teir", "tier"), ("reveiw", "review"), ("suport", "support")]
)
def test_a_slip_in_a_word_of_the_trade_is_put_right(typed: str, meant: str) -> None:
    assert read(f"about our {typed}", VOCABULARY).mended == ((typed, meant),)


def test_whoever_asks_whether_cairn_is_a_person_is_heard() -> None:
    understood = said("are you a real person or a robot?")
    assert (understood.intent, understood.values.get("said")) == ("smalltalk", "what are you")


@pytest.mark.parametrize(
    ("previous", "words", "intent"),
    [
        ("can I see progress on Fearnbrae's plan", "and Tarrieburn's?", "plan_status"),
        ("who should I phone about play at Fearnbrae", "and at Tarrieburn?", "practice_contact"),
    ],
)
def test_a_persons_own_question_is_no_offer_of_cairns(previous: str, words: str, intent: str) -> None:
    assert said(words, previous).intent == intent


@pytest.mark.parametrize(
    "name", ["Nowhere Primary School", "Any Primary School", "Plan Primary School", "Good High School"]
)
def test_a_name_of_ordinary_words_that_no_school_has_is_still_a_name(name: str) -> None:
    for words in (f"how is the action plan of {name} going?", f"what tier is {name} on"):
        understood = said(words)
        assert (understood.school_words, understood.school and understood.school.matches) == (name, ())


@pytest.mark.parametrize(
    "words",
    [
        "which of mine haven't I been in to since August",
        "who have I not seen this term",
        "any schools that haven't been visited this session",
        "which ones hasn't been visited yet",
    ],
)
def test_whoever_asks_where_nobody_has_been_is_told_of_schools_without_a_visit(words: str) -> None:
    understood = said(words)
    assert (understood.intent, understood.values.get("which")) == ("visit_list", "none")


def test_who_has_not_been_seen_is_asked_of_all_schools_whichever_was_spoken_of() -> None:
    understood = said("who havent I seen this term", "who is the link officer for Fearnbrae Primary?")
    assert (understood.intent, understood.school, understood.values.get("which")) == ("visit_list", None, "none")
