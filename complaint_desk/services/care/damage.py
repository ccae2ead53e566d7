"""What is wrong with a ledger file that cannot be opened, and what there is to go on with."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from pathlib import Path

from complaint_desk.domain.copies import Damage, Finding, LedgerCopy, Salvaged
from complaint_desk.domain.errors import Surroundings
from complaint_desk.domain.moments import now
from complaint_desk.runtime.stop import Progress, StopSignal, no_progress
from complaint_desk.services.care.listing import newest_good_copy
from complaint_desk.services.care.restoring import preview
from complaint_desk.services.care.salvaging import salvage_ledger
from complaint_desk.storage import backup, care_record
from complaint_desk.storage.salvage.gathering import Gathering
from complaint_desk.storage.salvage.pages import MAGIC, opened_pages
from complaint_desk.storage.store import Store

log = logging.getLogger(__name__)

OF_THE_FILE = frozenset({"damaged", "not_a_ledger", "ledger_missing", "ledger_empty"})
"""Codes of errors that say that the ledger itself is spoiled or gone."""

_LOG = "-wal"


def refuse_lost(ledger: Path, folders: Iterable[Path]) -> None:
    """Make no empty ledger where one was: its copies or its log are still there.

    Raises:
        Surroundings: `ledger_missing`, `ledger_empty` with the folder of a copy.
    """
    if ledger.exists() and ledger.stat().st_size:
        return
    left = _size(ledger.with_name(ledger.name + _LOG)) > 0
    copies = [path for folder in folders for path in backup.copies_in(folder) if backup.is_daily(path)]
    if left or copies:
        told = {"path": str(ledger), "folder": str(copies[0].parent if copies else ledger.parent)}
        raise Surroundings("ledger_empty", **told) if ledger.exists() else Surroundings("ledger_missing", **told)


def examine(ledger: Path, folders: Iterable[Path], error: Surroundings, stop: StopSignal | None = None) -> Damage:
    """What was found wrong with the file, and the newest copy in which the database finds no fault. Nothing is changed.

    Raises:
        Stopped: the signal asked for it.
    """
    findings = tuple(_findings(ledger))
    good = newest_good_copy(ledger, folders, stop)
    compared = None
    if good is not None:
        try:
            compared = preview(ledger, good.file, stop=stop)
        except Surroundings as trouble:
            log.info("the copy cannot be compared: %s", trouble.code)
    return Damage(ledger, error.code, findings, good, compared, _remembered_beyond(ledger, good), _size(ledger) > 0)


def _remembered_beyond(ledger: Path, good: LedgerCopy | None) -> int | None:
    """How many entries the journal is remembered to have had beyond those of a copy."""
    record = care_record.read(ledger)
    last = record.head.partition("-")[0]
    if good is None or good.contents is None or not last.isdecimal() or good.contents.ledger_id != record.ledger_id:
        return None
    return max(int(last) - good.contents.entries, 0)


def salvage_in_place(
    ledger: Path, person: str, stop: StopSignal | None = None, progress: Progress = no_progress
) -> tuple[Salvaged, Path]:
    """Put what can be read of the ledger in its place; the damaged file is set aside as it is. Gives its new name, too.

    Raises:
        Surroundings: as `salvage_ledger`, or `locked`; the damaged file then stands where it stood.
    """
    made = salvage_ledger(ledger, backup.free_name(ledger, "salvaged", now()), person, stop, progress)
    aside = backup.free_name(ledger, "damaged", now())
    backup.put_in_place(made.file, ledger, aside, sound=False)
    care_record.move(made.file, ledger)
    return made, aside


def begin_anew(ledger: Path) -> Path | None:
    """An empty ledger where there is none any more; what is left of the old one is set aside, its name is given."""
    aside = backup.free_name(ledger, "damaged", now())
    left = backup.move_aside(ledger, aside)
    Store.open(ledger).close()
    return aside if left else None


def _findings(ledger: Path) -> Iterator[Finding]:
    size = _size(ledger)
    log_size = _size(ledger.with_name(ledger.name + _LOG))
    if not ledger.exists():
        yield Finding("file_missing", ledger.name)
    elif not size:
        yield Finding("file_empty", ledger.name)
    else:
        yield from _findings_in(ledger, size)
    if log_size:
        yield Finding("log_left", ledger.name + _LOG, (("kilobytes", f"{-(-log_size // 1024):,}"),))


def _findings_in(ledger: Path, size: int) -> Iterator[Finding]:
    try:
        with ledger.open("rb") as file:
            head = file.read(100)
        with opened_pages(ledger) as pages:
            gathering = Gathering(pages, ())
            told = int.from_bytes(head[28:32])
            whole = head.startswith(MAGIC)
            if not whole:
                yield Finding("header_spoiled", ledger.name)
            if whole and told > size // pages.size:
                yield Finding(
                    "file_cut", ledger.name, (("missing", f"{told - size // pages.size:,}"), ("pages", f"{told:,}"))
                )
            if not gathering.schema:
                yield Finding("tables_unnamed", ledger.name)
            for name, table in gathering.tables.items():
                if table.tree.lost:
                    yield Finding("pages_unreadable", name, (("count", f"{table.tree.lost:,}"),))
    except OSError as error:
        yield Finding("file_unreadable", ledger.name, (("reason", error.strerror or ""),))


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
