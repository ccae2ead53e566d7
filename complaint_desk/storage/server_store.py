"""The ledger of many desks on a PostgreSQL server: the same scopes as of a file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from sqlalchemy import URL, Connection, Engine, make_url, select
from sqlalchemy.exc import ArgumentError

from complaint_desk.domain.complaint import Changes
from complaint_desk.domain.errors import Refusal, Surroundings
from complaint_desk.runtime.stop import StopSignal
from complaint_desk.storage import journal, postgresql_dialect, preparing
from complaint_desk.storage.migrations import REVISIONS
from complaint_desk.storage.schema import journal as journal_table
from complaint_desk.storage.store import BUSY_SECONDS, Store

_SECONDS_BETWEEN_LOOKS = 0.5


class ServerStore(Store):
    """One ledger on a server. Scopes may be used from any thread; each takes a connection of its own from the pool."""

    def __init__(self, url: URL, engine: Engine) -> None:
        self.url = url
        self.place = postgresql_dialect.place_of(url)
        super().__init__(Path(self.place), engine)

    @classmethod
    def reach(cls, database: str, *, create: bool = True, busy_seconds: float = BUSY_SECONDS) -> ServerStore:
        """Open the ledger in a database, make it if wanted, bring an older one up to date.

        Args:
            database: `postgresql+psycopg://user@host/name`; the database itself must be there.
            create: make the ledger's tables if there are none.
            busy_seconds: how long a deed waits while somebody else writes.

        Raises:
            Refusal: `bad_server_url`.
            Surroundings: `server_unreachable`, `server_sign_in`, `server_no_rights`, `no_ledger`, `not_a_ledger`,
                `newer_database` …; details hold `path`, which never names user or password.
        """
        try:
            url = make_url(database)
            engine = postgresql_dialect.open_engine(url, busy_seconds)
        except (ArgumentError, ValueError):
            # The address may hold a password, so it is not told again.
            raise Refusal("bad_server_url") from None
        store = cls(url, engine)
        try:
            with postgresql_dialect.translated(store.place):
                store._bring_up_to_date(create=create)
        except BaseException:
            store.close()
            raise
        return store

    @property
    def name(self) -> str:
        return self.place

    @contextmanager
    def reading(self, stop: StopSignal | None = None) -> Iterator[Connection]:
        """One snapshot of the ledger; whatever others write meanwhile is not seen.

        Raises:
            Stopped: the signal asked for it.
            Surroundings: the server cannot be reached, or was lost.
        """
        with postgresql_dialect.translated(self.place), self.engine.connect() as plain:
            connection = postgresql_dialect.as_reading(plain)
            with connection.begin() as snapshot, postgresql_dialect.stopping(connection, stop):
                yield connection
                snapshot.rollback()

    @contextmanager
    def writing(self, stop: StopSignal | None = None) -> Iterator[Connection]:
        """One transaction that waits for other writers at its start; nothing of it is left after an error.

        Raises:
            Stopped: the signal asked for it; nothing was written.
            Surroundings: the server cannot be reached, or was lost.
        """
        with postgresql_dialect.translated(self.place), self.engine.connect() as plain:
            connection = postgresql_dialect.as_writing(plain)
            with connection.begin(), postgresql_dialect.stopping(connection, stop):
                postgresql_dialect.wait_for_writers(connection)
                yield connection
                postgresql_dialect.tell_others(connection)

    def changes(self, since: int, stop: StopSignal) -> Iterator[tuple[int, Changes]]:
        """What any desk wrote after journal entry `since`: the newest entry and the complaints concerned, as it happens.

        Ends when the signal asks for it. After a lost connection it can be begun again from the last entry given.

        Raises:
            Surroundings: the server cannot be reached, or was lost.
        """
        with postgresql_dialect.translated(self.place), self._listening() as driver:
            while not stop.requested:
                with self.reading() as connection:
                    head = journal.head(connection).sequence
                    changed = _changed(connection, since) if head > since else None
                if changed is not None:
                    since = head
                    yield head, changed
                for _ in driver.notifies(timeout=_SECONDS_BETWEEN_LOOKS, stop_after=1):
                    pass

    @contextmanager
    def _listening(self) -> Iterator[psycopg.Connection[object]]:
        borrowed = self.engine.raw_connection()
        driver = borrowed.driver_connection
        # It waits all day, so it is no longer the pool's.
        borrowed.detach()
        try:
            if not isinstance(driver, psycopg.Connection):
                raise TypeError(type(driver))
            driver.autocommit = True
            driver.execute(f"LISTEN {postgresql_dialect.CHANNEL}".encode())
            yield driver
        finally:
            borrowed.close()

    def copy_to(self, target: Path) -> None:
        """A ledger on a server is copied by the server's own tools.

        Raises:
            Refusal: `server_backup`, always.
        """
        raise Refusal("server_backup", path=self.place)

    def forget_deleted(self) -> None:
        """The server's own vacuum clears what was erased."""

    def integrity_faults(self, connection: Connection) -> list[str]:
        """The server checks its pages as it reads them."""
        return []

    def orphans(self, connection: Connection) -> Counter[tuple[str, str]]:
        """The server lets none come about."""
        return Counter()

    def _bring_up_to_date(self, *, create: bool) -> None:
        with self.engine.connect() as connection:
            found = self._revision(connection)
        if found == REVISIONS[-1]:
            return
        if found is None and not create:
            raise Surroundings("no_ledger", path=self.place)
        with self.engine.connect() as plain:
            connection = postgresql_dialect.as_writing(plain)
            with connection.begin():
                postgresql_dialect.wait_for_writers(connection)
                # Another desk may have been quicker while this one waited.
                if self._revision(connection) != REVISIONS[-1]:
                    preparing.migrate(connection)
                    preparing.furnish(connection)

    def _revision(self, connection: Connection) -> str | None:
        """The revision of the ledger, None if the database holds no table."""
        query = "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()"
        tables = {name for (name,) in connection.exec_driver_sql(query)}
        if not tables:
            return None
        if "alembic_version" not in tables:
            raise Surroundings("not_a_ledger", path=self.place)
        found = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
        if found not in REVISIONS:
            raise Surroundings("newer_database", path=self.place, revision=str(found))
        return str(found)


def _changed(connection: Connection, since: int) -> Changes:
    """The complaints that the journal names after an entry; everything, where a deed was about the whole ledger."""
    here = journal_table.c
    named = connection.execute(select(here.complaint_id, here.deed).where(here.sequence > since)).all()
    gone = {each.complaint_id for each in named if each.deed in journal.REMOVING and each.complaint_id}
    new = {each.complaint_id for each in named if each.deed == "registered"} - gone
    known = {each.complaint_id for each in named if each.complaint_id} - gone - new
    return Changes(
        added=tuple(sorted(new)),
        changed=tuple(sorted(known)),
        removed=tuple(sorted(gone)),
        everything=any(each.complaint_id is None for each in named),
    )
