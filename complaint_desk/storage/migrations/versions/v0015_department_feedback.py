"""Department feedback sheets: made, sent, due, answered; one for a department and a period."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    # As every other moment of the ledger stands: a number in a file, a timestamp on a server.
    columns = {each["name"]: each["type"] for each in sa.inspect(op.get_bind()).get_columns("complaint")}
    op.create_table(
        "department_feedback",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("department", sa.Text(), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("filter", sa.JSON(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("made_at", columns["received_at"], nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("sent_on", sa.Date()),
        sa.Column("sent_by", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date()),
        sa.Column("answered_on", sa.Date()),
        sa.Column("answered_by", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("improvement_id", sa.Integer()),
        sa.Column("dropped", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_department_feedback"),
        sa.ForeignKeyConstraint(["improvement_id"], ["improvement.id"], name="fk_department_feedback_improvement_id"),
        sa.UniqueConstraint(
            "department",
            "first_on",
            "last_on",
            "basis",
            name="uq_department_feedback_department_first_on_last_on_basis",
        ),
        sqlite_autoincrement=True,
    )
