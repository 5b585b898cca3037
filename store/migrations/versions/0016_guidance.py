"""guidance to schools, and that it was read."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "guidance",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("criterion", sa.String(), nullable=False),
        sa.Column("sector", sa.String(), nullable=False),
        sa.Column("cluster", sa.String(), nullable=False),
        sa.Column("practices", sa.String(), nullable=False),
        sa.Column("secret", sa.String(), nullable=False),
        sa.Column("sent_to", sa.Integer(), nullable=False),
        sa.Column("written_by_id", sa.Integer(), nullable=True),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["written_by_id"], ["person.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "guidance_read",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("guidance_id", sa.Integer(), nullable=False),
        sa.Column("mark", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["guidance_id"], ["guidance.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("guidance_id", "mark"),
    )


def downgrade() -> None:
    op.drop_table("guidance_read")
    op.drop_table("guidance")
