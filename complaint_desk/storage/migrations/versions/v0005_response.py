"""Whether the complainant accepts the decision stands with the complaint, so that refused ones can be watched."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.add_column("complaint", sa.Column("response", sa.Text(), server_default="", nullable=False))
