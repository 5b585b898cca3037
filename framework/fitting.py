"""How well a mentor fits a new headteacher: points for each consideration, and words for what speaks for the two.

The considerations are those of Scottish mentoring schemes; the points are ours, and the authority's to change.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from math import asin, cos, log2, radians, sin, sqrt
from typing import Final, Literal

Kind = Literal["mentor", "buddy"]

_EARTH_RADIUS_KM: Final = 6371.0
# What is not known is taken to fit half.
_UNKNOWN: Final = 0.5
# Size is at its worst when a roll must be doubled so often to reach the other.
_DOUBLINGS: Final = 3
# Further than this, the way to each other does not speak for a pair.
_NEAR_KM: Final = 50
_LEADS: Final = {
    "early_years": "an early years centre",
    "primary": "a primary school",
    "secondary": "a secondary school",
    "special": "a special school",
    "all_through": "an all-through school",
}
# Scottish Government Urban Rural Classification, eightfold.
_AREAS: Final = (
    "large urban",
    "other urban",
    "accessible small town",
    "remote small town",
    "very remote small town",
    "accessible rural",
    "remote rural",
    "very remote rural",
)


@dataclass(frozen=True, kw_only=True)
class Head:
    """A headteacher and where they work. What is not known is None, an unknown denomination ''.

    `id` is the person's, `schools` the ids of all they lead; sector, roll and the rest are of the school that counts.
    `urban_rural` is the eightfold class (1 large urban, 8 very remote rural), `latitude` and `longitude` are degrees,
    `deprivation` the share (0 to 1) of pupils who live in the most deprived fifth of Scotland's areas. `not_with`:
    people whom they are not to be paired with; it holds both ways and is shown to nobody.
    """

    id: int
    schools: frozenset[int]
    sector: str
    roll: int | None = None
    is_teaching_head: bool = False
    urban_rural: int | None = None
    latitude: float | None = None
    longitude: float | None = None
    denomination: str = ""
    deprivation: float | None = None
    not_with: frozenset[int] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Mentee(Head):
    """A headteacher who asks for a mentor or a buddy. `needs` are numbers of quality indicators or keys of themes."""

    needs: frozenset[str] = frozenset()
    wants_denomination: bool = False
    kind: Kind = "mentor"


@dataclass(frozen=True, kw_only=True)
class Mentor(Head):
    """A headteacher who offers to be a mentor or a buddy, and how many more they can take on now (`capacity`)."""

    capacity: int
    experienced_since: date
    trained_on: date | None = None
    strengths: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Weights:
    """The points that each consideration costs a pair at its worst; 0 leaves it out. Ours.

    Size is at its worst at an eightfold roll, or where one head teaches and the other does not; travel from
    `far_km` on. What is not known counts half. Raises ValueError for points below 0 and for a `far_km` below 1.
    """

    need: int = 250
    sector: int = 300
    size: int = 150
    rurality: int = 100
    travel: int = 200
    denomination: int = 200
    deprivation: int = 50
    far_km: int = 100

    def __post_init__(self) -> None:
        for weight in fields(self):
            least = 1 if weight.name == "far_km" else 0
            if getattr(self, weight.name) < least:
                raise ValueError(f"The weight {weight.name} is {getattr(self, weight.name)}: give {least} or more.")


@dataclass(frozen=True)
class Cost:
    """What a pair costs, in points, by consideration: the fewer, the better the two fit."""

    parts: tuple[tuple[str, int], ...]

    @property
    def total(self) -> int:
        return sum(points for _, points in self.parts)


def cost(mentee: Mentee, mentor: Mentor, weights: Weights) -> Cost:
    """What the pair costs in whole points, each consideration named."""
    return Cost(
        tuple((fit.name, round(getattr(weights, fit.name) * fit.misfit(mentee, mentor, weights))) for fit in _FITS)
    )


def reasons(
    mentee: Mentee, mentor: Mentor, weights: Weights, need_names: Mapping[str, str] | None = None
) -> tuple[str, ...]:
    """What speaks for the pair, most telling first, then what was asked for and is not met, each plainly.

    In words that the two and their officer all may read. Only considerations that have points count. Nothing of
    exclusions or of deprivation is ever said.
    """
    counted = [fit for fit in _FITS if getattr(weights, fit.name)]
    words = [fit.words(mentee, mentor, need_names or {}) for fit in counted]
    words += [fit.unmet(mentee, mentor, need_names or {}) for fit in counted]
    return tuple(said for said in words if said)


def kilometres(one: Head, other: Head) -> float | None:
    """How far apart the two work, as the crow flies (great circle); None where a place is not known."""
    if one.latitude is None or one.longitude is None or other.latitude is None or other.longitude is None:
        return None
    here, there = radians(one.latitude), radians(other.latitude)
    east = radians(other.longitude - one.longitude)
    half = sin((there - here) / 2) ** 2 + cos(here) * cos(there) * sin(east / 2) ** 2
    return 2 * _EARTH_RADIUS_KM * asin(sqrt(min(half, 1.0)))


# How far each consideration is from a good fit, 0 (as good as can be) to 1.


def _need_unmet(mentee: Mentee, mentor: Mentor, _weights: Weights) -> float:
    return len(mentee.needs - mentor.strengths) / len(mentee.needs) if mentee.needs else 0.0


def _sector_apart(mentee: Mentee, mentor: Mentor, _weights: Weights) -> float:
    """A head of an all-through school knows primary and secondary."""
    both = {mentee.sector, mentor.sector}
    return 0.0 if len(both) == 1 or both in ({"all_through", "primary"}, {"all_through", "secondary"}) else 1.0


def _size_apart(mentee: Mentee, mentor: Mentor, _weights: Weights) -> float:
    if mentee.is_teaching_head or mentor.is_teaching_head:
        return 0.0 if mentee.is_teaching_head and mentor.is_teaching_head else 1.0
    if mentee.roll is None or mentor.roll is None:
        return _UNKNOWN
    return min(1.0, abs(log2(max(mentee.roll, 1) / max(mentor.roll, 1))) / _DOUBLINGS)


def _rurality_apart(mentee: Mentee, mentor: Mentor, _weights: Weights) -> float:
    if mentee.urban_rural is None or mentor.urban_rural is None:
        return _UNKNOWN
    return min(1.0, abs(mentee.urban_rural - mentor.urban_rural) / (len(_AREAS) - 1))


def _travel(mentee: Mentee, mentor: Mentor, weights: Weights) -> float:
    apart = kilometres(mentee, mentor)
    return _UNKNOWN if apart is None else min(1.0, apart / weights.far_km)


def _denomination_missed(mentee: Mentee, mentor: Mentor, _weights: Weights) -> float:
    return float(mentee.wants_denomination and mentee.denomination != mentor.denomination)


def _deprivation_apart(mentee: Mentee, mentor: Mentor, _weights: Weights) -> float:
    if mentee.deprivation is None or mentor.deprivation is None:
        return _UNKNOWN
    return min(1.0, abs(mentee.deprivation - mentor.deprivation))


# What speaks for a pair; '' where nothing does.


def _need_met(mentee: Mentee, mentor: Mentor, need_names: Mapping[str, str]) -> str:
    met = [need_names.get(need, need) for need in sorted(mentee.needs & mentor.strengths)]
    return f"has experience with {' and with '.join(met)}, as asked for" if met else ""


def _same_sector(mentee: Mentee, mentor: Mentor, _names: Mapping[str, str]) -> str:
    return f"both lead {_LEADS.get(mentee.sector, 'the same kind of school')}" if mentee.sector == mentor.sector else ""


def _same_size(mentee: Mentee, mentor: Mentor, _names: Mapping[str, str]) -> str:
    """A roll up to half as large again is about the same size."""
    if mentee.is_teaching_head and mentor.is_teaching_head:
        return "both lead a small school with a teaching head"
    if mentee.is_teaching_head or mentor.is_teaching_head or mentee.roll is None or mentor.roll is None:
        return ""
    smaller, larger = sorted((mentee.roll, mentor.roll))
    return "their schools are about the same size" if 2 * larger <= 3 * smaller else ""


def _same_area(mentee: Mentee, mentor: Mentor, _names: Mapping[str, str]) -> str:
    area = mentee.urban_rural
    if area is None or area != mentor.urban_rural or not 1 <= area <= len(_AREAS):
        return ""
    return f"both work in the same kind of area ({_AREAS[area - 1]})"


def _apart(mentee: Mentee, mentor: Mentor, _names: Mapping[str, str]) -> str:
    apart = kilometres(mentee, mentor)
    if apart is None or apart > _NEAR_KM:
        return ""
    return "less than 1 km apart" if apart < 1 else f"about {apart:.0f} km apart"


def _same_denomination(mentee: Mentee, mentor: Mentor, _names: Mapping[str, str]) -> str:
    same = mentee.wants_denomination and mentee.denomination and mentee.denomination == mentor.denomination
    return f"both schools are {mentee.denomination}, as asked for" if same else ""


# What was asked for and is not met; '' where nothing is.


def _needs_left(mentee: Mentee, mentor: Mentor, need_names: Mapping[str, str]) -> str:
    left = [need_names.get(need, need) for need in sorted(mentee.needs - mentor.strengths)]
    return f"the wish for experience with {' and with '.join(left)} is not met" if left else ""


def _denomination_left(mentee: Mentee, mentor: Mentor, _names: Mapping[str, str]) -> str:
    missed = mentee.denomination and _denomination_missed(mentee, mentor, Weights())
    return f"the wish for a {mentee.denomination} school is not met" if missed else ""


def _nothing_left(_mentee: Mentee, _mentor: Mentor, _names: Mapping[str, str]) -> str:
    """Nobody asks for this."""
    return ""


@dataclass(frozen=True)
class _Consideration:
    """A name (that of its points in Weights), how far two are from fitting, and the words where they do or do not."""

    name: str
    misfit: Callable[[Mentee, Mentor, Weights], float]
    words: Callable[[Mentee, Mentor, Mapping[str, str]], str]
    unmet: Callable[[Mentee, Mentor, Mapping[str, str]], str] = _nothing_left


def _unsaid(_mentee: Mentee, _mentor: Mentor, _names: Mapping[str, str]) -> str:
    """Nobody wants to hear that their pupils' poverty paired them."""
    return ""


# In the order in which the reasons are told.
_FITS: Final = (
    _Consideration("need", _need_unmet, _need_met, _needs_left),
    _Consideration("size", _size_apart, _same_size),
    _Consideration("sector", _sector_apart, _same_sector),
    _Consideration("rurality", _rurality_apart, _same_area),
    _Consideration("denomination", _denomination_missed, _same_denomination, _denomination_left),
    _Consideration("travel", _travel, _apart),
    _Consideration("deprivation", _deprivation_apart, _unsaid),
)
