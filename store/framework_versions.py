"""The framework on record: each version as it was in force, since when, and what changed. Only ever added to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlmodel import Field, Session, SQLModel

from store.columns import UtcDateTime, table_of


class FrameworkVersion(SQLModel, table=True):
    """One state of the framework: `content` is its tiers, criteria and measures as JSON, `changes` what differs from

    the one before, a sentence a line. The same version may stand here twice, where a file was changed without a new
    version.
    """

    __tablename__ = "framework_version"
    id: int | None = Field(default=None, primary_key=True)
    version: str
    adopted_on: date
    content: str
    changes: str = ""
    recorded_at: datetime = Field(sa_type=UtcDateTime)


versions = table_of(FrameworkVersion)


@dataclass(frozen=True)
class VersionView:
    """A version of the framework as it was recorded; `changes` a sentence each."""

    version: str
    adopted_on: date
    content: str
    changes: tuple[str, ...]
    recorded_at: datetime


def framework_versions(session: Session) -> list[VersionView]:
    """Every version on record, the newest first."""
    query = select(
        versions.c.version, versions.c.adopted_on, versions.c.content, versions.c.changes, versions.c.recorded_at
    ).order_by(versions.c.id.desc())
    return [
        VersionView(version, adopted_on, content, tuple(filter(None, changes.split("\n"))), at)
        for version, adopted_on, content, changes, at in session.execute(query)
    ]


def put_version(
    session: Session, version: str, adopted_on: date, content: str, changes: list[str], now: datetime
) -> None:
    """Add a version."""
    session.add(
        FrameworkVersion(
            version=version, adopted_on=adopted_on, content=content, changes="\n".join(changes), recorded_at=now
        )
    )
