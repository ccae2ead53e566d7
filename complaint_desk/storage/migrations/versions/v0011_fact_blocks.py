"""What figures are counted from, packed in blocks of ids; they are filled when the ledger is furnished."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.create_table(
        "fact_block",
        sa.Column("first_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("last_id", sa.Integer(), nullable=False),
        sa.Column("cut", sa.Integer(), nullable=False),
        sa.Column("format", sa.SmallInteger(), nullable=False),
        sa.Column("received_first", sa.BigInteger(), nullable=False),
        sa.Column("received_last", sa.BigInteger(), nullable=False),
        sa.Column("closed_first", sa.BigInteger(), nullable=False),
        sa.Column("closed_last", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("first_id", name="pk_fact_block"),
    )
    op.create_table(
        "fact_column",
        sa.Column("first_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(32), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["first_id"], ["fact_block.first_id"], name="fk_fact_column_first_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("first_id", "name", name="pk_fact_column"),
    )
