"""who of a pair says that they have met, so that each can take back their own word."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Who of the two said so before is not known: such a yes stands for both.
    for side in ("mentee_met", "mentor_met"):
        op.add_column("pair", sa.Column(side, sa.String(), nullable=False, server_default="unknown"))


def downgrade() -> None:
    with op.batch_alter_table("pair", schema=None) as batch_op:
        batch_op.drop_column("mentor_met")
        batch_op.drop_column("mentee_met")
