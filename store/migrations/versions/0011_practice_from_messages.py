"""practice that began as a message: its author, their consent, the way back; and what was offered to authors."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("practice", schema=None) as batch_op:
        batch_op.add_column(sa.Column("author_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("author_says", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("source", sa.String(), nullable=False, server_default=""))
        batch_op.create_foreign_key("practice_author", "person", ["author_id"], ["id"])

    op.create_table(
        "practice_offer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("platform", sa.String(), nullable=False),
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("ref", sa.String(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("link", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["person.id"]),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("platform", "tenant", "ref"),
    )
    with op.batch_alter_table("practice_offer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_practice_offer_author_id"), ["author_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("practice_offer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_practice_offer_author_id"))

    op.drop_table("practice_offer")
    with op.batch_alter_table("practice", schema=None) as batch_op:
        batch_op.drop_constraint("practice_author", type_="foreignkey")
        batch_op.drop_column("source")
        batch_op.drop_column("author_says")
        batch_op.drop_column("author_id")
