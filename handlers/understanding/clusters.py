"""Names of clusters in a sentence, told apart from the schools that share their words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from handlers.understanding.names import KINDS, LEVELS, LIGHT, SAINT
from handlers.understanding.ordinary import is_ordinary
from handlers.understanding.phrases import Hit, Token
from handlers.understanding.vocabulary import Vocabulary

# After a name these say that it is a cluster's, whatever else bears it.
CLUSTER_NOUNS: Final = frozenset({"cluster", "clusters", "asg", "asgs"})
_PAIRED_NOUNS: Final = frozenset({
    ("learning", "community"), ("learning", "communities"), ("family", "group"), ("family", "groups"),
    ("school", "group"), ("schools", "group"), ("associated", "school"), ("associated", "schools"),
    ("cluster", "group"), ("learning", "partnership"),
})  # fmt: skip
# After a name these say that several schools are meant, so that it is a place.
_SEVERAL: Final = frozenset({
    "schools", "primaries", "secondaries", "nurseries", "heads", "headteachers", "hts", "heidies", "area", "patch",
    "way", "ones", "lot", "side",
})  # fmt: skip
# "Sulasay's tiers", 'the Sulasay four'.
_PLURAL: Final = frozenset({"tiers", "bands", "isles", "mentors", "mentees", "pairs", "pairings", "reviews"})
_NUMBERS: Final = frozenset({"two", "three", "four", "five", "six", "seven", "eight"})
_PEOPLE: Final = frozenset({"folk", "colleagues", "people"})
_LEADS: Final = frozenset({"in", "across", "within", "throughout", "around", "over", "from", "for", "to", "does", "on"})
_AROUND: Final = frozenset({"across", "throughout", "around", "round", "within"})
_SINGLE_SCHOOL: Final = (
    frozenset({"school", "primary", "academy", "high", "nursery", "ps", "hs", "acad"}) | LEVELS.keys()
)
_EVERY: Final = frozenset({"every", "each", "any", "all"})
# 'Schools over in Sulasay', 'any heads on Ronsaig': what stands there is spoken of, not one school.
_STANDING_THERE: Final = frozenset({
    "schools", "primaries", "secondaries", "nurseries", "heads", "headteachers", "ones", "anyone", "anybody",
    "anything", "someone", "somebody", "everyone", "everybody", "those", "folk", "officers", "teachers", "colleagues",
    "pairs", "visits", "trips", "reviews", "plans", "over", "out", "based", "up", "down",
})  # fmt: skip
# 'I'm on Ronsaig that day': an island is stood on.
_BEING_THERE: Final = frozenset({
    "i", "am", "be", "were", "we", "into", "been", "being", "and", "or", "but", "just", "only", "already", "still",
    "staying", "working",
})  # fmt: skip
_NOT_BEFORE_IN: Final = frozenset({"one", "yin", "here", "head", "in", "unit", "centre", "gaelic"})
_ISLANDS: Final = frozenset({"isle", "island"})
_COVERS: Final = frozenset({"covers", "covering", "cover"})
_ASKS_WHO: Final = frozenset({"who", "officer", "whoever", "which", "somebody", "anyone"})


def clusters_in(tokens: Sequence[Token], vocabulary: Vocabulary, about_many: bool) -> list[Hit]:
    """The clusters that are named as such: 'the Dunfearn cluster', 'schools in Dunfearn', not 'Dunfearn High'.

    `about_many`: the sentence speaks of several schools or officers, so that two names side by side are clusters.
    """
    hits = vocabulary.cluster_phrases.longest_in([token.text for token in tokens])
    bare = [hit for hit in hits if not _is_a_school(tokens, hit)]
    if about_many and len({hit.key for hit in bare}) > 1:
        return bare
    named = [hit for hit in bare if _is_a_cluster(tokens, hit, vocabulary, about_many)]
    # 'The Torran cluster, Port Torran I should say': of a cluster it is that the sentence speaks.
    return named or (bare if unnamed_clusters(tokens, hits) else [])


def unnamed_clusters(tokens: Sequence[Token], known: Sequence[Hit]) -> set[int]:
    """The places of names that a cluster's noun follows, or that several schools bear, though none is on record."""
    on_record = {at for hit in known for at in range(hit.first, hit.last)}
    places: set[int] = set()
    for at, token in enumerate(tokens):
        if _is_a_clusters_noun(tokens, at) or (_means_several(tokens, at) and not token.capital):
            first = _start_of_name(tokens, at)
            places |= set(range(first, at)) - on_record if on_record.isdisjoint(range(first, at)) else set()
    return places


