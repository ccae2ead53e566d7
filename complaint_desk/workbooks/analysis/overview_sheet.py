"""The first sheet: key figures against their comparisons, what stands out, and what all of it was made from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import count

from openpyxl.cell import Cell
from openpyxl.utils import get_column_letter

from complaint_desk import __version__
from complaint_desk.domain.analysis import AnalysisRequest, Comparison, Figures, compared_period
from complaint_desk.domain.casework import Casework
from complaint_desk.domain.figure_keys import key_of, period_ending
from complaint_desk.domain.ledger import LedgerFilter
from complaint_desk.i18n import _
from complaint_desk.i18n.casework_findings import casework_findings
from complaint_desk.i18n.figure_headings import filter_said
from complaint_desk.i18n.findings import findings
from complaint_desk.i18n.words import Words
from complaint_desk.workbooks.analysis import looks
from complaint_desk.workbooks.analysis.charts import add_again
from complaint_desk.workbooks.analysis.columns import Column, Keys, Value
from complaint_desk.workbooks.analysis.comparing import fraction
from complaint_desk.workbooks.analysis.key_figures import KeyFigure, key_figures
from complaint_desk.workbooks.analysis.page import Page

_ALARM, _POINT = "\u25b2", "\u00b7"
_SHOWN = ("trend", "nature")
_CHART_WIDTH, _CHART_HEIGHT = 17, 11.0
_BASIS_WIDTH, _DEFINITION_WIDTH = 16.0, 46.0


def write_overview(page: Page, figures: Figures, casework: Casework, words: Words) -> int:
    """Returns the number of key figures."""
    comparisons = figures.request.comparisons
    lines = key_figures(figures)
    columns = [
        Column(_("Key figure"), width=24),
        Column(_("This period"), width=16),
        Column(_("Counted"), width=_BASIS_WIDTH),
    ]
    for comparison in comparisons:
        previous = comparison is Comparison.PREVIOUS
        ending = period_ending(compared_period(figures.request.period, comparison))
        columns.append(Column(_("Previous value") if previous else _("Value a year ago"), width=16, ending=ending))
        columns.append(Column(_("Against previous") if previous else _("Against last year"), width=19))
    columns.append(Column(_("Definition"), width=_DEFINITION_WIDTH))
    keys = Keys([key_of(figures.request, part=line.part) for line in lines])
    timed = sum(each.timed for each in casework.handling)
    spot = page.table(columns, [_texts(line, figures, timed) for line in lines], keys=keys)
    for row, line in enumerate(lines, spot.first):
        _write_numbers(page, row, line, figures)
    page.section(_("What stands out"))
    found = (*findings(figures, words), *casework_findings(figures, casework, words))
    for each in sorted(found, key=lambda each: (each.about != "volume", not each.alarming)):
        page.paragraph(f"{_ALARM if each.alarming else _POINT} {each.sentence}", len(columns), each.key)
    page.section(_("About these figures"))
    for sentence in _provenance(figures):
        page.note(sentence, len(columns))
    page.fit_one_page()
    return len(lines)


def add_overview_charts(page: Page, pages: Mapping[str, Page]) -> None:
    """Trend and natures at a glance, of the sheets that the workbook has."""
    shown = [pages[code].charts[0] for code in _SHOWN if code in pages and pages[code].charts]
    beside = next(at for at in count(1) if page.width_cm(at) >= _CHART_WIDTH) + 1
    for chart, column in zip(shown, (1, beside), strict=False):
        anchor = f"{get_column_letter(column)}{page.row + 1}"
        add_again(page, chart, anchor=anchor, width_cm=_CHART_WIDTH, height_cm=_CHART_HEIGHT)


def _texts(line: KeyFigure, figures: Figures, timed: int) -> list[Value]:
    """`timed` complaints have a moment of closing: on them the handling times rest."""
    between: list[Value] = [None] * (2 * len(figures.others))
    counted = f"n = {timed:,}" if line.part.startswith("days_") else line.counted(figures.indicators)
    return [line.label, None, counted, *between, line.definition]


def _write_numbers(page: Page, row: int, line: KeyFigure, figures: Figures) -> None:
    _write_number(page, row, 2, line.value(figures.indicators), line.number_format).font = looks.STRONG
    page.sheet.cell(row, 3).font = looks.SECONDARY
    page.sheet.cell(row, 3).alignment = looks.RIGHT
    for place, other in enumerate(figures.others):
        column = 4 + 2 * place
        _write_number(page, row, column, line.value(other), line.number_format)
        difference = line.difference(figures.indicators, other)
        cell = _write_number(page, row, column + 1, difference, line.difference_format)
        if difference and line.worse_when_more is not None:
            cell.font = looks.toned(looks.WORSE if (difference > 0) is line.worse_when_more else looks.BETTER)
    definition = page.sheet.cell(row, 4 + 2 * len(figures.others))
    definition.font = looks.SECONDARY
    definition.alignment = looks.INDENTED_WRAPPED
    page.sheet.row_dimensions[row].height = max(20.0, looks.wrapped_height(line.definition, _DEFINITION_WIDTH * 1.1))


def _write_number(page: Page, row: int, column: int, value: Decimal | int | None, number_format: str) -> Cell:
    shown: Value
    if value is None:
        shown = looks.NOTHING
    elif number_format in (looks.SHARE, looks.CHANGE):
        shown = fraction(Decimal(value))
    else:
        shown = value if isinstance(value, int) else float(value)
    cell = page.value(row, column, shown, number_format)
    cell.border = looks.ROW_LINE
    return cell


def _provenance(figures: Figures) -> Sequence[str]:
    sequence, head = figures.cut
    return (
        _(
            "Data as of journal entry {sequence}, chain head {head}. Whether the journal was tampered with since is told by: "
            "complaint-desk verify --anchor {head}"
        ).format(sequence=sequence, head=f"{sequence}-{head}"),
        _again(figures.request),
        _(
            "The key beside a line finds its complaints in the search box of the ledger: of a rate its part; with “-of” at the "
            "end the whole, with “-rest” the others."
        ),
        _(
            "Made by Complaint Desk {version}. Rates are compared in percentage points, counts and amounts in percent."
        ).format(version=__version__),
        _("Each share is rounded for itself to two decimals, so shares may not add up to exactly 100%."),
    )


def _again(request: AnalysisRequest) -> str:
    """How to ask the same once more on the command line, where a filter has many options."""
    period = request.period
    compared = "".join(f" --compare {each}" for each in request.comparisons)
    command = f"complaint-desk report --from {period.first} --to {period.last} --basis {request.basis}{compared}"
    if filter_said(request) == LedgerFilter():
        return _("Made anew by: {command} --to-file FILE.xlsx").format(command=command)
    return _("Made anew, with the options of the filter, by: {command} … --to-file FILE.xlsx").format(command=command)
