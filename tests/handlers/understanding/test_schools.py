import csv
import random
import re
import sys
from collections import Counter, defaultdict
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.understanding.names import KINDS, words_of
from handlers.understanding.schools import NamedSchool, SchoolIndex

NAMES = [
    ("Braelin Academy", "secondary"),
    ("Braelin Primary School", "primary"),
    ("Kilmora Primary School", "primary"),
    ("St Orla's RC Primary School (Lochend)", "primary"),
    ("St Orla's Primary School (Strathard)", "primary"),
    ("St Fintan's RC Primary School", "primary"),
    ("Park Primary School", "primary"),
    ("Plan Primary School", "primary"),
    ("Friday Street School", "primary"),
    ("Glenmurdo Primary School & Nursery Class", "primary"),
    ("Mount Kessock High School", "secondary"),
    ("Kessock Primary School", "primary"),
    ("Our Lady of Calm Primary School", "primary"),
    ("Ferryknowe High School", "secondary"),
    ("Kingshaw Castle High School", "secondary"),
    ("Kingshaw Primary School", "primary"),
    ("Hill Burnie Primary School", "primary"),
    ("Grammar Primary School", "primary"),
]
SCHOOLS = [NamedSchool(number, name, (), sector, "") for number, (name, sector) in enumerate(NAMES)]
INDEX = SchoolIndex(SCHOOLS)


def certain(words):
    found = INDEX.find(words)
    return found.school.name if found.school else None


def asked(words):
    found = INDEX.find(words)
    return {match.school.name for match in found.matches} if found.must_ask else set()


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Braelin Acad", "Braelin Academy"),
        ("braelin ps", "Braelin Primary School"),
        ("who is link officer for Braelin Acad", "Braelin Academy"),
        ("whats st orlas lochend on just now?", "St Orla's RC Primary School (Lochend)"),
        ("Saint Orla's, Strathard", "St Orla's Primary School (Strathard)"),
        ("when is the next visit to kilmora", "Kilmora Primary School"),
        ("Kilmora's tier", "Kilmora Primary School"),
        ("reschedule Kilmora to thursday", "Kilmora Primary School"),
        ("what tier is kilmroa primary", "Kilmora Primary School"),
        ("St Fintan Primary", "St Fintan's RC Primary School"),
        ("St Fintan&apos;s R.C. PS", "St Fintan's RC Primary School"),
        ("ferry knowe", "Ferryknowe High School"),
        ("hillburnie primary", "Hill Burnie Primary School"),
        ("our lady of calm", "Our Lady of Calm Primary School"),
        ("glenmurdo primary", "Glenmurdo Primary School & Nursery Class"),
        ("Kessock Primary", "Kessock Primary School"),
        ("Grammar Primary School", "Grammar Primary School"),
        ("the park primary visit", "Park Primary School"),
        ("is there a visit at Park on Tuesday", "Park Primary School"),
        ("the plan of Plan Primary", "Plan Primary School"),
        ("who leads friday street", "Friday Street School"),
    ],
)
def test_a_school_is_found_by_the_ways_people_name_it(words, name):
    assert certain(words) == name


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("Braelin", {"Braelin Academy", "Braelin Primary School"}),
        ("St Orla's", {"St Orla's RC Primary School (Lochend)", "St Orla's Primary School (Strathard)"}),
        ("compare Kilmora with Ferryknowe", {"Kilmora Primary School", "Ferryknowe High School"}),
        ("Kilmora Primary and Ferryknowe High", {"Kilmora Primary School", "Ferryknowe High School"}),
        ("Kingshaw", {"Kingshaw Primary School", "Kingshaw Castle High School"}),
    ],
)
def test_where_several_fit_all_of_them_are_asked_about(words, names):
    assert asked(words) == names


@pytest.mark.parametrize(
    "words",
    [
        "North Kilmora Primary",
        "kilmora strathard primary",
        "Kilmora Academy",
        "St Kilmora's",
        "Ferryhill High School",
        "Braelyn",
        "St Ola's Lochend, Pitcairn",
        "St Marks Primary",
        "Calm Primary",
        "Kilmora in Pitcairnie",
        "Our Lady of Peace Primary",
    ],
)
def test_a_word_that_the_school_does_not_have_stops_certainty(words):
    assert certain(words) is None


