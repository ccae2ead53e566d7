"""Putting a copy in the place of the ledger: what that would bring and take is told first."""

from __future__ import annotations

import contextlib
import errno
import logging
import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from complaint_desk.domain.copies import RestorePreview
from complaint_desk.domain.errors import Refusal, Surroundings
from complaint_desk.domain.moments import now
from complaint_desk.domain.reports import Fault
from complaint_desk.runtime.stop import Progress, StopSignal, no_progress
from complaint_desk.storage import backup, care_record, drafts, journal, lines, verification
from complaint_desk.storage.contents import contents_of, opened_apart
from complaint_desk.storage.store import Store

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Restored:
    """A ledger that was put back; `kept_aside` is where the one before it lies now, None if there was none.

    `drafts` of the one before were taken over.
    """

    file: Path
    complaints: int
    anchor: str
    kept_aside: Path | None
    drafts: int = 0


def preview(ledger: Path, source: Path, *, check: bool = False, stop: StopSignal | None = None) -> RestorePreview:
    """What is in a copy, and what the present ledger has beyond it. Nothing is changed.

    Args:
        ledger: the present one; it may be in use, missing or damaged.
        source: the copy.
        check: check the copy as restoring it would, and tell what was found.
        stop: stops it.

    Raises:
        Refusal: `no_file`, `same_file`.
        Surroundings: the copy is no ledger, is newer or damaged.
    """
    _refuse_what_is_none(ledger, source)
    held = contents_of(source, check=check, stop=stop)
    faults = _faults_of(source, ledger.parent, stop) if check else ()
    try:
        present = contents_of(ledger, stop=stop)
        with opened_apart(source, stop) as copy, opened_apart(ledger, stop) as there:
            shared = lines.shared_entries(copy, there)
            return RestorePreview(
                source, held, present, shared == held.entries, lines.complaints_since(there, shared),
                lines.last_entry(there) - shared, faults,
            )  # fmt: skip
    except Surroundings as error:
        log.info("the present ledger cannot be compared: %s", error.code)
        return RestorePreview(source, held, None, None, None, None, faults)


def restore(
    ledger: Path,
    source: Path,
    person: str,
    *,
    replace: bool,
    despite_faults: bool = False,
    stop: StopSignal | None = None,
    progress: Progress = no_progress,
) -> Restored:
    """Put a copy in the place of the ledger, after a full check; the ledger that stood there is kept beside it.

    The copy is brought to this program's version, its journal says that it was restored, and drafts of the present ledger
    are taken over. The source stays as it is.

    Args:
        ledger: the file to be.
        source: the copy.
        person: who restores.
        replace: there may be a ledger already.
        despite_faults: take a copy in which the check finds faults, since no better one is left.
        stop: stops it before anything is replaced.
        progress: told of what is checked.

    Raises:
        Refusal: `no_file`, `same_file`, `ledger_exists` unless `replace`, `faulty_backup` where the check finds faults.
        Surroundings: the source is no ledger, is newer or damaged; the ledger is in use (`locked`); `disk_full`.
    """
    _refuse_what_is_none(ledger, source)
    if ledger.exists() and not replace:
        raise Refusal("ledger_exists", path=str(ledger))
    with backup.files_translated(ledger):
        ledger.parent.mkdir(parents=True, exist_ok=True)
        workplace = tempfile.TemporaryDirectory(prefix="restore-", dir=ledger.parent, ignore_cleanup_errors=True)
    with workplace as folder, backup.told_of(ledger, Path(folder)):
        candidate = Path(folder) / "ledger.db"
        backup.copy_with_companions(source, candidate)
        # What was typed and not yet registered belongs to whoever typed it, whatever becomes of the ledger.
        typed = drafts.read_apart(ledger)
        faults, kept = _check_and_sign(candidate, source, person, typed, stop, progress)
        if faults and not despite_faults:
            raise Refusal("faulty_backup", path=str(source), count=len(faults), place=faults[0].place)
        backup.close_file(candidate)
        held = contents_of(candidate)
        sound = _is_sound(ledger)
        aside = backup.free_name(ledger, "replaced" if sound else "damaged", now())
        stood = backup.put_in_place(candidate, ledger, aside, sound=sound)
    known = [[fault.code, fault.place] for fault in faults]
    care_record.note(ledger, head=held.head, ledger_id=held.ledger_id, known_faults=known)
    return Restored(ledger, held.complaints, held.head, aside if stood else None, kept)


def _refuse_what_is_none(ledger: Path, source: Path) -> None:
    if source.is_dir():
        raise Surroundings("cannot_read", path=str(source), reason=os.strerror(errno.EISDIR))
    if not source.is_file():
        raise Refusal("no_file", path=str(source))
    if source.absolute() == ledger.absolute():
        raise Refusal("same_file", path=str(source))
    if source.stat().st_size == 0:
        raise Surroundings("not_a_ledger", path=str(source))


def _is_sound(ledger: Path) -> bool:
    """A file with faults is set aside as it is, so that nothing that could be read of it is lost."""
    try:
        contents_of(ledger, check=True)
    except Surroundings:
        return False
    return True


def _faults_of(source: Path, folder: Path, stop: StopSignal | None) -> tuple[Fault, ...]:
    """What the full check finds in a copy that is made for it."""
    with backup.files_translated(folder):
        folder.mkdir(parents=True, exist_ok=True)
        workplace = tempfile.TemporaryDirectory(prefix="restore-", dir=folder, ignore_cleanup_errors=True)
    with workplace as place, backup.told_of(folder / source.name, Path(place)):
        tried = Path(place) / "ledger.db"
        backup.copy_with_companions(source, tried)
        with _opened(tried, source) as store:
            return verification.verify(store, None, stop, no_progress).faults


def _check_and_sign(
    candidate: Path,
    source: Path,
    person: str,
    typed: drafts.StoredDrafts,
    stop: StopSignal | None,
    progress: Progress,
) -> tuple[tuple[Fault, ...], int]:
    with _opened(candidate, source) as store:
        found = verification.verify(store, None, stop, progress)
        with store.writing() as connection:
            kept = drafts.take_over(connection, typed)
            journal.append(connection, journal.Signature(person, now()), [journal.Deed("restore")])
    return found.faults, kept


@contextlib.contextmanager
def _opened(candidate: Path, source: Path) -> Iterator[Store]:
    try:
        store = Store.open(candidate, create=False)
    except Surroundings as error:
        # The person knows the source, not the place where it was tried.
        if "path" in error.details and error.code != "disk_full":
            error.details["path"] = str(source)
        raise
    try:
        yield store
    finally:
        store.close()
