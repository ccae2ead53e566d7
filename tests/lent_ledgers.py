"""Ledgers on the tests' server, lent to one test after the other: emptying one takes a tenth of the time of making one."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from tests.server import TEMPLATE, Server

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import psycopg

_MOST_ROWS = 5_000
"""What more rows have left behind is emptied by making another ledger."""

# Each object of the ledger by the transaction that wrote it, the statistics that a test had made, what it set and granted.
_SHAPE = """
SELECT md5(string_agg(said, ',' ORDER BY said)) FROM (
    SELECT format('class %s %s', oid, xmin) FROM pg_class WHERE oid >= 16384
    UNION ALL SELECT format('column %s %s %s', attrelid, attnum, xmin) FROM pg_attribute WHERE attrelid >= 16384
    UNION ALL SELECT format('constraint %s %s', oid, xmin) FROM pg_constraint WHERE oid >= 16384
    UNION ALL SELECT format('trigger %s %s', oid, xmin) FROM pg_trigger
    UNION ALL SELECT format('function %s %s', oid, xmin) FROM pg_proc WHERE oid >= 16384
    UNION ALL SELECT format('schema %s %s', oid, xmin) FROM pg_namespace
    UNION ALL SELECT format('statistics %s %s', starelid, staattnum) FROM pg_statistic WHERE starelid >= 16384
    UNION ALL SELECT format('rights %s', datacl) FROM pg_database WHERE datname = current_database()
    UNION ALL SELECT format('setting %s', setconfig) FROM pg_db_role_setting JOIN pg_database AS here
        ON here.oid = setdatabase WHERE datname = current_database()
) AS objects (said)
"""
_TABLES = "SELECT relname FROM pg_class WHERE relkind = 'r' AND oid >= 16384 ORDER BY oid"
_SEQUENCES = "SELECT sequencename, coalesce(last_value, start_value), last_value IS NOT NULL FROM pg_sequences"
_OTHERS = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"

_Marks = dict[str, tuple[int, int | None]]


class LentLedgers:
    """What a fresh ledger is, and those that wait for a test."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._free: list[str] = []
        with self._opened(TEMPLATE) as template:
            self._shape = template.execute(_SHAPE).fetchone()
            self._marks = _marks(template, [name for (name,) in template.execute(_TABLES)])
            self._rows = {name: _copied(template, name) for name, (count, _newest) in self._marks.items() if count}
            self._sequences = template.execute(_SEQUENCES).fetchall()

    def lend(self) -> str:
        """The name of a database that holds a fresh ledger."""
        return self._free.pop() if self._free else self._server.new_database(TEMPLATE)

    def take_back(self, name: str) -> None:
        """Make it a fresh ledger again; one that is otherwise built by now is dropped."""
        import psycopg

        try:
            with self._opened(name) as connection:
                is_fresh = self._emptied(connection)
        except psycopg.Error:
            is_fresh = False
        if is_fresh:
            self._free.append(name)
        else:
            self._server.drop(name)

    def _emptied(self, connection: psycopg.Connection) -> bool:
        connection.execute(_OTHERS)
        if connection.execute(_SHAPE).fetchone() != self._shape:
            return False
        marks = _marks(connection, self._marks)
        if sum(count for count, _newest in marks.values()) > _MOST_ROWS:
            return False
        # No trigger and no reference keeps anything.
        connection.execute("SET LOCAL session_replication_role = replica")
        for name in (each for each, mark in marks.items() if mark != self._marks[each]):
            connection.execute(f'DELETE FROM "{name}"'.encode())
            if name in self._rows:
                with connection.cursor().copy(f'COPY "{name}" FROM STDIN'.encode()) as copy:
                    copy.write(self._rows[name])
        for sequence in self._sequences:
            connection.execute("SELECT setval(%s::regclass, %s, %s)", sequence)
        return True

    @contextmanager
    def _opened(self, name: str) -> Iterator[psycopg.Connection]:
        with self._server.connection(name) as connection:
            connection.execute("SET LOCAL statement_timeout = '10s'")
            yield connection


def _marks(connection: psycopg.Connection, tables: Iterable[str]) -> _Marks:
    """How many rows each table holds, and the last transaction that wrote one."""
    each = [f"SELECT '{name}', count(*), max(xmin::text::bigint) FROM \"{name}\"" for name in tables]
    found = connection.execute(" UNION ALL ".join(each).encode())
    return {name: (count, newest) for name, count, newest in found}


def _copied(connection: psycopg.Connection, name: str) -> bytes:
    with connection.cursor().copy(f'COPY "{name}" TO STDOUT'.encode()) as copy:
        return b"".join(bytes(part) for part in copy)
