"""Bringing a ledger file to this program's version: make it, copy and migrate an older one, refuse a newer one."""

from __future__ import annotations

import datetime as dt
import shutil
import uuid
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, insert, select

from complaint_desk.domain.errors import Surroundings
from complaint_desk.runtime.stop import Progress, no_progress, part_of
from complaint_desk.storage import lists, rules, search_index, sqlite_dialect
from complaint_desk.storage.migrations import REVISIONS
from complaint_desk.storage.schema import complaint, ledger_fact

SCRIPTS = Path(__file__).parent / "migrations"
"""The folder of Alembic's scripts; the frozen program ships it as data at the same place."""


def bring_up_to_date(engine: Engine, path: Path, copies: Path, progress: Progress = no_progress) -> bool:
    """Make the file a ledger of the newest revision; one that is there already costs two queries.

    Until it is one, whatever `progress` raises leaves the older ledger as it was; from then on the total is not known.

    Returns:
        False if the file stays larger than it need be, because the disk had no room to write it anew.

    Raises:
        Surroundings: `newer_database`, `not_a_ledger` for a database of another program, `no_room_to_update`.
    """
    with engine.connect() as connection:
        found = _revision(connection, path)
        if found == REVISIONS[-1] and search_index.is_current(connection):
            return True
    if found in (None, REVISIONS[-1]):
        _write_newest(engine, path, progress, progress, progress)
        return True
    _refuse_little_room(path, copies, found)
    stamp = dt.datetime.now().astimezone().strftime("%Y%m%d-%H%M%S")
    copy = copies / f"{path.stem}-before-{REVISIONS[-1]}-{stamp}{path.suffix}"
    sqlite_dialect.copy_file(path, copy, part_of(progress, *_COPYING))
    try:
        parts = [part_of(progress, *each) for each in (_MIGRATING, _INDEXING, _COUNTING)]
        _write_newest(engine, path, *parts)
    except BaseException:
        copy.unlink(missing_ok=True)
        raise
    progress(_COUNTING[1], None)
    given_back = sqlite_dialect.give_back_space(engine, path)
    progress(100, 100)
    return given_back


_COPYING, _MIGRATING, _INDEXING, _COUNTING = (0, 15), (15, 70), (70, 90), (90, 95)
"""Hundredths of the work at which its parts begin and end."""


_REWRITTEN_BY = "0006"
_ROOM_TO_REWRITE, _ROOM_TO_ADD = 3.0, 0.5
"""How much of its size a file grows by meanwhile, with its write-ahead log: all tables stand there twice, and what went is
written over; later revisions add to tables."""


def _refuse_little_room(path: Path, copies: Path, found: str) -> None:
    """Say before anything is written how much room is wanted.

    Raises:
        Surroundings: `no_room_to_update` with `needed` and `free`, in bytes.
    """
    size = path.stat().st_size
    copies.mkdir(parents=True, exist_ok=True)
    growing = int(size * (_ROOM_TO_REWRITE if found < _REWRITTEN_BY else _ROOM_TO_ADD))
    together = copies.stat().st_dev == path.parent.stat().st_dev
    for place, needed in ((path, growing + size * together), (copies, size)):
        free = shutil.disk_usage(place if place.is_dir() else place.parent).free
        if free < needed:
            raise Surroundings("no_room_to_update", path=str(place), needed=needed, free=free)


def _write_newest(engine: Engine, path: Path, migrating: Progress, indexing: Progress, counting: Progress) -> None:
    with engine.connect() as plain:
        connection = sqlite_dialect.as_writing(plain)
        with connection.begin():
            # Another process may have been quicker while this one waited for the lock.
            if _revision(connection, path) != REVISIONS[-1]:
                migrate(connection, migrating)
            furnish(connection, indexing, counting)


def _revision(connection: Connection, path: Path) -> str | None:
    """The revision of the file, None if it is empty."""
    tables = {name for (name,) in connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if not tables:
        return None
    if "alembic_version" not in tables:
        raise Surroundings("not_a_ledger", path=str(path))
    found = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    if found not in REVISIONS:
        raise Surroundings("newer_database", path=str(path), revision=str(found))
    return str(found)


def migrate(connection: Connection, progress: Progress = no_progress, target: str = "") -> None:
    """Bring the tables to a revision, the newest unless another is named, from whichever earlier one they are at."""
    # Alembic takes a third of a second to load and is wanted only here.
    from alembic.config import Config  # noqa: PLC0415
    from alembic.runtime.environment import EnvironmentContext  # noqa: PLC0415
    from alembic.script import ScriptDirectory  # noqa: PLC0415

    config = Config()
    # A percent sign in the path must not be read as an interpolation.
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["progress"] = progress
    script = ScriptDirectory.from_config(config)
    wanted = target or REVISIONS[-1]

    def steps(revision: Any, _context: object) -> Any:
        return script._upgrade_revs(wanted, revision)  # noqa: SLF001 - as Alembic's own command does it

    with EnvironmentContext(config, script, fn=steps) as context:
        context.configure(connection=connection, target_metadata=None)
        context.run_migrations()


def furnish(connection: Connection, indexing: Progress = no_progress, counting: Progress = no_progress) -> None:
    """What every ledger holds besides its tables: words, search index, facts for its figures, its own id."""
    lists.add_missing_built_in(connection)
    rules.furnish_calendar(connection)
    search_index.create(connection, indexing)
    if connection.execute(select(complaint.c.id).limit(1)).first() is not None:
        from complaint_desk.storage import fact_making  # noqa: PLC0415 - a new ledger starts without what counts

        fact_making.fill(connection, counting)
    if connection.execute(select(ledger_fact.c.value).where(ledger_fact.c.name == "ledger_id")).first() is None:
        connection.execute(insert(ledger_fact), [{"name": "ledger_id", "value": str(uuid.uuid4())}])
