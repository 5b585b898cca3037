"""Names of people in a sentence, told apart from the schools and the ordinary words that share theirs."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.understanding.names import KINDS
from handlers.understanding.ordinary import ALSO_NAMES, is_ordinary
from handlers.understanding.phrases import Hit, Token
from handlers.understanding.vocabulary import Vocabulary


def people_in(tokens: Sequence[Token], vocabulary: Vocabulary) -> list[Hit]:
    """The people of the record who are named: by whole name, or by a part that nobody else has."""
    hits = vocabulary.people_phrases.longest_in([token.text for token in tokens])
    return [hit for hit in hits if hit.last - hit.first > 1 or _is_a_person(tokens, hit)]


def _is_a_person(tokens: Sequence[Token], hit: Hit) -> bool:
    """Whether a first name or surname alone is a person: not 'may' or 'mark', and not the start of a school's name."""
    token = tokens[hit.first]
    if not token.capital and (is_ordinary(token.text) or token.text in ALSO_NAMES):
        return False
    after = tokens[hit.last].text if hit.last < len(tokens) else ""
    before = tokens[hit.first - 1].text if hit.first else ""
    return len(token.text) > 2 and after not in KINDS - {"schools"} and before not in ("st", "saint")
