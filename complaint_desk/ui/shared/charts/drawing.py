"""Draws a chart with pyqtgraph: bars, columns, lines, axes and cells, and says where each mark stands.

Importing this module loads pyqtgraph and numpy, a quarter of a second: pages do so when they are opened, in a lane.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import pyqtgraph as pg
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPen
from PySide6.QtWidgets import QGraphicsGridLayout, QGraphicsWidget, QWidget

from complaint_desk.i18n.values import count_text
from complaint_desk.ui.shared.charts.lettering import Axis, Dot, Heading, Lettering, Written
from complaint_desk.ui.shared.charts.values import Bars, Chart, Columns, Heat, Mark, Row
from complaint_desk.ui.shared.tokens import Tokens, contrast

_SMALL = 12
_LABELS_WIDTH = 112.0
_GAP = 6.0
_FOOT = 40.0
_TICKS = 4
_BEYOND = 48
"""Pixels by which the text at an end of an axis may stand out."""

_FAINT = 0.55
_COLUMN = 0.64
_LINE_WIDTH = 1.6
_SHADES = 8
_FEW_ROWS = 6
_ROOM_ABOVE = 1.14
"""Of the highest column, so that its number has room."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a mark stands: row and column for the arrow keys, and its band in the coordinates of the plot."""

    mark: Mark
    row: int
    column: int
    band: QRectF


