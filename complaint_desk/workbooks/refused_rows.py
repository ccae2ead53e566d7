"""The workbook of refused rows: the reasons in the first column, the rows as they were, to be mended and imported again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font

from complaint_desk.domain.foreign.cells import Cell, column_name
from complaint_desk.i18n import _
from complaint_desk.workbooks.cells import text_cell
from complaint_desk.workbooks.placing import placed, save_aside

_REASON_WIDTH, _ROW_WIDTH, _WIDTH = 48, 14, 16
_HEADER = Font(bold=True)
_WRAPPED = Alignment(wrap_text=True, vertical="top")
_LONGEST_SHEET_NAME = 31
_SHEET_SIGNS = str.maketrans(dict.fromkeys("[]:*?/\\", "-"))


class RefusedRows:
    """Takes refused rows as they are met; nothing is written before `save`."""

    def __init__(self, source: Path) -> None:
        self._source = source
        self._book = Workbook(write_only=True)
        # The type of openpyxl's write-only sheet lacks most of what it can do.
        self._sheet: Any = None
        self._sheet_name: str | None = None
        self.count = 0

    def add(self, sheet: str, header: Sequence[str], row: int, cells: Sequence[Cell], reasons: Sequence[str]) -> None:
        """One refused row with its number in the source and the sentences that say why."""
        self.count += 1
        if self._sheet is None or sheet != self._sheet_name:
            self._sheet, self._sheet_name = self._new_sheet(sheet, header), sheet
        reason = text_cell(self._sheet, "\n".join(reasons))
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
        titles = [text_cell(sheet, text) for text in (_("Reason for refusal"), _("Row in the source"), *header)]
        for title_cell in titles:
            title_cell.font = _HEADER
        sheet.append(titles)
        return sheet

    def save(self) -> Path:
        """Write the workbook beside its source, under a name that is free; it appears only when it is whole.

        Raises:
            Surroundings: `cannot_write`, `disk_full` with `path`.
        """
        target = _free_name(self._source)
        with placed(target) as file:
            save_aside(self._book, file)
        return target


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
    target = source.with_name(f"{source.stem}-refused.xlsx")
    times = 1
    while target.exists():
        times += 1
        target = source.with_name(f"{source.stem}-refused-{times}.xlsx")
    return target
