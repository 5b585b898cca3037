"""Reading and changing action plans: views for answers, and updates over the revision that was seen."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import bindparam, func, select, true, update
from sqlmodel import Session

from store.columns import table_of
from store.people import Person
from store.plans import Goal, GoalValue, Plan, PlanReview
from store.schools import School

plans = table_of(Plan)
goals = table_of(Goal)
reviews = table_of(PlanReview)
values = table_of(GoalValue)
_schools = table_of(School)
_people = table_of(Person)
OPEN_STATES = ("proposed", "agreed")


@dataclass(frozen=True)
class PlanView:
    """A plan as answers and messages show it; `last_review_on` is None while none was held."""

    id: int
    school_id: int
    school: str
    seed_code: str
    title: str
    agreed_on: date | None
    review_every_school_weeks: int
    next_review_on: date | None
    state: str
    outcome: str
    revision: int
    schedule_revision: int
    scheduled_at: datetime
    agreed_by_head_id: int | None
    agreed_by_officer_id: int | None
    changed_by_id: int | None
    changed_by: str
    changed_at: datetime
    last_review_on: date | None

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES

    @property
    def is_agreed(self) -> bool:
        return self.state == "agreed"


@dataclass(frozen=True)
class GoalView:
    """A goal as answers show it; `responsible` is the name on record where it is a person, the text given otherwise."""

    id: int
    plan_id: int
    number: int
    goal: str
    responsible: str
    responsible_id: int | None
    due_on: date | None
    measure: str
    baseline: str
    target: str
    latest: str
    latest_on: date | None
    state: str
    revision: int
    schedule_revision: int
    scheduled_at: datetime

    @property
    def is_open(self) -> bool:
        return self.state == "open"


_LAST_REVIEW = select(func.max(reviews.c.held_on)).where(reviews.c.plan_id == plans.c.id).scalar_subquery()
_PLAN = select(
    plans.c.id,
    plans.c.school_id,
    _schools.c.name,
    _schools.c.seed_code,
    plans.c.title,
    plans.c.agreed_on,
    plans.c.review_every_school_weeks,
    plans.c.next_review_on,
    plans.c.state,
    plans.c.outcome,
    plans.c.revision,
    plans.c.schedule_revision,
    plans.c.scheduled_at,
    plans.c.agreed_by_head_id,
    plans.c.agreed_by_officer_id,
    plans.c.changed_by_id,
    func.coalesce(_people.c.name, ""),
    plans.c.changed_at,
    _LAST_REVIEW,
).select_from(
    plans.join(_schools, _schools.c.id == plans.c.school_id).outerjoin(_people, _people.c.id == plans.c.changed_by_id)
)
_BY_ID = _PLAN.where(plans.c.id == bindparam("id"))
_BY_IDS = _PLAN.where(plans.c.id.in_(bindparam("ids", expanding=True)))
_OPEN = _PLAN.where(plans.c.state.in_(OPEN_STATES)).order_by(_schools.c.name, plans.c.id)
_OPEN_AT = _OPEN.where(plans.c.school_id.in_(bindparam("schools", expanding=True)))
_TITLED = select(plans.c.id, plans.c.title).where(plans.c.school_id == bindparam("school"))
_TO_PLAN = _PLAN.where(plans.c.to_plan == true()).order_by(plans.c.id).limit(bindparam("most"))

_GOAL = select(
    goals.c.id,
    goals.c.plan_id,
    goals.c.number,
    goals.c.goal,
    func.coalesce(_people.c.name, goals.c.responsible),
    goals.c.responsible_id,
    goals.c.due_on,
    goals.c.measure,
    goals.c.baseline,
    goals.c.target,
    goals.c.latest,
    goals.c.latest_on,
    goals.c.state,
    goals.c.revision,
    goals.c.schedule_revision,
    goals.c.scheduled_at,
).select_from(goals.outerjoin(_people, _people.c.id == goals.c.responsible_id))
_GOALS_OF = _GOAL.where(goals.c.plan_id.in_(bindparam("plans", expanding=True))).order_by(
    goals.c.plan_id, goals.c.number
)
_GOALS_BY_ID = _GOAL.where(goals.c.id.in_(bindparam("ids", expanding=True)))
_GOALS_OF_PERSON = (
    _GOAL.join(plans, plans.c.id == goals.c.plan_id)
    .where(goals.c.responsible_id == bindparam("person"), goals.c.state == "open", plans.c.state.in_(OPEN_STATES))
    .order_by(goals.c.due_on, goals.c.id)
)


def plan_by_id(session: Session, plan_id: int) -> PlanView | None:
    row = session.execute(_BY_ID, {"id": plan_id}).first()
    return PlanView(*row) if row else None


def plans_by_id(session: Session, ids: Collection[int]) -> dict[int, PlanView]:
    """Those of `ids` that exist, in one read."""
    rows = session.execute(_BY_IDS, {"ids": list(ids)}) if ids else ()
    return {row[0]: PlanView(*row) for row in rows}


def open_plans(session: Session, schools: Collection[int] | None = None) -> list[PlanView]:
    """The plans that are proposed or agreed, by school and age; None for `schools` means every school's."""
    rows = session.execute(_OPEN) if schools is None else session.execute(_OPEN_AT, {"schools": list(schools)})
    return [PlanView(*row) for row in rows]


