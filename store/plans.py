"""Action plans: their goals, their reviews, and the values that were measured on the way."""

from __future__ import annotations

from datetime import date, datetime

from sqlmodel import Field, Index, SQLModel, UniqueConstraint

from store.columns import UtcDateTime


class Plan(SQLModel, table=True):
    """One action plan of a school: proposed by one side, agreed by the other, closed when it has served.

    `revision` counts every change of the plan, its goals and its reviews (a form made on an older one is stale);
    `schedule_revision` counts the changes of the review date: reminders hang on that one. `scheduled_at` is when that
    date (or the state) was last set, `to_plan` says that the next tick has to lay the duties out anew.
    """

    __tablename__ = "plan"
    __table_args__ = (UniqueConstraint("school_id", "title"), Index("plan_to_plan", "to_plan", "id"))
    id: int | None = Field(default=None, primary_key=True)
    school_id: int = Field(foreign_key="school.id")
    title: str
    agreed_on: date | None = None
    review_every_school_weeks: int
    next_review_on: date | None = Field(default=None, index=True)
    state: str = "proposed"
    outcome: str = ""
    revision: int = 1
    schedule_revision: int = 1
    scheduled_at: datetime = Field(sa_type=UtcDateTime)
    to_plan: bool = True
    agreed_by_head_id: int | None = Field(default=None, foreign_key="person.id")
    agreed_by_officer_id: int | None = Field(default=None, foreign_key="person.id")
    changed_by_id: int | None = Field(default=None, foreign_key="person.id")
    changed_at: datetime = Field(sa_type=UtcDateTime)


class Goal(SQLModel, table=True):
    """One goal of a plan, by its number.

    `responsible` is the text as given, `responsible_id` who that is where it is somebody of the record. Baseline,
    target and latest value are text: a figure with its unit, or words. `schedule_revision` counts the changes of when
    and whether it is due, as of a plan.
    """

    __tablename__ = "goal"
    __table_args__ = (UniqueConstraint("plan_id", "number"),)
    id: int | None = Field(default=None, primary_key=True)
    plan_id: int = Field(foreign_key="plan.id")
    number: int
    goal: str
    responsible: str = ""
    responsible_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    due_on: date | None = None
    measure: str = ""
    baseline: str = ""
    target: str = ""
    latest: str = ""
    latest_on: date | None = None
    state: str = "open"
    revision: int = 1
    schedule_revision: int = 1
    scheduled_at: datetime = Field(sa_type=UtcDateTime)
    changed_by_id: int | None = Field(default=None, foreign_key="person.id")
    changed_at: datetime = Field(sa_type=UtcDateTime)


class PlanReview(SQLModel, table=True):
    """A review of a plan that officer and headteacher held together, with what they agreed next."""

    __tablename__ = "plan_review"
    __table_args__ = (UniqueConstraint("plan_id", "held_on"),)
    id: int | None = Field(default=None, primary_key=True)
    plan_id: int = Field(foreign_key="plan.id")
    held_on: date
    agreed_next: str = ""
    recorded_by_id: int | None = Field(default=None, foreign_key="person.id")
    recorded_at: datetime = Field(sa_type=UtcDateTime)


class GoalValue(SQLModel, table=True):
    """A value that a goal's measure had on a day; `review_id` where a review gave it. Only ever added to."""

    __tablename__ = "goal_value"
    id: int | None = Field(default=None, primary_key=True)
    goal_id: int = Field(foreign_key="goal.id", index=True)
    value: str
    on_day: date
    review_id: int | None = Field(default=None, foreign_key="plan_review.id", index=True)
    recorded_by_id: int | None = Field(default=None, foreign_key="person.id")
    recorded_at: datetime = Field(sa_type=UtcDateTime)
