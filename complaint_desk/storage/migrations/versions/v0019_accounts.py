"""Who of the staff has which roles, under which Windows account, with which password, and how often it was missed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    op.add_column("staff", sa.Column("roles", sa.Text(), server_default="", nullable=False))
    op.add_column("staff", sa.Column("account", sa.Text(), server_default="", nullable=False))
    op.add_column("staff", sa.Column("secret", sa.Text(), server_default="", nullable=False))
    op.add_column("staff", sa.Column("misses", sa.Integer(), server_default="0", nullable=False))
    wall_time = sa.DateTime().with_variant(sa.Integer(), "sqlite")
    op.add_column("staff", sa.Column("missed_at", wall_time))
