"""Sheets of foreign ledgers, opened with care: `.xlsx`, `.csv` and `.tsv` with one header row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from python_calamine import (
    CalamineError,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
    XmlError,
    ZipError,
)

from complaint_desk.domain.errors import Refusal, Surroundings
from complaint_desk.domain.import_rows import Cell, cell_text, column_name
from complaint_desk.domain.reading import tidy
from complaint_desk.workbooks.foreign_text import encoding_of, rows_of
from complaint_desk.workbooks.guarding import MOST_COLUMNS, check_workbook

TEXT_SHEET = ""
"""The name of the one sheet of a text file."""

_WORKBOOKS = frozenset({".xlsx", ".xlsm"})
_TEXTS = frozenset({".csv", ".tsv", ".txt"})


@dataclass(frozen=True, slots=True)
class ForeignSheet:
    """A sheet with its header and its rows, each with the number that a spreadsheet shows; `count` None if unknown.

    `rows` is read once, as it is wanted. Blank rows are passed over.
    """

    file: str
    name: str
    header: tuple[str, ...]
    rows: Iterator[tuple[int, Sequence[Cell]]]
    count: int | None


def open_sheets(path: Path, sheet: str | None = None) -> Iterator[ForeignSheet]:
    """The sheets of a file that have a header, one at a time; or the one that is named.

    Raises:
        Refusal: `unknown_file_type`, `empty_file`, `no_such_file`, `no_such_sheet`, and those of `guarding` and
            `foreign_text`; details hold `file`.
        Surroundings: `cannot_read` with `path`.
    """
    kind = path.suffix.lower()
    if kind not in _WORKBOOKS | _TEXTS:
        raise Refusal("unknown_file_type", file=str(path))
    try:
        if path.stat().st_size == 0:
            raise Refusal("empty_file", file=str(path))
        sheets = _of_workbook(path, sheet) if kind in _WORKBOOKS else _of_text(path, sheet)
        found = False
        for each in sheets:
            found = True
            yield each
    except FileNotFoundError as error:
        raise Refusal("no_such_file", file=str(path)) from error
    except OSError as error:
        raise Surroundings("cannot_read", path=str(path), reason=error.strerror or str(error)) from error
    if not found:
        raise Refusal("empty_file", file=str(path))


def _of_workbook(path: Path, wanted: str | None) -> Iterator[ForeignSheet]:
    check_workbook(path)
    try:
        with CalamineWorkbook.from_path(str(path)) as book:
            for name in _names_in(path, book, wanted):
                sheet = book.get_sheet_by_name(name)
                rows = iter(enumerate(sheet.iter_rows(), 1)) if sheet.start is not None else iter(())
                if (found := _with_header(path, name, rows, sheet.end[0] + 1 if sheet.end else 0)) is not None:
                    yield found
    except PasswordError as error:
        raise Refusal("encrypted_workbook", file=str(path)) from error
    except (ZipError, XmlError, CalamineError) as error:
        raise Refusal("broken_workbook", file=str(path)) from error
    except BaseException as error:
        # A panic inside calamine comes as an exception beside `Exception`, of a class that cannot be imported.
        if type(error).__name__ != "PanicException":
            raise
        raise Refusal("broken_workbook", file=str(path)) from error


def _names_in(path: Path, book: CalamineWorkbook, wanted: str | None) -> list[str]:
    """The visible sheets, or the one that is named."""
    if wanted is not None and wanted in book.sheet_names:
        return [wanted]
    names = [
        each.name
        for each in book.sheets_metadata
        if each.typ == SheetTypeEnum.WorkSheet and each.visible == SheetVisibleEnum.Visible
    ]
    if wanted is not None:
        raise Refusal("no_such_sheet", file=str(path), sheet=wanted, sheets=tuple(names))
    return names


def _of_text(path: Path, wanted: str | None) -> Iterator[ForeignSheet]:
    if wanted is not None:
        raise Refusal("no_such_sheet", file=str(path), sheet=wanted, sheets=())
    rows = enumerate(rows_of(path, encoding_of(path)), 1)
    if (found := _with_header(path, TEXT_SHEET, rows, None)) is not None:
        yield found


def _with_header(
    path: Path, name: str, rows: Iterator[tuple[int, Sequence[Cell]]], height: int | None
) -> ForeignSheet | None:
    """The sheet below its first row that is not blank; None for a blank sheet."""
    said = _said(path, rows)
    first = next(said, None)
    if first is None:
        return None
    header = tuple(" ".join(tidy(cell_text(cell)).split()) or column_name(at) for at, cell in enumerate(first[1]))
    count = None if height is None else max(height - first[0], 0)
    return ForeignSheet(str(path), name, header, said, count)


def _said(path: Path, rows: Iterator[tuple[int, Sequence[Cell]]]) -> Iterator[tuple[int, Sequence[Cell]]]:
    """The rows that are not blank. They are read as they are wanted, so the file may vanish meanwhile."""
    try:
        for number, cells in rows:
            if len(cells) > MOST_COLUMNS and any(cell not in (None, "") for cell in cells[MOST_COLUMNS:]):
                raise Refusal("too_many_columns", file=str(path), limit=MOST_COLUMNS)
            if any(cell is not None and (not isinstance(cell, str) or cell.strip()) for cell in cells):
                yield number, cells
    except OSError as error:
        raise Surroundings("cannot_read", path=str(path), reason=error.strerror or str(error)) from error
