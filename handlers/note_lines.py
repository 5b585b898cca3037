"""What messages say about notes of visit and their next steps. COMPOSERS names for each kind of duty its sentence."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from sqlmodel import Session

from config.authority import Authority
from framework.access import Standing
from framework.notes import ANSWERED
from handlers.cards import Button
from handlers.lines import Gone, Line
from handlers.note_card import may_do_step, may_on_note, step_values
from handlers.note_duties import KINDS, STATES_OF
from handlers.request import Account, Place, Request
from handlers.wording import clipped, count, say_day
from store.messages import DutyView
from store.next_steps import StepView, steps_by_id
from store.notes import NoteView, notes_by_id
from store.posts import standing

TELLINGS: Final = {
    "note_disputed": "a point of a note of visit is disputed",
    "note_answered": "a disputed point of a note is answered",
}
_PUT_OFF_AT_MOST = timedelta(days=14)


@dataclass(frozen=True)
class NoteLines:
    """The notes and steps of one batch of duties, and what their recipients are today."""

    authority: Authority
    now: datetime
    notes: Mapping[int, NoteView]
    steps: Mapping[int, StepView]
    standings: Mapping[int, Standing]

    @property
    def today(self) -> date:
        return self.now.astimezone(self.authority.timezone).date()

    def line(self, duty: DutyView) -> Line:
        """What the duty says today. Raises Gone when its reason has gone, or it is not the recipient's any more."""
        subject = self._subject(duty)
        if subject is None:
            raise Gone("the note is gone")
        if not may_on_note(subject, self._asked(duty), self.authority, "note"):
            raise Gone("the recipient has nothing to do with the note any more")
        if duty.revision != subject.revision:
            raise Gone("something was said or done since")
        if isinstance(subject, StepView):
            return self._of_step(duty, subject)
        if duty.kind in STATES_OF and subject.state not in STATES_OF[duty.kind]:
            raise Gone("the word has been said")
        text = COMPOSERS[duty.kind](subject, self._since(duty, subject), self.today)
        return Line(text, subject.school, (self._read(subject),), self._read(subject, self._which(subject)))

    def _since(self, duty: DutyView, note: NoteView) -> str:
        """Of a reminder that is not the first of its rule, how long the note has waited; '' of the first."""
        rule = next((rule for rule in self.authority.framework.reminders if rule.key == duty.kind), None)
        if rule is None or _offset(duty) <= min(rule.school_days_after, default=0):
            return ""
        since = note.since.astimezone(self.authority.timezone).date()
        waited = self.authority.school_year.school_days(since + timedelta(days=1), self.today)
        return f"since {say_day(since, self.today)}, {count(waited, 'school day')}"

    def _of_step(self, duty: DutyView, step: StepView) -> Line:
        if not step.is_open or step.due_on is None:
            raise Gone("the step is done")
        when = "today" if step.due_on == self.today else f"by {say_day(step.due_on, self.today)}"
        mine = step.owner_id == duty.recipient_id
        who = "" if mine else f" ({step.owner or 'nobody is named for it'})"
        text = f"Next step for {step.school}{who}, due {when}: {step.step}. Is it done?"
        if _offset(duty):
            asked = "I asked on its day, and it is not marked as done. Is it done, or does it need another day?"
            text = f"Next step for {step.school}{who} was due {when}: {step.step}. {asked}"
        values = step_values(step)
        buttons: tuple[Button, ...] = (self._read(step),)
        if may_do_step(step, self._asked(duty), self.authority):
            done = Button("It is done", "step_done", values, style="primary")
            buttons = (done, Button("Another day", "move_step", values), *buttons)
        return Line(
            text, step.school, buttons, Button(clipped(f"Step for {step.school}: {step.step}", 70), "show_step", values)
        )

    def _which(self, subject: NoteView) -> str:
        return f"{say_day(subject.held_on, self.today)}, {subject.school}"

    def _read(self, subject: NoteView | StepView, label: str = "") -> Button:
        words = clipped(f"Note: {label}", 70) if label else "Note of visit"
        return Button(words, "show_note", {"visit": str(subject.visit_id)})

    def _subject(self, duty: DutyView) -> NoteView | StepView | None:
        return (self.steps if duty.subject_kind == "step" else self.notes).get(duty.subject_id)

    def _asked(self, duty: DutyView) -> Request:
        person = self.standings[duty.recipient_id]
        return Request(Account("", "", ""), Place(), self.now, standing=person)

    def about(self, duty: DutyView) -> str:
        """What the duty is about, in a few words."""
        subject = self._subject(duty)
        if subject is None:
            return "a note of visit that is gone"
        what = "a next step" if isinstance(subject, StepView) else "the note of visit"
        return f"{subject.school}, {what} of {say_day(subject.held_on, self.today)}"

    def why(self, duty: DutyView, standing: Standing) -> str:
        """Why it came to this person: the rule, and what they are to the note."""
        subject = self._subject(duty)
        role = "its headteacher" if duty.school_id in standing.heads else "its link officer"
        if isinstance(subject, StepView) and subject.owner_id == standing.person_id:
            role = "named for it"
        if duty.kind in TELLINGS:
            return f"{self.about(duty)}: I tell you, as {role}, when {TELLINGS[duty.kind]}."
        rule = next((rule for rule in self.authority.framework.reminders if rule.key == duty.kind), None)
        offset = _offset(duty)
        timing = f"{count(offset, 'school day')} later, while it is open" if offset else "on its day"
        return (
            f"{self.about(duty)}: you are {role}, and the rule “{rule.label if rule else duty.kind}” reminds {timing}."
        )

    def useful_until(self, duty: DutyView) -> datetime | None:
        """A fortnight more, while it is still open."""
        subject = self._subject(duty)
        if subject is None or duty.kind not in KINDS or subject.revision != duty.revision:
            return None
        return duty.send_by + _PUT_OFF_AT_MOST


