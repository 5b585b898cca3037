"""What a cell may hold, and what it means. Each check raises ValueError with what is wrong and what to write."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from functools import cached_property
from typing import Annotated, Final

from pydantic import BeforeValidator, ValidationInfo

from config.authority import Authority
from framework.access import ROLES
from framework.school_year import SOME_YEARS
from store.imports.sheet import shown

SECTORS: Final = ("early_years", "primary", "secondary", "special", "all_through")
STATUSES: Final = ("proposed", "agreed", "done", "cancelled")
MODES: Final = ("in_person", "online", "hybrid")
# Statistics of schools hide small numbers behind these: not known, and never zero.
SUPPRESSED: Final = frozenset({"*", "c", "z", "x", "[c]", "[z]", "[x]"})
_ALSO_SECTOR = {"early_learning": "early_years", "nursery": "early_years", "elc": "early_years", "asn": "special"}
_ALSO_MODE = {"face_to_face": "in_person", "on_site": "in_person", "teams": "online", "video": "online"}
_ALSO_STATUS = {"canceled": "cancelled", "held": "done", "completed": "done", "confirmed": "agreed"}
_ALSO_ROLE = {
    "head_teacher": "headteacher",
    "ht": "headteacher",
    "acting_head": "acting_headteacher",
    "acting_ht": "acting_headteacher",
    "acting_head_teacher": "acting_headteacher",
    "dht": "depute",
    "depute_headteacher": "depute",
    "depute_head_teacher": "depute",
    "qio": "link_officer",
    "quality_improvement_officer": "link_officer",
    "qim": "quality_manager",
    "quality_improvement_manager": "quality_manager",
    "admin": "administrator",
}


@dataclass
class Reading:
    """What the checks of one file share: the authority's words, and what was `noticed` on the way."""

    authority: Authority
    noticed: set[str] = field(default_factory=set)

    @cached_property
    def tiers(self) -> Mapping[str, str]:
        """Keys of the tiers by every name of theirs."""
        return {name.casefold(): tier.key for tier in self.authority.framework.tiers for name in tier.names()}

    @cached_property
    def visit_types(self) -> Mapping[str, str]:
        return {name.casefold(): kind.key for kind in self.authority.framework.visit_types for name in kind.names()}


def _reading(info: ValidationInfo) -> Reading:
    if not isinstance(info.context, Reading):
        raise TypeError("A row is checked in the context of a Reading.")
    return info.context


def _line(value: str) -> str:
    return " ".join(value.split())


def _email(value: str) -> str:
    if len(value) > 254 or not re.fullmatch(r"[^@\s,;<>\"]+@[^@\s,;<>\"'.]+(\.[^@\s,;<>\"'.]+)+", value):
        raise ValueError(f"{shown(value)} is not an e-mail address; write one alone, such as jo.bloggs@council.example")
    return value.lower()


def _seed_code(value: str) -> str:
    if not re.fullmatch(r"[0-9]{5,8}", value):
        raise ValueError(f"{shown(value)} is not a seed code; write its digits alone, in Excel as text")
    return value


def _seed_codes(value: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_seed_code(code) for code in re.split(r"[;,\s]+", value) if code))


def _several(value: str) -> str:
    return ";".join(part for part in map(_line, value.split(";")) if part)


def _one_of(value: str, known: Sequence[str], also: Mapping[str, str], what: str) -> str:
    key = re.sub(r"[^a-z0-9]+", "_", value.casefold()).strip("_")
    found = also.get(key, key)
    if found not in known:
        raise ValueError(f"{shown(value)} is not {what}; write one of {', '.join(known)}")
    return found


def _sector(value: str) -> str:
    bare = re.sub(r"[\s\-_]+(school|centre|sector)s?$", "", value.strip(), flags=re.IGNORECASE)
    return _one_of(bare, SECTORS, _ALSO_SECTOR, "a sector")


def _role(value: str) -> str:
    return _one_of(value, ROLES, _ALSO_ROLE, "a role")


def _status(value: str) -> str:
    return _one_of(value, STATUSES, _ALSO_STATUS, "a status")


def _mode(value: str) -> str:
    return _one_of(value, MODES, _ALSO_MODE, "a mode")


def _named(value: str, known: Mapping[str, str], what: str) -> str:
    found = known.get(_line(value).casefold())
    if found is None:
        keys = ", ".join(dict.fromkeys(known.values()))
        raise ValueError(f"{shown(value)} is not {what} of framework.toml; write one of {keys}")
    return found


def _tier(value: str, info: ValidationInfo) -> str:
    return _named(value, _reading(info).tiers, "a tier")


def _visit_type(value: str, info: ValidationInfo) -> str:
    return _named(value, _reading(info).visit_types, "a kind of visit")


def _whole(value: str, first: int, last: int) -> int:
    plain = value.replace(",", "") if re.fullmatch(r"[0-9]{1,3}(,[0-9]{3})+", value) else value
    if not re.fullmatch(r"[0-9]{1,7}", plain) or not first <= int(plain) <= last:
        raise ValueError(f"{shown(value)} is not a whole number from {first} to {last}; correct it")
    return int(plain)


def _roll(value: str) -> int | None:
    return None if value.casefold() in SUPPRESSED else _whole(value, 0, 20_000)


