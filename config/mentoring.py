"""What an authority decides about mentoring pairs: the `[mentoring]` table of framework.toml."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Points = Annotated[int, Field(ge=0, le=10_000)]
SchoolDays = Annotated[int, Field(ge=1, le=60)]


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


class MentoringWeights(_Table):
    """The points that each consideration costs a pair at its worst; 0 leaves it out. Ours.

    Travel is at its worst from `far_km` kilometres on.
    """

    need: Points = 250
    sector: Points = 300
    size: Points = 150
    rurality: Points = 100
    travel: Points = 200
    denomination: Points = 200
    deprivation: Points = 50
    far_km: int = Field(default=100, ge=1, le=1000)


class MentoringRules(_Table):
    """Who is new, how long people have to answer, who may be a mentor. All of it ours.

    `asked_school_days`: how long an answer to 'what do you need?' is waited for. `decline_school_days`: how long either
    of a proposed pair may decline. `stuck_days` are days of the calendar from the announcement on.
    `teaching_head_roll`: up to this roll the head of a primary school is taken to teach. `offered_needs` are offered as
    one tap: numbers of quality indicators or keys of themes.
    """

    new_within_months: int = Field(default=12, ge=1, le=36)
    asked_school_days: SchoolDays = 5
    decline_school_days: SchoolDays = 3
    officer_approves: bool = False
    stuck_days: int = Field(default=21, ge=1, le=200)
    mentor_years: int = Field(default=3, ge=0, le=40)
    buddy_years: int = Field(default=1, ge=0, le=40)
    training_lasts_years: int = Field(default=3, ge=1, le=40)
    buddy_within_km: int = Field(default=30, ge=1, le=1000)
    teaching_head_roll: int = Field(default=50, ge=0, le=500)
    offered_needs: tuple[str, ...] = ("1.3", "2.3", "3.1")
    end_reasons: tuple[str, ...] = Field(
        default=("Our work together is done", "One of us changes post", "No time at present", "We did not find a fit"),
        min_length=1,
    )
    weights: MentoringWeights = MentoringWeights()
