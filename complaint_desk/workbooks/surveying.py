"""One look through the XML of a sheet, as a stream of bytes: how far its cells reach, what is hidden, what was not computed.

No XML parser looks at these bytes: they come from strangers, and a reader that is made for them reads the cells later.
"""

from __future__ import annotations

import html
import posixpath
import re
import zipfile
from dataclasses import dataclass, field

from complaint_desk.domain.errors import Refusal

MOST_COLUMNS = 500
MOST_CELLS = 20_000_000
"""Cells of the rectangle from A1 to the last one that says something, some 32 bytes each while the sheet is read."""

_LETTERS = 26
_LONGEST_ROW = 8 * 1024**2
"""Bytes of a row that are waited for; a longer one is looked at in pieces."""
_LARGEST_DIRECTORY = 1024**2
_MOST_UNCOMPUTED = 100_000
_SPARSE_FROM, _SPARSE = 2_000_000, 50
"""A rectangle that large, with fifty empty cells to each that says something, is no ledger."""

_PREFIX = re.compile(rb"<(\w+:)?worksheet[\s>]")
_DIMENSION = re.compile(rb"""<(?:\w+:)?dimension\s+ref=["'][A-Z]+\d+:([A-Z]{1,3})(\d{1,7})["']""")
_VALUE_ENDS = (b"v>", b"t>")


@dataclass(frozen=True, slots=True)
class SheetSurvey:
    """`rows`: how many the sheet has. `hidden_rows` and `uncomputed` (row → columns) count from 1 and from 0.

    `head` and `tail`: the XML of its first rows with all that stands before them, and what stands after its last one.
    """

    rows: int
    hidden_rows: tuple[int, ...] = ()
    uncomputed: dict[int, tuple[int, ...]] = field(default_factory=dict)
    head: bytes = b""
    tail: bytes = b""


@dataclass(frozen=True, slots=True)
class _Patterns:
    """For one namespace prefix: a row's first tag, a cell that says something, a formula without a stored value."""

    row: re.Pattern[bytes]
    cell: re.Pattern[bytes]
    uncomputed: re.Pattern[bytes]
    row_start: bytes
    end_of_row: bytes
    end_of_rows: bytes
    formula: bytes
    cell_start: bytes


def _patterns(prefix: bytes) -> _Patterns:
    p = re.escape(prefix)
    place = rb"""\br=["']([A-Z]{1,7})(\d{1,10})["'][^>]*"""
    return _Patterns(
        row=re.compile(rb"<" + p + rb"row[\s>/][^>]*>?"),
        cell=re.compile(rb"<" + p + rb"c\s[^>]*?" + place + rb"(?<!/)>(?!</" + p + rb"c>)"),
        uncomputed=re.compile(
            rb"<" + p + rb"c\s[^>]*?" + place + rb">\s*<" + p + rb"f(?:\s[^>]*)?(?:/>|>[^<]*</" + p + rb"f>)\s*"
            rb"(?:<" + p + rb"v\s*/>|<" + p + rb"v></" + p + rb"v>)?\s*</" + p + rb"c>"
        ),
        row_start=b"<" + prefix + b"row",
        end_of_row=b"</" + prefix + b"row>",
        end_of_rows=b"</" + prefix + b"sheetData>",
        formula=b"<" + prefix + b"f",
        cell_start=b"<" + prefix + b"c",
    )


_NUMBER = re.compile(rb"""\br=["'](\d{1,10})["']""")
_HIDDEN = re.compile(rb"""\bhidden=["'](?:1|true)["']""")


def says_that_it_fits(beginning: bytes) -> bool:
    """Whether a sheet says at its beginning, be it true or not, that its cells are few enough."""
    found = _DIMENSION.search(beginning)
    if not found:
        return False
    columns = _column_number(found[1])
    return columns <= MOST_COLUMNS and columns * int(found[2]) <= MOST_CELLS


