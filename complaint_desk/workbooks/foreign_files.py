"""Files of foreign ledgers, by what they are and not by what they are called; and the files of a folder."""

from __future__ import annotations

import dataclasses
import re
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from complaint_desk.domain.errors import Refusal, Surroundings
from complaint_desk.domain.file_kinds import OLD_WORKBOOK, OPEN_DOCUMENT, PAGE, TEXT, WORKBOOK, XML_WORKBOOK, HowRead
from complaint_desk.domain.foreign.sheet_shape import Merges
from complaint_desk.domain.foreign.text_forms import AS_GUESSED, TextForm
from complaint_desk.workbooks.foreign_books import sheets_of_book
from complaint_desk.workbooks.foreign_pages import is_page, tables_of
from complaint_desk.workbooks.foreign_sheets import MOST_REACHED, TEXT_SHEET, ForeignSheet, NumberedRow
from complaint_desk.workbooks.foreign_text import delimiter_of, encoding_of, rows_of
from complaint_desk.workbooks.foreign_xml import is_xml_workbook, sheets_of_xml
from complaint_desk.workbooks.surveying import MOST_COLUMNS

WORKBOOKS = frozenset({".xlsx", ".xlsm", ".xls", ".ods", ".et", ".xml"})
TEXTS = frozenset({".csv", ".tsv", ".txt"})
READABLE = WORKBOOKS | TEXTS

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_OLD_STREAMS = tuple(name.encode("utf-16-le") for name in ("Workbook", "Book"))
_OPEN_DOCUMENT, _FIRST_PART = b"application/vnd.oasis.opendocument.", 200
"""Its first part says what an OpenDocument is, unpacked (ODF 1.2, part 3, 3.3)."""
_START = 1024**2
_SIGNS, _WIDE = (b",", b"\t", b";", b"|"), (b"\xff\xfe", b"\xfe\xff")
_LOCK = "~$"
_FIGURES = re.compile(r"(\d+)")


@dataclass(frozen=True, slots=True)
class ForeignFile:
    """A file as it was opened. `kind`: as of `HowRead`. `sheets` are read once, one at a time."""

    path: Path
    kind: str
    sheets: Iterator[ForeignSheet]
    encoding: str = ""
    delimiter: str = ""

    @property
    def how(self) -> HowRead:
        return HowRead(str(self.path), self.kind, self.encoding, self.delimiter)


def files_in(paths: Sequence[Path]) -> tuple[tuple[Path, bool], ...]:
    """Each file, and whether it was named itself; folders give what can be read in them, lock files of Excel left out.

    Raises:
        Refusal: `empty_folder` with `file`, for a folder without such files.
        Surroundings: `cannot_read` with `path`.
    """
    found: dict[Path, bool] = {}
    for path in paths:
        if not path.is_dir():
            found[path] = True
            continue
        try:
            inside = [each for each in path.rglob("*") if each.suffix.lower() in READABLE and each.is_file()]
        except OSError as error:
            raise Surroundings("cannot_read", path=str(path), reason=error.strerror or str(error)) from error
        inside = [each for each in inside if not each.name.startswith((_LOCK, "."))]
        if not inside:
            raise Refusal("empty_folder", file=str(path))
        for each in sorted(inside, key=_natural):
            found.setdefault(each, False)
    return tuple(found.items())


def _natural(path: Path) -> list[tuple[int, int, str]]:
    """So that 2月 comes before 10月."""
    return [(0, int(part), "") if part.isdigit() else (1, 0, part) for part in _FIGURES.split(str(path))]


def open_file(
    path: Path, sheet: str | None = None, head: int | None = None, text: TextForm = AS_GUESSED, *, ahead: bool = False
) -> ForeignFile:
    """A file by what its first bytes say; its sheets are opened when they are read.

    Args:
        path: the file.
        sheet: the name of the only sheet that is wanted.
        head: only so many first rows of each sheet are wanted.
        text: how a text file is read.
        ahead: as of `sheets_of_book`.

    Raises:
        Refusal: `unknown_file_type`, `empty_file`, `no_such_file`, `encrypted_workbook`, `no_such_sheet`, and those of
            the readers, also while sheets are read; details hold `file`.
        Surroundings: `cannot_read` with `path`.
    """
    suffix = path.suffix.lower()
    if suffix not in READABLE:
        raise Refusal("unknown_file_type", file=str(path))
    with _reading(path):
        with path.open("rb") as file:
            start = file.read(_START)
        if not start:
            raise Refusal("empty_file", file=str(path))
        if start.startswith(_ZIP):
            kind = OPEN_DOCUMENT if _OPEN_DOCUMENT in start[:_FIRST_PART] else WORKBOOK
            return ForeignFile(path, kind, _kept(path, sheets_of_book(path, sheet, head, zipped=True, ahead=ahead)))
        if start.startswith(_OLE):
            if _ENCRYPTED in start:
                raise Refusal("encrypted_workbook", file=str(path))
            if not any(name in start for name in _OLD_STREAMS) and path.stat().st_size <= _START:
                raise Refusal("unknown_file_type", file=str(path))
            return ForeignFile(path, OLD_WORKBOOK, _kept(path, sheets_of_book(path, sheet, head, zipped=False)))
        if is_xml_workbook(start):
            return _xml(path, sheet, head)
        if is_page(start):
            return _page(path, sheet)
        if suffix in TEXTS or (not start.startswith(b"<") and (suffix == ".xls" or _is_table(start))):
            # Many web systems export a text and call it a workbook.
            return _text(path, sheet, head, text)
    raise Refusal("broken_workbook", file=str(path))


