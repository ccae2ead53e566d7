"""Native charts that read their numbers from the tables beside them."""

from __future__ import annotations

from openpyxl.chart import BarChart, LineChart, Reference
from openpyxl.chart.axis import ChartLines, TextAxis
from openpyxl.chart.data_source import StrRef
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

from complaint_desk.workbooks.analysis import looks
from complaint_desk.workbooks.analysis.page import TableSpot

MOST_BARS, MOST_PAIRS = 15, 10
"""Groups that a bar chart shows, alone or beside the compared period; the table has all of them."""

_PALE, _GRID = "A9B8CC", "E3E6EA"


def add_bars(
    sheet: Worksheet, spot: TableSpot, *, labels: int, counts: tuple[int, ...], title: str, anchor: str
) -> None:
    """Horizontal bars of the first rows of a table, the largest on top.

    `labels` and `counts` are column numbers; a second count is the compared period, in a pale colour.
    """
    most = MOST_BARS if len(counts) == 1 else MOST_PAIRS
    last = min(spot.last, spot.first + most - 1)
    chart = BarChart()
    chart.type = "bar"
    chart.title = _title(title)
    chart.gapWidth = 45
    for column, color in zip(counts, (looks.ACCENT, _PALE), strict=False):
        chart.series.append(_series(sheet, column, spot.header, (spot.first, last), color))
    chart.set_categories(Reference(sheet, min_col=labels, min_row=spot.first, max_row=last))
    chart.x_axis.scaling.orientation = "maxMin"
    chart.x_axis.delete = False
    chart.y_axis.delete = True
    chart.y_axis.majorGridlines = None
    chart.dataLabels = DataLabelList(
        showVal=True, showSerName=False, showCatName=False, showLegendKey=False, showPercent=False
    )
    if len(counts) > 1:
        chart.legend = Legend(legendPos="b")
    else:
        chart.legend = None
    chart.width = 18
    chart.height = max(5.0, 2.2 + (last - spot.first + 1) * (0.62 if len(counts) == 1 else 0.9))
    chart.roundedCorners = False
    sheet.add_chart(chart, anchor)


def add_trend(sheet: Worksheet, spot: TableSpot, *, title: str, anchor: str) -> None:
    """The counts of column 2 and the moving mean of column 3 as lines over the labels of column 1."""
    chart = LineChart()
    chart.title = _title(title)
    for column, color, width in ((2, looks.ACCENT, 22_000), (3, "D08700", 15_000)):
        series = _series(sheet, column, spot.header, (spot.first, spot.last), color)
        series.graphicalProperties.line.solidFill = color
        series.graphicalProperties.line.width = width
        series.smooth = False
        series.marker = Marker(symbol="none")
        chart.series.append(series)
    chart.set_categories(Reference(sheet, min_col=1, min_row=spot.first, max_row=spot.last))
    chart.x_axis = TextAxis(crossAx=100, delete=False, tickLblSkip=max(1, (spot.last - spot.first + 1) // 10))
    chart.y_axis.delete = False
    chart.y_axis.scaling.min = 0
    chart.y_axis.number_format = looks.COUNT
    chart.y_axis.majorGridlines = ChartLines(spPr=GraphicalProperties(ln=LineProperties(solidFill=_GRID)))
    chart.legend = Legend(legendPos="b")
    chart.width = 22
    chart.height = 9
    chart.roundedCorners = False
    sheet.add_chart(chart, anchor)


def _series(sheet: Worksheet, column: int, header: int, rows: tuple[int, int], color: str) -> Series:
    values = Reference(sheet, min_col=column, min_row=rows[0], max_row=rows[1])
    series: Series = SeriesFactory(values)
    heading = Reference(sheet, min_col=column, min_row=header, max_row=header)
    series.tx = SeriesLabel(strRef=StrRef(str(heading)))
    series.graphicalProperties.solidFill = color
    return series


def _title(text: str) -> Title:
    looks_so = CharacterProperties(sz=1200, b=True)
    run = RegularTextRun(rPr=looks_so, t=text)
    paragraph = Paragraph(pPr=ParagraphProperties(defRPr=looks_so), r=[run])
    return Title(tx=Text(rich=RichText(p=[paragraph])), overlay=False)
