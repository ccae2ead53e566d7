"""Columns of a table for which there is nothing to show are left out; the others share their width."""

from __future__ import annotations

from collections.abc import Callable
from xml.etree import ElementTree as ET

from complaint_desk.printing.word.word_file import W

IsAbsent = Callable[[ET.Element, ET.Element], bool]
"""Whether a cell (the second) of a row (the first) has nothing to show in any repetition."""


def leave_out_columns(root: ET.Element, is_absent: IsAbsent) -> None:
    """Only in tables without joined cells: in others a column has no one place."""
    for table in root.iter(W + "tbl"):
        grid = table.find(W + "tblGrid")
        if grid is None or any(_is_joined(cell) for cell in table.iter(W + "tc")):
            continue
        rows = table.findall(W + "tr")
        absent = {at for row in rows for at, cell in enumerate(row.findall(W + "tc")) if is_absent(row, cell)}
        if absent and len(absent) < len(grid):
            _leave_out(grid, rows, absent)


def _is_joined(cell: ET.Element) -> bool:
    return any(cell.find(f"{W}tcPr/{W}{tag}") is not None for tag in ("gridSpan", "vMerge", "hMerge"))


def _leave_out(grid: ET.Element, rows: list[ET.Element], absent: set[int]) -> None:
    widths = [int(column.get(W + "w", "0")) for column in grid]
    kept = [at for at in range(len(widths)) if at not in absent]
    room = sum(widths[at] for at in kept) or 1
    wider = {at: str(round(widths[at] * sum(widths) / room)) for at in kept}
    for at, column in enumerate(list(grid)):
        _keep(grid, column, column, wider.get(at))
    for row in rows:
        for at, cell in enumerate(row.findall(W + "tc")):
            _keep(row, cell, cell.find(f"{W}tcPr/{W}tcW"), wider.get(at))


def _keep(parent: ET.Element, child: ET.Element, measure: ET.Element | None, width: str | None) -> None:
    if width is None:
        parent.remove(child)
    elif measure is not None:
        measure.set(W + "w", width)