def _is_table(start: bytes) -> bool:
    """Whether a file may be a text of several cells in a line, whatever it is called."""
    first, _end, _rest = start.partition(b"\n")
    return start.startswith(_WIDE) or (0 not in first and any(sign in first for sign in _SIGNS))


def _text(path: Path, wanted: str | None, head: int | None, text: TextForm) -> ForeignFile:
    encoding = encoding_of(path, None if head is None else 8 * _START, text[0])
    delimiter = text[1] or delimiter_of(path, encoding)
    rows = enumerate(rows_of(path, encoding, delimiter), 1)
    sheets = _only(path, wanted, [ForeignSheet(str(path), TEXT_SHEET, rows)])
    return ForeignFile(path, TEXT, _kept(path, sheets), encoding, delimiter)


def _page(path: Path, wanted: str | None) -> ForeignFile:
    encoding, tables = tables_of(path)
    sheets = [
        ForeignSheet(
            str(path), str(at) if at > 1 else TEXT_SHEET, iter(enumerate(rows, 1)), len(rows), merges=tuple(merges)
        )
        for at, (rows, merges) in enumerate(tables, 1)
    ]
    return ForeignFile(path, PAGE, _kept(path, _only(path, wanted, sheets)), encoding)


def _xml(path: Path, wanted: str | None, head: int | None) -> ForeignFile:
    encoding, sheets = sheets_of_xml(path, head)
    return ForeignFile(path, XML_WORKBOOK, _kept(path, _only(path, wanted, sheets)), encoding)


def _only(path: Path, wanted: str | None, sheets: list[ForeignSheet]) -> Iterator[ForeignSheet]:
    if wanted is not None and wanted not in {sheet.name for sheet in sheets}:
        raise Refusal(
            "no_such_sheet", file=str(path), sheet=wanted, sheets=tuple(sheet.name for sheet in sheets if sheet.name)
        )
    if wanted is not None:
        # The one that is named counts as visible.
        return (dataclasses.replace(sheet, visible=True) for sheet in sheets if sheet.name == wanted)
    return iter(sheets)


def _kept(path: Path, sheets: Iterator[ForeignSheet]) -> Iterator[ForeignSheet]:
    """The sheets, whose file may vanish while it is read."""
    with _reading(path):
        for sheet in sheets:
            yield _guarded(path, sheet)


def _guarded(path: Path, sheet: ForeignSheet) -> ForeignSheet:
    return dataclasses.replace(sheet, rows=_rows(path, sheet.rows), merges=_merges(path, sheet))


def _merges(path: Path, sheet: ForeignSheet) -> Merges:
    """The merged cells as far as there are rows; a file may name far more of them than any ledger has."""
    last = MOST_REACHED if sheet.count is None else sheet.count
    merges = tuple(((top, left), (min(bottom, last), right)) for (top, left), (bottom, right) in sheet.merges)
    if sum(bottom - top for (top, _left), (bottom, _right) in merges) > MOST_REACHED:
        raise Refusal("too_many_cells", file=str(path), limit=MOST_REACHED)
    return merges


def _rows(path: Path, rows: Iterator[NumberedRow]) -> Iterator[NumberedRow]:
    with _reading(path):
        for number, cells in rows:
            if len(cells) > MOST_COLUMNS and any(cell not in (None, "") for cell in cells[MOST_COLUMNS:]):
                raise Refusal("too_many_columns", file=str(path), limit=MOST_COLUMNS)
            yield number, cells


@contextmanager
def _reading(path: Path) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError as error:
        raise Refusal("no_such_file", file=str(path)) from error
    except OSError as error:
        raise Surroundings("cannot_read", path=str(path), reason=error.strerror or str(error)) from error
    except zipfile.BadZipFile as error:
        raise Refusal("broken_workbook", file=str(path)) from error
