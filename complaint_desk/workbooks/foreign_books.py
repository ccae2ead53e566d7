"""Workbooks of foreign ledgers, read by calamine: `.xlsx`, `.xlsm`, `.xls`, `.ods`."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
    WorkbookClosed,
    XmlError,
    ZipError,
)

from complaint_desk.domain.errors import Refusal
from complaint_desk.workbooks import hidden_rows
from complaint_desk.workbooks.first_rows import first_rows
from complaint_desk.workbooks.foreign_sheets import ForeignSheet
from complaint_desk.workbooks.guarding import WorkbookSurvey, survey_workbook
from complaint_desk.workbooks.surveying import MOST_CELLS, SheetSurvey

_LARGEST_OLD_WORKBOOK = 512 * 1024**2
_TRUE_SUFFIXES = {(True, True): (".xlsx", ".xlsm"), (True, False): (".ods",), (False, False): (".xls",)}
"""By whether the file is a package, and whether it is one of sheets that were surveyed."""


def sheets_of_book(
    path: Path, wanted: str | None, head: int | None, *, zipped: bool, ahead: bool = False
) -> Iterator[ForeignSheet]:
    """The sheets of a workbook in its order, hidden ones marked; or the one that is named.

    Args:
        path: the file.
        wanted: the name of a sheet.
        head: read so many first rows of each sheet only, where the format allows it.
        zipped: `.xlsx` and `.ods` are, `.xls` is not.
        ahead: open an `.xlsx` and read its first sheet while it is still looked through. One that lies of its size may then
            take the process with it, in the place of a refusal that names what is wrong.

    Raises:
        Refusal: `broken_workbook`, `encrypted_workbook`, `no_such_sheet`, and those of `survey_workbook`.
    """
    with _readable(path), _opened(path, wanted, head, zipped=zipped, ahead=ahead) as (book, first, survey):
        hidden: Mapping[str, tuple[int, ...]] = survey.hidden if zipped else _hidden_of_old(path, book)
        names = _named(path, book, wanted)
        for at, (name, visible) in enumerate(names, 1):
            sheet = first.pop(name, None) or book.get_sheet_by_name(name)
            if at == len(names):
                # What its sheets share is no longer needed, and takes a fourth of the memory.
                book.close()
            yield _sheet(path, sheet, survey, hidden.get(name), visible=visible)


def _hidden_of_old(path: Path, book: CalamineWorkbook) -> dict[str, tuple[int, ...]]:
    names = [each.name for each in book.sheets_metadata if each.typ == SheetTypeEnum.WorkSheet]
    found = hidden_rows.of_old_workbook(path)
    # Where the two readers do not see the same sheets, one of them is wrong.
    return dict(zip(names, found, strict=True)) if found is not None and len(found) == len(names) else {}


def _old_survey(path: Path) -> WorkbookSurvey:
    if path.stat().st_size > _LARGEST_OLD_WORKBOOK:
        raise Refusal("workbook_too_large", file=str(path))
    if hidden_rows.is_surely_empty(path):
        raise Refusal("broken_workbook", file=str(path))
    return WorkbookSurvey()


@contextmanager
def _opened(
    path: Path, wanted: str | None, head: int | None, *, zipped: bool, ahead: bool
) -> Iterator[tuple[CalamineWorkbook, dict[str, CalamineSheet], WorkbookSurvey]]:
    """The workbook, by name the sheets of it that are read already, and what is known of it."""
    suffix = path.suffix.lower()
    begun: list[CalamineWorkbook] = []
    first: dict[str, CalamineSheet] = {}

    def begin(fits: Callable[[str], bool]) -> None:
        if head is not None or suffix not in _TRUE_SUFFIXES[True, True]:
            return
        book = CalamineWorkbook.from_path(str(path))
        begun.append(book)
        for name in book.sheet_names[:1] if wanted is None else [wanted]:
            if ahead and fits(name):
                first[name] = book.get_sheet_by_name(name)

    survey = survey_workbook(path, head, begin, ahead=ahead) if zipped else _old_survey(path)
    with ExitStack() as opened:
        if head is not None and any(sheet.rows > head for sheet in survey.sheets.values()):
            book = CalamineWorkbook.from_filelike(first_rows(path, survey))
        elif begun:
            book = begun.pop()
        elif suffix in _TRUE_SUFFIXES[zipped, bool(survey.sheets)]:
            book = CalamineWorkbook.from_path(str(path))
        else:
            # From a path calamine believes the name; an .xlsx that is called .xls has to be looked at.
            book = CalamineWorkbook.from_filelike(opened.enter_context(path.open("rb")))
        opened.callback(_close, book)
        yield book, first, survey


def _close(book: CalamineWorkbook) -> None:
    with suppress(WorkbookClosed):
        book.close()


@contextmanager
def _readable(path: Path) -> Iterator[None]:
    """What a reader of workbooks raises, as a refusal."""
    try:
        yield
    except PasswordError as error:
        raise Refusal("encrypted_workbook", file=str(path)) from error
    except (ZipError, XmlError, CalamineError, zipfile.BadZipFile, zlib.error, EOFError, ValueError) as error:
        raise Refusal("broken_workbook", file=str(path)) from error
    except OSError as error:
        # One that has no number comes from inside the file: a part is shorter than it says.
        if error.errno is not None:
            raise
        raise Refusal("broken_workbook", file=str(path)) from error
    except BaseException as error:
        # A panic inside calamine comes as an exception beside `Exception`, of a class that cannot be imported.
        if type(error).__name__ != "PanicException":
            raise
        raise Refusal("broken_workbook", file=str(path)) from error


def _named(path: Path, book: CalamineWorkbook, wanted: str | None) -> list[tuple[str, bool]]:
    """Each sheet with whether it is visible; the one that is named counts as visible."""
    if wanted is not None and wanted in book.sheet_names:
        return [(wanted, True)]
    found = [
        (each.name, each.visible == SheetVisibleEnum.Visible)
        for each in book.sheets_metadata
        if each.typ == SheetTypeEnum.WorkSheet
    ]
    if wanted is not None:
        names = tuple(name for name, visible in found if visible)
        raise Refusal("no_such_sheet", file=str(path), sheet=wanted, sheets=names)
    return found


def _sheet(
    path: Path, sheet: CalamineSheet, survey: WorkbookSurvey, hidden: tuple[int, ...] | None, *, visible: bool
) -> ForeignSheet:
    known = survey.sheets.get(sheet.name)
    if known is None:
        known = SheetSurvey(0)
    else:
        hidden = known.hidden_rows
    if sheet.total_height * sheet.total_width > MOST_CELLS:
        raise Refusal("too_many_cells", file=str(path), limit=MOST_CELLS)
    height = sheet.end[0] + 1 if sheet.end else 0
    return ForeignSheet(
        file=str(path),
        name=sheet.name,
        rows=iter(enumerate(sheet.iter_rows(), 1)) if sheet.start is not None else iter(()),
        count=max(known.rows, height),
        visible=visible,
        merges=tuple(sheet.merged_cell_ranges or ()),
        # Beyond the last cell a whole sheet may be hidden.
        hidden_rows=None if hidden is None else tuple(row for row in hidden if row <= height),
        uncomputed=known.uncomputed,
        from_1904=survey.from_1904,
    )