def test_an_unknown_school_is_told_apart_from_no_school_and_the_nearest_is_suggested():
    found = INDEX.find("what tier is Kilmarden Primary on")
    assert not found.matches
    assert found.mention == "Kilmarden Primary"
    assert found.nearest[0].school.name == "Kilmora Primary School"
    assert INDEX.find("what tier are we on") == INDEX.find("")


ORDINARY = [
    "what visits are next week",
    "how many schools are targeted",
    "who needs support at the academy",
    "which primary schools have no plan for attendance",
    "is the plan ready",
    "what is the plan for friday",
    "who has not had a visit since the summer",
    "move it to Friday at 10",
    "can you book me a visit on Friday 3 December",
    "is there a car park at the school",
    "which high schools are in the targeted tier",
    "Who Is The Head Of Education",
    "show me good practice on pupil voice",
    "my visits this term",
    "are the primary headteachers coming",
    "thanks, that is great",
    "list overdue action plans by cluster",
    "what about the rc primary schools",
]


@pytest.mark.parametrize("words", ORDINARY)
def test_an_ordinary_sentence_names_no_school(words):
    found = INDEX.find(words)
    assert not found.certain
    assert not found.matches


def test_a_school_outside_the_askers_reach_is_never_taken_for_one_inside():
    kilmora = next(school.id for school in SCHOOLS if school.name.startswith("Kilmora"))
    found = INDEX.find("Ferryknowe High School", within={kilmora})
    assert not found.matches
    assert all(match.school.id == kilmora for match in found.nearest)
    primary = next(school.id for school in SCHOOLS if school.name == "Braelin Primary School")
    assert INDEX.find("Braelin", within={primary}).certain
    assert not INDEX.find("Braelin Academy", within={primary}).certain


def test_an_alias_and_the_town_name_a_school_too():
    index = SchoolIndex(
        [
            NamedSchool(1, "St Orla's Primary School", ("Wee Orlas",), "primary", "", "Lochend"),
            NamedSchool(2, "St Orla's Primary School", (), "primary", "", "Strathard"),
        ]
    )
    assert index.find("wee orlas").matches[0].school.id == 1
    town = index.find("St Orla's in Strathard")
    assert town.certain
    assert town.matches[0].school.id == 2
    assert len(index.find("St Orla's Primary").matches) == 2


def test_the_mention_is_the_part_of_the_words_that_named_the_school():
    assert INDEX.find("who is link officer for Braelin Acad please").mention == "Braelin Acad"


def test_at_most_six_are_ever_asked_about():
    many = SchoolIndex([NamedSchool(n, "St Orla's Primary School", (), "primary", "") for n in range(20)])
    found = many.find("St Orla's")
    assert len(found.matches) == 6
    assert not found.certain


def test_an_index_without_schools_finds_none():
    assert not SchoolIndex([]).find("Braelin Academy").matches


@given(
    st.text()
    | st.lists(st.sampled_from([*" ".join(n for n, _ in NAMES).split(), "at", "of", "St", "(", "q"])).map(" ".join)
)
def test_any_text_at_all_gives_an_answer_and_never_an_error(words):
    found = INDEX.find(words)
    assert len(found.matches) <= 6
    assert found.mention in words
    assert not found.certain or len(found.matches) == 1
    assert all(0 <= match.score <= 1 for match in (*found.matches, *found.nearest))


# At real scale: open data beside the project, every school of every authority by many spellings.

OPEN_DATA = Path(__file__).resolve().parents[4] / "shared" / "data" / "schools_scotland.csv"
SECTORS = {"Primary": "primary", "Secondary": "secondary", "Special": "special"}
TYPE = re.compile(r" (?:(?:RC|R C) )?(?:Primary School|High School|Secondary School|School|Academy)( & Nursery Class)?")


