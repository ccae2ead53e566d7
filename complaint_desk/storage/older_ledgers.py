"""Ledgers as earlier programs left them, one of each revision, to try whether they can still be brought up to date."""

from __future__ import annotations

import gzip
import shutil
from collections.abc import Iterator
from pathlib import Path

from complaint_desk.storage import preparing, sqlite_dialect
from complaint_desk.storage.migrations import REVISIONS

_BUSY_SECONDS = 5.0


def missing_migrations() -> tuple[str, ...]:
    """Revisions whose script is not where Alembic looks for it."""
    return tuple(each for each in REVISIONS if not list((preparing.SCRIPTS / "versions").glob(f"v{each}_*.py")))


def make(first: Path, folder: Path) -> Iterator[tuple[str, Path]]:
    """A ledger of each revision but the newest, oldest first: its revision and its file.

    Args:
        first: a packed ledger (`.db.gz`) that the first program of all wrote; the migrations bring it from one to the next.
        folder: where the files go.
    """
    growing = folder / "growing.db"
    growing.write_bytes(gzip.decompress(first.read_bytes()))
    for revision in REVISIONS[:-1]:
        engine = sqlite_dialect.open_engine(growing, _BUSY_SECONDS)
        with engine.connect() as plain:
            connection = sqlite_dialect.as_writing(plain)
            with connection.begin():
                preparing.migrate(connection, target=revision)
        engine.dispose()
        made = folder / f"ledger-{revision}.db"
        shutil.copyfile(growing, made)
        yield revision, made
