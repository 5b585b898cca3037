"""sentences not understood, and what administrators have taught."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "unclear_sentence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("words"),
    )
    with op.batch_alter_table("unclear_sentence", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_unclear_sentence_at"), ["at"], unique=False)
    op.create_table(
        "taught_sentence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("taught_by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["taught_by_id"], ["person.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("words"),
    )


def downgrade() -> None:
    op.drop_table("taught_sentence")
    with op.batch_alter_table("unclear_sentence", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_unclear_sentence_at"))
    op.drop_table("unclear_sentence")
