"""The ledger of many desks on a PostgreSQL server: the same scopes as of a file."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError

from complaint_desk.domain.errors import Refusal, Surroundings
from complaint_desk.runtime.stop import Progress, StopSignal
from complaint_desk.storage import postgresql_dialect, preparing
from complaint_desk.storage.migrations import REVISIONS
from complaint_desk.storage.store import BUSY_SECONDS, Store, lent

_SECONDS_FOR_THE_OUTCOME = 5.0
_SECONDS_BETWEEN_LOOKS = 0.25


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
            store.opened_at = store._head()
        except BaseException:
            store.close()
            raise
        return store

    @property
    def name(self) -> str:
        return self.place

    @property
    def on_server(self) -> bool:
        return True

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
            with (
                self._own.noting(connection) as note,
                self._learning_the_end() as ending,
                connection.begin(),
                postgresql_dialect.stopping(connection, stop),
            ):
                transaction = postgresql_dialect.wait_for_writers(connection)
                yield connection
                if note():
                    postgresql_dialect.tell_others(connection)
                ending(transaction)

    @contextmanager
    def _learning_the_end(self) -> Iterator[Callable[[str], None]]:
        """Around one transaction: where the connection is lost while it ends, the server is asked what became of it.

        Raises:
            Surroundings: `server_outcome_unknown`, if the server does not come back in time to be asked.
        """
        ended: list[str] = []
        try:
            yield ended.append
        except DBAPIError as error:
            if not ended or not error.connection_invalidated:
                raise
            match self._outcome(ended[0]):
                case "committed":
                    return
                case None:
                    raise Surroundings("server_outcome_unknown", path=self.place) from error
            raise

    def _outcome(self, transaction: str) -> str | None:
        """`committed` or `aborted`; None if nobody could be asked for some seconds."""
        deadline = time.monotonic() + _SECONDS_FOR_THE_OUTCOME
        while time.monotonic() < deadline:
            with suppress(DBAPIError), self.engine.connect() as connection:
                status = postgresql_dialect.outcome(connection, transaction)
                if status != "in progress":
                    return status
            time.sleep(_SECONDS_BETWEEN_LOOKS)
        return None

    def _written(self, stop: StopSignal) -> Iterator[None]:
        with postgresql_dialect.translated(self.place), lent(self.engine) as driver:
            yield from postgresql_dialect.each_write(driver, stop)

    def copy_to(self, target: Path, progress: Progress | None = None) -> None:
        """A ledger on a server is copied by the server's own tools.

        Raises:
            Refusal: `server_backup`, always.
        """
        raise Refusal("server_backup", path=self.place)

    def forget_deleted(self) -> None:
        """The server's own vacuum clears what was erased."""

    def integrity_faults(self, connection: Connection, *, quick: bool = False) -> list[str]:
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
