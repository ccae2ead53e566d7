"""The departments of a period with their counts, each to tick; all of them are ticked at first."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTreeWidget, QTreeWidgetItem

from complaint_desk.i18n import _
from complaint_desk.ui.shared.style import marked

_CODE = Qt.ItemDataRole.UserRole
_HEIGHT = 208
_NAME, _COUNT = 0, 1


class DepartmentList(QTreeWidget):
    """`changed` after every tick."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("feedback.make.departments")
        self.setAccessibleName(_("Departments"))
        marked(self, kind="rows")
        self.setColumnCount(2)
        self.setHeaderHidden(True)
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        self.setFixedHeight(_HEIGHT)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        head = self.header()
        head.setStretchLastSection(False)
        head.setSectionResizeMode(_NAME, QHeaderView.ResizeMode.Stretch)
        head.setSectionResizeMode(_COUNT, QHeaderView.ResizeMode.ResizeToContents)
        self.itemChanged.connect(lambda _item, _column: self.changed.emit())

    def show_waiting(self) -> None:
        """While they are being counted."""
        self.clear()
        waiting = QTreeWidgetItem(self, ["\N{HORIZONTAL ELLIPSIS}", ""])
        waiting.setFlags(Qt.ItemFlag.NoItemFlags)

    def show_all(self, departments: Sequence[tuple[str, str, str]]) -> None:
        """Show each code, name and count."""
        self.blockSignals(True)
        self.clear()
        for code, name, count in departments:
            item = QTreeWidgetItem(self, [name, count])
            item.setData(_NAME, _CODE, code)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(_NAME, Qt.CheckState.Checked)
            item.setTextAlignment(_COUNT, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if not departments:
            empty = QTreeWidgetItem(self, [_("No department has a complaint in this period."), ""])
            empty.setFlags(Qt.ItemFlag.NoItemFlags)
        self.setCurrentIndex(self.model().index(0, 0))
        self.blockSignals(False)

    @property
    def chosen(self) -> tuple[str, ...]:
        """The codes of those that are ticked."""
        items = [self.topLevelItem(at) for at in range(self.topLevelItemCount())]
        return tuple(
            str(item.data(_NAME, _CODE))
            for item in items
            if item is not None and item.data(_NAME, _CODE) and item.checkState(_NAME) is Qt.CheckState.Checked
        )
