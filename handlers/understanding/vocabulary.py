"""The authority's own words: its schools, clusters, people, tiers, kinds of visit and themes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from framework.school_year import SchoolYear
from handlers.understanding.names import KINDS, words_of
from handlers.understanding.phrases import Phrases, spelled
from handlers.understanding.schools import SchoolIndex

_ISLAND: Final = re.compile(r"^(?:the )?(?:isle|island) of ", re.IGNORECASE)
Named = tuple[str, tuple[str, ...]]


@dataclass(frozen=True)
class NamedPerson:
    """Somebody of the record; `role` is one of framework.access.ROLES, `schools` are the ids of those they lead."""

    id: int
    name: str
    role: str
    schools: frozenset[int] = frozenset()


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """What one authority calls things. `tiers`, `visit_types` and `themes`: a key and every name that it goes by.
    `taught`: words and the action that they mean here.

    Built once from configuration and the record, and kept: the first sentence prepares its phrases.
    """

    schools: SchoolIndex
    clusters: tuple[str, ...]
    people: tuple[NamedPerson, ...]
    tiers: tuple[Named, ...]
    visit_types: tuple[Named, ...]
    themes: tuple[Named, ...]
    year: SchoolYear
    taught: tuple[tuple[str, str], ...] = ()

    @cached_property
    def tier_phrases(self) -> Phrases:
        """Every name of a tier, in the plural too: 'my intensives'."""
        named = tuple((key, (*names, *_also_written((key, *names)))) for key, names in self.tiers)
        return _phrases((*named, *_by_rank(tuple(key for key, _ in self.tiers))))

    @cached_property
    def visit_type_phrases(self) -> Phrases:
        return _phrases(self.visit_types)

    @cached_property
    def theme_phrases(self) -> Phrases:
        """Every name of a theme, and each half of a label (the first name) such as 'Listening and talking'."""
        return _phrases(tuple((key, (*_halves(names[0]), *names[1:])) for key, names in self.themes if names))

    @cached_property
    def cluster_phrases(self) -> Phrases:
        """Every cluster by its name; 'the Isle of Ronsaig' is 'Ronsaig' too, 'Dunfearn High School' is 'Dunfearn'."""
        names = ((cluster, (cluster, _ISLAND.sub("", cluster), _placed(cluster))) for cluster in self.clusters)
        every = ((cluster, name) for cluster, several in names for name in dict.fromkeys(several) if name)
        return Phrases((cluster, spelled(name)) for cluster, name in every)

    @cached_property
    def people_phrases(self) -> Phrases:
        """Whole names, and those first names and surnames that only one person has and no school's name holds."""
        parts: dict[str, set[str]] = {}
        for person in self.people:
            first, *rest = spelled(person.name) or ("",)
            # Of 'Calum Iain MacAskill' neither Calum's second name alone.
            for part in {first, *rest[len(person.name.split()) - 2 :]}:
                parts.setdefault(part, set()).add(person.name)
        own = [(next(iter(owners)), part) for part, owners in parts.items() if len(owners) == 1]
        known = [(name, part) for name, part in own if part and not self.schools.knows(part)]
        # 'Haroons wrote' without its apostrophe.
        single = [(name, (word,)) for name, part in known for word in (part, *([f"{part}s"] if len(part) > 4 else []))]
        whole = ((person.name, spelled(name)) for person in self.people for name in _called(person.name))
        return Phrases([*whole, *single])

    def led_by(self, names: Iterable[str]) -> frozenset[int]:
        """The ids of the schools that people of these names lead."""
        return frozenset().union(*(self._led.get(name, ()) for name in names))

    @cached_property
    def _led(self) -> dict[str, frozenset[int]]:
        led: dict[str, frozenset[int]] = {}
        for person in self.people:
            led[person.name] = led.get(person.name, frozenset()) | person.schools
        return led


def _called(name: str) -> tuple[str, ...]:
    """A whole name, and both first names of somebody who has two: 'Calum Iain'."""
    first = name.split()[:-1]
    return (name, " ".join(first)) if len(first) > 1 else (name,)


def _placed(cluster: str) -> str:
    """The name without the type words of a school that the cluster is called after, and without 'cluster' itself."""
    kept = [word for word in words_of(cluster) if word.text not in KINDS | {"cluster", "asg"}]
    return cluster[kept[0].start : kept[-1].end] if kept else ""


def _also_written(names: tuple[str, ...]) -> tuple[str, ...]:
    """The plural of each name, and 'targetted' for 'targeted'."""
    return (*(f"{name}s" for name in names), *(f"{name[:-2]}ted" for name in names if name.lower().endswith("ted")))


# What the lightest, a middle and the heaviest tier are called where their own names do not come to mind; ours.
_PLACES: Final = ("tier", "level", "band", "group", "rung", "category", "one", "layer", "step")
_LIGHTEST: Final = (
    *(f"{word} {place}" for word in ("lowest", "bottom", "lightest", "basic") for place in _PLACES[:-3]),
    "light touch", "lighter touch", "lightest touch", "lightest support", "basic support", "basic package", "the basic",
    "standard package", "ordinary one", "ordinary level", "ordinary support", "normal support", "normal amount",
    "just the basic", "bog standard",
)  # fmt: skip
_MIDDLE: Final = (
    *(f"middle {place}" for place in _PLACES), "middling amount", "in the middle group",
    "bit of extra help",
)  # fmt: skip
_HEAVIEST: Final = (
    *(f"{word} {place}" for word in ("top", "highest", "heaviest") for place in _PLACES[:-3]),
    "heavy support", "heaviest support", "heavy mob", "heaviest dose", "full team", "most support", "the most help",
    "sharp end", "heavy end", "full package", "throwing everything at",
)  # fmt: skip


def _by_rank(keys: tuple[str, ...]) -> tuple[Named, ...]:
    """'The middle group', 'top band', 'level 2': tiers by their place, the lightest first; a middle only of three."""
    if len(keys) < 2:
        return ()
    middle = ((keys[1], _MIDDLE),) if len(keys) == 3 else ()
    numbers = ((key, _numbered(rank)) for rank, key in enumerate(keys, 1))
    return ((keys[0], _LIGHTEST), *middle, (keys[-1], _HEAVIEST), *numbers)


def _numbered(rank: int) -> tuple[str, ...]:
    said = ("one", "two", "three", "four", "five")
    words = (str(rank), said[rank - 1]) if rank <= len(said) else (str(rank),)
    return tuple(f"{place} {word}" for place in ("tier", "level", "band", "category") for word in words)


def _halves(name: str) -> tuple[str, ...]:
    return (name, *name.split(" and "))


def _phrases(named: tuple[Named, ...]) -> Phrases:
    return Phrases((key, spelled(name)) for key, names in named for name in (key.replace("_", " "), *names))
