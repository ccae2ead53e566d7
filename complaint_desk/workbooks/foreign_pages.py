"""Tables of web pages: what many web systems export under the name of a workbook."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html.parser import HTMLParser
from pathlib import Path

from complaint_desk.domain.errors import Refusal
from complaint_desk.domain.foreign.sheet_shape import Merges
from complaint_desk.workbooks.foreign_sheets import MOST_REACHED
from complaint_desk.workbooks.surveying import MOST_CELLS, MOST_COLUMNS

_LARGEST_PAGE = 200 * 1024**2
_DECLARED = re.compile(rb"""charset\s*=\s*["']?([\w-]+)""", re.IGNORECASE)
_STARTS = re.compile(rb"\s*(?:\xef\xbb\xbf)?\s*<(?:!doctype\s+html|html|head|meta|table|style|body)\b", re.IGNORECASE)
_ENCODINGS = ("utf-8-sig", "gb18030")
_BREAKS = frozenset({"br", "p", "div", "li"})


def is_page(start: bytes) -> bool:
    """Whether a file begins like a web page."""
    return _STARTS.match(start) is not None


def tables_of(path: Path) -> tuple[str, Sequence[tuple[list[list[str]], Merges]]]:
    """The encoding of a page, and its tables: rows, and the cells that reach over several rows or columns.

    Raises:
        Refusal: `broken_workbook`, `unknown_encoding`, `workbook_too_large`, `too_many_columns`, `too_many_cells` with `file`.
    """
    if path.stat().st_size > _LARGEST_PAGE:
        raise Refusal("workbook_too_large", file=str(path))
    content = path.read_bytes()
    encoding, text = _decoded(path, content)
    reader = _Tables(str(path))
    try:
        reader.feed(text)
        reader.close()
    except AssertionError as error:
        # So html.parser says that a declaration makes no sense.
        raise Refusal("broken_workbook", file=str(path)) from error
    return encoding, reader.tables


def _decoded(path: Path, content: bytes) -> tuple[str, str]:
    declared = _DECLARED.search(content[:4096])
    # What is declared as GB2312 is often more; the larger set reads both.
    named = declared[1].decode("ascii", "replace").lower() if declared else ""
    first = ("gb18030",) if named in ("gb2312", "gbk", "gb18030") else ()
    for encoding in (*first, *_ENCODINGS):
        try:
            return encoding, content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refusal("unknown_encoding", file=str(path))


class _Tables(HTMLParser):
    def __init__(self, file: str) -> None:
        super().__init__()
        self.tables: list[tuple[list[list[str]], list[tuple[tuple[int, int], tuple[int, int]]]]] = []
        self._file = file
        self._rows: list[list[str]] = []
        self._merges: list[tuple[tuple[int, int], tuple[int, int]]] = []
        self._reaching: dict[tuple[int, int], bool] = {}
        self._cell: list[str] | None = None
        self._spans = (1, 1)
        self._cells = self._reached = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self._begin_table()
        elif tag == "tr":
            self._end_cell()
            self._rows.append([])
        elif tag in ("td", "th"):
            self._end_cell()
            given = dict(attrs)
            self._spans = (_span(given.get("rowspan")), _span(given.get("colspan")))
            self._cell = []
        elif tag in _BREAKS and self._cell:
            self._cell.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th", "tr"):
            self._end_cell()
        elif tag == "table":
            self._end_cell()
            self._begin_table()

    def handle_data(self, data: str) -> None:
        if self._cell is not None:
            self._cell.append(data)

    def close(self) -> None:
        super().close()
        self._end_cell()
        self._begin_table()

    def _begin_table(self) -> None:
        if any(self._rows):
            self.tables.append((self._rows, self._merges))
        self._rows, self._merges, self._reaching = [], [], {}

    def _end_cell(self) -> None:
        if self._cell is None:
            return
        if not self._rows:
            self._rows.append([])
        at = len(self._rows) - 1
        row = self._rows[at]
        while self._reaching.pop((at, len(row)), False):
            row.append("")
        down, right = self._spans
        column = len(row)
        row += ["".join(self._cell).strip(), *[""] * (right - 1)]
        self._cells += right
        if len(row) > MOST_COLUMNS:
            raise Refusal("too_many_columns", file=self._file, limit=MOST_COLUMNS)
        if self._cells > MOST_CELLS:
            raise Refusal("too_many_cells", file=self._file, limit=MOST_CELLS)
        if down > 1:
            self._reached += down * right
            if self._reached > MOST_REACHED:
                raise Refusal("too_many_cells", file=self._file, limit=MOST_REACHED)
        if down > 1 or right > 1:
            self._merges.append(((at, column), (at + down - 1, column + right - 1)))
            for row_below in range(at + 1, at + down):
                for each in range(column, column + right):
                    self._reaching[row_below, each] = True
        self._cell = None


def _span(text: str | None) -> int:
    return max(1, min(int(text), MOST_COLUMNS)) if text and text.isdigit() and len(text) < 6 else 1
