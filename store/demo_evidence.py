"""The officers' notes that the demo has on record already."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime

from sqlalchemy import insert
from sqlmodel import Session

from config.authority import Authority
from store.evidence import intelligence
from store.imports.loading import person_ids, school_ids


def load_intelligence(session: Session, notes: Sequence[dict[str, str]], authority: Authority) -> None:
    """Put the notes on record in their order; an amendment names the first note of its school."""
    people, schools = person_ids(session), school_ids(session)
    first: dict[str, int] = {}
    for note in notes:
        code = note["seed_code"]
        written = datetime.fromisoformat(note["written_at"]).replace(tzinfo=authority.timezone)
        row = {
            "school_id": schools[code],
            "happened_on": date.fromisoformat(note["happened_on"]),
            "text": note["text"],
            "amends_id": first[code] if note["amends_first"] else None,
            "written_by_id": people.get(note["officer"]),
            "written_at": written.astimezone(UTC),
        }
        kept = session.connection().execute(insert(intelligence).returning(intelligence.c.id), row).scalar_one()
        first.setdefault(code, kept)
