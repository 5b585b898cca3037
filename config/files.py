"""The shapes of an authority's files. Every key is checked; one that is not known is a fault, not a silence."""

from __future__ import annotations

from datetime import date, time
from itertools import pairwise
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, field_validator, model_validator

from config.accounts import AccountSettings
from config.deciding import DecidingRules
from config.evidence import CriterionRow, MatrixRules, Measure, checked
from config.mentoring import MentoringRules
from config.notes import NoteForm
from config.oversight import OversightRules
from config.practice import PracticeRules
from config.proposing import ConsistencyRules, Mode, MonthDay, PatternLine, ProposingRules
from config.reminders import ReminderRule
from framework.access import EVERYONE, MATTERS, RELATIONS
from framework.notes import USUAL_WORKING_DAYS
from framework.planning import USUAL_SCHOOL_WEEKS

Key = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_]*$")]


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


DecidingRole = Literal["link_officer", "quality_manager", "head_of_education"]


class FrameworkVersion(_Table):
    """Which improvement framework this is, and since when; reviewed once a year."""

    authority: str
    version: str
    adopted_on: date
    review_on: date | None = None


class TierBand(_Table):
    """One tier of support: its key in the record, its local name, and what it promises a school.

    `rank` orders the tiers, 1 the lightest. `pattern` are the visits that it promises in a session; where there is
    none, `visits` of them, by the kinds of visit that have a window and then of any kind. `note_working_days` is the
    time for a note of visit to reach the headteacher, `plan_review_school_weeks` the usual time between two reviews of
    an action plan and `review_school_weeks` between two of the tier itself, in weeks of five school days. The matrix
    suggests the tier from `suggest_from` points on (None: never); `decided_by` are the roles that may decide on it.
    """

    key: Key
    label: str
    rank: int = Field(ge=0)
    aliases: tuple[str, ...] = ()
    means: str = ""
    visits: int = Field(default=3, ge=0, le=60)
    pattern: tuple[PatternLine, ...] = ()
    attends: tuple[str, ...] = ()
    note_working_days: int = Field(default=USUAL_WORKING_DAYS, ge=1, le=60)
    plan_review_school_weeks: int = Field(default=USUAL_SCHOOL_WEEKS, ge=1, le=40)
    review: str = ""
    review_school_weeks: int = Field(default=38, ge=1, le=80)
    suggest_from: int | None = Field(default=None, ge=1, le=200)
    decided_by: tuple[DecidingRole, ...] = ("quality_manager", "head_of_education")

    @model_validator(mode="before")
    @classmethod
    def _as_many_as_listed(cls, row: Any) -> Any:
        """A tier with a pattern promises as many visits as that has; another number beside it is a slip."""
        if not isinstance(row, dict) or not isinstance(row.get("pattern"), list) or not row["pattern"]:
            return row
        listed = len(row["pattern"])
        if row.get("visits", listed) != listed:
            words = f"promises {row['visits']} visits, but its pattern has {listed}: leave 'visits' out"
            raise ValueError(words)
        return {**row, "visits": listed}

    @property
    def a_session(self) -> int:
        """How many visits the tier promises in a session."""
        return len(self.pattern) or self.visits

    def names(self) -> tuple[str, ...]:
        return (self.key, self.label, *self.aliases)


class VisitType(_Table):
    """One kind of visit. `window` is its first and last day in the school year as MM-DD, `minutes` its usual length.

    `note` says what its note of visit asks.
    """

    key: Key
    label: str
    aliases: tuple[str, ...] = ()
    focus: str = ""
    minutes: int = Field(default=90, ge=10, le=600)
    window: tuple[MonthDay, MonthDay] | None = None
    mode: Mode = "in_person"
    note: NoteForm = NoteForm()

    def names(self) -> tuple[str, ...]:
        return (self.key, self.label, *self.aliases)


def _outside_the_doubled_hour(value: time) -> time:
    # Between 01:00 and 02:00 the clock shows a time twice in autumn and skips it in spring.
    if time(1) <= value < time(2):
        raise ValueError("no sending time between 01:00 and 02:00, when clocks change")
    return value


ClockTime = Annotated[time, AfterValidator(_outside_the_doubled_hour)]


class Sending(_Table):
    """The hours in which reminders go out on school days, by the local clock; `last` is left out."""

    first: ClockTime = time(8)
    last: ClockTime = time(17, 30)

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.first >= self.last:
            raise ValueError("'first' must be earlier than 'last'")
        return self


