"""One sentence as Cairn reads it: its words, slips of the keyboard mended, and the concepts they speak of."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache, partial
from typing import Final

from rapidfuzz.distance import OSA

from handlers.understanding.clusters import clusters_in
from handlers.understanding.concepts import CONCEPTS, OURSELVES, SECTORS
from handlers.understanding.evidence import UNIONS
from handlers.understanding.look_alikes import look_alikes
from handlers.understanding.name_shape import KIND_WORDS, name_in
from handlers.understanding.names import LIGHT
from handlers.understanding.ordinary import is_ordinary
from handlers.understanding.people import people_in
from handlers.understanding.phrases import Hit, Phrases, Token, root, spellings_of, tokens_of
from handlers.understanding.spelling import Vocabulary as Spellings
from handlers.understanding.vocabulary import Vocabulary

# What is looked at of one message; nobody asks for longer, and whatever stands beyond cannot slow an answer down.
READ_AT_MOST: Final = 600
_MENDED_AT_MOST: Final = 24
_SHORTEST_MENDED: Final = 4
_SHORT_WORD: Final = 5
_TWO_SLIPS_FROM: Final = 9
_DAYS: Final = (
    "monday; tuesday; wednesday; thursday; friday; saturday; sunday; mon; tue; tues; wed; weds; thu; thur; thurs; fri;"
    "january; february; march; april; june; july; august; september; october; november; december; in may; of may;"
    "jan; feb; mar; apr; jun; jul; aug; sep; sept; oct; nov; dec; tomorrow; tomorrows; todays; the morn; today;"
    "yesterday; the day;fortnight; christmas; easter"
)
_PERIODS: Final = (
    "next week; next month; next term; next year; next session; this week; this month; this term; this year;"
    "this session; last week; last month; last term; the week after; week beginning; next fortnight; week; weeks;"
    "weekend; half term"
)
_DAY_NUMBER: Final = re.compile(r"\d{1,2}(?:st|nd|rd|th)|\d{1,2}[.:]\d\d(?:am|pm)?|\d{1,2}(?:am|pm)")
_INDICATOR: Final = re.compile(r"[123]\.\d")
_ABOUT_MANY: Final = frozenset({"schools", "several", "officers", "list", "who", "visits", "how many"})
_NAME_ASKED: Final = (
    "what which is does do qi hgios hgios4 number no quality indicator mean means called name of the stand for about"
    " again please remind me in whats explain tell"
)
_ASKS_A_NAME: Final = frozenset(_NAME_ASKED.split())
_FILLERS: Final = frozenset({
    "please", "then", "that", "the", "it", "to", "you", "pal", "mate", "me", "for", "is", "thats", "fine", "now",
    "just", "so", "very", "much", "and",
})  # fmt: skip


@dataclass(frozen=True)
class Reading:
    """A sentence read: who and what of the authority's own words stands in it, by their keys.

    `mended`: slips put right, as (typed, meant). `name`: the tokens (the last left out) that may name a school, by
    shape alone: whether such a school exists plays no part.
    """

    words: str
    tokens: tuple[Token, ...]
    mended: tuple[tuple[str, str], ...]
    concepts: frozenset[str]
    name: tuple[int, int] | None
    people: tuple[Hit, ...]
    clusters: tuple[Hit, ...]
    tiers: tuple[Hit, ...]
    visit_types: tuple[Hit, ...]
    themes: tuple[Hit, ...]

    @property
    def texts(self) -> list[str]:
        return [token.text for token in self.tokens]

    def without(self, hits: Iterable[Hit]) -> str:
        """The words with these blanked out, every other place kept."""
        words = self.words
        for hit in hits:
            start, end = self.tokens[hit.first].start, self.tokens[hit.last - 1].end
            words = words[:start] + " " * (end - start) + words[end:]
        return words


def phrases_of(table: dict[str, str]) -> Phrases:
    """The phrases of a table whose lines are separated by semicolons."""
    return Phrases(
        (key, words) for key, line in table.items() for part in line.split(";") for words in spellings_of(part)
    )


_SEVERAL: Final = (
    "primaries; secondaries; nurseries; academies; early years centres; special schools; high schools; primary schools;"
    "secondary schools"
)
_ALL: Final = CONCEPTS | {"ourselves": OURSELVES, "date": _DAYS, "period": _PERIODS, "several": _SEVERAL}
_SPELLED: Final = tuple(
    (key, words) for key, line in _ALL.items() for part in line.split(";") for words in spellings_of(part)
)
_CONCEPT_PHRASES: Final = Phrases(_SPELLED)
# Phrases of several words are found in any inflection: 'keeping an eye' as 'keep an eye'.
_IDIOMS: Final = Phrases((key, tuple(map(root, words))) for key, words in _SPELLED if len(words) > 1)
KNOWN_WORDS: Final = _CONCEPT_PHRASES.words() | phrases_of(SECTORS).words()
# Concepts in whose words a slip of the keyboard is mended.
_OF_THE_TRADE: Final = (
    "tier; visit; book; move; cancel; wrote; note; wrong; plan; goal; review; late; mentor; practice; share; contact;"
    "officer; balance; profile; figures; risk; schools; messages; thanks; date; why; decided; past; next;"
    "update; several; help; agree; whole"
)
_ALSO_MENDED: Final = (
    "targeted universal intensive enhanced cluster headteacher officer when what which action school support"
)


@cache
def _spellings() -> Spellings:
    """Made for the first word that may be a slip: many sentences hold none."""
    return Spellings(
        phrase.strip()
        for concept in _OF_THE_TRADE.split(";")
        for phrase in (*_ALL[concept.strip()].split(";"), *_ALSO_MENDED.split())
        if len(phrase.strip()) >= _SHORTEST_MENDED and " " not in phrase.strip()
    )


def read(words: str, vocabulary: Vocabulary) -> Reading:
    """What a sentence (its first 600 characters) speaks of."""
    return _reader(vocabulary)(words[:READ_AT_MOST])


# The sentence before is read again with the next one of the same conversation.
@lru_cache(maxsize=4)
def _reader(vocabulary: Vocabulary) -> Callable[[str], Reading]:
    return lru_cache(maxsize=256)(partial(_read, vocabulary))


def _read(vocabulary: Vocabulary, seen: str) -> Reading:
    tokens, mended = _mended(tokens_of(seen), _own_words(vocabulary))
    texts = [token.text for token in tokens]
    people = people_in(tokens, vocabulary)
    named = bool(vocabulary.cluster_phrases.longest_in(texts))
    clusters = clusters_in(tokens, vocabulary, bool(_concepts(texts) & _ABOUT_MANY)) if named else []
    tiers = [hit for hit in vocabulary.tier_phrases.longest_in(texts) if not _ends_a_name(tokens, hit)]
    said = [hit for hit in vocabulary.theme_phrases.longest_in(texts) if _is_said_of_schools(tokens, hit)]
    taken = {at for hit in (*people, *clusters, *tiers, *said) for at in range(hit.first, hit.last)}
    name = name_in(tokens, taken, _not_names(vocabulary))
    masked = _masked(tokens, name)
    concepts = _concepts(masked)
    kinds = [hit for hit in vocabulary.visit_type_phrases.longest_in(masked) if _is_visit_type(masked, hit)]
    themes = vocabulary.theme_phrases.longest_in(masked)
    found = {"tier name": tiers, "theme": themes, "somebody": people, "cluster": clusters, "visit": kinds, "name": name}
    concepts |= {concept for concept, hits in found.items() if hits}
    concepts |= _more(tokens, name, concepts)
    hits = map(tuple[Hit, ...], (people, clusters, tiers, kinds, themes))
    return Reading(seen, tuple(tokens), mended, _united(concepts), name, *hits)


def _ends_a_name(tokens: Sequence[Token], hit: Hit) -> bool:
    """Whether a tier's words begin with the type word of a name: "Ronsaig High's support" is no high support."""
    first = tokens[hit.first]
    return first.text in KIND_WORDS and first.capital and hit.first > 0 and tokens[hit.first - 1].capital


