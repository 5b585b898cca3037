"""Which school a sentence means where a cluster, a place, a faith, a kind of school or a second school stands in it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from handlers.understanding.schools import NamedSchool, SchoolIndex
from handlers.understanding.understand import Understood, understand
from handlers.understanding.vocabulary import NamedPerson, Vocabulary
from tests.handlers.understanding.authority import SCHOOLS, TODAY, vocabulary

MORE = (
    NamedSchool(
        11, "Dunfearn High School", ("Dunfearn HS",), "secondary", "Dunfearn", denomination="Non-denominational"
    ),
    NamedSchool(12, "St Donnan's RC Primary School (Kilbrannan)", (), "primary", "Kilbrannan"),
    NamedSchool(13, "St Donnan's RC Primary School (Port Torran)", (), "primary", "Port Torran"),
    NamedSchool(14, "Bun-sgoil Dhùn Torrain", ("Dun Torran Gaelic Primary",), "primary", "Port Torran"),
    NamedSchool(15, "Torran Bay Primary School", (), "primary", "Port Torran", denomination="Non-denominational"),
    NamedSchool(16, "Cairnlarig School", (), "special", "Port Torran"),
    NamedSchool(17, "Sacred Rood Primary School", (), "primary", "Dunfearn", denomination="Roman Catholic"),
    NamedSchool(18, "Langmorlie Primary School", (), "primary", "Kilbrannan"),
    NamedSchool(19, "Isla Stroma Baird Primary School", (), "primary", "Kilbrannan"),
    NamedSchool(20, "Sulasay High School", (), "secondary", "Sulasay"),
    NamedSchool(21, "Hulmay High School", (), "secondary", "Isle of Ronsaig"),
    NamedSchool(22, "Port Hulmay Primary School", (), "primary", "Isle of Ronsaig"),
    NamedSchool(23, "Skailbridge Primary School", ("The Brig",), "primary", "Kilbrannan"),
    NamedSchool(24, "Pittorran West Primary School", (), "primary", "Kilbrannan"),
    NamedSchool(25, "Pittorran East Primary School", (), "primary", "Kilbrannan"),
    NamedSchool(27, "Fearnshire Council Virtual School", (), "special", "Sulasay"),
    NamedSchool(28, "Royal School of Dunmorag", (), "primary", "Sulasay"),
    NamedSchool(29, "Auldkirn Primary School and Early Years Centre", (), "primary", "Sulasay"),
    NamedSchool(30, "Mill O'Fearn School", (), "primary", "Dunfearn"),
    NamedSchool(31, "Pupil Support Service - Sulasay", (), "special", "Sulasay"),
    NamedSchool(32, "Marrow Primary School", (), "primary", "Sulasay"),
    NamedSchool(34, "Grammar Primary School", (), "primary", "Sulasay"),
    NamedSchool(33, "Marr Street Primary School", (), "primary", "Sulasay"),
    NamedSchool(26, "St Ailbe's RC Primary School", (), "primary", "Sulasay"),
)
HEADS = (
    NamedPerson(11, "Elspeth Cruickshanks", "headteacher", frozenset({13})),
    NamedPerson(12, "Rebecca Aitkenhead", "headteacher", frozenset({5})),
)


def words_of_the_place(*without: str) -> Vocabulary:
    whole = vocabulary((*SCHOOLS, *MORE))
    clusters = tuple(one for one in (*whole.clusters, "Sulasay") if one not in without)
    return replace(whole, clusters=clusters, people=(*whole.people, *HEADS))


KNOWN = words_of_the_place()


def said(words: str, previous: str = "", known: Vocabulary = KNOWN) -> Understood:
    return understand(words, known, TODAY, previous)


def certain(words: str, previous: str = "", known: Vocabulary = KNOWN) -> str:
    found = said(words, previous, known).school
    return found.school.name if found and found.school else ""


def asked(words: str, previous: str = "") -> set[str]:
    found = said(words, previous).school
    return {match.school.name for match in found.matches} if found and found.must_ask else set()


@pytest.mark.parametrize(
    "words",
    [
        "which schools in the Dunfearn cluster are intensive",
        "show every Dunfearn school with its level",
        "list the Dunfearn learning community by level of support",
        "who covers Sulasay",
        "all my trips to Sulasay since August",
        "any schools over on Sulasay that get intensive support",
        "tell me who is struggling in Dunfearn",
        "with regard to the Isle of Ronsaig, which schools are a worry",
        "is there trouble brewing in the Dunfearn cluster",
        "a summary of every targeted school in Dunfearn",
        "roll and tier for each of the Sulasay four",
        "what has moved in Sulasay's tiers this session",
        "all visits in January for Dunfearn and round about",
    ],
)
def test_a_cluster_is_never_the_school_of_its_name(words):
    understood = said(words)
    assert certain(words) == ""
    assert {"Dunfearn", "Sulasay", "Isle of Ronsaig"} & {understood.named.get("cluster", "")}


@pytest.mark.parametrize(
    "words",
    [
        "what levels do we have in the Dunfearn cluster",
        "Dunfearn ASG, the whole list please",
        "run through the Dunfearn family group school by school",
        "how many Dunfearn schools have a plan",
    ],
)
def test_a_cluster_that_is_not_on_record_is_no_school_either(words):
    known = words_of_the_place("Dunfearn")
    found = said(words, known=known).school
    assert found is None or not found.matches


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("remove my visit to Sulasay from the diary", "Sulasay High School"),
        ("the goal on Sulasay's plan, has it moved", "Sulasay High School"),
        ("what tier is Dunfearn High on", "Dunfearn High School"),
        ("when is the visit to Dunfearn HS", "Dunfearn High School"),
    ],
)
def test_a_school_that_a_cluster_is_called_after_is_still_found(words, name):
    assert certain(words) == name


def test_a_cluster_called_by_a_whole_schools_name_leaves_the_school_its_name():
    known = replace(KNOWN, clusters=("Dunfearn High School",))
    assert certain("what tier is Dunfearn High School on", known=known) == "Dunfearn High School"
    understood = said("which schools in the Dunfearn cluster are targeted", known=known)
    assert understood.named["cluster"] == "Dunfearn High School"


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("cancel the Catholic primary in Dunfearn on Tuesday", ""),
        ("when am I at the Gaelic one in Port Torran", "Bun-sgoil Dhùn Torrain"),
        ("level of support for the Gaelic school at Port Torran?", "Bun-sgoil Dhùn Torrain"),
        ("next visit to the special school in Port Torran", "Cairnlarig School"),
        ("who is the link officer for the academy over in Port Torran", "Port Torran Academy"),
        ("what tier is the secondary in Dunfearn on", "Dunfearn High School"),
    ],
)
def test_a_school_told_by_what_it_is_and_where_is_found_by_the_record(words, name):
    assert certain(words) == name


def test_of_two_of_that_faith_in_a_place_it_is_asked_which():
    assert asked("cancel the Catholic primary in Dunfearn on Tuesday") == {
        "St Cormac's RC Primary School",
        "Sacred Rood Primary School",
    }


@pytest.mark.parametrize(
    "words",
    [
        "what tier is Torran Bay Catholic Primary on",
        "next visit to Dunfearn RC High School",
        "Torran Bay Gaelic Primary",
    ],
)
def test_a_faith_or_a_language_that_a_school_has_not_is_never_passed_over(words):
    assert certain(words) == ""


def test_a_church_school_of_no_recorded_faith_may_be_called_by_it():
    index = SchoolIndex([NamedSchool(1, "St Orla's Primary School", (), "primary", "")])
    assert index.find("St Orla's RC Primary School").certain
    known = SchoolIndex([NamedSchool(1, "St Orla's Primary School", (), "primary", "", denomination="Episcopalian")])
    assert not known.find("St Orla's RC Primary School").certain


def test_by_its_kind_alone_the_only_one_is_taken_and_of_a_few_it_is_asked_which():
    assert asked("the special school: which tier?") == {
        "Cairnlarig School",
        "Fearnshire Council Virtual School",
        "Pupil Support Service - Sulasay",
    }
    assert asked("the academy's plan, where is it at") == {"Kilbrannan Academy", "Port Torran Academy"}
    assert asked("the primary's plan, where is it at") == set()
    assert said("the nursery graduation is that morning, can you come at 1 instead").school is None


def test_the_head_named_beside_a_kind_or_a_shared_name_says_which():
    assert certain("has Elspeth at St Donnan's got a mentor") == "St Donnan's RC Primary School (Port Torran)"
    assert certain("has Rebecca at the academy got a mentor") == "Port Torran Academy"


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("was Fearnbrae not targeted once, or am I mixing it up with Tarrieburn", "Fearnbrae Primary School"),
        (
            "put the head at Tarrieburn in touch with whoever leads writing at Kilbrannan Academy",
            "Kilbrannan Academy",
        ),
        ("Tarrieburn keeps its date but Fearnbrae has to move from the 10th to the 17th", "Fearnbrae Primary School"),
        ("move Fearnbrae's visit to Friday, the road is shut at Tarrieburn", "Fearnbrae Primary School"),
        ("I'm in the Dunfearn High office all week, when is my visit to Tarrieburn", "Tarrieburn Primary School"),
        ("link officer for Fearnbrae, Tarrieburn was sorted yesterday", "Fearnbrae Primary School"),
        ("who is link for Tarrieburn, no, scratch that, Fearnbrae", "Fearnbrae Primary School"),
        ("why is Fearnbrae intensive when its attendance is better than Tarrieburn's", "Fearnbrae Primary School"),
        ("fit in a visit to Fearnbrae the same week as Tarrieburn", "Fearnbrae Primary School"),
        (
            "Fearnbrae and Tarrieburn are the same morning, so move the Tarrieburn visit to 1.30",
            "Tarrieburn Primary School",
        ),
    ],
)
def test_of_two_schools_the_one_asked_about_is_taken_where_the_words_say_so(words, name):
    assert certain(words) == name


@pytest.mark.parametrize(
    "words",
    [
        "when is the review for Fearnbrae and for Tarrieburn",
        "compare Fearnbrae with Tarrieburn",
        "tier of Fearnbrae, Tarrieburn",
    ],
)
def test_of_two_schools_side_by_side_both_are_offered(words):
    assert asked(words) == {"Fearnbrae Primary School", "Tarrieburn Primary School"}


def test_which_of_two_i_am_paired_with_names_no_school():
    assert said("who am I mentoring, Fearnbrae or Tarrieburn?").school is None


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("when is my next trip to fearnbrae", "Fearnbrae Primary School"),
        ("dictating this in the car park at Tarrieburn, save it as today's visit", "Tarrieburn Primary School"),
        ("Langmorly - is anything booked", "Langmorlie Primary School"),
        ("what is Fearnbraa's tier these days", "Fearnbrae Primary School"),
        ("fearnbrae face to face on Tuesday 8 December at 3", "Fearnbrae Primary School"),
        ("what tier is Kilbrannan Acadamy", "Kilbrannan Academy"),
        ("what tier is Kilbrannan Pirmary", "Kilbrannan Primary School"),
    ],
)
def test_what_stands_around_a_name_and_slips_in_it_raise_no_question(words, name):
    assert certain(words) == name


def test_a_name_that_one_school_bears_and_another_stands_in_is_asked_about():
    assert asked("is Hulmay on intensive") == {"Hulmay High School", "Port Hulmay Primary School"}
    assert certain("Hulmay High's support since last session") == "Hulmay High School"
    assert certain("when is the next visit to Port Hulmay") == "Port Hulmay Primary School"


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("what tier is the Brig on", "Skailbridge Primary School"),
        ("is the brig's plan on track", "Skailbridge Primary School"),
        ("pull up everything on st ails", "St Ailbe's RC Primary School"),
        ("St D's in Kilbrannan, where is the plan", "St Donnan's RC Primary School (Kilbrannan)"),
        ("what tier is St Ailbe's in Sulasay on", "St Ailbe's RC Primary School"),
        ("car is off the road!! Fearnbrae tomorrow = cancelled", "Fearnbrae Primary School"),
        ("link officer for Skailside EYC", "Skailside Early Years Centre"),
        ("who should I copy in for the virtual school", "Fearnshire Council Virtual School"),
        ("next date for pupil support service - sulasay?", "Pupil Support Service - Sulasay"),
        ("has Grammar Primary moved", "Grammar Primary School"),
        ("the Dunmorag eco garden should be in the directory", "Royal School of Dunmorag"),
        ("Auldkrin's head says the note is wrong", "Auldkirn Primary School and Early Years Centre"),
        ("same for Mill O Fearn, next visit", "Mill O'Fearn School"),
        ("need to copy in marrows link officer", "Marrow Primary School"),
        ("Kilbrannan moved up twice. The academy I mean. When was that?", "Kilbrannan Academy"),
        ("stroma Baird on the 11th, cancel it", "Isla Stroma Baird Primary School"),
        ("Marr st. goals, how many are done", "Marr Street Primary School"),
        ("my visit at Marow... Marrow I mean... needs to start at 3", "Marrow Primary School"),
    ],
)
def test_a_name_is_found_by_what_it_is_called_for_short(words, name):
    assert certain(words) == name


@pytest.mark.parametrize(
    ("words", "previous", "name"),
    [
        (
            "and the one in Port Torran?",
            "what tier is St Donnan's in Kilbrannan on",
            "St Donnan's RC Primary School (Port Torran)",
        ),
        ("Port Torran", "cancel my visit to St Donnan's", "St Donnan's RC Primary School (Port Torran)"),
        ("Kilbrannan's", "book a visit to St Donnan's for Friday", "St Donnan's RC Primary School (Kilbrannan)"),
        ("naw, the west one", "next visit to Pittorran East", "Pittorran West Primary School"),
        ("the special yin", "review date for Port Torran Academy and for Cairnlarig", "Cairnlarig School"),
        ("same for the academy there", "what tier is Kilbrannan Primary on", "Kilbrannan Academy"),
        ("no, the academy's", "what tier is Kilbrannan Primary on", "Kilbrannan Academy"),
        ("the big school no the wee one", "when am I due at Kilbrannan", "Kilbrannan Academy"),
    ],
)
def test_a_short_answer_picks_the_school_that_it_tells_apart(words, previous, name):
    assert certain(words, previous) == name


def test_another_place_than_before_is_never_silently_a_school_of_another_kind():
    assert certain("and the one in Port Torran?", "what tier is Fearnbrae on") == ""


@pytest.mark.parametrize(
    "words",
    [
        "we did the moderation on the 17th with Fearnbrae, put that against goal 1",
        "any practice on play within driving distance of Fearnbrae",
        "good examples of family learning for a head in Sulasay",
        "I've forgotten the name of my mentor, the lady fae Sulasay",
        "a coach please, preferably not anybody in Sulasay",
        "the write-up has mixed us up with Fearnbrae",
        "Sulasay side has had twenty families arrive",
    ],
)
def test_a_school_that_only_stands_beside_the_matter_is_not_the_one_asked_about(words):
    assert certain(words) == ""


def test_a_longer_answer_picks_by_what_stands_first_in_it():
    before = "log my visit to St Donnan's on Tuesday"
    assert (
        certain("the Port Torran one, sorry, and make it hybrid", before)
        == "St Donnan's RC Primary School (Port Torran)"
    )
    understood = said("Kilbrannan one", before)
    assert (understood.intent, understood.school.school.id) == ("record_visit", 12)
