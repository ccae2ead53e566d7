"""A restore tried in a temporary place: a copy that was never put back is only a hope."""

from __future__ import annotations

import datetime as dt
import logging
import tempfile
from collections.abc import Iterable
from pathlib import Path

from complaint_desk.domain.copies import CopyKind, Rehearsal
from complaint_desk.domain.errors import Refusal, Surroundings
from complaint_desk.domain.roles import Right
from complaint_desk.runtime.stop import Progress, StopSignal, no_progress
from complaint_desk.services.care.listing import copies_of
from complaint_desk.services.desk import Desk, needs
from complaint_desk.storage import backup, care_record, lines, verification
from complaint_desk.storage.contents import contents_of
from complaint_desk.storage.store import Store

log = logging.getLogger(__name__)

EACH_DAYS, OVERDUE_DAYS = 30, 60
"""How often a restore is to be tried, and after how long without one somebody has to be told."""


@needs(Right.READ)
def rehearse(
    desk: Desk, folders: Iterable[Path], stop: StopSignal | None = None, progress: Progress = no_progress
) -> Rehearsal:
    """Open the newest copy in a temporary place, check it as a whole, and hold it against the ledger as it was then.

    What came of it is remembered. The copy stays as it is.

    Raises:
        Refusal: `server_backup` for a ledger on a server.
        Surroundings: `no_backup` where there is none; the newest cannot be read, or there is no room to try it.
        Stopped: the signal asked for it.
    """
    if desk.store.on_server:
        raise Refusal("server_backup", path=desk.store.name)
    folders = tuple(folders)
    ledger = desk.store.path
    of_the_program = (CopyKind.DAILY, CopyKind.BY_HAND)
    newest = next((each for each in copies_of(ledger, folders, stop) if each.kind in of_the_program), None)
    if newest is None:
        raise Surroundings("no_backup", path=str(folders[0]) if folders else str(ledger.parent))
    try:
        found = _tried(desk, newest.file, stop, progress)
    except Surroundings as error:
        _remember(desk, newest.file, ok=False, codes=[error.code])
        raise
    _remember(desk, newest.file, ok=found.ok, codes=[fault.code for fault in found.faults[:20]])
    log.info("restore rehearsed: %s, %d faults", "good" if found.ok else "bad", len(found.faults))
    return found


def _tried(desk: Desk, copy: Path, stop: StopSignal | None, progress: Progress) -> Rehearsal:
    ledger = desk.store.path
    head = contents_of(copy, check=True, stop=stop).head
    with backup.files_translated(ledger):
        workplace = tempfile.TemporaryDirectory(prefix="rehearsal-", dir=ledger.parent, ignore_cleanup_errors=True)
    with workplace as folder, backup.told_of(ledger, Path(folder)):
        tried = Path(folder) / "ledger.db"
        backup.copy_with_companions(copy, tried)
        store = Store.open(tried, create=False)
        try:
            checked = verification.verify(store, head, stop, progress)
        finally:
            store.close()
    complaints = dict(checked.checked)["complaints"]
    with lines.looking_into(desk.store) as present:
        in_line = lines.holds(present, head)
        expected = lines.complaints_at(present, int(head.partition("-")[0])) if in_line else None
    known = {tuple(each) for each in care_record.read(ledger).known_faults}
    faults = tuple(fault for fault in checked.faults if (fault.code, fault.place) not in known)
    if known and expected is not None and not faults:
        # Rows that a salvage lost are still in the journal.
        expected = complaints
    return Rehearsal(copy, desk.clock(), complaints, expected, in_line, faults)


def _remember(desk: Desk, copy: Path, *, ok: bool, codes: list[str]) -> None:
    told = {"at": desk.clock().isoformat(), "file": copy.name, "ok": ok, "codes": codes}
    care_record.note(desk.store.path, rehearsed=told)


def days_since(record: care_record.CareRecord, now: dt.datetime) -> int | None:
    """Days since a restore was last tried, None if it never was."""
    try:
        return (now - dt.datetime.fromisoformat(record.rehearsed["at"])).days
    except (KeyError, ValueError, TypeError):
        return None
