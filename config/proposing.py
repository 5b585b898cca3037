"""How visits are promised and proposed, as an authority's framework.toml says it."""

from __future__ import annotations

from datetime import time
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

MonthDay = Annotated[str, Field(pattern=r"^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$")]
Mode = Literal["in_person", "online", "hybrid"]


class PatternLine(BaseModel):
    """One visit that a tier promises in a session; what is left out is as the kind of visit has it.

    `visit` is a key of visit_types, '' for a visit of any kind. `window` is its first and last day as MM-DD.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    visit: str
    window: tuple[MonthDay, MonthDay] | None = None
    focus: str = ""
    minutes: int | None = Field(default=None, ge=10, le=600)
    mode: Mode | None = None
    attends: tuple[str, ...] = ()


class Island(BaseModel):
    """Schools that are visited together on one day: those of the clusters, and those with the seed codes."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    name: str
    clusters: tuple[str, ...] = ()
    seed_codes: tuple[str, ...] = ()


class ProposingRules(BaseModel):
    """framework.toml, `[proposing]`: hours by the local clock, distances in kilometres. Ours."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    first: time = time(9)
    last: time = time(15, 30)
    step_minutes: int = Field(default=30, ge=5, le=240)
    most_a_day: int = Field(default=2, ge=1, le=10)
    notice_school_days: int = Field(default=5, ge=0, le=60)
    apart_school_days: int = Field(default=10, ge=0, le=60)
    travel_kmh: int = Field(default=50, ge=5, le=120)
    arriving_minutes: int = Field(default=15, ge=0, le=120)
    together_km: int = Field(default=25, ge=0, le=500)
    remote_classes: tuple[Annotated[int, Field(ge=1, le=8)], ...] = (5, 7, 8)
    islands: tuple[Island, ...] = ()

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.first >= self.last:
            raise ValueError("'first' must be earlier than 'last'")
        return self


class ConsistencyRules(BaseModel):
    """framework.toml, `[consistency]`: what is long without contact, and what shortly before an inspection. Ours."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    without_contact_school_weeks: int = Field(default=12, ge=1, le=40)
    before_inspection_school_weeks: int = Field(default=8, ge=1, le=40)
