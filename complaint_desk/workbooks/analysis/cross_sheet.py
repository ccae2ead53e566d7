"""A cross of two groupings as a heat table: the darker a cell, the more complaints it has."""

from __future__ import annotations

from openpyxl.formatting.rule import ColorScale, FormatObject, Rule
from openpyxl.styles.colors import Color
from openpyxl.utils import get_column_letter

from complaint_desk.domain.analysis import Figures
from complaint_desk.domain.cross_table import cross_table
from complaint_desk.domain.figure_keys import group_ending, key_of
from complaint_desk.i18n import _
from complaint_desk.i18n.words import Words
from complaint_desk.workbooks.analysis import looks
from complaint_desk.workbooks.analysis.columns import Column, Keys, Total, Value, summed
from complaint_desk.workbooks.analysis.page import Page

_CELL = 12.0


def write_cross(page: Page, figures: Figures, grouping: str, words: Words) -> int:
    """The table with its sums; the key of a cell is that of its row with the ending of its column. Returns the rows."""
    table = cross_table(grouping, figures.by(grouping))
    across, along = grouping.split("|")
    last = get_column_letter(len(table.columns) + 1)
    columns = [
        Column(words.grouping_label(across)),
        *(
            Column(words.figure_label(along, code), looks.COUNT_OR_DASH, _CELL, group_ending(along, code))
            for code in table.columns
        ),
        Column(_("Total"), looks.COUNT, ending=""),
    ]
    rows: list[list[Value]] = [
        [words.figure_label(across, code), *counts, None] for code, counts in zip(table.rows, table.counts, strict=True)
    ]
    sums = [sum(column) for column in zip(*table.counts, strict=True)]
    totals: list[Total | Value] = [_("Total"), *(summed(column) for column in zip(*table.counts, strict=True))]
    keys = Keys([key_of(figures.request, across, code) for code in table.rows], key_of(figures.request))
    spot = page.table(columns, rows, [*totals, summed([sum(sums)])] if rows else (), keys)
    for row, counts in enumerate(table.counts, spot.first):
        cell = page.formula(row, len(columns), Total("SUM({cells})", sum(counts)), f"B{row}:{last}{row}")
        cell.font, cell.fill, cell.alignment = looks.STRONG, looks.TOTAL_FILL, looks.RIGHT
    if rows:
        page.sheet.conditional_formatting.add(f"B{spot.first}:{last}{spot.last}", _heat())
    return len(rows)


def _heat() -> Rule:
    ends = [FormatObject(type="num", val=0), FormatObject(type="max")]
    scale = ColorScale(cfvo=ends, color=[Color("FFFFFFFF"), Color(f"FF{looks.HEAT}")])
    return Rule(type="colorScale", colorScale=scale)
