"""What a chart shows, as values: marks in rows and columns, each with what it says and the key of its cases."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mark:
    """One bar, column or cell: its value, what is said of it, and its figure key ("" where no cases stand behind it)."""

    value: float
    said: str
    key: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One group: its label, one mark for each series, and the numbers that stand beside it.

    `rest` stands for all smaller groups together, which could not lead.
    """

    label: str
    marks: tuple[Mark, ...]
    numbers: tuple[str, ...] = ()
    rest: bool = False


@dataclass(frozen=True, slots=True)
class Chart:
    """What all kinds have: a name for the object, a title, and the axis of values with its unit."""

    name: str
    title: str
    values: str

    def marks(self) -> Iterator[tuple[int, int, Mark]]:
        """Every mark with its row and column, as the arrow keys walk."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class Bars(Chart):
    """Horizontal bars by group. `series` names the periods: the one asked for first, then those compared."""

    series: tuple[str, ...]
    rows: tuple[Row, ...]
    whole: bool = True

    def marks(self) -> Iterator[tuple[int, int, Mark]]:
        for at, row in enumerate(self.rows):
            yield from ((at, place, mark) for place, mark in enumerate(row.marks))


@dataclass(frozen=True, slots=True)
class Columns(Chart):
    """Columns from left to right with a line over them.

    `across` names the axis of the columns. `line` has a value or None for each column: in their unit, or, with `percent`, in
    percent with an axis of its own at the right, on which `goal` is a level.
    """

    across: str
    rows: tuple[Row, ...]
    line: tuple[float | None, ...]
    line_name: str
    percent: bool = False
    goal: float | None = None

    def marks(self) -> Iterator[tuple[int, int, Mark]]:
        for at, row in enumerate(self.rows):
            yield from ((0, at, mark) for mark in row.marks)


@dataclass(frozen=True, slots=True)
class Heat(Chart):
    """A table of rows and `columns`; the last of both are sums, which take no part in the colours."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]

    def marks(self) -> Iterator[tuple[int, int, Mark]]:
        for at, row in enumerate(self.rows):
            yield from ((at, place, mark) for place, mark in enumerate(row.marks))
