"""Who is link officer of which school of the demo authority, and who covers while one is on leave."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from store.demo.names import NOT_ARRIVED, email_of
from store.demo.places import PLACES, Place
from store.demo.year import school_day_from

OVERLOADED = email_of("Eilidh MacCorquodale")
ORDINARY = email_of("Niamh O'Hanrahan")
ON_LEAVE = email_of("Dorota Wiśniewska-Reid")
COVERING = email_of("Gregor Tulloch-Bean")
OFFICERS = {
    OVERLOADED: "Eilidh MacCorquodale",
    ORDINARY: "Niamh O'Hanrahan",
    ON_LEAVE: "Dorota Wiśniewska-Reid",
    COVERING: "Gregor Tulloch-Bean",
    email_of("Catrìona NicAonghais"): "Catrìona NicAonghais",
    email_of("Haroon Dastgir-Lowe"): "Haroon Dastgir-Lowe",
}
AWAITED = email_of(NOT_ARRIVED)
AWAITED_AT = "LNG"
_OF_CLUSTER = {
    "Inverskail": ORDINARY,
    "Kilbrannan": OVERLOADED,
    "Port Torran": ON_LEAVE,
    "Dunfearn": OVERLOADED,
    "Glenorrin": OVERLOADED,
    "Lochalder": OVERLOADED,
    "Craigvarra": COVERING,
    "Isle of Ronsaig": email_of("Catrìona NicAonghais"),
    "Sulasay": email_of("Haroon Dastgir-Lowe"),
}


@dataclass(frozen=True)
class Leave:
    """From `first` until the day `until`, on which the officer is back."""

    first: date
    until: date


def leave_around(today: date) -> Leave:
    """The leave of one officer: it began six school weeks ago and lasts another eight."""
    return Leave(school_day_from(today, -30), school_day_from(today, 40))


def link_officer_named(place: Place) -> str:
    """The e-mail in the school's own row: of one school it belongs to somebody who has not arrived."""
    return AWAITED if place.code == AWAITED_AT else _OF_CLUSTER[place.cluster]


def officer_on(place: Place, day: date, leave: Leave) -> str:
    """The e-mail of whoever looks after the school that day."""
    officer = _OF_CLUSTER[place.cluster]
    return COVERING if officer == ON_LEAVE and leave.first <= day < leave.until else officer


def loads() -> dict[str, int]:
    """How many schools name each officer."""
    named = [link_officer_named(place) for place in PLACES]
    return {officer: named.count(officer) for officer in OFFICERS}
