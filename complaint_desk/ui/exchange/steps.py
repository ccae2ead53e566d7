"""The pages of the import in a row, the one at which somebody is marked."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QHBoxLayout, QWidget

from complaint_desk.ui.shared.buttons import button, plain_text
from complaint_desk.ui.shared.tokens import GRID


class Steps(QWidget):
    """`chosen` carries the place of the page that was asked for."""

    chosen = Signal(int)

    def __init__(self, texts: Sequence[str]) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID)
        self._steps = [button("", f"import.step.{at}", "quiet") for at in range(len(texts))]
        for at, (step, text) in enumerate(zip(self._steps, texts, strict=True)):
            self.name_step(at, text)
            step.setCheckable(True)
            step.clicked.connect(lambda _checked=False, at=at: self.chosen.emit(at))
            row.addWidget(step)
        row.addStretch()

    def name_step(self, at: int, text: str) -> None:
        """Call a page, with room for the bold letters of the one at which one is."""
        step = self._steps[at]
        step.setText(text)
        step.setAccessibleName(plain_text(text))
        font = step.font()
        font.setBold(True)
        step.setMinimumWidth(QFontMetrics(font).horizontalAdvance(plain_text(text)) + 4 * GRID)

    def mark(self, page: int) -> None:
        """The page at which one is."""
        for at, step in enumerate(self._steps):
            step.setChecked(at == page)

    def let_go_on(self, ready: bool) -> None:
        """Whether there is anything to see beyond the first page."""
        for step in self._steps[1:]:
            step.setEnabled(ready)
