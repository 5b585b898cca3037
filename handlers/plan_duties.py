"""What is due about action plans: their reviews before and after the day, and goals past their time limit.

As with visits a duty is a row under a unique key. A review that is held sets the next date, and with it a new schedule
revision: whatever waited for the old one is dropped at the next round, and whatever was under way says nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sqlmodel import Session

from config.authority import Authority
from config.reminders import ReminderRule
from framework.access import may
from framework.planning import after_day, before_review
from framework.reminding import Due
from store.outbox import DutyRow, WaitingDuty, drop_duties, put_duties, waiting_for_subjects
from store.plan_lists import GoalView, PlanView, goals_of, mark_plans_planned, plans_again, plans_to_plan
from store.posts import Holder, heads, holders, link_officers, standing
from store.schools import all_schools

BATCH = 200
REVIEW_KINDS: Final = ("plan_review_coming", "plan_review_overdue", "plan_review_long_overdue")
KINDS: Final = (*REVIEW_KINDS, "goal_overdue")


def waits(session: Session) -> bool:
    """Never: everything that changed is laid out at once."""
    return False


def plan_all_again(session: Session, now: datetime) -> None:
    """Have the duties of all open plans laid out anew: the rules or the dates changed."""
    plans_again(session)


def lay_out(session: Session, authority: Authority, now: datetime) -> tuple[int, list[WaitingDuty]]:
    """Lay out the duties of plans that changed; returns how many, and those that were dropped with the change."""
    count, dropped = 0, list[WaitingDuty]()
    recipients: Recipients | None = None
    while plans := plans_to_plan(session, BATCH):
        recipients = recipients or Recipients(session, authority)
        goals = goals_of(session, [plan.id for plan in plans])
        layout = _Layout(authority, recipients, now)
        wanted = [row for plan in plans for row in layout.duties_of(plan, goals[plan.id])]
        dropped += _drop_unwanted(session, plans, goals, wanted)
        put_duties(session, wanted)
        mark_plans_planned(session, plans)
        count += len(wanted)
    return count, dropped


def _drop_unwanted(
    session: Session, plans: Iterable[PlanView], goals: dict[int, list[GoalView]], wanted: Iterable[DutyRow]
) -> list[WaitingDuty]:
    """Drop what waits for these plans and their goals and is wanted no more, as they now stand."""
    keys = {(row.rule, row.subject, row.revision, row.recipient_id) for row in wanted}
    subjects = [f"plan:{plan.id}" for plan in plans]
    subjects += [f"goal:{goal.id}" for plan in plans for goal in goals[plan.id]]
    waiting = waiting_for_subjects(session, subjects)
    gone = [d for d in waiting if d.kind in KINDS and (d.rule, d.subject, d.revision, d.recipient_id) not in keys]
    drop_duties(session, [duty.id for duty in gone], "the plan was changed")
    return gone


@dataclass(frozen=True)
class _Layout:
    """What laying out one batch of plans shares."""

    authority: Authority
    recipients: Recipients
    now: datetime

    def duties_of(self, plan: PlanView, goals: Iterable[GoalView]) -> list[DutyRow]:
        if not plan.is_agreed:
            return []
        found: list[DutyRow] = []
        for rule in self.authority.framework.reminders:
            if rule.key in REVIEW_KINDS:
                found += self._of_review(plan, rule)
            elif rule.key == "goal_overdue":
                found += [row for goal in goals for row in self._of_goal(plan, goal, rule)]
        return found

    def _of_review(self, plan: PlanView, rule: ReminderRule) -> list[DutyRow]:
        found: list[DutyRow] = []
        for role in rule.to:
            cluster = self.recipients.cluster(plan.school_id) if role == "headteacher" else ""
            for due in self._moments(plan, rule, cluster):
                to = self.recipients.of(plan.school_id, role, self._day(due.opens))
                subject = (f"plan:{plan.id}", plan.schedule_revision)
                found += [self._row(rule, due, subject, plan, holder, cluster) for holder in to]
        return found

    def _moments(self, plan: PlanView, rule: ReminderRule, cluster: str) -> list[Due]:
        year, hours, known_on = self.authority.school_year, self.authority.sending, self._day(plan.scheduled_at)
        if plan.next_review_on is None:
            return []
        if rule.key == "plan_review_coming":
            return before_review(plan.next_review_on, rule.school_days_before, known_on, year, hours, cluster)
        offsets, useful_for = rule.school_days_after, rule.useful_for_school_days
        return after_day(plan.next_review_on, known_on, offsets, useful_for, year, hours)

    def _of_goal(self, plan: PlanView, goal: GoalView, rule: ReminderRule) -> list[DutyRow]:
        """Of an open goal past its day, unless a review has looked at it since."""
        if not goal.is_open or goal.due_on is None:
            return []
        if plan.last_review_on is not None and plan.last_review_on > goal.due_on:
            return []
        known_on = self._day(max(goal.scheduled_at, plan.scheduled_at))
        offsets, useful_for = rule.school_days_after, rule.useful_for_school_days
        year, hours = self.authority.school_year, self.authority.sending
        found: list[DutyRow] = []
        for due in after_day(goal.due_on, known_on, offsets, useful_for, year, hours):
            to = self.recipients.for_goal(plan.school_id, goal, rule, self._day(due.opens))
            subject = (f"goal:{goal.id}", goal.schedule_revision)
            found += [self._row(rule, due, subject, plan, holder, self._binding(plan, holder)) for holder in to]
        return found

    def _binding(self, plan: PlanView, holder: Holder) -> str:
        """The cluster whose closed days bind this person: the school's for who works there."""
        return self.recipients.cluster(plan.school_id) if holder.school_id == plan.school_id else ""

    def _day(self, moment: datetime) -> date:
        return moment.astimezone(self.authority.timezone).date()

    def _row(
        self, rule: ReminderRule, due: Due, subject: tuple[str, int], plan: PlanView, to: Holder, cluster: str
    ) -> DutyRow:
        return DutyRow(
            rule=f"{rule.key}:{due.offset}",
            kind=rule.key,
            subject=subject[0],
            revision=subject[1],
            recipient_id=to.person_id,
            school_id=plan.school_id,
            cluster=cluster,
            not_before=due.opens,
            send_by=due.closes,
            made_at=self.now,
        )