def title_taken(session: Session, school_id: int, title: str) -> bool:
    """Whether the school has a plan of this title already, whatever its capitals and whatever became of it."""
    titles = session.execute(_TITLED, {"school": school_id})
    return title.casefold() in {row.title.casefold() for row in titles}


def goals_of(session: Session, plan_ids: Collection[int]) -> dict[int, list[GoalView]]:
    """The goals of these plans by number, dropped ones too, by plan id."""
    found: dict[int, list[GoalView]] = defaultdict(list)
    for row in session.execute(_GOALS_OF, {"plans": list(plan_ids)}) if plan_ids else ():
        found[row[1]].append(GoalView(*row))
    return found


def goals_by_id(session: Session, ids: Collection[int]) -> dict[int, GoalView]:
    """Those of `ids` that exist, in one read."""
    rows = session.execute(_GOALS_BY_ID, {"ids": list(ids)}) if ids else ()
    return {row[0]: GoalView(*row) for row in rows}


def goals_of_person(session: Session, person_id: int) -> list[GoalView]:
    """The open goals, in plans that are not closed, that name this person, the most pressing first."""
    found = [GoalView(*row) for row in session.execute(_GOALS_OF_PERSON, {"person": person_id})]
    return sorted(found, key=lambda goal: (goal.due_on is None, goal.due_on or date.max, goal.id))


def last_review(session: Session, plan_id: int) -> PlanReview | None:
    """The review held last, None while there is none."""
    query = select(PlanReview).where(reviews.c.plan_id == plan_id).order_by(reviews.c.held_on.desc()).limit(1)
    return session.scalars(query).first()


def reviewed_on(session: Session, plan_id: int, day: date) -> bool:
    """Whether a review of that day is on record already."""
    query = select(reviews.c.id).where(reviews.c.plan_id == plan_id, reviews.c.held_on == day)
    return session.execute(query).first() is not None


def values_of_goal(session: Session, goal_id: int) -> list[tuple[date, str]]:
    """Every value that was measured for a goal, oldest first."""
    query = select(values.c.on_day, values.c.value).where(values.c.goal_id == goal_id)
    return [(row[0], row[1]) for row in session.execute(query.order_by(values.c.on_day, values.c.id))]


def plans_to_plan(session: Session, most: int) -> list[PlanView]:
    """Plans that changed since their duties were laid out."""
    return [PlanView(*row) for row in session.execute(_TO_PLAN, {"most": most})]


def mark_plans_planned(session: Session, planned: Iterable[PlanView]) -> None:
    """The duties of exactly these revisions are laid out; a change in between stays to be planned."""
    rows = [{"plan": plan.id, "seen": plan.revision} for plan in planned]
    if rows:
        seen = (plans.c.id == bindparam("plan"), plans.c.revision == bindparam("seen"))
        session.connection().execute(update(plans).where(*seen).values(to_plan=False), rows)


def plans_again(session: Session) -> None:
    """Have the duties of all open plans laid out anew: the rules, the dates or who holds which post changed."""
    query = update(plans).where(plans.c.state.in_(OPEN_STATES)).values(to_plan=True)
    session.connection().execute(query)


def change_plan(session: Session, plan_id: int, revision: int, changes: Mapping[str, object], now: datetime) -> bool:
    """Change a plan if it still stands at `revision`; False when somebody was quicker. `now` is business time.

    A change of the review date or the state counts as a change of schedule.
    """
    moves = bool({"next_review_on", "state"} & changes.keys())
    counted: dict[str, object] = {"to_plan": True, "revision": plans.c.revision + 1}
    if moves:
        counted |= {"schedule_revision": plans.c.schedule_revision + 1, "scheduled_at": now}
    query = update(plans).where(plans.c.id == plan_id, plans.c.revision == revision)
    return bool(session.connection().execute(query.values(**changes, **counted)).rowcount)


def change_goal(session: Session, goal_id: int, changes: Mapping[str, object], now: datetime) -> None:
    """Change a goal; whoever calls has changed its plan at the revision seen. `now` is business time.

    A change of its day or its state counts as a change of schedule.
    """
    counted: dict[str, object] = {"revision": goals.c.revision + 1}
    if {"due_on", "state"} & changes.keys():
        counted |= {"schedule_revision": goals.c.schedule_revision + 1, "scheduled_at": now}
    query = update(goals).where(goals.c.id == goal_id)
    session.connection().execute(query.values(**changes, **counted))


def schools_with_plan(session: Session) -> frozenset[int]:
    """The schools that have a plan which is not closed."""
    return frozenset(session.execute(select(plans.c.school_id).where(plans.c.state.in_(OPEN_STATES))).scalars())


_PEOPLE = select(_people.c.id, _people.c.name, _people.c.email).where(_people.c.left_at.is_(None))


def people_called(session: Session) -> dict[str, int | None]:
    """Everybody's id by e-mail and by name in small letters; None where several people share a name."""
    found: dict[str, int | None] = {}
    # Compared here and not in SQL: SQLite's lower() knows no accented capitals.
    for row in session.execute(_PEOPLE):
        name = row.name.casefold()
        found[name] = row.id if name not in found else None
        found[row.email] = row.id
    return found
