"""Files around the ledger: which copies there are, putting one in the ledger's place, which daily copies to keep."""

from __future__ import annotations

import contextlib
import datetime as dt
import errno
import itertools
import shutil
import sqlite3
import time
from collections.abc import Callable, Hashable, Iterable, Iterator
from pathlib import Path

from complaint_desk.domain.copies import CopyKind
from complaint_desk.domain.errors import Surroundings
from complaint_desk.storage import sqlite_dialect

_KEPT_DAYS = 7
_KEPT_WEEKS = 4
_KEPT_MONTHS = 12
_DAILY = "ledger-{day:%Y%m%d}.db"
_COMPANIONS = ("-wal", "-shm", "-journal")
_WORKPLACES = ("restore", "rehearsal", "salvage")
_A_DAY = 86_400
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


@contextlib.contextmanager
def files_translated(path: Path, code: str = "cannot_write") -> Iterator[None]:
    """Turn what the system says of files into `Surroundings` that name one: `disk_full`, or `code` with the reason."""
    try:
        yield
    except OSError as error:
        full = error.errno in _FULL
        raise Surroundings("disk_full" if full else code, path=str(path), reason=error.strerror or "") from error


@contextlib.contextmanager
def told_of(path: Path, workplace: Path) -> Iterator[None]:
    """Errors about files in a temporary place name what they are there for: nobody knows the place, and it is gone."""
    try:
        yield
    except Surroundings as error:
        named = Path(str(error.details.get("path", "")))
        if named == workplace or workplace in named.parents:
            error.details["path"] = str(path)
        raise


def copy_with_companions(source: Path, target: Path) -> None:
    """A ledger that was copied with its write-ahead log is whole only with it."""
    for ending in ("", "-wal"):
        part = source.with_name(source.name + ending)
        if part.exists():
            with files_translated(source, "cannot_read"):
                shutil.copyfile(part, target.with_name(target.name + ending))


def free_name(ledger: Path, what: str, at: dt.datetime) -> Path:
    """A name beside the ledger that says what lies there and since when."""
    for count in itertools.count(1):
        name = ledger.with_name(f"{ledger.stem}-{what}-{at:%Y%m%d-%H%M%S}-{count}{ledger.suffix}")
        if not name.exists():
            return name
    raise AssertionError


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


def put_in_place(new: Path, ledger: Path, aside: Path, *, sound: bool = True) -> bool:
    """Move `new` to `ledger`; what stood there goes to `aside` with its companions. True if something stood there.

    One that is not `sound` is moved byte by byte as it is: not even its log is brought into it.

    Raises:
        Surroundings: `locked` while another program has the ledger open; nothing was moved then.
    """
    stood = ledger.exists()
    if stood and sound:
        close_file(ledger)
    moved = _move_with_companions(ledger, aside)
    try:
        new.replace(ledger)
    except OSError as error:
        _move_back(moved)
        raise Surroundings("locked", path=str(ledger), reason=str(error)) from error
    return stood


def _move_with_companions(ledger: Path, aside: Path) -> list[tuple[Path, Path]]:
    moved: list[tuple[Path, Path]] = []
    try:
        for ending in ("", *_COMPANIONS):
            source = ledger.with_name(ledger.name + ending)
            if source.exists():
                target = aside.with_name(aside.name + ending)
                source.rename(target)
                moved.append((source, target))
    except OSError as error:
        _move_back(moved)
        raise Surroundings("locked", path=str(ledger), reason=str(error)) from error
    return moved


def _move_back(moved: list[tuple[Path, Path]]) -> None:
    for source, target in reversed(moved):
        target.rename(source)


def move_aside(ledger: Path, aside: Path) -> bool:
    """Give what is left of a ledger another name, as it is; True if there was anything.

    Raises:
        Surroundings: `locked` while another program has it open; nothing was moved then.
    """
    return bool(_move_with_companions(ledger, aside))


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


def drop_old_copies(folder: Path, may_go: Callable[[Path], bool] = lambda _copy: True) -> tuple[Path, ...]:
    """Remove the daily copies that are no longer kept and `may_go`; other files are left alone. Gives what was removed."""
    copies = {day: path for path in folder.glob("ledger-*.db") if (day := _day_of(path))}
    dropped = tuple(copies[day] for day in sorted(days_to_drop(copies)) if may_go(copies[day]))
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


def remove_left_ones(ledger: Path, folders: Iterable[Path]) -> int:
    """Remove temporary places beside the ledger, and copies in some folders that never became whole, once a day old."""
    old = time.time() - _A_DAY
    places = [path for name in _WORKPLACES for path in ledger.parent.glob(f"{name}-*") if path.is_dir()]
    halves = [
        path for folder in folders for ending in (".unchecked", ".part") for path in folder.glob(f"*.db*{ending}")
    ]
    left = [path for path in (*places, *halves) if _changed(path) < old]
    for path in left:
        shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)
    return len(left)


def _changed(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return time.time()


def copies_in(folder: Path) -> list[Path]:
    """Every file of a folder that may be a copy of a ledger."""
    try:
        return [path for path in folder.glob("*.db") if path.is_file()]
    except OSError:
        return []


def is_daily(path: Path) -> bool:
    """True for an automatic copy."""
    return _day_of(path) is not None


def kind_of(path: Path) -> CopyKind:
    """Where a copy comes from, by its name."""
    if _day_of(path):
        return CopyKind.DAILY
    if "-before-" in path.stem:
        return CopyKind.BEFORE_UPDATE
    return CopyKind.REPLACED if any(f"-{word}-" in path.stem for word in ("replaced", "damaged")) else CopyKind.BY_HAND


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