class Recipients:
    """Who is reminded about a plan on a day, by the posts held that day; each day is read once."""

    def __init__(self, session: Session, authority: Authority) -> None:
        self._session = session
        self._authority = authority
        self._heads: dict[date, dict[int, list[Holder]]] = {}
        self._officers: dict[date, dict[int, list[Holder]]] = {}
        self._managers: dict[date, list[Holder]] = {}
        self._clusters = {school.id: school.cluster for school in all_schools(session)}

    def cluster(self, school_id: int) -> str:
        return self._clusters.get(school_id, "")

    def of(self, school_id: int, role: str, day: date) -> list[Holder]:
        """The school's headteacher, its link officers, or the quality managers, as the posts are on `day`."""
        if role == "headteacher":
            if day not in self._heads:
                self._heads[day] = heads(self._session, day)
            return self._heads[day].get(school_id, [])
        if role == "quality_manager":
            if day not in self._managers:
                self._managers[day] = holders(self._session, ["quality_manager"], day)
            return self._managers[day]
        if day not in self._officers:
            self._officers[day] = link_officers(self._session, day)
        return self._officers[day].get(school_id, [])

    def for_goal(self, school_id: int, goal: GoalView, rule: ReminderRule, day: date) -> list[Holder]:
        """The person responsible where there is one who may know the plan that day, otherwise both its sides."""
        found: list[Holder] = []
        for role in rule.to:
            named = self._named(school_id, goal, day) if role == "responsible" else None
            if role == "responsible" and named is None:
                found += [*self.of(school_id, "headteacher", day), *self.of(school_id, "link_officer", day)]
            else:
                found += [named] if named else self.of(school_id, role, day)
        return list({holder.person_id: holder for holder in found}.values())

    def _named(self, school_id: int, goal: GoalView, day: date) -> Holder | None:
        if goal.responsible_id is None:
            return None
        person = standing(self._session, goal.responsible_id, day)
        if not may(self._authority.access, person, "plan", school_id):
            return None
        works_there = school_id if school_id in person.heads else None
        return Holder(goal.responsible_id, person.name, "", "responsible", works_there)
