"""What long deeds report back: an import of each row, an export of its file, a verification of its faults."""

from __future__ import annotations

from dataclasses import dataclass


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
class ImportResult:
    """What became of every row that was read: registered + known + refused rows = read.

    `batch` is None where nothing was registered (dry run, all known). `refused_rows` counts rows, `refused` lists every
    reason. `refused_file` is the workbook of refused rows beside the source.
    """

    batch: int | None
    read: int
    registered: int
    known: int
    refused_rows: int
    refused: tuple[RowProblem, ...]
    noted: tuple[RowProblem, ...]
    refused_file: str = ""


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
