"""Themes from people's own words, and the entries of the practice directory that fit them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framework.practice import Entry, Found, PracticeIndex, SchoolShape, Theme, ThemeIndex, qi_in, stages_in
from framework.practice_words import words_of
from tests.practice.measure import Query, all_queries, fresh_queries, share, shipped_themes

THEMES = shipped_themes()
INDEX = ThemeIndex(THEMES)
SMALL = SchoolShape(roll=24, most_deprived=0.05, rurality=8)
LARGE = SchoolShape(roll=420, most_deprived=0.62, rurality=1)

DIRECTORY = PracticeIndex(
    (
        Entry(
            1,
            "Soft landings on Mondays",
            "Toast and a check-in raised attendance.",
            ("attendance", "nurture"),
            ("3.1",),
        ),
        Entry(2, "Reading buddies", "S2 pupils read with P3.", ("reading",), ("2.3",), "P3", "primary", LARGE),
        Entry(3, "A book in every bag", "Families borrow books.", ("reading",), ("2.5",), "P1-P4", "primary", SMALL),
        Entry(4, "Novel study", "Close reading across subjects.", ("reading",), ("2.3",), "S1-S3", "secondary", LARGE),
        Entry(5, "Bees on the roof", "An apiary run by pupils.", ("sustainability",), (), "", "all_through", SMALL),
    ),
    THEMES,
)


def best(words: str) -> str:
    return INDEX.themes_in(words)[0].key


def ids(found: tuple[Found, ...]) -> list[int]:
    return [each.entry_id for each in found]


def half(kind: str, held_back: bool) -> list[Query]:
    return [query for query in all_queries() if (query.kind, query.held_back) == (kind, held_back)]


@pytest.mark.parametrize(("kind", "floor"), [("lay", 0.75), ("expert", 0.98)])
def test_sentences_that_were_held_back_find_their_theme_in_the_top_five(kind: str, floor: float) -> None:
    assert share(INDEX, half(kind, held_back=True)) >= floor


@pytest.mark.parametrize(("kind", "least", "floor"), [("lay", 120, 0.75), ("expert", 60, 0.98)])
def test_sentences_of_somebody_who_never_saw_the_thesaurus_find_their_theme(
    kind: str, least: int, floor: float
) -> None:
    fresh = fresh_queries(kind)
    assert len(fresh) >= least
    assert {theme for query in fresh for theme in query.themes} == {theme.key for theme in THEMES}
    assert share(INDEX, fresh) >= floor


def test_there_are_sentences_for_every_theme_in_either_half() -> None:
    for kind in ("lay", "expert"):
        for held_back in (False, True):
            asked = {theme for query in half(kind, held_back) for theme in query.themes}
            assert asked == {theme.key for theme in THEMES}, (kind, held_back)


def test_no_sentence_stands_word_for_word_in_the_thesaurus() -> None:
    def plain(words: str) -> str:
        return " ".join(words.casefold().split())

    known = {plain(phrase) for theme in THEMES for phrase in (theme.label, *theme.words)}
    assert not [query.words for query in all_queries() if plain(query.words) in known]


def test_every_theme_has_many_lay_phrases_and_none_twice() -> None:
    for theme in THEMES:
        assert len(theme.words) >= 25, theme.key
        assert len({phrase.casefold() for phrase in theme.words}) == len(theme.words), theme.key


def test_a_phrase_stands_under_two_themes_at_most() -> None:
    owners: dict[str, list[str]] = {}
    for theme in THEMES:
        for phrase in theme.words:
            owners.setdefault(phrase.casefold(), []).append(theme.key)
    assert not {phrase: keys for phrase, keys in owners.items() if len(keys) > 2}


def test_every_label_finds_its_own_theme_first() -> None:
    assert [best(theme.label) for theme in THEMES] == [theme.key for theme in THEMES]


def test_scots_and_a_slip_of_the_keyboard_are_understood() -> None:
    assert best("the bairns cannae read") == best("the children can't read") == "reading"
    assert best("attendnace") == best("attendence") == best("ATTENDANCE!") == "attendance"


def test_a_short_word_is_not_taken_for_another_that_differs_by_a_letter() -> None:
    themes = ThemeIndex([Theme("arts", "Arts", ("choir",)), Theme("calm", "Calm", ("chair thrown",))])
    assert [match.key for match in themes.themes_in("chairs")] == ["calm"]


def test_what_somebody_does_not_want_is_left_out() -> None:
    keys = [match.key for match in INDEX.themes_in("anything but phonics, we want help with maths")]
    assert (keys[0], "literacy" in keys[:3]) == ("numeracy", False)
    assert best("apart from attendance") == "attendance", "nothing else was said"


def test_a_complaint_with_a_not_is_about_what_it_names() -> None:
    assert best("our boys are not reading") == "reading"


def test_a_theme_says_which_of_its_phrases_came_near() -> None:
    match = INDEX.themes_in("the kids are bunking off again")[0]
    assert (match.key, match.because[0]) == ("attendance", "bunking off")


def test_an_authoritys_own_theme_is_found_by_its_own_words() -> None:
    own = ThemeIndex([*THEMES, Theme("swimming", "Swimming", ("baths", "learn to swim"))])
    assert own.themes_in("none of them can swim")[0].key == "swimming"


@given(st.text(max_size=200))
@settings(max_examples=100, deadline=None)
def test_any_text_at_all_gives_an_answer_and_the_same_one_twice(words: str) -> None:
    assert INDEX.themes_in(words) == INDEX.themes_in(words)
    assert DIRECTORY.search(words, ("reading",), words, words, words) == DIRECTORY.search(
        words, ("reading",), words, words, words
    )
    assert isinstance(qi_in(words), tuple)
    assert isinstance(stages_in(words), tuple)


@pytest.mark.parametrize(
    ("words", "indicators"),
    [
        ("QI 3.1", ("3.1",)),
        ("anything on 2.3 and 1.1?", ("2.3", "1.1")),
        ("HGIOS 2.5, then QI2.5 again", ("2.5",)),
        ("a 2.3% rise, £1.5 and 12.3.26", ()),
        ("2.9 and 4.1", ()),
        ("on 1.2.26", ()),
    ],
)
def test_quality_indicators_are_found_and_other_numbers_left(words: str, indicators: tuple[str, ...]) -> None:
    assert qi_in(words) == indicators


@pytest.mark.parametrize(
    ("words", "stages"),
    [
        ("P1-P3", ("P1", "P2", "P3")),
        ("p1 to 3", ("P1", "P2", "P3")),
        ("Primary two", ("P2",)),
        ("our p6s", ("P6",)),
        ("P5/6 composite", ("P5", "P6")),
        ("p7 to s1", ("P7", "S1")),
        ("P1, P3 and S2", ("P1", "P3", "S2")),
        ("P7, 3 boys", ("P7",)),
        ("P5 and 6", ("P5", "P6")),
        ("first level", ("P2", "P3", "P4")),
        ("early level", ("nursery", "P1")),
        ("BGE", ("S1", "S2", "S3")),
        ("senior phase", ("S4", "S5", "S6")),
        ("S7", ()),
        ("reading in primary", ()),
        ("P3-P1", ("P1", "P2", "P3")),
    ],
)
def test_stages_are_understood_as_people_write_them(words: str, stages: tuple[str, ...]) -> None:
    assert stages_in(words) == stages


def test_entries_of_the_theme_come_first_and_say_so() -> None:
    found = DIRECTORY.search("kids not turning up", themes=("attendance",))
    assert (ids(found)[0], found[0].because) == (1, ("about Attendance",))


def test_the_likelier_theme_leads() -> None:
    assert ids(DIRECTORY.search("", themes=("sustainability", "attendance"))) == [5, 1]


def test_without_a_theme_an_entrys_own_words_find_it() -> None:
    found = DIRECTORY.search("who keeps bees")
    assert (ids(found), found[0].because) == ([5], ("uses your words",))


def test_words_of_no_entry_find_none() -> None:
    assert DIRECTORY.search("zeppelins") == ()
    assert PracticeIndex(()).search("reading", ("reading",)) == ()


def test_nothing_asked_gives_the_whole_directory() -> None:
    assert sorted(ids(DIRECTORY.search("show me good practice"))) == [1, 2, 3, 4, 5]


def test_a_quality_indicator_alone_finds_what_is_filed_under_it() -> None:
    found = DIRECTORY.search("anything for QI 2.3")
    assert {each.entry_id for each in found if "QI 2.3" in each.because} == {2, 4}
    assert set(ids(found)[:2]) == {2, 4}


def test_an_entry_for_another_stage_comes_last_and_says_so() -> None:
    found = DIRECTORY.search("reading in first level", themes=("reading",))
    assert (ids(found)[-1], found[-1].because[-1]) == (4, "but for S1-S3")
    assert "for P1-P4" in next(each.because for each in found if each.entry_id == 3)


def test_an_entry_from_another_sector_comes_last_but_an_all_through_school_is_of_both() -> None:
    found = DIRECTORY.search("", themes=("reading", "sustainability"), sector="secondary")
    assert ids(found)[:2] == [4, 5]
    assert found[-1].because[-1] == "from another sector (primary)"


def test_of_two_alike_the_school_like_ours_is_first_with_its_reasons() -> None:
    like_small = DIRECTORY.search("", themes=("reading",), like=SchoolShape(roll=30, most_deprived=0.1, rurality=7))
    like_large = DIRECTORY.search("", themes=("reading",), sector="primary", like=LARGE)
    assert ids(like_small)[0] == 3
    assert like_small[0].because == (
        "about Reading",
        "a school about the size of yours (24 pupils)",
        "nearly as rural or urban as yours",
    )
    assert ids(like_large)[0] == 2


def test_likeness_never_outweighs_the_theme() -> None:
    assert ids(DIRECTORY.search("", themes=("attendance", "reading"), like=LARGE))[0] == 1


def test_a_school_of_which_nothing_is_known_is_like_none() -> None:
    found = DIRECTORY.search("", themes=("attendance",), like=SMALL)
    assert found[0].because == ("about Attendance",)


def test_readers_and_reading_meet_and_stop_words_go() -> None:
    assert words_of("Where is there good practice with readers?") == words_of("reading")
    assert words_of("cannae") == words_of("can't") == ["not"]
