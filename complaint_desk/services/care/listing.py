"""Which copies of the ledger there are, and what is in them."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable, Iterator
from pathlib import Path

from complaint_desk.domain.copies import LedgerCopy
from complaint_desk.domain.errors import Surroundings
from complaint_desk.domain.moments import SHANGHAI, now
from complaint_desk.runtime.stop import StopSignal
from complaint_desk.storage import backup, care_record
from complaint_desk.storage.contents import contents_of


def copies_of(ledger: Path, folders: Iterable[Path], stop: StopSignal | None = None) -> tuple[LedgerCopy, ...]:
    """Every copy in some folders and beside the ledger, newest first, each looked into without being changed."""
    return tuple(looked_into(each, stop) for each in _found(ledger, folders))


def newest_good_copy(ledger: Path, folders: Iterable[Path], stop: StopSignal | None = None) -> LedgerCopy | None:
    """The newest copy in which the database finds no fault; None if there is none. What was set aside as damaged is none."""
    for found in _found(ledger, folders):
        if "-damaged-" not in found.file.stem:
            checked = check_copy(ledger, found, stop)
            if not checked.fault:
                return checked
    return None


def check_copy(ledger: Path, copy: LedgerCopy, stop: StopSignal | None = None) -> LedgerCopy:
    """The copy with what is in it, after a check of all its pages; `fault` says what is wrong, by its code."""
    looked = _looked_into(copy, stop, check=copy.checked_at is None)
    if not looked.fault and copy.checked_at is None:
        moment = now()
        care_record.note_copy(ledger, copy.file, moment)
        return dataclasses.replace(looked, checked_at=moment)
    return looked


def looked_into(copy: LedgerCopy, stop: StopSignal | None = None) -> LedgerCopy:
    """The copy with what is in it, or why it cannot be read."""
    return _looked_into(copy, stop, check=False)


def _looked_into(copy: LedgerCopy, stop: StopSignal | None, *, check: bool) -> LedgerCopy:
    try:
        return dataclasses.replace(copy, contents=contents_of(copy.file, check=check, stop=stop))
    except Surroundings as error:
        return dataclasses.replace(copy, fault=error.code)


def _found(ledger: Path, folders: Iterable[Path]) -> list[LedgerCopy]:
    record = care_record.read(ledger)
    files = {path.absolute(): path for path in _files(ledger, folders)}
    copies = [_copy(path, record) for path in files.values()]
    return sorted(copies, key=lambda each: (each.made_at, each.file), reverse=True)


def _files(ledger: Path, folders: Iterable[Path]) -> Iterator[Path]:
    for folder in folders:
        yield from (path for path in backup.copies_in(folder) if path.absolute() != ledger.absolute())
    yield from (path for path in backup.copies_in(ledger.parent) if path.stem.startswith(f"{ledger.stem}-"))


def _copy(path: Path, record: care_record.CareRecord) -> LedgerCopy:
    stat = path.stat()
    made_at = dt.datetime.fromtimestamp(stat.st_mtime, SHANGHAI)
    return LedgerCopy(
        path, backup.kind_of(path), made_at, stat.st_size, checked_at=care_record.checked_at(record, path)
    )