@dataclass(frozen=True, slots=True)
class Ink:
    """What one drawing is made with: the colours of a theme, the font at its small size, and units of the device a pixel."""

    tokens: Tokens
    font: QFont
    scale: float = 1.0

    @classmethod
    def of(cls, tokens: Tokens, font: QFont, scale: float = 1.0) -> Ink:
        small = QFont(font)
        small.setPixelSize(_SMALL)
        return cls(tokens, small, scale)

    def pen(self, colour: QColor | str, width: float, style: Qt.PenStyle = Qt.PenStyle.SolidLine) -> QPen:
        """A line that many pixels wide, whatever the axes stretch."""
        pen: QPen = pg.mkPen(colour, width=width * self.scale, style=style)
        return pen

    @property
    def metrics(self) -> QFontMetricsF:
        return QFontMetricsF(self.font)

    def series(self, at: int) -> QColor:
        """This period in the accent, those compared in greys, the later the fainter."""
        if at == 0:
            return QColor(self.tokens.accent)
        grey = QColor(self.tokens.grey)
        grey.setAlphaF(_FAINT if at == 1 else _FAINT / 2)
        return grey


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
        self._grid.setContentsMargins(0, 0, 2 * _GAP, 0)
        self._grid.setSpacing(0)
        self.plot = pg.ViewBox(enableMenu=False, enableMouse=False)
        self.plot.setDefaultPadding(0)
        self._grid.addItem(self.plot, 2, 1)
        self._grid.setRowStretchFactor(2, 1)
        self._grid.setColumnStretchFactor(1, 1)
        self._chart = chart
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
        self._labels_at_left([row.label for row in chart.rows])
        self._numbers_at_right([row.numbers for row in chart.rows])
        self._values_below(ticks, chart.values)
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
        ticks = steps(most, whole=True)
        top = max(most * _ROOM_ABOVE, ticks[-1])
        self._range((0.0, float(len(chart.rows))), (0.0, top))
        self._values_at_left(ticks)
        self._labels_below([row.label for row in chart.rows], chart.across, broad=chart.percent)
        self._rectangles(
            [
                (QRectF(at + (1 - _COLUMN) / 2, 0, _COLUMN, row.marks[0].value), self._colour(row, 0))
                for at, row in enumerate(chart.rows)
            ]
        )
        unit = ticks[-1] / 100 if chart.percent else 1.0
        places = [(at + 0.5, value * unit) for at, value in enumerate(chart.line) if value is not None]
        self._line(places, line_ink, dotted=chart.percent)
        if chart.percent:
            self._percents_at_right(unit)
        if chart.goal is not None:
            self._level(chart.goal * unit, ink.tokens.secondary, dashed=True)
        self._counts_above(chart, most)
        return tuple(Spot(mark, at, place, QRectF(place, 0, 1, top)) for at, place, mark in chart.marks())

    def _heat(self, chart: Heat) -> tuple[Spot, ...]:
        ink, rows = self._ink, chart.rows
        self._head(chart.title, "", [])
        self._range((0.0, float(len(chart.columns))), (0.0, float(len(rows))), downwards=True)
        self._labels_at_left([row.label for row in rows])
        self._labels_above(chart.columns)
        most = max((mark.value for row in rows[:-1] for mark in row.marks[:-1]), default=0.0) or 1.0
        cells, numbers = [], []
        for at, place, mark in chart.marks():
            is_sum = at == len(rows) - 1 or place == len(chart.columns) - 1
            ground = (
                QColor(ink.tokens.surface)
                if is_sum
                else blend(ink.tokens.surface, ink.tokens.accent, math.ceil(_SHADES * mark.value / most) / _SHADES)
            )
            cells.append((QRectF(place + 0.02, at + 0.05, 0.96, 0.9), ground))
            if mark.value:
                colour = ink.tokens.text if is_sum else _readable(ground, ink.tokens)
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
            colour.setAlphaF(colour.alphaF() * _FAINT)
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

    def _level(self, value: float, colour: str, *, dashed: bool = False, upright: bool = False) -> None:
        style = Qt.PenStyle.DashLine if dashed else Qt.PenStyle.SolidLine
        line = pg.InfiniteLine(value, angle=90 if upright else 0, pen=self._ink.pen(colour, 1, style))
        line.setZValue(-1)
        self.plot.addItem(line, ignoreBounds=True)

    def _counts_above(self, chart: Columns, most: float) -> None:
        """The number of each column where there is room, else of the highest alone."""
        several = len(chart.rows) <= 12
        shown = [
            Written(
                at + 0.5,
                row.marks[0].value,
                count_text(int(row.marks[0].value)),
                QColor(self._ink.tokens.text),
                above=True,
            )
            for at, row in enumerate(chart.rows)
            if row.marks[0].value and (several or row.marks[0].value == most)
        ]
        self._numbers(shown if several else shown[:1])

    def _numbers(self, written: Sequence[Written]) -> None:
        Lettering(self.plot, written, self._ink.font)

    # Axes

    def _labels_at_left(self, labels: Sequence[str]) -> None:
        texts = [self._elided(text, _LABELS_WIDTH) for text in labels]
        axis = self._axis("left", [(at + 0.5, text) for at, text in enumerate(texts)])
        axis.setTextPen(QColor(self._ink.tokens.text))
        axis.setWidth(max(map(self._ink.metrics.horizontalAdvance, texts), default=0.0) + 2 * _GAP)
        self._grid.addItem(axis, 2, 0)

    def _numbers_at_right(self, numbers: Sequence[str]) -> None:
        axis = self._axis("right", [(at + 0.5, text) for at, text in enumerate(numbers)], line=False)
        axis.setWidth(max(map(self._ink.metrics.horizontalAdvance, numbers), default=0.0) + 2 * _GAP)
        self._grid.addItem(axis, 2, 2)

    def _values_at_left(self, ticks: Sequence[float]) -> None:
        for tick in ticks[1:]:
            self._level(tick, self._ink.tokens.line)
        texts = [_tick_text(tick) for tick in ticks]
        axis = self._axis("left", list(zip(ticks, texts, strict=True)))
        axis.setWidth(max(map(self._ink.metrics.horizontalAdvance, texts), default=0.0) + 2 * _GAP)
        self._grid.addItem(axis, 2, 0)

    def _values_below(self, ticks: Sequence[float], title: str) -> None:
        for tick in ticks[1:]:
            self._level(tick, self._ink.tokens.line, upright=True)
        axis = self._axis("bottom", [(tick, _tick_text(tick)) for tick in ticks])
        self._title(axis, title)
        axis.setHeight(_FOOT)
        self._grid.addItem(axis, 3, 1)

    def _percents_at_right(self, unit: float) -> None:
        ticks = [(percent * unit, f"{percent}%") for percent in (0, 20, 40, 60, 80, 100)]
        axis = self._axis("right", ticks, line=False)
        axis.setWidth(self._ink.metrics.horizontalAdvance("100%") + 2 * _GAP)
        self._grid.addItem(axis, 2, 2)

    def _labels_below(self, labels: Sequence[str], title: str, *, broad: bool) -> None:
        """Labels under columns: `broad` ones are wrapped into two lines, narrow ones thinned out as the width asks."""
        axis = self._axis("bottom", [])
        self._title(axis, title)
        axis.setHeight(_FOOT + (self._ink.metrics.height() if broad else 0))
        self._grid.addItem(axis, 3, 1)
        self._fitted(axis, labels, broad=broad)

    def _labels_above(self, labels: Sequence[str]) -> None:
        axis = self._axis("top", [], line=False)
        axis.setHeight(self._ink.metrics.height() + _GAP)
        self._grid.addItem(axis, 1, 1)
        self._fitted(axis, labels, broad=False, elide=True)

    def _axis(self, side: str, ticks: Sequence[tuple[float, str]], *, line: bool = True) -> Axis:
        tokens = self._ink.tokens
        axis = Axis(side, pen=self._ink.pen(tokens.field_line, 1) if line else pg.mkPen(None), showValues=True)
        axis.setTextPen(QColor(tokens.secondary))
        axis.setStyle(
            tickLength=0, tickTextOffset=int(_GAP), tickFont=self._ink.font, autoExpandTextSpace=False,
            autoReduceTextSpace=False, hideOverlappingLabels=_BEYOND,
        )  # fmt: skip
        axis.setTicks([list(ticks)])
        axis.linkToView(self.plot)
        axis.setZValue(-1000)
        return axis

    def _title(self, axis: Axis, title: str) -> None:
        axis.setLabel(title, color=self._ink.tokens.secondary, **{"font-size": f"{_SMALL}px"})

    def _fitted(self, axis: Axis, labels: Sequence[str], *, broad: bool, elide: bool = False) -> None:
        def fit() -> None:
            axis.setTicks([self._fitting(labels, broad=broad, elide=elide)])

        self.plot.sigResized.connect(lambda _box: fit())
        fit()

    def _fitting(self, labels: Sequence[str], *, broad: bool, elide: bool) -> list[tuple[float, str]]:
        if not labels:
            return []
        room = max(self.plot.width(), 1.0) / len(labels)
        if broad:
            return [(at + 0.5, self._wrapped(text, room - 2)) for at, text in enumerate(labels)]
        if elide:
            return [(at + 0.5, self._elided(text, room - 4)) for at, text in enumerate(labels)]
        widest = max(map(self._ink.metrics.horizontalAdvance, labels)) + 2 * _GAP
        every = max(1, math.ceil(widest / room))
        return [(at + 0.5, text) for at, text in enumerate(labels) if at % every == 0]

    def _wrapped(self, text: str, room: float) -> str:
        """Two lines at most: broken where a branch ends, else where the room does."""
        metrics = self._ink.metrics
        if metrics.horizontalAdvance(text) <= room:
            return text
        first, between, second = text.partition(" / ")
        if not between:
            cut = next((at for at in range(len(text), 0, -1) if metrics.horizontalAdvance(text[:at]) <= room), 1)
            first, second = text[:cut], text[cut:]
        return "\n".join(self._elided(each, room) for each in (first, second))

    def _elided(self, text: str, room: float) -> str:
        return self._ink.metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)


def steps(most: float, *, whole: bool) -> list[float]:
    """Round values from 0 up to `most` or just above it, at most five; whole numbers where parts mean nothing."""
    if most <= 0:
        return [0.0, 1.0]
    rough = most / _TICKS
    scale = 10.0 ** math.floor(math.log10(rough))
    step = next(each * scale for each in (1.0, 2.0, 2.5, 5.0, 10.0) if each * scale >= rough - 1e-9)
    if whole:
        step = float(max(1, math.ceil(step)))
    return [step * at for at in range(math.ceil(most / step - 1e-9) + 1)]


def blend(ground: str, ink: str, share: float) -> QColor:
    """A colour between two: 0 the ground, 1 the ink."""
    low, high = QColor(ground), QColor(ink)
    parts = [a + (b - a) * share for a, b in zip(low.getRgb()[:3], high.getRgb()[:3], strict=True)]  # type: ignore[index]
    return QColor(*(round(each) for each in parts))


def _readable(ground: QColor, tokens: Tokens) -> str:
    return max((tokens.text, tokens.on_accent), key=lambda ink: contrast(ink, ground.name()))


def _tick_text(value: float) -> str:
    return count_text(int(value)) if value == int(value) else f"{value:,.10g}"
