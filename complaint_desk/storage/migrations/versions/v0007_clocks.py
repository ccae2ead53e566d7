"""Time limits: the clocks of each complaint, the days of the calendar, the office's own versions of rule sets."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

_FACTS = (
    "received_at", "id", "status", "kind", "channel", "nature", "category", "department", "handler", "outlet", "region",
    "severity", "cause", "liability", "outcome", "follow_up", "satisfaction", "satisfaction_handling", "reopened",
    "closed_at", "compensation", "price", "due_mark",
)  # fmt: skip


def _type_of_moments() -> sa.types.TypeEngine[object]:
    """As every other moment of the ledger stands: text or number in a file, a timestamp on a server."""
    columns = {each["name"]: each["type"] for each in sa.inspect(op.get_bind()).get_columns("complaint")}
    return columns["received_at"]


def upgrade() -> None:
    on_file = op.get_bind().dialect.name == "sqlite"
    moment = _type_of_moments()
    op.add_column("complaint", sa.Column("due_at", moment))
    op.add_column("complaint", sa.Column("due_soon_at", moment))
    op.add_column("complaint", sa.Column("due_clock", sa.String(32), nullable=False, server_default=""))
    op.add_column("complaint", sa.Column("due_mark", sa.String(8), nullable=False, server_default=""))
    said = sa.text("due_at IS NOT NULL")
    op.create_index("ix_complaint_due", "complaint", ["due_at", "id"], sqlite_where=said, postgresql_where=said)
    if on_file:
        op.drop_index("ix_complaint_facts", "complaint")
        op.create_index("ix_complaint_facts", "complaint", list(_FACTS))
    op.create_table(
        "clock",
        sa.Column("complaint_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(32), nullable=False),
        sa.Column("round", sa.SmallInteger(), nullable=False),
        sa.Column("rule_set", sa.String(32), nullable=False),
        sa.Column("version", sa.String(64), nullable=False),
        sa.Column("start", moment, nullable=False),
        sa.Column("due", moment),
        sa.Column("unit", sa.String(16), nullable=False),
        sa.Column("provisional", sa.Boolean(), nullable=False),
        sa.Column("named", sa.Boolean(), nullable=False),
        sa.Column("told_at", moment),
        sa.Column("paused", sa.Integer(), nullable=False),
        sa.Column("pauses", sa.Text(), nullable=False),
        sa.Column("extensions", sa.Text(), nullable=False),
        sa.Column("ended_at", moment),
        sa.Column("ended_by", sa.String(16), nullable=False),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaint.id"], name="fk_clock_complaint_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("complaint_id", "code", "round", name="pk_clock"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "calendar_year",
        sa.Column("year", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("year", name="pk_calendar_year"),
    )
    op.create_table(
        "calendar_day",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("layer", sa.String(8), nullable=False),
        sa.Column("rest", sa.Boolean(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("day", "layer", name="pk_calendar_day"),
    )
    op.create_table(
        "rule_version",
        sa.Column("code", sa.String(32), nullable=False),
        sa.Column("version", sa.String(64), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("edited_at", moment, nullable=False),
        sa.Column("edited_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("code", "version", name="pk_rule_version"),
    )
