"""What can be said of a ledger without opening it for work: nothing is made, migrated or written."""

from __future__ import annotations

import datetime as dt
import sqlite3
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import Connection, NullPool, create_engine, func, inspect, select, text
from sqlalchemy.exc import ArgumentError

from complaint_desk.domain.errors import Refusal, Surroundings
from complaint_desk.storage import schema, sqlite_dialect
from complaint_desk.storage.columns import UtcText
from complaint_desk.storage.migrations import REVISIONS

_SECONDS_TO_WAIT = 5.0


@dataclass(frozen=True, slots=True)
class Inspected:
    """A ledger seen from outside.

    `revision` is None for an empty file; `newest_entry` the moment of the last deed in the journal, None where there is none;
    `rows` counts the tables of today's ledger that are there, by name; `fault` is the first that SQLite finds, or empty.
    """

    revision: str | None
    newest_entry: dt.datetime | None = None
    rows: tuple[tuple[str, int], ...] = ()
    fault: str = ""

    @property
    def is_older(self) -> bool:
        """True if this program would bring it up to date first."""
        return self.revision in REVISIONS[:-1]

    @property
    def is_newer(self) -> bool:
        """True if a newer program made it."""
        return self.revision is not None and self.revision not in REVISIONS


def inspect_file(path: Path, *, whole: bool = False) -> Inspected:
    """Look at a ledger in a file.

    Args:
        path: the file.
        whole: let SQLite check every page, which takes seconds for a large file.

    Raises:
        Surroundings: `no_ledger`, `not_a_ledger`, `damaged`, `locked`, `cannot_open` …
    """
    if not path.is_file():
        raise Surroundings("no_ledger", path=str(path))

    def connect() -> sqlite3.Connection:
        place = path.absolute().as_posix()
        place = place if place.startswith("/") else f"/{place}"
        return sqlite3.connect(f"file://{quote(place)}?mode=ro", uri=True, timeout=_SECONDS_TO_WAIT)

    engine = create_engine("sqlite+pysqlite://", creator=connect, poolclass=NullPool)
    with sqlite_dialect.translated(path), engine.connect() as connection:
        fault = str(connection.exec_driver_sql("PRAGMA quick_check(1)").scalar_one()) if whole else "ok"
        found = _inspected(connection, str(path))
    return found if fault == "ok" else replace(found, fault=fault)


def inspect_server(address: str) -> Inspected:
    """Look at a ledger on a server.

    Raises:
        Refusal: `no_server_driver`, `bad_server_url`.
        Surroundings: `server_unreachable`, `server_sign_in`, `not_a_ledger` …
    """
    try:
        from sqlalchemy import make_url  # noqa: PLC0415 - with the driver, which is an extra

        from complaint_desk.storage import postgresql_dialect  # noqa: PLC0415 - as above
        from complaint_desk.storage.server_store import ServerStore  # noqa: PLC0415 - as above
    except ImportError as error:
        raise Refusal("no_server_driver") from error
    try:
        url = make_url(address)
        store = ServerStore(url, postgresql_dialect.open_engine(url, _SECONDS_TO_WAIT))
    except (ArgumentError, ValueError):
        # The address may hold a password, so it is not told again.
        raise Refusal("bad_server_url") from None
    try:
        with store.reading() as connection:
            return _inspected(connection, store.name)
    finally:
        store.close()


def search_engine() -> tuple[str, bool]:
    """The version of SQLite, and whether it can search texts (FTS5)."""
    connection = sqlite3.connect(":memory:")
    try:
        connection.execute("CREATE VIRTUAL TABLE probe USING fts5(text)")
    except sqlite3.OperationalError:
        return sqlite3.sqlite_version, False
    finally:
        connection.close()
    return sqlite3.sqlite_version, True


def _inspected(connection: Connection, name: str) -> Inspected:
    there = set(inspect(connection).get_table_names())
    if not there:
        return Inspected(None)
    if "alembic_version" not in there:
        raise Surroundings("not_a_ledger", path=name)
    revision = str(connection.execute(text("SELECT version_num FROM alembic_version")).scalar())
    return Inspected(revision, _newest_entry(connection, there), _rows(connection, there))


def _newest_entry(connection: Connection, there: set[str]) -> dt.datetime | None:
    if "journal" not in there:
        return None
    newest = text("SELECT at FROM journal ORDER BY sequence DESC LIMIT 1").columns(at=UtcText())
    found = connection.execute(newest).scalar()
    try:
        return None if found is None else dt.datetime.fromisoformat(found)
    except ValueError:
        return None


def _rows(connection: Connection, there: set[str]) -> tuple[tuple[str, int], ...]:
    tables = (table for name, table in sorted(schema.metadata.tables.items()) if name in there)
    return tuple(
        (table.name, connection.execute(select(func.count()).select_from(table)).scalar_one()) for table in tables
    )
