"""A whole ledger from one database into another, of whichever kind, compared row by row before it counts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, Row, Table, and_, delete, func, or_, select

from complaint_desk.domain.errors import Refusal, Surroundings
from complaint_desk.runtime.stop import Progress, StopSignal, no_progress
from complaint_desk.storage import journal, search_index
from complaint_desk.storage.bulk import insert_rows
from complaint_desk.storage.schema import (
    calendar_day,
    calendar_year,
    complaint,
    ledger_fact,
    list_entry,
    metadata,
    report_definition,
)
from complaint_desk.storage.search_texts import texts_of
from complaint_desk.storage.store import Store

_BATCH = 1000
_FURNITURE = (list_entry, ledger_fact, calendar_year, calendar_day, report_definition)
"""What every new ledger holds already."""

_Rows = Sequence[Row[Any]]


def copy_rows(
    source: Store, target: Store, name: str, stop: StopSignal | None = None, progress: Progress = no_progress
) -> journal.Head:
    """Copy everything in one snapshot and one transaction; returns the journal's head, which both then have.

    Args:
        source: the ledger to copy.
        target: an empty ledger.
        name: of the target, as people know it.
        stop: stops the copying; the target then stays empty.
        progress: told of rows, each counted when copied and when compared.

    Raises:
        Refusal: `target_not_empty`.
        Surroundings: `copy_differs` with `table`, if a row cannot be read again as it was written.
    """
    with source.reading(stop) as read, target.writing(stop) as written:
        _make_room(written, name)
        total = 2 * sum(_count(read, table) for table in metadata.sorted_tables)
        done = 0
        for table in metadata.sorted_tables:
            for rows in _batches(read, table):
                _heed(stop)
                insert_rows(written, table, [dict(row._mapping) for row in rows])  # noqa: SLF001 - SQLAlchemy's public name
                if table is complaint:
                    search_index.add(written, texts_of(written, [row.id for row in rows]))
                done += len(rows)
                progress(done, total)
            _go_on_counting(written, table)
        for table in metadata.sorted_tables:
            for rows in _same(read, written, table, name):
                _heed(stop)
                done += len(rows)
                progress(done, total)
        return journal.head(written)


def _heed(stop: StopSignal | None) -> None:
    if stop:
        stop.heed()


def _make_room(written: Connection, name: str) -> None:
    if any(_count(written, table) for table in metadata.sorted_tables if table not in _FURNITURE):
        raise Refusal("target_not_empty", path=name)
    for table in _FURNITURE:
        written.execute(delete(table))


def _count(connection: Connection, table: Table[Any]) -> int:
    return int(connection.execute(select(func.count()).select_from(table)).scalar_one())


def _batches(connection: Connection, table: Table[Any]) -> Iterator[_Rows]:
    """All rows by primary key."""
    keys = list(table.primary_key.columns)
    last: Row[Any] | None = None
    while True:
        query = select(table).order_by(*keys).limit(_BATCH)
        if last is not None:
            # Whatever comes later in the order of the key, column by column.
            query = query.where(
                or_(
                    *(
                        and_(
                            *(before == last._mapping[before.name] for before in keys[:place]),  # noqa: SLF001
                            key > last._mapping[key.name],  # noqa: SLF001
                        )
                        for place, key in enumerate(keys)
                    )
                )
            )
        rows = connection.execute(query).all()
        if not rows:
            return
        last = rows[-1]
        yield rows


def _same(read: Connection, written: Connection, table: Table[Any], name: str) -> Iterator[_Rows]:
    """The rows of the target, each batch compared with the source's."""
    theirs = _batches(written, table)
    for rows in _batches(read, table):
        if [tuple(row) for row in next(theirs, ())] != [tuple(row) for row in rows]:
            raise Surroundings("copy_differs", path=name, table=table.name)
        yield rows
    if next(theirs, ()):
        raise Surroundings("copy_differs", path=name, table=table.name)


def _go_on_counting(connection: Connection, table: Table[Any]) -> None:
    """The next row that the server numbers comes after those copied."""
    key = table.autoincrement_column
    if connection.dialect.name != "postgresql" or key is None:
        return
    last = connection.execute(select(func.max(key))).scalar()
    if last is not None:
        connection.execute(select(func.setval(func.pg_get_serial_sequence(table.name, key.name), last)))
