"""A list at the left and what is chosen in it at the right; in their place, while there is nothing, how to begin."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QStackedWidget, QWidget

from complaint_desk.ui.shared.panels import Card, EmptyState, scrolled
from complaint_desk.ui.shared.tokens import GRID


class Halves(QStackedWidget):
    """`sizes` are the widths in pixels that the halves begin with."""

    def __init__(self, listing: QWidget, detail: QWidget, sizes: tuple[int, int], nothing: EmptyState) -> None:
        super().__init__()
        self._both = QSplitter(Qt.Orientation.Horizontal)
        self._both.setChildrenCollapsible(False)
        self._both.setHandleWidth(2 * GRID)
        self._both.addWidget(listing)
        self._both.addWidget(scrolled(detail))
        self._both.setSizes(list(sizes))
        self._nothing = Card()
        self._nothing.column.addWidget(nothing)
        self.addWidget(self._both)
        self.addWidget(self._nothing)

    @property
    def shown(self) -> bool:
        """Whether the halves are there."""
        return self.currentWidget() is self._both

    def show_halves(self, *, wanted: bool) -> None:
        self.setCurrentWidget(self._both if wanted else self._nothing)
