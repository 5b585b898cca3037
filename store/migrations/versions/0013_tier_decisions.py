"""tier decisions: matters under discussion, their steps, exit criteria, versions of the framework."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "framework_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("adopted_on", sa.Date(), nullable=False),
        sa.Column("content", sa.String(), nullable=False),
        sa.Column("changes", sa.String(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "tier_case",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("asked_for", sa.String(), nullable=False),
        sa.Column("asked_words", sa.String(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("from_tier", sa.String(), nullable=False),
        sa.Column("to_tier", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("exit_criteria", sa.String(), nullable=False),
        sa.Column("evidence", sa.String(), nullable=False),
        sa.Column("framework_version", sa.String(), nullable=False),
        sa.Column("proposed_by_id", sa.Integer(), nullable=True),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("agrees", sa.String(), nullable=False),
        sa.Column("view", sa.String(), nullable=False),
        sa.Column("viewed_by_id", sa.Integer(), nullable=True),
        sa.Column("viewed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("discussed_on", sa.Date(), nullable=True),
        sa.Column("discussion", sa.String(), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_tier", sa.String(), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=True),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["changed_by_id"], ["person.id"]),
        sa.ForeignKeyConstraint(["decided_by_id"], ["person.id"]),
        sa.ForeignKeyConstraint(["decision_id"], ["tier_decision.id"]),
        sa.ForeignKeyConstraint(["proposed_by_id"], ["person.id"]),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"]),
        sa.ForeignKeyConstraint(["viewed_by_id"], ["person.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("tier_case", schema=None) as batch_op:
        batch_op.create_index(
            "one_open_tier_case",
            ["school_id"],
            unique=True,
            sqlite_where=sa.text("state IN ('asked', 'proposed', 'viewed', 'discussed')"),
            postgresql_where=sa.text("state IN ('asked', 'proposed', 'viewed', 'discussed')"),
        )
        batch_op.create_index("tier_case_by_school", ["school_id", "id"], unique=False)
        batch_op.create_index("tier_case_by_state", ["state"], unique=False)

    op.create_table(
        "tier_case_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"]),
        sa.ForeignKeyConstraint(["case_id"], ["tier_case.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("tier_case_step", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_tier_case_step_case_id"), ["case_id"], unique=False)

    with op.batch_alter_table("tier_decision", schema=None) as batch_op:
        batch_op.add_column(sa.Column("exit_criteria", sa.String(), server_default="", nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("tier_decision", schema=None) as batch_op:
        batch_op.drop_column("exit_criteria")

    with op.batch_alter_table("tier_case_step", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_tier_case_step_case_id"))

    op.drop_table("tier_case_step")
    with op.batch_alter_table("tier_case", schema=None) as batch_op:
        batch_op.drop_index("tier_case_by_state")
        batch_op.drop_index("tier_case_by_school")
        batch_op.drop_index(
            "one_open_tier_case",
            sqlite_where=sa.text("state IN ('asked', 'proposed', 'viewed', 'discussed')"),
            postgresql_where=sa.text("state IN ('asked', 'proposed', 'viewed', 'discussed')"),
        )

    op.drop_table("tier_case")
    op.drop_table("framework_version")