def note_lines(session: Session, authority: Authority, duties: Sequence[DutyView], now: datetime) -> NoteLines:
    """Read what these duties about notes, or about steps, need."""
    notes = notes_by_id(session, {duty.subject_id for duty in duties if duty.subject_kind == "note"})
    steps = steps_by_id(session, {duty.subject_id for duty in duties if duty.subject_kind == "step"})
    day = now.astimezone(authority.timezone).date()
    standings = {person: standing(session, person, day) for person in {duty.recipient_id for duty in duties}}
    return NoteLines(authority, now, notes, steps, standings)


def _offset(duty: DutyView) -> int:
    """How many school days after its beginning this reminder of a rule is, 0 for what is told at once."""
    offset = duty.rule.rpartition(":")[2]
    return int(offset) if offset.isdecimal() else 0


def _accuracy(note: NoteView, since: str, today: date) -> str:
    held = say_day(note.held_on, today)
    if note.state == ANSWERED:
        if since:
            return f"{note.school}: the answer about the note of {held} still waits for your word, {since}."
        return f"{note.school}: your point about the note of {held} was answered. Does that settle it?"
    if since:
        follows = "It stays shown as waiting, and is never taken as accurate without you."
        return f"{note.school}: the note of the visit on {held} still waits for your word, {since}. {follows}"
    return f"{note.school}: the note of the visit on {held} waits for your word. Is it accurate?"


def _answer(note: NoteView, since: str, today: date) -> str:
    held = say_day(note.held_on, today)
    if since:
        return f"{note.school}: a point of the note of {held} is disputed and still not answered, {since}."
    return f"{note.school}: a point of the note of {held} is disputed, and not answered yet."


def _disputed(note: NoteView, _since: str, today: date) -> str:
    return f"{note.school}: the headteacher says that a point of the note of {say_day(note.held_on, today)} is wrong."


def _answered(note: NoteView, _since: str, today: date) -> str:
    return f"{note.school}: your point about the note of {say_day(note.held_on, today)} is answered. Does it settle it?"


COMPOSERS: Final[dict[str, Callable[[NoteView, str, date], str]]] = {
    "note_accuracy": _accuracy,
    "note_answer": _answer,
    "note_disputed": _disputed,
    "note_answered": _answered,
}
