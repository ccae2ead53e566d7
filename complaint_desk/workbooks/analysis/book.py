"""Writes the analysis workbook: the sheets chosen, in their order, from one set of figures."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import IO

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from complaint_desk.domain.analysis import Figures
from complaint_desk.domain.casework import Casework, CaseworkPart
from complaint_desk.domain.plain_rows import PlainRow
from complaint_desk.i18n import _
from complaint_desk.i18n.words import Words
from complaint_desk.runtime.stop import Progress, StopSignal, no_progress
from complaint_desk.workbooks.analysis.cause_sheet import write_causes
from complaint_desk.workbooks.analysis.group_sheets import write_categories, write_departments, write_grouping
from complaint_desk.workbooks.analysis.handling_sheet import write_handling
from complaint_desk.workbooks.analysis.headings import heading_of
from complaint_desk.workbooks.analysis.improvement_sheet import write_improvements
from complaint_desk.workbooks.analysis.outcome_sheet import write_outcomes
from complaint_desk.workbooks.analysis.overdue_sheet import write_overdue
from complaint_desk.workbooks.analysis.overview_sheet import add_overview_charts, write_overview
from complaint_desk.workbooks.analysis.page import HEADER_ROW, Page, RowLinks
from complaint_desk.workbooks.analysis.repeat_sheet import write_repeats
from complaint_desk.workbooks.analysis.rows_sheet import MOST_ROWS, ROW_FIELDS, RowWriter, lay_out_rows
from complaint_desk.workbooks.analysis.satisfaction_sheet import write_satisfaction
from complaint_desk.workbooks.analysis.trend_sheet import write_trend
from complaint_desk.workbooks.finishing import StreamedSheet, finish, save

ROWS = "rows"
"""The sheet that holds the complaints themselves, with the people in them."""

IMPROVEMENTS = "improvements"
"""The sheet of what is done about problems."""

OVERVIEW = "overview"
"""The sheet of key figures and of what stands out."""

SHEETS = (
    OVERVIEW,
    "nature",
    "category",
    "channel",
    "department",
    "outlet",
    "region",
    "cause",
    "trend",
    CaseworkPart.HANDLING,
    "outcome",
    "satisfaction",
    CaseworkPart.REPEATS,
    CaseworkPart.OVERDUE,
    IMPROVEMENTS,
    ROWS,
)
"""Codes of the sheets in the order of the workbook; labels: list `sheet`."""

GROUPINGS_SHOWN = (
    "nature", "category", "category|branch", "branch", "channel", "department", "department|nature", "outlet", "region",
    "cause",
)  # fmt: skip
"""The groupings that figures for a workbook need."""

_WRITERS: dict[str, Callable[[Page, Figures, Words], int]] = {
    "nature": lambda page, figures, words: write_grouping(page, figures, "nature", words),
    "category": write_categories,
    "channel": lambda page, figures, words: write_grouping(page, figures, "channel", words),
    "department": write_departments,
    "outlet": lambda page, figures, words: write_grouping(page, figures, "outlet", words),
    "region": lambda page, figures, words: write_grouping(page, figures, "region", words),
    "cause": write_causes,
    "trend": write_trend,
    "outcome": write_outcomes,
    "satisfaction": write_satisfaction,
    IMPROVEMENTS: write_improvements,
}
_CASEWORK_WRITERS: dict[str, Callable[[Page, Figures, Casework, Words], int]] = {
    OVERVIEW: write_overview,
    CaseworkPart.HANDLING: write_handling,
    CaseworkPart.REPEATS: write_repeats,
    CaseworkPart.OVERDUE: write_overdue,
}


def write_analysis(
    figures: Figures,
    casework: Casework,
    rows: Iterable[Sequence[PlainRow]],
    sheets: tuple[str, ...],
    target: IO[bytes],
    words: Words,
    *,
    stop: StopSignal | None = None,
    progress: Progress = no_progress,
) -> tuple[tuple[str, int], ...]:
    """Write the workbook; returns the name and the rows of data of each sheet.

    Args:
        figures: with the groupings of `GROUPINGS_SHOWN`.
        casework: the parts that the sheets tell.
        rows: the complaints that the figures count, for the sheet of rows: `ROW_FIELDS` of each, in portions; as many as
            `figures.total`.
        sheets: codes out of `SHEETS`.
        target: the file, open for writing.
        words: the labels.
        stop: heeded between rows.
        progress: told rows.

    Raises:
        ValueError: no sheet, or an unknown one.
        Stopped: the signal asked for it; what is in the file then is of no use.
    """
    if not sheets or set(sheets) - set(SHEETS):
        raise ValueError(sheets)
    book = Workbook()
    first = book.worksheets[0]
    counts: list[tuple[str, int]] = []
    computed: dict[str, dict[str, float | str]] = {}
    streamed: dict[str, StreamedSheet] = {}
    pages: dict[str, Page] = {}
    links = _links(casework, words) if ROWS in sheets else None
    for number, code in enumerate((code for code in SHEETS if code in sheets), 1):
        _heed(stop)
        sheet = first if number == 1 else _added(book)
        sheet.title = _sheet_title(words.label("sheet", code))
        page = Page(sheet, code, heading_of(figures, code, words), links)
        entry = f"xl/worksheets/sheet{number}.xml"
        if code == ROWS:
            lay_out_rows(page, words)
            shown = _watched(rows, figures.total, stop, progress)
            streamed[entry] = _streamed(figures, shown, words)
            counts.append((sheet.title, min(figures.total, MOST_ROWS)))
        else:
            counts.append((sheet.title, _written(page, figures, casework, words)))
            page.close()
            pages[code] = page
            computed[entry] = page.computed
    if OVERVIEW in pages:
        add_overview_charts(pages[OVERVIEW], pages)
    _describe(book, figures)
    saved = io.BytesIO()
    save(book, saved, stop)
    finish(saved, target, computed, streamed, stop)
    _heed(stop)
    progress(figures.total, figures.total)
    return tuple(counts)


def page_alone(figures: Figures, code: str, words: Words) -> Page:
    """One sheet in a workbook of its own; not that of the complaints, which is written straight into a file."""
    sheet: Worksheet = Workbook().worksheets[0]
    sheet.title = _sheet_title(words.label("sheet", code))
    page = Page(sheet, code, heading_of(figures, code, words))
    _WRITERS[code](page, figures, words)
    return page


def _written(page: Page, figures: Figures, casework: Casework, words: Words) -> int:
    if page.code in _WRITERS:
        return _WRITERS[page.code](page, figures, words)
    return _CASEWORK_WRITERS[page.code](page, figures, casework, words)


def _links(casework: Casework, words: Words) -> RowLinks:
    """Rows of the complaints that are named and are among those which the sheet has room for."""
    rows = {key: HEADER_ROW + 1 + place for key, place in casework.places.items() if place < MOST_ROWS}
    return RowLinks(_sheet_title(words.label("sheet", ROWS)), rows)


def _added(book: Workbook) -> Worksheet:
    sheet: Worksheet = book.create_sheet()
    return sheet


_SHEET_SIGNS = str.maketrans(dict.fromkeys("[]:*?/\\", " "))


def _sheet_title(label: str) -> str:
    return label.translate(_SHEET_SIGNS)[:31]


def _streamed(figures: Figures, portions: Iterator[Sequence[PlainRow]], words: Words) -> StreamedSheet:
    count = min(figures.total, MOST_ROWS)
    letter = get_column_letter(len(ROW_FIELDS))
    last = HEADER_ROW + max(count, 1)
    return StreamedSheet(
        template=HEADER_ROW + 1,
        table_before=f"A{HEADER_ROW}:{letter}{HEADER_ROW + 1}",
        table_after=f"A{HEADER_ROW}:{letter}{last}",
        last_row=last + 1 if count else last,
        rows=lambda styles: RowWriter(styles, words).rows_xml(portions),
    )


def _watched(
    portions: Iterable[Sequence[PlainRow]], total: int, stop: StopSignal | None, progress: Progress
) -> Iterator[Sequence[PlainRow]]:
    done = 0
    for portion in portions:
        _heed(stop)
        progress(done, total)
        yield portion[: MOST_ROWS - done]
        done += len(portion)
        if done >= MOST_ROWS:
            return


def _heed(stop: StopSignal | None) -> None:
    if stop:
        stop.heed()


def _describe(book: Workbook, figures: Figures) -> None:
    """Who made the file and when, where programs show a file's properties; no time of the PC's own."""
    book.properties.title = _("Complaint analysis")
    book.properties.creator = figures.made_by
    book.properties.created = book.properties.modified = figures.made_at.astimezone(dt.UTC).replace(tzinfo=None)
