"""Every table of the record in one metadata, for migrations and tests."""

from __future__ import annotations

from sqlmodel import SQLModel

from store import (
    accounts,
    announcements,
    audit,
    channels,
    diaries,
    duties,
    evidence,
    homes,
    inbox,
    inspections,
    introductions,
    leases,
    local_page,
    mentoring,
    next_steps,
    note_drafts,
    notes,
    people,
    plans,
    practice,
    practice_offers,
    practice_searches,
    promises,
    schools,
    tiers,
    visit_events,
    visits,
)

METADATA = SQLModel.metadata

__all__ = [
    "METADATA",
    "accounts",
    "announcements",
    "audit",
    "channels",
    "diaries",
    "duties",
    "evidence",
    "homes",
    "inbox",
    "inspections",
    "introductions",
    "leases",
    "local_page",
    "mentoring",
    "next_steps",
    "note_drafts",
    "notes",
    "people",
    "plans",
    "practice",
    "practice_offers",
    "practice_searches",
    "promises",
    "schools",
    "tiers",
    "visit_events",
    "visits",
]
