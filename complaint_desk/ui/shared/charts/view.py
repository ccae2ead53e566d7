"""A chart in the window: its marks are pointed at with mouse or arrow keys, say what they count, and lead to their cases."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QColor,
    QContextMenuEvent,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from complaint_desk.i18n.values import list_text
from complaint_desk.ui.shared.charts.drawing import Canvas, Drawing, Spot, canvas_on
from complaint_desk.ui.shared.charts.ink import Ink
from complaint_desk.ui.shared.charts.values import Chart, Mark
from complaint_desk.ui.shared.figure_menu import copies_key, open_figure_menu
from complaint_desk.ui.shared.style import tokens_in

_STEPS = {
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
}
_OPENING = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class ChartView(QWidget):
    """`wanted` carries the figure key of a mark whose cases the person wants to see, `pointed` the `Mark` that they are at.

    Arrow keys walk through the marks, Home and End go to the first and last, Enter opens, Ctrl+C copies the key.
    """

    wanted = Signal(str)
    pointed = Signal(object)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._canvas: Canvas | None = None
        # The theme is told to every widget in turn: no one of them may be made anew meanwhile.
        self._redraw = QTimer(self, singleShot=True, interval=0)
        self._redraw.timeout.connect(self._draw)
        self._halo = _Halo(self)
        self._chart: Chart | None = None
        self._drawing: Drawing | None = None
        self._current = 0
        self._hovered = -1

    @property
    def chart(self) -> Chart | None:
        return self._chart

    @property
    def spots(self) -> Sequence[Spot]:
        return self._drawing.spots if self._drawing else ()

    @property
    def current(self) -> Mark | None:
        """The mark that the keyboard is at."""
        return self.spots[self._current].mark if self.spots else None

    def show_chart(self, chart: Chart) -> None:
        self._chart = chart
        self._current, self._hovered = 0, -1
        self._draw()
        said = [spot.mark.said for spot in self.spots]
        self.setAccessibleName(f"{chart.title}: {list_text(said)}")
        self.setAccessibleDescription(self.current.said if self.current else "")

    def place_of(self, spot: Spot) -> QRectF:
        """Where a mark stands, in pixels of this widget."""
        return self._drawing.place_of(spot) & QRectF(self.rect()) if self._drawing else QRectF()

    def sizeHint(self) -> QSize:
        return QSize(360, 240)

    def minimumSizeHint(self) -> QSize:
        return QSize(280, 200)

    # Drawing

    def _draw(self) -> None:
        """On a new canvas: of an old one Qt itself destroys everything, in the thread of the window."""
        if self._chart is None:
            return
        if self._canvas is not None:
            self._canvas.hide()
            self._canvas.deleteLater()
        self._canvas = canvas = canvas_on(self)
        canvas.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        canvas.setGeometry(self.rect())
        self._drawing = Drawing(canvas, self._chart, Ink.of(tokens_in(self), self.font()))
        canvas.show()
        self._halo.raise_()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._canvas is not None:
            self._canvas.setGeometry(self.rect())
        self._halo.setGeometry(self.rect())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self._redraw.start()

    # Pointing

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            at = self._at(QPointF(event.pos()))
            if at >= 0:
                QToolTip.showText(event.globalPos(), self.spots[at].mark.said, self)
            else:
                QToolTip.hideText()
            return True
        return super().event(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(self._at(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        self._hover(-1)
        super().leaveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        at = self._at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and at >= 0:
            self._go(at)
            self._open(self.spots[at].mark)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_mouse = event.reason() == QContextMenuEvent.Reason.Mouse
        at = self._at(QPointF(event.pos())) if by_mouse else self._current
        if 0 <= at < len(self.spots) and (mark := self.spots[at].mark).key:
            self._go(at)
            place = (
                event.globalPos() if by_mouse else self.mapToGlobal(self.place_of(self.spots[at]).center().toPoint())
            )
            open_figure_menu(self, mark.key, place, lambda: self._open(mark))

    def _hover(self, at: int) -> None:
        if at == self._hovered:
            return
        self._hovered = at
        if at >= 0:
            self.pointed.emit(self.spots[at].mark)
            opens = bool(self.spots[at].mark.key)
            self.setCursor(Qt.CursorShape.PointingHandCursor if opens else Qt.CursorShape.ArrowCursor)
        else:
            self.unsetCursor()
        self._halo.update()

    def _at(self, point: QPointF) -> int:
        """The mark under a point; -1 where there is none."""
        return next((at for at, spot in enumerate(self.spots) if self.place_of(spot).contains(point)), -1)

    # Keyboard

    def keyPressEvent(self, event: QKeyEvent) -> None:
        mark, key = self.current, Qt.Key(event.key())
        if mark is None:
            super().keyPressEvent(event)
        elif key in _STEPS:
            self._step(*_STEPS[key])
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self._go(0 if key == Qt.Key.Key_Home else len(self.spots) - 1)
        elif key in _OPENING:
            self._open(mark)
        elif not copies_key(event, mark.key):
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self.current is not None:
            self.pointed.emit(self.current)
        self._halo.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._halo.update()

    def _step(self, down: int, right: int) -> None:
        here = self.spots[self._current]
        places = {(spot.row, spot.column): at for at, spot in enumerate(self.spots)}
        if (at := places.get((here.row + down, here.column + right))) is not None:
            self._go(at)

    def _go(self, at: int) -> None:
        self._current = at
        mark = self.spots[at].mark
        self.setAccessibleDescription(mark.said)
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))
        self.pointed.emit(mark)
        self._halo.update()

    def _open(self, mark: Mark) -> None:
        if mark.key:
            self.wanted.emit(mark.key)

    def marked_places(self) -> tuple[tuple[QRectF, bool], ...]:
        """What is to be emphasised: (place, True for the keyboard's, False for the mouse's)."""
        found = []
        if 0 <= self._hovered < len(self.spots):
            found.append((self.place_of(self.spots[self._hovered]), False))
        if self.hasFocus() and self.spots:
            found.append((self.place_of(self.spots[self._current]), True))
        return tuple(found)


class _Halo(QWidget):
    """Over the chart: a tint where the mouse is, a frame where the keyboard is."""

    def __init__(self, view: ChartView) -> None:
        super().__init__(view)
        self._view = view
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tokens = tokens_in(self)
        for place, by_keyboard in self._view.marked_places():
            if by_keyboard:
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.setPen(QPen(QColor(tokens.text), 2))
                painter.drawRoundedRect(place.adjusted(-1, -1, 1, 1), 4, 4)
            else:
                tint = QColor(tokens.accent)
                tint.setAlphaF(0.10)
                painter.fillRect(place, tint)
