"""An authority's own files, over our defaults: framework.toml, school_year.toml and themes.toml."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, tzinfo
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ValidationError

from config.evidence import Measure
from config.files import FrameworkFile, SchoolYearFile, ThemesFile, TierBand, VisitType
from config.patterns import pattern_of
from config.problems import ConfigProblem
from framework.access import AccessRules
from framework.accounts import AccountRules
from framework.criteria import Criterion
from framework.promises import PatternVisit
from framework.school_year import Closure, SchoolSession, SchoolYear
from framework.sending import SendingHours

DEFAULTS = Path(__file__).parent / "defaults"
FILES = ("framework.toml", "school_year.toml", "themes.toml")

FileModel = TypeVar("FileModel", bound=BaseModel)


@dataclass(frozen=True)
class Authority:
    """The loaded configuration: what the authority calls things, its dates, its rules and its clock.

    `administrators` are the e-mail addresses (small letters) that the environment names: whoever runs Cairn vouches
    for them, so that somebody can confirm the first accounts. `public_url` is the address under which the world reaches
    this Cairn, '' where it does not.
    """

    framework: FrameworkFile
    themes: ThemesFile
    school_year: SchoolYear
    timezone: tzinfo
    fingerprint: str
    administrators: frozenset[str] = frozenset()
    public_url: str = ""

    @property
    def name(self) -> str:
        return self.framework.framework.authority

    @cached_property
    def access(self) -> AccessRules:
        return {matter: frozenset(relations) for matter, relations in self.framework.access.items()}

    @cached_property
    def account_rules(self) -> AccountRules:
        settings = self.framework.accounts
        return AccountRules(frozenset(settings.trusted_domains), settings.confirm_automatically)

    @cached_property
    def sending(self) -> SendingHours:
        hours = self.framework.sending
        return SendingHours(hours.first, hours.last, self.timezone)

    def tier(self, key: str) -> TierBand:
        """The tier with this key; a key that the files no longer name keeps its own name."""
        return self._tiers.get(key) or TierBand.model_construct(key=key, label=key, rank=0)

    @cached_property
    def criteria(self) -> tuple[Criterion, ...]:
        """The criteria of the framework, as its rules know them."""
        return tuple(row.rule(self.measures) for row in self.framework.criteria)

    @cached_property
    def measures(self) -> Mapping[str, Measure]:
        return {measure.key: measure for measure in self.framework.measures}

    def measure(self, key: str) -> Measure:
        """The measure with this key; one that the files no longer name keeps its own name, and is a concern."""
        return self.measures.get(key) or Measure(key=key, label=key, better="neither", matter="concern_figures")

    def visit_type(self, key: str) -> VisitType:
        return self._visit_types.get(key) or VisitType.model_construct(key=key, label=key)

    @cached_property
    def _tiers(self) -> Mapping[str, TierBand]:
        return {tier.key: tier for tier in self.framework.tiers}

    @cached_property
    def patterns(self) -> Mapping[str, tuple[PatternVisit, ...]]:
        """What each tier promises in a session, by the tier's key; one that the files do not name promises nothing."""
        return {tier.key: pattern_of(tier, self.framework.visit_types) for tier in self.framework.tiers}

    @cached_property
    def _visit_types(self) -> Mapping[str, VisitType]:
        return {kind.key: kind for kind in self.framework.visit_types}


def load_authority(
    folder: Path | None, timezone: str = "Europe/London", administrators: Collection[str] = ()
) -> Authority:
    """The configuration in `folder` (None: our defaults alone); a top-level key there replaces ours.

    `administrators` are the e-mail addresses that the environment names.

    Raises ConfigProblem naming the file, the key and the reason.
    """
    if folder is not None and not folder.is_dir():
        raise ConfigProblem(f"{folder} is not a folder: CAIRN_CONFIG_DIR must name one that holds {', '.join(FILES)}.")
    tables = {name: _read(folder, name) for name in FILES}
    framework = _checked(FrameworkFile, "framework.toml", tables["framework.toml"])
    year = _checked(SchoolYearFile, "school_year.toml", tables["school_year.toml"])
    return Authority(
        framework=framework,
        themes=_checked(ThemesFile, "themes.toml", tables["themes.toml"]),
        school_year=_school_year(year),
        timezone=ZoneInfo(timezone),
        fingerprint=hashlib.sha256(
            repr((tables["framework.toml"], tables["school_year.toml"], timezone)).encode()
        ).hexdigest(),
        administrators=frozenset(administrators),
    )


def _read(folder: Path | None, name: str) -> dict[str, Any]:
    own = folder / name if folder is not None and (folder / name).exists() else None
    ours = _parsed(DEFAULTS / name)
    return _over(ours, _parsed(own)) if own else ours


def _over(ours: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    """The authority's top-level keys over ours; our criteria speak of our tiers and measures, and go where those go."""
    if {"tiers", "measures"} & own.keys():
        ours = {name: table for name, table in ours.items() if name not in ("criteria", "matrix")}
    return ours | own


def _parsed(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except tomllib.TOMLDecodeError as error:
        raise ConfigProblem(f"{path.name} cannot be read as TOML: {error}.") from None
    except UnicodeDecodeError:
        raise ConfigProblem(f"{path.name} is not UTF-8 text: save it again as UTF-8.") from None
    except OSError as error:
        raise ConfigProblem(f"{path.name} cannot be opened: {error.strerror}.") from None


def _checked(model: type[FileModel], name: str, table: Mapping[str, Any]) -> FileModel:
    try:
        return model.model_validate(table)
    except ValidationError as error:
        fault = error.errors(include_url=False)[0]
        raise ConfigProblem(f"{name}, {_key(fault['loc'])}: {_reason(fault['msg'])}.") from None


def _key(location: tuple[int | str, ...]) -> str:
    """'tiers, entry 2, rank' from ('tiers', 1, 'rank'): people count from one."""
    parts = [f"entry {part + 1}" if isinstance(part, int) else part for part in location]
    return ", ".join(parts) or "the whole file"


def _reason(message: str) -> str:
    plain = message.removeprefix("Value error, ").rstrip(".")
    return {"Extra inputs are not permitted": "Cairn does not know this key; look for a typing slip"}.get(plain, plain)


def _school_year(file: SchoolYearFile) -> SchoolYear:
    sessions = tuple(
        SchoolSession(
            name=session.name,
            first=session.first,
            last=session.last,
            in_service=frozenset(session.in_service),
            closures=tuple(Closure(c.name, c.first, c.last, frozenset(c.clusters)) for c in session.closures),
        )
        for session in file.sessions
    )
    return SchoolYear(sessions, _bank_holidays(frozenset(file.closed_bank_holidays)))


def _bank_holidays(closed: frozenset[str]) -> Callable[[int], Mapping[date, str]]:
    @lru_cache(maxsize=64)
    def of_year(year: int) -> Mapping[date, str]:
        if not closed:
            return {}
        # Imported where it is needed: most answers never ask about a bank holiday.
        from holidays import country_holidays

        known = country_holidays("GB", subdiv="SCT", years=year)
        return {day: name for day, name in known.items() if name.removesuffix(" (observed)") in closed}

    return of_year
