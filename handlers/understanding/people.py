"""Names of people and clusters in a sentence, told apart from the schools that share their words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from handlers.understanding.names import KINDS, LEVELS
from handlers.understanding.ordinary import ALSO_NAMES, is_ordinary
from handlers.understanding.phrases import Hit, Token
from handlers.understanding.vocabulary import Vocabulary

_CLUSTER_WORDS: Final = frozenset(
    {
        "cluster",
        "clusters",
        "asg",
        "schools",
        "primaries",
        "secondaries",
        "nurseries",
        "heads",
        "headteachers",
        "hts",
        "area",
        "patch",
        "way",
        "ones",
        "lot",
        "side",
    }
)
_GROUPS: Final = (("learning", "community"), ("family", "group"), ("school", "group"), ("associated", "school"))
_LEADS: Final = frozenset({"in", "across", "within", "throughout", "around", "over", "from", "for", "to", "does", "on"})
_AROUND: Final = frozenset({"across", "throughout", "around", "round", "within"})
_SINGLE_SCHOOL: Final = (
    frozenset({"school", "primary", "academy", "high", "nursery", "ps", "hs", "acad"}) | LEVELS.keys()
)


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


def clusters_in(tokens: Sequence[Token], vocabulary: Vocabulary, about_many: bool) -> list[Hit]:
    """The clusters that are named as such: 'the Dunfearn cluster', 'schools in Dunfearn', not 'Dunfearn High'.

    `about_many`: the sentence speaks of several schools or officers, so that two names side by side are clusters.
    """
    hits = vocabulary.cluster_phrases.longest_in([token.text for token in tokens])
    bare = [hit for hit in hits if not _is_a_school(tokens, hit)]
    if about_many and len({hit.key for hit in bare}) > 1:
        return bare
    return [hit for hit in bare if _is_a_cluster(tokens, hit, about_many)]


def _is_a_school(tokens: Sequence[Token], hit: Hit) -> bool:
    """Whether a type word for one school follows: 'Dunfearn High'."""
    after = tokens[hit.last].text if hit.last < len(tokens) else ""
    return after in _SINGLE_SCHOOL


def _is_a_cluster(tokens: Sequence[Token], hit: Hit, about_many: bool) -> bool:
    before = tokens[hit.first - 1].text if hit.first else ""
    earlier = tokens[hit.first - 2].text if hit.first > 1 else ""
    after = [token.text for token in tokens[hit.last : hit.last + 2]]
    if after[:1] and (after[0] in _CLUSTER_WORDS or tuple(after) in _GROUPS):
        return True
    if before in _AROUND:
        return True
    if before in ("cluster", "asg") or (earlier == "cluster" and before in ("of", "in", "for")):
        return True
    if before in ("in", "on"):
        # 'St Donnan's in Kilbrannan' and 'the primary in Kilbrannan' are schools there.
        return is_ordinary(earlier) and earlier not in _SINGLE_SCHOOL and earlier not in ("one", "here", "head")
    return about_many and before in _LEADS
