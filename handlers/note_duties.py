"""What is due about notes of visit once they are sent: the headteacher's word, the officer's answer, next steps.

A duty is a row under a unique key. Every word on a note counts its revision up, and so does a step that is done or has
another day: what waited for the one before is dropped at the next round, and what was under way says nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from sqlmodel import Session

from config.authority import Authority
from config.reminders import ReminderRule
from framework.access import may
from framework.notes import ANSWERED, DISPUTED, WAITING, step_moments
from framework.planning import after_day
from framework.reminding import Due
from handlers.note_form import SOMEBODY
from handlers.plan_duties import Recipients
from store.next_steps import StepView, mark_steps_followed, steps_again, steps_to_plan
from store.notes import NoteView, mark_notes_followed, notes_again, notes_to_plan
from store.outbox import DutyRow, WaitingDuty, drop_duties, put_duties, waiting_for_subjects
from store.posts import Holder, standing

BATCH = 200
_LOOKS_BACK = timedelta(days=60)
# In which states of a note each rule has something to remind of.
STATES_OF: Final = {"note_accuracy": (WAITING, ANSWERED), "note_answer": (DISPUTED,)}
KINDS: Final = (*STATES_OF, "next_step_due")
OF_AUTHORITY: Final = SOMEBODY["authority"]


def waits(session: Session) -> bool:
    """Never: everything that changed is laid out at once."""
    return False


def plan_all_again(session: Session, now: datetime) -> None:
    """Have the duties of what may still be reminded of laid out anew: the rules or the dates changed."""
    notes_again(session, now - _LOOKS_BACK)
    steps_again(session, now - timedelta(days=366))


def lay_out(session: Session, authority: Authority, now: datetime) -> tuple[int, list[WaitingDuty]]:
    """Lay out the duties of notes and steps that changed; returns how many, and those dropped with the change."""
    count, dropped = 0, list[WaitingDuty]()
    recipients: Recipients | None = None
    while True:
        notes, steps = notes_to_plan(session, BATCH), steps_to_plan(session, BATCH)
        if not notes and not steps:
            return count, dropped
        recipients = recipients or Recipients(session, authority)
        layout = _Layout(session, authority, recipients, now)
        wanted = [row for note in notes for row in layout.of_note(note)]
        wanted += [row for step in steps for row in layout.of_step(step)]
        subjects = [*(f"note:{note.id}" for note in notes), *(f"step:{step.id}" for step in steps)]
        dropped += _drop_unwanted(session, subjects, wanted)
        # What was past its time before the record knew of it was never due.
        fresh = [row for row in wanted if row.send_by > now]
        put_duties(session, fresh)
        mark_notes_followed(session, notes)
        mark_steps_followed(session, steps)
        count += len(fresh)


def _drop_unwanted(session: Session, subjects: Sequence[str], wanted: Iterable[DutyRow]) -> list[WaitingDuty]:
    keys = {(row.rule, row.subject, row.revision, row.recipient_id) for row in wanted}
    waiting = waiting_for_subjects(session, subjects)
    gone = [d for d in waiting if d.kind in KINDS and (d.rule, d.subject, d.revision, d.recipient_id) not in keys]
    drop_duties(session, [duty.id for duty in gone], "the note or its step was changed")
    return gone


@dataclass(frozen=True)
class _Layout:
    """What laying out one batch shares."""

    session: Session
    authority: Authority
    recipients: Recipients
    now: datetime

    def of_note(self, note: NoteView) -> list[DutyRow]:
        found: list[DutyRow] = []
        since = self._day(note.since)
        for rule in self._rules(*STATES_OF):
            if note.state in STATES_OF[rule.key]:
                for due in self._after(since, rule):
                    found += self._rows(rule, due, f"note:{note.id}", note, self._of_rule(note, rule, due))
        return found

    def _after(self, day: date, rule: ReminderRule) -> list[Due]:
        year, hours = self.authority.school_year, self.authority.sending
        return after_day(day, day, rule.school_days_after, rule.useful_for_school_days, year, hours)

    def _of_rule(self, note: NoteView, rule: ReminderRule, due: Due) -> list[Holder]:
        day = self._day(due.opens)
        return [holder for role in rule.to for holder in self.recipients.of(note.school_id, role, day)]

    def of_step(self, step: StepView) -> list[DutyRow]:
        if not step.is_open or step.due_on is None:
            return []
        found: list[DutyRow] = []
        year, hours = self.authority.school_year, self.authority.sending
        for rule in self._rules("next_step_due"):
            known_on, useful_for = self._day(step.since), rule.useful_for_school_days
            for due in step_moments(step.due_on, known_on, rule.school_days_after, useful_for, year, hours):
                to = self.owners(step, self._day(due.opens))
                found += self._rows(rule, due, f"step:{step.id}", step, to)
        return found

    def owners(self, step: StepView, day: date) -> list[Holder]:
        """The owner while they may know the note; otherwise who leads the school, and its officers."""
        if step.owner_id is not None:
            person = standing(self.session, step.owner_id, day)
            if may(self.authority.access, person, "note", step.school_id):
                works_there = step.school_id if step.school_id in person.heads else None
                return [Holder(step.owner_id, person.name, "", "responsible", works_there)]
        heads = self.recipients.of(step.school_id, "headteacher", day)
        officers = self.recipients.of(step.school_id, "link_officer", day)
        # Somebody of the authority is the officer's to ask, anybody else the headteacher's.
        return (officers if step.owner == OF_AUTHORITY else heads) or officers

    def _rules(self, *keys: str) -> list[ReminderRule]:
        return [rule for rule in self.authority.framework.reminders if rule.key in keys]

    def _day(self, moment: datetime) -> date:
        return moment.astimezone(self.authority.timezone).date()

    def _rows(
        self, rule: ReminderRule, due: Due, subject: str, about: NoteView | StepView, to: Iterable[Holder]
    ) -> list[DutyRow]:
        cluster = self.recipients.cluster(about.school_id)
        return [
            DutyRow(
                rule=f"{rule.key}:{due.offset}",
                kind=rule.key,
                subject=subject,
                revision=about.revision,
                recipient_id=holder.person_id,
                school_id=about.school_id,
                # The cluster's closed days bind who works there.
                cluster=cluster if holder.school_id == about.school_id else "",
                not_before=due.opens,
                send_by=due.closes,
                made_at=self.now,
            )
            for holder in {holder.person_id: holder for holder in to}.values()
        ]