class Surveyor:
    """Sees the parts of one sheet in their order; raises as soon as it reaches too far."""

    def __init__(self, file: str, head: int | None = None) -> None:
        self._file = file
        self._patterns: _Patterns | None = None
        self._carried = b""
        self._columns = 0
        self._beyond = _NUMBER
        self._last_row = 0
        self._cells = 0
        self._rows = 0
        self._hidden: list[int] = []
        self._uncomputed: dict[int, tuple[int, ...]] = {}
        self._wanted = head or 0
        self._head = b""
        self._tail: list[bytes] = []

    def see(self, chunk: bytes) -> None:
        """The next bytes; looked at as far as the last row in them is whole."""
        if self._tail:
            self._tail.append(chunk)
            return
        text = self._carried + chunk
        if self._patterns is None:
            found = _PREFIX.search(text)
            self._patterns = _patterns(found[1] or b"" if found else b"")
            self._expect_columns(text)
        over = text.find(self._patterns.end_of_rows)
        if over >= 0:
            self._look(text[:over])
            self._tail.append(text[over:])
            self._carried = b""
            return
        cut = text.rfind(self._patterns.end_of_row)
        if cut >= 0:
            cut += len(self._patterns.end_of_row)
        elif len(text) > _LONGEST_ROW:
            cut = len(text)
        else:
            cut = 0
        self._look(text[:cut])
        self._carried = text[cut:]

    def survey(self) -> SheetSurvey:
        """What was seen."""
        self._look(self._carried)
        return SheetSurvey(self._rows, tuple(self._hidden), self._uncomputed, self._head, b"".join(self._tail))

    def _look(self, text: bytes) -> None:
        patterns = self._patterns
        if not text or patterns is None:
            return
        if self._wanted:
            self._keep_head(text, patterns.end_of_row)
        tags = patterns.row.findall(text)
        self._rows += len(tags)
        if b" hidden=" in text:
            self._hidden += [
                int(found[1]) for tag in tags if _HIDDEN.search(tag) and (found := _NUMBER.search(tag)) is not None
            ]
        self._cells += text.count(patterns.cell_start)
        self._reach(text, patterns)
        if patterns.formula in text and len(self._uncomputed) < _MOST_UNCOMPUTED:
            for letters, row in patterns.uncomputed.findall(text):
                number = int(row)
                self._uncomputed[number] = (*self._uncomputed.get(number, ()), _column_number(letters) - 1)
        self._check()

    def _check(self) -> None:
        if self._columns > MOST_COLUMNS:
            raise Refusal("too_many_columns", file=self._file, limit=MOST_COLUMNS)
        rectangle = self._columns * self._last_row
        sparse = rectangle > _SPARSE_FROM and rectangle > _SPARSE * self._cells
        if sparse or rectangle > MOST_CELLS or self._cells > MOST_CELLS:
            raise Refusal("too_many_cells", file=self._file, limit=MOST_CELLS)

    def _expect_columns(self, text: bytes) -> None:
        """How many columns the sheet says that it has; a cell beyond them is looked for, since it may lie."""
        found = _DIMENSION.search(text)
        last = found[1] if found and len(found[1]) == 1 else b"Z"
        self._columns = _column_number(last)
        beyond = b"" if last == b"Z" else b"|[" + bytes([last[0] + 1]) + rb"-Z]\d"
        # A pattern that begins with a plain text is looked for ten times as fast.
        self._beyond = re.compile(rb"""r=["'](?:[A-Z]{2}|[A-Z]\d{7}""" + beyond + b")")

    def _reach(self, text: bytes, patterns: _Patterns) -> None:
        """How far the cells reach that say something."""
        if self._beyond.search(text):
            for letters, row in patterns.cell.findall(text):
                self._columns = max(self._columns, _column_number(letters))
                self._last_row = max(self._last_row, int(row))
        value = max(text.rfind(end) for end in _VALUE_ENDS)
        if value < 0:
            return
        start = text.rfind(patterns.row_start, 0, value)
        named = _NUMBER.search(text, start, text.find(b">", start)) if start >= 0 else None
        self._last_row = max(self._last_row, int(named[1]) if named else self._rows)

    def _keep_head(self, text: bytes, end_of_row: bytes) -> None:
        at = 0
        while self._wanted:
            found = text.find(end_of_row, at)
            if found < 0:
                self._head += text
                return
            at = found + len(end_of_row)
            self._wanted -= 1
        self._head += text[:at]


def parts_of_sheets(package: zipfile.ZipFile) -> tuple[dict[str, str], bool]:
    """The `part_name` of each sheet by its name, and whether the workbook counts its days from 1904."""
    known = {part_name(part): part for part in package.infolist()}
    try:
        book = _directory(package, known["xl/workbook.xml"])
        relations = _directory(package, known["xl/_rels/workbook.xml.rels"])
    except KeyError:
        return {}, False
    targets = {
        attributes.get("Id", ""): posixpath.normpath(posixpath.join("xl", attributes.get("Target", ""))).lstrip("/")
        for attributes in _tags(relations, "Relationship")
    }
    targets = {key: target.removeprefix("xl/xl/").removeprefix("xl//") for key, target in targets.items()}
    parts = {}
    for attributes in _tags(book, "sheet"):
        key = next((value for name, value in attributes.items() if name.endswith(":id")), "")
        if (target := targets.get(key)) is not None:
            target = target.lower()
            parts[attributes.get("name", "")] = target if target.startswith("xl/") else f"xl/{target}"
    from_1904 = any(each.get("date1904", "") in ("1", "true") for each in _tags(book, "workbookPr"))
    return parts, from_1904


def part_name(part: zipfile.ZipInfo) -> str:
    """How a part is called, whoever wrote it: some programs write reversed strokes or capitals, and readers take both."""
    return part.filename.replace("\\", "/").lower()


def _directory(package: zipfile.ZipFile, name: zipfile.ZipInfo) -> str:
    with package.open(name) as part:
        return part.read(_LARGEST_DIRECTORY).decode("utf-8", "replace")


def _tags(text: str, name: str) -> list[dict[str, str]]:
    found = re.findall(rf"<(?:\w+:)?{name}\s([^>]*)>", text)
    return [
        {key: html.unescape(value[1:-1]) for key, value in re.findall(r"""([\w:]+)\s*=\s*("[^"]*"|'[^']*')""", each)}
        for each in found
    ]


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * _LETTERS + letter - 64
    return number
