"""A ledger file takes no more room than it needs."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

_PAGE_BYTES = 8_192


def _asked(path: Path, name: str) -> object:
    with closing(sqlite3.connect(path)) as plain:
        return plain.execute(f"PRAGMA {name}").fetchone()[0]


def test_new_ledger_has_large_pages(store):
    assert _asked(store.path, "page_size") == _PAGE_BYTES
