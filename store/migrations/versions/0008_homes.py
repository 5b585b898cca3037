"""who has their home open on a platform, and what it shows."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "home_shown",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("platform", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("shown_revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"]),
        sa.PrimaryKeyConstraint("person_id", "platform"),
    )
    op.create_table(
        "home_topic",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("topic", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"]),
        sa.PrimaryKeyConstraint("person_id", "topic"),
    )
    with op.batch_alter_table("home_topic", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_home_topic_topic"), ["topic"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("home_topic", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_home_topic_topic"))

    op.drop_table("home_topic")
    op.drop_table("home_shown")
