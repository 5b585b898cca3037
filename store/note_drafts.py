"""Notes of visit half written: kept for their writer alone until they are sent or thrown away."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import UniqueConstraint, bindparam, or_, select, update
from sqlmodel import Field, Session, SQLModel

from store.columns import UtcDateTime, insert_for, table_of
from store.schools import School
from store.visits import notes, visits


class NoteDraft(SQLModel, table=True):
    """A note half written: its form's values as JSON, for its writer alone, until it is sent or thrown away."""

    __tablename__ = "note_draft"
    __table_args__ = (UniqueConstraint("writer_id", "visit_id"),)
    id: int | None = Field(default=None, primary_key=True)
    visit_id: int = Field(foreign_key="visit.id")
    writer_id: int = Field(foreign_key="person.id")
    kept: str
    saved_at: datetime = Field(sa_type=UtcDateTime)
    revision: int = 1


drafts = table_of(NoteDraft)
_schools = table_of(School)


@dataclass(frozen=True)
class DraftView:
    """A draft with the visit that it is about; `is_closed` when there is nothing to record there any more."""

    visit_id: int
    school_id: int
    school: str
    visit_type: str
    starts_at: datetime
    kept: str
    saved_at: datetime
    revision: int
    is_closed: bool


_DRAFT = select(
    drafts.c.visit_id,
    visits.c.school_id,
    _schools.c.name,
    visits.c.visit_type,
    visits.c.starts_at,
    drafts.c.kept,
    drafts.c.saved_at,
    drafts.c.revision,
    or_(notes.c.id.is_not(None), visits.c.status == "cancelled"),
).select_from(
    drafts.join(visits, visits.c.id == drafts.c.visit_id)
    .join(_schools, _schools.c.id == visits.c.school_id)
    .outerjoin(notes, notes.c.visit_id == visits.c.id)
)
_DRAFTS = _DRAFT.where(drafts.c.writer_id == bindparam("writer")).order_by(drafts.c.saved_at.desc(), drafts.c.id)
_ONE_DRAFT = _DRAFT.where(drafts.c.writer_id == bindparam("writer"), drafts.c.visit_id == bindparam("visit"))


def drafts_of(session: Session, writer_id: int) -> list[DraftView]:
    """What this person has half written, the latest first."""
    return [DraftView(*row) for row in session.execute(_DRAFTS, {"writer": writer_id})]


def draft_of(session: Session, writer_id: int, visit_id: int) -> DraftView | None:
    """This person's draft about one visit, None where there is none."""
    row = session.execute(_ONE_DRAFT, {"writer": writer_id, "visit": visit_id}).first()
    return DraftView(*row) if row else None


def keep_draft(session: Session, draft: NoteDraft, seen: int) -> bool:
    """Keep a draft over the revision that was `seen` (0: there was none); False when another was kept meanwhile."""
    connection = session.connection()
    if not seen:
        row = {"visit_id": draft.visit_id, "writer_id": draft.writer_id, "kept": draft.kept}
        first = insert_for(session, drafts).values(**row, saved_at=draft.saved_at, revision=1)
        return connection.execute(first.on_conflict_do_nothing().returning(drafts.c.id)).first() is not None
    mine = (drafts.c.writer_id == draft.writer_id, drafts.c.visit_id == draft.visit_id, drafts.c.revision == seen)
    values = {"kept": draft.kept, "saved_at": draft.saved_at, "revision": drafts.c.revision + 1}
    return bool(connection.execute(update(drafts).where(*mine).values(**values)).rowcount)


def forget_draft(session: Session, writer_id: int, visit_id: int) -> bool:
    """Throw a draft away; False where there was none."""
    query = drafts.delete().where(drafts.c.writer_id == writer_id, drafts.c.visit_id == visit_id)
    return bool(session.connection().execute(query).rowcount)
