"""Report definitions by name, with the three that every ledger begins with."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

_BOTH = ["previous", "last_year"]
_USUAL = {
    "monthly": {"preset": "last_month", "comparisons": _BOTH},
    "quarterly": {"preset": "last_quarter", "comparisons": _BOTH},
    "quality": {
        "preset": "last_month",
        "comparisons": _BOTH,
        "filter": {"one_of": {"nature": ["quality", "safety"]}},
        "left_out": ["channel", "satisfaction"],
    },
}


def upgrade() -> None:
    bind = op.get_bind()
    # As every other moment of the ledger stands: a number in a file, a timestamp on a server.
    columns = {each["name"]: each["type"] for each in sa.inspect(bind).get_columns("complaint")}
    made = op.create_table(
        "report_definition",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("edited_at", columns["received_at"], nullable=False),
        sa.Column("edited_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_report_definition"),
        sa.UniqueConstraint("name", name="uq_report_definition_name"),
        sqlite_autoincrement=True,
    )
    first = 0 if bind.dialect.name == "sqlite" else dt.datetime(1970, 1, 1)  # noqa: DTZ001 - the wall time of the ledger
    op.bulk_insert(
        made, [{"name": name, "body": body, "edited_at": first, "edited_by": ""} for name, body in _USUAL.items()]
    )
