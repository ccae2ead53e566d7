"""A state as shape, word and tint together; never as colour alone."""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from complaint_desk.domain.clocks import ClockState
from complaint_desk.domain.vocabulary import Status
from complaint_desk.ui.shared.style import tokens_in
from complaint_desk.ui.shared.tokens import Tokens, Tone

PILL_HEIGHT = 24
_MARK = 9.0
_SIDE = 9
_GAP = 6
_NARROWEST = 56


class Shape(Enum):
    """The mark before the word."""

    RING = "ring"
    HALF = "half"
    DOT = "dot"
    PAUSE = "pause"
    CHECK = "check"
    CROSS = "cross"
    DASH = "dash"
    TRIANGLE = "triangle"


STATUS_LOOKS: dict[str, tuple[Tone, Shape]] = {
    Status.REGISTERED: (Tone.ACCENT, Shape.RING),
    Status.ACCEPTED: (Tone.ACCENT, Shape.HALF),
    Status.HANDLING: (Tone.ACCENT, Shape.DOT),
    Status.WAITING: (Tone.AMBER, Shape.PAUSE),
    Status.ANSWERED: (Tone.GREEN, Shape.DOT),
    Status.CLOSED: (Tone.GREEN, Shape.CHECK),
    Status.DECLINED: (Tone.GREY, Shape.CROSS),
    Status.WITHDRAWN: (Tone.GREY, Shape.DASH),
}


DUE_LOOKS: dict[str, tuple[Tone, Shape]] = {
    ClockState.OVERDUE: (Tone.RED, Shape.TRIANGLE),
    ClockState.DUE_SOON: (Tone.AMBER, Shape.DOT),
    ClockState.RUNNING: (Tone.GREY, Shape.RING),
    ClockState.PAUSED: (Tone.GREY, Shape.PAUSE),
    ClockState.MET: (Tone.GREEN, Shape.CHECK),
    ClockState.MISSED: (Tone.RED, Shape.DASH),
}


def pill_width(text: str, metrics: QFontMetrics) -> int:
    """The width of a pill that shows the text whole, in pixels."""
    return round(2 * _SIDE + _MARK + _GAP + metrics.horizontalAdvance(text) + 1)


def paint_pill(painter: QPainter, rect: QRectF, text: str, look: tuple[Tone, Shape], tokens: Tokens) -> None:
    """Paint a pill at the left of `rect`, centred in its height; the word is elided where the width ends."""
    tone, shape = look
    metrics = painter.fontMetrics()
    width = min(float(pill_width(text, metrics)), rect.width())
    body = QRectF(rect.left(), rect.center().y() - PILL_HEIGHT / 2, width, PILL_HEIGHT)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(tokens.tint(tone)))
    painter.drawRoundedRect(body, PILL_HEIGHT / 2, PILL_HEIGHT / 2)
    mark = QRectF(body.left() + _SIDE, body.center().y() - _MARK / 2, _MARK, _MARK)
    ink = QColor(tokens.ink(tone))
    paint_mark(painter, mark, shape, ink)
    words = body.adjusted(_SIDE + _MARK + _GAP, 0, -_SIDE + 2, 0)
    painter.setPen(ink)
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, int(words.width()))
    painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
    painter.restore()


def paint_mark(painter: QPainter, box: QRectF, shape: Shape, ink: QColor) -> None:
    """Paint the mark of a pill into a square box."""
    painter.setPen(QPen(ink, 1.6, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    inner = box.adjusted(0.8, 0.8, -0.8, -0.8)
    match shape:
        case Shape.RING:
            painter.drawEllipse(inner)
        case Shape.HALF:
            painter.drawEllipse(inner)
            painter.setBrush(ink)
            painter.drawChord(inner, 90 * 16, 180 * 16)
        case Shape.DOT:
            painter.setBrush(ink)
            painter.drawEllipse(inner)
        case Shape.PAUSE:
            for x in (inner.left() + 1.4, inner.right() - 1.4):
                painter.drawLine(QPointF(x, inner.top()), QPointF(x, inner.bottom()))
        case Shape.CHECK:
            low = QPointF(inner.left() + inner.width() * 0.36, inner.bottom() - 0.8)
            painter.drawPolyline([QPointF(inner.left(), inner.center().y() + 0.6), low, inner.topRight()])
        case Shape.CROSS:
            painter.drawLine(inner.topLeft(), inner.bottomRight())
            painter.drawLine(inner.bottomLeft(), inner.topRight())
        case Shape.DASH:
            painter.drawLine(QPointF(inner.left(), inner.center().y()), QPointF(inner.right(), inner.center().y()))
        case Shape.TRIANGLE:
            painter.setBrush(ink)
            top = QPointF(inner.center().x(), inner.top())
            painter.drawPolygon(QPolygonF([top, inner.bottomRight(), inner.bottomLeft()]))


class Pill(QWidget):
    """A pill as a widget; one that `yields` shortens its word where the panel around it is narrow, and tells it as a hint."""

    def __init__(
        self,
        text: str = "",
        look: tuple[Tone, Shape] = (Tone.GREY, Shape.RING),
        parent: QWidget | None = None,
        *,
        yields: bool = False,
    ) -> None:
        super().__init__(parent)
        self._yields = yields
        across = QSizePolicy.Policy.Maximum if yields else QSizePolicy.Policy.Fixed
        self.setSizePolicy(across, QSizePolicy.Policy.Fixed)
        self.show_state(text, look)

    def show_state(self, text: str, look: tuple[Tone, Shape]) -> None:
        self._text, self._look = text, look
        self.setAccessibleName(text)
        self.setToolTip(text if self._yields else "")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(pill_width(self._text, self.fontMetrics()), PILL_HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(_NARROWEST, PILL_HEIGHT) if self._yields else self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_pill(painter, QRectF(self.rect()), self._text, self._look, tokens_in(self))