def one_slip(name, dice):
    """The longest distinctive word with a letter left out, doubled by another, changed, or two letters swapped."""
    words = [found for found in re.finditer(r"[^\W\d_]{5,}", name) if found.group().lower() not in KINDS]
    if not words:
        return name
    longest = max(words, key=lambda found: len(found.group()))
    word, other = longest.group(), dice.choice("abcdefghilmnoprstuw")
    at = dice.randrange(1, len(word) - 1)
    slips = [
        word[:at] + word[at + 1 :],
        word[:at] + other + word[at:],
        word[:at] + other + word[at + 1 :],
        word[:at] + word[at + 1] + word[at] + word[at + 2 :],
    ]
    return name[: longest.start()] + dice.choice(slips) + name[longest.end() :]


VARIANTS = {
    "as the list has it": lambda name, dice: name,
    "lower case": lambda name, dice: name.lower(),
    "PS, HS, Acad": lambda name, dice: (
        name.replace("Primary School", "PS").replace("High School", "HS").replace("Academy", "Acad")
    ),
    "no apostrophes": lambda name, dice: name.replace("'", ""),
    "&apos;": lambda name, dice: name.replace("&", "&amp;").replace("'", "&apos;"),
    "Saint": lambda name, dice: re.sub(r"\bSt\b", "Saint", name),
    "St.": lambda name, dice: re.sub(r"\bSt\b", "St.", name),
    "RC dropped": lambda name, dice: re.sub(r"\b(RC|R C) ", "", name),
    "comma for bracket": lambda name, dice: re.sub(r" \(([^)]*)\)", r", \1", name),
    "School dropped": lambda name, dice: name.replace(" School", ""),
    "one slip": one_slip,
    "in a sentence": lambda name, dice: f"who is the link officer for {name}?",
    "in a sentence, lower case": lambda name, dice: f"whats {name.lower()} on just now",
    "in a sentence, one slip": lambda name, dice: f"when is the next visit to {one_slip(name.lower(), dice)} please",
    "without its type": lambda name, dice: TYPE.sub("", name),
}


@pytest.fixture(scope="module")
def authorities():
    if not OPEN_DATA.exists():
        pytest.skip("the open data of Scotland's schools does not stand beside the project")
    by_name = defaultdict(list)
    with OPEN_DATA.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            sector = SECTORS.get(row["type"], "all_through")
            by_name[row["la"]].append(NamedSchool(int(row["seed"]), row["name"], (), sector, ""))
    return {name: (schools, SchoolIndex(schools)) for name, schools in by_name.items()}


def outcome(school, schools, found, words):
    if found.school is None:
        return "asked" if any(match.school.id == school.id for match in found.matches) else "none"
    if found.school.id == school.id:
        return "right"
    # Shortened, one school's name can become another's own ('The Royal' for two): then the other is no wrong answer.
    same = [
        one
        for one in schools
        if [w.text for w in words_of(one.name)][: len(words_of(words))] == [w.text for w in words_of(words)]
    ]
    return "the other's own name" if found.school in same else "wrong"


@pytest.mark.parametrize("kind", VARIANTS)
def test_every_school_of_scotland_is_found_or_asked_about(authorities, kind, capsys):
    dice = random.Random(7)
    seen = Counter()
    for schools, index in authorities.values():
        for school in schools:
            words = VARIANTS[kind](school.name, dice)
            seen[outcome(school, schools, index.find(words), words)] += 1
    total = seen.total()
    shares = ", ".join(f"{name} {count / total:.2%}" for name, count in seen.most_common())
    with capsys.disabled():
        sys.stdout.write(f"\n  {kind}: {shares} ")
    assert (seen["right"] + seen["asked"]) / total >= 0.98
    assert seen["wrong"] / total <= 0.002


def test_a_school_of_another_authority_is_hardly_ever_taken_for_one_of_ours(authorities):
    dice = random.Random(5)
    everyone = [school for schools, _ in authorities.values() for school in schools]
    taken = Counter()
    for schools, index in authorities.values():
        ours = {tuple(w.text for w in words_of(s.name) if w.text not in KINDS) for s in schools}
        for school in dice.sample(everyone, 60):
            if tuple(w.text for w in words_of(school.name) if w.text not in KINDS) not in ours:
                taken[index.find(school.name).certain] += 1
    assert taken[False] > 1_000
    assert taken[True] / taken.total() <= 0.005


def test_ordinary_sentences_name_no_school_in_any_authority(authorities):
    for _, index in authorities.values():
        for words in ORDINARY:
            assert not index.find(words).certain, words
