"""The clocks of the version that is edited, with the buttons that add and remove one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QVBoxLayout, QWidget

from complaint_desk.i18n import _
from complaint_desk.ui.shared.buttons import button
from complaint_desk.ui.shared.panels import label
from complaint_desk.ui.shared.tokens import GRID


class ClockList(QWidget):
    """`chosen` carries the place of the clock that the form shall show."""

    chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.names = QListWidget()
        self.names.setObjectName("rules.clocks")
        self.names.setAccessibleName(_("Time limits of the version"))
        self.add = button(_("Add"), "rules.add")
        self.remove = button(_("Remove"), "rules.remove")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addWidget(label(self.names.accessibleName(), role="section"))
        column.addWidget(self.names, 1)
        row = QHBoxLayout()
        row.setSpacing(GRID)
        row.addWidget(self.add)
        row.addWidget(self.remove)
        row.addStretch()
        column.addLayout(row)
        self.names.currentRowChanged.connect(self.chosen)

    def show_names(self, names: Sequence[str], at: int) -> None:
        """Show the clocks by name, one of them chosen, without telling."""
        self.names.blockSignals(True)
        self.names.clear()
        self.names.addItems(names)
        self.names.setCurrentRow(at)
        self.names.blockSignals(False)

    def rename(self, at: int, name: str) -> None:
        """Another name for one of them."""
        self.names.item(at).setText(name)
