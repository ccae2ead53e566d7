"""One sheet of the analysis workbook: title block, tables with totals, print set-up."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from typing import TypeAlias

from openpyxl.cell import Cell
from openpyxl.chart import BarChart, LineChart
from openpyxl.styles.cell_style import StyleArray
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.table import Table, TableStyleInfo
from openpyxl.worksheet.worksheet import Worksheet

from complaint_desk.i18n import _
from complaint_desk.workbooks.analysis import looks
from complaint_desk.workbooks.analysis.columns import (
    Column,
    Keys,
    TableSpot,
    Total,
    Value,
    key_column,
    shown_text,
    unlike_headings,
)
from complaint_desk.workbooks.analysis.print_setup import set_up_print
from complaint_desk.workbooks.cells import set_text

Chart: TypeAlias = BarChart | LineChart

HEADER_ROW = 6
"""The row of the first table's header on each sheet; what is above and on it stays in sight."""

_HEADING_ROWS = 4
_CM_OF_A_CHARACTER = 0.19


@dataclass(frozen=True, slots=True)
class Heading:
    """Title of a sheet and the lines below it: period, filter, who made it when."""

    title: str
    lines: tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class RowLinks:
    """Where complaints stand on the sheet that holds all of them: their rows by id."""

    sheet: str
    rows: Mapping[int, int]


