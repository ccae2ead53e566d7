"""XML Spreadsheet 2003, which older systems export as `.xls` or `.xml`.

Format: XML Spreadsheet Reference (Microsoft, 2002): `Workbook`, `Worksheet`, `Table`, `Row`, `Cell`, `Data`. A document that
declares entities is none; a formula is read as the value that stands beside it.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from xml.parsers import expat

from complaint_desk.domain.errors import Refusal
from complaint_desk.domain.foreign.cells import Cell
from complaint_desk.domain.foreign.sheet_shape import Merges
from complaint_desk.workbooks.foreign_sheets import ForeignSheet, NumberedRow
from complaint_desk.workbooks.surveying import MOST_CELLS, MOST_COLUMNS

_LARGEST = 512 * 1024**2
_LAST_ROW = 1_048_576
_CHUNK = 1024**2
_SHEET = "urn:schemas-microsoft-com:office:spreadsheet"
_EXCEL = "urn:schemas-microsoft-com:office:excel"
_SIGN = b"schemas-microsoft-com:office:spreadsheet"
_START = 4096
_DECLARED = re.compile(rb"""<\?xml[^>]*\bencoding\s*=\s*["']([\w-]+)""")
_CHINESE = ("gb2312", "gbk", "gb18030")
_HIDDEN = ("SheetHidden", "SheetVeryHidden")
_WIDE = (b"\xff\xfe", b"\xfe\xff")


def is_xml_workbook(start: bytes) -> bool:
    """Whether a file begins like an XML spreadsheet."""
    begin = start[:_START].replace(b"\0", b"") if start.startswith(_WIDE) else start[:_START]
    return _SIGN in begin and begin.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").startswith((b"<?xml", b"<Workbook", b"<ss:"))


def sheets_of_xml(path: Path, head: int | None) -> tuple[str, list[ForeignSheet]]:
    """The encoding of a document, and its sheets; of `head` alone their first rows.

    Raises:
        Refusal: `broken_workbook`, `unknown_encoding`, `workbook_too_large`, `too_many_columns`, `too_many_cells` with `file`.
    """
    if path.stat().st_size > _LARGEST:
        raise Refusal("workbook_too_large", file=str(path))
    with path.open("rb") as file:
        start = file.read(_START)
        encoding = _encoding_of(start)
        file.seek(0)
        reader = _Reader(str(path), head)
        try:
            with open(file.fileno(), encoding=encoding, newline="", closefd=False) as text:
                while chunk := text.read(_CHUNK):
                    reader.feed(chunk)
            reader.feed("", last=True)
        except expat.ExpatError as error:
            raise Refusal("broken_workbook", file=str(path)) from error
        except UnicodeError as error:
            raise Refusal("unknown_encoding", file=str(path)) from error
    return encoding, [each.sheet(str(path), from_1904=reader.from_1904) for each in reader.sheets]


def _encoding_of(start: bytes) -> str:
    if start.startswith(_WIDE):
        return "utf-16"
    declared = _DECLARED.search(start)
    # What is declared as GB2312 is often more; the larger set reads both.
    return "gb18030" if declared and declared[1].decode().lower() in _CHINESE else "utf-8-sig"


@dataclass
class _Sheet:
    """A sheet while it is read: its rows that say something, by their numbers."""

    name: str
    rows: list[tuple[int, list[Cell]]] = field(default_factory=list)
    merges: list[tuple[tuple[int, int], tuple[int, int]]] = field(default_factory=list)
    hidden: list[int] = field(default_factory=list)
    visible: bool = True
    last: int = 0

    def sheet(self, file: str, *, from_1904: bool) -> ForeignSheet:
        told = tuple(row for row in self.hidden if row <= self.last)
        return ForeignSheet(file, self.name, self._all(), self.last, self.visible, self._merges, told, {}, from_1904)

    @property
    def _merges(self) -> Merges:
        return tuple(self.merges)

    def _all(self) -> Iterator[NumberedRow]:
        before = 0
        for number, cells in self.rows:
            yield from ((blank, ()) for blank in range(before + 1, number))
            yield number, cells
            before = number


