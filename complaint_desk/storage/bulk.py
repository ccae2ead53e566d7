"""Inserting many rows at once, with the types of the table and without the cost of a statement per row."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, Table, insert
from sqlalchemy.engine import Dialect

Processor = Callable[[Any], Any]

_MANY = 10
"""From so many rows on a server takes them quicker in bulk than one by one."""


def insert_rows(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows that all name the same columns. Python-side defaults of the table are not looked at."""
    if not rows:
        return
    statement, columns, positional = _prepared(table, tuple(rows[0]), connection.dialect)
    values = _bound(rows, columns)
    if positional:
        connection.exec_driver_sql(statement, values)
    elif len(rows) >= _MANY:
        from complaint_desk.storage.postgresql_dialect import copy_rows  # noqa: PLC0415 - its driver is an extra

        copy_rows(connection, table.name, [name for name, _ in columns], values)
    else:
        names = [name for name, _ in columns]
        connection.exec_driver_sql(statement, [dict(zip(names, each, strict=True)) for each in values])


def _bound(rows: Sequence[Mapping[str, Any]], columns: Sequence[tuple[str, Processor | None]]) -> list[tuple[Any, ...]]:
    """The rows as the driver takes them. Column by column, so that what many rows share is turned once."""
    whole = (
        map(itemgetter(*(name for name, _ in columns)), rows)
        if len(columns) > 1
        else ((row[columns[0][0]],) for row in rows)
    )
    turned = [
        column if process is None else _turned(column, process)
        for column, (_, process) in zip(zip(*whole, strict=True), columns, strict=True)
    ]
    return list(zip(*turned, strict=True))


def _turned(column: Sequence[Any], process: Processor) -> Iterator[Any]:
    places = list(map(id, column))
    values = {place: process(value) for place, value in dict(zip(places, column, strict=True)).items()}
    return map(values.__getitem__, places)


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
