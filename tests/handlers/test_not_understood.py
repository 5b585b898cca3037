"""What Cairn did not understand is kept without names, and taught by an administrator at once."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handlers.cards import Card, Form
from store.taught import unclear_sentences
from tests.handlers.conftest import Asking


def _kept(asking: Asking) -> list[str]:
    with asking.database.read() as session:
        return [one.words for one in unclear_sentences(session, 50)]


def test_a_sentence_that_was_not_understood_is_kept_without_names(asking: Asking):
    asking.ask("officer@a.example", "frobnicate the wibble for aaliyah at Kilbrannan Primary")
    kept = " ".join(_kept(asking))
    assert kept
    for name in ("aaliyah", "kilbrannan", "frobnicate"):
        assert name not in kept.lower()


def test_an_administrator_sees_the_list_and_nobody_else(asking: Asking):
    asking.ask("officer@a.example", "something for the group then")
    seen = asking.ask("admin@a.example", "which sentences did you not understand?")
    assert seen.action.name == "not_understood"
    assert "group" in seen.reply.plain()
    assert asking.ask("head@a.example", "which sentences did you not understand?").refused


def test_what_is_taught_works_for_the_next_sentence(asking: Asking):
    assert asking.ask("head@a.example", "skoosh my wibble").action.name != "next_visit"
    done = asking.do("admin@a.example", "teach_sentence", words="skoosh my wibble", means="next_visit")
    assert done.outcome == "done"
    assert asking.ask("head@a.example", "skoosh my wibble please").action.name == "next_visit"
    listed = asking.ask("admin@a.example", "what was not understood").reply
    assert isinstance(listed, Card)
    forget = next(button for button in listed.buttons if button.action == "forget_sentence")
    asking.do("admin@a.example", "forget_sentence", **dict(forget.values))
    assert asking.ask("head@a.example", "skoosh my wibble").action.name != "next_visit"


def test_the_button_beside_a_sentence_teaches_it(asking: Asking):
    asking.ask("officer@a.example", "something for the group then")
    listed = asking.ask("admin@a.example", "what was not understood").reply
    assert isinstance(listed, Card)
    button = next(one for one in listed.buttons if one.values.get("sentence"))
    form = asking.do("admin@a.example", button.action, **dict(button.values)).reply
    assert isinstance(form, Form)
    words = next(item.value for item in form.fields if item.name == "words")
    asking.do("admin@a.example", "teach_sentence", words=words, means="visit_list", **dict(form.hidden))
    assert _kept(asking) == []


def test_a_meaning_that_there_is_not_is_said_beside_its_field(asking: Asking):
    again = asking.do("admin@a.example", "teach_sentence", words="skoosh", means="fly_away")
    assert isinstance(again.reply, Form)
    assert any("meanings" in item.error for item in again.reply.fields)


def test_nobody_but_an_administrator_teaches(asking: Asking):
    assert asking.do("officer@a.example", "teach_sentence", words="skoosh", means="help").refused


def test_two_questions_are_both_answered(asking: Asking):
    answered = asking.ask("head@a.example", "What tier are we on, and when is our next visit?")
    assert answered.action.name == "tier_of_school"
    assert [one.action.name for one in answered.also] == ["next_visit"]
    assert "visit" in answered.reply.plain().lower()


def test_the_second_question_is_judged_by_its_own_access(asking: Asking):
    answered = asking.ask("admin@a.example", "Who is the link officer for Kilbrannan Academy, and why is it targeted?")
    assert "New leadership" not in answered.reply.plain()
    assert answered.also[0].refused


def test_a_second_question_that_is_private_keeps_the_whole_out_of_a_channel(asking: Asking):
    words = "Who is the link officer for Kilbrannan Academy, and what tier is Kilbrannan Academy on?"
    answered = asking.ask("officer@a.example", words, channel="officers")
    assert answered.place == "private"


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=200) | st.text(alphabet="🙂👍א\u202e\u200f\x00\x07\n", max_size=300))
def test_any_text_gets_an_answer_and_never_an_error(asking: Asking, words: str):
    if words:
        assert asking.ask("head@a.example", words).outcome != "failed"


def test_a_text_of_ten_thousand_characters_gets_an_answer(asking: Asking):
    for words in ("tier " * 2000, "x" * 10_000, "St Mary's, " * 900, "а́" * 5000, "👍" * 10_000, "1/" * 5000):
        assert asking.ask("head@a.example", words).outcome != "failed"
