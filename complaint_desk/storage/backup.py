"""Files around the ledger: what a copy holds, putting one in the ledger's place, which daily copies to keep."""

from __future__ import annotations

import contextlib
import datetime as dt
import sqlite3
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import func, select

from complaint_desk.domain.errors import Surroundings
from complaint_desk.storage import journal, sqlite_dialect
from complaint_desk.storage.schema import complaint
from complaint_desk.storage.store import Store

_KEPT_DAYS = 7
_KEPT_WEEKS = 4
_KEPT_MONTHS = 12
_DAILY = "ledger-{day:%Y%m%d}.db"
_COMPANIONS = ("-wal", "-shm", "-journal")


@dataclass(frozen=True, slots=True)
class Held:
    """What a ledger file holds: complaints, and the newest journal entry as an anchor (`17-<hash>`)."""

    complaints: int
    head: str


def held_by(path: Path) -> Held:
    """What a copy holds, once SQLite has found no fault in it. Leaves no companion files.

    Raises:
        Surroundings: `not_a_ledger`, `newer_database`, `damaged` …
    """
    try:
        store = Store.open(path, create=False)
        try:
            with store.reading() as connection:
                if faults := sqlite_dialect.integrity_faults(connection):
                    raise Surroundings("damaged", path=str(path), reason=faults[0])
                count = connection.execute(select(func.count()).select_from(complaint)).scalar_one()
                return Held(count, str(journal.head(connection)))
        finally:
            store.close()
    finally:
        with contextlib.suppress(Surroundings, sqlite3.Error):
            close_file(path)


def close_file(path: Path) -> None:
    """Bring everything into the one file, so that it can be moved.

    Raises:
        Surroundings: `locked` while another program has it open.
    """
    with sqlite_dialect.translated(path):
        connection = sqlite3.connect(path, timeout=0.5, isolation_level=None)
        try:
            # Only a connection that is alone may leave the write-ahead log; the rest then find one plain file.
            connection.execute("PRAGMA journal_mode = DELETE").fetchall()
        finally:
            connection.close()


def put_in_place(new: Path, ledger: Path, aside: Path) -> bool:
    """Move `new` to `ledger`; what stood there goes to `aside` with its companions. True if something stood there.

    Raises:
        Surroundings: `locked` while another program has the ledger open; nothing was moved then.
    """
    stood = ledger.exists()
    if stood:
        try:
            close_file(ledger)
        except Surroundings as error:
            if error.code not in ("damaged", "not_a_ledger"):
                raise
    moved: list[tuple[Path, Path]] = []
    try:
        for ending in ("", *_COMPANIONS):
            source = ledger.with_name(ledger.name + ending)
            if source.exists():
                target = aside.with_name(aside.name + ending)
                source.rename(target)
                moved.append((source, target))
        new.replace(ledger)
    except OSError as error:
        for source, target in reversed(moved):
            target.rename(source)
        raise Surroundings("locked", path=str(ledger), reason=str(error)) from error
    return stood


def daily_copy(folder: Path, day: dt.date) -> Path:
    """The file of the automatic copy of a day."""
    return folder / _DAILY.format(day=day)


def is_newer(ledger: Path, copy: Path) -> bool:
    """True if something was written to the ledger after the copy was made, or there is no copy."""
    if not copy.exists():
        return True
    made = copy.stat().st_mtime
    # A write in the same tick of the file system's clock counts as later: a copy too many harms nobody.
    if ledger.stat().st_mtime >= made:
        return True
    log_file = ledger.with_name(ledger.name + "-wal")
    # An empty one is made by merely opening the ledger.
    return log_file.exists() and log_file.stat().st_size > 0 and log_file.stat().st_mtime >= made


def drop_old_copies(folder: Path) -> tuple[Path, ...]:
    """Remove the daily copies that are no longer kept; other files are left alone. Gives what was removed."""
    copies = {day: path for path in folder.glob("ledger-*.db") if (day := _day_of(path))}
    dropped = tuple(copies[day] for day in sorted(days_to_drop(copies)))
    for path in dropped:
        path.unlink(missing_ok=True)
    return dropped


def days_to_drop(days: Iterable[dt.date]) -> frozenset[dt.date]:
    """All but the newest 7 days, the newest day of each of the newest 4 weeks, and of each of the newest 12 months.

    Counted by copies that are there, not by today: after a long holiday the old ones still stand.
    """
    newest_first = sorted(days, reverse=True)
    kept = set(newest_first[:_KEPT_DAYS])
    kept.update(_newest_of_each(newest_first, lambda day: day.isocalendar()[:2], _KEPT_WEEKS))
    kept.update(_newest_of_each(newest_first, lambda day: (day.year, day.month), _KEPT_MONTHS))
    return frozenset(newest_first) - kept


def _newest_of_each(newest_first: list[dt.date], span: Callable[[dt.date], Hashable], count: int) -> list[dt.date]:
    newest: dict[Hashable, dt.date] = {}
    for day in newest_first:
        newest.setdefault(span(day), day)
    return list(newest.values())[:count]


def _day_of(path: Path) -> dt.date | None:
    try:
        day = dt.datetime.strptime(path.stem.removeprefix("ledger-"), "%Y%m%d").date()  # noqa: DTZ007 - a day has no zone
    except ValueError:
        return None
    return day if path.name == _DAILY.format(day=day) else None
