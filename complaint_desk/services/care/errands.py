"""What is due for the ledger at a quiet moment, and what somebody should know of its copies."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from pathlib import Path

from complaint_desk.domain.copies import Errand, Worry
from complaint_desk.domain.roles import Right
from complaint_desk.services.care.rehearsing import EACH_DAYS, OVERDUE_DAYS, days_since
from complaint_desk.services.desk import Desk, needs
from complaint_desk.storage import backup, care_record, lines

_AFTER_A_FAILURE = dt.timedelta(hours=1)
_BETWEEN_LOOKS = dt.timedelta(days=1)


@needs(Right.READ)
def next_errand(desk: Desk, folders: Iterable[Path]) -> Errand | None:
    """What is due first; None if nothing is, or the ledger is on a server, which others look after."""
    if desk.store.on_server:
        return None
    record, now = care_record.read(desk.store.path), desk.clock()
    if desk.settings.automatic_backup and _copy_is_due(record, now):
        return Errand.COPY
    looked = _moment(record.looked_at)
    if looked is None or now - looked >= _BETWEEN_LOOKS:
        return Errand.LOOK_OVER
    since = days_since(record, now)
    if (since is None or since >= EACH_DAYS) and any(map(_has_daily_copies, folders)):
        return Errand.REHEARSE
    return None


@needs(Right.READ)
def worries(desk: Desk, folders: Iterable[Path]) -> tuple[Worry, ...]:
    """What went wrong with copies and was not told yet, or not mended."""
    if desk.store.on_server:
        return ()
    record = care_record.read(desk.store.path)
    found: list[Worry] = []
    if lost := _entries_lost(desk, record):
        found.append(Worry("tail_lost", (("count", f"{lost:,}"),)))
    if record.failed:
        found.append(_worry("copy_failed", record.failed))
    elif record.fell_back:
        found.append(_worry("copy_elsewhere", record.fell_back))
    since = days_since(record, desk.clock())
    if since is not None and not record.rehearsed.get("ok"):
        found.append(Worry("rehearsal_failed", (("file", str(record.rehearsed.get("file", ""))),)))
    elif since is not None and since > OVERDUE_DAYS and any(map(_has_daily_copies, folders)):
        found.append(Worry("rehearsal_overdue", (("days", str(since)),)))
    return tuple(found)


@needs(Right.READ)
def remove_left_ones(desk: Desk, folders: Iterable[Path]) -> int:
    """Remove what a program that was ended in the middle of a copy left behind, once it is a day old; gives how much."""
    return 0 if desk.store.on_server else backup.remove_left_ones(desk.store.path, folders)


@needs(Right.READ)
def remember_head(desk: Desk) -> None:
    """Remember where the journal ends, so that a tail that is lost is seen at the next start."""
    if desk.store.on_server:
        return
    with lines.looking_into(desk.store) as connection:
        head, own = lines.head_and_id(connection)
    care_record.note(desk.store.path, head=head, ledger_id=own)


def _entries_lost(desk: Desk, record: care_record.CareRecord) -> int:
    """How many entries the journal had that it lacks now."""
    remembered = record.head.partition("-")[0]
    if not remembered.isdecimal():
        return 0
    with lines.looking_into(desk.store) as connection:
        last, own = lines.last_entry(connection), lines.head_and_id(connection)[1]
    return max(int(remembered) - last, 0) if own == record.ledger_id else 0


def _copy_is_due(record: care_record.CareRecord, now: dt.datetime) -> bool:
    failed, copied = _moment(record.failed.get("at", "")), _moment(record.copied_at)
    if failed is not None and now - failed < _AFTER_A_FAILURE:
        return False
    return copied is None or copied.date() < now.date()


def _worry(code: str, told: dict[str, str]) -> Worry:
    return Worry(code, tuple((name, str(told.get(name, ""))) for name in ("code", "path", "reason", "at")))


def _has_daily_copies(folder: Path) -> bool:
    return any(map(backup.is_daily, backup.copies_in(folder)))


def _moment(text: str) -> dt.datetime | None:
    try:
        return dt.datetime.fromisoformat(text)
    except ValueError:
        return None
