"""What this PC remembers of caring for a ledger, in a small file beside it: it must be readable when the ledger is not."""

from __future__ import annotations

import contextlib
import dataclasses
import datetime as dt
import json
import logging
import os
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

log = logging.getLogger(__name__)
_ENDING = ".care.json"
_MOST_COPIES = 200


@dataclass(frozen=True, slots=True)
class CareRecord:
    """Everything is "" or empty until it happened first; moments are ISO 8601 with offset.

    `head` is the journal's newest entry when the ledger was last seen whole, `ledger_id` whose. `copied_at` is when a copy
    last held everything. `copies` maps a file to
    size, time of change in nanoseconds and when it was found whole. `failed` and `fell_back` tell of the last automatic
    copy: `code`, `path`, `reason`, `at`. `rehearsed` is the last restore that was tried: `at`, `file`, `ok`, `codes`.
    `known_faults` are what a salvage could not confirm, code and place each.
    """

    ledger_id: str = ""
    head: str = ""
    copied_at: str = ""
    looked_at: str = ""
    failed: dict[str, str] = field(default_factory=dict)
    fell_back: dict[str, str] = field(default_factory=dict)
    rehearsed: dict[str, Any] = field(default_factory=dict)
    copies: dict[str, list[Any]] = field(default_factory=dict)
    known_faults: list[list[str]] = field(default_factory=list)


_FIELDS = {each.name: type(getattr(CareRecord(), each.name)) for each in dataclasses.fields(CareRecord)}


def record_file(ledger: Path) -> Path:
    return ledger.with_name(ledger.stem + _ENDING)


def read(ledger: Path) -> CareRecord:
    """What is remembered of a ledger; nothing if there is no file, or it cannot be read."""
    try:
        found = json.loads(record_file(ledger).read_text("utf-8"))
        return CareRecord(**{name: found[name] for name, kind in _FIELDS.items() if isinstance(found.get(name), kind)})
    except (OSError, ValueError, AttributeError):
        return CareRecord()


def note(ledger: Path, **changes: Any) -> CareRecord:
    """Remember something more; a disk that does not take it is no reason to stop anything."""
    after = dataclasses.replace(read(ledger), **changes)
    text = json.dumps(dataclasses.asdict(after), ensure_ascii=False, indent=1)
    file = record_file(ledger)
    name = ""
    try:
        descriptor, name = tempfile.mkstemp(prefix=file.name, dir=file.parent)
        with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
            stream.write(text)
        Path(name).replace(file)
    except OSError as error:
        if name:
            with contextlib.suppress(OSError):
                Path(name).unlink()
        log.info("what was done for the ledger could not be noted: %s", error.strerror)
    return after


def move(before: Path, ledger: Path) -> None:
    """A ledger got another name: what is remembered of it goes with it, what was remembered under that name stays beside."""
    found = read(before)
    note(ledger, head=found.head, ledger_id=found.ledger_id, known_faults=found.known_faults, looked_at="")
    with contextlib.suppress(OSError):
        record_file(before).unlink(missing_ok=True)


def note_copy(ledger: Path, file: Path, checked_at: dt.datetime) -> None:
    """Remember that a copy was found whole, as it stands now."""
    known = read(ledger).copies
    stat = file.stat()
    known.pop(str(file), None)
    kept = dict(list(known.items())[-_MOST_COPIES:])
    note(ledger, copies={**kept, str(file): [stat.st_size, stat.st_mtime_ns, checked_at.isoformat()]})


def checked_at(record: CareRecord, file: Path) -> dt.datetime | None:
    """When a copy was found whole, if it was not changed since."""
    try:
        stat = file.stat()
        size, changed, at = record.copies[str(file)]
        return dt.datetime.fromisoformat(at) if (size, changed) == (stat.st_size, stat.st_mtime_ns) else None
    except (KeyError, ValueError, TypeError, OSError):
        return None
