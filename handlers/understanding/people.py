"""Names of people in a sentence, told apart from the schools and the ordinary words that share theirs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from handlers.understanding.names import KINDS
from handlers.understanding.ordinary import ALSO_NAMES, FIRST_NAMES, is_ordinary
from handlers.understanding.phrases import Hit, Token
from handlers.understanding.vocabulary import Vocabulary

_TITLES: Final = frozenset({"mr", "mrs", "ms", "miss", "dr"})


def people_in(tokens: Sequence[Token], vocabulary: Vocabulary) -> list[Hit]:
    """The people of the record who are named: by whole name, or by a part that nobody else has."""
    hits = vocabulary.people_phrases.longest_in([token.text for token in tokens])
    hits = [hit for hit in hits if hit.last - hit.first > 1 or _is_a_person(tokens, hit)]
    others = [hit for hit in hits if not _introduces(tokens, hit)]
    return others or hits


def _is_a_person(tokens: Sequence[Token], hit: Hit) -> bool:
    """Whether a first name or surname alone is a person: not 'may' or 'mark', and not the start of a school's name."""
    token = tokens[hit.first]
    if not token.capital and (is_ordinary(token.text) or token.text in ALSO_NAMES - FIRST_NAMES):
        return False
    if _is_somebody_elses(tokens, hit):
        return False
    after = tokens[hit.last].text if hit.last < len(tokens) else ""
    before = tokens[hit.first - 1].text if hit.first else ""
    return len(token.text) > 2 and after not in KINDS - {"schools"} and before not in ("st", "saint")


def _is_somebody_elses(tokens: Sequence[Token], hit: Hit) -> bool:
    """Whether the one name stands in another person's: 'Rhona Kilpatrick' is no Rhona of the record."""
    token, before = tokens[hit.first], tokens[hit.first - 1] if hit.first else None
    after = tokens[hit.last] if hit.last < len(tokens) else None
    named = token.text in FIRST_NAMES or (before is not None and before.text in FIRST_NAMES and before.capital)
    if after is not None and token.capital and after.capital and _may_be_a_surname(after) and token.text in FIRST_NAMES:
        return True
    return named and before is not None and before.capital and before.text in FIRST_NAMES and token.capital


def _may_be_a_surname(token: Token) -> bool:
    return token.text.isalpha() and not is_ordinary(token.text) and token.text not in KINDS and len(token.text) > 2


def _introduces(tokens: Sequence[Token], hit: Hit) -> bool:
    """'Dorota here.': who writes, not who is spoken of."""
    after = tokens[hit.last].text if hit.last < len(tokens) else ""
    return not hit.first and after in ("here", "again")


def stranger_in(tokens: Sequence[Token], vocabulary: Vocabulary) -> tuple[int, int] | None:
    """Where a person is named who is not on record: 'Mrs Buie', 'Rhona Kilpatrick'; None where nobody is."""
    for at, token in enumerate(tokens[:-1]):
        after = tokens[at + 1]
        if not after.capital or not _may_be_a_surname(after) or (at and tokens[at - 1].text in ("st", "saint")):
            continue
        follower = tokens[at + 2].text if at + 2 < len(tokens) else ""
        if follower in KINDS - {"schools"}:
            continue
        if token.text in _TITLES or (
            token.text in FIRST_NAMES and token.capital and not _is_a_schools(at, vocabulary, tokens)
        ):
            return at, at + 2
    return None


def _is_a_schools(at: int, vocabulary: Vocabulary, tokens: Sequence[Token]) -> bool:
    """Whether both words stand in schools' names ('Torran Bay'), or the first is what to do: 'Mark Fearnbrae'."""
    named = vocabulary.schools.knows(tokens[at + 1].text)
    return named and (vocabulary.schools.knows(tokens[at].text) or not at or is_ordinary(tokens[at].text))
