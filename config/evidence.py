"""What an authority watches, and by which criteria: `[[measures]]`, `[[criteria]]` and `[matrix]` of framework.toml."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from framework.criteria import Criterion

Key = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_]*$")]
GradeKind = Literal["inspection", "self_evaluation"]
SectorKey = Literal["early_years", "primary", "secondary", "special", "all_through"]


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


class Measure(_Table):
    """One measure of a school: its unit ('%', '£', 'pupils', 'days' or nothing) and which way is better.

    `better` is 'neither' for what only describes a school, such as its roll. `least` and `most` are what a figure can
    be at all. `matter` is the line of `[access]` that says who may see it. Shares of fewer pupils than `least_roll`
    are not judged.
    """

    key: Key
    label: str
    aliases: tuple[str, ...] = ()
    unit: str = ""
    better: Literal["higher", "lower", "neither"] = "higher"
    decimals: int = Field(default=0, ge=0, le=3)
    least: float | None = None
    most: float | None = None
    least_roll: int = Field(default=0, ge=0, le=1000)
    matter: Literal["figures", "concern_figures"] = "figures"
    source: str = ""

    def names(self) -> tuple[str, ...]:
        return (self.key, self.label, *self.aliases)


class CriterionRow(_Table):
    """One criterion. It looks at a `measure`, at grades of `qi`, or at an `event`; see framework.criteria.Criterion."""

    key: Key
    label: str
    points_to: str
    weight: int = Field(default=1, ge=1, le=20)
    sectors: tuple[SectorKey, ...] = ()
    least_roll: int | None = Field(default=None, ge=0, le=1000)
    measure: str = ""
    below: float | None = None
    above: float | None = None
    worse_by: float | None = Field(default=None, gt=0)
    behind_by: float | None = Field(default=None, gt=0)
    comparator: Literal["local", "national"] = "national"
    exit_at: float | None = None
    exit: str = ""
    qi: tuple[str, ...] = ()
    at_most: int = Field(default=0, ge=0, le=6)
    grade_kinds: tuple[GradeKind, ...] = ("inspection",)
    event: Literal["", "new_headteacher", "acting_headteacher", "no_headteacher", "own_request"] = ""
    within_months: int = Field(default=12, ge=1, le=60)
    why: str = ""

    @model_validator(mode="after")
    def _looks_at_one_thing(self) -> Self:
        if sum(bool(one) for one in (self.measure, self.qi, self.event)) != 1:
            raise ValueError(f"{self.key} must name exactly one of 'measure', 'qi' and 'event'")
        ways = [one for one in (self.below, self.above, self.worse_by, self.behind_by) if one is not None]
        if self.measure and len(ways) != 1:
            raise ValueError(f"{self.key} must give exactly one of 'below', 'above', 'worse_by' and 'behind_by'")
        if not self.measure and ways:
            raise ValueError(f"{self.key} gives a threshold without a measure")
        if self.qi and not self.at_most:
            raise ValueError(f"{self.key} needs 'at_most', the grade from which it is met")
        return self

    def rule(self, measures: Mapping[str, Measure]) -> Criterion:
        """The criterion as the framework's rules know it."""
        measure = measures.get(self.measure)
        least_roll = self.least_roll if self.least_roll is not None else measure.least_roll if measure else 0
        return Criterion(
            key=self.key,
            label=self.label,
            points_to=self.points_to,
            weight=self.weight,
            sectors=frozenset(self.sectors),
            least_roll=least_roll,
            measure=self.measure,
            higher_is_better=measure is None or measure.better != "lower",
            below=self.below,
            above=self.above,
            worse_by=self.worse_by,
            behind_by=self.behind_by,
            comparator=self.comparator,
            exit_at=self.exit_at,
            exit=self.exit,
            qi=self.qi,
            at_most=self.at_most,
            grade_kinds=frozenset(self.grade_kinds),
            event=self.event,
            within_months=self.within_months,
        )


class MatrixRules(_Table):
    """How the matrix reads. Below `least_evidence_percent` answered criteria nothing light is suggested.

    `deprivation_measure` and schools' rolls and rurality say which schools are alike. `theme_schools` is from how many
    schools of one sector or cluster on the same criterion counts as a theme.
    """

    least_evidence_percent: int = Field(default=50, ge=0, le=100)
    deprivation_measure: str = ""
    theme_schools: int = Field(default=5, ge=2, le=100)


def checked(measures: tuple[Measure, ...], criteria: tuple[CriterionRow, ...], tiers: frozenset[str]) -> None:
    """Raises ValueError for what is there twice, or names what is not there."""
    for rows in (measures, criteria):
        keys = [row.key for row in rows]
        doubled = next((key for key in keys if keys.count(key) > 1), None)
        if doubled:
            raise ValueError(f"'{doubled}' stands here twice")
    known = {measure.key: measure for measure in measures}
    for row in criteria:
        if row.measure and row.measure not in known:
            raise ValueError(f"the criterion {row.key} looks at '{row.measure}', which is none of the measures")
        if row.measure and known[row.measure].better == "neither" and (row.worse_by or row.behind_by):
            raise ValueError(
                f"the criterion {row.key} asks what is worse of {row.measure}, which has no better or worse"
            )
        if row.points_to not in tiers:
            raise ValueError(f"the criterion {row.key} points to '{row.points_to}', which is none of the tiers")


__all__ = ["CriterionRow", "GradeKind", "MatrixRules", "Measure", "checked"]
