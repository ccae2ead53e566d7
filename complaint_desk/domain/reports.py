"""What long deeds report back: an import of each row, an export of its file, a verification of its faults."""

from __future__ import annotations

from dataclasses import dataclass

from complaint_desk.domain.file_kinds import HowRead
from complaint_desk.domain.foreign.row_places import RowPlace
from complaint_desk.domain.foreign.seen_rows import RowToDecide
from complaint_desk.domain.foreign.unknown_words import UnknownWord


@dataclass(frozen=True, slots=True)
class RowProblem:
    """One cell that was refused or noted. `row` counts from 1 as a spreadsheet shows it; `value` is the cell's text."""

    file: str
    sheet: str
    row: int
    field: str
    code: str
    value: str


@dataclass(frozen=True, slots=True)
class PassedRow:
    """A row that tells of no complaint and is not blank: its kind (`total`, `header`, `note`) and what it says."""

    file: str
    sheet: str
    row: int
    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class KnownRow:
    """A row whose complaint is there, and what becomes of it (`skip`, `fill`, `replace`, `both`).

    `number`: of that complaint in the ledger, "" where a row of the same import told of it before, which is `earlier`.
    `similar`: it only tells nearly the same.
    """

    file: str
    sheet: str
    row: int
    number: str
    way: str
    similar: bool = False
    earlier: RowPlace | None = None


@dataclass(frozen=True, slots=True)
class SheetCounts:
    """What became of a sheet.

    `why` it was not read: "" if it was, `hidden`, `blank`, `missing_columns`, or the code of a refusal of its file.
    `hidden_rows` were read like the others; None where it cannot be told. `values`: what fields without a column were taken to
    say, (field, code) each. `refusal`: what the refusal of its file tells beside its code.
    """

    file: str
    sheet: str
    why: str = ""
    read: int = 0
    registered: int = 0
    known: int = 0
    refused: int = 0
    passed_over: int = 0
    hidden_rows: int | None = 0
    values: tuple[tuple[str, str], ...] = ()
    refusal: tuple[tuple[str, str | int], ...] = ()


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What became of every row below the headers: registered + known + refused rows + passed over = read.

    `batch` is None where nothing was registered (dry run, all known). `refused_rows` counts rows, `refused` lists every
    reason. `refused_file` is the workbook of refused rows beside the source. `passed` lists what was passed over, blank
    rows left out. `changed` counts the known rows that changed their complaint.
    `files`: as what each was read. `similar`: rows that tell nearly what a complaint there tells. `known_rows`: these and all
    that are known, of a dry run alone, from which somebody decides; `to_decide`: the first of them as they are shown.
    `not_met`: file, sheet and row of those that were decided but are not known.
    """

    batch: int | None
    read: int
    registered: int
    known: int
    refused_rows: int
    refused: tuple[RowProblem, ...]
    noted: tuple[RowProblem, ...]
    refused_file: str = ""
    passed_over: int = 0
    passed: tuple[PassedRow, ...] = ()
    unknown_words: tuple[UnknownWord, ...] = ()
    sheets: tuple[SheetCounts, ...] = ()
    changed: int = 0
    files: tuple[HowRead, ...] = ()
    similar: tuple[KnownRow, ...] = ()
    known_rows: tuple[KnownRow, ...] = ()
    to_decide: tuple[RowToDecide, ...] = ()
    not_met: tuple[tuple[str, str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Written:
    """A file that an export or a report wrote: its path and the data rows per sheet."""

    file: str
    sheets: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that `verify` found wrong: what kind, where (`TS2024000012`, `journal 17`), and details for the sentence."""

    code: str
    place: str
    details: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Verification:
    """What `verify` checked, by name (`journal`, `complaints`, `numbers`, `search`, `attachments`), and what it found."""

    checked: tuple[tuple[str, int], ...]
    faults: tuple[Fault, ...]

    @property
    def ok(self) -> bool:
        return not self.faults


@dataclass(frozen=True, slots=True)
class SalvagedTable:
    """What became of one table of a damaged ledger.

    `partly` of the rows `read` break off in the middle. `lost` rows are known to have been there, None if nobody can say;
    `pages_lost` are those pages of the table that cannot be read.
    """

    name: str
    read: int
    partly: int
    lost: int | None
    pages_lost: int
