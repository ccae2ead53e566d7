"""Many rows of a sheet as XML, made column by column: what takes openpyxl a minute takes a second or two.

A text stands in its cell (`inlineStr`), so no program takes it for a formula, whatever it begins with.
Source: ECMA-376-1, 18.3.1.4 (`c`), 18.3.1.73 (`row`), 22.4.2.4 (`_xHHHH_`).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias
from xml.sax.saxutils import escape

from complaint_desk.domain.plain_rows import PlainRow
from complaint_desk.workbooks.cells import cell_text

CellMaker: TypeAlias = Callable[[Sequence[Any]], Sequence[str]]
"""Gives for the values of a column what follows a cell's reference in the XML; "" leaves the cell out."""

_SPECIAL = re.compile(r"[&<>\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]|_x[0-9A-Fa-f]{4}_")
_ESCAPED_LIKE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_SURELY_FITS = 10_000
_DAY = 86_400
_SERIAL_OF_1970 = 25_569
_SERIAL_OF_MARCH_1900 = 61
"""Before that day spreadsheets count a day that never was (29 February 1900), and before 1900 none at all."""


@dataclass(frozen=True, slots=True)
class RowColumn:
    """A column of the rows: its letter and what makes its cells."""

    letter: str
    cells: CellMaker


def rows_xml(rows: Sequence[PlainRow], first: int, columns: Sequence[RowColumn]) -> str:
    """The `<row>` elements of `rows`, of which the first is row `first` of the sheet."""
    names = [str(number) for number in range(first, first + len(rows))]
    made: list[list[str]] = []
    for column, values in zip(columns if rows else (), zip(*rows, strict=True), strict=True):
        start = f'<c r="{column.letter}'
        ends = column.cells(values)
        made.append([f"{start}{name}{end}" if end else "" for name, end in zip(names, ends, strict=True)])
    lines = zip(names, zip(*made, strict=True), strict=True)
    return "".join([f'<row r="{name}">{"".join(cells)}</row>' for name, cells in lines])


def texts(style: str, *, keep_empty: bool = False) -> CellMaker:
    """Cells of any text. `style` is the number of a cell style; with `keep_empty` a cell without a value shows it too."""
    start, end, empty = _text_start(style), _TEXT_END, _empty(style, keep_empty=keep_empty)

    def make(values: Sequence[str | None]) -> list[str]:
        return [f"{start}{text}{end}" if text else empty for text in _fit([value or "" for value in values])]

    return make


def remembered(one: Callable[[Any], str]) -> CellMaker:
    """Cells of few different values: each value's is made by `one` the first time it is met."""
    known = _Remembered(one)
    return lambda values: [known[value] for value in values]


def labels(style: str, label: Callable[[Any], str], *, keep_empty: bool = False) -> CellMaker:
    """Cells that show the label of a code."""
    empty = _empty(style, keep_empty=keep_empty)
    return remembered(lambda code: empty if code in _NOTHING else text_end(style, label(code)))


def numbers(style: str, number: Callable[[Any], float | str], *, keep_empty: bool = False) -> CellMaker:
    """Cells of numbers: `number` gives the one of a value, or a text where there is none."""
    start, empty = f'" s="{style}"><v>', _empty(style, keep_empty=keep_empty)

    def one(value: Any) -> str:
        found = number(value)
        return text_end(style, found) if isinstance(found, str) else f"{start}{found!r}</v></c>"

    return lambda values: [empty if value in _NOTHING else one(value) for value in values]


def text_end(style: str, text: str) -> str:
    """What follows the reference of a cell that holds a text."""
    return f"{_text_start(style)}{_fit_text(text)}{_TEXT_END}"


def serial_of_moment(seconds: int) -> float | None:
    """The number by which a sheet knows a moment; None for one that a sheet cannot know. Seconds are those of plain rows."""
    serial = round(seconds / _DAY + _SERIAL_OF_1970, 9)
    return serial if serial >= _SERIAL_OF_MARCH_1900 else None


def serial_of_day(day: dt.date) -> int | None:
    """The same for a day."""
    serial = day.toordinal() - _EPOCH + _SERIAL_OF_1970
    return serial if serial >= _SERIAL_OF_MARCH_1900 else None


_EPOCH = dt.date(1970, 1, 1).toordinal()
_NOTHING = (None, "")
_TEXT_END = "</t></is></c>"


def _text_start(style: str) -> str:
    return f'" s="{style}" t="inlineStr"><is><t xml:space="preserve">'


def _empty(style: str, *, keep_empty: bool) -> str:
    return f'" s="{style}"/>' if keep_empty else ""


def _fit(values: Sequence[str]) -> Sequence[str]:
    # One look at all of them is far quicker than one at each.
    if _SPECIAL.search("".join(values)) is None and max(map(len, values), default=0) < _SURELY_FITS:
        return values
    return [_fit_text(text) if text else "" for text in values]


def _fit_text(text: str) -> str:
    return escape(_ESCAPED_LIKE.sub("_x005F_", cell_text(text)))


class _Remembered(dict[Any, str]):
    def __init__(self, one: Callable[[Any], str]) -> None:
        super().__init__()
        self._one = one

    def __missing__(self, value: Any) -> str:
        made = self[value] = self._one(value)
        return made
