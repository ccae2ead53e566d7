"""The workbook of refused rows: the reasons in the first column, the rows as they were, to be mended and imported again."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font

from complaint_desk.domain.errors import Surroundings
from complaint_desk.domain.foreign.cells import Cell, column_name
from complaint_desk.domain.foreign.header_words import bare_header
from complaint_desk.i18n import N_, _
from complaint_desk.workbooks.cells import text_cell
from complaint_desk.workbooks.placing import placed, save_aside

_REASON_WIDTH, _ROW_WIDTH, _WIDTH = 48, 14, 16
_HEADER = Font(bold=True)
_WRAPPED = Alignment(wrap_text=True, vertical="top")
_OWN_HEADINGS = (N_("Reason for refusal"), N_("Row in the source"))
_NUMBERED = re.compile(r"-refused(-\d+)?$")
_LONGEST_SHEET_NAME = 31
_SHEET_SIGNS = str.maketrans(dict.fromkeys("[]:*?/\\", "-"))


class RefusedRows:
    """Takes refused rows as they are met; nothing is written before `save`.

    `says_more`: something of it does not stand in the source, which may be such a workbook itself.
    """

    def __init__(self, source: Path) -> None:
        self.source = source
        self._book = Workbook(write_only=True)
        # The type of openpyxl's write-only sheet lacks most of what it can do.
        self._sheet: Any = None
        self._sheet_name: str | None = None
        self.count = 0
        self.says_more = False

    def add(self, sheet: str, header: Sequence[str], row: int, cells: Sequence[Cell], reasons: Sequence[str]) -> None:
        """One refused row with its number in the source and the sentences that say why.

        Of a row that was refused before, this takes the place of what was said then; its number stays that of the ledger.
        """
        self.count += 1
        why = "\n".join(reasons)
        said_before = ""
        if tuple(map(bare_header, header[:2])) in _own_headings():
            said_before, header = str(cells[0] or ""), header[2:]
            row, cells = int(cells[1]) if isinstance(cells[1], int | float) else row, cells[2:]
        self.says_more |= why != said_before
        if self._sheet is None or sheet != self._sheet_name:
            self._sheet, self._sheet_name = self._new_sheet(sheet, header), sheet
        reason = text_cell(self._sheet, why)
        reason.alignment = _WRAPPED
        self._sheet.append([reason, row, *(_cell(self._sheet, cell) for cell in cells)])

    def _new_sheet(self, name: str, header: Sequence[str]) -> Any:
        title = name.translate(_SHEET_SIGNS)[:_LONGEST_SHEET_NAME].strip("'") or _("Refused rows")
        sheet: Any = self._book.create_sheet(title)
        sheet.freeze_panes = "C2"
        sheet.column_dimensions["A"].width = _REASON_WIDTH
        sheet.column_dimensions["B"].width = _ROW_WIDTH
        for at in range(len(header)):
            sheet.column_dimensions[column_name(at + 2)].width = _WIDTH
        titles = [text_cell(sheet, text) for text in (*map(_, _OWN_HEADINGS), *header)]
        for title_cell in titles:
            title_cell.font = _HEADER
        sheet.append(titles)
        return sheet

    def save(self) -> Path:
        """Write the workbook beside its source, under a name that is free; it appears only when it is whole.

        Raises:
            Surroundings: `refused_not_written`, `disk_full` with `path`.
        """
        target = _free_name(self.source)
        try:
            with placed(target) as file:
                save_aside(self._book, file)
        except Surroundings as error:
            if error.code == "cannot_write":
                raise Surroundings("refused_not_written", **error.details) from error
            raise
        return target

    def close(self) -> None:
        """End what was begun and not saved: openpyxl would complain of it on stderr, and leave its temporary files."""
        for sheet in self._book.worksheets:
            unsaved: Any = sheet
            if not unsaved.closed:
                unsaved.close()
                unsaved._writer.cleanup()  # noqa: SLF001 - openpyxl does so in `save` alone


def _own_headings() -> tuple[tuple[str, ...], ...]:
    """The two headings as the program may have written them, bare."""
    return tuple(tuple(bare_header(say(heading)) for heading in _OWN_HEADINGS) for say in (str, _))


def _cell(sheet: Any, cell: Cell) -> Any:
    if cell is None or cell == "":
        return None
    if isinstance(cell, str):
        return text_cell(sheet, cell)
    made: Any = WriteOnlyCell(sheet, cell)  # type: ignore[arg-type]
    if isinstance(cell, dt.datetime):
        made.number_format = "yyyy-mm-dd hh:mm:ss"
    elif isinstance(cell, dt.date):
        made.number_format = "yyyy-mm-dd"
    return made


def _free_name(source: Path) -> Path:
    """`<name>-refused.xlsx`, numbered where one stands already: somebody may be mending it."""
    name = _NUMBERED.sub("", source.stem)
    target = source.with_name(f"{name}-refused.xlsx")
    times = 1
    while target.exists():
        times += 1
        target = source.with_name(f"{name}-refused-{times}.xlsx")
    return target
