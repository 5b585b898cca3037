"""The demo's notes of visit in the record: sent in time, most of them marked accurate, their next steps dated."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time

from sqlalchemy import select
from sqlmodel import Session

from config.authority import Authority
from framework.notes import USUAL_WORKING_DAYS, note_due_on
from store.imports.loading import person_ids
from store.next_steps import NextStep, add_note
from store.notes import NoteMark
from store.posts import Holder, heads
from store.tiers import TierNow, tiers_on
from store.visits import VisitNote, visits

_WRITTEN_UP_AT, _MARKED_AT = time(16), time(12, 40)
_MARKED_AFTER, _STEP_TAKES = 3, 20  # school days
_MOSTLY = 0.85
_DISPUTE = "The note says that we looked at Primary 4; it was Primary 5."
_ANSWER = "You are right, it was Primary 5. The rest of the note stands."


@dataclass
class _Around:
    """What loading the notes looks up, each day once."""

    session: Session
    authority: Authority
    today: date
    leading: dict[date, dict[int, list[Holder]]] = field(default_factory=dict)
    tiers: dict[date, dict[int, TierNow]] = field(default_factory=dict)

    def head(self, school_id: int, day: date) -> Holder | None:
        if day not in self.leading:
            self.leading[day] = heads(self.session, day)
        return next(iter(self.leading[day].get(school_id, [])), None)

    def note_days(self, school_id: int, day: date) -> int:
        if day not in self.tiers:
            self.tiers[day] = tiers_on(self.session, day)
        tier = self.tiers[day].get(school_id)
        return self.authority.tier(tier.tier).note_working_days if tier else USUAL_WORKING_DAYS

    def at(self, day: date, clock: time) -> datetime:
        return datetime.combine(day, clock, tzinfo=self.authority.timezone).astimezone(UTC)


def load_notes(session: Session, written: Sequence[dict[str, str]], authority: Authority, today: date) -> None:
    """Put the demo's notes on record as they stand on `today`."""
    people, around = person_ids(session), _Around(session, authority, today)
    found = session.execute(select(visits.c.reference, visits.c.id, visits.c.school_id))
    visited = {row.reference: (row.id, row.school_id) for row in found}
    for row in written:
        visit_id, school_id = visited[row["reference"]]
        held_on, sent_on = date.fromisoformat(row["held_on"]), date.fromisoformat(row["written_on"])
        days = around.note_days(school_id, held_on)
        note = VisitNote(
            visit_id=visit_id,
            held_on=held_on,
            due_on=note_due_on(held_on, days, authority.school_year.bank_holidays),
            strengths=row["strengths"],
            written_by_id=people[row["officer"]],
            written_at=around.at(sent_on, _WRITTEN_UP_AT),
            since=around.at(sent_on, _WRITTEN_UP_AT),
        )
        rng = random.Random(f"note:{row['reference']}")
        add_note(session, note, _steps(row, school_id, held_on, note.written_at, around, rng))
        _say_accurate(note, school_id, sent_on, around, rng)


def _steps(
    row: dict[str, str], school_id: int, held_on: date, sent_at: datetime, around: _Around, rng: random.Random
) -> list[NextStep]:
    if row["next_steps"].startswith("Nothing further"):
        return []
    due_on = around.authority.school_year.shift(held_on, _STEP_TAKES)
    head = around.head(school_id, held_on)
    is_done = due_on < around.today and rng.random() < _MOSTLY
    words = [_sentence(part.strip().rstrip(".")) for part in row["next_steps"].split(";")]
    return [
        NextStep(
            note_id=0,
            number=number,
            step=words[number - 1],
            owner_id=head.person_id if head else None,
            owner=head.name if head else "the school",
            due_on=due_on,
            state="done" if is_done else "open",
            changed_by_id=head.person_id if head and is_done else None,
            since=around.at(due_on, _MARKED_AT) if is_done else sent_at,
        )
        for number in range(1, len(words) + 1)
    ]


def _sentence(words: str) -> str:
    # Not str.capitalize: PEF stays PEF.
    return words[:1].upper() + words[1:]


def _say_accurate(note: VisitNote, school_id: int, sent_on: date, around: _Around, rng: random.Random) -> None:
    """The headteacher's word where there has been time for one: accurate, or now and then a point disputed."""
    day = around.authority.school_year.shift(sent_on, rng.randint(1, _MARKED_AFTER))
    head = around.head(school_id, day)
    if day >= around.today or head is None or rng.random() > _MOSTLY:
        return
    at = around.at(day, _MARKED_AT)
    disputes = rng.random() < 1 - _MOSTLY
    said: list[tuple[str, str, int | None]] = [("accurate", "", head.person_id)]
    if disputes:
        said = [("disputed", _DISPUTE, head.person_id), ("answered", _ANSWER, note.written_by_id)]
    note.state, note.since, note.revision = said[-1][0], at, note.revision + len(said)
    assert note.id is not None, "added before"
    around.session.add_all(
        NoteMark(note_id=note.id, mark=mark, words=words, by_id=by, at=at) for mark, words, by in said
    )
