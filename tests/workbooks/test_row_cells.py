"""Rows that are written past openpyxl: what was written is what both readers find, whatever people wrote."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from complaint_desk.workbooks import row_cells
from complaint_desk.workbooks.cells import LONGEST_TEXT, cell_text
from complaint_desk.workbooks.finishing import StreamedSheet, finish
from complaint_desk.workbooks.row_cells import CellMaker, RowColumn

EPOCH = dt.datetime(1970, 1, 1)
FIRST = dt.datetime(1900, 3, 1)


def written(portions: Sequence[Sequence[tuple[Any, ...]]], *makers: tuple[str, Any]) -> bytes:
    """A workbook of one sheet whose rows begin at 1; for each column a number format and what makes its maker of a style."""
    book = openpyxl.Workbook()
    for at, (number_format, _) in enumerate(makers, 1):
        book.worksheets[0].cell(1, at).number_format = number_format

    def rows(styles: Sequence[str]):
        columns = [
            RowColumn(letter, make(style)) for letter, style, (_, make) in zip("ABC", styles, makers, strict=False)
        ]
        row = 1
        for portion in portions:
            yield row_cells.rows_xml(portion, row, columns)
            row += len(portion)

    saved, target = io.BytesIO(), io.BytesIO()
    book.save(saved)
    finish(saved, target, {}, {"xl/worksheets/sheet1.xml": StreamedSheet(1, sum(map(len, portions)), rows)})
    return target.getvalue()


def texts(style: str) -> CellMaker:
    return row_cells.texts(style, keep_empty=True)


def read_by_calamine(book: bytes) -> list[list[Any]]:
    return CalamineWorkbook.from_filelike(io.BytesIO(book)).get_sheet_by_index(0).to_python(skip_empty_area=False)


def read_by_openpyxl(book: bytes) -> list[list[Any]]:
    return [list(row) for row in openpyxl.load_workbook(io.BytesIO(book)).worksheets[0].iter_rows(values_only=True)]


@given(st.lists(st.text().filter(bool), min_size=1, max_size=20))
def test_any_text_comes_back_as_a_cell_can_hold_it(values: list[str]) -> None:
    book = written([[(value,) for value in values]], ("@", texts))
    expected = [[cell_text(value)] for value in values]
    assert read_by_calamine(book) == expected
    # openpyxl shows the escape that other programs resolve.
    assert [[cell.replace("_x005F_", "_")] for (cell,) in read_by_openpyxl(book)] == [
        [cell.replace("_x005F_", "_")] for (cell,) in expected
    ]


@pytest.mark.parametrize(
    "text", ["=1+1", "@SUM(1)", "+86", "-2", "#N/A", "TRUE", "0012", "1E5", "<b>&amp;]]>", "_x0041_"]
)
def test_no_text_is_taken_for_anything_else(text: str) -> None:
    book = written([[(text,)]], ("@", texts))
    assert read_by_calamine(book) == [[text]]
    (cell,) = next(openpyxl.load_workbook(io.BytesIO(book)).worksheets[0].iter_rows())
    assert cell.data_type in ("s", "inlineStr")


@pytest.mark.parametrize("sign", ["a", "\U00020bb7"])
def test_a_text_beyond_the_limit_is_cut_and_says_so(sign: str) -> None:
    fits, too_long = sign * (LONGEST_TEXT // len(sign.encode("utf-16-le")) * 2), sign * LONGEST_TEXT * 2
    ((kept,), (cut,)) = read_by_calamine(written([[(fits,), (too_long,)]], ("@", texts)))
    assert kept == fits
    assert cut.endswith("…")
    # Excel counts a character outside the basic plane as two.
    assert LONGEST_TEXT - 2 < len(cut.encode("utf-16-le")) // 2 <= LONGEST_TEXT


@given(st.lists(st.datetimes(FIRST, dt.datetime(9999, 12, 31)), min_size=1, max_size=20))
def test_moments_come_back_to_the_second(moments: list[dt.datetime]) -> None:
    whole = [moment.replace(microsecond=0) for moment in moments]
    rows = [(int((moment - EPOCH).total_seconds()),) for moment in whole]

    def serials(style: str) -> CellMaker:
        return row_cells.numbers(style, lambda seconds: row_cells.serial_of_moment(seconds) or "")

    book = written([rows], ("yyyy-mm-dd hh:mm:ss", serials))
    assert [cell for (cell,) in read_by_openpyxl(book)] == whole
    assert [dt.datetime.combine(*_parts(cell)) for (cell,) in read_by_calamine(book)] == whole


def _parts(cell: dt.date) -> tuple[dt.date, dt.time]:
    return (cell.date(), cell.time()) if isinstance(cell, dt.datetime) else (cell, dt.time())


def test_a_day_that_sheets_count_wrongly_is_no_number() -> None:
    assert row_cells.serial_of_day(FIRST.date()) == 61
    assert row_cells.serial_of_day(dt.date(1900, 2, 28)) is None
    assert row_cells.serial_of_moment(int((FIRST - EPOCH).total_seconds())) == 61
    assert row_cells.serial_of_moment(int((FIRST - EPOCH).total_seconds()) - 1) is None


def test_portions_follow_each_other_and_what_is_not_said_is_empty() -> None:
    def labels(style: str) -> CellMaker:
        return row_cells.labels(style, str.upper)

    def amounts(style: str) -> CellMaker:
        return row_cells.numbers(style, lambda fen: fen / 100)

    portions: list[list[tuple[Any, ...]]] = [
        [("甲", "a", 1), ("", "", None)],
        [],
        [("乙", None, 0)],
        [(None, "a", 129910)],
    ]
    book = written(portions, ("@", texts), ("@", labels), ("0.00", amounts))
    assert read_by_openpyxl(book) == [
        ["甲", "A", 0.01], [None, None, None], ["乙", None, 0], [None, "A", 1299.1],
    ]  # fmt: skip


def test_without_rows_the_row_that_carried_the_looks_stays() -> None:
    assert read_by_openpyxl(written([], ("@", texts))) == [[None]]