def _is_said_of_schools(tokens: Sequence[Token], hit: Hit) -> bool:
    """Whether a theme's own words hold 'school' ('forest schools', 'rights respecting schools'), and name none."""
    words = tokens[hit.first : hit.last]
    return len(words) > 1 and words[-1].text in ("school", "schools") and not words[-1].capital


def _masked(tokens: Sequence[Token], name: tuple[int, int] | None) -> list[str]:
    """The words, but for a whole name with its type word: in a name 'Nursery' is no theme."""
    whole = range(*name) if name and any(token.text in KIND_WORDS for token in tokens[name[0] : name[1]]) else range(0)
    return ["" if at in whole else token.text for at, token in enumerate(tokens)]


# One authority's vocabulary is kept for a day or so; a few at once only in tests.
@lru_cache(maxsize=4)
def _not_names(vocabulary: Vocabulary) -> frozenset[str]:
    # Of the themes only words that are one by themselves: their longer phrases hold half of everyday speech, and with
    # it words that are schools' names too.
    return KNOWN_WORDS | vocabulary.theme_phrases.lone_words()


@lru_cache(maxsize=4)
def _own_words(vocabulary: Vocabulary) -> frozenset[str]:
    own = (vocabulary.tier_phrases, vocabulary.theme_phrases, vocabulary.cluster_phrases, vocabulary.people_phrases)
    return frozenset().union(*(phrases.words() for phrases in own))


def _mended(tokens: list[Token], own: frozenset[str]) -> tuple[list[Token], tuple[tuple[str, str], ...]]:
    """The tokens with slips in words of the trade put right, and what was put right (typed, meant)."""
    shouted = all(token.capital for token in tokens)
    mended: list[tuple[str, str]] = []
    result = list(tokens)
    for at, token in enumerate(tokens[: _MENDED_AT_MOST * 4]):
        named = token.capital and at > 0 and not shouted
        if (
            len(mended) < _MENDED_AT_MOST
            and not named
            and _may_be_a_slip(token.text, own)
            and not _before_a_kind(tokens, at)
        ):
            meant = _mend(token.text)
            if meant:
                mended.append((token.text, meant))
                result[at] = token._replace(text=meant)
    return result, tuple(mended)


