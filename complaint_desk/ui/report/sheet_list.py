"""The sheets of the workbook as a list to tick."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QListView, QListWidget, QListWidgetItem, QWidget

from complaint_desk.i18n import _

_ROW = 28
_COLUMNS = 2
_CODE = Qt.ItemDataRole.UserRole


class SheetList(QListWidget):
    """All sheets in two columns, ticked unless left out; Space ticks the current one. `changed` after each tick."""

    changed = Signal()

    def __init__(self, sheets: tuple[tuple[str, str], ...], parent: QWidget | None = None) -> None:
        """`sheets` are (code, label) in the order of the workbook."""
        super().__init__(parent)
        self.setObjectName("report.sheets")
        self.setAccessibleName(_("Sheets"))
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for code, words in sheets:
            item = QListWidgetItem(words, self)
            item.setData(_CODE, code)
            item.setToolTip(words)
            item.setFlags(Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
            item.setCheckState(Qt.CheckState.Checked)
        rows = -(-len(sheets) // _COLUMNS)
        self.setFixedHeight(rows * _ROW + 10)
        self.itemChanged.connect(lambda _item: self.changed.emit())

    def chosen(self) -> tuple[str, ...]:
        return self._codes(Qt.CheckState.Checked)

    def left_out(self) -> tuple[str, ...]:
        return self._codes(Qt.CheckState.Unchecked)

    def leave_out(self, codes: tuple[str, ...]) -> None:
        for item in self._items():
            item.setCheckState(Qt.CheckState.Unchecked if item.data(_CODE) in codes else Qt.CheckState.Checked)

    def resizeEvent(self, event: QResizeEvent) -> None:
        cell = QSize((self.viewport().width() - 2) // _COLUMNS, _ROW)
        if cell != self.gridSize():
            self.setGridSize(cell)
            for item in self._items():
                item.setSizeHint(cell)
        super().resizeEvent(event)

    def _codes(self, state: Qt.CheckState) -> tuple[str, ...]:
        return tuple(item.data(_CODE) for item in self._items() if item.checkState() == state)

    def _items(self) -> list[QListWidgetItem]:
        return [self.item(at) for at in range(self.count())]
