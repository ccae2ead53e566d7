"""What a ledger file holds, of whichever version, without writing to it: no log is left beside it, nothing is migrated."""

from __future__ import annotations

import contextlib
import datetime as dt
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

from complaint_desk.domain.copies import LedgerContents
from complaint_desk.domain.errors import Surroundings
from complaint_desk.domain.moments import SHANGHAI, in_shanghai
from complaint_desk.runtime.stop import StopSignal
from complaint_desk.storage import sqlite_dialect
from complaint_desk.storage.journal import START
from complaint_desk.storage.migrations import REVISIONS

_STEPS_BETWEEN_LOOKS = 20_000


def contents_of(path: Path, *, check: bool = False, stop: StopSignal | None = None) -> LedgerContents:
    """What a file holds; with `check` only once SQLite has found no fault in its pages.

    Raises:
        Surroundings: `no_ledger`, `not_a_ledger`, `newer_database`, `damaged`, `cannot_read` …; `path` names the file.
        Stopped: the signal asked for it.
    """
    with opened_apart(path, stop) as connection:
        tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        if not {"alembic_version", "complaint", "journal"} <= tables:
            raise Surroundings("not_a_ledger", path=str(path))
        (revision,) = connection.execute("SELECT version_num FROM alembic_version").fetchone() or ("-",)
        if revision not in REVISIONS:
            raise Surroundings("newer_database", path=str(path), revision=str(revision))
        if check and (faults := first_faults(connection)):
            raise Surroundings("damaged", path=str(path), reason=faults[0])
        return _contents(connection, str(revision))


def knows_roles(path: Path) -> bool:
    """Whether the staff in a file have roles; False for one that does not open, or is from before there were any."""
    try:
        with opened_apart(path) as connection:
            return bool(connection.execute("SELECT EXISTS (SELECT 1 FROM staff WHERE roles <> '')").fetchone()[0])
    except (Surroundings, sqlite3.Error):
        return False


def first_faults(connection: sqlite3.Connection) -> list[str]:
    """The first faults that SQLite finds in pages and indexes; none in a sound file."""
    return [str(line) for (line,) in connection.execute("PRAGMA integrity_check(5)") if line != "ok"]


def head_hash(connection: sqlite3.Connection, sequence: int) -> str:
    """The hash of a journal entry as hexadecimal digits; of one that is not there, "" (of the one before the first, zeros)."""
    if sequence == 0:
        return START
    row = connection.execute("SELECT hash FROM journal WHERE sequence = ?", (sequence,)).fetchone()
    return _digits(row[0]) if row else ""


@contextlib.contextmanager
def opened_apart(path: Path, stop: StopSignal | None = None) -> Iterator[sqlite3.Connection]:
    """A connection that cannot write; a file with a write-ahead log is copied first, since reading it would write beside it."""
    if not path.is_file():
        raise Surroundings("no_ledger", path=str(path))
    if path.stat().st_size == 0:
        raise Surroundings("not_a_ledger", path=str(path))
    log = path.with_name(path.name + "-wal")
    with contextlib.ExitStack() as places, sqlite_dialect.translated(path):
        if log.exists() and log.stat().st_size:
            folder = places.enter_context(tempfile.TemporaryDirectory(prefix="look-", ignore_cleanup_errors=True))
            looked_at = Path(folder) / path.name
            _copy(path, looked_at)
            _copy(log, looked_at.with_name(log.name))
            address = address_of(looked_at.as_posix())
        else:
            address = f"{address_of(path.absolute().as_posix())}?mode=ro&immutable=1"
        connection = sqlite3.connect(address, uri=True)
        places.callback(connection.close)
        if stop:
            asked = stop
            asked.heed()
            connection.set_progress_handler(lambda: asked.requested, _STEPS_BETWEEN_LOOKS)
        yield connection


def address_of(path: str) -> str:
    """What SQLite opens a file by; of one on a share, `//server/share/…`, it wants four strokes and no host."""
    return f"file://{'' if path.startswith('/') else '/'}{quote(path, safe='/:')}"


def _copy(source: Path, target: Path) -> None:
    try:
        shutil.copyfile(source, target)
    except OSError as error:
        raise Surroundings("cannot_read", path=str(source), reason=error.strerror or "") from error


def _contents(connection: sqlite3.Connection, revision: str) -> LedgerContents:
    (complaints,) = connection.execute("SELECT count(*) FROM complaint").fetchone()
    newest = connection.execute("SELECT number, registered_at FROM complaint ORDER BY id DESC LIMIT 1").fetchone()
    last = connection.execute("SELECT sequence, hash, at FROM journal ORDER BY sequence DESC LIMIT 1").fetchone()
    own = connection.execute("SELECT value FROM ledger_fact WHERE name = 'ledger_id'").fetchone()
    sequence, digest, at = last or (0, START, None)
    return LedgerContents(
        complaints=complaints,
        newest_number=newest[0] if newest else "",
        newest_at=_wall_time(newest[1]) if newest else None,
        entries=sequence,
        head=f"{sequence}-{_digits(digest)}",
        last_entry_at=_utc(at),
        revision=revision,
        ledger_id=str(own[0]) if own else "",
    )


def _digits(stored: Any) -> str:
    """Digests are bytes, in ledgers of the first versions text."""
    return stored.hex() if isinstance(stored, bytes) else str(stored)


def _wall_time(stored: Any) -> dt.datetime | None:
    """Seconds of the wall clock since 1970, in ledgers of the first versions ISO text."""
    if isinstance(stored, int):
        return dt.datetime(1970, 1, 1, tzinfo=SHANGHAI) + dt.timedelta(seconds=stored)
    try:
        return dt.datetime.fromisoformat(str(stored)).replace(tzinfo=SHANGHAI)
    except ValueError:
        return None


def _utc(stored: Any) -> dt.datetime | None:
    """Microseconds since 1970, or ISO text."""
    if stored is None:
        return None
    if isinstance(stored, int):
        moment = dt.datetime(1970, 1, 1, tzinfo=dt.UTC) + dt.timedelta(microseconds=stored)
        return in_shanghai(moment).replace(microsecond=0)
    try:
        return in_shanghai(dt.datetime.fromisoformat(str(stored))).replace(microsecond=0)
    except ValueError:
        return None
