"""Every school of Scotland, looked up in its authority by the ways in which two official files write one name."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator

import pytest

from handlers.understanding.schools import Found, NamedSchool, SchoolIndex
from tests.handlers.understanding.official_names import OPEN_DATA, authorities, variants

NEEDS_OPEN_DATA = pytest.mark.skipif(
    not OPEN_DATA.exists(), reason="the open data of Scotland's schools is not beside the project"
)
MOST_OF_A_WAY = 40


def pairs() -> Iterator[tuple[str, NamedSchool, str, SchoolIndex]]:
    """(way, school, the name so written, the index); left out is what another school is called to the letter."""
    for schools, index in authorities().values():
        own = {one.name: one.id for one in schools}
        for school in schools:
            for way, written in variants(school.name):
                if own.get(written, school.id) == school.id or way == "rc_dropped":
                    yield way, school, written, index


def outcome(school: NamedSchool, found: Found) -> str:
    if found.school is not None:
        return "right" if found.school.id == school.id else "wrong"
    return "asked" if school.id in {match.school.id for match in found.matches} else "lost"


@NEEDS_OPEN_DATA
def test_a_name_as_another_official_list_writes_it_is_its_school(capsys):
    seen: dict[str, Counter[str]] = {}
    wrong = []
    for way, school, written, index in pairs():
        result = outcome(school, index.find(written))
        seen.setdefault(way, Counter())[result] += 1
        wrong += [(school.name, written)] if result == "wrong" else []
    total = sum(seen.values(), Counter())
    with capsys.disabled():
        shares = {name: f"{count / total.total():.2%}" for name, count in total.items()}
        sys.stdout.write(f"\n  {total.total():,} official spellings of schools' names: {shares}\n")
    assert wrong == []
    assert total["right"] / total.total() >= 0.99
    for way, results in seen.items():
        if results.total() >= MOST_OF_A_WAY:
            assert (results["right"] + results["asked"]) / results.total() >= 0.99, way
            assert results["right"] / results.total() >= 0.96, way


FAITHS = SchoolIndex(
    NamedSchool(number, name, (), "primary", "")
    for number, name in enumerate(
        (
            "St Orla's Primary School",
            "St Orla's RC Primary School",
            "St Fintan's RC Primary School",
            "St Blane's Episcopal Primary School",
            "Kilmora Primary School",
            "Kilmora High School",
            "Kilmora Academy",
            "Ardfern Academy",
            "The Braelin School for the Deaf",
            "Braelin Grammar School",
        )
    )
)


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("St Orla's R.C. Primary School", "St Orla's RC Primary School"),
        ("St Fintan's Primary School", "St Fintan's RC Primary School"),
        ("Kilmora Primary School Nursery Class", "Kilmora Primary School"),
        ("KILMORA PRIMARY SCHOOL AND EARLY LEARNING AND CHILDCARE", "Kilmora Primary School"),
        ("Kilmora Primary School (Joint Campus)", "Kilmora Primary School"),
        ("Bun-sgoil Kilmora", "Kilmora Primary School"),
        ("Ardfern Secondary School", "Ardfern Academy"),
        ("Braelin School for the Deaf", "The Braelin School for the Deaf"),
    ],
)
def test_what_lists_write_otherwise_tells_no_schools_apart(words, name):
    found = FAITHS.find(words)
    assert found.school
    assert found.school.name == name


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("St Orla's Primary School", {"St Orla's Primary School", "St Orla's RC Primary School"}),
        ("when is St Orla's Primary next visited", {"St Orla's Primary School", "St Orla's RC Primary School"}),
        ("Kilmora Secondary School", {"Kilmora High School", "Kilmora Academy"}),
    ],
)
def test_two_that_a_dropped_word_would_tell_apart_are_asked_about(words, names):
    found = FAITHS.find(words)
    assert found.must_ask
    assert {match.school.name for match in found.matches} == names


def test_another_denomination_is_never_taken_for_it():
    assert FAITHS.find("St Blane's RC Primary School").school is None


def test_a_name_kept_as_it_is_usually_typed_means_what_its_words_mean():
    names = (
        "Fearnbrae Primary School",
        "Fearnbrae Academy",
        "St Cormac's RC Primary School",
        "St Cormac's High School",
    )
    index = SchoolIndex(NamedSchool(at, name, (), "", "") for at, name in enumerate(names))
    for typed in ("fearnbrae ps", "Fearnbrae PS", "fearnbrae acad", "ST CORMAC'S RC PS", "st cormac's hs", names[0]):
        kept, read = index.find(typed), index.find(f" {typed}. ")
        assert (kept.matches, kept.certain, kept.mention) == (read.matches, read.certain, typed)
    assert index.find("fearnbrae ps", within={1}).matches != index.find("fearnbrae ps").matches
