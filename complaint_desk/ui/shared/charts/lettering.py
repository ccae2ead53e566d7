"""Texts within a chart: its heading with legend, and numbers at marks; drawn in the picture, so that paper has them too."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter
from PySide6.QtWidgets import QGraphicsItem, QGraphicsWidget, QStyleOptionGraphicsItem, QWidget

from complaint_desk.ui.shared.charts.plotting import pg
from complaint_desk.ui.shared.tokens import TEXT_SIZE, Tokens

_GAP = 6.0
_SWATCH = 10.0
_LINE = 20.0
_ABOVE = 2.0
_DOT = 3.0


class Heading(QGraphicsWidget):
    """The title at the left and the legend at the right; below it the unit of the values, if they stand at the left."""

    def __init__(
        self, title: str, unit: str, legend: Sequence[tuple[str, QColor]], tokens: Tokens, small: QFont
    ) -> None:
        super().__init__()
        self._title, self._unit, self._legend, self._tokens = title, unit, legend, tokens
        self._small = small
        self._bold = QFont(small)
        self._bold.setPixelSize(TEXT_SIZE)
        self._bold.setWeight(QFont.Weight.DemiBold)
        height = _LINE + _GAP + (_LINE if unit else 0.0)
        self.setMinimumHeight(height)
        self.setMaximumHeight(height)

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        left, width = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, self.size().width()
        painter.setFont(self._bold)
        painter.setPen(QColor(self._tokens.text))
        painter.drawText(QRectF(0, 0, width, _LINE), left, self._title)
        painter.setFont(self._small)
        painter.setPen(QColor(self._tokens.secondary))
        if self._unit:
            painter.drawText(QRectF(0, _LINE, width, _LINE), left, self._unit)
        metrics = QFontMetricsF(self._small)
        at = width
        for name, colour in reversed(self._legend):
            room = metrics.horizontalAdvance(name)
            at -= room
            painter.drawText(QRectF(at, 0, room + 1, _LINE), left, name)
            at -= _SWATCH + _GAP
            painter.fillRect(QRectF(at, (_LINE - _SWATCH) / 2, _SWATCH, _SWATCH), colour)
            at -= 2 * _GAP


@dataclass(frozen=True, slots=True)
class Written:
    """A text at a place in the coordinates of the plot: centred there, or standing `above` it."""

    x: float
    y: float
    text: str
    colour: QColor
    above: bool = False


@dataclass(frozen=True, slots=True)
class Dot:
    """A point of a line, in the coordinates of the plot."""

    x: float
    y: float
    colour: QColor


class Lettering(QGraphicsItem):
    """Texts and dots over a plot, in its pixels, so that no scale of the axes distorts them."""

    def __init__(self, plot: pg.ViewBox, placed: Sequence[Written | Dot], font: QFont) -> None:
        super().__init__(plot)
        self._plot, self._placed, self._font = plot, placed, font
        self.setZValue(10)

    def boundingRect(self) -> QRectF:
        return QRectF(self._plot.rect())

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        painter.setFont(self._font)
        for each in self._with_room():
            middle: QPointF = self._plot.mapFromView(QPointF(each.x, each.y))
            if isinstance(each, Dot):
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(each.colour)
                painter.drawEllipse(middle, _DOT, _DOT)
            else:
                self._write(painter, each, middle)

    def _with_room(self) -> Sequence[Written | Dot]:
        """Everything; of the numbers over columns the highest alone where they would run into each other."""
        above = [each for each in self._placed if isinstance(each, Written) and each.above]
        column: QPointF = self._plot.mapFromView(QPointF(1, 0)) - self._plot.mapFromView(QPointF(0, 0))
        widest = max(map(QFontMetricsF(self._font).horizontalAdvance, (each.text for each in above)), default=0.0)
        if widest + 2 <= column.x() or len(above) < 2:
            return self._placed
        highest = max(above, key=lambda each: each.y)
        return [each for each in self._placed if each is highest or each not in above]

    def _write(self, painter: QPainter, written: Written, middle: QPointF) -> None:
        metrics = QFontMetricsF(self._font)
        size = QSizeF(metrics.horizontalAdvance(written.text) + 2, metrics.height())
        top = middle.y() - (size.height() + _ABOVE if written.above else size.height() / 2)
        painter.setPen(written.colour)
        most = max(self._plot.rect().right() - size.width(), 0.0)
        box = QRectF(QPointF(min(max(middle.x() - size.width() / 2, 0.0), most), top), size)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, written.text)


class Axis(pg.AxisItem):
    """An axis that is drawn anew each time: pyqtgraph's recordings of it have the resolution of the screen."""

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        painter.setFont(self.style["tickFont"])
        specified = self.generateDrawSpecs(painter)
        if specified is not None:
            painter.save()
            self.drawPicture(painter, *specified)
            painter.restore()
