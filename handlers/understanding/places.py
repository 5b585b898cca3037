"""Which schools stand in a place, and which of them are what a description says."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from handlers.understanding.found import ASIDE_OF, Match, NamedSchool
from handlers.understanding.names import KINDS, Form, words_of
from handlers.understanding.traits import Traits


class Places:
    """The schools of one authority by where they are and what they are; `forms` and `traits` as in the index."""

    def __init__(self, schools: Sequence[NamedSchool], forms: Sequence[Form], traits: Sequence[Traits]) -> None:
        self._schools = schools
        self._forms = forms
        self._traits = traits

    def fits(self, school: NamedSchool, kinds: frozenset[str]) -> bool:
        """Whether a school is all that these type words say: its faith, its language, its stages, what it is called."""
        return self._traits[self._at[school.id]].fits(kinds)

    def is_place(self, words: tuple[str, ...]) -> bool:
        """Whether these words (in plain spelling) are a cluster, a town, or the place that a school is called after."""
        return words in self._there

    def is_there(self, school: NamedSchool, place: tuple[str, ...]) -> bool:
        """Whether the school is in that place, or in the cluster of a school that is called after it."""
        return self._at[school.id] in self._there.get(place, ())

    def all_that_fit(self, kinds: frozenset[str], place: tuple[str, ...] = ()) -> tuple[Match, ...]:
        """Every school that is all that these type words say, of the authority or of one place."""
        among = sorted(self._there.get(place, ())) if place else range(len(self._schools))
        return tuple(Match(self._schools[at], 1.0) for at in among if self._traits[at].fits(kinds))

    @cached_property
    def _at(self) -> dict[int, int]:
        return {school.id: at for at, school in enumerate(self._schools)}

    @cached_property
    def _there(self) -> dict[tuple[str, ...], frozenset[int]]:
        """Who is where: by cluster, town and bracket; and by a school's own name, all of the cluster that it is in."""
        named: dict[tuple[str, ...], set[int]] = {}
        in_cluster: dict[str, set[int]] = {}
        for at, school in enumerate(self._schools):
            in_cluster.setdefault(school.cluster, set()).add(at)
            for text in (school.cluster, school.town, *ASIDE_OF.findall(school.name)):
                for words in _place_words(text):
                    named.setdefault(words, set()).add(at)
        by_place = frozenset(named)
        for form in self._forms:
            if form.required not in by_place and not KINDS.issuperset(form.required):
                cluster = self._schools[form.school].cluster
                there = in_cluster[cluster] if cluster else {form.school}
                named.setdefault(form.required, set()).update(there)
        return {words: frozenset(there) for words, there in named.items()}


def _place_words(text: str) -> set[tuple[str, ...]]:
    """A place as it is called: 'the Isle of Ronsaig' is 'Ronsaig' too, a cluster called after its school the town."""
    words = tuple(word.text for word in words_of(text))
    short = tuple(word for word in words if word not in KINDS | {"the", "isle", "island", "of", "cluster"})
    return {one for one in (words, short) if one}
