import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.understanding.names import fold, forms_of, levels_of, stem, words_of


def plain(text):
    return " ".join(word.text for word in words_of(text))


@pytest.mark.parametrize(
    "written",
    [
        "St Orla's RC Primary School",
        "St. Orla’s R.C. Primary School",
        "Saint Orlas Roman Catholic Primary School",
        "st orla&apos;s r c primary school",
        "ST ORLA'S CATHOLIC PRIMARY SCHOOL",
    ],
)
def test_the_ways_to_write_a_saints_school_become_one(written):
    assert plain(written) == "st orlas rc primary school"


@pytest.mark.parametrize(
    ("short", "long"),
    [
        ("Braelin PS", "Braelin Primary"),
        ("Braelin P.S.", "Braelin Primary"),
        ("Braelin HS", "Braelin High"),
        ("Braelin Acad", "Braelin Academy"),
        ("Àrd-sgoil Bhràilinn", "high bhrailinn"),
        ("Bun-sgoil Bhràilinn", "primary bhrailinn"),
        ("Sgoil Bhràilinn", "school bhrailinn"),
        ("Orla &amp; Fintan School", "Orla and Fintan School"),
        ("Orla & Fintan School", "Orla and Fintan School"),
    ],
)
def test_an_abbreviation_is_written_out(short, long):
    assert plain(short) == plain(long)


def test_a_word_knows_where_it_stands_in_what_was_typed():
    typed = "at St Orla&apos;s, please"
    assert [typed[word.start : word.end] for word in words_of(typed)] == ["at", "St", "Orla&apos;s", "please"]


def test_the_final_s_of_a_saint_makes_no_difference():
    assert stem("jamess") == stem("james")
    assert stem("orlas") == stem("orla")


def test_a_place_in_brackets_or_after_a_comma_or_dash_may_be_left_out():
    for written in ("St Orla's Primary (Lochend)", "St Orla's Primary, Lochend", "St Orla's Primary - Lochend"):
        (form,) = forms_of(0, (written,))
        assert form.required == ("orlas",)
        assert form.optional == {"lochend"}
        assert form.saint


def test_a_whole_name_in_brackets_is_a_second_name():
    first, second = forms_of(0, ("Bun-sgoil an Lochain (Lochanside Primary)",))
    assert first.required == ("lochain",)
    assert second.required == ("lochanside",)


def test_a_name_of_type_words_alone_is_named_by_all_of_them():
    (form,) = forms_of(0, ("The High School",))
    assert form.required == ("high", "school")


def test_an_all_through_school_teaches_primary_and_secondary():
    assert {"primary", "secondary"} <= levels_of("all_through")
    assert levels_of("no such sector") == frozenset()


@given(st.text())
def test_any_text_at_all_is_read_into_words_that_stand_in_it(text):
    for word in words_of(text):
        assert word.text
        assert 0 <= word.start < word.end <= len(text)
    assert fold(fold(text)) == fold(text)