class Page:
    """Writes a sheet from the top down; `row` is the next free one, `computed` the value of each formula by its cell."""

    def __init__(
        self, sheet: Worksheet, code: str, heading: Heading, links: RowLinks | None = None, *, keeps_head: bool = False
    ) -> None:
        """With `keeps_head` the rows above the first table are the office's own, and so is the print set-up if it has one."""
        self.sheet = sheet
        self._links = links
        self.code = code
        self.computed: dict[str, float | str] = {}
        self.row = HEADER_ROW
        self.charts: list[Chart] = []
        self._tables = 0
        self._key_widths: dict[int, float] = {}
        sheet.freeze_panes = f"B{HEADER_ROW + 1}"
        if not keeps_head:
            self._write_head(heading)
        if not keeps_head or sheet.page_setup.paperSize is None:
            set_up_print(sheet, heading.title)
        sheet.print_title_rows = sheet.print_title_rows or f"{HEADER_ROW}:{HEADER_ROW}"

    def _write_head(self, heading: Heading) -> None:
        sheet = self.sheet
        self.text(1, 1, heading.title).font = looks.TITLE
        sheet.row_dimensions[1].height = 28
        for row, line in enumerate(heading.lines, 2):
            self.text(row, 1, line).font = looks.SECONDARY
        sheet.sheet_view.showGridLines = False
        sheet.sheet_format.defaultRowHeight = looks.ROW_HEIGHT
        sheet.sheet_format.customHeight = True

    def text(self, row: int, column: int, text: str) -> Cell:
        cell = set_text(self._at(row, column), text)
        cell.font = looks.PLAIN
        cell.alignment = looks.LEFT
        return cell

    def _at(self, row: int, column: int) -> Cell:
        cell = self.sheet.cell(row, column)
        if not isinstance(cell, Cell):
            raise TypeError(cell)
        return cell

    def add_chart(self, chart: Chart, anchor: str) -> None:
        self.charts.append(chart)
        self.sheet.add_chart(chart, anchor)

    def link(self, row: int, column: int, complaint_id: int) -> None:
        """Make a cell lead to the complaint on the sheet of all of them, if the workbook has it."""
        if self._links and (target := self._links.rows.get(complaint_id)):
            cell = self._at(row, column)
            sheet = quote_sheetname(self._links.sheet)
            cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"{sheet}!A{target}")
            cell.font = looks.LINK

    def section(self, title: str) -> None:
        """A heading between tables, with one free row above it unless it is the first on the sheet."""
        if self.row > HEADER_ROW:
            self.row += 1
        self.text(self.row, 1, title).font = looks.SECTION
        self.row += 1

    def table(
        self,
        columns: Sequence[Column],
        rows: Sequence[Sequence[Value]],
        totals: Sequence[Total | Value] = (),
        keys: Keys | None = None,
    ) -> TableSpot:
        """A table with header, filter buttons and rows; a line of totals below it where `totals` are given.

        With `keys` the last column has them, and a small line at the end what makes those of the other columns. A table needs
        a row: one without any gets an empty one.
        """
        header = self.row
        if keys is not None:
            columns = [*columns, key_column(keys)]
            rows = [[*values, key] for values, key in zip(rows, keys.rows, strict=True)]
            totals = [*totals, keys.total] if totals else ()
        self._fit_widths(columns, rows, totals)
        lines = 1
        for at, heading in enumerate(unlike_headings(columns), 1):
            self._style_header(self.text(header, at, heading))
            lines = max(lines, looks.wrapped_lines(heading, self._width(at) - looks.FILTER_BUTTON))
        self.sheet.row_dimensions[header].height = 6 + 16.0 * lines
        data = rows or [[None] * len(columns)]
        self._write_rows(header + 1, columns, data)
        last = header + len(data)
        self._add_table(f"A{header}:{get_column_letter(len(columns))}{last}")
        self.row = last + 1
        spot = TableSpot(header, header + 1, last)
        if totals:
            self._total_row(columns, totals, spot)
        if any(column.ending for column in columns):
            self._endings(columns)
        return spot

    def _write_rows(self, first: int, columns: Sequence[Column], rows: Sequence[Sequence[Value]]) -> None:
        """The cells of a table. The look of a column is made once: openpyxl takes ten times as long for a look as for a value."""
        made: dict[tuple[int, bool], StyleArray] = {}
        for row, values in enumerate(rows, first):
            for at, (column, value) in enumerate(zip(columns, values, strict=True), 1):
                is_text = isinstance(value, str)
                if look := made.get((at, is_text)):
                    cell = self._at(row, at)
                    cell._style = copy(look)  # type: ignore[attr-defined]  # noqa: SLF001 - the way in which openpyxl's manual copies a look
                    _put(cell, value)
                    continue
                cell = self.value(row, at, value, column.number_format)
                cell.border = looks.ROW_LINE
                # A text that looks like a formula has a mark of its own in its look.
                if not cell.quotePrefix:
                    made[at, is_text] = copy(cell._style)  # type: ignore[attr-defined]  # noqa: SLF001 - likewise

    def _endings(self, columns: Sequence[Column]) -> None:
        """The line below a table that makes keys of other columns from those of the rows."""
        self.text(self.row, 1, _("added to the key")).font = looks.SMALL
        lines = 1
        for at, column in enumerate(columns, 1):
            if column.ending:
                cell = self.text(self.row, at, column.ending)
                cell.font, cell.alignment = looks.SMALL, looks.RIGHT_WRAPPED
                lines = max(lines, looks.wrapped_lines(column.ending, self._width(at)))
        self.sheet.row_dimensions[self.row].height = 12.0 * lines + 6
        self.row += 1

    def value(self, row: int, column: int, value: Value, number_format: str) -> Cell:
        """One value: texts left, numbers right; a text in a column of numbers stands right too."""
        is_text = number_format == looks.TEXT
        cell = _put(self._at(row, column), value)
        cell.font = looks.PLAIN
        cell.alignment = looks.INDENTED if is_text else looks.RIGHT
        if number_format == looks.KEY:
            cell.font, cell.alignment = looks.SMALL, looks.INDENTED
        elif not is_text:
            cell.number_format = number_format
        return cell

    def _style_header(self, cell: Cell) -> None:
        cell.font = looks.HEADER
        cell.fill = looks.HEADER_FILL
        cell.border = looks.HEADER_LINE
        cell.alignment = looks.CENTRE

    def _add_table(self, reference: str) -> None:
        self._tables += 1
        name = f"{self.code}_{self._tables}"
        table = Table(displayName=name, name=name, ref=reference)
        table.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=False)
        self.sheet.add_table(table)

    def _total_row(self, columns: Sequence[Column], totals: Sequence[Total | Value], spot: TableSpot) -> None:
        for at, (column, total) in enumerate(zip(columns, totals, strict=True), 1):
            if isinstance(total, Total):
                letter = get_column_letter(at)
                cell = self.formula(self.row, at, total, f"{letter}{spot.first}:{letter}{spot.last}")
                cell.number_format = column.number_format
                cell.alignment = looks.RIGHT
            else:
                cell = self.value(self.row, at, total, column.number_format)
            cell.font = looks.SMALL if column.number_format == looks.KEY else looks.STRONG
            cell.fill = looks.TOTAL_FILL
            cell.border = looks.TOTAL_LINE
        self.row += 1

    def formula(self, row: int, column: int, total: Total, cells: str) -> Cell:
        """A formula whose value is stored with it: programs that do not calculate show it all the same."""
        cell = self._at(row, column)
        cell.value = "=" + total.formula.format(cells=cells, row=row)
        self.computed[cell.coordinate] = total.value
        return cell

    def _fit_widths(
        self, columns: Sequence[Column], rows: Sequence[Sequence[Value]], totals: Sequence[Total | Value]
    ) -> None:
        for at, column in enumerate(columns):
            texts = [shown_text(values[at], column.number_format) for values in rows]
            texts += [
                shown_text(each.value, column.number_format) for each in totals[at : at + 1] if isinstance(each, Total)
            ]
            if column.number_format == looks.KEY:
                self._key_widths[at + 1] = max(column.width or 0.0, self._key_widths.get(at + 1, 0.0))
                continue
            width = column.width or max(looks.heading_width(column.heading), looks.fitting_width(texts))
            dimension = self.sheet.column_dimensions[get_column_letter(at + 1)]
            # A later table on the same sheet may widen a column, never narrow it.
            dimension.width = max(width, dimension.width if dimension.customWidth else 0.0)

    def _width(self, column: int) -> float:
        return float(self.sheet.column_dimensions[get_column_letter(column)].width)

    def width_cm(self, columns: int) -> int:
        """How wide the first columns are together, on the screen and on paper before it is made to fit."""
        return round(sum(map(self._width, range(1, columns + 1))) * _CM_OF_A_CHARACTER)

    def close(self) -> None:
        """Give the outermost keys their room. Others run on over the empty cells beside them, and widen no table below."""
        if self._key_widths:
            outermost = max(self._key_widths)
            self.sheet.column_dimensions[get_column_letter(outermost)].width = self._key_widths[outermost]

    def head_with(self, spot: TableSpot) -> None:
        """Repeat the header of this table on every printed page: it is the long one, below a short one that is not."""
        self.sheet.print_title_rows = f"{spot.header}:{spot.header}"
        self.sheet.freeze_panes = f"B{_HEADING_ROWS + 1}"

    def fit_one_page(self) -> None:
        """For sheets whose chart would be cut where a page ends."""
        self.sheet.page_setup.fitToHeight = 1

    def note(self, text: str, columns: int) -> None:
        """A sentence in small grey over the width of `columns`."""
        self._across(text, columns).font = looks.SECONDARY

    def paragraph(self, text: str, columns: int, key: str = "") -> None:
        """A sentence over the width of `columns`, as high as it needs to be, its key beside it."""
        if key:
            self.value(self.row, columns + 1, key, looks.KEY)
        self._across(text, columns)

    def _across(self, text: str, columns: int) -> Cell:
        cell = self.text(self.row, 1, text)
        cell.alignment = looks.WRAPPED
        self.sheet.merge_cells(start_row=self.row, start_column=1, end_row=self.row, end_column=columns)
        width = sum(map(self._width, range(1, columns + 1)))
        self.sheet.row_dimensions[self.row].height = looks.wrapped_height(text, width)
        self.row += 1
        return cell


def _put(cell: Cell, value: Value) -> Cell:
    if isinstance(value, str):
        return set_text(cell, value)
    # A sheet knows no zones.
    cell.value = value.replace(tzinfo=None) if isinstance(value, dt.datetime) else value
    return cell
