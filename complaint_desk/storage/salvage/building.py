"""A new ledger file of the rows that were read; what only repeats other rows is made anew by opening it."""

from __future__ import annotations

import itertools
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

from complaint_desk.domain.reports import SalvagedTable
from complaint_desk.runtime.stop import Progress, StopSignal
from complaint_desk.storage import sqlite_dialect
from complaint_desk.storage.migrations import REVISIONS
from complaint_desk.storage.salvage.gathering import Gathered, Gathering
from complaint_desk.storage.salvage.pages import opened_pages
from complaint_desk.storage.salvage.records import Record, Value
from complaint_desk.storage.salvage.shapes import SchemaRow, schema_rows

_MADE_ANEW = frozenset({"fact_block", "fact_column", "day_count", "complaint_contact"})
_SEARCH = "complaint_search"
_VERSION = "alembic_version"
_COUNTED = "sqlite_sequence"
_ROWS_AT_ONCE = 500


def build(
    source: Path, target: Path, fresh: Path, stop: StopSignal | None, progress: Progress
) -> tuple[tuple[SalvagedTable, ...], int]:
    """Write what can be read of `source` into the new file `target`; what became of each table, and rows of unknown tables.

    Args:
        source: the damaged file; only read.
        target: a file that is not there yet.
        fresh: an empty ledger of this version.
        stop: stops the reading.
        progress: told of tables.

    Raises:
        OSError: the source cannot be read.
        Surroundings: the target cannot be written.
        Stopped: the signal asked for it.
    """
    today = _schema_of(fresh)
    with opened_pages(source) as pages:
        gathering = Gathering(pages, today, stop)
        revision = _revision(gathering)
        schema = gathering.schema if revision not in (None, REVISIONS[-1]) else today
        with sqlite_dialect.translated(target), closing(sqlite3.connect(target, isolation_level=None)) as connection:
            connection.execute("PRAGMA page_size = 8192")
            connection.execute("BEGIN IMMEDIATE")
            _make_tables(connection, schema)
            wanted = [each for each in gathering.tables.values() if _is_kept(each.shape.name)]
            # Numbers of rows go on from there, so it must not be behind when rows come.
            wanted.sort(key=lambda each: each.shape.name != _COUNTED)
            found = []
            for done, table in enumerate(wanted):
                progress(done, len(wanted))
                found.append(_fill(connection, gathering, table))
            connection.execute("DELETE FROM alembic_version")
            connection.execute("INSERT INTO alembic_version VALUES (?)", (revision or REVISIONS[-1],))
            connection.execute("COMMIT")
        told = tuple(each for each in found if each.read or each.lost != 0)
        return told, gathering.unknown


def _schema_of(ledger: Path) -> tuple[SchemaRow, ...]:
    with closing(sqlite3.connect(ledger)) as connection:
        rows = connection.execute("SELECT type, name, tbl_name, rootpage, sql FROM sqlite_master").fetchall()
    return schema_rows(Record(0, tuple(row), whole=True) for row in rows)


def _is_kept(name: str) -> bool:
    return name not in _MADE_ANEW and name != _VERSION and not name.startswith(_SEARCH)


def _revision(gathering: Gathering) -> str | None:
    """The revision that the file says it has; None if it does not say, or none that this program knows."""
    rows = list(gathering.rows(gathering.tables[_VERSION]))
    return next((str(value) for (value,) in rows if value in REVISIONS), None)


def _make_tables(connection: sqlite3.Connection, schema: Sequence[SchemaRow]) -> None:
    for row in sorted(schema, key=lambda each: each.kind != "table"):
        own = row.name.startswith("sqlite_") or row.name.startswith(f"{_SEARCH}_") or not row.sql
        # The index of texts is made by opening the ledger; an older one has to be there, so that it can be brought up to date.
        if not own:
            connection.execute(row.sql)


def _fill(connection: sqlite3.Connection, gathering: Gathering, table: Gathered) -> SalvagedTable:
    name = table.shape.name
    there = [each[1] for each in connection.execute(f"PRAGMA table_info({name})")]
    if there:
        columns = [each.name for each in table.shape.columns]
        for rows in _alike(gathering.rows(table)):
            given = columns[: len(rows[0])]
            kept = [at for at, column in enumerate(given) if column in there]
            names = ", ".join(f'"{given[at]}"' for at in kept)
            marks = ", ".join("?" * len(kept))
            # A row that stands twice was moved while the disk failed: the one in the tree comes first.
            connection.executemany(
                f"INSERT OR IGNORE INTO {name} ({names}) VALUES ({marks})",  # noqa: S608 - names of our own schema
                [[row[at] for at in kept] for row in rows],
            )
    return SalvagedTable(name, table.read, table.partly, gathering.known_lost(table), table.tree.lost)


def _alike(rows: Iterator[tuple[Value, ...]]) -> Iterator[list[tuple[Value, ...]]]:
    """Rows of the same length, so many at once."""
    for _length, group in itertools.groupby(rows, key=len):
        while portion := list(itertools.islice(group, _ROWS_AT_ONCE)):
            yield portion
