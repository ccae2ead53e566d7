"""Everything that is SQLite's own: opening a file, transactions, stopping, what its errors mean, a copy while in use.

A second database gets a module of the same shape; the rest of the room speaks portable SQL.
"""

from __future__ import annotations

import json
import logging
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import URL, Connection, Engine, QueuePool, create_engine, event
from sqlalchemy.exc import DBAPIError

from complaint_desk.domain.errors import DeskError, Stopped, Surroundings
from complaint_desk.runtime.folder_kinds import is_on_share
from complaint_desk.runtime.stop import Progress, StopSignal
from complaint_desk.storage import search_sqlite
from complaint_desk.storage.sqlite_waiting import take_write_lock

log = logging.getLogger(__name__)

VACUUM = "VACUUM"
_WORTH_WRITING_ANEW = 0.1
"""The part of a file's pages that nothing stands on, from which it is worth the minutes to write the others anew."""
_PAGES_AT_ONCE = 4_096
_JSON = msgspec.json.Encoder()
_WRITES = "ledger_writes"
_STOP = "ledger_stop"
_LEAVES_LOG = "leaves_log"
_SECONDS_BETWEEN_LOOKS = 0.5
_STEPS_BETWEEN_LOOKS = 20_000
"""Virtual-machine steps of SQLite between two looks at the stop signal, about 1 ms."""

_PRAGMAS = (
    "synchronous = FULL",
    "foreign_keys = ON",
    "secure_delete = ON",
    "temp_store = MEMORY",
    "journal_size_limit = 67108864",
)

_CACHE_KIB = {True: 32_768, False: 8_192}
"""Memory for pages of a connection that writes, and of one that reads: the system keeps the pages of the file anyway, and
each of a window's lanes reads by a connection of its own."""

_LOG_PAGES = 1_000
"""From so many pages of the write-ahead log on a commit brings it into the file, as SQLite does by itself."""

_PAGE_BYTES = 8_192
"""A row of a complaint takes 700 bytes: of the usual pages of 4 KiB a tenth stays empty."""

_CODES = {
    sqlite3.SQLITE_BUSY: "locked",
    sqlite3.SQLITE_LOCKED: "locked",
    sqlite3.SQLITE_READONLY: "read_only",
    sqlite3.SQLITE_PERM: "read_only",
    sqlite3.SQLITE_FULL: "disk_full",
    sqlite3.SQLITE_IOERR: "disk_error",
    sqlite3.SQLITE_CANTOPEN: "cannot_open",
    sqlite3.SQLITE_CORRUPT: "damaged",
    sqlite3.SQLITE_NOTADB: "not_a_ledger",
}

# Tables are never missing from a ledger of the right revision: somebody took them away, or the header is scrambled.
_SAYS_DAMAGED = ("no such table", "no such column", "unsupported file format", "malformed database schema")


def open_engine(path: Path, busy_seconds: float) -> Engine:
    """An engine over one file; `busy_seconds` is how long a deed waits for another writer."""
    engine = create_engine(
        URL.create("sqlite+pysqlite", database=str(path)),
        poolclass=QueuePool,
        pool_size=5,
        max_overflow=5,
        json_serializer=_json_text,
        # Transactions begin where the scopes say, not where the driver guesses.
        connect_args={"timeout": busy_seconds, "isolation_level": None, "check_same_thread": False},
    )
    mode = "DELETE" if is_on_share(path.parent) else "WAL"
    event.listen(engine, "connect", partial(_set_up, mode))
    event.listen(engine, "begin", _begin)
    return engine


def _json_text(value: Any) -> str:
    """Chinese as it is read."""
    try:
        return _JSON.encode(value).decode()
    except (UnicodeEncodeError, OverflowError):
        # Half a character, as a broken input method sends it, cannot be stored as it is.
        return json.dumps(value)


def check_writable(engine: Engine, busy_seconds: float) -> None:
    """Take the write lock and give it back, so that a file which cannot be written is known at once. Never waits."""
    borrowed = engine.raw_connection()
    try:
        driver: Any = borrowed.driver_connection
        driver.execute("PRAGMA busy_timeout = 0")
        try:
            driver.execute("BEGIN IMMEDIATE")
            # On a read-only file that begins in silence; only a write is refused.
            driver.execute("PRAGMA user_version = 0")
            driver.execute("ROLLBACK")
        except sqlite3.OperationalError as error:
            # Somebody is writing, so it can be written.
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
                raise
        driver.execute(f"PRAGMA busy_timeout = {int(busy_seconds * 1000)}")
    finally:
        borrowed.close()


def as_writing(connection: Connection, stop: StopSignal | None = None) -> Connection:
    """Let the next transaction of this connection take the write lock at once; `stop` ends the waiting for other writers."""
    return connection.execution_options(**{_WRITES: True, _STOP: stop})


def _set_up(mode: str, connection: sqlite3.Connection, record: object) -> None:
    cursor = connection.cursor()
    try:
        # Heeded by a file that is empty yet.
        cursor.execute(f"PRAGMA page_size = {_PAGE_BYTES}")
        # Over a network the memory that WAL shares is each PC's own: two would spoil the file (sqlite.org/wal.html).
        # There, and where WAL cannot be had, SQLite keeps its rollback journal, which is safe and slower.
        (found,) = cursor.execute(f"PRAGMA journal_mode = {mode}").fetchone()
        if found != mode.lower():
            log.info("journal mode %s instead of %s", found, mode)
        for pragma in _PRAGMAS:
            cursor.execute(f"PRAGMA {pragma}")
    finally:
        cursor.close()
    search_sqlite.equip(connection)


