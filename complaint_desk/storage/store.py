"""The ledger on disk and the two ways in: a reading scope is one snapshot, a writing scope is one transaction."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine

from complaint_desk.domain.complaint import Changes
from complaint_desk.domain.errors import Surroundings
from complaint_desk.runtime.stop import Progress, StopSignal, no_progress
from complaint_desk.storage import journal, news, preparing, sqlite_dialect

__all__ = ["BUSY_SECONDS", "Connection", "Store"]

BUSY_SECONDS = 15.0
SECONDS_TO_GATHER = 0.3
"""After news others' next writes gather that long, so that a burst is told once."""


class Store:
    """One open ledger. Scopes may be used from any thread; each takes a connection of its own from the pool."""

    def __init__(self, path: Path, engine: Engine) -> None:
        self.path = path
        self.engine = engine
        self._own = news.OwnEntries()
        self.opened_at = 0
        """The newest journal entry when the ledger was opened."""
        self.took_least_room = True
        """False if it was brought up to date and the disk had no room to make the file smaller again."""

    @classmethod
    def open(
        cls,
        path: Path,
        *,
        create: bool = True,
        copies: Path | None = None,
        busy_seconds: float = BUSY_SECONDS,
        progress: Progress = no_progress,
    ) -> Store:
        """Open a ledger file, make it if wanted, bring an older one up to date.

        Args:
            path: the file.
            create: make the ledger (and its folder) if there is none.
            copies: folder for the copy taken before an older ledger is brought up to date; `backups` beside it if None.
            busy_seconds: how long a deed waits while somebody else writes.
            progress: told of rows while an older ledger is brought up to date.

        Raises:
            Surroundings: `no_ledger`, `not_a_ledger`, `newer_database`, `damaged`, `locked`, `read_only`, `disk_full`,
                `no_room_to_update`, `disk_error`, `cannot_open`; details hold `path`.
        """
        _check_access(path, create=create)
        engine = sqlite_dialect.open_engine(path, busy_seconds)
        store = cls(path, engine)
        try:
            with sqlite_dialect.translated(path):
                sqlite_dialect.check_writable(engine, busy_seconds)
                store.took_least_room = preparing.bring_up_to_date(
                    engine, path, copies or path.parent / "backups", progress
                )
            store.opened_at = store._head()
        except BaseException:
            store.close()
            raise
        return store

    @property
    def name(self) -> str:
        """The ledger as people are told it."""
        return str(self.path)

    @property
    def on_server(self) -> bool:
        """True if the ledger may be away while the PC is well."""
        return False

    def close(self) -> None:
        self.engine.dispose()

    @contextmanager
    def reading(self, stop: StopSignal | None = None) -> Iterator[Connection]:
        """One snapshot of the ledger; whatever others write meanwhile is not seen.

        Raises:
            Stopped: the signal asked for it.
            Surroundings: the file cannot be read.
        """
        with (
            sqlite_dialect.translated(self.path),
            self.engine.connect() as connection,
            connection.begin() as snapshot,
            sqlite_dialect.stopping(connection, stop),
        ):
            yield connection
            snapshot.rollback()

    @contextmanager
    def writing(self, stop: StopSignal | None = None) -> Iterator[Connection]:
        """One transaction with the write lock from its start: durable when the scope ends, nothing of it after an error.

        Raises:
            Stopped: the signal asked for it; nothing was written.
            Surroundings: the file cannot be written.
        """
        with sqlite_dialect.translated(self.path), self.engine.connect() as plain:
            connection = sqlite_dialect.as_writing(plain, stop)
            with (
                self._own.noting(connection) as note,
                connection.begin(),
                sqlite_dialect.stopping(connection, stop),
            ):
                yield connection
                note()

    def _head(self) -> int:
        with self.reading() as connection:
            return journal.head(connection).sequence

    def changes(self, since: int, stop: StopSignal) -> Iterator[tuple[int, Changes]]:
        """What others wrote after journal entry `since`: the newest entry and what it concerns, as it happens.

        Others are other programs at this ledger; what was written through this store is not told. Begins with the
        entry that stands there and no `Changes`, so that one knows that it listens. Ends when the signal asks for it;
        after an error it can be begun again from the last entry given.

        Raises:
            Surroundings: the ledger cannot be reached, or was lost.
        """
        for _ in self._written(stop):
            with self.reading() as connection:
                since, changed = news.news_since(connection, since, self._own)
            yield since, changed
            stop.wait(SECONDS_TO_GATHER)

    def _written(self, stop: StopSignal) -> Iterator[None]:
        """At the start, and each time that somebody may have written, until the signal asks for an end."""
        with sqlite_dialect.translated(self.path), lent(self.engine) as driver:
            yield from sqlite_dialect.each_write(driver, stop)

    def copy_to(self, target: Path, progress: Progress | None = None) -> None:
        """A consistent copy of the whole ledger while it is in use; the target appears only when it is whole.

        With `progress`, which is told of pages, it goes in steps: for a ledger that nobody else writes meanwhile.
        """
        sqlite_dialect.copy_file(self.path, target, progress)

    def forget_deleted(self) -> None:
        """Leave nothing of what was erased in the files beside the ledger."""
        with sqlite_dialect.translated(self.path), self.engine.connect() as plain:
            connection = plain.execution_options(isolation_level="AUTOCOMMIT")
            sqlite_dialect.forget_deleted(connection)

    def integrity_faults(self, connection: Connection, *, quick: bool = False) -> list[str]:
        """What the database itself finds wrong in its pages and, unless it shall be `quick`, indexes."""
        return sqlite_dialect.integrity_faults(connection, quick=quick)

    def orphans(self, connection: Connection) -> Counter[tuple[str, str]]:
        """How many rows of one table belong to a row of another that is not there, by (table, other table)."""
        return sqlite_dialect.orphans(connection)


@contextmanager
def lent(engine: Engine) -> Iterator[Any]:
    """A connection that somebody keeps all day, so that the pool does not miss it."""
    borrowed = engine.raw_connection()
    driver: Any = borrowed.driver_connection
    borrowed.detach()
    try:
        yield driver
    finally:
        # By itself: what the pool does before would fail aloud on a connection that is lost.
        driver.close()


def _check_access(path: Path, *, create: bool) -> None:
    if not path.exists():
        if not create:
            raise Surroundings("no_ledger", path=str(path))
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise Surroundings("cannot_open", path=str(path), reason=error.strerror or str(error)) from error
    if path.is_dir():
        raise Surroundings("not_a_ledger", path=str(path))
    # A folder without write access cannot hold the write-ahead log: better said at once than at the first save.
    as_acting = os.access in os.supports_effective_ids
    if not all(os.access(each, os.W_OK, effective_ids=as_acting) for each in (path.parent, path) if each.exists()):
        raise Surroundings("read_only", path=str(path))
