"""The ledger says of a due date that it is provisional."""

from __future__ import annotations

from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    op.execute(
        "UPDATE complaint SET due_mark = 'unfixed' WHERE due_mark = 'running' AND EXISTS ("
        "SELECT 1 FROM clock WHERE clock.complaint_id = complaint.id AND clock.code = complaint.due_clock"
        " AND clock.due = complaint.due_at AND clock.ended_at IS NULL AND clock.provisional)"
    )
