"""A new ledger of what can still be read of a damaged one."""

from __future__ import annotations

import errno
import logging
import os
import tempfile
from pathlib import Path

from complaint_desk.domain.copies import Salvaged
from complaint_desk.domain.errors import Refusal, Surroundings
from complaint_desk.domain.moments import now
from complaint_desk.runtime.stop import Progress, StopSignal, no_progress, part_of
from complaint_desk.storage import backup, care_record, verification
from complaint_desk.storage.contents import contents_of
from complaint_desk.storage.journal import Signature
from complaint_desk.storage.salvage.building import build
from complaint_desk.storage.store import Store

log = logging.getLogger(__name__)


def salvage_ledger(
    damaged: Path,
    target: Path,
    person: str,
    stop: StopSignal | None = None,
    progress: Progress = no_progress,
) -> Salvaged:
    """Make the new ledger `target` of every row of `damaged` that can be read. The damaged file is only read.

    The new journal goes on from the old one with an entry that says so; search index and facts are made anew; what the
    check cannot confirm is named in the answer, and remembered, so that later checks of copies do not ask for it again.

    Raises:
        Refusal: `no_file`, `same_file`, `target_exists`.
        Surroundings: `nothing_to_salvage`; the file cannot be read, the target cannot be written.
        Stopped: nothing was kept.
    """
    if not damaged.is_file():
        raise Refusal("no_file", path=str(damaged))
    if target.absolute() == damaged.absolute():
        raise Refusal("same_file", path=str(damaged))
    if target.exists():
        raise Refusal("target_exists", path=str(target))
    if not target.parent.is_dir():
        raise Surroundings("cannot_write", path=str(target), reason=os.strerror(errno.ENOENT))
    with backup.files_translated(target):
        workplace = tempfile.TemporaryDirectory(prefix="salvage-", dir=target.parent, ignore_cleanup_errors=True)
    with workplace as folder, backup.told_of(target, Path(folder)):
        return _salvaged(damaged, target, Path(folder), person, stop, progress)


def _salvaged(
    damaged: Path, target: Path, folder: Path, person: str, stop: StopSignal | None, progress: Progress
) -> Salvaged:
    fresh, made = folder / "fresh.db", folder / "ledger.db"
    Store.open(fresh).close()
    with backup.files_translated(damaged, "cannot_read"):
        tables, unknown = build(damaged, made, fresh, stop, part_of(progress, 0, 30))
    if not any(each.read for each in tables if each.name in ("complaint", "journal", "draft")):
        raise Surroundings("nothing_to_salvage", path=str(damaged))
    from complaint_desk.storage.salvage.mending import mend  # noqa: PLC0415 - it brings what counts columns of numbers

    store = Store.open(made, create=False, copies=folder, progress=part_of(progress, 30, 60))
    try:
        with store.writing() as connection:
            astray = mend(connection, Signature(person, now()), tables)
        found = verification.verify(store, None, stop, part_of(progress, 70, 100))
    finally:
        store.close()
    backup.close_file(made)
    held = contents_of(made)
    unreadable = target.with_name(f"{target.stem}-unreadable.jsonl") if astray else None
    with backup.files_translated(target):
        if unreadable:
            unreadable.write_text("\n".join(astray) + "\n", "utf-8")
        made.replace(target)
    known = [[fault.code, fault.place] for fault in found.faults]
    care_record.note(target, head=held.head, ledger_id=held.ledger_id, known_faults=known)
    log.info("salvaged: %d complaints, %d faults left", held.complaints, len(found.faults))
    return Salvaged(target, held.complaints, held.head, tables, unknown, unreadable, found.faults)
