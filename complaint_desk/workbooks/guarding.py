"""Before a foreign workbook is opened: is it one, is it whole, will it fit into memory, and what its cells do not tell.

An `.xlsx` is a zip of XML. Its directory may lie and its sheets may name cells far out, for which a reader would make
room; so the parts are unpacked once as a stream, looked at by `surveying` and thrown away.
"""

from __future__ import annotations

import errno
import re
import zipfile
import zlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from complaint_desk.domain.errors import Refusal
from complaint_desk.workbooks.hidden_rows import DocumentRows
from complaint_desk.workbooks.surveying import SheetSurvey, Surveyor, part_name, parts_of_sheets, says_that_it_fits

LARGEST_PART = 2 * 1024**3
LARGEST_WORKBOOK = 3 * 1024**3
MOST_PARTS = 10_000
HIGHEST_RATIO = 400
"""Unpacked ÷ packed. Ledgers reach 5 to 40, empty cells with formats 150, bombs 1,000."""

_FREE_RATIO_BELOW = 16 * 1024**2
_OUTSIDE = re.compile(r"/|[a-z]:|(.*/)?\.\.(/|$)")
_CHUNK = 1024**2
_BEGINNING = 4096
_DOCUMENT = "content.xml"
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, RuntimeError)


@dataclass(frozen=True, slots=True)
class WorkbookSurvey:
    """What is known of a workbook beside its cells: by sheet name; none for formats that do not tell.

    `hidden`: the hidden rows of sheets that are not surveyed.
    """

    sheets: dict[str, SheetSurvey] = field(default_factory=dict)
    hidden: dict[str, tuple[int, ...]] = field(default_factory=dict)
    from_1904: bool = False


def survey_workbook(
    path: Path,
    head: int | None = None,
    begin: Callable[[Callable[[str], bool]], None] = lambda _fits: None,
    *,
    ahead: bool = False,
) -> WorkbookSurvey:
    """Look through a zipped workbook; refuse what is none or would not fit.

    Args:
        path: an `.xlsx`, `.xlsm` or `.ods`.
        head: keep the XML of so many first rows of each sheet, for `first_rows`.
        begin: called in a thread beside, when nothing is wrong with all but the sheets of an `.xlsx`, which may take
            longer to look through; with what tells of a sheet, by its name, whether it says that it will fit.
        ahead: call it at once.

    Raises:
        Refusal: `broken_workbook`, `encrypted_workbook`, `workbook_too_large`, `too_many_columns`, `too_many_cells`;
            details hold `file`.
    """
    try:
        with zipfile.ZipFile(path) as package:
            _check_directory(path, package)
            names, from_1904 = parts_of_sheets(package)
            sheets = frozenset(names.values())
            document = DocumentRows()
            parts = {part_name(part): part for part in package.infolist()}
            of_sheets = {name: part for name, part in parts.items() if _is_sheet(name, sheets)}

            def check_rest() -> None:
                for name, part in parts.items():
                    if name not in of_sheets:
                        _check_part(package, part, document.see if name == _DOCUMENT else None)
                if of_sheets and not ahead:
                    begin(fits)

            def fits(sheet: str) -> bool:
                return _fits(package, of_sheets.get(names.get(sheet, "")))

            surveys = {}
            with ThreadPoolExecutor(2, "workbook") as beside:
                begun = beside.submit(begin, fits) if of_sheets and ahead else None
                rest = beside.submit(check_rest)
                for name, part in of_sheets.items():
                    surveyor = Surveyor(str(path), head)
                    _check_part(package, part, surveyor.see)
                    surveys[name] = surveyor.survey()
                rest.result()
                if begun:
                    begun.result()
    except _BROKEN as error:
        raise Refusal("broken_workbook", file=str(path)) from error
    except OSError as error:
        # So the system says that the directory points before the file's beginning.
        if error.errno != errno.EINVAL:
            raise
        raise Refusal("broken_workbook", file=str(path)) from error
    seen = {name: survey for name, part in names.items() if (survey := surveys.get(part)) is not None}
    return WorkbookSurvey(seen, document.hidden, from_1904)


def _is_sheet(name: str, sheets: frozenset[str]) -> bool:
    return name in sheets or (name.startswith("xl/worksheets/") and name.endswith(".xml"))


def _check_directory(path: Path, package: zipfile.ZipFile) -> None:
    parts = package.infolist()
    if any(part.flag_bits & 0x1 for part in parts):
        raise Refusal("encrypted_workbook", file=str(path))
    names = {part_name(part) for part in parts}
    if len(parts) > MOST_PARTS:
        raise Refusal("workbook_too_large", file=str(path))
    # Of two parts with one name each reader may take another; a part outside of the package has no business in it.
    if len(names) < len(parts) or any(map(_OUTSIDE.match, names)):
        raise Refusal("broken_workbook", file=str(path))
    if not any(name.startswith("xl/") or name == _DOCUMENT for name in names):
        raise Refusal("broken_workbook", file=str(path))
    unpacked = sum(part.file_size for part in parts)
    too_large = (
        unpacked > LARGEST_WORKBOOK
        # Parts may lie upon each other, so that each by itself is harmless.
        or unpacked > max(_FREE_RATIO_BELOW, HIGHEST_RATIO * path.stat().st_size)
        or any(part.file_size > LARGEST_PART for part in parts)
        or any(
            part.file_size > _FREE_RATIO_BELOW and part.file_size > HIGHEST_RATIO * max(part.compress_size, 1)
            for part in parts
        )
    )
    if too_large:
        raise Refusal("workbook_too_large", file=str(path))


def _fits(package: zipfile.ZipFile, sheet: zipfile.ZipInfo | None) -> bool:
    if sheet is None:
        return False
    with package.open(sheet) as content:
        return says_that_it_fits(content.read(_BEGINNING))


def _check_part(package: zipfile.ZipFile, part: zipfile.ZipInfo, see: Callable[[bytes], None] | None) -> None:
    """Unpack one part, which somebody may see on its way: its length is what the directory says."""
    with package.open(part) as content:
        while chunk := content.read(_CHUNK):
            if see:
                see(chunk)
