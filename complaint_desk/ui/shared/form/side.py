"""The form and what stands beside it."""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from complaint_desk.ui.shared.tokens import GRID

_NARROWEST = 200
_PERCENT = 26


class FormAndSide(QWidget):
    """A form with a panel at its right: as wide as is wanted where there is room, narrower where the form needs it."""

    def __init__(self, form: QWidget, side: QWidget, wanted: int) -> None:
        super().__init__()
        self._side = side
        self._wanted = wanted
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID)
        row.addWidget(form, 1)
        row.addWidget(side)
        side.setFixedWidth(_NARROWEST)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._side.setFixedWidth(max(_NARROWEST, min(self._wanted, event.size().width() * _PERCENT // 100)))
