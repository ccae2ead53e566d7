"""What the office says of provinces, over its rule sets."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    # As every other moment of the ledger stands: a number in a file, a timestamp on a server.
    columns = {each["name"]: each["type"] for each in sa.inspect(op.get_bind()).get_columns("complaint")}
    op.create_table(
        "province_layer",
        sa.Column("code", sa.String(32), nullable=False),
        sa.Column("version", sa.String(64), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("edited_at", columns["received_at"], nullable=False),
        sa.Column("edited_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("code", "version", name="pk_province_layer"),
    )
