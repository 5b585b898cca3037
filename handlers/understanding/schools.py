"""Which of an authority's schools a person named, in a bare name or inside a sentence; never a guess.

Three outcomes: one clear match (`certain`), one or several that fit and must be asked about (`matches`), or none near
enough (`nearest`, for a suggestion). A word typed that a school does not have stops certainty.
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import pairwise
from typing import Final

from rapidfuzz import fuzz, process

from handlers.understanding.found import ASIDE_OF, MOST_MATCHES, Found, Match, NamedSchool, combined
from handlers.understanding.mentions import NAME, UNKNOWN, Mention, mentions_in, names_apart, parted_by_place
from handlers.understanding.names import KINDS, Form, Word, forms_of, words_of
from handlers.understanding.official import OfficialNames
from handlers.understanding.places import Places
from handlers.understanding.ranking import Fit, choose, fit_of, rank
from handlers.understanding.spelling import Vocabulary
from handlers.understanding.traits import traits_of

__all__ = ["MOST_MATCHES", "Found", "Match", "NamedSchool", "SchoolIndex"]

_RERANKED: Final = 12
_READ_AT_MOST: Final = 2_000
_SUGGEST_FROM: Final = 60


class SchoolIndex:
    """The names of one authority's schools, ready to be found. Never changes; build a new one when names change."""

    def __init__(self, schools: Iterable[NamedSchool]) -> None:
        self._schools = tuple(schools)
        self._traits = [traits_of(one.name, one.aliases, one.sector, one.denomination) for one in self._schools]
        self._forms: list[Form] = []
        for at, school in enumerate(self._schools):
            self._forms += forms_of(at, (school.name, *school.aliases), school.town)
        self.places = Places(self._schools, self._forms, self._traits)
        self._kinds_only = [form for form in self._forms if KINDS.issuperset(form.required)]
        self._postings = _postings(self._forms)
        self._weights = _weights(self._forms, len(self._schools))
        saints = {form.required[0] for form in self._forms if form.saint}
        self._vocabulary = Vocabulary(self._postings, saints)
        self._neighbours = frozenset(pair for form in self._forms for pair in pairwise(form.required))
        self._cores = [" ".join(form.required) for form in self._forms]
        # A whole name typed just as it is stored is that school's, whoever has a name near it.
        self._by_name: dict[tuple[str, ...], list[int]] = {}
        for at, school in enumerate(self._schools):
            self._by_name.setdefault(tuple(word.text for word in words_of(school.name)), []).append(at)
        self._by_plain = _plain_names(self._schools)
        named = ((at, (one.name, *one.aliases)) for at, one in enumerate(self._schools))
        self._official = OfficialNames(named, lambda at, faith: self._traits[at].may_be_of(faith))
        for one in self._schools:
            self._official.keep_typed(one.name)

    def knows(self, word: str) -> bool:
        """Whether a word (in its plain spelling) stands in some school's name."""
        return word in self._vocabulary

    def goes_on(self, word: str, follower: str) -> bool:
        """Whether these two words stand side by side in some school's name."""
        return (word, follower) in self._neighbours

    def by_initials(self, letters: str) -> tuple[Match, ...]:
        """The schools whose whole name begins its words with these letters; none where that fits too many to ask."""
        named = self._by_initials.get(letters, [])
        return tuple(Match(self._schools[at], 1.0) for at in named) if len(named) <= MOST_MATCHES else ()

    @cached_property
    def _by_initials(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for at, school in enumerate(self._schools):
            found.setdefault(_initials(school.name), []).append(at)
        return found

    def whole_names(self, words: str) -> list[tuple[int, int]]:
        """Where whole names with a type word stand in a sentence: (first letter, the one after the last)."""
        read = words[:_READ_AT_MOST]
        plain = words_of(read)
        return [(plain[first].start, plain[last - 1].end) for first, last, _ in self._official.within(plain, read)]

    def find(self, words: str, within: Collection[int] | None = None) -> Found:
        """Which school `words` (a name or a sentence; its first 2,000 characters) name.

        `within`: only schools with these ids are considered. Names of others are still known as such, so that a
        school outside is never taken for one inside.
        """
        read = words[:_READ_AT_MOST]
        kept = self._official.as_typed(read.casefold())
        if kept and (within is None or all(self._schools[at].id in within for at in kept)):
            return self._all_of(kept, read)
        plain = words_of(read)
        whole = self._whole(self._official.named(plain), plain, read, within)
        if whole is not None:
            return whole
        found = list(self._in_sentence(plain, read, within))
        return combined([one for one in found if one.mention]) or Found()

    def _in_sentence(self, plain: Sequence[Word], words: str, within: Collection[int] | None) -> Iterator[Found]:
        """What each part of a sentence names: whole names as they stand, and the mentions between them."""
        start = 0
        for first, last, named in self._official.within(plain, words):
            whole = self._whole(named, plain[first:last], words, within)
            if whole is not None:
                yield from self._mentioned(plain[start:first], words, within, whole=False)
                yield whole
                start = last
        yield from self._mentioned(plain[start:], words, within, whole=start == 0)

    def _mentioned(
        self, plain: Sequence[Word], words: str, within: Collection[int] | None, whole: bool
    ) -> Iterator[Found]:
        for mention in mentions_in(plain, self._vocabulary, self._neighbours, words):
            found = self._resolve(mention if whole else replace(mention, bare=False), words, within)
            yield from [found] if found.certain else self._apart(mention, words, within) or [found]

    def _apart(self, mention: Mention, words: str, within: Collection[int] | None) -> list[Found]:
        """'Quarrelbrae, Drumskail': two whole names side by side, where each by itself is clear."""
        there = self._in_its_place(mention, words, within)
        if there is not None:
            return [there]
        groups = list(names_apart(mention, words))
        found = [self._resolve(group, words, within) for group in groups] if len(groups) > 1 else []
        return found if all(one.certain for one in found) else []

    def _in_its_place(self, mention: Mention, words: str, within: Collection[int] | None) -> Found | None:
        """'St Donnan's in Kilbrannan': the one saint's school of that name, where nothing says that it is elsewhere."""
        name, place = parted_by_place(mention)
        if name is None or not self.places.is_place(place):
            return None
        found = self._resolve(name, words, within)
        school = found.school
        elsewhere = school is not None and school.cluster and not self.places.is_there(school, place)
        return replace(found, mention=mention.text(words)) if school is not None and not elsewhere else None

    def _whole(
        self, named: Sequence[int], plain: Sequence[Word], words: str, within: Collection[int] | None
    ) -> Found | None:
        """The schools of a whole name, where every one of them may be looked at."""
        if not named or (within is not None and any(self._schools[at].id not in within for at in named)):
            return None
        return self._all_of(named, words[plain[0].start : plain[-1].end])

    def _all_of(self, named: Sequence[int], mention: str) -> Found:
        matches = tuple(Match(self._schools[at], 1.0) for at in named[:MOST_MATCHES])
        return Found(matches, len(matches) == 1, mention)

    def _resolve(self, mention: Mention, words: str, within: Collection[int] | None) -> Found:
        if not mention.of_sort(NAME, UNKNOWN):
            return self._named_by_kinds(mention, words, within)
        pieces = [piece.word for piece in mention.pieces]
        whole = self._whole(self._official.named(pieces), pieces, words, within)
        if whole is not None and whole.must_ask:
            return whole
        typed = tuple(word.text for word in pieces)
        exact = self._by_name.get(typed) or self._by_plain.get(_plain(typed)) or []
        if len(exact) == 1 and (within is None or self._schools[exact[0]].id in within):
            return Found((Match(self._schools[exact[0]], 1.0),), True, mention.text(words))
        fits = rank(self._fits(mention, within))
        chosen, certain = choose(mention, fits)
        if chosen:
            return Found(self._matches(chosen), certain, mention.text(words))
        return self._suggestion(mention, words, within)

    def _named_by_kinds(self, mention: Mention, words: str, within: Collection[int] | None) -> Found:
        """A school whose name is type words alone ('Grammar Primary School'): every one of them must be there."""
        typed = tuple(piece.word.text for piece in mention.pieces if piece.word.text != "school")
        same = {form.school for form in self._kinds_only if tuple(w for w in form.required if w != "school") == typed}
        schools = [self._schools[at] for at in sorted(same) if within is None or self._schools[at].id in within]
        matches = tuple(Match(school, 1.0) for school in schools[:MOST_MATCHES])
        told = len(matches) == 1 and (mention.bare or len(typed) > 1)
        return Found(matches, told, mention.text(words)) if matches else Found()

    def _fits(self, mention: Mention, within: Collection[int] | None) -> Iterator[Fit]:
        for at in self._candidates(mention, within):
            form = self._forms[at]
            fit = fit_of(mention, form, self._traits[form.school], self._weights)
            if fit is not None:
                yield fit

    def _candidates(self, mention: Mention, within: Collection[int] | None) -> list[int]:
        """The forms that share most of the mention's weight: the best dozen, and all that tie with its last."""
        shared: dict[int, float] = {}
        for piece in mention.of_sort(NAME):
            best: dict[int, float] = {}
            for spelling in piece.spellings:
                worth = self._weights[spelling.word] * spelling.strength
                for at in self._postings[spelling.word]:
                    if within is None or self._schools[self._forms[at].school].id in within:
                        best[at] = max(best.get(at, 0.0), worth)
            for at, worth in best.items():
                shared[at] = shared.get(at, 0.0) + worth
        order = sorted(shared, key=lambda at: -shared[at])
        if len(order) <= _RERANKED:
            return order
        least = shared[order[_RERANKED - 1]]
        return [at for at in order if shared[at] >= least]

    def _suggestion(self, mention: Mention, words: str, within: Collection[int] | None) -> Found:
        typed = " ".join(piece.word.text for piece in mention.of_sort(NAME, UNKNOWN))
        if not typed or not _looks_like_a_name(mention):
            return Found()
        near = process.extract(typed, self._cores, scorer=fuzz.ratio, limit=None, score_cutoff=_SUGGEST_FROM)
        best: dict[int, float] = {}
        for _, alike, at in near:
            school = self._forms[at].school
            if within is None or self._schools[school].id in within:
                best[school] = max(best.get(school, 0.0), alike / 100)
        order = sorted(best, key=lambda school: -best[school])[:MOST_MATCHES]
        nearest = tuple(Match(self._schools[school], best[school]) for school in order)
        return Found(mention=mention.text(words), nearest=nearest)

    def _matches(self, fits: Sequence[Fit]) -> tuple[Match, ...]:
        return tuple(Match(self._schools[fit.form.school], fit.score) for fit in fits[:MOST_MATCHES])


def _plain_names(schools: Sequence[NamedSchool]) -> dict[tuple[str, ...], list[int]]:
    """Whole names and aliases without 'school': 'Braehead PS' is 'Braehead Primary School', unless another is too."""
    plain: dict[tuple[str, ...], list[int]] = {}
    for at, school in enumerate(schools):
        names = {_plain(tuple(word.text for word in words_of(name))) for name in (school.name, *school.aliases)}
        for name in names:
            # A name without a type word may be short for many.
            if len(name) > 1 and not KINDS.isdisjoint(name) and not KINDS.issuperset(name):
                plain.setdefault(name, []).append(at)
    return plain


def _plain(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(word for word in words if word != "school")


def _looks_like_a_name(mention: Mention) -> bool:
    """Whether a run of words without a fitting school is worth a suggestion: typed like a name."""
    strong = [piece for piece in mention.of_sort(NAME, UNKNOWN) if not piece.weak or piece.telling]
    kind = len(strong) < len(mention.pieces) and bool(strong)
    return bool(strong) and (kind or mention.bare or mention.led_in or any(piece.telling for piece in strong))


def _initials(name: str) -> str:
    plain = ASIDE_OF.sub(" ", name)
    return "".join(word[0] for word in re.findall(r"[^\W\d_]+", plain.replace("'", ""))).lower()


def _postings(forms: Sequence[Form]) -> dict[str, list[int]]:
    postings: dict[str, list[int]] = {}
    for at, form in enumerate(forms):
        for word in {*form.required, *form.optional}:
            postings.setdefault(word, []).append(at)
    return postings


def _weights(forms: Sequence[Form], count: int) -> dict[str, float]:
    """The inverse document frequency of each word: the fewer schools have it, the more it says."""
    holders: dict[str, set[int]] = {}
    for form in forms:
        for word in {*form.required, *form.optional}:
            holders.setdefault(word, set()).add(form.school)
    return {word: math.log(1 + count / len(schools)) for word, schools in holders.items()}
