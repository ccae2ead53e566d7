"""Improvements: problem with its filter, cause, measure, owner, due, done, verified."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    # As every other moment of the ledger stands: a number in a file, a timestamp on a server.
    columns = {each["name"]: each["type"] for each in sa.inspect(op.get_bind()).get_columns("complaint")}
    op.create_table(
        "improvement",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.Column("filter", sa.JSON(), nullable=False),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("measure", sa.Text(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date()),
        sa.Column("made_at", columns["received_at"], nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("done_on", sa.Date()),
        sa.Column("verified_on", sa.Date()),
        sa.Column("verified_by", sa.Text(), nullable=False),
        sa.Column("finding", sa.Text(), nullable=False),
        sa.Column("dropped", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_improvement"),
        sqlite_autoincrement=True,
    )
