"""Draws a chart with pyqtgraph: bars, columns, lines, axes and cells, and says where each mark stands.

Importing this module loads pyqtgraph and numpy, a quarter of a second: pages do so when they are opened, in a lane.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QGraphicsGridLayout, QGraphicsWidget, QWidget

from complaint_desk.i18n.values import count_text
from complaint_desk.ui.shared.charts.axes import GAP, MIDDLE, Axes, steps
from complaint_desk.ui.shared.charts.ink import FAINT, Ink, blend, readable
from complaint_desk.ui.shared.charts.lettering import Dot, Heading, Lettering, Written
from complaint_desk.ui.shared.charts.plotting import pg
from complaint_desk.ui.shared.charts.values import Bars, Chart, Columns, Heat, Mark, Row

_COLUMN = 0.64
_LINE_WIDTH = 1.6
_SHADES = 8
_FEW_ROWS = 6
_NUMBERED_COLUMNS = 14
_ROOM_ABOVE = 1.14
"""Of the highest column, so that its number has room."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a mark stands: row and column for the arrow keys, and its band in the coordinates of the plot."""

    mark: Mark
    row: int
    column: int
    band: QRectF


Canvas: TypeAlias = pg.GraphicsView


def canvas_on(parent: QWidget | None) -> Canvas:
    """A clear ground to draw on, which takes no keys."""
    # At the end of the program pyqtgraph would look through every object there is.
    pg.setConfigOptions(exitCleanup=False, antialias=True)
    canvas = pg.GraphicsView(parent, background=None)
    canvas.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    canvas.setStyleSheet("background: transparent")
    return canvas


