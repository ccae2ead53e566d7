"""A grid that takes as many columns as fit its width, so that nothing needs a horizontal scroll bar."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from complaint_desk.ui.shared.tokens import GRID


class ReflowGrid(QWidget):
    """Equal columns; `counts` are the numbers of columns to choose from, largest first, such as (4, 2, 1)."""

    def __init__(self, counts: tuple[int, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._counts = counts
        self._columns = 0
        self._cells: list[QWidget] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(GRID)

    def add(self, cell: QWidget) -> None:
        self._cells.append(cell)
        self._columns = 0

    def refit(self) -> None:
        """Choose the columns anew, after the cells got other contents."""
        widest = max((cell.sizeHint().width() for cell in self._cells), default=0)
        fitting = [count for count in self._counts if count * (widest + GRID) - GRID <= self.width()]
        columns = fitting[0] if fitting else self._counts[-1]
        if columns != self._columns:
            self._columns = columns
            for at, cell in enumerate(self._cells):
                self._grid.addWidget(cell, at // columns, at % columns)
            for column in range(self._counts[0]):
                self._grid.setColumnStretch(column, 1 if column < columns else 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.refit()

    def minimumSizeHint(self) -> QSize:
        narrowest = max((cell.minimumSizeHint().width() for cell in self._cells), default=0)
        return QSize(narrowest, super().minimumSizeHint().height())
