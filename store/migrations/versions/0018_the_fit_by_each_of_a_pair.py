"""what each of a pair says of the fit, and one open pair of a kind for each mentee."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

_OPEN = sa.text("state IN ('draft', 'proposed', 'announced')")
# Of several open pairs of one kind the one that has come furthest stands, then the first.
_SECOND = """
UPDATE pair
SET state = CASE state WHEN 'draft' THEN 'withdrawn' WHEN 'proposed' THEN 'declined' ELSE 'ended' END,
    ended_at = CASE state WHEN 'announced' THEN announced_at END,
    revision = revision + 1,
    to_plan = true
WHERE id IN (
    SELECT id FROM (
        SELECT id, row_number() OVER (
            PARTITION BY mentee_id, kind
            ORDER BY CASE state WHEN 'announced' THEN 0 WHEN 'proposed' THEN 1 ELSE 2 END, id
        ) AS place
        FROM pair WHERE state IN ('draft', 'proposed', 'announced')
    ) AS ranked
    WHERE place > 1
)
"""


def upgrade() -> None:
    # Who of the two gave the one answer that was kept is not known: it stands for both together, and each is asked.
    for side in ("mentee_fit", "mentor_fit"):
        op.add_column("pair", sa.Column(side, sa.String(), nullable=False, server_default="unknown"))
    op.execute(_SECOND)
    op.create_index(
        "pair_open_once", "pair", ["mentee_id", "kind"], unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN
    )
    op.execute("UPDATE pair SET to_plan = true WHERE state = 'announced'")


def downgrade() -> None:
    op.drop_index("pair_open_once", table_name="pair")
    with op.batch_alter_table("pair", schema=None) as batch_op:
        batch_op.drop_column("mentor_fit")
        batch_op.drop_column("mentee_fit")
