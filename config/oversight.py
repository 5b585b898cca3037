"""What an authority decides about oversight: the `[oversight]` table of framework.toml."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field


class OversightRules(BaseModel):
    """How an officer's load is counted, and from when on support counts as too much. All of it ours.

    A school counts as the visits of its tier; every `km_a_visit` kilometres of travel there and back count as one visit
    more (0: travel is left out). Travel begins at `base`, latitude and longitude of the officers' place of work in
    degrees, or else in the middle of the officer's own schools. `most_enhanced_percent` is the share of schools above
    the lightest tier that the authority means not to pass; None where it has set no such mark.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    km_a_visit: int = Field(default=200, ge=0, le=5000)
    base: tuple[float, float] | None = None
    most_enhanced_percent: int | None = Field(default=None, ge=0, le=100)
