"""The plan reviews that the demo has held already, with what they measured."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time

from sqlalchemy import insert, select, update
from sqlmodel import Session

from config.authority import Authority
from store.imports.loading import person_ids
from store.plan_lists import goals, plans, reviews, values
from store.schools import schools

_WRITTEN_UP_AT = time(16)


def load_reviews(session: Session, held: Sequence[dict[str, str]], authority: Authority) -> None:
    """Put the reviews on record, each with its values, the latest of which stand at the goals."""
    people, plan_ids, goal_ids = person_ids(session), _plan_ids(session), _goal_ids(session)
    for row in sorted(held, key=lambda one: one["held_on"]):
        day = date.fromisoformat(row["held_on"])
        plan_id = plan_ids[row["seed_code"], row["title"]]
        who = {
            "recorded_by_id": people[row["officer"]],
            "recorded_at": datetime.combine(day, _WRITTEN_UP_AT, tzinfo=authority.timezone),
        }
        review = {"plan_id": plan_id, "held_on": day, "agreed_next": row["agreed_next"], **who}
        review_id = session.connection().execute(insert(reviews).returning(reviews.c.id), review).scalar_one()
        for measured in filter(None, row["values"].split(";")):
            number, _, value = measured.partition("=")
            goal_id = goal_ids[plan_id, int(number)]
            one = {"goal_id": goal_id, "value": value, "on_day": day, "review_id": review_id, **who}
            session.connection().execute(insert(values), one)
            latest = update(goals).where(goals.c.id == goal_id).values(latest=value, latest_on=day)
            session.connection().execute(latest)


def _plan_ids(session: Session) -> dict[tuple[str, str], int]:
    query = select(schools.c.seed_code, plans.c.title, plans.c.id).join(plans, plans.c.school_id == schools.c.id)
    return {(row.seed_code, row.title): row.id for row in session.execute(query)}


def _goal_ids(session: Session) -> dict[tuple[int, int], int]:
    return {
        (row.plan_id, row.number): row.id
        for row in session.execute(select(goals.c.plan_id, goals.c.number, goals.c.id))
    }