class FrameworkFile(_Table):
    """framework.toml."""

    framework: FrameworkVersion
    tiers: tuple[TierBand, ...] = Field(min_length=1)
    visit_types: tuple[VisitType, ...] = Field(min_length=1)
    cancel_reasons: tuple[str, ...] = Field(min_length=1)
    sending: Sending = Sending()
    proposing: ProposingRules = ProposingRules()
    consistency: ConsistencyRules = ConsistencyRules()
    reminders: tuple[ReminderRule, ...] = ()
    quality_indicators: dict[str, str] = Field(default_factory=dict)
    quality_grades: dict[Annotated[str, Field(pattern=r"^\w{1,12}$")], str] = Field(default_factory=dict)
    mentoring: MentoringRules = MentoringRules()
    practice: PracticeRules = PracticeRules()
    oversight: OversightRules = OversightRules()
    accounts: AccountSettings = AccountSettings()
    measures: tuple[Measure, ...] = ()
    criteria: tuple[CriterionRow, ...] = ()
    matrix: MatrixRules = MatrixRules()
    deciding: DecidingRules = DecidingRules()
    words: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    access: dict[str, tuple[str, ...]]

    @model_validator(mode="after")
    def _criteria_name_what_is_there(self) -> Self:
        checked(self.measures, self.criteria, frozenset(tier.key for tier in self.tiers))
        return self

    @field_validator("tiers", "visit_types")
    @classmethod
    def _told_apart(cls, rows: tuple[TierBand | VisitType, ...]) -> tuple[TierBand | VisitType, ...]:
        owner: dict[str, str] = {}
        for row in rows:
            for name in row.names():
                if owner.setdefault(name.casefold(), row.key) != row.key:
                    raise ValueError(
                        f"'{name}' names both {owner[name.casefold()]} and {row.key}; it can name one only"
                    )
        return rows

    @model_validator(mode="after")
    def _known_kinds(self) -> Self:
        kinds = {kind.key for kind in self.visit_types}
        for tier in self.tiers:
            for line in tier.pattern:
                if line.visit and line.visit not in kinds:
                    known = ", ".join(sorted(kinds))
                    raise ValueError(
                        f"{tier.key} promises a visit '{line.visit}', which is none of visit_types: {known}"
                    )
        return self

    @field_validator("reminders")
    @classmethod
    def _each_once(cls, rules: tuple[ReminderRule, ...]) -> tuple[ReminderRule, ...]:
        keys = [rule.key for rule in rules]
        if len(keys) != len(set(keys)):
            raise ValueError("a reminder stands here twice; put its days into one entry")
        return rules

    @field_validator("access")
    @classmethod
    def _known_words(cls, rows: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
        for matter, relations in rows.items():
            if matter not in MATTERS:
                raise ValueError(f"'{matter}' is nothing that access is about; it is one of {', '.join(MATTERS)}")
            for relation in relations:
                if relation not in (*RELATIONS, EVERYONE):
                    known = ", ".join((*RELATIONS, EVERYONE))
                    raise ValueError(f"'{relation}' in {matter} is no relation to a school; it is one of {known}")
        return rows


class ClosureRow(_Table):
    """Days without school; `clusters` left out means everywhere."""

    name: str
    first: date
    last: date
    clusters: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.first > self.last:
            raise ValueError(f"'{self.name}' ends ({self.last}) before it begins ({self.first})")
        return self


class SessionRow(_Table):
    """One school year, from the first day on which staff are in to the last school day."""

    name: str
    first: date
    last: date
    in_service: tuple[date, ...] = ()
    closures: tuple[ClosureRow, ...] = ()

    @model_validator(mode="after")
    def _makes_sense(self) -> Self:
        if not 150 <= (self.last - self.first).days <= 365:
            raise ValueError(
                f"{self.name} runs from {self.first} to {self.last}: a school year lasts five to twelve months"
            )
        for closure in self.closures:
            if closure.first < self.first or closure.last > self.last:
                raise ValueError(f"'{closure.name}' ({closure.first} to {closure.last}) lies outside {self.name}")
        return self


class SchoolYearFile(_Table):
    """school_year.toml."""

    sessions: tuple[SessionRow, ...] = ()
    closed_bank_holidays: tuple[str, ...] = ()

    @field_validator("sessions")
    @classmethod
    def _apart(cls, rows: tuple[SessionRow, ...]) -> tuple[SessionRow, ...]:
        ordered = sorted(rows, key=lambda row: row.first)
        for earlier, later in pairwise(ordered):
            if later.first <= earlier.last:
                raise ValueError(f"{earlier.name} and {later.name} overlap")
        return rows


class ThemeRow(_Table):
    """A theme of practice, with the many lay words that people use for it."""

    key: Key
    label: str
    words: tuple[str, ...] = ()


class ThemesFile(_Table):
    """themes.toml."""

    themes: tuple[ThemeRow, ...] = Field(min_length=1)

    @field_validator("themes")
    @classmethod
    def _each_once(cls, rows: tuple[ThemeRow, ...]) -> tuple[ThemeRow, ...]:
        keys = [row.key for row in rows]
        doubled = next((key for key in keys if keys.count(key) > 1), None)
        if doubled:
            raise ValueError(f"the theme '{doubled}' stands here twice")
        return rows