def _begin(connection: Connection) -> None:
    writes = bool(connection.get_execution_options().get(_WRITES, False))
    if connection.info.get(_WRITES) != writes:
        connection.exec_driver_sql(f"PRAGMA cache_size = -{_CACHE_KIB[writes]}")
        connection.info[_WRITES] = writes
    if connection.info.pop(_LEAVES_LOG, False):
        connection.exec_driver_sql(f"PRAGMA wal_autocheckpoint = {_LOG_PAGES}")
    stop = connection.get_execution_options().get(_STOP)
    if writes and stop:
        take_write_lock(connection, stop)
    else:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def leave_log(connection: Connection) -> None:
    """Let the commit after this one bring the write-ahead log into the file: it takes as long as writing it did."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA wal_autocheckpoint = 0")
        connection.info[_LEAVES_LOG] = True


@contextmanager
def stopping(connection: Connection, stop: StopSignal | None) -> Iterator[None]:
    """Interrupt whatever the connection does as soon as the signal asks for it."""
    if stop is None:
        yield
        return
    stop.heed()
    driver = _driver(connection)
    driver.set_progress_handler(lambda: stop.requested, _STEPS_BETWEEN_LOOKS)
    try:
        yield
    finally:
        driver.set_progress_handler(None, 0)


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Turn what SQLite says of the disk, the file and its locks into `Surroundings` that name the file."""
    try:
        yield
    except DBAPIError as error:
        if known := _known_error(error.orig, path):
            raise known from error
        raise
    except sqlite3.Error as error:
        if known := _known_error(error, path):
            raise known from error
        raise


def _known_error(error: BaseException | None, path: Path) -> DeskError | None:
    if not isinstance(error, sqlite3.Error):
        return None
    # The low byte is the primary code, the rest says more of the same.
    primary = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if primary == sqlite3.SQLITE_INTERRUPT:
        return Stopped()
    code = _CODES.get(primary)
    if primary == sqlite3.SQLITE_ERROR and str(error).startswith(_SAYS_DAMAGED):
        code = "damaged"
    return Surroundings(code, path=str(path), reason=str(error)) if code else None


def each_write(driver: Any, stop: StopSignal) -> Iterator[None]:
    """At once, then whenever another connection, of whichever program, has written; ends when the signal asks for it."""
    seen = None
    while not stop.requested:
        (version,) = driver.execute("PRAGMA data_version").fetchone()
        if version != seen:
            seen = version
            yield
        stop.wait(_SECONDS_BETWEEN_LOOKS)


def copy_file(source: Path, target: Path, progress: Progress | None = None) -> None:
    """A consistent copy of a ledger file while others use it, made whole before it gets its name.

    With `progress`, which is told of pages, it goes in steps: for a ledger that nobody else writes meanwhile.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = target.with_name(target.name + ".part")
    beside.unlink(missing_ok=True)
    try:
        with translated(target):
            _copy(source, beside, progress)
        beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)


def _copy(source: Path, target: Path, progress: Progress | None) -> None:
    read = sqlite3.connect(source)
    try:
        written = sqlite3.connect(target)
        try:
            if progress is None:
                read.backup(written)
            else:
                read.backup(
                    written,
                    pages=_PAGES_AT_ONCE,
                    progress=lambda _status, rest, total: progress(total - rest, total),
                )
        finally:
            written.close()
    finally:
        read.close()


def integrity_faults(connection: Connection, *, quick: bool = False) -> list[str]:
    """What SQLite itself finds wrong in the file: pages and, unless it shall be `quick`, indexes."""
    check = "quick_check(1)" if quick else "integrity_check"
    return [str(line) for (line,) in connection.exec_driver_sql(f"PRAGMA {check}") if line != "ok"]


def orphans(connection: Connection) -> Counter[tuple[str, str]]:
    """How many rows of one table belong to a row of another that is not there, by (table, other table)."""
    return Counter((row[0], row[2]) for row in connection.exec_driver_sql("PRAGMA foreign_key_check"))


def forget_deleted(connection: Connection) -> None:
    """Empty the write-ahead log, so that what was erased is on no page of it. Outside a transaction; a reader delays it."""
    connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")


def give_back_space(engine: Engine, path: Path) -> bool:
    """Write the file anew without the pages that nothing stands on any more, where those are many.

    False if it stays as it is, because the disk had no room for that or somebody else is at the ledger.
    """
    borrowed = engine.raw_connection()
    driver: Any = borrowed.driver_connection
    try:
        (free,), (pages,) = (driver.execute(f"PRAGMA {each}").fetchone() for each in ("freelist_count", "page_count"))
        if free < _WORTH_WRITING_ANEW * pages:
            return True
        # The new file is made in a temporary one, which would fill the memory.
        driver.execute("PRAGMA temp_store = FILE")
        driver.execute(VACUUM)
        driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    except sqlite3.Error as error:
        if _known_error(error, path) is None:
            raise
        log.warning("%s keeps the room that it no longer needs: %s", path.name, error)
        return False
    else:
        return True
    finally:
        with suppress(sqlite3.Error):
            driver.execute("PRAGMA temp_store = MEMORY")
        borrowed.close()


def _driver(connection: Connection) -> Any:
    return connection.connection.driver_connection