def _may_be_a_slip(word: str, own: frozenset[str]) -> bool:
    return (
        len(word) >= _SHORTEST_MENDED
        and word.isalpha()
        and word not in KNOWN_WORDS
        and word not in own
        and not is_ordinary(word)
        and word not in KIND_WORDS
        and word not in look_alikes()
    )


def _before_a_kind(tokens: Sequence[Token], at: int) -> bool:
    """Whether a type word follows: 'Plean Primary' is a name, whatever word of the trade it looks like."""
    return at + 1 < len(tokens) and tokens[at + 1].text in KIND_WORDS - {"schools"}


@lru_cache(maxsize=4096)
def _kept_mend(word: str) -> str:
    near = [spelling for spelling in _spellings().spellings(word) if _is_a_slip(word, spelling.word)]
    return near[0].word if near else ""


def _is_a_slip(word: str, meant: str) -> bool:
    """Whether one may be typed for the other: the first letter is right, and only a long word has two slips.

    In a short word only a letter too many, too few or out of place: 'lost' is no slip for 'last'.
    """
    if word[0] != meant[0] or (len(word) < _TWO_SLIPS_FROM and OSA.distance(word, meant) > 1):
        return False
    return len(word) > _SHORT_WORD or len(word) != len(meant) or sorted(word) == sorted(meant)


def _mend(word: str) -> str:
    return _kept_mend(word) if len(word) <= 20 else ""


def _is_visit_type(texts: Sequence[str], hit: Hit) -> bool:
    """'V2', 'first visit' and 'attainment visit' are kinds of visit; 'attainment' or 'other' alone is not."""
    phrase = texts[hit.first : hit.last]
    after = texts[hit.last] if hit.last < len(texts) else ""
    return "visit" in phrase or any(char.isdigit() for char in phrase[0]) or after in ("visit", "visits")


def _concepts(texts: Sequence[str]) -> set[str]:
    hits = [*_CONCEPT_PHRASES.all_in(texts), *_IDIOMS.all_in([root(text) for text in texts])]
    # 'next week' says nothing about the next visit, and 'coming along' nothing about a visitor.
    within = {
        at for hit in hits if hit.key in ("period", "going") and _is_long(hit) for at in range(hit.first, hit.last)
    }
    return {hit.key for hit in hits if _is_long(hit) or hit.key not in ("next", "visitor") or hit.first not in within}


def _is_long(hit: Hit) -> bool:
    return hit.last - hit.first > 1


def _more(tokens: Sequence[Token], name: tuple[int, int] | None, concepts: set[str]) -> set[str]:
    more: set[str] = set()
    if any(_DAY_NUMBER.fullmatch(token.text) for token in tokens):
        more.add("date")
    if any(_INDICATOR.fullmatch(token.text) for token in tokens):
        more.add("qi")
    if "qi" in more and all(token.text in _ASKS_A_NAME or _INDICATOR.fullmatch(token.text) for token in tokens):
        more |= {"asks the name"} if len(tokens) > 2 else set()
    if name and name[1] - name[0] >= len([token for token in tokens if token.text not in LIGHT | {"please", "school"}]):
        more |= {"bare"} if tokens[name[0]].capital or tokens[name[1] - 1].text in KIND_WORDS else set()
    return more | _plain_answer(tokens, concepts)


def _plain_answer(tokens: Sequence[Token], concepts: set[str]) -> set[str]:
    """'only yes' or 'only no' for a sentence that says nothing more."""
    if not concepts & {"yes", "no"}:
        return set()
    texts = [token.text for token in tokens]
    hits = [hit for hit in _CONCEPT_PHRASES.all_in(texts) if hit.key in ("yes", "no", "thanks", "hello")]
    covered = {at for hit in hits for at in range(hit.first, hit.last)}
    rest = [text for at, text in enumerate(texts) if at not in covered and text not in _FILLERS]
    if rest:
        return set()
    answers = [hit for hit in hits if hit.key in ("yes", "no")]
    # 'Please don't' asks kindly, and is a no.
    firm = [hit for hit in answers if texts[hit.first : hit.last] != ["please"]] or answers
    first = min(firm, key=lambda hit: (hit.first, -hit.last))
    weak = texts[first.first] in ("ok", "okay", "done", "fine", "sounds") and "thanks" in concepts
    # 'Ye' is a yes at the start alone: 'guid mornin tae ye' is none.
    weak = weak or (texts[first.first] == "ye" and first.first > 0)
    return set() if weak else {f"only {first.key}"}


def _united(concepts: set[str]) -> frozenset[str]:
    return frozenset(concepts | {union for union, parts in UNIONS.items() if concepts.intersection(parts)})
