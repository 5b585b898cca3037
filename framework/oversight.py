"""Oversight as pure rules: shares and words for them, small numbers hidden, what is due by now, an officer's load."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import asin, cos, floor, radians, sin, sqrt
from statistics import fmean
from typing import Final

# The terms of quantity of Scotland's inspectorate, by the least whole per cent of each.
TERMS: Final = ((91, "almost all"), (75, "most"), (50, "the majority"), (15, "a minority"))
# Numbers of schools from one to four are not shown to those who may not know which schools they are.
FEWEST_SHOWN: Final = 5
# A load counts as far from the average from this share of it on (ours).
FAR_FROM_AVERAGE: Final = 0.25
_EARTH_KM: Final = 6371.0

Place = tuple[float, float]


def percent(part: int, whole: int) -> str:
    """'23%'; '–' of nothing, and never '0%' or '100%' where it is not quite none or all."""
    if not whole:
        return "–"
    rounded = _whole_percent(part, whole)
    if rounded in (0, 100) and 0 < part < whole:
        return "under 1%" if rounded == 0 else "over 99%"
    return f"{rounded}%"


def quantity(part: int, whole: int) -> str:
    """The inspectorate's word for a share: 'all', 'almost all' (91–99%), 'most' (75–90%), 'the majority' (50–74%),

    'a minority' (15–49%), 'a few' (under 15%); 'none' of nobody.
    """
    if not whole or not part:
        return "none"
    if part >= whole:
        return "all"
    rounded = _whole_percent(part, whole)
    return next((term for least, term in TERMS if rounded >= least), "a few")


def _whole_percent(part: int, whole: int) -> int:
    # Halves go up, as people round; Python's own rounding would take 12.5 to 12.
    return floor(100 * part / whole + 0.5)


def hide_few(counts: Mapping[str, int]) -> dict[str, int | None]:
    """The counts with one to four hidden (None), and with them the smallest of the others.

    The whole is known: of small numbers alone their sum would tell each, or nearly (60 without 58 leaves one and one).
    """
    hidden = {name for name, number in counts.items() if 0 < number < FEWEST_SHOWN}
    others = sorted((number, name) for name, number in counts.items() if number and name not in hidden)
    if hidden and others:
        hidden.add(others[0][1])
    return {name: None if name in hidden else number for name, number in counts.items()}


def due_by_now(a_session: int, days_gone: int, days_whole: int) -> int:
    """How many of a session's visits should have been held once so many of its school days have gone."""
    if days_whole <= 0:
        return 0
    return floor(a_session * min(max(days_gone, 0), days_whole) / days_whole)


def kilometres(one: Place, other: Place) -> float:
    """The distance as the crow flies between two places in degrees; a road is longer, and a ferry longer still."""
    (lat1, lon1), (lat2, lon2) = ((radians(lat), radians(lon)) for lat, lon in (one, other))
    half = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return 2 * _EARTH_KM * asin(sqrt(min(1.0, half)))


def centre(places: Iterable[Place]) -> Place | None:
    """The middle of some places, None of none."""
    listed = list(places)
    if not listed:
        return None
    return fmean(lat for lat, _ in listed), fmean(lon for _, lon in listed)


def load(visits: int, away_km: float, km_a_visit: int) -> float:
    """What one school asks of its officer in a session, in visits: those of its tier, and the travel to them.

    Every `km_a_visit` kilometres there and back count as one visit more; 0 leaves travel out.
    """
    return visits * (1 + (2 * away_km / km_a_visit if km_a_visit else 0.0))


def beside_average(own: float, all_loads: Iterable[float]) -> float:
    """How far a load lies above (0.3: 30% above) or below the average of all; 0 where there is nothing to compare."""
    loads = list(all_loads)
    average = fmean(loads) if loads else 0.0
    return own / average - 1 if average else 0.0
