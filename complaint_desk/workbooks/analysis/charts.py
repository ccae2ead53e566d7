"""Native charts that read their numbers from the tables beside them."""

from __future__ import annotations

import math
from copy import deepcopy
from dataclasses import dataclass

from openpyxl.chart import BarChart, LineChart, Reference
from openpyxl.chart.axis import ChartLines, NumericAxis, TextAxis
from openpyxl.chart.data_source import NumFmt, StrRef
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.legend import Legend
from openpyxl.chart.marker import Marker
from openpyxl.chart.series import Series, SeriesLabel
from openpyxl.chart.series_factory import SeriesFactory
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText, Text
from openpyxl.chart.title import Title
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.text import CharacterProperties, Paragraph, ParagraphProperties, RegularTextRun
from openpyxl.worksheet.worksheet import Worksheet

from complaint_desk.i18n import _
from complaint_desk.workbooks.analysis import looks
from complaint_desk.workbooks.analysis.columns import TableSpot
from complaint_desk.workbooks.analysis.page import Chart, Page

MOST_BARS, MOST_PAIRS = 15, 10
"""Groups that a bar chart shows, alone or beside the compared period; the table has all of them."""

_PALE, _GRID, _WARM = "A9B8CC", "E3E6EA", "D08700"
_TITLE_SIZE, _AXIS_SIZE = 1200, 900
_SECOND_AXIS = 200
_CM_OF_A_ROW = looks.ROW_HEIGHT * 2.54 / 72


@dataclass(frozen=True, slots=True)
class Measure:
    """What an axis measures: its unit in words, and how its numbers look."""

    unit: str
    number_format: str


def add_bars(
    page: Page,
    spot: TableSpot,
    *,
    labels: int,
    counts: tuple[int, ...],
    title: str,
    anchor: str,
    measure: Measure | None = None,
    width_cm: int = 18,
) -> int:
    """Horizontal bars of the first rows of a table, the largest on top.

    `labels` and `counts` are column numbers; a second count is the compared period, in a pale colour. The bars measure
    complaints if nothing else is said. Returns the rows of the sheet that the chart covers.
    """
    sheet = page.sheet
    most = MOST_BARS if len(counts) == 1 else MOST_PAIRS
    last = min(spot.last, spot.first + most - 1)
    chart = BarChart()
    chart.type = "bar"
    chart.title = _title(title, _TITLE_SIZE)
    chart.gapWidth = 45
    for column, color in zip(counts, (looks.ACCENT, _PALE), strict=False):
        chart.series.append(_series(sheet, column, spot.header, (spot.first, last), color))
    chart.set_categories(Reference(sheet, min_col=labels, min_row=spot.first, max_row=last))
    chart.x_axis.scaling.orientation = "maxMin"
    chart.x_axis.tickLblSkip = 1
    chart.x_axis.delete = False
    _measure(chart.y_axis, measure or Measure(_("Complaints"), looks.COUNT))
    # The largest is on top, so the axis of numbers would stand there, too.
    chart.y_axis.crosses = "max"
    chart.dataLabels = DataLabelList(
        showVal=True, showSerName=False, showCatName=False, showLegendKey=False, showPercent=False
    )
    chart.legend = Legend(legendPos="b") if len(counts) > 1 else None
    chart.height = max(6.0, 3.4 + (last - spot.first + 1) * (0.62 if len(counts) == 1 else 0.9))
    _place(page, chart, anchor, width_cm)
    return math.ceil(chart.height / _CM_OF_A_ROW) + 1


