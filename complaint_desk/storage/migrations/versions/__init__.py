"""One module per revision, loaded by Alembic from this folder."""
