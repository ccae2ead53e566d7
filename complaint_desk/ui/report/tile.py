"""A figure that one points at: with the mouse or the arrow keys; it leads to its cases, and its key can be copied."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QEnterEvent, QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QWidget

from complaint_desk.ui.shared.charts.values import Mark
from complaint_desk.ui.shared.figure_menu import copies_key, open_figure_menu
from complaint_desk.ui.shared.style import marked

_BACK = (Qt.Key.Key_Left, Qt.Key.Key_Up)
_ON = (Qt.Key.Key_Right, Qt.Key.Key_Down)
_OPENING = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class FigureTile(QFrame):
    """`wanted` carries the key whose cases the person wants to see, `pointed` the `Mark` that they are at.

    `stepped` tells how many tiles on an arrow key goes.
    """

    wanted = Signal(str)
    pointed = Signal(object)
    stepped = Signal(int)

    def __init__(self, kind: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        marked(self, kind=kind)
        self.mark = Mark(0, "")
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)

    def show_mark(self, mark: Mark) -> None:
        """What it counts; its accessible name says it."""
        self.mark = mark
        self.setAccessibleName(mark.said)
        self.setCursor(Qt.CursorShape.PointingHandCursor if mark.key else Qt.CursorShape.ArrowCursor)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in _BACK or key in _ON:
            self.stepped.emit(1 if key in _ON else -1)
        elif key in _OPENING:
            self._open()
        elif not copies_key(event, self.mark.key):
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self._open()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if self.mark.key:
            by_mouse = event.reason() == QContextMenuEvent.Reason.Mouse
            place = event.globalPos() if by_mouse else self.mapToGlobal(QPoint(0, self.height()))
            open_figure_menu(self, self.mark.key, place, self._open)

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.pointed.emit(self.mark)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.pointed.emit(self.mark)

    def _open(self) -> None:
        if self.mark.key:
            self.wanted.emit(self.mark.key)


class TileGroup:
    """Several tiles that are one stop of the Tab key; within it the arrow keys walk."""

    def __init__(self) -> None:
        self.tiles: list[FigureTile] = []

    def add(self, tile: FigureTile) -> None:
        tile.stepped.connect(lambda steps: self._step(tile, steps))
        self.tiles.append(tile)
        if len(self.tiles) == 1:
            tile.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def _step(self, tile: FigureTile, steps: int) -> None:
        shown = [each for each in self.tiles if not each.isHidden()]
        at = shown.index(tile) + steps
        if 0 <= at < len(shown):
            tile.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
            shown[at].setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            shown[at].setFocus(Qt.FocusReason.TabFocusReason)
