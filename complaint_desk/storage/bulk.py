"""Inserting many rows at once, with the types of the table and without the cost of a statement per row."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

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
    statement, bound, positional = _prepared(table, tuple(columns), connection.dialect)
    values = list(
        zip(*(columns[name] if turn is None else turned(columns[name], turn) for name, turn in bound), strict=True)
    )
    names = [name for name, _ in bound]
    if not values:
        return
    if positional:
        connection.exec_driver_sql(statement, values)
    elif len(values) >= _MANY:
        from complaint_desk.storage.postgresql_dialect import copy_rows  # noqa: PLC0415 - its driver is an extra

        copy_rows(connection, table.name, names, values)
    else:
        connection.exec_driver_sql(statement, [dict(zip(names, each, strict=True)) for each in values])


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
