"""notes of visit by form: what was said about them, next steps, drafts."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_NOTE = sa.table(
    "visit_note",
    sa.column("id", sa.Integer()),
    sa.column("next_steps", sa.String()),
    sa.column("written_at", sa.DateTime(timezone=True)),
)
_STEP = sa.table(
    "next_step",
    sa.column("note_id", sa.Integer()),
    sa.column("number", sa.Integer()),
    sa.column("step", sa.String()),
    sa.column("owner", sa.String()),
    sa.column("state", sa.String()),
    sa.column("since", sa.DateTime(timezone=True)),
    sa.column("revision", sa.Integer()),
    sa.column("to_plan", sa.Boolean()),
)


def upgrade() -> None:
    connection = op.get_bind()
    texts = connection.execute(sa.select(_NOTE).where(_NOTE.c.next_steps != "")).all()
    # The notes first, while nothing refers to them: SQLite makes the table anew.
    with op.batch_alter_table("visit_note", schema=None) as batch_op:
        batch_op.add_column(sa.Column("due_on", sa.Date(), nullable=True))
        for name in ("evidence", "qis", "tier_discussed"):
            batch_op.add_column(sa.Column(name, sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("answers", sa.String(), nullable=False, server_default="[]"))
        batch_op.add_column(sa.Column("state", sa.String(), nullable=False, server_default="waiting"))
        batch_op.add_column(sa.Column("since", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("revision", sa.Integer(), nullable=False, server_default="1"))
        # What was written before is asked about by nobody's reminder: its headteacher was never to say anything.
        batch_op.add_column(sa.Column("to_plan", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.execute("UPDATE visit_note SET since = written_at")
    with op.batch_alter_table("visit_note", schema=None) as batch_op:
        batch_op.alter_column("since", existing_type=sa.DateTime(timezone=True), nullable=False)
        batch_op.drop_column("next_steps")
        for name in ("evidence", "qis", "tier_discussed", "answers", "state", "revision", "to_plan"):
            batch_op.alter_column(name, server_default=None)
        batch_op.create_index("visit_note_to_plan", ["to_plan", "id"], unique=False)
    _create_tables()
    rows = [row for note in texts for row in _steps_of(note)]
    if rows:
        connection.execute(sa.insert(_STEP), rows)


def _steps_of(note: Any) -> list[dict[str, Any]]:
    """Each line of the text of next steps as a step of its own, without owner and day, which it never had."""
    lines = [line.strip() for line in note.next_steps.splitlines() if line.strip()]
    fixed = {"note_id": note.id, "owner": "", "state": "open", "since": note.written_at}
    return [
        fixed | {"number": number, "step": line, "revision": 1, "to_plan": False}
        for number, line in enumerate(lines, 1)
    ]


def _create_tables() -> None:
    op.create_table(
        "note_mark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("note_id", sa.Integer(), nullable=False),
        sa.Column("mark", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["note_id"], ["visit_note.id"]),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("note_mark", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_note_mark_note_id"), ["note_id"], unique=False)
    op.create_table(
        "next_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("note_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("changed_by_id", sa.Integer(), nullable=True),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("to_plan", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["note_id"], ["visit_note.id"]),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"]),
        sa.ForeignKeyConstraint(["changed_by_id"], ["person.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("note_id", "number"),
    )
    with op.batch_alter_table("next_step", schema=None) as batch_op:
        batch_op.create_index("next_step_to_plan", ["to_plan", "id"], unique=False)
        batch_op.create_index("next_step_by_owner", ["owner_id", "state"], unique=False)
    op.create_table(
        "note_draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("writer_id", sa.Integer(), nullable=False),
        sa.Column("kept", sa.String(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"]),
        sa.ForeignKeyConstraint(["writer_id"], ["person.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("writer_id", "visit_id"),
    )


def downgrade() -> None:
    connection = op.get_bind()
    by_note: dict[int, list[str]] = {}
    for step in connection.execute(sa.select(_STEP).order_by(_STEP.c.note_id, _STEP.c.number)).all():
        by_note.setdefault(step.note_id, []).append(step.step)
    op.drop_table("note_draft")
    op.drop_table("next_step")
    op.drop_table("note_mark")
    with op.batch_alter_table("visit_note", schema=None) as batch_op:
        batch_op.add_column(sa.Column("next_steps", sa.String(), nullable=False, server_default=""))
    for note_id, lines in by_note.items():
        connection.execute(sa.update(_NOTE).where(_NOTE.c.id == note_id).values(next_steps="\n".join(lines)))
    with op.batch_alter_table("visit_note", schema=None) as batch_op:
        batch_op.alter_column("next_steps", server_default=None)
        batch_op.drop_index("visit_note_to_plan")
        for name in ("due_on", "evidence", "qis", "tier_discussed", "answers", "state", "since", "revision", "to_plan"):
            batch_op.drop_column(name)
