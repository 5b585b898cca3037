"""Every table of the record in one metadata, for migrations and tests."""

from __future__ import annotations

from sqlmodel import SQLModel

from store import audit, duties, inbox, leases, local_page, people, schools, tiers, visits

METADATA = SQLModel.metadata

__all__ = ["METADATA", "audit", "duties", "inbox", "leases", "local_page", "people", "schools", "tiers", "visits"]
