"""An office's own workbook: opened, looked through for mistakes, filled.

Its own sheets are taken over as they stand in its file, with their places filled. A sheet called like one of the report's
keeps the rows above the first table, its pictures and its print set-up; the report writes below. Sheets that it lacks follow.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from xml.etree import ElementTree as ET

from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from complaint_desk.domain.errors import Refusal, Surroundings
from complaint_desk.domain.workbook_templates import WorkbookMistake
from complaint_desk.i18n.words import Words
from complaint_desk.workbooks.analysis.office_template.assembly import DRAWN, Assembly
from complaint_desk.workbooks.analysis.office_template.dressing import STYLES
from complaint_desk.workbooks.analysis.office_template.fillings import no_figures
from complaint_desk.workbooks.analysis.office_template.package import Package
from complaint_desk.workbooks.analysis.office_template.places import Places, has_places
from complaint_desk.workbooks.analysis.office_template.sheet_cells import OwnSheet, cell_styles
from complaint_desk.workbooks.analysis.office_template.texts import drawn_texts, page_texts
from complaint_desk.workbooks.analysis.page import HEADER_ROW
from complaint_desk.workbooks.cells import set_text
from complaint_desk.workbooks.foreign_files import open_file
from complaint_desk.workbooks.guarding import survey_workbook

LARGEST = 20_000_000
"""Bytes of a template's file: a workbook with some pictures has a hundredth of them."""

_KIND, _WORKBOOK = ".xlsx", "workbook"
_REFUSED = frozenset({"pivotTable", "slicer", "timeline", "queryTable"})
_PLAIN_SHEET = re.compile(r"<worksheet\b")


@dataclass(frozen=True, slots=True)
class OfficeTemplate:
    """A workbook to be filled.

    `book` is it as openpyxl reads it, empty where a sheet is the office's `own`; `heads` are the sheets that the report writes
    on, by its code for them.
    """

    package: Package
    book: Workbook
    own: Mapping[str, OwnSheet]
    heads: Mapping[str, Worksheet]

    def fill_heads(self, places: Mapping[str, Places]) -> None:
        """Fill what stands above the tables; `places` are those of each sheet by its title."""
        for sheet in self.heads.values():
            if sheet.title not in places:
                continue
            known = places[sheet.title]
            for cell in _cells(sheet, 1, HEADER_ROW - 1):
                text = str(cell.value)
                if not has_places(text):
                    continue
                alone = known.alone(text)
                if alone and alone.number is not None and cell.number_format not in {"General", "@"}:
                    cell.value = alone.number
                else:
                    set_text(cell, known.filled(text))

    def parts_beside(self, saved: IO[bytes], places: Mapping[str, Places]) -> dict[str, bytes]:
        """What takes the place of parts of the saved `book`, or comes to them."""
        written = Package.read(saved, self.package.path)
        assembly = Assembly(self.package, written, places)
        titles = written.sheets()
        for title, sheet in self.own.items():
            assembly.put(title, sheet)
        for head in self.heads.values():
            if head.title in titles:
                assembly.keep_head(head.title)
        return assembly.parts()


def read_template(path: Path, words: Words) -> OfficeTemplate:
    """Open an office's workbook.

    Raises:
        Refusal: `not_a_template`, `broken_workbook`, `encrypted_workbook`, `workbook_too_large` with `file`;
            `workbook_mistakes` with `file` and `mistakes`.
        Surroundings: `cannot_open` with `path`.
    """
    package, book = _opened(path)
    sheets = package.sheets()
    codes = {title: words.code("sheet", title) for title in sheets}
    styles, shared = cell_styles(package.xml(STYLES)), package.shared_texts()
    own = {title: OwnSheet(package.text(sheets[title]), shared, styles) for title, code in codes.items() if not code}
    heads = {code: book[title] for title, code in codes.items() if code}
    if mistakes := tuple(_mistakes(package, own, heads, no_figures(words))):
        raise Refusal("workbook_mistakes", file=str(path), mistakes=mistakes)
    for title in own:
        _empty(book, title)
    return OfficeTemplate(package, book, own, heads)


