"""The list on a card of the day: plain, as high as its lines, and left by the arrow keys at its ends."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget, QWidget

from complaint_desk.ui.shared.style import marked


class CardList(QListWidget):
    """`left` tells that a key leads beyond the list: -1 before it, 1 behind it."""

    left = Signal(int)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        marked(self, kind="plain")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, row = event.key(), self.currentRow()
        if key == Qt.Key.Key_Left or (key == Qt.Key.Key_Up and row <= 0):
            self.left.emit(-1)
        elif key == Qt.Key.Key_Right or (key == Qt.Key.Key_Down and row >= self.count() - 1):
            self.left.emit(1)
        else:
            super().keyPressEvent(event)
