"""Which rows are hidden in the spreadsheets whose reader does not tell: `.xls` and `.ods`.

Formats: [MS-XLS] 2.4.28 BoundSheet8, 2.4.221 Row; OpenDocument 1.2 part 1, 19.749 `table:visibility`.
"""

from __future__ import annotations

import html
import re
import struct
from pathlib import Path

import olefile

_STREAMS = ("Workbook", "Book")
_UNREADABLE = (OSError, struct.error, ValueError, IndexError, TypeError, RecursionError)
_ROW, _BOUND_SHEET, _BEGIN, _END = 0x0208, 0x0085, 0x0809, 0x000A
_HEAD = struct.Struct("<HH")
_PLACE = struct.Struct("<IBB")
_ROW_SAYS = struct.Struct("<H10xH")
_IS_HIDDEN = 0x20
_WORKSHEET = 0
_LAST_ROW = 1_048_576

_TAG = re.compile(rb"<(/?)table:(table|table-row)([\s/][^>]*)?>")
_NAME = re.compile(rb"""\btable:name=("[^"]*"|'[^']*')""")
_REPEATED = re.compile(rb"""\btable:number-rows-repeated=["'](\d{1,9})["']""")
_INVISIBLE = re.compile(rb"""\btable:visibility=["'](?:collapse|filter)["']""")
_LONGEST_TAG = 64 * 1024


def of_old_workbook(path: Path) -> list[tuple[int, ...]] | None:
    """The hidden rows of each sheet of an `.xls` in its order; None where its records cannot be followed."""
    try:
        with olefile.OleFileIO(path) as parts:
            name = next(each for each in _STREAMS if parts.exists(each))
            records = parts.openstream(name).read()
        return [_of_sheet(records, place) for place in _places(records)]
    except (*_UNREADABLE, StopIteration):
        # The bytes come from strangers; the reader of cells says what is wrong with them, if anything is.
        return None


def is_surely_empty(path: Path) -> bool:
    """Whether the directory of an `.xls` can be read and names no workbook.

    The reader of cells believes the numbers in a spoiled head, and reserves gigabytes for them.
    """
    try:
        with olefile.OleFileIO(path) as parts:
            return not any(map(parts.exists, _STREAMS))
    except _UNREADABLE:
        return False


def _places(records: bytes) -> list[int]:
    """Where the records of each worksheet begin."""
    places: list[int] = []
    at = 0
    while True:
        kind, length = _HEAD.unpack_from(records, at)
        if kind == _END:
            return places
        if kind == _BOUND_SHEET:
            place, _visible, what = _PLACE.unpack_from(records, at + _HEAD.size)
            if what == _WORKSHEET:
                places.append(place)
        at += _HEAD.size + length


def _of_sheet(records: bytes, at: int) -> tuple[int, ...]:
    """The hidden rows of the sheet that begins there; what is drawn on it begins and ends within."""
    hidden = []
    depth = 0
    while True:
        kind, length = _HEAD.unpack_from(records, at)
        if kind == _ROW:
            number, says = _ROW_SAYS.unpack_from(records, at + _HEAD.size)
            if says & _IS_HIDDEN:
                hidden.append(number + 1)
        elif kind == _BEGIN:
            depth += 1
        elif kind == _END:
            depth -= 1
            if depth <= 0:
                return tuple(hidden)
        at += _HEAD.size + length


class DocumentRows:
    """Sees the content of an OpenDocument as a stream of bytes, and remembers the hidden rows of each sheet by its name."""

    def __init__(self) -> None:
        self.hidden: dict[str, tuple[int, ...]] = {}
        self._carried = b""
        self._sheet: str | None = None
        self._rows = 0
        self._found: list[int] = []

    def see(self, chunk: bytes) -> None:
        """The next bytes; a tag that is cut is looked at with those that follow."""
        text = self._carried + chunk
        cut = text.rfind(b"<", max(0, len(text) - _LONGEST_TAG))
        cut = len(text) if cut < 0 or b">" in text[cut:] else cut
        self._carried = text[cut:]
        for end, tag, says in _TAG.findall(text[:cut]):
            if tag == b"table-row":
                if not end:
                    self._see_row(says)
            elif end or says.endswith(b"/"):
                self._close()
            else:
                self._open(says)

    def _open(self, says: bytes) -> None:
        named = _NAME.search(says)
        self._sheet = html.unescape(named[1][1:-1].decode("utf-8", "replace")) if named else ""
        self._rows, self._found = 0, []

    def _see_row(self, says: bytes) -> None:
        repeated = _REPEATED.search(says)
        first, self._rows = self._rows + 1, min(self._rows + (int(repeated[1]) if repeated else 1), _LAST_ROW)
        if _INVISIBLE.search(says):
            self._found += range(first, self._rows + 1)

    def _close(self) -> None:
        if self._sheet is not None:
            self.hidden[self._sheet] = tuple(self._found)
        self._sheet = None
