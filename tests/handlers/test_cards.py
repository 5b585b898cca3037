"""Cards and forms: kept whole, told whole."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from handlers.cards import (
    Button,
    Card,
    Choice,
    Divider,
    Facts,
    Field,
    Form,
    Link,
    Picture,
    Table,
    Text,
    dumps,
    loads,
    to_data,
)

words = st.text(max_size=40)
values = st.dictionaries(words, words, max_size=3)
buttons = st.builds(Button, words, words, values, st.sampled_from(["", "primary", "danger"]))
elements = st.one_of(
    st.builds(Text, words, st.booleans()),
    st.builds(Facts, st.lists(st.tuples(words, words), max_size=3).map(tuple)),
    st.builds(
        Table,
        st.lists(words, max_size=3).map(tuple),
        st.lists(st.lists(words, max_size=3).map(tuple), max_size=3).map(tuple),
        words,
    ),
    st.builds(Link, words, words),
    st.builds(Divider),
    st.builds(Picture, words, words),
)
bodies = st.lists(elements, max_size=4).map(tuple)
cards = st.builds(
    Card,
    words,
    bodies,
    st.lists(buttons, max_size=3).map(tuple),
    st.lists(buttons, max_size=2).map(tuple),
    st.booleans(),
    words,
)
choices = st.lists(st.builds(Choice, words, words), max_size=3).map(tuple)
fields = st.builds(
    Field, words, words, st.sampled_from(["text", "choice"]), words, choices, st.booleans(), words, words
)
forms = st.builds(Form, words, words, st.lists(fields, max_size=3).map(tuple), words, bodies, values, words)


@given(st.one_of(cards, forms))
def test_what_is_kept_comes_back_the_same(reply):
    assert loads(dumps(reply)) == reply


@given(cards)
def test_a_card_says_all_its_text_in_plain_words(card):
    plain = card.plain()
    for element in card.body:
        assert element.plain() in plain


def test_the_school_for_the_audit_never_leaves():
    assert "about" not in json.dumps(to_data(Card(title="A", about=12)))


def test_a_button_may_carry_values_of_any_name():
    card = Card(buttons=(Button("x", "y", {"type": "card", "title": "z"}),))
    assert loads(dumps(card)) == card


def test_errors_stand_beside_their_field_and_keep_what_was_typed():
    form = Form("Book", "book_visit", (Field("date", "Date", "date"), Field("time", "Time", "time", "10:00")))
    marked = form.with_errors({"date": "32 December"}, {"date": "No such day."})
    assert marked.fields[0].value == "32 December"
    assert marked.fields[0].error == "No such day."
    assert marked.fields[1].value == "10:00"
    assert "! No such day." in marked.plain()
