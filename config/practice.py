"""What an authority decides about strong practice: the `[practice]` table of framework.toml."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field


class PracticeRules(BaseModel):
    """How long an entry counts as fresh, and whether the clusters' channels get a weekly digest. Ours.

    `offer_reactions` are the names of the emoji that, put on a message in a cluster's channel, have its author asked.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    fresh_for_months: int = Field(default=12, ge=1, le=60)
    weekly_in_channels: bool = True
    offer_reactions: tuple[str, ...] = ("star2",)
