"""The examination that IT asks for: PC, folders, clock, policy, ledger, copies, server. It mends and changes nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path

from complaint_desk.domain import moments
from complaint_desk.domain.errors import DeskError, Surroundings
from complaint_desk.domain.health import Finding, State
from complaint_desk.runtime import machine
from complaint_desk.runtime.folder_kinds import kind_of_folder
from complaint_desk.runtime.holding import holder_of, lock_of
from complaint_desk.services.program import Premises
from complaint_desk.storage.inspection import Inspected, inspect_file, inspect_server, search_engine

_ROOM_TO_WORK = 100 * 1024**2
_ROOM_TO_SPARE = 500 * 1024**2
_COPIES_IN_BETWEEN = 2
"""Bringing a ledger up to date writes it anew beside a copy of it."""
_OLD_COPY = dt.timedelta(days=7)
_DRIFT = dt.timedelta(minutes=5)
_LONG_SILENCE = dt.timedelta(days=400)
_HERE = dt.timedelta(hours=8)


def examine(premises: Premises, clock: Callable[[], dt.datetime] = moments.now) -> tuple[Finding, ...]:
    """Everything that can be looked at without opening the ledger for work, in the order in which one would ask."""
    return tuple(_findings(premises, clock()))


def folder_warnings(premises: Premises) -> tuple[Finding, ...]:
    """What speaks against the folders of data and ledger. Asks the disk, so it may be slow where that is far."""
    return tuple(each for each in _folders(premises) if each.state is State.WARNING)


def _findings(premises: Premises, now: dt.datetime) -> Iterator[Finding]:
    yield from _system()
    yield from _folders(premises)
    yield from _settings(premises)
    found, ledger = _ledger(premises)
    yield found
    yield from _room(premises)
    yield from _clock(ledger, now)
    if not premises.on_server:
        yield from _copies(premises, ledger, now)
    yield from _window(premises)


def _system() -> Iterator[Finding]:
    this = machine.this_machine()
    told = {"system": this.system, "bits": this.bits, "build": this.windows_build}
    if this.is_enough:
        yield Finding("system", "system_is_enough", details=told)
    else:
        yield Finding("system", "system_too_old", State.FAULT, told)
    if this.missing:
        yield Finding("runtime", "libraries_missing", State.FAULT, {"names": list(this.missing)})
    version, searches = search_engine()
    if searches:
        yield Finding("runtime", "database_engine", details={"version": version})
    else:
        yield Finding("runtime", "no_search_engine", State.FAULT, {"version": version})
    match machine.has_chinese_font():
        case True:
            yield Finding("fonts", "chinese_font")
        case False:
            yield Finding("fonts", "no_chinese_font", State.WARNING)
        case None:
            yield Finding("fonts", "fonts_unknown")


def _folders(premises: Premises) -> Iterator[Finding]:
    data, ledger = premises.places.data, premises.places.ledger.parent
    yield from _folder("data", data)
    if not premises.on_server and ledger != data:
        yield from _folder("ledger_folder", ledger)


def _folder(topic: str, folder: Path) -> Iterator[Finding]:
    told = {"path": str(folder)}
    if reason := machine.why_not_writable(folder):
        yield Finding(topic, "not_writable", State.FAULT, told | {"reason": reason})
        return
    kind = kind_of_folder(folder)
    if kind.on_share:
        yield Finding(topic, "on_share", State.WARNING, told)
    if kind.service is not None:
        yield Finding(topic, "synchronised", State.WARNING, told | {"service": kind.service})
    if not kind.on_share and kind.service is None:
        yield Finding(topic, "folder_is_well", details=told)


def _settings(premises: Premises) -> Iterator[Finding]:
    policy = premises.places.policy_file
    there = policy.is_file()
    yield Finding("policy", "policy_there" if there else "no_policy", details={"path": str(policy)})
    for warning in premises.in_force.warnings:
        state = State.FAULT if warning.code == "unreadable_file" else State.WARNING
        yield Finding("policy", "setting_passed_over", state, {"warning": warning})


def _ledger(premises: Premises) -> tuple[Finding, Inspected | None]:
    """The ledger as it stands, and what could be seen of it."""
    topic = "server" if premises.on_server else "ledger"
    told: dict[str, object] = {"path": str(premises.places.ledger)}
    try:
        if premises.on_server:
            found = inspect_server(premises.settings.database)
            told = {}
        else:
            found = inspect_file(premises.places.ledger, whole=True)
    except Surroundings as error:
        if error.code == "no_ledger" and not premises.on_server:
            return Finding(topic, "no_ledger_yet", details=told), None
        return Finding(topic, "ledger_out_of_reach", State.FAULT, {"error": error}), None
    except DeskError as error:
        return Finding(topic, "ledger_out_of_reach", State.FAULT, {"error": error}), None
    told |= {"revision": found.revision, "complaints": dict(found.rows).get("complaint", 0)}
    if found.fault:
        return Finding(topic, "ledger_damaged", State.FAULT, told | {"fault": found.fault}), found
    if found.is_newer:
        return Finding(topic, "ledger_newer", State.FAULT, told), found
    if found.is_older:
        return Finding(topic, "ledger_older", State.WARNING, told), found
    return Finding(topic, "ledger_is_well", details=told), found


def _room(premises: Premises) -> Iterator[Finding]:
    ledger = premises.places.ledger
    size = ledger.stat().st_size if ledger.is_file() and not premises.on_server else 0
    looked_at = set()
    for folder, needed in ((ledger.parent, _COPIES_IN_BETWEEN * size), (premises.backup_folder, size)):
        if (room := machine.room_on(folder)) is None or room[0] in looked_at:
            continue
        disk, free = room
        looked_at.add(disk)
        told = {"path": str(folder), "free": free, "size": size}
        if free < _ROOM_TO_WORK:
            yield Finding("disk", "disk_full", State.FAULT, told)
        elif free < needed + _ROOM_TO_SPARE:
            yield Finding("disk", "little_room", State.WARNING, told)
        else:
            yield Finding("disk", "room_enough", details=told)


def _clock(ledger: Inspected | None, now: dt.datetime) -> Iterator[Finding]:
    newest = None if ledger is None else ledger.newest_entry
    offset = machine.offset_from_utc()
    told = {"now": now, "newest": newest}
    if newest is not None and now < newest - _DRIFT:
        yield Finding("clock", "clock_behind", State.FAULT, told)
    elif newest is not None and now > newest + _LONG_SILENCE:
        yield Finding("clock", "clock_ahead", State.WARNING, told)
    elif offset != _HERE:
        yield Finding("clock", "other_zone", State.WARNING, told | {"hours": offset / dt.timedelta(hours=1)})
    else:
        yield Finding("clock", "clock_is_well", details=told)


def _copies(premises: Premises, ledger: Inspected | None, now: dt.datetime) -> Iterator[Finding]:
    folder = premises.backup_folder
    told: dict[str, object] = {"path": str(folder)}
    if not premises.settings.automatic_backup:
        yield Finding("backup", "no_automatic_copies", State.WARNING, told)
    newest = max((moment for moment in map(_changed_at, _copies_in(folder)) if moment), default=None)
    if newest is not None:
        told |= {"newest": newest}
        written = ledger.newest_entry if ledger else None
        is_old = now - newest > _OLD_COPY and written is not None and written > newest
        yield Finding("backup", "old_copy", State.WARNING, told) if is_old else Finding("backup", "copy", details=told)
    elif ledger is not None and dict(ledger.rows).get("complaint"):
        yield Finding("backup", "no_copy", State.WARNING, told)


def _copies_in(folder: Path) -> list[Path]:
    try:
        return list(folder.glob("*.db"))
    except OSError:
        return []


def _changed_at(file: Path) -> dt.datetime | None:
    try:
        return dt.datetime.fromtimestamp(file.stat().st_mtime, moments.SHANGHAI)
    except OSError:
        return None


def _window(premises: Premises) -> Iterator[Finding]:
    holder = holder_of(lock_of(premises.ledger_address, premises.places.data))
    if holder is not None:
        told = {"person": holder.person, "host": holder.host, "process": holder.process}
        state = State.WARNING if holder.is_elsewhere else State.OK
        yield Finding("window", "open_elsewhere" if holder.is_elsewhere else "open_here", state, told)
