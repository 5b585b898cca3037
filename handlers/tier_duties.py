"""What is due about tiers: their reviews before and after the day, and the yearly review of the framework itself.

Everything is laid out once a day, and again when a tier was decided: a review is due of the decision that stands.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Final

from sqlmodel import Session

from config.authority import Authority
from config.reminders import ReminderRule
from framework.planning import after_day, before_review
from framework.reminding import Due as Moment
from framework.rhythm import months_later
from handlers.framework_record import FRAMEWORK_KIND, keep_framework, review_day
from handlers.plan_duties import Recipients
from handlers.tier_deciding import REVIEWS_PLANNED
from store.leases import fact, set_fact
from store.outbox import DutyRow, WaitingDuty, drop_duties, put_duties, waiting_for_subjects
from store.tier_cases import decided_untold, mark_told
from store.tiers import Due, decisions_due

KINDS: Final = ("tier_review_coming", "tier_review_overdue", "tier_review_long_overdue")


def waits(session: Session) -> bool:
    """Never: everything is laid out at once."""
    return False


def plan_all_again(session: Session, now: datetime) -> None:
    """Have the reviews laid out anew: the rules or the dates changed."""
    set_fact(session, REVIEWS_PLANNED, "")


def lay_out(session: Session, authority: Authority, now: datetime) -> tuple[int, list[WaitingDuty]]:
    """Lay out the reviews of tiers, and mark what has been told; returns how many, and what was dropped."""
    today = now.astimezone(authority.timezone).date()
    _mark_told(session, now)
    if fact(session, REVIEWS_PLANNED) == today.isoformat():
        return 0, []
    keep_framework(session, authority, now)
    recipients = Recipients(session, authority)
    due = decisions_due(session, today)
    wanted = [row for one in due for row in _of_decision(one, authority, recipients, now)]
    wanted += _of_framework(authority, recipients, now)
    dropped = _drop_unwanted(session, due, wanted)
    put_duties(session, wanted)
    set_fact(session, REVIEWS_PLANNED, today.isoformat())
    return len(wanted), dropped


def _mark_told(session: Session, now: datetime) -> None:
    """A decision counts as told once none of its tellings is on its way any more."""
    for case in decided_untold(session):
        if not waiting_for_subjects(session, [f"tiercase:{case}"]):
            mark_told(session, case, now)


def _drop_unwanted(session: Session, due: Iterable[Due], wanted: Iterable[DutyRow]) -> list[WaitingDuty]:
    """Drop what waits for these decisions and is wanted no more; of decisions that stand no more the lines say so."""
    keys = {(row.rule, row.subject, row.recipient_id) for row in wanted}
    waiting = waiting_for_subjects(session, [f"tier:{one.id}" for one in due])
    gone = [duty for duty in waiting if (duty.rule, duty.subject, duty.recipient_id) not in keys]
    drop_duties(session, [duty.id for duty in gone], "the rules or the posts changed")
    return gone


def _of_decision(due: Due, authority: Authority, recipients: Recipients, now: datetime) -> list[DutyRow]:
    found: list[DutyRow] = []
    for rule in authority.framework.reminders:
        if rule.key not in KINDS or due.review_on is None:
            continue
        known_on = due.recorded_at.astimezone(authority.timezone).date()
        for moment in _moments(rule, due.review_on, known_on, authority):
            day = moment.opens.astimezone(authority.timezone).date()
            for role in rule.to:
                found += [
                    _row(rule, moment, f"tier:{due.id}", holder.person_id, due.school_id, now)
                    for holder in recipients.of(due.school_id, role, day)
                ]
    return [row for row in found if row.send_by > now]


def _moments(rule: ReminderRule, review_on: date, known_on: date, authority: Authority) -> list[Moment]:
    year, hours = authority.school_year, authority.sending
    if rule.school_days_before:
        return before_review(review_on, rule.school_days_before, known_on, year, hours, "")
    return after_day(review_on, known_on, rule.school_days_after, rule.useful_for_school_days, year, hours)


def _of_framework(authority: Authority, recipients: Recipients, now: datetime) -> list[DutyRow]:
    """The yearly review of the framework, to the quality manager: before its day, and once it has passed."""
    rule = next((one for one in authority.framework.reminders if one.key == FRAMEWORK_KIND), None)
    if rule is None:
        return []
    day = review_day(authority)
    year, hours = authority.school_year, authority.sending
    moments = before_review(day, rule.school_days_before, months_later(day, -12), year, hours, "")
    moments += after_day(day, day, rule.school_days_after, rule.useful_for_school_days, year, hours)
    subject = f"framework:{day:%Y%m%d}"
    rows = [
        _row(rule, moment, subject, holder.person_id, None, now)
        for moment in moments
        for role in rule.to
        for holder in recipients.of(0, role, moment.opens.astimezone(authority.timezone).date())
    ]
    return [row for row in rows if row.send_by > now]


def _row(
    rule: ReminderRule, moment: Moment, subject: str, recipient: int, school: int | None, now: datetime
) -> DutyRow:
    return DutyRow(
        rule=f"{rule.key}:{moment.offset}",
        kind=rule.key,
        subject=subject,
        revision=1,
        recipient_id=recipient,
        school_id=school,
        cluster="",
        not_before=moment.opens,
        send_by=moment.closes,
        made_at=now,
    )
