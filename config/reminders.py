"""What is reminded of, whom and when: the `[[reminders]]` of framework.toml."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

# `responsible`: who is named for a goal; where nobody is, both sides of the plan. `follower`: who asked for a theme.
Recipient = Literal["link_officer", "headteacher", "quality_manager", "responsible", "head_of_education", "follower"]
# These are due on a day of their own: when practice is shared, or with the first school day of a week or month.
_WITHOUT_OFFSET = ("practice_followed", "officer_digest", "education_digest")


class ReminderRule(BaseModel):
    """What is reminded of, whom, and how many school days before or after."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    key: Literal[
        "visit_upcoming",
        "note_missing",
        "visit_unanswered",
        "note_late",
        "note_accuracy",
        "note_answer",
        "next_step_due",
        "plan_review_coming",
        "plan_review_overdue",
        "plan_review_long_overdue",
        "goal_overdue",
        "pair_checkin",
        "practice_consent",
        "practice_check",
        "practice_fresh",
        "practice_followed",
        "officer_digest",
        "education_digest",
        "tier_review_coming",
        "tier_review_overdue",
        "tier_review_long_overdue",
        "framework_review",
    ]
    label: str
    to: tuple[Recipient, ...] = Field(min_length=1)
    school_days_before: tuple[Annotated[int, Field(ge=1, le=60)], ...] = ()
    school_days_after: tuple[Annotated[int, Field(ge=1, le=60)], ...] = ()
    useful_for_school_days: int = Field(default=5, ge=1, le=60)
    can_turn_down: bool = True

    @model_validator(mode="after")
    def _has_an_offset(self) -> Self:
        if self.key not in _WITHOUT_OFFSET and not self.school_days_before and not self.school_days_after:
            raise ValueError("needs school_days_before or school_days_after")
        return self
