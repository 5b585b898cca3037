"""Answers with the conversation they belong to, and what a chat platform remembers for a while."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from store.columns import UtcDateTime

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("message") as batch:
        batch.add_column(sa.Column("address", sa.String(), nullable=False, server_default=""))
        batch.add_column(sa.Column("tried_at", UtcDateTime(timezone=True), nullable=True))
    op.create_table(
        "short_memory",
        sa.Column("key", sa.String(), primary_key=True),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("until", UtcDateTime(timezone=True), nullable=False),
    )
    op.create_index("ix_short_memory_until", "short_memory", ["until"])


def downgrade() -> None:
    op.drop_table("short_memory")
    with op.batch_alter_table("message") as batch:
        batch.drop_column("tried_at")
        batch.drop_column("address")
