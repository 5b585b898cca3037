"""Visits in a rehearsal: proposed, agreed or answered with another time, held, written up, marked or disputed.

Who is quick, who waits for the reminder and who disputes follows from the record's own numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Final

from bot.rehearsal.stage import Stage, button_of
from framework.promises import AGREED, KEPT, LATE, MISSED, OPEN, PROPOSED, UNRECORDED
from framework.sending import at
from handlers.cards import Card, Reply
from handlers.promised import SchoolPromises, promises_of
from handlers.wording import count, say_when
from store.messages import DutyView
from store.notes import NoteView, notes_by_id, notes_in
from store.posts import heads, holders, link_officers
from store.visit_events import EventView, events_of
from store.visits import VisitView, visits_between, visits_by_id

if TYPE_CHECKING:
    from bot.rehearsal.cast import Cast
    from bot.rehearsal.ledger import Sent

# Every so many-th person is silent until reminded, asks for another time, or disputes a note.
SILENT, ANOTHER_TIME, DISPUTES, FORGETS_NOTE = 5, 4, 7, 6
_WRITTEN_AFTER: Final = 2
_SETTLED: Final = ("accurate", "settled")
# After this, what is still open was forgotten.
_LONG: Final = timedelta(days=28)
_NOTE: Final = {
    "strengths": "Calm starts to lessons, and pupils who know what they are learning.",
    "evidence": "Three classes, the improvement plan, a talk with two teachers.",
    "then": "send",
}


@dataclass
class Lives:
    """What happened to visits that the record itself does not tell: what was disputed, which messages were seen."""

    asked_another: set[int] = field(default_factory=set)


def officers_propose(stage: Stage) -> None:
    """Each officer drafts the calendar of all their schools and sends it."""
    with stage.cairn.database.read() as session:
        officers = holders(session, ["link_officer"], stage.today)
    for officer in dict.fromkeys(holder.person_id for holder in officers):
        person = stage.person(officer)
        if not person.links:
            continue
        card = stage.act(officer, "propose_calendar", {})
        button = button_of(card, "propose_calendar", {})
        if button is not None:
            stage.act(officer, button.action, button.values)
            stage.log(f"{person.name} [propose_calendar]: {card.plain().partition(chr(10))[0]}")


def hold_visits(cast: Cast) -> None:
    """Visits whose day was two school days ago are written up, but for those that an officer forgets."""
    stage = cast.stage
    day = stage.cairn.authority.school_year.shift(stage.today, -_WRITTEN_AFTER)
    for visit in _on_day(stage, day):
        forgets = visit.id % FORGETS_NOTE == 0
        if visit.status == "agreed" and not visit.has_note and not forgets:
            write_note(cast, visit)


def _on_day(stage: Stage, day: date) -> list[VisitView]:
    zone = stage.cairn.authority.timezone
    opens, closes = (at(one, datetime.min.time(), zone) for one in (day, day + timedelta(days=1)))
    with stage.cairn.database.read() as session:
        return visits_between(session, opens, closes)


def write_note(cast: Cast, visit: VisitView) -> None:
    """The officer of a visit, or who is link officer now, sends its note."""
    stage = cast.stage
    officers = cast.officers_of(visit.school_id)
    writer = visit.officer_id if visit.officer_id in officers else next(iter(officers), None)
    if writer is not None:
        stage.do(writer, "record_visit", {"visit": str(visit.id), "step": "form"}, _NOTE)


def answers_dates(cast: Cast, sent: Sent, duty: DutyView) -> None:
    """Most agree all dates at once; some ask for another time for the first of them; some wait to be reminded."""
    if duty.recipient_id % SILENT == 0:
        return
    stage, person = cast.stage, duty.recipient_id
    card = stage.act(person, "dates_waiting", {"seed_code": _seed_code(stage, duty.school_id)})
    if person % ANOTHER_TIME == 1:
        _asks_for_another_time(cast, person, card)
        card = stage.act(person, "dates_waiting", {"seed_code": _seed_code(stage, duty.school_id)})
    stage.press(person, card, "agree_dates")


def _seed_code(stage: Stage, school_id: int | None) -> str:
    with stage.cairn.database.read() as session:
        return next(one.seed_code for one in stage.schools(session) if one.id == school_id)


def _asks_for_another_time(cast: Cast, person: int, card: Reply) -> None:
    button = button_of(card, "other_times", {})
    if button is None:
        return
    offered = cast.stage.act(person, button.action, button.values)
    other = button_of(offered, "move_visit", {"visit": button.values["visit"]})
    if isinstance(offered, Card) and other is not None and other.values.get("date"):
        cast.lives.asked_another.add(int(button.values["visit"]))
        cast.stage.do(person, other.action, other.values)


def agrees(cast: Cast, sent: Sent, duty: DutyView) -> None:
    """A visit that was booked or moved by the other side, or that waits for an answer, is agreed."""
    visit = _visit(cast.stage, duty.subject_id)
    if visit.status == "proposed":
        values = {"visit": str(visit.id), "revision": str(visit.revision)}
        cast.stage.do(duty.recipient_id, "agree_visit", values)


def writes_late(cast: Cast, sent: Sent, duty: DutyView) -> None:
    """What an officer forgot is written when they are reminded."""
    visit = _visit(cast.stage, duty.subject_id)
    if not visit.has_note:
        write_note(cast, visit)


def marks_note(cast: Cast, sent: Sent, duty: DutyView) -> None:
    """The headteacher finds a note accurate; one in seven disputes a point of it; some wait to be reminded."""
    note = _note_of_duty(cast.stage, duty)
    silent = duty.recipient_id % SILENT == 0 and duty.kind == "note_written"
    if note is None or note.state not in ("waiting", "answered") or silent or not _leads(cast.stage, duty):
        return
    if note.visit_id % DISPUTES == 0 and note.state == "waiting":
        filled = {"point": "It was two classes, not three."}
        cast.stage.do(duty.recipient_id, "dispute_record", {"visit": str(note.visit_id), "step": "form"}, filled)
    else:
        values = {"visit": str(note.visit_id), "seen": str(note.revision)}
        cast.stage.do(duty.recipient_id, "mark_accurate", values)


def answers_dispute(cast: Cast, sent: Sent, duty: DutyView) -> None:
    """The officer answers the point."""
    note = _note_of_duty(cast.stage, duty)
    if note is not None and note.state == "disputed":
        filled = {"answer": "Agreed: it was two classes."}
        cast.stage.do(duty.recipient_id, "answer_dispute", {"visit": str(note.visit_id), "step": "form"}, filled)


def _visit(stage: Stage, visit_id: int) -> VisitView:
    with stage.cairn.database.read() as session:
        return visits_by_id(session, {visit_id})[visit_id]


def _note_of_duty(stage: Stage, duty: DutyView) -> NoteView | None:
    from store.notes import note_of_visit

    with stage.cairn.database.read() as session:
        if duty.subject_kind == "visit":
            return note_of_visit(session, duty.subject_id)
        return notes_by_id(session, {duty.subject_id}).get(duty.subject_id)


def _leads(stage: Stage, duty: DutyView) -> bool:
    return duty.school_id in stage.person(duty.recipient_id).heads


REACTIONS: Final[dict[str, Callable[[Cast, Sent, DutyView], None]]] = {
    "dates_proposed": answers_dates,
    "visit_booked": agrees,
    "visit_moved": agrees,
    "visit_unanswered": agrees,
    "note_missing": writes_late,
    "note_late": writes_late,
    "note_written": marks_note,
    "note_accuracy": marks_note,
    "note_answered": marks_note,
    "note_disputed": answers_dispute,
    "note_answer": answers_dispute,
}


@dataclass(frozen=True)
class Outcome:
    """What became of the promised visits of schools with a headteacher and an officer, and what is missing."""

    words: str
    missing: tuple[str, ...]


def outcome(stage: Stage, sent: Sequence[Sent], first: date) -> Outcome:
    """Each promise whose time came in the rehearsal was proposed, agreed, held, written up, and its note settled.

    It is the session in which the rehearsal began on `first` that is looked at, whatever the day when it ends.
    """
    today = min(stage.today, stage.cairn.authority.school_year.session(first).last)
    with stage.cairn.database.read() as session:
        leading, officers = heads(session, today), link_officers(session, today)
        schools = [one for one in stage.schools(session) if leading.get(one.id) and officers.get(one.id)]
        found = promises_of(session, stage.cairn.authority, schools, today)
        ids = [visit for one in found for visit in one.visits]
        story = events_of(session, ids)
        notes = notes_in(session, ("waiting", "accurate", "disputed", "answered", "settled"), [s.id for s in schools])
    states = {state: sum(one.in_state(state) for one in found)
              for state in (KEPT, LATE, UNRECORDED, AGREED, PROPOSED, OPEN, MISSED)}  # fmt: skip
    # What was written before the curtain rose had its reminders then.
    notes = [note for note in notes if note.visit_id in ids and note.written_at.date() >= first]
    settled = sum(note.state in _SETTLED for note in notes)
    disputed = sum(note.state == "settled" for note in notes)
    words = (
        f"{count(sum(states.values()), 'promised visit')}: {states[KEPT]} held in time, {states[LATE]} late, "
        f"{states[AGREED]} agreed, {states[PROPOSED]} wait for an answer, {states[OPEN]} to arrange, "
        f"{states[MISSED]} missed; {_moves(story)}; {settled} of {count(len(notes), 'note')} since "
        f"then found accurate, {disputed} of them after a dispute"
    )
    return Outcome(words, (*_not_kept(found, today), *_unsettled(notes, today), *_wrong_reminders(stage, sent, story)))


def _moves(story: Sequence[EventView]) -> str:
    moved = [event.side for event in story if event.what == "moved"]
    return f"{moved.count('school')} moved by schools, {moved.count('officer')} by officers"


def _not_kept(found: Sequence[SchoolPromises], today: date) -> list[str]:
    """Promises that nobody arranged, or that were arranged and never written up."""
    long_ago = today - _LONG
    return [
        f"{one.school.name}, {standing.promise.kind}: {standing.state}"
        for one in found
        for standing in one.standings
        if standing.state == MISSED
        or (standing.state == UNRECORDED and standing.visit is not None and standing.visit.day < long_ago)
    ]


def _unsettled(notes: Sequence[NoteView], today: date) -> list[str]:
    """Notes that their headteacher has had for weeks, and neither found accurate nor settled."""
    long_ago = today - _LONG
    return [
        f"the note of visit {note.visit_id}: {note.state}"
        for note in notes
        if note.state not in _SETTLED and note.written_at.date() < long_ago
    ]


def _wrong_reminders(stage: Stage, sent: Sequence[Sent], story: Sequence[EventView]) -> list[str]:
    """Reminders that name another day than the one on which the visit then stood, by the visits' own stories."""
    zone = stage.cairn.authority.timezone
    wrong = []
    for one in sent:
        for duty in one.duties:
            if duty.kind != "visit_upcoming":
                continue
            before = [e for e in story if e.visit_id == duty.subject_id and e.at <= one.at]
            if before and before[-1].what == "cancelled":
                wrong.append(f"a reminder of visit {duty.subject_id}, which was called off")
            elif (
                before and say_when(before[-1].starts_at, zone, one.at.astimezone(zone).date()) not in one.reply.plain()
            ):
                wrong.append(f"a reminder of visit {duty.subject_id} names a day on which it was no more")
    return wrong
