"""Copies of the ledger: by hand, and the one of the day with those before it."""

from __future__ import annotations

import contextlib
import errno
import logging
import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from complaint_desk.domain.copies import LedgerContents
from complaint_desk.domain.errors import Refusal, Surroundings
from complaint_desk.domain.roles import Right
from complaint_desk.runtime.stop import Progress
from complaint_desk.services.desk import Desk, needs
from complaint_desk.storage import backup, care_record, lines
from complaint_desk.storage.contents import contents_of

log = logging.getLogger(__name__)

_UNREADABLE = frozenset({"damaged", "not_a_ledger", "no_ledger", "cannot_open", "disk_error"})


@dataclass(frozen=True, slots=True)
class Copied:
    """A checked copy: its file, how many complaints it holds, and the journal's head as an anchor outside the ledger.

    `instead_of` is the folder where it should have gone and could not.
    """

    file: Path
    complaints: int
    anchor: str
    instead_of: Path | None = None


@needs(Right.BACK_UP)
def back_up(desk: Desk, target: Path, progress: Progress | None = None) -> Copied:
    """A consistent copy of the ledger while it is in use, checked before it takes the place of an older one.

    With `progress`, which is told of pages, it goes in steps: for a ledger that nobody else writes meanwhile.

    Raises:
        Refusal: `same_file` for the ledger itself.
        Surroundings: the target cannot be written, or the ledger itself is `damaged`.
    """
    return _copied(desk, target, progress)


def _copied(desk: Desk, target: Path, progress: Progress | None) -> Copied:
    if target.absolute() == desk.store.path.absolute():
        raise Refusal("same_file", path=str(target))
    if not target.parent.is_dir():
        # A drive that is not plugged in must not be taken for a folder to be made.
        raise Surroundings("cannot_write", path=str(target), reason=os.strerror(errno.ENOENT))
    if target.is_dir():
        raise Surroundings("cannot_write", path=str(target), reason=os.strerror(errno.EISDIR))
    beside = target.with_name(target.name + ".unchecked")
    try:
        with backup.files_translated(target), backup.told_of(target, beside):
            desk.store.copy_to(beside, progress)
            if progress:
                progress(0, None)
            backup.close_file(beside)
            held = _checked(desk, beside)
            beside.replace(target)
    finally:
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)
    care_record.note_copy(desk.store.path, target, desk.clock())
    care_record.note(desk.store.path, head=held.head, ledger_id=held.ledger_id)
    return Copied(target, held.complaints, held.head)


@needs(Right.READ)
def daily_backup(desk: Desk, folder: Path, own: Path | None = None, progress: Progress | None = None) -> Copied | None:
    """Make or renew the copy of the day and drop those no longer kept; None if nothing was written since.

    The program does it by itself, whoever sits there.
    Old copies are dropped only after the new one has been checked. What went wrong is remembered, and told at the next start.

    Args:
        desk: whose ledger.
        folder: where copies go; made if only itself is missing.
        own: where they go if that folder cannot be had, as when a drive is not plugged in.
        progress: told of pages (see `back_up`).

    Raises:
        Surroundings: neither folder can be written, or the ledger is damaged.
    """
    reason = ""
    try:
        try:
            copied = _copy_of_the_day(desk, folder, progress)
        except Surroundings as error:
            if own is None or own == folder or error.details.get("path") == desk.store.name:
                raise
            reason = error.code
            copied = _copy_of_the_day(desk, own, progress)
            if copied:
                copied = Copied(copied.file, copied.complaints, copied.anchor, instead_of=folder)
    except Surroundings as error:
        at = desk.clock().isoformat()
        care_record.note(desk.store.path, failed={"code": error.code, **_texts(error), "at": at})
        raise
    fell_back = {"path": str(folder), "code": reason, "at": desk.clock().isoformat()} if reason else {}
    care_record.note(desk.store.path, failed={}, fell_back=fell_back, copied_at=desk.clock().isoformat())
    return copied


def place_for_copies(folder: Path, own: Path) -> Path:
    """The folder if it can be had, else the program's own: a copy in the wrong place is better than none."""
    return folder if folder == own or _is_there(folder) else own


def _copy_of_the_day(desk: Desk, folder: Path, progress: Progress | None) -> Copied | None:
    target = backup.daily_copy(folder, desk.clock().date())
    if folder.is_dir() and not backup.is_newer(desk.store.path, target):
        return None
    _is_there(folder)
    with lines.looking_into(desk.store) as present:
        in_line = partial(_holds_nothing_else, partial(lines.holds, present))
        if target.is_file() and not in_line(target):
            # A ledger was put back meanwhile: what the day's copy holds stands nowhere else.
            with backup.files_translated(target):
                target.rename(backup.free_name(target, "kept", desk.clock()))
        copied = _copied(desk, target, progress)
        dropped = backup.drop_old_copies(folder, may_go=in_line)
    log.info("copy of the day made, %d old ones dropped", len(dropped))
    return copied


def _holds_nothing_else(present_holds: Callable[[str], bool], copy: Path) -> bool:
    """True if the ledger goes on from a copy, so that nothing goes with it; one that nobody can read holds nothing."""
    try:
        return present_holds(contents_of(copy).head)
    except Surroundings as error:
        return error.code in _UNREADABLE


def _is_there(folder: Path) -> bool:
    """True if a folder can be written; it is made if only itself is missing, since a whole path is missing with its drive."""
    with contextlib.suppress(OSError):
        folder.mkdir(exist_ok=True)
    return folder.is_dir() and os.access(folder, os.W_OK)


def _checked(desk: Desk, copy: Path) -> LedgerContents:
    try:
        return contents_of(copy, check=True)
    except Surroundings as error:
        if error.code in _UNREADABLE:
            # A copy is its pages as they are: what is wrong with it is wrong with the ledger.
            raise Surroundings("damaged", path=desk.store.name, reason=error.details.get("reason", "")) from error
        raise


def _texts(error: Surroundings) -> dict[str, str]:
    return {name: str(value) for name, value in error.details.items() if name in ("path", "reason")}
