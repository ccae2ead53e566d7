"""Copies of the ledger: what is in one, what it lacks, whether it was checked, and what is remembered of caring for them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from complaint_desk.domain.reports import Fault, SalvagedTable


class CopyKind(StrEnum):
    """Where a copy comes from."""

    DAILY = "daily"
    BEFORE_UPDATE = "before_update"
    REPLACED = "replaced"
    BY_HAND = "by_hand"


@dataclass(frozen=True, slots=True)
class LedgerContents:
    """What a ledger file holds.

    `newest_number` and `newest_at` are those of the complaint registered last, `entries` counts the journal, `head` is its
    newest entry as an anchor (`17-<hash>`), written at `last_entry_at` (Beijing time). `revision` is that of its tables.
    """

    complaints: int
    newest_number: str
    newest_at: dt.datetime | None
    entries: int
    head: str
    last_entry_at: dt.datetime | None
    revision: str
    ledger_id: str


@dataclass(frozen=True, slots=True)
class LedgerCopy:
    """One file that can be restored. `contents` None: not looked at, or unreadable if `fault` says why, by its code.

    `checked_at` is when the database last found no fault in it, None if never.
    """

    file: Path
    kind: CopyKind
    made_at: dt.datetime
    size: int
    contents: LedgerContents | None = None
    checked_at: dt.datetime | None = None
    fault: str = ""


@dataclass(frozen=True, slots=True)
class RestorePreview:
    """A copy beside the present ledger.

    `in_line`: the present journal goes on from the copy's, so that `complaints_since` and `deeds_since` are what would go.
    Where it is not, both count what the ledger has beyond the entries that both share. None where there is no present
    ledger, or it cannot be read. `faults` are what a check of the copy found (only where one was asked for).
    """

    file: Path
    contents: LedgerContents
    present: LedgerContents | None
    in_line: bool | None
    complaints_since: int | None
    deeds_since: int | None
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """A restore that was tried in a temporary place.

    `expected` is how many complaints the present ledger had when the copy was made, None if its journal does not say.
    """

    file: Path
    at: dt.datetime
    complaints: int
    expected: int | None
    in_line: bool
    faults: tuple[Fault, ...]

    @property
    def ok(self) -> bool:
        return not self.faults and self.in_line and self.complaints == self.expected


@dataclass(frozen=True, slots=True)
class Salvaged:
    """A new ledger made of what could be read of a damaged one.

    `unknown_rows` belong to no table that anybody can name. `unreadable` is a file with rows of which a value makes no
    sense, None if there are none. `faults` are what the check of the new ledger cannot confirm.
    """

    file: Path
    complaints: int
    anchor: str
    tables: tuple[SalvagedTable, ...]
    unknown_rows: int
    unreadable: Path | None
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was seen at a damaged file: what kind, at which file or table, and details for the sentence."""

    code: str
    place: str
    details: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Damage:
    """A ledger file that cannot be worked with: what was found, and what there is to go on with.

    `code` is that of the error at opening. `good` is the newest copy without a fault, `compared` what would go with it (None
    where the file cannot be read as a ledger); `deeds_since` are those that the ledger had beyond it when it was last seen
    whole, None if nobody remembers. `has_content`: there is something that may be salvaged.
    """

    ledger: Path
    code: str
    findings: tuple[Finding, ...]
    good: LedgerCopy | None
    compared: RestorePreview | None
    deeds_since: int | None
    has_content: bool


class Errand(StrEnum):
    """What is to be done for the ledger at a quiet moment."""

    COPY = "copy"
    REHEARSE = "rehearse"
    LOOK_OVER = "look_over"


@dataclass(frozen=True, slots=True)
class Worry:
    """Something about copies that somebody should know.

    Codes: `copy_failed`, `copy_elsewhere`, `rehearsal_failed`, `rehearsal_overdue`, `tail_lost`; details are for the sentence.
    """

    code: str
    details: tuple[tuple[str, str], ...] = ()
