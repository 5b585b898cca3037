"""Themes: the same criterion met in many schools of a sector or a cluster, which is then no school's own affair."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Place:
    """Where a school belongs, '' where it does not."""

    sector: str
    cluster: str


@dataclass(frozen=True)
class CommonTheme:
    """A criterion that `schools` (ids, in their order) of one sector or one cluster meet; `kind` says which of both."""

    criterion: str
    kind: str
    name: str
    schools: tuple[int, ...]


def common_themes(met: Mapping[int, Iterable[str]], places: Mapping[int, Place], least: int) -> list[CommonTheme]:
    """Every criterion met by at least `least` schools of a sector or a cluster, those of the most schools first."""
    groups: dict[tuple[str, str, str], list[int]] = defaultdict(list)
    for school, criteria in met.items():
        place = places[school]
        for criterion in criteria:
            for kind, name in (("sector", place.sector), ("cluster", place.cluster)):
                if name:
                    groups[criterion, kind, name].append(school)
    found = [CommonTheme(*key, tuple(sorted(schools))) for key, schools in groups.items() if len(schools) >= least]
    return sorted(found, key=lambda one: (-len(one.schools), one.kind, one.name, one.criterion))
