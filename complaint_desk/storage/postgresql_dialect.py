"""Everything that is PostgreSQL's own: reaching the server, transactions, stopping, what its errors mean, rows in bulk.

The same shape as `sqlite_dialect`. Loaded only for a ledger on a server: the driver is an extra of the program.
"""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError

from complaint_desk.domain.errors import DeskError, Stopped, Surroundings
from complaint_desk.runtime.stop import StopSignal

CHANNEL = "complaint_desk"
"""Where the server tells every desk that something was written."""

_WRITE_LOCK = 0x54_53_44_45_53_4B
"""The advisory lock that makes one writer wait for the other; any number that other programs do not use."""

_SECONDS_TO_CONNECT = 10
_SECONDS_BETWEEN_LOOKS = 0.02
_SECONDS_TO_LISTEN = 0.25

_SIGNS_OF_LIFE = {"keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 3, "tcp_user_timeout": 15_000}
"""After a cable is drawn a connection counts as lost within half a minute; the system would wait for hours."""

_CODES = {
    "25006": "read_only",
    "28000": "server_sign_in",
    "28P01": "server_sign_in",
    "42501": "server_no_rights",
    "53100": "disk_full",
    "53300": "server_unreachable",
    "55P03": "locked",
    "57P01": "server_lost",
    "57P02": "server_lost",
    "57P03": "server_unreachable",
    "XX001": "damaged",
    "XX002": "damaged",
}
_SAID = {
    "server_lost": (
        "consuming input failed",
        "the connection is lost",
        "the connection is closed",
        "closed the connection",
        "closed unexpectedly",
        "unexpected eof",
        "SYSCALL error",
    ),
    "server_sign_in": (
        "authentication",
        "pg_hba",
        "no password supplied",
        "role ",
        "requires a valid client certificate",
    ),
    "server_not_trusted": ("certificate", "SSL"),
}
"""What the driver says: before there is a connection, and where it broke, it gives no code."""


def place_of(url: URL) -> str:
    """The ledger as people are told it: host and database, or the name of the service (`pg_service.conf`); no user."""
    service = url.query.get("service") or os.environ.get("PGSERVICE")
    if service and not url.host:
        return str(service)
    port = f":{url.port}" if url.port else ""
    return f"{url.host or url.query.get('host') or 'localhost'}{port}/{url.database or ''}"


def open_engine(url: URL, busy_seconds: float) -> Engine:
    """An engine over one database; what the URL says of TLS (`sslmode`, `sslrootcert` …) goes to the driver as it is."""
    engine = create_engine(
        url.set(drivername="postgresql+psycopg"),
        pool_size=5,
        max_overflow=5,
        # A connection that the server or the network gave up is noticed before a deed begins on it.
        pool_pre_ping=True,
        hide_parameters=True,
        json_serializer=_json_text,
        connect_args={
            "connect_timeout": int(str(url.query.get("connect_timeout", _SECONDS_TO_CONNECT))),
            "application_name": "complaint-desk",
            "client_encoding": "utf8",
            **{name: value for name, value in _SIGNS_OF_LIFE.items() if name not in url.query},
        },
    )

    def set_up(connection: psycopg.Connection[Any], _: object) -> None:
        connection.autocommit = True
        connection.execute(f"SET lock_timeout = {int(busy_seconds * 1000)}".encode())
        connection.autocommit = False

    event.listen(engine, "connect", set_up)
    return engine


def _json_text(value: Any) -> str:
    # The server keeps JSON as it is written; escapes carry half characters and zero bytes, which text cannot.
    return json.dumps(value, separators=(",", ":"))


def as_reading(connection: Connection) -> Connection:
    """Let the next transaction of this connection see one snapshot and write nothing."""
    return connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)


def as_writing(connection: Connection) -> Connection:
    """Let each statement of the next transaction see what stood there when it began, after `wait_for_writers`."""
    return connection.execution_options(isolation_level="READ COMMITTED", postgresql_readonly=False)


