"""Text in cells: whatever people wrote stays text, never a formula, and never breaks the file."""

from __future__ import annotations

import re

from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.worksheet._write_only import WriteOnlyWorksheet
from openpyxl.worksheet.worksheet import Worksheet

LONGEST_TEXT = 32_767
"""Characters that a cell holds at most, one outside the basic plane counted as two (Excel specifications and limits)."""

_CUT_MARK = "\u2026"
_UNFIT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_PICTURES = 0x2400


def text_cell(sheet: Worksheet | WriteOnlyWorksheet, text: str) -> Cell:
    """A cell of a sheet that shows the text as it is; one with a leading `=` is no formula.

    Control characters, which no workbook can hold, become their pictures (U+2400…); text beyond the cell's limit is cut
    and ends in `…`.
    """
    return set_text(WriteOnlyCell(sheet), text)


def set_text(cell: Cell, text: str) -> Cell:
    """Put a text into a cell as `text_cell` does."""
    fit = cell_text(text)
    cell.value = fit
    if fit.startswith("="):
        cell.quotePrefix = True
    # openpyxl takes a leading = for a formula, and texts such as #N/A for errors.
    if fit:
        cell.data_type = "s"
    return cell


def cell_text(text: str) -> str:
    """The text as a workbook can hold it."""
    fit = _UNFIT.sub(_picture, text.replace("\r\n", "\n").replace("\r", "\n"))
    if len(fit) <= LONGEST_TEXT // 2 or len(units := fit.encode("utf-16-le")) <= LONGEST_TEXT * 2:
        return fit
    return units[: (LONGEST_TEXT - 1) * 2].decode("utf-16-le", "ignore") + _CUT_MARK


def _picture(found: re.Match[str]) -> str:
    code = ord(found[0])
    return chr(_PICTURES + code) if code < 0x20 else "\u2421" if code == 0x7F else "\ufffd"
