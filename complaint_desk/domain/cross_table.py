"""A cross of two groupings as a table: rows and columns with their sums."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from complaint_desk.domain.analysis import TIME_GROUPINGS, GroupFigure


@dataclass(frozen=True, slots=True)
class CrossTable:
    """`counts` by row and column, in the order of the codes: times as they go, others with the most complaints first."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]

    @property
    def most(self) -> int:
        """The largest cell."""
        return max((count for row in self.counts for count in row), default=0)


def cross_table(grouping: str, groups: Sequence[GroupFigure]) -> CrossTable:
    """The groups of a cross (`nature|department`) as a table; groups of compared periods alone are left out."""
    cells = {tuple(each.code.split("|", 1)): each.count for each in groups if each.count}
    rows: Counter[str] = Counter()
    columns: Counter[str] = Counter()
    for (row, column), count in cells.items():
        rows[row] += count
        columns[column] += count
    across, along = grouping.split("|")
    row_codes, column_codes = _in_order(across, rows), _in_order(along, columns)
    counts = tuple(tuple(cells.get((row, column), 0) for column in column_codes) for row in row_codes)
    return CrossTable(row_codes, column_codes, counts)


def _in_order(grouping: str, sums: Counter[str]) -> tuple[str, ...]:
    if grouping in TIME_GROUPINGS:
        return tuple(sorted(sums))
    return tuple(sorted(sums, key=lambda code: (-sums[code], code)))
