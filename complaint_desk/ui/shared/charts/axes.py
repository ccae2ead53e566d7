"""The axes of a chart: labels that fit, round steps, titles with their unit, and lines across at the steps."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QGraphicsGridLayout

from complaint_desk.i18n.values import aligned, count_text
from complaint_desk.ui.shared.charts.ink import SMALL, Ink
from complaint_desk.ui.shared.charts.lettering import Axis
from complaint_desk.ui.shared.charts.plotting import pg

GAP = 6.0

_LABELS_WIDTH = 132.0
_FOOT = 40.0
_TICKS = 4
_BEYOND = 48
"""Pixels by which the text at an end of an axis may stand out."""

ABOVE, MIDDLE, BELOW = 1, 2, 3
"""Rows of the grid: over the plot, the plot, under it. Its columns are left of the plot, the plot, right of it."""


_Tick = tuple[float, str]


class Axes:
    """The axes around a plot, in the grid that holds it."""

    def __init__(self, grid: QGraphicsGridLayout, plot: pg.ViewBox, ink: Ink) -> None:
        self._grid, self._plot, self._ink = grid, plot, ink

    def labels_at_left(self, labels: Sequence[str]) -> None:
        texts = [self._elided(text, _LABELS_WIDTH) for text in labels]
        axis = self._axis("left", [(at + 0.5, text) for at, text in enumerate(texts)])
        axis.setTextPen(QColor(self._ink.tokens.text))
        axis.setWidth(max(map(self._ink.metrics.horizontalAdvance, texts), default=0.0) + 2 * GAP)
        self._grid.addItem(axis, MIDDLE, 0)

    def numbers_at_right(self, numbers: Sequence[tuple[str, ...]]) -> None:
        """Several numbers for each row, the same ones under each other."""
        columns = [aligned(column) for column in zip(*numbers, strict=True)]
        texts = ["  ".join(row) for row in zip(*columns, strict=True)]
        axis = self._axis("right", [(at + 0.5, text) for at, text in enumerate(texts)], line=False)
        axis.setWidth(max(map(self._ink.metrics.horizontalAdvance, texts), default=0.0) + 2 * GAP)
        self._grid.addItem(axis, MIDDLE, 2)

    def values_at_left(self, ticks: Sequence[float]) -> None:
        for tick in ticks[1:]:
            self.level(tick, self._ink.tokens.line)
        texts = [_tick_text(tick) for tick in ticks]
        axis = self._axis("left", list(zip(ticks, texts, strict=True)))
        axis.setWidth(max(map(self._ink.metrics.horizontalAdvance, texts), default=0.0) + 2 * GAP)
        self._grid.addItem(axis, MIDDLE, 0)

    def values_below(self, ticks: Sequence[float], title: str) -> None:
        for tick in ticks[1:]:
            self.level(tick, self._ink.tokens.line, upright=True)
        axis = self._axis("bottom", [])
        self._title(axis, title)
        axis.setHeight(_FOOT)
        self._grid.addItem(axis, BELOW, 1)
        texts = [(tick, _tick_text(tick)) for tick in ticks]
        self._fitted(axis, lambda: self._thinned(texts, len(ticks) - 1))

    def percents_at_right(self, unit: float) -> None:
        ticks = [(percent * unit, f"{percent}%") for percent in (0, 20, 40, 60, 80, 100)]
        axis = self._axis("right", ticks, line=False)
        axis.setWidth(self._ink.metrics.horizontalAdvance("100%") + 2 * GAP)
        self._grid.addItem(axis, MIDDLE, 2)

    def labels_below(self, labels: Sequence[str], title: str, *, broad: bool) -> None:
        """Labels under columns: `broad` ones are wrapped into two lines, narrow ones thinned out as the width asks."""
        axis = self._axis("bottom", [])
        self._title(axis, title)
        axis.setHeight(_FOOT + (self._ink.metrics.height() if broad else 0))
        self._grid.addItem(axis, BELOW, 1)
        texts = [(at + 0.5, text) for at, text in enumerate(labels)]
        self._fitted(axis, lambda: self._each(labels, self._wrapped) if broad else self._thinned(texts, len(labels)))

    def labels_above(self, labels: Sequence[str]) -> None:
        axis = self._axis("top", [], line=False)
        axis.setHeight(self._ink.metrics.height() + GAP)
        self._grid.addItem(axis, ABOVE, 1)
        self._fitted(axis, lambda: self._each(labels, self._elided))

    def _axis(self, side: str, ticks: Sequence[tuple[float, str]], *, line: bool = True) -> Axis:
        tokens = self._ink.tokens
        axis = Axis(side, pen=self._ink.pen(tokens.field_line, 1) if line else pg.mkPen(None), showValues=True)
        axis.setTextPen(QColor(tokens.secondary))
        # It would write days of a thousandth below.
        axis.enableAutoSIPrefix(False)
        axis.setStyle(
            tickLength=0, tickTextOffset=int(GAP), tickFont=self._ink.font, autoExpandTextSpace=False,
            autoReduceTextSpace=False, hideOverlappingLabels=_BEYOND,
        )  # fmt: skip
        axis.setTicks([list(ticks)])
        axis.linkToView(self._plot)
        axis.setZValue(-1000)
        return axis

    def _title(self, axis: Axis, title: str) -> None:
        axis.setLabel(title, color=self._ink.tokens.secondary, **{"font-size": f"{SMALL}px"})

    def _fitted(self, axis: Axis, ticks: Callable[[], list[_Tick]]) -> None:
        """Labels that depend on the width of the plot are set anew with it."""

        def fit() -> None:
            axis.setTicks([ticks()])

        self._plot.sigResized.connect(lambda _box: fit())
        fit()

    def _each(self, labels: Sequence[str], cut: Callable[[str, float], str]) -> list[_Tick]:
        """Every label, cut to the room of its column."""
        room = self._plot.width() / max(len(labels), 1) - GAP / 2
        return [(at + 0.5, cut(text, room)) for at, text in enumerate(labels)]

    def _thinned(self, ticks: Sequence[_Tick], parts: int) -> list[_Tick]:
        """As many labels as have room, where the plot is so many parts wide."""
        widest = max((self._ink.metrics.horizontalAdvance(text) for _at, text in ticks), default=0.0) + 2 * GAP
        every = max(1, math.ceil(widest * parts / max(self._plot.width(), 1.0)))
        return list(ticks[::every])

    def _wrapped(self, text: str, room: float) -> str:
        """Two lines at most: broken where a branch ends, else where the room does."""
        metrics = self._ink.metrics
        first, between, second = text.partition(" / ")
        if not between and metrics.horizontalAdvance(text) <= room:
            return text
        if not between:
            cut = next((at for at in range(len(text), 0, -1) if metrics.horizontalAdvance(text[:at]) <= room), 1)
            first, second = text[:cut], text[cut:]
        return "\n".join(self._elided(each, room) for each in (first, second))

    def _elided(self, text: str, room: float) -> str:
        return self._ink.metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)

    def level(self, value: float, colour: str, *, dashed: bool = False, upright: bool = False) -> None:
        style = Qt.PenStyle.DashLine if dashed else Qt.PenStyle.SolidLine
        line = pg.InfiniteLine(value, angle=90 if upright else 0, pen=self._ink.pen(colour, 1, style))
        line.setZValue(-1)
        self._plot.addItem(line, ignoreBounds=True)


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


def _tick_text(value: float) -> str:
    return count_text(int(value)) if value == int(value) else f"{value:,.10g}"
