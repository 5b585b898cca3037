"""The ways in which two official files write the same school's name, and the open data that they are tried on."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Final

from handlers.understanding.schools import NamedSchool, SchoolIndex

OPEN_DATA: Final = Path(__file__).resolve().parents[4] / "shared" / "data" / "schools_scotland.csv"
_SECTORS: Final = {"Primary": "primary", "Secondary": "secondary", "Special": "special"}
_NURSERY: Final = r" ?(?:&|and) (?:Nursery(?: Class| School)?|Early Years Centre)$"
_KIND_AT_END: Final = r"(Primary School|Primary|High School|Academy)$"
Way = Callable[[str], str]


@cache
def authorities() -> dict[str, tuple[tuple[NamedSchool, ...], SchoolIndex]]:
    """The schools of each authority in the open data, and their index; the id is the seed code."""
    schools = defaultdict(list)
    with OPEN_DATA.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            sector = _SECTORS.get(row["type"], "all_through")
            schools[row["la"]].append(NamedSchool(int(row["seed"]), row["name"], (), sector, ""))
    return {name: (tuple(several), SchoolIndex(several)) for name, several in schools.items()}


def _replaced(*pairs: tuple[str, str]) -> Way:
    def way(name: str) -> str:
        for pattern, by in pairs:
            name = re.sub(pattern, by, name)
        return " ".join(name.split())

    return way


def _accented(name: str) -> str:
    return re.sub(r"\b(Sg)o(il)", r"\1ò\2", name).replace("Ghaidhlig", "Ghàidhlig").replace("Bhaile", "Bhàile")


def _both_languages(name: str) -> str:
    """'Bun-sgoil' put before a primary's own name, or taken away where it stands."""
    if re.search("bun-sgoil", name, re.IGNORECASE):
        return re.sub("bun-sgoil ", "", name, flags=re.IGNORECASE)
    return re.sub(r"^(.*) Primary School$", r"Bun-sgoil \1", name)


def _all_at_once(name: str) -> str:
    """What a register in capitals makes of a name: RC written out, St., no apostrophe, a comma for the bracket."""
    for way in ("roman_catholic", "saint_stop", "no_apostrophe", "comma_for_bracket", "primary_alone"):
        name = WAYS[way](name)
    return name.upper()


WAYS: Final[dict[str, Way]] = {
    "as_it_stands": str,
    "primary_alone": _replaced(("(Primary|High) School", r"\1")),
    "school_added": _replaced(("(Primary|High)$", r"\1 School")),
    "ps": _replaced(("Primary(?: School)?$", "PS"), (r"Primary School (?=\(|-|&|and)", "PS ")),
    "pr_sch": _replaced(("Primary School", "Primary Sch"), ("High School", "High Sch")),
    "sch": _replaced(("School", "Sch")),
    "hs": _replaced(("High School", "HS")),
    "acad": _replaced(("Academy", "Acad")),
    "acad_stop": _replaced(("Academy", "Acad."), ("Primary School", "Prim. Sch.")),
    "secondary_school": _replaced(("High School", "Secondary School")),
    "roman_catholic": _replaced((r"\b(RC|R C)\b", "Roman Catholic")),
    "r_c_stops": _replaced((r"\b(RC|R C)\b", "R.C.")),
    "rc_dropped": _replaced((r"\b(RC|R C) ", "")),
    "rc_added": lambda name: (
        re.sub(r"(?= (?:Primary|High|Secondary))", " RC", name, count=1)
        if re.match("St |Our Lady|Holy|Sacred", name) and "RC" not in name
        else name
    ),
    "rc_in_brackets": _replaced((r"^(.*?) (RC|R C) (.*)$", r"\1 \3 (RC)")),
    "saint": _replaced((r"\bSt\b", "Saint")),
    "saint_stop": _replaced((r"\bSt\b\.?", "St.")),
    "no_apostrophe": _replaced(("'", "")),
    "apostrophe_gone": _replaced(("'s", "")),
    "curly": _replaced(("'", "’")),
    "entity": lambda name: name.replace("&", "&amp;").replace("'", "&apos;"),
    "numbered_entity": lambda name: name.replace("&", "&amp;").replace("'", "&#39;"),
    "comma_for_bracket": _replaced((r" \(([^)]*)\)", r", \1")),
    "dash_for_bracket": _replaced((r" \(([^)]*)\)", r" - \1")),
    "bracket_for_dash": _replaced((r" - (.*)$", r" (\1)")),
    "bare_bracket": _replaced((r" \(([^)]*)\)", r" \1")),
    "bracket_first": _replaced((r"^(.*) (?:\(|- )([^)]*?)\)?$", r"\2 \1")),
    "nursery_dropped": _replaced((_NURSERY, "")),
    "nursery_added": _replaced(("(Primary School)$", r"\1 & Nursery Class")),
    "nursery_added_in_words": _replaced(("(Primary School)$", r"\1 and Nursery Class")),
    "nursery_class": _replaced(("(Primary School)$", r"\1 Nursery Class")),
    "early_learning": _replaced(("(Primary School)$", r"\1 and Early Learning and Childcare")),
    "early_learning_centre": _replaced(("(Primary School)$", r"\1 & Early Learning Centre")),
    "early_years": _replaced(("(Primary School)$", r"\1 and Early Years Centre")),
    "elc": _replaced(("(Primary School)$", r"\1 & ELC")),
    "elcc": _replaced(("(Primary School)$", r"\1 ELCC")),
    "both_languages": _both_languages,
    "sgoil_joined": _replaced(("[Bb]un-[Ss]goil", "Bunsgoil")),
    "the_added": lambda name: name if name.startswith("The ") else f"The {name}",
    "the_dropped": _replaced(("^The ", "")),
    "capitals": str.upper,
    "lower_case": str.lower,
    "accents": _accented,
    "no_hyphens": _replaced(("-", " ")),
    "hyphens_joined": _replaced((r"(?<=\w)-(?=\w)", "")),
    "and_for_sign": _replaced(("&", "and")),
    "sign_for_and": _replaced((" and ", " & ")),
    "community_campus": _replaced(("Community Campus", "Campus"), (_KIND_AT_END, r"\1, Community Campus")),
    "joint_campus": _replaced((_KIND_AT_END, r"\1 (Joint Campus)")),
    "community_dropped": _replaced((r" (?:& |and )?Community(?= )", "")),
    "mount_for_mt": _replaced((r"\bMount\b", "Mt")),
    "road_for_rd": _replaced((r"\bRoad\b", "Rd"), (r"\bStreet\b", "St")),
    "double_spaces": lambda name: name.replace(" ", "  ") + " ",
    "capitals_of_a_register": _all_at_once,
}


def variants(name: str) -> Iterator[tuple[str, str]]:
    """(way, the name so written) for every way that changes this name, and the name itself."""
    for way, write in WAYS.items():
        written = write(name)
        if written != name or way == "as_it_stands":
            yield way, written
