"""The sentences of other authors, understood by the weights that are shipped."""

from __future__ import annotations

from collections import Counter

import pytest

from handlers.understanding.shown import SHOWN_AS
from handlers.understanding.weights import shipped_weights
from tests.understanding.authority import demo_vocabulary
from tests.understanding.measure import Measured, measure
from tests.understanding.sentences import development, held_back, voices
from tests.understanding.train import train, training_text, written

# What was reached on sentences that nothing was tuned on, less a little.
INTENTS_RIGHT = 0.945
ENTITIES_RIGHT = 0.935


@pytest.fixture(scope="module")
def reported() -> Measured:
    return measure(held_back())


def test_most_sentences_held_back_are_understood(reported: Measured):
    assert reported.intents >= INTENTS_RIGHT


def test_most_of_what_they_name_is_found(reported: Measured):
    assert reported.entities() >= ENTITIES_RIGHT


def test_hardly_a_question_is_needless(reported: Measured):
    assert reported.needless <= 0.03 * reported.sentences


def test_the_sets_hold_every_public_intent_and_enough_of_each():
    public = {one.intent for one in held_back()}
    counts = Counter(one.intent for one in development())
    assert len(development()) >= 400
    assert len(held_back()) >= 200
    assert public <= set(shipped_weights().intents)
    assert min(counts[intent] for intent in public) >= 10


def test_no_sentence_held_back_is_trained_on():
    trained = {one.words.lower().strip(" .?!") for one in training_text() if len(one.words.split()) > 2}
    assert not [one.words for one in held_back() if one.words.lower().strip(" .?!") in trained]


def test_finer_actions_are_shown_under_intents_that_the_weights_know():
    assert set(SHOWN_AS.values()) <= set(shipped_weights().intents)
    assert not set(SHOWN_AS) & set(shipped_weights().intents)


def test_training_is_repeatable_and_readable():
    few = [one for one in voices() if one.intent in ("confirm", "decline")]
    text = written(train(few, demo_vocabulary()))
    assert text == written(train(few, demo_vocabulary()))
    assert "word:no\t" in text
