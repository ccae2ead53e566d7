"""What a chart is drawn with: colours of a theme, letters, lines, and shades between two colours."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPen

from complaint_desk.ui.shared.charts.plotting import pg
from complaint_desk.ui.shared.tokens import Tokens, contrast

SMALL = 12
"""Height of the letters at axes and marks, in pixels."""

FAINT = 0.55
"""How much of a colour is left for what stands behind."""


@dataclass(frozen=True, slots=True)
class Ink:
    """What one drawing is made with: the colours of a theme, the font at its small size, and units of the device a pixel."""

    tokens: Tokens
    font: QFont
    scale: float = 1.0

    @classmethod
    def of(cls, tokens: Tokens, font: QFont, scale: float = 1.0) -> Ink:
        small = QFont(font)
        small.setPixelSize(SMALL)
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
        grey.setAlphaF(FAINT if at == 1 else FAINT / 2)
        return grey


def blend(ground: str, ink: str, share: float) -> QColor:
    """A colour between two: 0 the ground, 1 the ink."""
    low, high = QColor(ground), QColor(ink)
    parts = [a + (b - a) * share for a, b in zip(low.getRgb()[:3], high.getRgb()[:3], strict=True)]  # type: ignore[index]
    return QColor(*(round(each) for each in parts))


def readable(ground: QColor, tokens: Tokens) -> str:
    return max((tokens.text, tokens.on_accent), key=lambda ink: contrast(ink, ground.name()))
