"""The narrow rail at the left: the places of the program."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QToolButton, QVBoxLayout, QWidget

from complaint_desk.i18n import _
from complaint_desk.ui.shared import icons
from complaint_desk.ui.shared.style import current_tokens, marked
from complaint_desk.ui.shared.tokens import GRID

TODAY = "today"
LEDGER = "ledger"
ANALYSIS = "analysis"
IMPROVE = "improve"


class Rail(QFrame):
    """`wanted` carries the name of a place. Analysis opens a dialog, so it never stays pressed."""

    wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("rail")
        marked(self, kind="rail")
        self.setFixedWidth(72)
        column = QVBoxLayout(self)
        column.setContentsMargins(GRID, 2 * GRID, GRID, GRID)
        column.setSpacing(GRID)
        self._group = QButtonGroup(self)
        self._buttons = {
            name: self._button(name, text, column)
            for name, text in (
                (TODAY, _("Today")),
                (LEDGER, _("Ledger")),
                (ANALYSIS, _("Analysis")),
                (IMPROVE, _("Improve")),
            )
        }
        column.addStretch()
        self._buttons[ANALYSIS].setCheckable(False)

    def show_place(self, name: str) -> None:
        self._buttons[name].setChecked(True)

    def _button(self, name: str, text: str, column: QVBoxLayout) -> QToolButton:
        made = QToolButton()
        made.setObjectName(f"rail.{name}")
        made.setText(text)
        made.setAccessibleName(text)
        made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        made.setIconSize(QSize(20, 20))
        made.setCheckable(True)
        marked(made, kind="rail")
        icons.give_icon(made, name, current_tokens())
        made.clicked.connect(lambda: self.wanted.emit(name))
        self._group.addButton(made)
        column.addWidget(made)
        return made
