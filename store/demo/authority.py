"""The demo authority as rows in the shapes of the CSV contracts, a pure function of a day and a seed."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from store.demo import names
from store.demo.diary import Visit, calendar, visit_row
from store.demo.evidence import evidence, wrong_with_evidence
from store.demo.mentors import mentor_rows, wrong_with_mentors
from store.demo.notes import notes
from store.demo.officers import (
    AWAITED,
    AWAITED_AT,
    OFFICERS,
    ORDINARY,
    OVERLOADED,
    leave_around,
    link_officer_named,
    loads,
)
from store.demo.people import (
    CLUSTER_LEAD_AT,
    NEW_HEADTEACHER_AT,
    Staff,
    ordinary_headteachers_at,
    people_rows,
    post_row,
    staff,
)
from store.demo.places import BY_CODE, PLACES, school_row
from store.demo.plans import DemoPlans, action_plans, goal_rows, plan_row, review_rows
from store.demo.practice import practice_rows, wrong_with_practice
from store.demo.tiers import INTENSIVE, TARGETED, TierHistory, tier_history, tier_row
from store.demo.visits import UNVISITED_AT, Plan, plan
from store.demo.year import running_session, school_year_toml

Row = dict[str, str]
HEADTEACHER_IN = "Inverskail"


@dataclass(frozen=True)
class DemoAuthority:
    """A fictional authority on one day. Rows hold strings as in a CSV: dates ISO, times local and without a zone.

    `notes` have the visit's reference, held_on, strengths, next_steps, written_on and the officer's e-mail;
    `plan_reviews` what review_rows of plans.py says, `intelligence` what DemoEvidence of evidence.py says.
    `wrong` says in one sentence each what is deliberately wrong; `of_note` maps a part to a person's e-mail.
    """

    schools: list[Row]
    people: list[Row]
    posts: list[Row]
    tiers: list[Row]
    visits: list[Row]
    mentors: list[Row]
    practice: list[Row]
    notes: list[Row]
    plans: list[Row]
    goals: list[Row]
    plan_reviews: list[Row]
    indicators: list[Row]
    grades: list[Row]
    intelligence: list[Row]
    school_year_toml: str
    wrong: list[str]
    of_note: dict[str, str] = field(default_factory=dict)


def generate(today: date, seed: int = 2026) -> DemoAuthority:
    """The authority as it stands on `today`; the same day and seed always give the same rows."""
    leave = leave_around(today)
    tiers = tier_history(today, seed, leave, ordinary_headteachers_at(HEADTEACHER_IN))
    supported, intensive = tiers.supported(today, TARGETED, INTENSIVE), tiers.supported(today, INTENSIVE)
    team = staff(today, seed, leave, supported, intensive)
    planned = plan(today, seed, tiers, leave)
    visits = calendar(planned, today, seed, leave, tiers)
    action = action_plans(today, seed, tiers, team.head_of, leave)
    watched = evidence(today, seed, tiers, leave)
    mentors = mentor_rows(today, seed, team, team.head_of[NEW_HEADTEACHER_AT])
    rng = random.Random(f"{seed}:rolls")
    return DemoAuthority(
        schools=[school_row(place, link_officer_named(place), rng) for place in PLACES],
        people=people_rows(team.posts),
        posts=[post_row(post) for post in team.posts],
        tiers=[tier_row(one) for place in PLACES for one in tiers.of_school[place.code]],
        visits=[visit_row(visit) for visit in visits],
        mentors=mentors,
        practice=practice_rows(today, leave, team.head_of),
        notes=notes(visits, today, seed),
        plans=[plan_row(one) for one in action.plans],
        goals=[row for one in action.plans for row in goal_rows(one)],
        plan_reviews=[row for one in action.plans for row in review_rows(one)],
        indicators=watched.indicators,
        grades=watched.grades,
        intelligence=watched.notes,
        school_year_toml=school_year_toml(today),
        wrong=[
            *_wrong_with_schools(today, tiers),
            *_wrong_with_visits(today, planned, visits),
            *_wrong_with_plans(action),
            *wrong_with_practice(),
            *wrong_with_mentors(mentors),
            *wrong_with_evidence(watched),
        ],
        of_note=_of_note(team, tiers),
    )


def _wrong_with_schools(today: date, tiers: TierHistory) -> list[str]:
    overdue = tiers.of_school[tiers.overdue_at.code][-1]
    undiscussed = tiers.of_school[tiers.undiscussed_at.code][-1]
    return [
        f"{overdue.place.name}: its {overdue.tier} tier was to be reviewed on {overdue.review} and was not.",
        f"{undiscussed.place.name}: moved to {undiscussed.tier} on {undiscussed.from_date} and this was never "
        "discussed with the headteacher.",
        f"{BY_CODE[AWAITED_AT].name}: its link officer, {AWAITED}, is not among the people yet.",
        f"{OFFICERS[OVERLOADED]} is link officer of {loads()[OVERLOADED]} of {len(PLACES)} schools.",
        f"{BY_CODE[UNVISITED_AT].name}: no visit has been held or planned in session {running_session(today).name}.",
    ]


def _wrong_with_visits(today: date, planned: Plan, visits: Sequence[Visit]) -> list[str]:
    holiday = next(visit for visit in visits if visit.reference == planned.on_holiday)
    forgotten = [visit for visit in visits if visit.status == "agreed" and visit.day < today]
    return [
        f"{holiday.place.name}: visit {holiday.reference} is on {holiday.day}, a local holiday there "
        f"({planned.holiday.name}).",
        *(
            f"{visit.place.name}: visit {visit.reference} of {visit.day} is past, but neither recorded nor noted."
            for visit in forgotten
        ),
    ]


def _wrong_with_plans(action: DemoPlans) -> list[str]:
    late = action.overdue
    return [
        f"{action.without.name}: it has more than universal support, and no action plan.",
        f"{late.place.name}: the review of its action plan was due on {late.next_review_on} and was not held.",
    ]


def _of_note(team: Staff, tiers: TierHistory) -> dict[str, str]:
    return {
        "headteacher": team.head_of[tiers.headteacher_at.code],
        "new_headteacher": team.head_of[NEW_HEADTEACHER_AT],
        "link_officer": ORDINARY,
        "overloaded_officer": OVERLOADED,
        "head_of_education": names.email_of(names.HEAD_OF_EDUCATION),
        "quality_manager": names.email_of(names.QUALITY_MANAGER),
        "cluster_lead": team.head_of[CLUSTER_LEAD_AT],
        "administrator": names.email_of(names.ADMINISTRATOR),
    }


def demo_people_of_note(authority: DemoAuthority) -> dict[str, str]:
    """E-mails by part: headteacher (visited on the next school day, targeted), new_headteacher, link_officer (theirs),
    overloaded_officer, head_of_education, quality_manager, cluster_lead, administrator."""
    return dict(authority.of_note)