class _Reader:
    """Hears the document element by element; only what lies within `Table` is kept."""

    def __init__(self, file: str, head: int | None) -> None:
        self.sheets: list[_Sheet] = []
        self.from_1904 = False
        self._file = file
        self._most_rows = head or _LAST_ROW
        self._row = self._span = self._column = self._cells = self._comments = 0
        self._across = 0
        self._line: list[Cell] = []
        self._said: list[str] | None = None
        self._type = ""
        # A text is handed over as UTF-8, whatever its own declaration says.
        self._parser = parser = expat.ParserCreate("utf-8", " ")
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = self._refuse
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._hear

    def feed(self, text: str, *, last: bool = False) -> None:
        self._parser.Parse(text, last)

    def _refuse(self, *_declared: object) -> None:
        raise Refusal("broken_workbook", file=self._file)

    def _start(self, name: str, said: dict[str, str]) -> None:
        space, _, tag = name.rpartition(" ")
        if space not in (_SHEET, _EXCEL):
            return
        match tag:
            case "Worksheet":
                self.sheets.append(_Sheet(said.get(f"{_SHEET} Name", "")))
                self._row = self._span = 0
            case "Row" if self.sheets:
                self._begin_row(said)
            case "Cell" if self.sheets:
                self._begin_cell(said)
            case "Comment":
                self._comments += 1
            case "Data" if not self._comments:
                self._said, self._type = [], said.get(f"{_SHEET} Type", "")
            case "Visible" | "Date1904":
                self._said = []

    def _end(self, name: str) -> None:
        space, _, tag = name.rpartition(" ")
        if space not in (_SHEET, _EXCEL):
            return
        match tag:
            case "Row" if self.sheets:
                self._end_row()
            case "Comment":
                self._comments -= 1
            case "Data" if self._column and not self._comments and self._said is not None:
                self._line += [None] * (self._column - 1 - len(self._line))
                self._line[self._column - 1 :] = [_value("".join(self._said), self._type)]
                self._said = None
            case "Visible" if self.sheets:
                self.sheets[-1].visible = "".join(self._said or ()).strip() not in _HIDDEN
                self._said = None
            case "Date1904":
                self.from_1904, self._said = True, None

    def _hear(self, text: str) -> None:
        if self._said is not None:
            self._said.append(text)

    def _begin_row(self, said: dict[str, str]) -> None:
        self._row = max(_number(said.get(f"{_SHEET} Index")), self._row + 1 + self._span)
        self._span = _number(said.get(f"{_SHEET} Span"))
        self._column, self._across, self._line = 0, 0, []
        if self._row + self._span > _LAST_ROW:
            raise Refusal("too_many_cells", file=self._file, limit=MOST_CELLS)
        if said.get(f"{_SHEET} Hidden") == "1":
            self.sheets[-1].hidden += range(self._row, self._row + self._span + 1)

    def _begin_cell(self, said: dict[str, str]) -> None:
        self._column = max(_number(said.get(f"{_SHEET} Index")), self._column + 1 + self._across)
        self._across, down = _number(said.get(f"{_SHEET} MergeAcross")), _number(said.get(f"{_SHEET} MergeDown"))
        self._cells += 1
        if self._column + self._across > MOST_COLUMNS:
            raise Refusal("too_many_columns", file=self._file, limit=MOST_COLUMNS)
        if self._cells > MOST_CELLS:
            raise Refusal("too_many_cells", file=self._file, limit=MOST_CELLS)
        if self._across or down:
            first = (self._row - 1, self._column - 1)
            self.sheets[-1].merges.append((first, (first[0] + down, first[1] + self._across)))

    def _end_row(self) -> None:
        sheet = self.sheets[-1]
        if any(cell not in (None, "") for cell in self._line):
            sheet.last = self._row
            if self._row <= self._most_rows:
                sheet.rows.append((self._row, self._line))


def _number(text: str | None) -> int:
    return int(text) if text and text.isdigit() and text.isascii() and len(text) < 9 else 0


def _value(text: str, kind: str) -> Cell:
    """A value by its type; what is no value of it stays the text that it is."""
    try:
        match kind:
            case "Number" if math.isfinite(number := float(text)):
                return number
            case "DateTime":
                return dt.datetime.fromisoformat(text)
            case "Boolean":
                return text.strip() == "1"
    except ValueError:
        pass
    return text