class Drawing:
    """One chart on a canvas; `spots` are its marks, `plot` the box in whose coordinates their bands are."""

    def __init__(self, canvas: Canvas, chart: Chart, ink: Ink) -> None:
        self._ink = ink
        self._grid = QGraphicsGridLayout()
        self._grid.setContentsMargins(0, 0, 2 * GAP, 0)
        self._grid.setSpacing(0)
        self.plot = pg.ViewBox(enableMenu=False, enableMouse=False)
        self.plot.setDefaultPadding(0)
        self._grid.addItem(self.plot, MIDDLE, 1)
        self._grid.setRowStretchFactor(MIDDLE, 1)
        self._grid.setColumnStretchFactor(1, 1)
        self._axes = Axes(self._grid, self.plot, ink)
        self._whole = QGraphicsWidget()
        self._whole.setLayout(self._grid)
        canvas.setCentralItem(self._whole)
        self.spots = self._drawn(chart)

    def _drawn(self, chart: Chart) -> tuple[Spot, ...]:
        if isinstance(chart, Bars):
            return self._bars(chart)
        if isinstance(chart, Columns):
            return self._columns(chart)
        if isinstance(chart, Heat):
            return self._heat(chart)
        raise TypeError(chart)

    def place_of(self, spot: Spot) -> QRectF:
        """The band of a mark in pixels of the whole drawing."""
        first, last = (self.plot.mapFromView(corner) for corner in (spot.band.topLeft(), spot.band.bottomRight()))
        return QRectF(self.plot.mapRectToScene(QRectF(first, last).normalized()))

    def settle(self) -> None:
        """Have everything in its place now, not at the next turn of the event loop."""
        self._grid.activate()
        self.plot.scene().prepareForPaint()

    # Kinds

    def _bars(self, chart: Bars) -> tuple[Spot, ...]:
        ink, series = self._ink, len(chart.series)
        self._head(
            chart.title,
            "",
            [(name, ink.series(at)) for at, name in enumerate(chart.series[: series if series > 1 else 0])],
        )
        most = max((mark.value for row in chart.rows for mark in row.marks), default=0.0)
        ticks = steps(most, whole=chart.whole)
        self._range((0.0, max(most, ticks[-1])), (0.0, float(len(chart.rows))), downwards=True)
        self._axes.labels_at_left([row.label for row in chart.rows])
        self._axes.numbers_at_right([row.numbers for row in chart.rows])
        self._axes.values_below(ticks, chart.values)
        # This period takes half of a row, those compared share a third of it; few rows do not get fat.
        slim = min(1.0, len(chart.rows) / _FEW_ROWS)
        broad, narrow = (0.5 * slim, 0.34 * slim / (series - 1)) if series > 1 else (0.56 * slim, 0.0)
        top = (1 - broad - narrow * (series - 1)) / 2
        for place in range(series):
            offset = top + (broad + narrow * (place - 1) if place else 0.0)
            thick = narrow if place else broad
            self._rectangles(
                [
                    (QRectF(0, at + offset, row.marks[place].value, thick), self._colour(row, place))
                    for at, row in enumerate(chart.rows)
                ]
            )
        bands = []
        for at, place, mark in chart.marks():
            offset = top + broad + narrow * (place - 1) if place else 0.0
            height = (narrow if place < series - 1 else 1 - offset) if place else (top + broad if series > 1 else 1.0)
            bands.append(Spot(mark, at, place, QRectF(0, at + offset, ticks[-1], height)))
        return tuple(bands)

    def _columns(self, chart: Columns) -> tuple[Spot, ...]:
        ink = self._ink
        line_ink = QColor(ink.tokens.amber)
        legend = [(chart.line_name, line_ink)] if any(value is not None for value in chart.line) else []
        self._head(chart.title, chart.values, legend)
        most = max((row.marks[0].value for row in chart.rows), default=0.0)
        ticks, broad = steps(most, whole=True), _COLUMN * min(1.0, len(chart.rows) / _FEW_ROWS)
        top = max(most * _ROOM_ABOVE, ticks[-1])
        self._range((0.0, float(len(chart.rows))), (0.0, top))
        self._axes.values_at_left(ticks)
        self._axes.labels_below([row.label for row in chart.rows], chart.across, broad=chart.percent)
        self._rectangles(
            [
                (QRectF(at + (1 - broad) / 2, 0, broad, row.marks[0].value), self._colour(row, 0))
                for at, row in enumerate(chart.rows)
            ]
        )
        unit = ticks[-1] / 100 if chart.percent else 1.0
        places = [(at + 0.5, value * unit) for at, value in enumerate(chart.line) if value is not None]
        self._line(places, line_ink, dotted=chart.percent)
        if chart.percent:
            self._axes.percents_at_right(unit)
        if chart.goal is not None:
            self._axes.level(chart.goal * unit, ink.tokens.secondary, dashed=True)
        self._counts_above(chart, most)
        return tuple(Spot(mark, at, place, QRectF(place, 0, 1, top)) for at, place, mark in chart.marks())

    def _heat(self, chart: Heat) -> tuple[Spot, ...]:
        ink, rows = self._ink, chart.rows
        self._head(chart.title, "", [])
        self._range((0.0, float(len(chart.columns))), (0.0, float(len(rows))), downwards=True)
        self._axes.labels_at_left([row.label for row in rows])
        self._axes.labels_above(chart.columns)
        most = max((mark.value for row in rows[:-1] for mark in row.marks[:-1]), default=0.0) or 1.0
        cells, numbers = [], []
        for at, place, mark in chart.marks():
            is_sum = at == len(rows) - 1 or place == len(chart.columns) - 1
            ground = (
                QColor(ink.tokens.surface if is_sum else ink.tokens.page)
                if is_sum or not mark.value
                else blend(ink.tokens.surface, ink.tokens.accent, math.ceil(_SHADES * mark.value / most) / _SHADES)
            )
            cells.append((QRectF(place + 0.02, at + 0.05, 0.96, 0.9), ground))
            if mark.value:
                colour = ink.tokens.text if is_sum else readable(ground, ink.tokens)
                numbers.append(Written(place + 0.5, at + 0.5, count_text(int(mark.value)), QColor(colour)))
        self._rectangles(cells)
        self._numbers(numbers)
        return tuple(Spot(mark, at, place, QRectF(place, at, 1, 1)) for at, place, mark in chart.marks())

    # Parts

    def _head(self, title: str, unit: str, legend: Sequence[tuple[str, QColor]]) -> None:
        self._grid.addItem(Heading(title, unit, legend, self._ink.tokens, self._ink.font), 0, 0, 1, 3)

    def _range(self, across: tuple[float, float], along: tuple[float, float], *, downwards: bool = False) -> None:
        self.plot.invertY(downwards)
        self.plot.setRange(xRange=across, yRange=along, padding=0, disableAutoRange=True)

    def _colour(self, row: Row, place: int) -> QColor:
        colour = self._ink.series(place)
        if row.rest:
            colour = QColor(colour)
            colour.setAlphaF(colour.alphaF() * FAINT)
        return colour

    def _rectangles(self, placed: Sequence[tuple[QRectF, QColor]]) -> None:
        # One item for each colour: items of several colours are recordings, which no other device than the screen scales well.
        of_colour: dict[tuple[object, ...], list[QRectF]] = {}
        for box, colour in placed:
            of_colour.setdefault(colour.getRgb(), []).append(box)  # type: ignore[arg-type]
        for rgb, boxes in of_colour.items():
            item = pg.BarGraphItem(
                x0=[box.x() for box in boxes],
                y0=[box.y() for box in boxes],
                width=[box.width() for box in boxes],
                height=[box.height() for box in boxes],
                brush=pg.mkBrush(rgb),
                pen=pg.mkPen(None),
            )
            self.plot.addItem(item, ignoreBounds=True)

    def _line(self, places: Sequence[tuple[float, float]], colour: QColor, *, dotted: bool) -> None:
        if places:
            across, along = zip(*places, strict=True)
            item = pg.PlotCurveItem(list(across), list(along), pen=self._ink.pen(colour, _LINE_WIDTH), antialias=True)
            self.plot.addItem(item, ignoreBounds=True)
        if dotted:
            Lettering(self.plot, [Dot(x, y, colour) for x, y in places], self._ink.font)

    def _counts_above(self, chart: Columns, most: float) -> None:
        """The number of each column where there is room, else of the highest alone; clear of a line that runs above."""
        several = len(chart.rows) <= _NUMBERED_COLUMNS
        text = QColor(self._ink.tokens.text)
        shown = []
        for at, row in enumerate(chart.rows):
            value, line = row.marks[0].value, 0.0 if chart.percent else chart.line[at] or 0.0
            if value and (several or value == most):
                shown.append(Written(at + 0.5, max(value, line), count_text(int(value)), text, above=True))
        self._numbers(shown if several else shown[:1])

    def _numbers(self, written: Sequence[Written]) -> None:
        Lettering(self.plot, written, self._ink.font)