def add_trend(page: Page, spot: TableSpot, *, title: str, anchor: str, unit: str) -> None:
    """The counts of column 2 and the moving mean of column 3 as lines over the labels of column 1, which are of a unit."""
    sheet = page.sheet
    chart = LineChart()
    chart.title = _title(title, _TITLE_SIZE)
    for column, color, width in ((2, looks.ACCENT, 22_000), (3, _WARM, 15_000)):
        chart.series.append(_line(sheet, column, spot, spot.last, color, width))
    chart.set_categories(Reference(sheet, min_col=1, min_row=spot.first, max_row=spot.last))
    skipped = max(1, (spot.last - spot.first + 1) // 10)
    chart.x_axis = TextAxis(crossAx=100, delete=False, tickLblSkip=skipped, title=_title(unit, _AXIS_SIZE))
    _measure(chart.y_axis, Measure(_("Complaints"), looks.COUNT))
    chart.legend = Legend(legendPos="b")
    chart.height = 11.0
    _place(page, chart, anchor, 22)


def add_pareto(page: Page, spot: TableSpot, *, causes: int, title: str, anchor: str, width_cm: int) -> None:
    """Columns for the counts of column 2, a line for the cumulative share of column 5 and one for the 80 % of column 6."""
    sheet = page.sheet
    last = min(spot.first + causes, spot.first + MOST_BARS) - 1
    names = Reference(sheet, min_col=1, min_row=spot.first, max_row=last)
    bars = BarChart()
    bars.type = "col"
    bars.title = _title(title, _TITLE_SIZE)
    bars.gapWidth = 30
    bars.series.append(_series(sheet, 2, spot.header, (spot.first, last), looks.ACCENT))
    bars.set_categories(names)
    bars.x_axis.delete = False
    _measure(bars.y_axis, Measure(_("Complaints"), looks.COUNT))
    shares = LineChart()
    shares.series.append(_line(sheet, 5, spot, last, _WARM, 22_000))
    shares.series[0].marker = Marker(symbol="circle", size=5)
    limit = _line(sheet, 6, spot, last, looks.WORSE, 12_000)
    limit.graphicalProperties.line.dashStyle = "dash"
    shares.series.append(limit)
    shares.set_categories(names)
    shares.y_axis.axId = _SECOND_AXIS
    _measure(shares.y_axis, Measure(_("Cumulative share"), looks.WHOLE_PERCENT))
    shares.y_axis.majorGridlines = None
    shares.y_axis.scaling.max = 1
    shares.y_axis.crosses = "max"
    bars.legend = Legend(legendPos="b")
    bars.height = 11.0
    bars += shares
    _place(page, bars, anchor, width_cm)


def add_again(page: Page, chart: Chart, *, anchor: str, width_cm: int, height_cm: float) -> None:
    """A chart of another sheet, as it stands there, in another size."""
    again = deepcopy(chart)
    again.height = height_cm
    _place(page, again, anchor, width_cm)


def _place(page: Page, chart: Chart, anchor: str, width_cm: int) -> None:
    chart.width = width_cm
    chart.roundedCorners = False
    page.add_chart(chart, anchor)


def _measure(axis: NumericAxis, measure: Measure) -> None:
    """An axis of numbers from 0, with its unit as title and pale lines across the chart."""
    axis.delete = False
    axis.title = _title(measure.unit, _AXIS_SIZE)
    axis.scaling.min = 0
    axis.numFmt = NumFmt(formatCode=measure.number_format)
    axis.majorGridlines = ChartLines(spPr=GraphicalProperties(ln=LineProperties(solidFill=_GRID)))


def _line(sheet: Worksheet, column: int, spot: TableSpot, last: int, color: str, width: int) -> Series:
    series = _series(sheet, column, spot.header, (spot.first, last), color)
    series.graphicalProperties.line.solidFill = color
    series.graphicalProperties.line.width = width
    series.smooth = False
    series.marker = Marker(symbol="none")
    return series


def _series(sheet: Worksheet, column: int, header: int, rows: tuple[int, int], color: str) -> Series:
    values = Reference(sheet, min_col=column, min_row=rows[0], max_row=rows[1])
    series: Series = SeriesFactory(values)
    heading = Reference(sheet, min_col=column, min_row=header, max_row=header)
    series.tx = SeriesLabel(strRef=StrRef(str(heading)))
    series.graphicalProperties.solidFill = color
    return series


def _title(text: str, size: int) -> Title:
    looks_so = CharacterProperties(sz=size, b=size == _TITLE_SIZE)
    run = RegularTextRun(rPr=looks_so, t=text)
    paragraph = Paragraph(pPr=ParagraphProperties(defRPr=looks_so), r=[run])
    return Title(tx=Text(rich=RichText(p=[paragraph])), overlay=False)
