"""Who must have done what before a tier is decided: the `[deciding]` table of framework.toml."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class DecidingRules(BaseModel):
    """Whether a discussion with the headteacher must be on record first; who decides where the two disagree. Ours."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    discussion_required: bool = True
    on_disagreement: tuple[Literal["link_officer", "quality_manager", "head_of_education"], ...] = Field(
        default=("head_of_education",), min_length=1
    )