def _urban_rural(value: str) -> int:
    return _whole(value, 1, 8)


def _minutes(value: str) -> int:
    return _whole(value, 10, 600)


def _school_weeks(value: str) -> int:
    return _whole(value, 1, 40)


def _goal_number(value: str) -> int:
    return _whole(value, 1, 99)


def _degrees(value: str, first: float, last: float) -> float:
    if not re.fullmatch(r"[+-]?[0-9]{1,3}(\.[0-9]{1,15})?", value) or not first <= float(value) <= last:
        raise ValueError(f"{shown(value)} is not in degrees from {first} to {last}; are two columns swapped")
    return float(value)


def _latitude(value: str) -> float:
    return _degrees(value, 49, 62)


def _longitude(value: str) -> float:
    return _degrees(value, -9, 3)


def _slack_user(value: str) -> str:
    if not re.fullmatch(r"[UW][A-Z0-9]{2,40}", value):
        raise ValueError(f"{shown(value)} is not a Slack member ID; copy it from their profile, it begins with U or W")
    return value


def _teams_user(value: str) -> str:
    if not re.fullmatch(r"[0-9A-Za-z:_\-]{8,200}", value):
        raise ValueError(f"{shown(value)} is not a Teams user; copy the object ID from Microsoft Entra")
    return value


def _day(value: str, info: ValidationInfo) -> date:
    try:
        found = _iso_day(value) or _day_first(value, _reading(info))
    except ValueError as error:
        if value in str(error):
            raise
        raise ValueError(f"{shown(value)} is no day of the calendar; write one such as 2026-09-25") from None
    if found.year not in SOME_YEARS:
        raise ValueError(f"{shown(value)} is far from any school year; write a day such as 2026-09-25")
    return found


def _iso_day(value: str) -> date | None:
    return date.fromisoformat(value) if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value) else None


def _day_first(value: str, reading: Reading) -> date:
    """A day as Excel shows it in Britain, 25/09/2026. American ones are written without leading zeros."""
    parts = re.fullmatch(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})", value)
    if not parts:
        raise ValueError(f"{shown(value)} is not a day; write one such as 2026-09-25")
    day, month, year = (int(part) for part in parts.groups())
    if len(value) < len("25/09/2026") and day != month and max(day, month) <= 12:
        raise ValueError(f"{shown(value)} may be either of two days; write one such as 2026-09-25")
    reading.noticed.add("Days such as 25/09/2026 were read as day, month, year.")
    return date(year, month, day)


def _moment(value: str, info: ValidationInfo) -> datetime:
    """The moment in UTC. A time without an offset is local; one that the clocks skip in spring is refused."""
    parts = re.fullmatch(r"(\S+?)(?:T|\s+)([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}))?\s*(Z|[+-][0-9]{2}:?[0-9]{2})?", value)
    if not parts:
        raise ValueError(f"{shown(value)} is not a day and a time; write them such as 2026-09-25T10:30")
    day = _day(parts[1], info)
    try:
        local = datetime.combine(day, time(int(parts[2]), int(parts[3]), int(parts[4] or 0)))
        if parts[5]:
            return datetime.fromisoformat(f"{local.isoformat()}{parts[5]}").astimezone(UTC)
    except ValueError:
        raise ValueError(f"{shown(value)} has no such time of day; write one such as 2026-09-25T10:30") from None
    return _utc(local, value, _reading(info).authority)


def _utc(local: datetime, value: str, authority: Authority) -> datetime:
    moment = local.replace(tzinfo=authority.timezone).astimezone(UTC)
    if moment.astimezone(authority.timezone).replace(tzinfo=None) != local:
        raise ValueError(f"{shown(value)} does not exist: the clocks go forward over it; write another time")
    return moment


Line = Annotated[str, BeforeValidator(_line)]
Several = Annotated[str, BeforeValidator(_several)]
Email = Annotated[str, BeforeValidator(_email)]
SeedCode = Annotated[str, BeforeValidator(_seed_code)]
SeedCodes = Annotated[tuple[str, ...], BeforeValidator(_seed_codes)]
Sector = Annotated[str, BeforeValidator(_sector)]
Role = Annotated[str, BeforeValidator(_role)]
Status = Annotated[str, BeforeValidator(_status)]
Mode = Annotated[str, BeforeValidator(_mode)]
Tier = Annotated[str, BeforeValidator(_tier)]
VisitTypeKey = Annotated[str, BeforeValidator(_visit_type)]
Roll = Annotated[int | None, BeforeValidator(_roll)]
UrbanRural = Annotated[int | None, BeforeValidator(_urban_rural)]
Minutes = Annotated[int | None, BeforeValidator(_minutes)]
SchoolWeeks = Annotated[int | None, BeforeValidator(_school_weeks)]
GoalNumber = Annotated[int, BeforeValidator(_goal_number)]
Latitude = Annotated[float | None, BeforeValidator(_latitude)]
Longitude = Annotated[float | None, BeforeValidator(_longitude)]
SlackUser = Annotated[str, BeforeValidator(_slack_user)]
TeamsUser = Annotated[str, BeforeValidator(_teams_user)]
Day = Annotated[date, BeforeValidator(_day)]
MaybeDay = Annotated[date | None, BeforeValidator(_day)]
Moment = Annotated[datetime, BeforeValidator(_moment)]
