"""each change of a home as a row of its own."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "home_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("platform", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("home_change", schema=None) as batch_op:
        batch_op.create_index("home_change_by_home", ["platform", "person_id"], unique=False)

    op.execute(sa.text("UPDATE home_shown SET shown_revision = 0"))
    with op.batch_alter_table("home_shown", schema=None) as batch_op:
        batch_op.drop_column("revision")


def downgrade() -> None:
    with op.batch_alter_table("home_shown", schema=None) as batch_op:
        batch_op.add_column(sa.Column("revision", sa.Integer(), nullable=False, server_default="0"))
    with op.batch_alter_table("home_change", schema=None) as batch_op:
        batch_op.drop_index("home_change_by_home")

    op.drop_table("home_change")
