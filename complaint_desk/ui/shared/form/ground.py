"""What stands in a scroll area and is as tall as its width makes it."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QVBoxLayout, QWidget


class Ground(QWidget):
    """A column of widgets whose height follows from the width.

    A scroll area takes the larger of that height and the minimum, and Qt's minimum of wrapping rows is that of a far
    narrower column: it would leave room to scroll into emptiness.
    """

    def __init__(self, right: int = 0, gap: int = 0) -> None:
        super().__init__()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, right, 0)
        self.column.setSpacing(gap)

    def minimumSizeHint(self) -> QSize:
        return QSize(super().minimumSizeHint().width(), 0)
