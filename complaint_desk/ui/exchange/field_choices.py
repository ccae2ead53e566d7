"""What a column of a foreign ledger may fill, as a list that all columns share."""

from __future__ import annotations

from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QDialog, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from complaint_desk.domain.fields import FIELDS
from complaint_desk.domain.foreign.import_mapping import COLUMN_ACCEPTED, COLUMN_IGNORED, COLUMN_STEPS
from complaint_desk.domain.foreign.import_rows import SET_BY_PROGRAM
from complaint_desk.i18n import _
from complaint_desk.i18n.words import Words
from complaint_desk.ui.shared.buttons import button, decision_row
from complaint_desk.ui.shared.panels import label
from complaint_desk.ui.shared.screen_room import resize_within_screen
from complaint_desk.ui.shared.tokens import GRID

SEVERAL = "\N{HORIZONTAL ELLIPSIS}"
"""Stands for: choose several fields."""
_PLUS = " + "
_ROW = 30
_SIZE = (400, 560)


class FieldChoices(QStandardItemModel):
    """Fields by label; the data of each entry are its names joined by commas, "" keeps a column beside the complaint."""

    def __init__(self, words: Words, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._add(_("Keep beside the complaint"), "")
        self._add(_("Several fields…"), SEVERAL)
        self._add(_("Leave out"), COLUMN_IGNORED)
        for name in fillable():
            self._add(words.field_label(name), name)

    def place_of(self, fields: tuple[str, ...]) -> int:
        """The row of an entry; one for several fields is made when it is first wanted."""
        wanted = ",".join(fields)
        for row in range(self.rowCount()):
            if self.item(row).data(Qt.ItemDataRole.UserRole) == wanted:
                return row
        self._add(_PLUS.join(map(self._words.field_label, fields)), wanted)
        return self.rowCount() - 1

    def _add(self, text: str, names: str) -> None:
        item = QStandardItem(text)
        item.setData(names, Qt.ItemDataRole.UserRole)
        self.appendRow(item)


def fillable() -> tuple[str, ...]:
    """Everything that a column can fill, in the order of the form."""
    return (*(field.name for field in FIELDS if field.name not in SET_BY_PROGRAM), COLUMN_ACCEPTED, COLUMN_STEPS)


class SeveralFields(QDialog):
    """Asks among which fields the cells of a column are parted; `chosen` carries their names in order."""

    chosen = Signal(object)

    def __init__(self, header: str, fields: tuple[str, ...], words: Words, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("import.several")
        self.setWindowTitle(_("Several fields"))
        self.list = QListWidget()
        self.list.setObjectName("import.several.fields")
        self.list.setAccessibleName(_("Fields"))
        for name in fillable():
            item = QListWidgetItem(words.field_label(name), self.list)
            item.setData(Qt.ItemDataRole.UserRole, name)
            item.setSizeHint(QSize(0, _ROW))
            item.setCheckState(Qt.CheckState.Checked if name in fields else Qt.CheckState.Unchecked)
        self.list.setCurrentRow(0)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        column.setSpacing(GRID)
        told = _("Into which fields is “{header}” split?").format(header=header)
        column.addWidget(label(told, "strong", wraps=True))
        column.addWidget(self.list)
        column.addLayout(
            decision_row(self, "import.several", button(_("Use"), "import.several.use", "primary"), self._use)
        )
        resize_within_screen(self, *_SIZE)

    def _use(self) -> None:
        items = [self.list.item(row) for row in range(self.list.count())]
        names = [item.data(Qt.ItemDataRole.UserRole) for item in items if item.checkState() == Qt.CheckState.Checked]
        self.chosen.emit(tuple(names))
        self.accept()
