"""Writes the analysis workbook: the sheets chosen, in their order, from one set of figures."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import IO

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from complaint_desk.domain.analysis import Figures
from complaint_desk.domain.casework import Casework, CaseworkPart
from complaint_desk.domain.plain_rows import PlainRow
from complaint_desk.i18n import _
from complaint_desk.i18n.casework_findings import casework_findings
from complaint_desk.i18n.findings import findings
from complaint_desk.i18n.words import Words
from complaint_desk.runtime.stop import Progress, StopSignal, no_progress
from complaint_desk.workbooks.analysis.cause_sheet import write_causes
from complaint_desk.workbooks.analysis.group_sheets import write_categories, write_departments, write_grouping
from complaint_desk.workbooks.analysis.handling_sheet import write_handling
from complaint_desk.workbooks.analysis.headings import heading_of
from complaint_desk.workbooks.analysis.improvement_sheet import write_improvements
from complaint_desk.workbooks.analysis.office_template.fillings import places_of
from complaint_desk.workbooks.analysis.office_template.template import OfficeTemplate
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


@dataclass(frozen=True, slots=True)
class Material:
    """What a workbook is written from, all of one snapshot.

    `figures` have the groupings of `GROUPINGS_SHOWN`, `casework` the parts that the sheets tell. `rows` are the complaints
    that the figures count, for the sheet of rows: `ROW_FIELDS` of each, in portions; as many as `figures.total`.
    """

    figures: Figures
    casework: Casework
    rows: Iterable[Sequence[PlainRow]]


def write_analysis(
    material: Material,
    sheets: tuple[str, ...],
    target: IO[bytes],
    words: Words,
    *,
    template: OfficeTemplate | None = None,
    stop: StopSignal | None = None,
    progress: Progress = no_progress,
) -> tuple[tuple[str, int], ...]:
    """Write the workbook; returns the name and the rows of data of each sheet that the report writes.

    Args:
        material: what it tells.
        sheets: codes out of `SHEETS`.
        target: the file, open for writing.
        words: the labels.
        template: the office's own workbook, to be filled; one of its sheets that is called like one of `SHEETS` which is not
            asked for is left out.
        stop: heeded between rows.
        progress: told rows.

    Raises:
        ValueError: no sheet, or an unknown one.
        Stopped: the signal asked for it; what is in the file then is of no use.
    """
    if not sheets or set(sheets) - set(SHEETS):
        raise ValueError(sheets)
    figures = material.figures
    book = template.book if template else Workbook()
    heads = template.heads if template else {}
    spare = list(heads.values()) if template else book.worksheets[:1]
    pages: dict[str, Page] = {}
    counts = []
    for page in _pages(book, heads, material, [code for code in SHEETS if code in sheets], words):
        _heed(stop)
        counts.append((page.sheet.title, _written(page, material, words)))
        pages[page.sheet.title] = page
    for sheet in spare:
        if sheet.title not in pages:
            book.remove(sheet)
    by_code = {page.code: page for page in pages.values()}
    if OVERVIEW in by_code:
        add_overview_charts(by_code[OVERVIEW], by_code)
    _describe(book, figures)
    saved = io.BytesIO()
    parts = _save(book, template, material, saved, words, stop)
    titles = (sheet.title for sheet in book.worksheets)
    entries = {f"xl/worksheets/sheet{at}.xml": pages[title] for at, title in enumerate(titles, 1) if title in pages}
    computed = {entry: page.computed for entry, page in entries.items() if page.code != ROWS}
    shown = _watched(material.rows, figures.total, stop, progress)
    streamed = {entry: _streamed(figures, shown, words) for entry, page in entries.items() if page.code == ROWS}
    finish(saved, target, computed, streamed, stop, parts)
    _heed(stop)
    progress(figures.total, figures.total)
    return tuple(counts)


def _pages(
    book: Workbook, heads: Mapping[str, Worksheet], material: Material, codes: Sequence[str], words: Words
) -> Iterator[Page]:
    """The sheets to write, each with its head: those of the office that are called like them, else new ones."""
    titles = {code: heads[code].title if code in heads else _sheet_title(words.label("sheet", code)) for code in codes}
    links = _links(material.casework, titles[ROWS]) if ROWS in titles else None
    for code, title in titles.items():
        sheet = heads.get(code) or _added(book, title)
        yield Page(sheet, code, heading_of(material.figures, code, words), links, keeps_head=code in heads)


def _save(
    book: Workbook,
    template: OfficeTemplate | None,
    material: Material,
    saved: IO[bytes],
    words: Words,
    stop: StopSignal | None,
) -> dict[str, bytes]:
    """Save what was written; returns what takes the place of parts of it."""
    if template is None:
        save(book, saved, stop)
        return {}
    figures = material.figures
    said = (*findings(figures, words), *casework_findings(figures, material.casework, words))
    places = {sheet.title: places_of(figures, said, sheet.title, words) for sheet in book.worksheets}
    template.fill_heads(places)
    save(book, saved, stop)
    return template.parts_beside(saved, places)


def page_alone(figures: Figures, code: str, words: Words) -> Page:
    """One sheet in a workbook of its own; not that of the complaints, which is written straight into a file."""
    sheet: Worksheet = Workbook().worksheets[0]
    sheet.title = _sheet_title(words.label("sheet", code))
    page = Page(sheet, code, heading_of(figures, code, words))
    _WRITERS[code](page, figures, words)
    return page


def _written(page: Page, material: Material, words: Words) -> int:
    figures = material.figures
    if page.code == ROWS:
        lay_out_rows(page, words)
        return min(figures.total, MOST_ROWS)
    if page.code in _WRITERS:
        count = _WRITERS[page.code](page, figures, words)
    else:
        count = _CASEWORK_WRITERS[page.code](page, figures, material.casework, words)
    page.close()
    return count


def _links(casework: Casework, title: str) -> RowLinks:
    """Rows of the complaints that are named and are among those which the sheet of that title has room for."""
    rows = {key: HEADER_ROW + 1 + place for key, place in casework.places.items() if place < MOST_ROWS}
    return RowLinks(title, rows)


def _added(book: Workbook, title: str) -> Worksheet:
    sheet: Worksheet = book.create_sheet(title)
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
