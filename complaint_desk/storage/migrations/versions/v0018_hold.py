"""Why the people of a complaint are kept beyond retention stands with the complaint."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    op.add_column("complaint", sa.Column("hold", sa.Text(), server_default="", nullable=False))
