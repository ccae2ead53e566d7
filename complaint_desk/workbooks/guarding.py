"""Before a foreign workbook is opened: is it one, is it whole, and will it fit into memory?

An `.xlsx` is a zip of XML. Its directory may lie and its sheets may name cells far out, for which a reader would make
room; so the parts are unpacked once as a stream, counted and thrown away.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from pathlib import Path

from complaint_desk.domain.errors import Refusal

MOST_COLUMNS = 500
MOST_CELLS = 20_000_000
"""Cells of the rectangle from A1 to the last one, some 32 bytes each while the sheet is read."""
LARGEST_PART = 2 * 1024**3
LARGEST_WORKBOOK = 3 * 1024**3
HIGHEST_RATIO = 400
"""Unpacked ÷ packed. Ledgers reach 5 to 40, empty cells with formats 150, bombs 1,000."""

_FREE_RATIO_BELOW = 16 * 1024**2
_CHUNK = 1024**2
_OVERLAP = 64
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
# A sheet may name rows and columns in any order, and leave the names out; cells before column AA need no look.
_FAR_CELL = re.compile(rb"""r=["'](?:([A-Z]{2,7})(\d{1,10})|[A-Z](\d{7,10}))["']""")
_ROW = re.compile(rb"""<(?:\w+:)?row\s[^>]{0,40}?\br=["'](\d{1,10})["']""")
_CELL_STARTS = (b"<c ", b"<c>", b":c ")
_LETTERS = 26


def check_workbook(path: Path) -> None:
    """Refuse what is no workbook or would not fit.

    Raises:
        Refusal: `broken_workbook`, `encrypted_workbook`, `workbook_too_large`, `too_many_columns`, `too_many_cells`;
            details hold `file`.
    """
    with path.open("rb") as file:
        start = file.read(64 * 1024)
    if start.startswith(_OLE):
        with path.open("rb") as file:
            _refuse_ole(path, file.read(_CHUNK))
    try:
        with zipfile.ZipFile(path) as package:
            _check_directory(path, package)
            for part in package.infolist():
                _check_part(path, package, part)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, RuntimeError) as error:
        raise Refusal("broken_workbook", file=str(path)) from error


def _refuse_ole(path: Path, start: bytes) -> None:
    if _ENCRYPTED_PACKAGE in start:
        raise Refusal("encrypted_workbook", file=str(path))
    raise Refusal("unknown_file_type", file=str(path))


def _check_directory(path: Path, package: zipfile.ZipFile) -> None:
    parts = package.infolist()
    if any(part.flag_bits & 0x1 for part in parts):
        raise Refusal("encrypted_workbook", file=str(path))
    if not any(part.filename.startswith("xl/") for part in parts):
        raise Refusal("broken_workbook", file=str(path))
    too_large = (
        sum(part.file_size for part in parts) > LARGEST_WORKBOOK
        or any(part.file_size > LARGEST_PART for part in parts)
        or any(
            part.file_size > _FREE_RATIO_BELOW and part.file_size > HIGHEST_RATIO * max(part.compress_size, 1)
            for part in parts
        )
    )
    if too_large:
        raise Refusal("workbook_too_large", file=str(path))


def _check_part(path: Path, package: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """Unpack one part: its length is what the directory says, and no cell of it lies too far out."""
    is_sheet = part.filename.startswith("xl/worksheets/") and part.filename.endswith(".xml")
    extent = _Extent()
    with package.open(part) as content:
        left = b""
        while chunk := content.read(_CHUNK):
            if is_sheet:
                extent.see(left + chunk)
                left = chunk[-_OVERLAP:]
                extent.check(path)


class _Extent:
    """The rectangle of a sheet as far as it was seen, never smaller than the true one."""

    def __init__(self) -> None:
        self.columns = _LETTERS
        self.rows = 0
        self.cells = 0

    def see(self, text: bytes) -> None:
        for letters, row, far_row in _FAR_CELL.findall(text):
            self.columns = max(self.columns, _column_number(letters))
            self.rows = max(self.rows, int(row or far_row))
        for row in _ROW.findall(text):
            self.rows = max(self.rows, int(row))
        self.cells += sum(map(text.count, _CELL_STARTS))

    def check(self, path: Path) -> None:
        if self.columns > MOST_COLUMNS:
            raise Refusal("too_many_columns", file=str(path), limit=MOST_COLUMNS)
        if max(self.columns * self.rows, self.cells) > MOST_CELLS:
            raise Refusal("too_many_cells", file=str(path), limit=MOST_CELLS)


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * _LETTERS + letter - 64
    return number
