"""The trend of a report as columns with the moving mean over them, painted in the colours of the theme."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from complaint_desk.domain.analysis import TrendPoint
from complaint_desk.i18n import _
from complaint_desk.i18n.values import list_text
from complaint_desk.ui.report.key_figures import count_text
from complaint_desk.ui.shared.style import tokens_in
from complaint_desk.ui.shared.tokens import Tokens

_HEAD = 26
_FOOT = 20
_TOP = 16
_FAINT = 0.4
_HEIGHT = 126


class TrendChart(QWidget):
    """Counts by day, week or month."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._points: tuple[TrendPoint, ...] = ()
        self._unit = "day"
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_trend(self, points: tuple[TrendPoint, ...], unit: str) -> None:
        """`unit` is `day`, `week` or `month`."""
        self._points, self._unit = points, unit
        spoken = [f"{point.label} {count_text(point.count)}" for point in points]
        self.setAccessibleName(f"{self._heading()}: {list_text(spoken)}")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(320, _HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(300, _HEIGHT)

    def _heading(self) -> str:
        headings = {"day": _("Trend by day"), "week": _("Trend by week"), "month": _("Trend by month")}
        return headings.get(self._unit, _("Trend"))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tokens = tokens_in(self)
        self._paint_heading(painter, tokens)
        if self._points:
            plot = QRectF(0, _HEAD + _TOP, self.width(), self.height() - _HEAD - _TOP - _FOOT)
            self._paint_columns(painter, tokens, plot)
            self._paint_mean(painter, tokens, plot)
            self._paint_ends(painter, tokens)

    def _paint_heading(self, painter: QPainter, tokens: Tokens) -> None:
        box = QRectF(0, 0, self.width(), _HEAD - 4)
        painter.setPen(QColor(tokens.secondary))
        side = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        legend = _("line: mean of 3")
        if any(point.moving_mean is not None for point in self._points):
            painter.drawText(box, side, legend)
        bold = QFont(self.font())
        bold.setWeight(QFont.Weight.DemiBold)
        painter.setFont(bold)
        painter.setPen(QColor(tokens.text))
        painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, self._heading())
        painter.setFont(self.font())

    def _paint_columns(self, painter: QPainter, tokens: Tokens, plot: QRectF) -> None:
        most = self._most()
        step = plot.width() / len(self._points)
        breadth = max(2.0, min(step * 0.64, 36.0))
        faint = QColor(tokens.accent)
        faint.setAlphaF(_FAINT)
        peak = next((at for at, point in enumerate(self._points) if point.count == most and most), None)
        for at, point in enumerate(self._points):
            centre = plot.left() + step * (at + 0.5)
            height = plot.height() * point.count / max(most, 1)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tokens.accent) if at == peak else faint)
            painter.drawRect(QRectF(centre - breadth / 2, plot.bottom() - height, breadth, height))
            if at == peak:
                painter.setPen(QColor(tokens.text))
                box = QRectF(centre - 40, plot.bottom() - height - _TOP, 80, _TOP - 1)
                painter.drawText(_within(box, self.width()), Qt.AlignmentFlag.AlignCenter, count_text(point.count))
        painter.setPen(QPen(QColor(tokens.field_line), 1))
        painter.drawLine(plot.bottomLeft(), plot.bottomRight())

    def _paint_mean(self, painter: QPainter, tokens: Tokens, plot: QRectF) -> None:
        step = plot.width() / len(self._points)
        most = max(self._most(), 1)
        line = [
            QPointF(plot.left() + step * (at + 0.5), plot.bottom() - plot.height() * float(point.moving_mean) / most)
            for at, point in enumerate(self._points)
            if point.moving_mean is not None
        ]
        painter.setPen(QPen(QColor(tokens.amber), 1.6))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(line)

    def _paint_ends(self, painter: QPainter, tokens: Tokens) -> None:
        painter.setPen(QColor(tokens.secondary))
        box = QRectF(0, self.height() - _FOOT, self.width(), _FOOT)
        painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom, _short(self._points[0].label))
        if len(self._points) > 1:
            last = _short(self._points[-1].label)
            painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom, last)

    def _most(self) -> int:
        return max(point.count for point in self._points)


def _within(box: QRectF, width: float) -> QRectF:
    """The same box moved so far that it does not stick out at the sides."""
    box.moveLeft(min(max(box.left(), 0.0), width - box.width()))
    return box


def _short(label: str) -> str:
    try:
        return f"{dt.date.fromisoformat(label):%m-%d}"
    except ValueError:
        return label
