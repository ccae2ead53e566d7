"""Charts on paper: the same drawing as in the window, as lines and letters on any painter."""

from __future__ import annotations

import shiboken6
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter

from complaint_desk.ui.shared.charts.drawing import Drawing, canvas_on
from complaint_desk.ui.shared.charts.ink import Ink
from complaint_desk.ui.shared.charts.values import Chart
from complaint_desk.ui.shared.style import text_font
from complaint_desk.ui.shared.tokens import LIGHT, Tokens


def paint_chart(painter: QPainter, place: QRectF, chart: Chart, scale: float = 1.0, tokens: Tokens = LIGHT) -> None:
    """Paint a chart into a place of the painter's device.

    Args:
        painter: of a picture, a printer, or a PDF file.
        place: in the painter's coordinates.
        chart: what to paint.
        scale: how many of the painter's units one pixel of the window is; a letter of 13 px is 13 of these high.
        tokens: the colours; paper is light.
    """
    canvas = canvas_on(None)
    canvas.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    canvas.resize(round(place.width() / scale), round(place.height() / scale))
    canvas.show()
    Drawing(canvas, chart, Ink.of(tokens, text_font(), scale)).settle()
    canvas.scene().render(painter, place, QRectF(canvas.rect()))
    # Here and now: Python would do it when and in which thread it likes.
    shiboken6.delete(canvas)
