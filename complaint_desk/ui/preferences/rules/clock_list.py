"""The clocks of the version that is edited, with the buttons that add and remove one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QVBoxLayout, QWidget

from complaint_desk.i18n import _
from complaint_desk.ui.preferences.rules.fields import keyed_button
from complaint_desk.ui.shared.form.cell import with_mnemonic
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
        self.add = keyed_button(_("Add"), "A", "rules.add")
        self.remove = keyed_button(_("Remove"), "R", "rules.remove")
        for key, deed in ((Qt.Key.Key_Insert, self.add), (Qt.Key.Key_Delete, self.remove)):
            pressed = QShortcut(key, self.names, context=Qt.ShortcutContext.WidgetShortcut)
            pressed.activated.connect(deed.click)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        self._title = label(role="section")
        self._title.setBuddy(self.names)
        self.entitle("")
        column.addWidget(self._title)
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

    def entitle(self, title: str) -> None:
        """Say whose clocks they are; "" says that they are those of the version."""
        self._title.setText(with_mnemonic(title or self.names.accessibleName(), "T"))

    def rename(self, at: int, name: str) -> None:
        """Another name for one of them."""
        self.names.item(at).setText(name)
