"""What a table of the analysis workbook is made of: columns, totals, and the keys that find the complaints counted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from complaint_desk.i18n import _
from complaint_desk.workbooks.analysis import looks

_WIDEST_KEY = 44.0

Value: TypeAlias = str | int | float | dt.date | None


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table. `width` None fits it to what it holds.

    `ending`, put after the key of a row, makes the key of what is counted in this column; None where nothing is counted.
    """

    heading: str
    number_format: str = looks.TEXT
    width: float | None = None
    ending: str | None = None

    @property
    def is_text(self) -> bool:
        return self.number_format == looks.TEXT


@dataclass(frozen=True, slots=True)
class Total:
    """A formula below a column, and the value that it gives. `{cells}` stands for the column's cells, `{row}` for its row."""

    formula: str
    value: float | str


@dataclass(frozen=True, slots=True)
class TableSpot:
    """Where a table came to stand: its header's row, its first and last row of data."""

    header: int
    first: int
    last: int


def summed(values: Sequence[int]) -> Total:
    return Total("SUM({cells})", sum(values))


def summed_to(places: int, values: Sequence[float]) -> Total:
    """A sum rounded to decimal places, so that every program computes the same."""
    return Total(f"ROUND(SUM({{cells}}),{places})", round(sum(values), places))


@dataclass(frozen=True, slots=True)
class Keys:
    """The key of each row of a table (`domain.figure_keys`), and that of its line of totals; "" where nothing is counted."""

    rows: Sequence[str]
    total: str = ""


def unlike_headings(columns: Sequence[Column]) -> list[str]:
    """The headings, each made different from those before it: of two equal ones, whatever their case, Excel repairs the file."""
    seen: set[str] = set()
    headings = []
    for column in columns:
        heading, number = column.heading, 1
        while heading.casefold() in seen:
            number += 1
            heading = _("{heading} ({number})").format(heading=column.heading, number=number)
        seen.add(heading.casefold())
        headings.append(heading)
    return headings


def key_column(keys: Keys) -> Column:
    """The column of the keys themselves, which are set in smaller letters."""
    longest = max((len(key) for key in (*keys.rows, keys.total)), default=0)
    return Column(_("Key"), looks.KEY, min(max(longest * 0.82 + 3, 12.0), _WIDEST_KEY))


def shown_text(value: Value, number_format: str) -> str:
    """About what a cell shows, to measure it."""
    if value is None:
        return ""
    if isinstance(value, int | float):
        match number_format:
            case looks.SHARE | looks.CHANGE:
                return f"{value:.2%}  "
            case looks.COUNT:
                return f"{value:,}"
        return f"{value:,.2f}"
    return str(value)
