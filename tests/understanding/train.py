"""Train the weights of understanding from the text in the repository: `python -m tests.understanding.train`.

A linear support vector machine with squared loss (scikit-learn's `LinearSVC`) over the features of
`handlers/understanding/features.py`: one line of weights for each intent, which sets it apart from all others by a wide
margin. What weighs next to nothing is left out of the file. The sentences held back for reporting are looked at only to
leave out whatever was written twice. The same text gives the same weights. It takes under a minute and needs the
development packages.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np
from scipy import sparse
from sklearn.svm import LinearSVC

from handlers.understanding.features import features_of
from handlers.understanding.follow_ups import is_offer
from handlers.understanding.reading import read
from handlers.understanding.shown import shown_intent
from handlers.understanding.vocabulary import Vocabulary
from handlers.understanding.weights import Weights
from tests.understanding.authority import demo_vocabulary
from tests.understanding.sentences import Sentence, development, held_back, table_sentences, voices

FILE: Final = Path(__file__).parents[2] / "handlers" / "understanding" / "weights.tsv"
# How dear a sentence on the wrong side of its margin is, beside small weights.
_LOOSENESS: Final = 0.06
# What a margin counts for when likelihoods are told from it, so that what is thought 80% likely is right 8 times in 10.
_SHARPNESS: Final = 4.5
_LEAST_SEEN: Final = 2
_LEAST_WEIGHT: Final = 0.12
_ROUNDS: Final = 2000
_EVERYBODYS: Final = 2
# A development sentence counts twice: it was written in the ways people write, where a voice is often a phrase; and so
# does one of the table, the only one to tell the finer actions.
_COUNTS_TWICE: Final = 2.0
Features = dict[str, float]


def training_text(left_out: frozenset[str] = frozenset()) -> list[Sentence]:
    """Every sentence that may be trained on, compound ones aside; `left_out` names development files not to be used."""
    written = [one for one in development() if one.source not in left_out]
    tables = table_sentences() + table_sentences("sentences_held_back.tsv")
    reported = {_plain(one.words) for one in held_back()}
    return [one for one in (*tables, *voices(), *written) if not one.also and not _is_reported(one, reported)]


def _is_reported(one: Sentence, reported: set[str]) -> bool:
    """Whether somebody else wrote the very same words into the held-back set: then they are not trained on.

    'Yes' and 'good morning' are everybody's.
    """
    return len(one.words.split()) > _EVERYBODYS and _plain(one.words) in reported


def _plain(words: str) -> str:
    return " ".join("".join(letter for letter in words.lower() if letter.isalnum() or letter == " ").split())


def train(sentences: Sequence[Sentence], vocabulary: Vocabulary) -> Weights:
    """The weights of these sentences. What a sentence follows on is judged by weights trained without follow-ups."""
    alone = [one for one in sentences if not one.previous]
    first = _fit(alone, [features_of(read(one.words, vocabulary)) for one in alone])
    return _fit(sentences, [_features(one, first, vocabulary) for one in sentences])


def _features(one: Sentence, first: Weights, vocabulary: Vocabulary) -> Features:
    return features_of(read(one.words, vocabulary), before_of(one.previous, first, vocabulary))


def before_of(previous: str, weights: Weights, vocabulary: Vocabulary) -> str:
    """What the sentence before was about, as the weights see it; 'offer' where Cairn asked for a yes or no."""
    if not previous:
        return ""
    return "offer" if is_offer(previous) else weights.likely(features_of(read(previous, vocabulary)))[0].intent


def _fit(sentences: Sequence[Sentence], found: Sequence[Features]) -> Weights:
    intents = sorted({shown_intent(one.intent) for one in sentences})
    seen = Counter(feature for features in found for feature in features)
    names = sorted(feature for feature, count in seen.items() if count >= _LEAST_SEEN)
    places = {feature: at for at, feature in enumerate(names)}
    wanted = np.array([intents.index(shown_intent(one.intent)) for one in sentences])
    counts = np.array([_COUNTS_TWICE if one.role or one.source.endswith(".tsv") else 1.0 for one in sentences])
    machine = LinearSVC(C=_LOOSENESS, random_state=0, max_iter=_ROUNDS)
    machine.fit(_matrix(found, places), wanted, sample_weight=counts)
    table, bias = _SHARPNESS * _in_full(machine.coef_).T, _SHARPNESS * _in_full(machine.intercept_)
    lines = {name: line for name, row in zip(names, table, strict=True) if (line := _line(row))}
    return Weights(tuple(intents), tuple(round(float(value), 3) for value in bias), lines)


def _matrix(found: Sequence[Features], places: dict[str, int]) -> sparse.csr_matrix:
    cells = [
        (row, places[name], value)
        for row, features in enumerate(found)
        for name, value in features.items()
        if name in places
    ]
    rows, columns, values = zip(*cells, strict=True)
    return sparse.csr_matrix((values, (rows, columns)), shape=(len(found), len(places)))


def _in_full(numbers: np.ndarray) -> np.ndarray:
    """A row for each intent: of two intents alone the machine gives one row, for the second."""
    return np.concatenate([-numbers, numbers]) if len(numbers) == 1 else numbers


def _line(row: np.ndarray) -> str:
    return " ".join(f"{number}:{value:.2f}" for number, value in enumerate(row) if abs(value) >= _LEAST_WEIGHT)


def written(weights: Weights) -> str:
    """The weights as their file holds them."""
    head = ("\t".join(weights.intents), "\t".join(map(str, weights.bias)))
    lines = sorted((f"{name}\t{line}" for name, line in weights.lines.items()), key=_by_its_name)
    return "\n".join((*head, *lines, ""))


def _by_its_name(line: str) -> bytes:
    """The order in which `SortedLines` looks a feature up."""
    return line.partition("\t")[0].encode()


def main() -> None:
    sentences = training_text()
    text = written(train(sentences, demo_vocabulary()))
    FILE.write_text(text, encoding="utf-8")
    print(f"{len(sentences):,} sentences; {len(text.splitlines()) - 2:,} features, {len(text) // 1024:,} kB.")


if __name__ == "__main__":
    main()
