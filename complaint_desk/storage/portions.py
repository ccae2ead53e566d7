"""The rows of a great answer, some at a time."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from typing import Any

from sqlalchemy import Connection, Select


def in_portions(connection: Connection, query: Select[Any], size: int) -> Generator[Sequence[Sequence[Any]]]:
    """Rows in lists of `size`. From a file they come as they are stored there, without the types of their columns.

    Past the library's row objects counting a million of them takes half the time.
    """
    if connection.dialect.name == "sqlite":
        with connection.execute(query) as result:
            while rows := result.cursor.fetchmany(size):
                yield rows
    else:
        yield from connection.execute(query, execution_options={"yield_per": size}).partitions()