def _opened(path: Path) -> tuple[Package, Workbook]:
    if path.suffix.lower() != _KIND:
        raise Refusal("not_a_template", file=str(path))
    try:
        if path.stat().st_size > LARGEST:
            raise Refusal("workbook_too_large", file=str(path))
        if open_file(path).kind != _WORKBOOK:
            raise Refusal("not_a_template", file=str(path))
        survey_workbook(path)
        with path.open("rb") as file:
            package = Package.read(file, path)
        with warnings.catch_warnings():
            # What openpyxl says that it drops stands on sheets that are taken over as they are.
            warnings.simplefilter("ignore")
            book = load_workbook(path)
    except OSError as error:
        raise Surroundings("cannot_open", path=str(path), reason=error.strerror or str(error)) from error
    except (KeyError, ValueError, TypeError, AttributeError, IndexError, ET.ParseError) as error:
        raise Refusal("broken_workbook", file=str(path)) from error
    if not all(_PLAIN_SHEET.search(package.text(part)) for part in package.sheets().values()):
        raise Refusal("not_a_template", file=str(path))
    return package, book


def _empty(book: Workbook, title: str) -> None:
    """A sheet of that name and place that holds nothing but what the workbook itself knows of it."""
    sheet = book[title]
    at = book.worksheets.index(sheet)
    names, state = sheet.defined_names, sheet.sheet_state
    area, rows, columns = sheet.print_area, sheet.print_title_rows, sheet.print_title_cols
    was_active = book.active is sheet
    book.remove(sheet)
    empty: Worksheet = book.create_sheet(title, at)
    empty.defined_names, empty.sheet_state = names, state
    if area:
        empty.print_area = area
    empty.print_title_rows, empty.print_title_cols = rows, columns
    if was_active:
        book.active = empty


def _mistakes(
    package: Package, own: Mapping[str, OwnSheet], heads: Mapping[str, Worksheet], places: Places
) -> Iterator[WorkbookMistake]:
    sheets = package.sheets()
    for title, part in sheets.items():
        for cell, text in _texts(package, part, own.get(title), heads):
            for code, written, meant in places.mistakes_in(text):
                yield WorkbookMistake(code, title, cell, written, meant)
        refused = {each.kind for each in package.relations(part)} & _REFUSED
        if refused:
            yield WorkbookMistake("holds_more", title)
    for sheet in heads.values():
        if sheet.tables:
            yield WorkbookMistake("holds_table", sheet.title, written=", ".join(sheet.tables))
        merged = (str(each) for each in sheet.merged_cells.ranges if each.max_row >= HEADER_ROW)
        filled = (cell.coordinate for cell in _cells(sheet, HEADER_ROW, sheet.max_row))
        if place := next(merged, None) or next(filled, None):
            yield WorkbookMistake("occupied", sheet.title, place)


def _texts(
    package: Package, part: str, own: OwnSheet | None, heads: Mapping[str, Worksheet]
) -> Iterator[tuple[str, str]]:
    """What a sheet says, with the cell that says it."""
    if own:
        yield from own.texts()
    else:
        title = next(title for title, name in package.sheets().items() if name == part)
        sheet = next(sheet for sheet in heads.values() if sheet.title == title)
        yield from ((cell.coordinate, str(cell.value)) for cell in _cells(sheet, 1, HEADER_ROW - 1))
    yield from (("header", text) for text in page_texts(package.text(part)))
    for name in package.below(package.relations(part)):
        if DRAWN.fullmatch(name):
            yield from (("drawing", text) for text in drawn_texts(package.text(name)))


def _cells(sheet: Worksheet, first: int, last: int) -> Iterator[Cell]:
    """The cells of some rows that hold something."""
    for row in sheet.iter_rows(first, last):
        yield from (cell for cell in row if isinstance(cell, Cell) and cell.value is not None)
