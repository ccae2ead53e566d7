"""Inserting many rows at once, with the types of the table and without the cost of a statement per row."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import Connection, Table, insert
from sqlalchemy.engine import Dialect

from complaint_desk.storage.turning import Columns, turned

Processor = Callable[[Any], Any]

_MANY = 10
"""From so many rows on a server takes them quicker in bulk than one by one."""


def insert_rows(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows that all name the same columns. Python-side defaults of the table are not looked at."""
    if rows:
        insert_columns(connection, table, {name: [row[name] for row in rows] for name in rows[0]})


def insert_columns(connection: Connection, table: Table, columns: Columns) -> None:
    """Insert rows that are given by column."""
    insert_bound(connection, bound_rows(connection.dialect, table, columns))


class BoundRows(NamedTuple):
    """Rows of a table as its database takes them: the statement, and by place the names of the columns and the values."""

    table: str
    statement: str
    positional: bool
    names: list[str]
    values: list[tuple[Any, ...]]


def bound_rows(dialect: Dialect, table: Table, columns: Columns) -> BoundRows:
    """Rows that are given by column, ready to be inserted; no connection is needed for it."""
    statement, bound, positional = _prepared(table, tuple(columns), dialect)
    turning = (columns[name] if turn is None else turned(columns[name], turn) for name, turn in bound)
    return BoundRows(table.name, statement, positional, [name for name, _ in bound], list(zip(*turning, strict=True)))


def insert_bound(connection: Connection, rows: BoundRows) -> None:
    if not rows.values:
        return
    if rows.positional:
        connection.exec_driver_sql(rows.statement, rows.values)
    elif len(rows.values) >= _MANY:
        from complaint_desk.storage.postgresql_dialect import copy_rows  # noqa: PLC0415 - its driver is an extra

        copy_rows(connection, rows.table, rows.names, rows.values)
    else:
        connection.exec_driver_sql(rows.statement, [dict(zip(rows.names, each, strict=True)) for each in rows.values])


@lru_cache(maxsize=64)
def _prepared(
    table: Table, names: tuple[str, ...], dialect: Dialect
) -> tuple[str, tuple[tuple[str, Processor | None], ...], bool]:
    """The statement in the driver's own words, and for each of its parameters the column and what turns its values."""
    compiled = dialect.statement_compiler(dialect, insert(table), column_keys=list(names))
    columns = [
        (name, table.c[name].type.dialect_impl(dialect).bind_processor(dialect))
        for name in (compiled.positiontup or names)
    ]
    return str(compiled), tuple(columns), compiled.positional
