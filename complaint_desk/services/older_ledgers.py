"""What a program that is tried needs of earlier ones: their ledgers, and whether it has what brings those up to date."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from complaint_desk.runtime.paths import resource
from complaint_desk.storage import older_ledgers


def missing_migrations() -> tuple[str, ...]:
    """Revisions that this program knows and cannot bring a ledger to."""
    return older_ledgers.missing_migrations()


def made_in(folder: Path) -> Iterator[tuple[str, Path]]:
    """A small ledger of each earlier revision, oldest first: its revision and its file in the folder."""
    return older_ledgers.make(resource("older", "ledger-0001.db.gz"), folder)
