"""What is due about visits. DUTIES names for each rule of framework.toml how its moments are found.

A duty is a row under a unique key (rule, subject, revision, recipient), so that laying the same visit out twice, by
whomever, schedules nothing twice.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Final

from sqlmodel import Session

from config.authority import Authority
from config.reminders import ReminderRule
from framework.planning import after_day
from framework.reminding import Due, after_visit, before_visit
from handlers.note_times import NoteTimes
from handlers.visit_story import OFFICER, SCHOOL, sides_that_proposed
from store.outbox import DutyRow, WaitingDuty, drop_duties, put_duties, waiting_for_subjects
from store.posts import Holder, Officers, heads, officers_on
from store.schools import all_schools
from store.visits import VisitView, mark_planned, plan_again, visits_to_plan

BATCH = 200
_LOOKS_BACK = timedelta(days=60)

Moments = Callable[[VisitView, ReminderRule, str, Authority, NoteTimes], list[Due]]


def _upcoming(visit: VisitView, rule: ReminderRule, cluster: str, authority: Authority, _times: NoteTimes) -> list[Due]:
    if not visit.stands:
        return []
    told_on = visit.told_at.astimezone(authority.timezone).date() if visit.told_at else None
    return before_visit(
        visit.starts_at, rule.school_days_before, told_on, authority.school_year, authority.sending, cluster
    )


def _without_note(
    visit: VisitView, rule: ReminderRule, cluster: str, authority: Authority, _times: NoteTimes
) -> list[Due]:
    if not visit.lacks_note:
        return []
    useful_for = rule.useful_for_school_days
    return after_visit(
        visit.starts_at, rule.school_days_after, useful_for, authority.school_year, authority.sending, cluster
    )


def _unanswered(
    visit: VisitView, rule: ReminderRule, cluster: str, authority: Authority, _times: NoteTimes
) -> list[Due]:
    """Of a proposed visit, so many school days after it was proposed, and never once it has begun."""
    if visit.status != "proposed" or visit.told_at is None:
        return []
    found = after_visit(
        visit.told_at,
        rule.school_days_after,
        rule.useful_for_school_days,
        authority.school_year,
        authority.sending,
        cluster,
    )
    return [replace(due, closes=min(due.closes, visit.starts_at)) for due in found if due.opens < visit.starts_at]


def _late_note(
    visit: VisitView, rule: ReminderRule, _cluster: str, authority: Authority, times: NoteTimes
) -> list[Due]:
    if not visit.lacks_note:
        return []
    due_on, year = times.of_visit(visit), authority.school_year
    return after_day(due_on, due_on, rule.school_days_after, rule.useful_for_school_days, year, authority.sending)


_SIDES: Final = defaultdict(str, {"headteacher": SCHOOL, "link_officer": OFFICER})
DUTIES: Final[dict[str, Moments]] = {
    "visit_upcoming": _upcoming,
    "note_missing": _without_note,
    "visit_unanswered": _unanswered,
    "note_late": _late_note,
}


def waits(session: Session) -> bool:
    """Whether a visit's duties are still to be laid out."""
    return bool(visits_to_plan(session, 1))


def plan_all_again(session: Session, now: datetime) -> None:
    """Have the duties of all visits that may still be reminded of laid out anew: the rules or the dates changed."""
    plan_again(session, now - _LOOKS_BACK)


def lay_out(session: Session, authority: Authority, now: datetime) -> tuple[int, list[WaitingDuty]]:
    """Lay out the duties of the next BATCH of visits that changed; others may write before the one after."""
    visits = visits_to_plan(session, BATCH)
    if not visits:
        return 0, []
    recipients = Recipients(session)
    asked = sides_that_proposed(session, [visit for visit in visits if visit.status == "proposed"])
    times = NoteTimes(session, authority, {visit.school_id for visit in visits})
    wanted = [
        row for visit in visits for row in _duties_of(visit, recipients, authority, now, asked.get(visit.id, ""), times)
    ]
    dropped = _drop_unwanted(session, visits, wanted)
    put_duties(session, wanted)
    mark_planned(session, visits)
    return len(wanted), dropped


def _drop_unwanted(session: Session, visits: Iterable[VisitView], wanted: Iterable[DutyRow]) -> list[WaitingDuty]:
    """Drop what waits for these visits and is wanted no more, as they now stand."""
    keys = {(row.rule, row.subject, row.revision, row.recipient_id) for row in wanted}
    waiting = waiting_for_subjects(session, [f"visit:{visit.id}" for visit in visits])
    gone = [d for d in waiting if d.kind in DUTIES and (d.rule, d.subject, d.revision, d.recipient_id) not in keys]
    drop_duties(session, [duty.id for duty in gone], "the visit was changed")
    return gone


def _duties_of(
    visit: VisitView, recipients: Recipients, authority: Authority, now: datetime, proposed_by: str, times: NoteTimes
) -> list[DutyRow]:
    """The duties of one visit; `proposed_by` is the side whose proposal it is, which is not chased for an answer."""
    found = []
    for rule in (rule for rule in authority.framework.reminders if rule.key in DUTIES):
        for role in rule.to:
            if rule.key == "visit_unanswered" and _SIDES[role] == proposed_by:
                continue
            cluster = recipients.cluster(visit.school_id) if role == "headteacher" else ""
            for due in DUTIES[rule.key](visit, rule, cluster, authority, times):
                # What was past its time when the record first knew of it was never due.
                if due.closes > visit.changed_at:
                    found += _rows(
                        visit,
                        rule,
                        due,
                        cluster,
                        recipients.of(visit, role, due.opens.astimezone(authority.timezone).date()),
                        now,
                    )
    return found


def _rows(
    visit: VisitView, rule: ReminderRule, due: Due, cluster: str, to: Iterable[Holder], now: datetime
) -> list[DutyRow]:
    return [
        DutyRow(
            rule=f"{rule.key}:{due.offset}",
            kind=rule.key,
            subject=f"visit:{visit.id}",
            revision=visit.schedule_revision,
            recipient_id=holder.person_id,
            school_id=visit.school_id,
            cluster=cluster,
            not_before=due.opens,
            send_by=due.closes,
            made_at=now,
        )
        for holder in to
    ]


class Recipients:
    """Who is reminded on a day, by the posts held that day; each day is read once."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._heads: dict[date, dict[int, list[Holder]]] = {}
        self._officers: dict[date, Officers] = {}
        self._clusters = {school.id: school.cluster for school in all_schools(session)}

    def cluster(self, school_id: int) -> str:
        return self._clusters.get(school_id, "")

    def of(self, visit: VisitView, role: str, day: date) -> list[Holder]:
        """The headteacher, or the officer of the visit with who covers them, as the posts are on `day`."""
        if role == "headteacher":
            if day not in self._heads:
                self._heads[day] = heads(self._session, day)
            return self._heads[day].get(visit.school_id, [])
        if day not in self._officers:
            self._officers[day] = officers_on(self._session, day)
        return officers_of(visit, self._officers[day])


def officers_of(visit: VisitView, officers: Officers) -> list[Holder]:
    """The officer of the visit and who covers them; the school's link officers where that one is one no more."""
    own = officers.in_post.get(visit.officer_id or 0)
    return officers.with_cover(
        [own] if own is not None else officers.by_school.get(visit.school_id, []), visit.school_id
    )
