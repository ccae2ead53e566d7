"""The ledger as a workbook or text file that people read and the import reads back."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import IO, Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from complaint_desk.domain.errors import Refusal
from complaint_desk.domain.fields import FIELD, FieldType
from complaint_desk.domain.plain_rows import PlainRow
from complaint_desk.i18n import _
from complaint_desk.i18n.words import Words
from complaint_desk.workbooks import row_cells
from complaint_desk.workbooks.cells import set_text
from complaint_desk.workbooks.finishing import StreamedSheet, finish
from complaint_desk.workbooks.foreign_text import harmless
from complaint_desk.workbooks.placing import placed
from complaint_desk.workbooks.row_cells import CellMaker, RowColumn
from complaint_desk.workbooks.spelling import moment_spelled, speller

WORKBOOK = ".xlsx"
TEXT = ".csv"
MOST_ROWS = 1_048_575
"""Rows of a sheet below its header (Excel specifications and limits)."""

_HEADER = Font(bold=True)
_TOP = Alignment(vertical="top")
_WIDTHS = {FieldType.LONG_TEXT: 60.0, FieldType.MOMENT: 18.0, FieldType.MONEY: 13.0, FieldType.PARTIAL_DATE: 12.0}
_WIDTH = 15.0
_TEXT_FORMAT = "@"
_FORMATS = {FieldType.MOMENT: "yyyy-mm-dd hh:mm:ss", FieldType.PARTIAL_DATE: "yyyy-mm-dd", FieldType.MONEY: "#,##0.00"}
_TITLE_ROW = 1
_WHOLE_DAY = len("2026-05-06")
_NOTHING = (None, "")


def check_export_type(path: Path) -> str:
    """`.xlsx` or `.csv`.

    Raises:
        Refusal: `unknown_export_type` with `file`.
    """
    kind = path.suffix.lower()
    if kind not in (WORKBOOK, TEXT):
        raise Refusal("unknown_export_type", file=str(path))
    return kind


@dataclass(frozen=True, slots=True)
class LedgerRows:
    """What is exported: names of fields, and `count` complaints in order as rows of them, in portions.

    `further` are the headings of last columns that are no fields; their texts then end each row.
    """

    columns: Sequence[str]
    portions: Iterable[Sequence[PlainRow]]
    count: int
    further: tuple[str, ...] = ()

    def headings(self, words: Words) -> list[str]:
        return [*map(words.field_label, self.columns), *self.further]


def write_ledger(
    path: Path, rows: LedgerRows, words: Words, about: Sequence[tuple[str, str]], before_showing: Callable[[], None]
) -> None:
    """Write complaints to `path`, which appears only when it is whole.

    Args:
        path: ends in `.xlsx` or `.csv` (UTF-8 with mark).
        rows: the complaints; the labels of their fields are the header.
        words: labels of the codes.
        about: lines of the sheet that tells about the workbook; a text file has none.
        before_showing: called when the file is written and not yet in its place.

    Raises:
        Refusal: `unknown_export_type`.
        Surroundings: `cannot_write`, `disk_full` with `path`.
    """
    kind = check_export_type(path)
    with placed(path) as file:
        if kind == WORKBOOK:
            _write_workbook(file, rows, words, about)
        else:
            _write_text(file, rows, words)
        file.flush()
        before_showing()


def _write_text(file: IO[bytes], rows: LedgerRows, words: Words) -> None:
    spellers = [cache(speller(name, words)) if FIELD[name].word_list else speller(name, words) for name in rows.columns]
    spellers += [str] * len(rows.further)
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(rows.headings(words))
    for portion in rows.portions:
        for row in portion:
            spelled = zip(spellers, row, strict=True)
            writer.writerow(["" if value in _NOTHING else harmless(spell(value)) for spell, value in spelled])
    text.detach()


def _write_workbook(file: IO[bytes], rows: LedgerRows, words: Words, about: Sequence[tuple[str, str]]) -> None:
    book = Workbook()
    _lay_out(book.worksheets[0], rows, words)
    information: Any = book.create_sheet(_("About this file"))
    information.column_dimensions["A"].width = _WIDTHS[FieldType.MOMENT]
    information.column_dimensions["B"].width = _WIDTHS[FieldType.LONG_TEXT]
    for row, line in enumerate(about, 1):
        for at, text in enumerate(line, 1):
            set_text(information.cell(row, at), text)
    streamed = StreamedSheet(_TITLE_ROW + 1, _TITLE_ROW + rows.count, lambda styles: _rows_xml(rows, styles, words))
    saved = io.BytesIO()
    book.save(saved)
    finish(saved, file, {}, {"xl/worksheets/sheet1.xml": streamed})


def _lay_out(sheet: Any, rows: LedgerRows, words: Words) -> None:
    """The header, and below it the row that carries the looks of the columns."""
    sheet.title = _("Ledger")
    sheet.freeze_panes = "A2"
    headings = rows.headings(words)
    types = [FIELD[name].type for name in rows.columns] + [FieldType.TEXT] * len(rows.further)
    for at, (heading, kind) in enumerate(zip(headings, types, strict=True), 1):
        title = set_text(sheet.cell(_TITLE_ROW, at), heading)
        title.font, title.alignment = _HEADER, _TOP
        sheet.cell(_TITLE_ROW + 1, at).number_format = _FORMATS.get(kind, _TEXT_FORMAT)
        sheet.column_dimensions[get_column_letter(at)].width = _WIDTHS.get(kind, _WIDTH)
    sheet.auto_filter.ref = f"A{_TITLE_ROW}:{get_column_letter(len(headings))}{_TITLE_ROW + rows.count}"


def _rows_xml(rows: LedgerRows, styles: Sequence[str], words: Words) -> Iterator[str]:
    makers = [_maker(name, style, words) for name, style in zip(rows.columns, styles, strict=False)]
    makers += [row_cells.texts(style) for style in styles[len(rows.columns) :]]
    letters = [get_column_letter(at) for at in range(1, len(makers) + 1)]
    made = [RowColumn(letter, maker) for letter, maker in zip(letters, makers, strict=True)]
    row = _TITLE_ROW + 1
    for portion in rows.portions:
        yield row_cells.rows_xml(portion, row, made)
        row += len(portion)


def _maker(name: str, style: str, words: Words) -> CellMaker:
    field = FIELD[name]
    match field.type:
        case FieldType.MOMENT:
            return row_cells.numbers(
                style, lambda seconds: row_cells.serial_of_moment(seconds) or moment_spelled(seconds)
            )
        case FieldType.MONEY:
            return row_cells.numbers(style, lambda fen: fen / 100)
        case FieldType.PARTIAL_DATE:
            return row_cells.numbers(style, _day)
        case FieldType.NUMBERS:
            return row_cells.labels(style, speller(name, words))
        case _ if field.word_list:
            return row_cells.labels(style, speller(name, words))
    return row_cells.texts(style)


def _day(text: str) -> float | str:
    """A whole day as a number; of less, and of days that a sheet does not know, the text."""
    return (row_cells.serial_of_day(dt.date.fromisoformat(text)) if len(text) == _WHOLE_DAY else None) or text
