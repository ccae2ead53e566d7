"""The ledger as a workbook or text file that people read and the import reads back."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import IO, Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font

from complaint_desk.domain.complaint import Complaint, is_said
from complaint_desk.domain.errors import Refusal
from complaint_desk.domain.fields import FIELD, FieldType
from complaint_desk.domain.import_rows import column_name
from complaint_desk.domain.moments import PartialDate
from complaint_desk.domain.reading import Unreadable, read_word, read_words
from complaint_desk.i18n import _
from complaint_desk.i18n.words import Words
from complaint_desk.workbooks.cells import text_cell
from complaint_desk.workbooks.foreign_text import harmless
from complaint_desk.workbooks.placing import placed, save_aside

WORKBOOK = ".xlsx"
TEXT = ".csv"
MOST_ROWS = 1_048_575
"""Rows of a sheet below its header (Excel specifications and limits)."""

_HEADER = Font(bold=True)
_TOP = Alignment(vertical="top")
_WIDTHS = {FieldType.LONG_TEXT: 60.0, FieldType.MOMENT: 18.0, FieldType.MONEY: 13.0, FieldType.PARTIAL_DATE: 12.0}
_WIDTH = 15.0
_MOMENT_FORMAT = "yyyy-mm-dd hh:mm:ss"
_DAY_FORMAT = "yyyy-mm-dd"
_MONEY_FORMAT = "#,##0.00"


@dataclass(frozen=True, slots=True)
class Further:
    """A last column that is no field: its heading, and its text by complaint id, to be looked up while rows are written."""

    heading: str
    texts: Mapping[int, str]


def check_export_type(path: Path) -> str:
    """`.xlsx` or `.csv`.

    Raises:
        Refusal: `unknown_export_type` with `file`.
    """
    kind = path.suffix.lower()
    if kind not in (WORKBOOK, TEXT):
        raise Refusal("unknown_export_type", file=str(path))
    return kind


def write_ledger(
    path: Path,
    columns: Sequence[str],
    portions: Iterable[Sequence[Complaint]],
    words: Words,
    about: Sequence[tuple[str, str]],
    before_showing: Callable[[], None],
    *,
    further: Further | None = None,
) -> int:
    """Write complaints to `path`, which appears only when it is whole; returns how many.

    Args:
        path: ends in `.xlsx` or `.csv` (UTF-8 with mark).
        columns: names of fields; their labels are the header.
        portions: the complaints in order.
        words: labels of the codes.
        about: lines of the sheet that tells about the workbook; a text file has none.
        before_showing: called when the file is written and not yet in its place.
        further: a last column.

    Raises:
        Refusal: `unknown_export_type`.
        Surroundings: `cannot_write`, `disk_full` with `path`.
    """
    write = _write_workbook if check_export_type(path) == WORKBOOK else _write_text
    with placed(path) as file:
        count = write(file, columns, portions, words, about, further)
        file.flush()
        before_showing()
    return count


def _write_text(
    file: IO[bytes],
    columns: Sequence[str],
    portions: Iterable[Sequence[Complaint]],
    words: Words,
    _about: Sequence[tuple[str, str]],
    further: Further | None,
) -> int:
    speller = _Speller(words)
    count = 0
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    last = [further.heading] if further else []
    writer.writerow([words.field_label(name) for name in columns] + last)
    for portion in portions:
        count += len(portion)
        for each in portion:
            texts = [speller.text(name, getattr(each, name)) for name in columns]
            if further:
                texts.append(further.texts.get(each.id, ""))
            writer.writerow(map(harmless, texts))
    text.detach()
    return count


def _write_workbook(
    file: IO[bytes],
    columns: Sequence[str],
    portions: Iterable[Sequence[Complaint]],
    words: Words,
    about: Sequence[tuple[str, str]],
    further: Further | None,
) -> int:
    speller = _Speller(words)
    book = Workbook(write_only=True)
    # The type of openpyxl's write-only sheet lacks most of what it can do.
    sheet: Any = book.create_sheet(_("Ledger"))
    sheet.freeze_panes = "A2"
    for at, name in enumerate(columns):
        sheet.column_dimensions[column_name(at)].width = _WIDTHS.get(FIELD[name].type, _WIDTH)
    if further:
        sheet.column_dimensions[column_name(len(columns))].width = _WIDTHS[FieldType.MOMENT]
    headings = [words.field_label(name) for name in columns] + ([further.heading] if further else [])
    sheet.append([_header_cell(sheet, heading) for heading in headings])
    count = 0
    for portion in portions:
        count += len(portion)
        for each in portion:
            cells = [_cell(sheet, name, getattr(each, name), speller) for name in columns]
            if further:
                names = further.texts.get(each.id, "")
                cells.append(text_cell(sheet, names) if names else None)
            sheet.append(cells)
    if headings:
        sheet.auto_filter.ref = f"A1:{column_name(len(headings) - 1)}{count + 1}"
    information: Any = book.create_sheet(_("About this file"))
    information.column_dimensions["A"].width = _WIDTHS[FieldType.MOMENT]
    information.column_dimensions["B"].width = _WIDTHS[FieldType.LONG_TEXT]
    for line in about:
        information.append([text_cell(information, text) for text in line])
    save_aside(book, file)
    return count


def _header_cell(sheet: Any, text: str) -> Any:
    cell = text_cell(sheet, text)
    cell.font = _HEADER
    cell.alignment = _TOP
    return cell


def _cell(sheet: Any, name: str, value: object, speller: _Speller) -> Any:
    match value:
        case None | "" | ():
            return None
        case dt.datetime():
            return _formatted(sheet, value.replace(tzinfo=None), _MOMENT_FORMAT)
        case Decimal():
            return _formatted(sheet, float(value), _MONEY_FORMAT)
        case PartialDate(day=int()):
            return _formatted(sheet, value.first_day, _DAY_FORMAT)
    text = speller.text(name, value)
    # A plain text is written as text; only one that looks like something else needs a cell of its own.
    return text if text.isalpha() else text_cell(sheet, text)


def _formatted(sheet: Any, value: float | dt.date, number_format: str) -> Any:
    cell = WriteOnlyCell(sheet, value)  # type: ignore[arg-type]
    cell.number_format = number_format
    return cell


class _Speller:
    """Writes values so that the import reads the same values: a label only where it leads back to its code."""

    def __init__(self, words: Words) -> None:
        self._words = words
        self._spelled: dict[tuple[str, str], str] = {}

    def text(self, name: str, value: object) -> str:
        if not is_said(value):
            return ""
        field = FIELD[name]
        if isinstance(value, tuple):
            return _(", ").join(self._word(name, code) if field.word_list else code for code in value)
        if isinstance(value, dt.datetime):
            return value.replace(tzinfo=None).isoformat(" ")
        return self._word(name, str(value)) if field.word_list else str(value)

    def _word(self, name: str, code: str) -> str:
        key = (name, code)
        if key not in self._spelled:
            self._spelled[key] = self._spell(name, code)
        return self._spelled[key]

    def _spell(self, name: str, code: str) -> str:
        list_name = FIELD[name].word_list or name
        label = self._words.label(list_name, code)
        try:
            if FIELD[name].type is FieldType.WORDS:
                same = read_words(list_name, label, self._words.code) == (code,)
            else:
                same = read_word(list_name, label, self._words.code) == code
        except Unreadable:
            same = False
        return label if same else code