def _is_a_clusters_noun(tokens: Sequence[Token], at: int) -> bool:
    after = tokens[at + 1].text if at + 1 < len(tokens) else ""
    return tokens[at].text in CLUSTER_NOUNS or (tokens[at].text, after) in _PAIRED_NOUNS


def _means_several(tokens: Sequence[Token], at: int) -> bool:
    return tokens[at].text in ("schools", "primaries", "secondaries", "nurseries")


def _start_of_name(tokens: Sequence[Token], end: int) -> int:
    """Where the run of a name's own words before `end` begins; `end` where there is none."""
    first = end
    while first and _may_be_of_a_name(tokens, first - 1, end):
        first -= 1
    while first < end and tokens[first].text in LIGHT:
        first += 1
    return first


def _may_be_of_a_name(tokens: Sequence[Token], at: int, end: int) -> bool:
    token = tokens[at]
    if token.text in KINDS or token.text in (SAINT, "saint") or (token.text == "of" and at + 1 < end):
        return True
    if token.text in LIGHT:
        return False
    return not is_ordinary(token.text) or (token.capital and at > 0)


def _is_a_school(tokens: Sequence[Token], hit: Hit) -> bool:
    """Whether a type word for one school follows: 'Dunfearn High', but not 'every Dunfearn school'."""
    after = tokens[hit.last].text if hit.last < len(tokens) else ""
    before = tokens[hit.first - 1].text if hit.first else ""
    if before in _EVERY and after in ("school", "primary", "secondary", "nursery"):
        return False
    if (after, tokens[hit.last + 1].text if hit.last + 1 < len(tokens) else "") in _PAIRED_NOUNS:
        return False
    return after in _SINGLE_SCHOOL


def _is_a_cluster(tokens: Sequence[Token], hit: Hit, vocabulary: Vocabulary, about_many: bool) -> bool:
    before = tokens[hit.first - 1].text if hit.first else ""
    earlier = tokens[hit.first - 2].text if hit.first > 1 else ""
    if _is_called_one(tokens, hit, about_many) or _is_a_place(tokens, hit, before):
        return True
    if _names_a_school(tokens, hit):
        return False
    if before == "in":
        # 'St Donnan's in Kilbrannan' and 'the primary in Kilbrannan' are schools there.
        if earlier == "school" and not _EVERY.isdisjoint(
            token.text for token in tokens[max(hit.first - 6, 0) : hit.first]
        ):
            return True
        single = earlier in _SINGLE_SCHOOL | _NOT_BEFORE_IN or vocabulary.schools.knows(earlier)
        return not single or earlier in _STANDING_THERE
    if before == "on":
        return earlier in _STANDING_THERE | _BEING_THERE
    return about_many and before in _LEADS and earlier in _STANDING_THERE


def _is_called_one(tokens: Sequence[Token], hit: Hit, about_many: bool) -> bool:
    """Whether the word for a cluster, or for several schools, stands beside the name."""
    before = tokens[hit.first - 1].text if hit.first else ""
    earlier = tokens[hit.first - 2].text if hit.first > 1 else ""
    after = tokens[hit.last].text if hit.last < len(tokens) else ""
    if after and (_is_a_clusters_noun(tokens, hit.last) or after in _SEVERAL or (about_many and after in _PEOPLE)):
        return True
    if after in _PLURAL or (after in _NUMBERS and before == "the") or _and_round_about(tokens, hit.last):
        return True
    return before in CLUSTER_NOUNS or (earlier in CLUSTER_NOUNS and before in ("of", "in", "for"))


def _and_round_about(tokens: Sequence[Token], at: int) -> bool:
    return [token.text for token in tokens[at : at + 3]] in (["and", "round", "about"], ["and", "around", "about"])


def _is_a_place(tokens: Sequence[Token], hit: Hit, before: str) -> bool:
    """'Across Dunfearn', 'every Dunfearn school', 'the Isle of Ronsaig', 'who covers Dunfearn'."""
    if _names_a_school(tokens, hit):
        return False
    if before in _COVERS:
        return not _ASKS_WHO.isdisjoint(token.text for token in tokens[: hit.first])
    return before in _AROUND | _EVERY or tokens[hit.first].text in _ISLANDS


def _names_a_school(tokens: Sequence[Token], hit: Hit) -> bool:
    """Whether the cluster is called by a whole school's name: 'Dunfearn High School' alone is that school."""
    return any(token.text in KINDS for token in tokens[hit.first : hit.last])
