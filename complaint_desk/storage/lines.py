"""Whether one ledger goes on from another, told by their journals, and what it had at an earlier entry."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from complaint_desk.storage import sqlite_dialect
from complaint_desk.storage.contents import head_hash
from complaint_desk.storage.journal import REMOVING
from complaint_desk.storage.store import Store


@contextmanager
def looking_into(store: Store) -> Iterator[sqlite3.Connection]:
    """A connection of an open ledger in a file, for what is asked of any file."""
    with sqlite_dialect.translated(store.path):
        borrowed = store.engine.raw_connection()
        driver: Any = borrowed.driver_connection
        try:
            driver.execute("BEGIN")
            yield driver
        finally:
            # Back to the pool and not closed: the last one to leave would write to the file.
            driver.rollback()
            borrowed.close()


def shared_entries(one: sqlite3.Connection, other: sqlite3.Connection) -> int:
    """How many entries, from the first on, two journals have in common. Since each is chained, halving finds it."""
    low, high = 0, min(last_entry(one), last_entry(other))
    while low < high:
        middle = (low + high + 1) // 2
        found = head_hash(one, middle)
        if found and found == head_hash(other, middle):
            low = middle
        else:
            high = middle - 1
    return low


def last_entry(connection: sqlite3.Connection) -> int:
    (last,) = connection.execute("SELECT coalesce(max(sequence), 0) FROM journal").fetchone()
    return int(last)


def holds(connection: sqlite3.Connection, head: str) -> bool:
    """True if an entry (`17-<hash>`) is part of a journal."""
    sequence, _dash, digits = head.partition("-")
    return sequence.isdecimal() and head_hash(connection, int(sequence)) == digits


def complaints_since(connection: sqlite3.Connection, entry: int) -> int:
    """How many complaints were registered after an entry, whatever became of them."""
    query = (
        "SELECT count(DISTINCT complaint_id) FROM journal AS later WHERE sequence > ? AND complaint_id IS NOT NULL"
        " AND NOT EXISTS (SELECT 1 FROM journal AS before"
        " WHERE before.complaint_id = later.complaint_id AND before.sequence <= ?)"
    )
    (count,) = connection.execute(query, (entry, entry)).fetchone()
    return int(count)


def complaints_at(connection: sqlite3.Connection, entry: int) -> int:
    """How many complaints the ledger held when an entry was its newest."""
    query = (
        "SELECT count(*) FROM (SELECT max(sequence) AS last FROM journal"
        " WHERE sequence <= ? AND complaint_id IS NOT NULL GROUP BY complaint_id) AS ends"
        " JOIN journal ON journal.sequence = ends.last WHERE deed NOT IN (SELECT value FROM json_each(?))"
    )
    (count,) = connection.execute(query, (entry, json.dumps(sorted(REMOVING)))).fetchone()
    return int(count)


def head_and_id(connection: sqlite3.Connection) -> tuple[str, str]:
    """The newest entry as an anchor, and the ledger's own id."""
    last = last_entry(connection)
    own = connection.execute("SELECT value FROM ledger_fact WHERE name = 'ledger_id'").fetchone()
    return f"{last}-{head_hash(connection, last)}", str(own[0]) if own else ""
