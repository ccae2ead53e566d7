"""What an import would do, seen before it is done: files, sheets, columns, the first rows as they will be."""

from __future__ import annotations

from dataclasses import dataclass

from complaint_desk.domain.errors import Refusal
from complaint_desk.domain.file_kinds import HowRead
from complaint_desk.domain.foreign.import_mapping import ColumnProposal, LayoutMapping
from complaint_desk.domain.foreign.seen_rows import SeenRow
from complaint_desk.domain.foreign.unknown_words import UnknownWord


@dataclass(frozen=True, slots=True)
class SeenSheet:
    """A sheet as it is understood.

    `why` it would not be read: as of `SheetCounts`, "" if it would. `header_first` counts from 1, as a spreadsheet does;
    0 where no header was looked for. `title`: the lines above the header. `columns`: a proposal each, in their order.
    `mapping`: what is in force, proposed or chosen. `missing`: required fields that nothing fills. `count`: rows of the
    sheet, None if unknown, as of `hidden_rows`. `year`: that of days without one.
    """

    file: str
    name: str
    why: str = ""
    header_first: int = 0
    header_rows: int = 1
    title: tuple[str, ...] = ()
    columns: tuple[ColumnProposal, ...] = ()
    mapping: LayoutMapping = LayoutMapping(())  # noqa: RUF009 - frozen
    missing: tuple[str, ...] = ()
    rows: tuple[SeenRow, ...] = ()
    count: int | None = None
    hidden_rows: int | None = 0
    merged: int = 0
    year: int | None = None
    from_1904: bool = False

    @property
    def layout(self) -> str:
        """Sheets of one layout share a mapping."""
        return self.mapping.fingerprint


@dataclass(frozen=True, slots=True)
class SeenFile:
    """A file: as what it was read, or why it cannot be."""

    how: HowRead
    sheets: tuple[SeenSheet, ...] = ()
    refusal: Refusal | None = None

    @property
    def path(self) -> str:
        return self.how.file


@dataclass(frozen=True, slots=True)
class ImportPreview:
    """What was seen of the first rows of each sheet; the counts are of these rows alone, `whole` if there are no others."""

    files: tuple[SeenFile, ...]
    unknown_words: tuple[UnknownWord, ...] = ()
    whole: bool = False

    @property
    def sheets(self) -> tuple[SeenSheet, ...]:
        """The sheets that would be read."""
        return tuple(sheet for file in self.files for sheet in file.sheets if not sheet.why)

    def count(self, what: str) -> int:
        """How many of the rows that were seen are `read`, `new`, `known`, `refused`, `passed` over, or `similar` besides."""
        rows = [row for sheet in self.sheets for row in sheet.rows]
        match what:
            case "passed":
                return sum(bool(row.passed) for row in rows)
            case "known":
                return sum(row.known for row in rows)
            case "refused":
                return sum(bool(row.refused) and not row.known for row in rows)
            case "similar":
                return sum(row.similar for row in rows)
            case "new":
                return sum(not (row.passed or row.known or row.refused) for row in rows)
        return len(rows)
