"""Care of the ledger: checking it, copying it, putting a copy back."""

from __future__ import annotations

import contextlib
import errno
import itertools
import logging
import os
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from complaint_desk.domain.errors import Refusal, Surroundings
from complaint_desk.domain.moments import now
from complaint_desk.domain.reports import Verification
from complaint_desk.runtime.stop import Progress, StopSignal, no_progress
from complaint_desk.services.desk import Desk
from complaint_desk.storage import backup, journal, verification
from complaint_desk.storage.store import Store

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Copied:
    """A checked copy: its file, how many complaints it holds, and the journal's head as an anchor outside the ledger."""

    file: Path
    complaints: int
    anchor: str


@dataclass(frozen=True, slots=True)
class Restored:
    """A ledger that was put back; `kept_aside` is where the one before it lies now, None if there was none."""

    file: Path
    complaints: int
    anchor: str
    kept_aside: Path | None


def verify(
    desk: Desk, anchor: str | None = None, stop: StopSignal | None = None, progress: Progress = no_progress
) -> Verification:
    """Check journal chain, complaints against it, numbers, search index and attachments.

    Args:
        desk: whose ledger.
        anchor: a journal head (`17-<hash>`) printed earlier, which must be part of the chain.
        stop: stops the check.
        progress: told of complaints checked.
    """
    return verification.verify(desk.store, anchor, stop, progress)


def anchor(desk: Desk) -> str:
    """The journal's head now (`17-<hash>`), to be kept outside the ledger."""
    with desk.store.reading() as connection:
        return str(journal.head(connection))


def back_up(desk: Desk, target: Path) -> Copied:
    """A consistent copy of the ledger while it is in use, checked before it is called done.

    Raises:
        Refusal: `same_file` for the ledger itself.
        Surroundings: the target cannot be written, or the copy is damaged.
    """
    if target.absolute() == desk.store.path.absolute():
        raise Refusal("same_file", path=str(target))
    if not target.parent.is_dir():
        # A drive that is not plugged in must not be taken for a folder to be made.
        raise Surroundings("cannot_write", path=str(target), reason=os.strerror(errno.ENOENT))
    try:
        desk.store.copy_to(target)
    except OSError as error:
        raise Surroundings("cannot_write", path=str(target), reason=error.strerror or "") from error
    held = backup.held_by(target)
    return Copied(target, held.complaints, held.head)


def daily_backup(desk: Desk, folder: Path) -> Copied | None:
    """Make or renew the copy of the day and drop those no longer kept; None if nothing was written since.

    Old copies are dropped only after the new one has been checked.

    Raises:
        Surroundings: the folder cannot be written, or the copy is damaged.
    """
    target = backup.daily_copy(folder, desk.clock().date())
    if not backup.is_newer(desk.store.path, target):
        return None
    with contextlib.suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
    copied = back_up(desk, target)
    dropped = backup.drop_old_copies(folder)
    log.info("copy of the day made, %d old ones dropped", len(dropped))
    return copied


def restore(ledger: Path, source: Path, person: str, *, replace: bool) -> Restored:
    """Put a copy in the place of the ledger, after a full check; the ledger that stood there is kept beside it.

    The copy is brought to this program's version, and its journal says that it was restored. The source stays as it is.

    Raises:
        Refusal: `no_file`, `same_file`, `ledger_exists` unless `replace`, `faulty_backup` where the check finds faults.
        Surroundings: the source is no ledger, is newer or damaged; or the ledger is in use (`locked`).
    """
    if source.is_dir():
        raise Surroundings("cannot_read", path=str(source), reason=os.strerror(errno.EISDIR))
    if not source.is_file():
        raise Refusal("no_file", path=str(source))
    if source.absolute() == ledger.absolute():
        raise Refusal("same_file", path=str(source))
    if source.stat().st_size == 0:
        raise Surroundings("not_a_ledger", path=str(source))
    if ledger.exists() and not replace:
        raise Refusal("ledger_exists", path=str(ledger))
    ledger.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="restore-", dir=ledger.parent, ignore_cleanup_errors=True) as workplace:
        candidate = Path(workplace) / "ledger.db"
        _copy_with_companions(source, candidate)
        _check_and_sign(candidate, source, person)
        held = backup.held_by(candidate)
        aside = _free_name(ledger)
        stood = backup.put_in_place(candidate, ledger, aside)
    return Restored(ledger, held.complaints, held.head, aside if stood else None)


def _free_name(ledger: Path) -> Path:
    """A name beside the ledger that says when it was replaced."""
    for at in itertools.count(1):
        aside = ledger.with_name(f"{ledger.stem}-replaced-{now():%Y%m%d-%H%M%S}-{at}{ledger.suffix}")
        if not aside.exists():
            return aside
    raise AssertionError


def _copy_with_companions(source: Path, target: Path) -> None:
    """A ledger that was copied with its write-ahead log is whole only with it."""
    shutil.copyfile(source, target)
    log_file = source.with_name(source.name + "-wal")
    if log_file.exists():
        shutil.copyfile(log_file, target.with_name(target.name + "-wal"))


def _check_and_sign(candidate: Path, source: Path, person: str) -> None:
    try:
        store = Store.open(candidate, create=False)
    except Surroundings as error:
        # The person knows the source, not the place where it was tried.
        error.details["path"] = str(source)
        raise
    try:
        found = verification.verify(store, None, None, no_progress)
        if not found.ok:
            raise Refusal("faulty_backup", path=str(source), count=len(found.faults), place=found.faults[0].place)
        with store.writing() as connection:
            journal.append(connection, journal.Signature(person, now()), [journal.Deed("restore")])
    finally:
        store.close()