def wait_for_writers(connection: Connection) -> str:
    """Be the only one who writes until the transaction ends: numbers have no gaps and the journal is one chain.

    Returns the transaction's id, under which `outcome` knows it later.
    """
    query = "SELECT pg_current_xact_id()::text, pg_advisory_xact_lock(%s)"
    return str(connection.exec_driver_sql(query, (_WRITE_LOCK,)).scalar_one())


def outcome(connection: Connection, transaction: str) -> str | None:
    """What became of a transaction: `in progress`, `committed`, `aborted`; None if it is too long ago."""
    found = connection.exec_driver_sql("SELECT pg_xact_status(%s::xid8)", (transaction,)).scalar()
    return None if found is None else str(found)


def each_write(driver: Any, stop: StopSignal) -> Iterator[None]:
    """At once, then whenever a desk has written; ends when the signal asks for it."""
    driver.autocommit = True
    driver.execute(f"LISTEN {CHANNEL}")
    yield
    while not stop.requested:
        if list(driver.notifies(timeout=_SECONDS_TO_LISTEN, stop_after=1)):
            yield


def tell_others(connection: Connection) -> None:
    """Have the server tell every desk that something was written, once it is."""
    connection.exec_driver_sql("SELECT pg_notify(%s, '')", (CHANNEL,))


@contextmanager
def stopping(connection: Connection, stop: StopSignal | None) -> Iterator[None]:
    """Cancel whatever the connection does as soon as the signal asks for it."""
    if stop is None:
        yield
        return
    stop.heed()
    watch = _Watch(connection.connection.driver_connection, stop)
    watch.start()
    try:
        yield
    finally:
        watch.end()
        if watch.cancelled:
            # The server may act on it late: the connection must not serve anybody else.
            connection.invalidate()
    if watch.cancelled:
        raise Stopped


class _Watch:
    """Looks at the signal in a thread of its own while a scope lasts."""

    def __init__(self, driver: Any, stop: StopSignal) -> None:
        self._driver = driver
        self._stop = stop
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look, name="stop-watch", daemon=True)
        self.cancelled = False

    def start(self) -> None:
        self._thread.start()

    def end(self) -> None:
        self._over.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._over.wait(_SECONDS_BETWEEN_LOOKS):
            if self._stop.requested:
                self.cancelled = True
                try:
                    self._driver.cancel_safe(timeout=2.0)
                except psycopg.Error:
                    # The connection is gone, so there is nothing left to stop.
                    return


@contextmanager
def translated(place: str) -> Iterator[None]:
    """Turn what driver and server say of themselves into `Surroundings` that name the place."""
    try:
        yield
    except DBAPIError as error:
        if known := _known_error(error.orig, place, lost=error.connection_invalidated):
            raise known from error
        raise
    except psycopg.Error as error:
        if known := _known_error(error, place, lost=False):
            raise known from error
        raise


def _known_error(error: BaseException | None, place: str, *, lost: bool) -> DeskError | None:
    if not isinstance(error, psycopg.Error):
        return None
    if error.sqlstate == "57014":
        return Stopped()
    code = _CODES.get(error.sqlstate or "")
    if code is None and isinstance(error, psycopg.OperationalError) and error.sqlstate is None:
        said = str(error)
        known = (code for code, words in _SAID.items() if any(each in said for each in words))
        code = "server_lost" if lost else next(known, "server_unreachable")
    return Surroundings(code, path=place, reason=_reason(str(error))) if code else None


def _reason(said: str) -> str:
    """The end of what the driver says: where it was trying to go is told by the place."""
    return said.strip().partition("\n")[0].rpartition("failed: ")[2].partition(" (0x")[0].removeprefix("FATAL:").strip()


def copy_rows(connection: Connection, table: str, names: list[str], rows: list[tuple[Any, ...]]) -> None:
    """Insert rows the way the server takes many quickest; values as the types of the table bind them."""
    cursor = connection.connection.cursor()
    columns = ", ".join(f'"{name}"' for name in names)
    try:
        with cursor.copy(f'COPY "{table}" ({columns}) FROM STDIN') as copy:
            for row in rows:
                copy.write_row(row)
    finally:
        cursor.close()
