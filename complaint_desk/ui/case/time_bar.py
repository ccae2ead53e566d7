"""A bar of how much of a time limit is gone; the words beside it say the same."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from complaint_desk.domain.clocks import DueReasons
from complaint_desk.ui.shared.style import tokens_in
from complaint_desk.ui.shared.tokens import Tone

_HEIGHT = 4


def part_gone(reasons: DueReasons, now: dt.datetime) -> float:
    """How much of a clock's time is gone, from 0 to 1."""
    due = reasons.due
    if due is None or due <= reasons.clock.start:
        return 1.0
    return min(1.0, max(0.0, (now - reasons.clock.start) / (due - reasons.clock.start)))


class TimeBar(QWidget):
    """Empty until `show_part`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._part, self._tone = 0.0, Tone.GREY
        self.setFixedHeight(_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_part(self, part: float, tone: Tone) -> None:
        """Show a part from 0 to 1."""
        self._part, self._tone = part, tone
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, tokens = QPainter(self), tokens_in(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        whole = QRectF(self.rect())
        for width, colour in ((whole.width(), tokens.line), (whole.width() * self._part, tokens.ink(self._tone))):
            painter.setBrush(QColor(colour))
            painter.drawRoundedRect(QRectF(0, 0, width, whole.height()), _HEIGHT / 2, _HEIGHT / 2)
