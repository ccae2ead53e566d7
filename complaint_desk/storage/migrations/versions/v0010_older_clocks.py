"""Complaints that are older than the clocks of their ledger: marked as historic, and their clocks waited for."""

from __future__ import annotations

from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.execute(
        "UPDATE complaint SET due_mark = 'historic' WHERE (kind = 'complaint' OR rule_set <> '')"
        " AND NOT EXISTS (SELECT 1 FROM clock WHERE clock.complaint_id = complaint.id)"
    )
    # The rules of the office, by which they get clocks, are known once the ledger is open: until then they wait.
    op.execute(
        "INSERT INTO ledger_fact (name, value)"
        " SELECT name, value FROM (SELECT 'older_clocks_done_to' AS name, '0' AS value"
        " UNION ALL SELECT 'clocks_kept_since', '') AS waiting WHERE EXISTS (SELECT 1 FROM complaint)"
    )
